"""Taxes that are kept back of a payout.

Convention: amounts are minor units of the value currency, which is the currency of the diamond's value.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import msgspec

from ratecard.money import Rate
from ratecard.rounding import Rounding, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.resolved import Values
from ratecard.terms.tax import EXACT


class WithholdingLine(msgspec.Struct, frozen=True, gc=False):
    """One tax kept back, of the whole value or of the part that comes from the region `domestic`."""

    id: str
    names: Mapping[str, str]
    rate: Rate
    domestic: str | None
    stated: Stated[object]
    given: Input


class WithholdingTerms(msgspec.Struct, frozen=True, gc=False):
    """Every tax kept back, in order of id; each line is divided and rounded on its own."""

    lines: tuple[WithholdingLine, ...]
    rounding: Rounding
    divide: Callable[[int, int], int]
    rounding_stated: Stated[object] | None
    asks_source: bool


def withholding_terms(values: Values) -> WithholdingTerms | None:
    """Every tax kept back; none at all is a set of terms without lines."""
    above = ("payouts", "withholding", "lines")
    names = [name for name in values.ids(*above) if values.none_at(*above, name, "rate") is None]
    lines = [line for name in names if (line := _withheld(values, name)) is not None]
    if names:
        values.needed("payouts", "withholding", "rounding")
    if not values.usable:
        return None
    rounding = values.rounding("payouts", "withholding", "rounding") if lines else EXACT
    if rounding is None:
        return None
    total = sum((line.rate.fraction for line in lines), Fraction(0))
    if total > 1:
        alone = next((line for line in lines if line.rate.fraction > 1), None)
        kept = f"{alone.id} keeps back {alone.rate}" if alone else f"the lines keep back {_rate_of(total)}"
        at = (alone or lines[-1]).stated
        hint = "write at most 100 %" if alone else "write at most 100 % in all"
        values.problem("rate-above-whole", f"{kept}, which is more than there is", at, hint)
        return None
    asks = any(line.domestic is not None and line.rate.numerator for line in lines)
    stated = values.get("payouts", "withholding", "rounding")
    return WithholdingTerms(tuple(lines), rounding, divider(rounding), stated, asks)


def _withheld(values: Values, name: str) -> WithholdingLine | None:
    """A line, or None where it lacks something, which is recorded."""
    path = ("payouts", "withholding", "lines", name)
    rate, of = values.needed_as(Rate, *path, "rate"), values.needed(*path, "of")
    of_region = of is not None and of.value == "domestic"
    domestic = values.needed(*path, "domestic") if of_region else None
    if rate is None or of is None:
        return None
    region = None if domestic is None else str(domestic.value)
    given = Input(f"rate {name}", rate.value, rate.place)
    return WithholdingLine(name, values.names(*path, "name"), rate.value, region, rate, given)


def _rate_of(share: Fraction) -> Rate:
    return Rate(share.numerator, share.denominator)
