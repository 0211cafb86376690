"""A region at an instant, as creators see it: every term that needs no platform, frozen."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.refusals import FxStale, NoFxRate
from ratecard.rounding import DIVIDE
from ratecard.terms.earnings import EarningsTerms
from ratecard.terms.eligibility import EligibilityTerms
from ratecard.terms.facts import Varying
from ratecard.terms.fx import CrossRate, FxTerms
from ratecard.terms.given import Input
from ratecard.terms.market import Period
from ratecard.terms.payouts import (
    DiamondTerms,
    LimitTerms,
    MethodTerms,
    MinimumTerms,
    PayoutTerms,
    WithholdingTerms,
)


class Exchange(msgspec.Struct, frozen=True):
    """Minor units of one currency into another's: × `numerator` ÷ `denominator` without spread, and the same with it.

    `inputs` are the stated rates; `spread` is None where an exchange costs nothing.
    """

    into: Currency
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
    return Exchange(into, cross, kept.numerator, kept.denominator, mid.numerator, mid.denominator, spread, fx, divide)


class Region(msgspec.Struct, frozen=True):
    """The terms of one region during one period, in which no answer changes. Earnings, methods and limits are by id.

    `value_currency` is that of a diamond's value, None where nothing is paid out: `payouts` is None then too.
    `exchanges` are from it into each currency paid in that is another, or why there is none.
    """

    code: str
    period: Period
    digest: str
    in_zone: ZoneInfo
    value_currency: Currency | None
    earnings: Mapping[str, Varying[EarningsTerms] | None]
    payouts: Varying[PayoutTerms] | None
    diamond: Varying[DiamondTerms] | None
    minimum: Varying[MinimumTerms] | None
    withholding: Varying[WithholdingTerms] | None
    limits: Mapping[str, Varying[LimitTerms] | None]
    methods: Mapping[str, Varying[MethodTerms] | None]
    exchanges: Mapping[str, Exchange | FxStale | NoFxRate]
    fx: FxTerms | None
    eligibility: EligibilityTerms | None
