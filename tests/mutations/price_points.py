"""Mistakes in price points and in what prices are rounded to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import yaml

from tests.mutations.edits import Edit, inserted, mistake
from tests.mutations.sources import REGIONS, RULES, Source

PLAIN = re.compile(r"\d+(\.\d+)?")
"""A price without its currency."""


def _in_rules(source: Source, entry: str, at: str, key: str) -> list[Edit]:
    """An entry at the top of each file of rules, in books that state none of its key; the mistake shows at a text."""
    if any(key in path for _, path, _ in source.mappings()):
        return []
    return [inserted(source, file, node, entry, entry.rindex(at)) for file, node in tops(source)]


def tops(source: Source) -> Iterator[tuple[str, yaml.Node]]:
    """The outermost mapping of each file of rules."""
    return ((file, node) for file, path, node in source.mappings() if not path and file.startswith(f"{RULES}/"))


@mistake("points-out-of-order")
def price_points_are_out_of_order(source: Source) -> list[Edit]:
    """A price point stands after a higher one."""
    return _in_rules(source, "price_points: {EUR: [1.99, 0.99]}", "0.99", "price_points")


@mistake("listed-twice")
def a_price_point_is_in_a_range_already(source: Source) -> list[Edit]:
    """A price point stands beside the range that holds it."""
    return _in_rules(source, "price_points: {JPY: [{least: 100, most: 900, step: 100}, 300]}", "300", "price_points")


@mistake("amount-in-other-currency")
def a_price_point_is_in_another_currency(source: Source) -> list[Edit]:
    """A price point names another currency than the one below which it stands."""
    return _in_rules(source, "price_points: {EUR: [0.99, 1.99 USD]}", "1.99", "price_points")


@mistake("cap-below-floor")
def the_bounds_of_prices_are_swapped(source: Source) -> list[Edit]:
    """The most that a price may be is below the least."""
    return _in_rules(source, "price_bounds: {EUR: {least: 999, most: 0.29}}", "0.29", "price_bounds")


@mistake("not-a-rounding")
def prices_are_rounded_half_even_to_a_point(source: Source) -> list[Edit]:
    """Of two price points at the same distance none is even."""
    return _in_rules(source, "pricing: {rounding: half even to a price point}", "half", "pricing")


@mistake("step-too-fine")
def prices_are_rounded_to_parts_of_the_smallest_unit(source: Source) -> list[Edit]:
    """Prices are rounded to a hundred-thousandth, which no currency has."""
    return _in_rules(source, "pricing: {rounding: up to 0.00001}", "up to 0.00001", "pricing")


@mistake("no-price-point")
def the_highest_price_point_is_below_a_price(source: Source) -> list[Edit]:
    """The price points end below a price that a promotion makes lower."""
    ends = {s.text: s.value for s in source.spots if s.path[:1] == ("price_points",) and s.is_scalar}
    spans = [(ends["199.99"][0], ends["1999.99"][1])] if {"199.99", "1999.99"} <= ends.keys() else []
    off = [s for s in source.spots if s.path == ("promotions", "black_friday", "discount", "coins_5000")]
    return [
        Edit(s.file, (start, end), "35.99", where=(s.file, s.value[0] - (end - start) + len("35.99")))
        for start, end in spans
        for s in off
    ]


@mistake("price-out-of-bounds")
def a_price_is_above_the_bounds(source: Source) -> list[Edit]:
    """A region's highest price lies above the bounds of prices."""
    every = [spot for spot in source.of("money") if "prices" in spot.path]
    if any(spot.layer != REGIONS for spot in every) or any("-" in code for code in source.regions):
        return []
    edits = []
    for file, node in has_euro(source):
        prices = [spot for spot in every if spot.file == file]
        if not all(PLAIN.fullmatch(spot.text) for spot in prices):
            continue
        highest = max(prices, key=lambda spot: Decimal(spot.text), default=None)
        if highest is not None and [spot.text for spot in prices].count(highest.text) == 1:
            entry = f"price_bounds: {{EUR: {{least: 0.01, most: {Decimal(highest.text) - Decimal('0.01')}}}}}"
            edit = inserted(source, file, node, entry)
            edits.append(replace(edit, where=(file, highest.value[0] + len(edit.new))))
    return edits


def has_euro(source: Source) -> Iterator[tuple[str, yaml.Node]]:
    """The files of regions that have the euro at all times, with their outermost mappings."""
    has_library = any(spot.path == ("library",) for spot in source.spots)
    if any(spot.platform and spot.leaf == "currency" for spot in source.spots):
        return
    for file, node in source.roots.items():
        own = source.at(file, "currency")
        is_in_euro = own.text == "EUR" if own is not None else has_library and source.code_of(file) in ("DE", "FR")
        if source.code_of(file) and is_in_euro:
            yield file, node


@mistake("unknown-platform")
def prices_are_derived_from_a_platform_that_is_not_there(source: Source) -> list[Edit]:
    """Prices follow those of a platform that the book does not have."""
    return _in_rules(source, "pricing: {derive: {from: {platform: nowhere_store}}}", "nowhere_store", "pricing")


@mistake("derive-from-nowhere")
def prices_are_derived_from_a_region_that_is_not_there(source: Source) -> list[Edit]:
    """Prices follow those of Antarctica, where no book sells."""
    return _in_rules(source, "pricing: {derive: {from: AQ, fx: none, tax: keep}}", "AQ", "pricing")


@mistake("missing-key")
def prices_are_derived_from_nobody(source: Source) -> list[Edit]:
    """A derive says how prices change, and not of what."""
    return _in_rules(source, "pricing: {derive: {factor: 0.75}}", "{factor", "pricing")


@mistake("unknown-key")
def a_derive_has_a_key_of_no_meaning(source: Source) -> list[Edit]:
    """A derive holds a key that the language does not have there."""
    return _in_rules(source, "pricing: {derive: {from: AQ, window: long}}", "window", "pricing")


@mistake("not-a-factor")
def prices_are_derived_by_a_factor_of_nothing(source: Source) -> list[Edit]:
    """Prices are a part of another market's that is 0."""
    return _in_rules(source, "pricing: {derive: {from: AQ, factor: 0}}", "0}", "pricing")
