"""Mistakes in what stands beside prices: savings, lowest prices, second currencies, products and ways of paying."""

from dataclasses import replace

from tests.mutations.creators import tables, values
from tests.mutations.edits import Edit, inserted, mistake, replaced
from tests.mutations.price_points import has_euro
from tests.mutations.promotions import marked, stated_at_top
from tests.mutations.sources import RULES, Source


@mistake("against-nothing")
def savings_are_against_nothing(source: Source) -> list[Edit]:
    """The list of what prices are compared with was emptied."""
    return stated_at_top(source, "savings", "{against: ¦[]}")


@mistake("unknown-package")
def savings_are_against_a_package_that_nobody_states(source: Source) -> list[Edit]:
    """Prices are compared with those of a package that was taken out of the rules."""
    return stated_at_top(source, "savings", "{against: [¦coins_7]}")


@mistake("unknown-platform")
def savings_are_against_a_platform_that_nobody_states(source: Source) -> list[Edit]:
    """Prices are compared with those on a platform on which nothing is sold."""
    return stated_at_top(source, "savings", "{against: [{platform: ¦ipad}]}")


@mistake("unknown-fact-value")
def savings_are_against_a_way_that_nobody_states(source: Source) -> list[Edit]:
    """Prices are compared with those that are paid in a way that no platform has."""
    has_ways = any(path[-1:] == ("ways",) for _, path, _ in source.mappings())
    return stated_at_top(source, "savings", "{against: [{way: ¦cash}]}") if has_ways else []


@mistake("not-a-list")
def savings_are_against_one_without_brackets(source: Source) -> list[Edit]:
    """What prices are compared with is written without brackets."""
    return stated_at_top(source, "savings", "{against: ¦PACKAGE}")


@mistake("not-a-duration")
def lowest_prices_are_of_a_bare_number(source: Source) -> list[Edit]:
    """The lowest price is looked for within a number that says neither days nor hours."""
    spots = [spot for spot in source.spots if spot.path == ("lowest_price",)]
    return replaced(spots, "{within: 30}", len("{within: ")) + stated_at_top(source, "lowest_price", "{within: ¦30}")


@mistake("not-a-mapping")
def the_lowest_price_is_true(source: Source) -> list[Edit]:
    """A word of other languages stands for yes."""
    spots = [spot for spot in source.spots if spot.path in (("lowest_price",), ("second_currency",))]
    return replaced(spots, "true")


def _in_euro(source: Source, entry: str) -> list[Edit]:
    """An entry in each region that has the euro at all times, and no second currency."""
    return [
        marked(source, file, node, entry)
        for file, node in has_euro(source)
        if source.at(file, "second_currency") is None
    ]


@mistake("second-currency-is-own")
def the_second_currency_is_the_first(source: Source) -> list[Edit]:
    """Prices in euro would be shown in euro beside."""
    return _in_euro(source, "second_currency: {currency: ¦EUR, rate: 1.95583 BGN per EUR, rounding: half up}")


@mistake("not-a-pair-rate")
def the_rate_of_a_second_currency_names_none(source: Source) -> list[Edit]:
    """The rate of a second currency is a bare number."""
    return _in_euro(source, "second_currency: {currency: BGN, rate: ¦1.95583, rounding: half up}")


@mistake("rate-in-other-pair")
def the_rate_of_a_second_currency_is_of_a_third(source: Source) -> list[Edit]:
    """The rate was copied from another country."""
    return _in_euro(source, "second_currency: {currency: BGN, rate: ¦7.53450 HRK per EUR, rounding: half up}")


@mistake("unfitting-rounding")
def a_second_currency_is_rounded_to_a_step(source: Source) -> list[Edit]:
    """A second currency is rounded to a step, which fits one of the two alone."""
    return _in_euro(source, "second_currency: {currency: BGN, rate: 1.95583 BGN per EUR, rounding: ¦half up to 0.05}")


@mistake("unknown-currency")
def a_second_currency_has_a_code_of_no_country(source: Source) -> list[Edit]:
    """The code of a second currency is misspelt."""
    return _in_euro(source, "second_currency: {currency: ¦BGM, rate: 1.95583 BGN per EUR, rounding: half up}")


@mistake("incomplete-terms")
def nothing_says_how_a_second_currency_is_rounded(source: Source) -> list[Edit]:
    """A second currency has no rounding."""
    return _in_euro(source, "¦second_currency: {currency: BGN, rate: 1.95583 BGN per EUR}")


# Packages and ways


@mistake("not-a-product")
def the_id_of_a_product_has_a_space(source: Source) -> list[Edit]:
    """An id of a store's product is its name."""
    return replaced(values(source, "packages/*/product/*"), "100 coins")


@mistake("product-on-two-packages")
def two_packages_are_one_product(source: Source) -> list[Edit]:
    """A product was copied from the package above."""
    edits = []
    narrower = [spot for spot in source.spots if "product" in spot.path and (spot.platform or spot.layer != RULES)]
    for platform in ("ios", "android"):
        spots = [] if narrower else values(source, f"packages/*/product/{platform}")
        others = [spot for spot in spots[1:] if spot.path[1] != spots[0].path[1]]
        edits += [edit for spot in others for edit in replaced([spot], spots[0].text)]
    return edits


@mistake("choice-without-other")
def a_choice_has_no_case_for_a_way(source: Source) -> list[Edit]:
    """A platform is paid in one more way, and what it keeps is not said for it."""
    kept = source.at("rules/platforms.yaml", "platforms.web.commission.lines.card.rate.by")
    if kept is None:
        return []
    edits = []
    for spot in tables(source, "platforms/*/ways"):
        if spot.file == kept.file:
            edit = inserted(source, spot.file, spot.node, "cheque: {order: 3, name: Cheque}")
            edits.append(replace(edit, where=(kept.file, kept.value[0] + len(edit.new))))
    return edits


@mistake("not-a-count")
def a_way_stands_at_a_letter(source: Source) -> list[Edit]:
    """The order of a way is a letter."""
    return replaced(values(source, "platforms/*/ways/*/order"), "a")


@mistake("removes-nothing", warning=True)
def a_way_is_removed_that_nobody_states(source: Source) -> list[Edit]:
    """A way of paying is taken away under a name that no way has."""
    return [marked(source, s.file, s.node, "cheque: ¦none") for s in tables(source, "platforms/*/ways")]
