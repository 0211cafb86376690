"""Mistakes in promotions: in when they are open, what they give, to whom, and how often."""

import yaml

from tests.mutations.creators import at, tables, values
from tests.mutations.edits import Edit, inserted, mistake, renamed, replaced
from tests.mutations.price_points import tops
from tests.mutations.sources import RULES, Source, Spot

MARK = "¦"
"""Stands in an entry before the text at which the mistake shows."""

OFF = ("promotions/*/discount", "promotions/*/discount/*")


def marked(source: Source, file: str, mapping: yaml.Node, entry: str) -> Edit:
    """An entry put before all others of a mapping, without its mark, which says where the mistake shows."""
    return inserted(source, file, mapping, entry.replace(MARK, ""), entry.index(MARK))


def stated_at_top(source: Source, key: str, value: str) -> list[Edit]:
    """A key with a value, put into each file of rules, in books that state none of it."""
    entry = _filled(source, f"{key}: {value}")
    if not entry or any(spot.path == (key,) for spot in source.spots):
        return []
    return [marked(source, file, node, entry) for file, node in tops(source)]


def _promised(source: Source, keys: str) -> list[Edit]:
    """One more promotion of these keys, in each file of rules that states no promotions."""
    return _stated(source, f"{{{keys}}}")


def _stated(source: Source, promotion: str) -> list[Edit]:
    entry = _filled(source, f"promotions: {{zodiac: {promotion}}}")
    stating = {file for file, path, _ in source.mappings() if path == ("promotions",)}
    return [marked(source, file, node, entry) for file, node in tops(source) if entry and file not in stating]


def _filled(source: Source, entry: str) -> str:
    """An entry with ids in place of PACKAGE, GIFT and KIND; "" where the book has none."""
    for word, section in (("PACKAGE", "packages"), ("GIFT", "gifts"), ("KIND", "earnings")):
        first = _first(source, section)
        if word in entry and not first:
            return ""
        entry = entry.replace(word, first)
    return entry


def _first(source: Source, key: str) -> str:
    """The first id of a section under rules/; "" where it has none."""
    found = [spot.path[1] for spot in tables(source, f"{key}/*") if spot.layer == RULES and not spot.platform]
    return found[0] if found else ""


def _near(word: str) -> str:
    """A near miss: the third letter doubled."""
    return word[:3] + word[2:]


def _keys_of(source: Source, *keys: str) -> list[Spot]:
    """The keys of promotions, at which the promotions themselves are told."""
    return [spot for key in keys for spot in at(source, f"promotions/*/{key}") if len(spot.path) == 3]


@mistake("chosen-is-promoted")
def a_promotion_names_what_is_chosen(source: Source) -> list[Edit]:
    """A promotion lists a package of which the buyer chooses the coins."""
    chosen = sorted({spot.path[1] for spot in at(source, "packages/*/coins/most") if spot.layer == RULES})
    return _promised(source, f"name: Zodiac, discount: 5 %, packages: [¦{chosen[0]}]") if chosen else []


# When it is open


@mistake("unknown-key")
def a_key_of_a_promotion_is_misspelt(source: Source) -> list[Edit]:
    """A key of a promotion has a letter too many."""
    return renamed(_keys_of(source, "from", "last_day", "packages", "replaces", "limits", "exclusive", "code"), _near)


@mistake("unknown-key")
def a_promotion_ends_on_a_day_in_other_words(source: Source) -> list[Edit]:
    """A promotion says to for its last day."""
    return renamed(_keys_of(source, "last_day"), lambda _: "to")


@mistake("window-ends-first")
def a_promotion_ends_a_year_early(source: Source) -> list[Edit]:
    """The last day of a promotion is of the year before it begins."""
    return replaced(values(source, "promotions/*/last_day"), lambda day: f"{int(day[:4]) - 1}{day[4:]}")


@mistake("window-ends-first")
def a_promotion_is_over_as_it_begins(source: Source) -> list[Edit]:
    """A promotion is over at the instant at which it begins, since before is without the day that it names."""
    return _promised(source, "name: Zodiac, bonus: 5 %, from: 2026-11-27, before: ¦2026-11-27")


@mistake("two-ends")
def a_promotion_ends_twice(source: Source) -> list[Edit]:
    """A promotion has a last day, and the day after it too."""
    return _promised(source, "name: Zodiac, bonus: 5 %, last_day: 2026-11-30, before: ¦2026-12-01")


@mistake("not-a-day")
def a_promotion_ends_in_the_middle_of_its_last_day(source: Source) -> list[Edit]:
    """The last day of a promotion is an instant."""
    return replaced(values(source, "promotions/*/last_day"), lambda day: f"{day}T22:00+01:00")


@mistake("date-does-not-exist")
def a_promotion_ends_on_a_day_that_no_calendar_has(source: Source) -> list[Edit]:
    """The last day of a promotion is 31 November."""
    return replaced(values(source, "promotions/*/last_day"), "2026-11-31")


@mistake("unknown-date")
def a_promotion_begins_at_a_name_that_nobody_declares(source: Source) -> list[Edit]:
    """A promotion begins at the name of a date, and no file declares it."""
    return _promised(source, "name: Zodiac, bonus: 5 %, from: ¦zodiac_day")


@mistake("not-datable")
def a_promotion_begins_on_two_days(source: Source) -> list[Edit]:
    """The beginning of a promotion is a time line itself."""
    return _promised(source, "name: Zodiac, bonus: 5 %, from: ¦{2026-01-01: 2026-11-27}")


# What it gives


@mistake("rate-above-whole")
def a_discount_is_more_than_the_whole_price(source: Source) -> list[Edit]:
    """A discount has a digit too many."""
    return replaced([s for s in values(source, *OFF) if s.text.endswith("%")], lambda text: f"9{text}")


@mistake("price-in-other-currency")
def a_discount_is_in_another_currency(source: Source) -> list[Edit]:
    """What is taken off is money of a currency that no market of the promotion has."""
    return replaced(values(source, *OFF), "1.00 CHF")


@mistake("discount-and-price")
def a_promotion_states_a_discount_and_a_price(source: Source) -> list[Edit]:
    """A promotion takes something off a package's price, and says its price too."""
    return _promised(source, "name: Zodiac, discount: 5 %, price: {PACKAGE: ¦1.00 EUR}")


@mistake("packages-named-twice")
def the_packages_of_a_promotion_are_named_twice(source: Source) -> list[Edit]:
    """A promotion lists its packages, and has a value for each of them."""
    return _promised(source, "name: Zodiac, packages: ¦[PACKAGE], bonus: {PACKAGE: 5 %}")


@mistake("unknown-package")
def a_promotion_is_for_a_package_that_nobody_states(source: Source) -> list[Edit]:
    """A promotion is for a package that was taken out of the rules."""
    return _promised(source, "name: Zodiac, bonus: 5 %, packages: [¦coins_7]")


@mistake("unknown-package")
def a_promotion_has_a_value_for_a_package_that_nobody_states(source: Source) -> list[Edit]:
    """A promotion has a bonus of its own for a package that was taken out of the rules."""
    return _promised(source, "name: Zodiac, bonus: {¦coins_7: 5 %, PACKAGE: 5 %}")


@mistake("promotion-without-effect")
def a_promotion_gives_nothing(source: Source) -> list[Edit]:
    """What a promotion gives was to be filled in later."""
    return _promised(source, "name: ¦Zodiac, from: 2026-11-27, last_day: 2026-11-30")


@mistake("unfitting-promotion")
def a_bonus_that_nobody_states_replaces_another(source: Source) -> list[Edit]:
    """A promotion without a bonus says in place of what its bonus stands."""
    return _promised(source, "name: Zodiac, discount: 1.00 EUR, replaces: ¦package bonus")


@mistake("promotion-without-effect")
def a_promotion_is_for_no_package(source: Source) -> list[Edit]:
    """The packages of a promotion were to be filled in later."""
    return _promised(source, "name: ¦Zodiac, bonus: 5 %, packages: []")


@mistake("bad-code")
def a_code_says_only_that_one_is_needed(source: Source) -> list[Edit]:
    """A promotion says yes for its code."""
    return _promised(source, "name: Zodiac, bonus: 5 %, code: ¦yes")


@mistake("not-one-of")
def a_bonus_replaces_the_price(source: Source) -> list[Edit]:
    """A bonus stands in place of something that is no bonus."""
    return replaced(values(source, "promotions/*/replaces"), "package price")


@mistake("not-one-of")
def a_promotion_is_not_exclusive_in_words(source: Source) -> list[Edit]:
    """A promotion says that it is not exclusive, which it is when nothing is said."""
    return replaced(values(source, "promotions/*/exclusive"), "no")


# For whom, and how often


@mistake("bad-code")
def a_hashed_code_is_cut_short(source: Source) -> list[Edit]:
    """Of a code's digest the first digits alone were copied."""
    return replaced(values(source, "promotions/*/code"), "sha256:2bb80d53")


@mistake("bad-code")
def a_code_is_longer_than_anybody_types(source: Source) -> list[Edit]:
    """A code is longer than 64 characters."""
    return replaced(values(source, "promotions/*/code"), lambda code: code * 8)


@mistake("unknown-fact")
def a_promotion_is_for_those_of_a_fact_that_nobody_declares(source: Source) -> list[Edit]:
    """A promotion asks for a fact that no file declares."""
    return _promised(source, "name: Zodiac, bonus: 5 %, when: {¦buyer.shoe_size: {at least: 40}}")


@mistake("amount-without-unit")
def a_limit_of_a_promotion_is_money(source: Source) -> list[Edit]:
    """A promotion is limited to an amount of money, which none counts."""
    return replaced(values(source, "promotions/*/limits/*/most"), "5 EUR")


@mistake("unfitting-promotion")
def a_promotion_of_packages_counts_gifts(source: Source) -> list[Edit]:
    """A promotion of packages is limited to a number of gifts."""
    return replaced(values(source, "promotions/*/limits/*/most"), "5 gifts")


@mistake("removes-nothing", warning=True)
def a_promotion_is_taken_away_that_nobody_states(source: Source) -> list[Edit]:
    """A promotion is taken away under a name that no promotion has."""
    return _stated(source, "¦none")


# Promotions of gifts

OF_GIFT = "name: Zodiac, gifts: [GIFT], borne_by: platform"


@mistake("unknown-gift")
def a_promotion_is_for_a_gift_that_nobody_states(source: Source) -> list[Edit]:
    """A promotion is for a gift that has no coins."""
    return _promised(source, "name: Zodiac, gifts: [¦zeppelin, GIFT], borne_by: platform, discount: 5 %")


@mistake("unknown-kind")
def a_promotion_is_for_a_kind_without_earnings(source: Source) -> list[Edit]:
    """A promotion is for a kind of spending of which creators earn nothing."""
    return _promised(source, "name: Zodiac, kinds: [¦radio, KIND], borne_by: platform, discount: 5 %")


@mistake("amount-without-unit")
def a_discount_of_gifts_could_be_of_coins(source: Source) -> list[Edit]:
    """A discount of gifts is a bare number, which could be of per cent or of coins."""
    return _promised(source, f"{OF_GIFT}, discount: ¦20")


@mistake("amount-without-unit")
def a_discount_of_packages_lacks_its_unit(source: Source) -> list[Edit]:
    """A discount is a bare number, which could be per cent or money."""
    return _promised(source, "name: Zodiac, discount: ¦20")


@mistake("unfitting-promotion")
def a_promotion_of_gifts_has_a_bonus(source: Source) -> list[Edit]:
    """A promotion of gifts gives more coins, as those of packages do."""
    return _promised(source, f"{OF_GIFT}, discount: 5 %, bonus: ¦5")


@mistake("unfitting-promotion")
def a_promotion_of_gifts_takes_money_off(source: Source) -> list[Edit]:
    """A promotion of gifts takes off money, while gifts cost coins."""
    return _promised(source, f"{OF_GIFT}, discount: ¦0.50 EUR")


@mistake("unfitting-promotion")
def a_promotion_of_packages_takes_coins_off(source: Source) -> list[Edit]:
    """A promotion of packages takes off coins, while packages cost money."""
    return _promised(source, "name: Zodiac, packages: [PACKAGE], discount: ¦5 coins")


@mistake("unfitting-promotion")
def a_promotion_of_gifts_counts_units(source: Source) -> list[Edit]:
    """A promotion of gifts is limited to a number of units."""
    return _promised(source, OF_GIFT + ", discount: 5 %, limits: {each: {most: ¦5 units}}")


@mistake("unfitting-promotion")
def a_promotion_of_gifts_counts_each_package(source: Source) -> list[Edit]:
    """A limit of a promotion of gifts is counted for each package."""
    return _promised(source, OF_GIFT + ", discount: 5 %, limits: {each: {most: 5 gifts, of: ¦package}}")


@mistake("unfitting-promotion")
def a_promotion_of_packages_counts_each_gift(source: Source) -> list[Edit]:
    """A limit of a promotion of packages is counted for each gift."""
    return _promised(source, "name: Zodiac, bonus: 5 %, limits: {each: {most: 5 units, of: ¦gift}}")


@mistake("incomplete-terms", inexact="the promotion that lacks it")
def nobody_bears_a_promotion_of_gifts(source: Source) -> list[Edit]:
    """A promotion of gifts does not say who bears it."""
    return _promised(source, "name: Zodiac, gifts: [GIFT], discount: ¦5 %")


@mistake("not-one-of")
def everybody_bears_a_promotion_of_gifts(source: Source) -> list[Edit]:
    """A promotion of gifts is borne by a word that the language does not have."""
    return _promised(source, "name: Zodiac, gifts: [GIFT], discount: 5 %, borne_by: ¦both")


# Promotions of items


@mistake("unknown-item")
def a_promotion_is_for_an_item_that_nobody_states(source: Source) -> list[Edit]:
    """A promotion is for an item of which nothing is said."""
    return _promised(source, "name: Zodiac, packages: [PACKAGE], items: [¦zeppelin], bonus: 5 %")


@mistake("unfitting-promotion")
def a_promotion_of_packages_counts_each_item(source: Source) -> list[Edit]:
    """A limit of a promotion of packages is counted for each item."""
    return _promised(source, "name: Zodiac, bonus: 5 %, limits: {each: {most: 5 units, of: ¦item}}")


@mistake("id-twice")
def an_item_has_the_id_of_a_package(source: Source) -> list[Edit]:
    """An item is stated under the id of a package."""
    return stated_at_top(source, "items", "{PACKAGE: {name: ¦Zodiac}}")


@mistake("unknown-unit")
def gold_is_exchanged_that_no_file_declares(source: Source) -> list[Edit]:
    """A unit is exchanged that no file declares."""
    return stated_at_top(source, "exchange", "{¦gold: {for: coin, at: 10 each}}")


@mistake("unfitting-unit")
def coins_are_exchanged_for_coins(source: Source) -> list[Edit]:
    """A unit is exchanged for itself."""
    return stated_at_top(source, "exchange", "{coin: {for: ¦coin, at: 10 each}}")


@mistake("not-per-coin")
def an_exchange_is_at_a_rate(source: Source) -> list[Edit]:
    """An exchange is at a share, which does not say how many each gives."""
    stated = (spot for spot in source.spots if len(spot.path) == 3 and spot.path[::2] == ("exchange", "at"))
    return replaced((spot for spot in stated if not spot.is_braced), "10 %")
