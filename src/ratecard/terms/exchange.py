"""An exchange of minor units of one currency into another's, at stated rates and with the stated spread."""

from collections.abc import Callable
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.rounding import DIVIDE
from ratecard.terms.fx import CrossRate, FxTerms
from ratecard.terms.given import Input


class Exchange(msgspec.Struct, frozen=True):
    """Minor units of one currency into another's: × `numerator` ÷ `denominator` without spread, and the same with it.

    `cross` holds the stated rates; `spread` is None where an exchange costs nothing.
    """

    cross: CrossRate
    numerator: int
    denominator: int
    mid_numerator: int
    mid_denominator: int
    spread: Input | None
    fx: FxTerms
    divide: Callable[[int, int], int]

    def paid(self, minor: int) -> int:
        """What arrives for an amount, rounded as the rules state."""
        return self.divide(minor * self.numerator, self.denominator)

    def at_mid(self, minor: int) -> int:
        """What would arrive without the spread, rounded alike."""
        return self.divide(minor * self.mid_numerator, self.mid_denominator)


def exchange(fx: FxTerms, of: Currency, cross: CrossRate, into: Currency) -> Exchange:
    """The exchange between two currencies, in integers of minor units."""
    mid = cross.value * Fraction(10) ** (into.exponent - of.exponent)
    kept = mid * (1 - fx.spread.fraction) if fx.spread is not None else mid
    stated = fx.spread_stated
    spread = Input("spread", fx.spread, stated.place) if stated is not None else None
    divide = DIVIDE[fx.rounding.mode]
    return Exchange(cross, kept.numerator, kept.denominator, mid.numerator, mid.denominator, spread, fx, divide)
