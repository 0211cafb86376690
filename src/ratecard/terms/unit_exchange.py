"""What so many of one unit give of another, rounded once for all that are given."""

from collections.abc import Callable

import msgspec

from ratecard.money import PerCoin
from ratecard.rounding import Rounding, RoundingMode, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.values import Values


class UnitExchangeTerms(msgspec.Struct, frozen=True, gc=False):
    """n of `unit` give n × `numerator` ÷ `denominator` of `into`, rounded once. 25 gems at 10 each are 250 coins.

    `rounding` is None where every number comes to a whole one.
    """

    unit: str
    into: str
    numerator: int
    denominator: int
    rounding: Rounding | None
    divide: Callable[[int, int], int]
    at_stated: Stated[object]
    rounding_stated: Stated[object] | None
    rate: Input

    def received(self, given: int) -> int:
        """What so many give; 0 where they are too few."""
        return self.divide(given * self.numerator, self.denominator)


def unit_exchange_terms(values: Values, unit: str) -> UnitExchangeTerms | None:
    """The exchange of one unit, or None where there is none here. A rate that is not whole needs a rounding."""
    path = ("exchange", unit)
    if not values.ids(*path) or values.said_none(*path, "at"):
        return None
    into, at = values.needed_as(str, *path, "for"), values.needed_as(PerCoin, *path, "at")
    if into is not None and into.value == unit:
        values.problem("unfitting-unit", f"{unit} is exchanged for itself", into, "write another unit, such as coin")
        return None
    rounding: Rounding | None = None
    if values.get(*path, "rounding") is not None or (at is not None and at.value.denominator != 1):
        rounding = values.whole_rounding(*path, "rounding")
        if rounding is None:
            return None
    if not values.usable or into is None or at is None:
        return None
    ratio = at.value
    return UnitExchangeTerms(
        unit=unit,
        into=into.value,
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        rounding=rounding,
        divide=divider(rounding or Rounding(RoundingMode.DOWN)),
        at_stated=at,
        rounding_stated=values.get(*path, "rounding"),
        rate=Input(f"{into.value} for each {unit}", ratio, at.place),
    )
