"""The prices that a price may be: a currency's price points and bounds, and the way onto the nearest of them."""

from bisect import bisect_right
from itertools import pairwise

import msgspec

from ratecard.diagnostics.diagnostic import Note
from ratecard.money import Money
from ratecard.ranges import Range
from ratecard.rulefiles.stated import Stated
from ratecard.terms.values import Values

ENTRIES_MOST = 200
"""How many entries the price points of a currency may have, ranges among them."""


class PricePoints(msgspec.Struct, frozen=True):
    """The price points of one currency, in ranges that follow one another; a single point is a range of one."""

    ranges: tuple[Range, ...]
    stated: Stated[object]


class PriceBounds(msgspec.Struct, frozen=True):
    """The least and the most that a price may be in one currency, and where that is stated."""

    least: Money
    most: Money
    stated: Stated[object]

    def __str__(self) -> str:
        """The bounds as people read them: "0.29 EUR to 999.99 EUR"."""
        return f"{self.least} to {self.most}"

    def holds(self, minor: int) -> bool:
        """Whether a price in minor units is neither below the least nor above the most."""
        return self.least.minor <= minor <= self.most.minor


class Allowed(msgspec.Struct, frozen=True):
    """Prices that are allowed, in minor units and above 0, in ranges that follow one another; there is at least one."""

    ranges: tuple[Range, ...]
    leasts: tuple[int, ...]

    @property
    def lowest(self) -> int:
        """The lowest allowed price, in minor units."""
        return self.ranges[0].least

    @property
    def highest(self) -> int:
        """The highest allowed price, in minor units."""
        return self.ranges[-1].most

    def around(self, numerator: int, denominator: int) -> tuple[int, int]:
        """The greatest allowed price that is at most this one, and the least that is at least this one.

        Among 0.99, 1.99, …, 9.99 they are 4.99 and 5.99 for 5.24, and 4.99 twice for 4.99. The price lies between
        the lowest and the highest one. `denominator` > 0.
        """
        whole, rest = divmod(numerator, denominator)
        position = bisect_right(self.leasts, whole) - 1
        below = self.ranges[position].greatest_up_to(whole)
        if below is None:
            raise ValueError(f"{whole} is below the lowest allowed price")
        if below == whole and not rest:
            return below, below
        above = self.ranges[position].least_from(whole + 1)
        return below, self.leasts[position + 1] if above is None else above


def allowed_prices(ranges: tuple[Range, ...], bounds: PriceBounds | None) -> Allowed | None:
    """The prices of these ranges that are above 0 and within the bounds; None where none is."""
    within = []
    for prices in ranges:
        least = prices.least_from(1 if bounds is None else max(bounds.least.minor, 1))
        most = prices.most if bounds is None else prices.greatest_up_to(bounds.most.minor)
        if least is not None and most is not None and least <= most:
            within.append(Range(least, most, prices.step, prices.currency))
    return Allowed(tuple(within), tuple([prices.least for prices in within])) if within else None


def point_terms(values: Values, code: str) -> PricePoints | None:
    """The price points of a currency, or None where none are stated."""
    stated = values.stated_as(tuple, "price_points", code)
    if stated is None:
        return None
    if len(stated.value) > ENTRIES_MOST:
        sentence = f"{len(stated.value)} entries stand here, of at most {ENTRIES_MOST}"
        hint = "write points that are a step apart as a range, as in {least: 1.99, most: 99.99, step: 1.00}"
        values.problem("too-many-points", sentence, stated, hint)
        return None
    ranges = tuple([_range_of(item.value) for item in stated.value])
    return PricePoints(ranges, stated) if _follow_one_another(values, stated.value, ranges) else None


def _range_of(value: object) -> Range:
    if type(value) is Money:
        return Range(value.minor, value.minor, 1, value.currency)
    if type(value) is Range:
        return value
    raise TypeError(f"{value} is neither money nor a range of it, and was read as a price point")


def _follow_one_another(values: Values, items: tuple[Stated[object], ...], ranges: tuple[Range, ...]) -> bool:
    """Whether each entry begins above the end of the one before it; the first that does not is recorded."""
    for (before, own), (stated_before, stated) in zip(pairwise(ranges), pairwise(items), strict=True):
        if own.least > before.most:
            continue
        notes = (Note(stated_before.place, "the entry before it"),)
        if before.holds(own.least):
            sentence = f"{own.text(own.least)} is a price point already"
            values.problem("listed-twice", sentence, stated, "keep one of the two", notes=notes)
        else:
            sentence = f"{own.text(own.least)} stands after {before.text(before.most)}, which is more"
            hint = "write the points in order, the lowest first, and ranges that do not overlap"
            values.problem("points-out-of-order", sentence, stated, hint, notes=notes)
        return False
    return True


def bound_terms(values: Values, code: str) -> PriceBounds | None:
    """The bounds of prices in a currency, or None where none are stated."""
    stated = values.stated_as(Range, "price_bounds", code)
    if stated is None or stated.value.currency is None:
        return None
    if stated.value.step != 1:
        sentence = f"the bounds of prices have a step, {stated.value.text(stated.value.step)}"
        hint = "leave the step out; pricing: {rounding: …} says to what a price is rounded"
        values.problem("unfitting-rounding", sentence, stated, hint)
        return None
    least, most = (Money(minor, stated.value.currency) for minor in (stated.value.least, stated.value.most))
    return PriceBounds(least, most, stated)
