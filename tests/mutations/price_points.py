"""Mistakes in price points and in what prices are rounded to."""

from collections.abc import Iterator

import yaml

from tests.mutations.edits import Edit, inserted, mistake
from tests.mutations.sources import RULES, Source


def _in_rules(source: Source, entry: str, at: str, key: str) -> list[Edit]:
    """An entry at the top of each file of rules, in books that state none of its key; the mistake shows at a text."""
    if any(key in path for _, path, _ in source.mappings()):
        return []
    return [inserted(source, file, node, entry, entry.rindex(at)) for file, node in _tops(source)]


def _tops(source: Source) -> Iterator[tuple[str, yaml.Node]]:
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
    """Prices are rounded to a ten-thousandth, which no currency has."""
    return _in_rules(source, "pricing: {rounding: up to 0.0001}", "up to 0.0001", "pricing")
