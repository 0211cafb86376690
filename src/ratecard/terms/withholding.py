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
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import Unknowns, together
from ratecard.terms.values import Values


class WithholdingLine(msgspec.Struct, frozen=True, gc=False):
    """One tax kept back, of the whole value or of the part that comes from the region `domestic`."""

    id: str
    names: Mapping[str, str]
    rate: Rate
    domestic: str | None
    stated: Stated[object]
    given: Input


class UnknownLine(msgspec.Struct, frozen=True, gc=False):
    """A tax of which something is unknown. It keeps nothing back where `domestic` is another region, or none at all."""

    domestic: str | None
    unknown: Unknowns


class WithholdingTerms(msgspec.Struct, frozen=True, gc=False):
    """Every tax kept back, in order of id; each line is divided and rounded on its own.

    `unknown_lines` are those of which something is unknown. `unknown` is what any of it needs and the rules do not
    know: which lines there are, or how they are rounded.
    """

    lines: tuple[WithholdingLine, ...]
    rounding: Rounding
    divide: Callable[[int, int], int]
    rounding_stated: Stated[object] | None
    asks_source: bool
    unknown_lines: tuple[UnknownLine, ...] = ()
    unknown: Unknowns = ()


def withholding_terms(values: Values) -> WithholdingTerms | None:
    """Every tax kept back; none at all is a set of terms without lines."""
    above = ("payouts", "withholding", "lines")
    names = [name for name in values.ids(*above) if values.none_at(*above, name, "rate") is None]
    found = [_withheld(values, name) for name in names]
    lines = [line for line in found if type(line) is WithholdingLine]
    unknown_lines = tuple([line for line in found if type(line) is UnknownLine])
    unknown = () if values.ids(*above) else together([values.unknown_at(*above)])
    if lines:
        values.needed("payouts", "withholding", "rounding")
        unknown = together([values.unknown_at("payouts", "withholding", "rounding")])
    if not values.usable:
        return None
    stated = values.get("payouts", "withholding", "rounding")
    counts = bool(lines) and stated is not None and values.currency is not None
    rounding = values.rounding("payouts", "withholding", "rounding") if counts else EXACT
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
    asks = asks or any(line.domestic is not None for line in unknown_lines)
    return WithholdingTerms(tuple(lines), rounding, divider(rounding), stated, asks, unknown_lines, unknown)


def _withheld(values: Values, name: str) -> WithholdingLine | UnknownLine | None:
    """A line, or None where it lacks something, which is recorded. What only an unknown rate would need may be."""
    path = ("payouts", "withholding", "lines", name)
    unknown = _unknown_of(values, path)
    if unknown:
        of, own = values.get(*path, "of"), values.get(*path, "domestic")
        region = str(own.value) if own is not None and of is not None and of.value == "domestic" else None
        return UnknownLine(region, unknown)
    rate, of = values.needed_as(Rate, *path, "rate"), values.needed(*path, "of")
    of_region = of is not None and of.value == "domestic"
    domestic = values.needed(*path, "domestic") if of_region else None
    if rate is None or of is None:
        return None
    region = None if domestic is None else str(domestic.value)
    given = Input(f"rate {name}", rate.value, rate.place)
    return WithholdingLine(name, values.names(*path, "name"), rate.value, region, rate, given)


def _unknown_of(values: Values, path: tuple[str, ...]) -> Unknowns:
    """What a line needs and the rules do not know."""
    of = values.get(*path, "of")
    keys = ("rate", "of", "domestic") if of is not None and of.value == "domestic" else ("rate", "of")
    return together(values.unknown_at(*path, key) for key in keys)


def _rate_of(share: Fraction) -> Rate:
    return Rate(share.numerator, share.denominator)
