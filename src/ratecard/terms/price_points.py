"""The prices that a price may be: a currency's price points and bounds, and the way onto the nearest of them."""

from bisect import bisect_right

import msgspec

from ratecard.money import Money
from ratecard.ranges import Range
from ratecard.rulefiles.stated import Stated
from ratecard.terms.values import Values


class PricePoints(msgspec.Struct, frozen=True):
    """The price points of one currency, in ranges that follow one another; a single point is a range of one."""

    ranges: tuple[Range, ...]
    stated: Stated[object]


class PriceBounds(msgspec.Struct, frozen=True):
    """The least and the most that a price may be in one currency, in minor units, and where that is stated."""

    least_minor: int
    most_minor: int
    stated: Stated[object]


class Allowed(msgspec.Struct, frozen=True):
    """The prices that are allowed, in minor units, in ranges that follow one another; there is at least one."""

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
        assert below is not None
        if below == whole and not rest:
            return below, below
        above = self.ranges[position].least_from(whole + 1)
        return below, self.leasts[position + 1] if above is None else above


def allowed_prices(ranges: tuple[Range, ...], bounds: PriceBounds | None) -> Allowed | None:
    """The prices of these ranges that lie within the bounds; None where none does."""
    within = []
    for prices in ranges:
        least = prices.least if bounds is None else prices.least_from(bounds.least_minor)
        most = prices.most if bounds is None else prices.greatest_up_to(bounds.most_minor)
        if least is not None and most is not None and least <= most:
            within.append(Range(least, most, prices.step, prices.currency))
    return Allowed(tuple(within), tuple([prices.least for prices in within])) if within else None


def point_terms(values: Values, code: str) -> PricePoints | None:
    """The price points of a currency, or None where none are stated."""
    stated = values.stated_as(tuple, "price_points", code)
    if stated is None:
        return None
    ranges = tuple([_range_of(item.value) for item in stated.value])
    return PricePoints(ranges, stated)


def _range_of(value: object) -> Range:
    if type(value) is Money:
        return Range(value.minor, value.minor, 1, value.currency)
    assert type(value) is Range
    return value


def bound_terms(values: Values, code: str) -> PriceBounds | None:
    """The bounds of prices in a currency, or None where none are stated."""
    stated = values.stated_as(Range, "price_bounds", code)
    if stated is None:
        return None
    return PriceBounds(stated.value.least, stated.value.most, stated)
