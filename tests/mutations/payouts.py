"""Mistakes in payouts and exchange rates."""

from tests.mutations.creators import at, has_fact, tables, values
from tests.mutations.edits import Edit, inserted, mistake, removed, renamed, replaced
from tests.mutations.sources import REGIONS, Source, Spot


@mistake("not-a-unit-price")
def the_value_of_a_diamond_is_an_amount(source: Source) -> list[Edit]:
    """The value of a diamond does not say of how many it is."""
    return replaced(values(source, "payouts/diamond"), "0.005 USD")


@mistake("not-a-unit-price")
def the_value_of_a_diamond_has_no_currency(source: Source) -> list[Edit]:
    """The value of a diamond names no currency."""
    return replaced(values(source, "payouts/diamond"), "0.005 each")


@mistake("decimal-comma")
def the_value_of_a_diamond_has_a_comma(source: Source) -> list[Edit]:
    """The value of a diamond has a decimal comma."""
    return replaced(values(source, "payouts/diamond"), "0,005 USD each")


@mistake("diamond-without-value")
def a_diamond_is_worth_nothing(source: Source) -> list[Edit]:
    """A diamond is worth 0."""
    return replaced(values(source, "payouts/diamond"), "0 USD each")


@mistake("diamond-in-two-currencies")
def a_diamond_has_values_in_two_currencies(source: Source) -> list[Edit]:
    """A diamond is worth euros for some creators and dollars for others."""
    start = "{by: "
    choice = f"{start}creator.grade, is: {{partner: 1 EUR each}}, other: 1 USD each}}"
    return replaced(values(source, "payouts/diamond"), choice, len(start)) if has_fact(source, "creator.grade") else []


AMOUNTS = tuple(
    f"payouts/{path}"
    for path in (
        "minimum",
        "methods/*/minimum",
        "methods/*/fee/fixed",
        "methods/*/fee/floor",
        "methods/*/fee/cap",
    )
)


@mistake("amount-in-other-currency")
def an_amount_is_in_another_currency(source: Source) -> list[Edit]:
    """A minimum or a fee is not in the currency of the diamond's value."""
    return replaced(values(source, *AMOUNTS), "50 CHF")


WAITS = ("payouts/hold", "payouts/pays/after", "payouts/methods/*/after", "fx/maximum_age")


@mistake("not-a-duration")
def a_length_of_time_has_no_unit(source: Source) -> list[Edit]:
    """A time to wait is a bare number."""
    return replaced(values(source, *WAITS), "3")


@mistake("leading-zero")
def a_length_of_time_begins_with_a_zero(source: Source) -> list[Edit]:
    """A time to wait is so many minutes, with a zero before the number."""
    return replaced(values(source, *WAITS), "090 minutes")


@mistake("fact-not-known-here")
def a_value_of_a_whole_payout_varies_by_a_fact_of_a_lot(source: Source) -> list[Edit]:
    """A minimum, a fee, a limit or a wait varies by a fact of a lot, of which a payout takes several."""
    paths = ("minimum", "methods/*/minimum", "methods/*/after", "methods/*/fee/rate", "limits/*/most")
    start = "{by: "
    spots = values(source, *(f"payouts/{path}" for path in paths), "earnings/*/diamonds", "gifts/*/coins")
    plain = [spot for spot in spots if not {"is", "from"} & set(spot.path) and spot.path[-1] != "other"]
    return replaced(plain, lambda text: f"{start}lot.class, is: {{earned: {text}}}, other: {text}}}", len(start))


@mistake("fact-not-known-here")
def what_a_gift_costs_varies_by_what_it_costs(source: Source) -> list[Edit]:
    """The coins of a gift vary by the coins of the gift."""
    start = "{by: "
    plain = [spot for spot in values(source, "gifts/*/coins") if not {"is", "from", "other"} & set(spot.path)]
    return replaced(plain, lambda text: f"{start}gift.coins, from: {{0: {text}}}}}", len(start))


@mistake("not-a-list")
def the_order_of_lots_stands_without_brackets(source: Source) -> list[Edit]:
    """The order of lots is one word without brackets."""
    return replaced([spot for spot in at(source, "payouts/order") if spot.is_braced], "oldest")


@mistake("listed-twice")
def the_order_of_lots_says_one_thing_twice(source: Source) -> list[Edit]:
    """The order of lots lists a word twice."""
    spots = [spot for spot in at(source, "payouts/order") if spot.is_braced]
    return replaced(spots, "[oldest, oldest]", len("[oldest, "))


@mistake("two-orders")
def lots_leave_oldest_first_and_newest_first(source: Source) -> list[Edit]:
    """The order of lots names both ages."""
    spots = [spot for spot in at(source, "payouts/order") if spot.is_braced]
    return replaced(spots, "[oldest, newest]", len("[oldest, "))


@mistake("unknown-fact")
def lots_are_in_order_of_a_class_that_nobody_declares(source: Source) -> list[Edit]:
    """Lots leave by class, and the fact of their class is gone."""
    edits = []
    items = [s for s in source.spots if s.path[:2] == ("payouts", "order") and s.text == "class"]
    uses = sum("lot.class" in text for text in source.files.values())
    for fact in tables(source, "facts/lot.class") if len(items) == 1 and uses == 1 else []:
        span = removed(source, fact)
        if span and items[0].file != fact.file:
            edits.append(Edit(fact.file, span, "", where=(items[0].file, items[0].value[0])))
    return edits


@mistake("rate-above-whole")
def a_fee_is_above_all_there_is(source: Source) -> list[Edit]:
    """A fee or the cost of an exchange has two zeros too many."""
    return replaced(values(source, "payouts/methods/*/fee/rate", "fx/spread"), "200 %")


@mistake("rate-above-whole")
def more_is_kept_back_than_there_is(source: Source) -> list[Edit]:
    """A tax keeps back more than the whole value."""
    last = values(source, "payouts/withholding/lines/*/rate")
    return replaced([spot for spot in last if not _has_later_line(source, spot)], "101 %")


def _has_later_line(source: Source, rate: Spot) -> bool:
    lines = [s.path[3] for s in tables(source, "payouts/withholding/lines/*") if s.file == rate.file]
    return rate.path[3] != max(lines)


@mistake("cap-below-floor")
def a_cap_is_below_the_floor(source: Source) -> list[Edit]:
    """The cap of a fee has its point in the wrong place."""
    floors = {spot.path[:-1] for spot in values(source, "payouts/methods/*/fee/floor")}
    return replaced([s for s in values(source, "payouts/methods/*/fee/cap") if s.path[:-1] in floors], "0.02 USD")


@mistake("not-a-region")
def a_source_is_no_region(source: Source) -> list[Edit]:
    """A tax is of lots from a region of three letters."""
    return replaced(values(source, "payouts/withholding/lines/*/domestic"), "USA")


@mistake("unknown-country")
def a_source_is_no_country(source: Source) -> list[Edit]:
    """A tax is of lots from a country that ISO does not know."""
    return replaced(values(source, "payouts/withholding/lines/*/domestic"), "XX")


@mistake("misplaced-key")
def payouts_stand_under_a_platform(source: Source) -> list[Edit]:
    """A creator's key stands under a platform, of which a creator has none."""
    return [inserted(source, s.file, s.node, "payouts: none") for s in tables(source, "platforms/*")]


# Exchange rates


@mistake("not-an-exchange-rate")
def a_rate_of_exchange_is_nothing(source: Source) -> list[Edit]:
    """An exchange rate was to be filled in later."""
    return replaced(values(source, "fx/rates/*"), "0")


@mistake("decimal-comma")
def a_rate_of_exchange_has_a_comma(source: Source) -> list[Edit]:
    """An exchange rate is copied with its decimal comma."""
    return replaced(values(source, "fx/rates/*"), "1,1606")


@mistake("unknown-currency")
def a_rate_is_of_no_currency(source: Source) -> list[Edit]:
    """A currency of the exchange rates has a letter too many."""
    spots = [spot for spot in at(source, "fx/rates/*") if len(spot.path) == 3]
    return renamed(spots, lambda code: f"{code}X")


@mistake("rate-of-the-base")
def the_base_has_a_rate(source: Source) -> list[Edit]:
    """The base of the exchange rates has a rate itself."""
    bases = [spot.text for spot in values(source, "fx/base")]
    return [inserted(source, s.file, s.node, f"{bases[0]}: 1.1", 5) for s in tables(source, "fx/rates")]


@mistake("unfitting-rounding")
def an_exchange_is_rounded_to_a_step(source: Source) -> list[Edit]:
    """What is exchanged is rounded to ten units of any currency."""
    return replaced(values(source, "fx/rounding"), "down to 10")


@mistake("missing-fx-rate")
def a_currency_that_is_paid_in_has_no_rate(source: Source) -> list[Edit]:
    """Creators are paid in a currency that has no exchange rate."""
    own = [spot for spot in values(source, "payouts/currency") if spot.layer == REGIONS]
    return replaced([*own, *values(source, "payouts/methods/*/currency")], "XPF")


@mistake("unknown-key")
def a_key_of_a_creators_terms_is_misspelt(source: Source) -> list[Edit]:
    """A key of payouts, earnings or exchange rates is written in another way."""
    names = {
        "fx/maximum_age": "max_age",
        "payouts/value_by": "value_buy",
        "payouts/pays": "payes",
        "fx/spread": "spred",
    }
    return [
        Edit(spot.file, spot.key, name)
        for path, name in names.items()
        for spot in at(source, path)
        if spot.key and len(spot.path) == 2
    ]
