"""The taxes of a purchase: their terms, and the arithmetic that splits a price into net and tax lines.

Convention: effective rates share one denominator D. A line's weight ÷ D is its effective rate, so that an exact net
of a price P that holds the tax is P × D ÷ (D + Σ weights).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from math import lcm

import msgspec

from ratecard.rounding import Rounding, RoundingMode, divider, split_by_largest_remainder
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.tax_lines import (
    NOTHING_INSIDE,
    TaxInside,
    TaxLine,
    levied_in,
    not_levied,
    tax_lines,
    unknown_lines,
)
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.values import Values

EXACT = Rounding(RoundingMode.DOWN)
"""Stands where no rounding is stated because nothing is divided."""


class TaxStatus(Enum):
    """How the listed price stands to the tax; UNDETERMINED where only a subdivision decides, or where it is unknown.

    What people see is then the net (exclusive) or the gross (inclusive), and the other of the two is not known; neither
    is where it is unknown which of the two they see.
    """

    INCLUDED = "INCLUDED"
    ADDED = "ADDED"
    UNDETERMINED = "UNDETERMINED"
    NONE = "NONE"


INCLUDED, ADDED, NONE = TaxStatus.INCLUDED, TaxStatus.ADDED, TaxStatus.NONE


class TaxTerms(msgspec.Struct, frozen=True):
    """Every tax of one market. `weights` (one a line, in order of id) and `weight`, their sum, are over `base`.

    `rounding` is None only where there is no tax to round; `divide` divides and rounds by it. `stated` decided the
    status. `rates` are for traces: effective ones of the net, "tax inside vat" or "tax added vat", and stated ones of
    the gross, "gross tax inside icms". `unknown` is what net, tax and gross need and the rules do not know,
    `collector_unknown` that it is unknown who pays the tax over. Where it is undetermined the listed price is the net,
    the gross, or neither is known.
    `inside` is what tax a listed price holds, also where only its rounding is unknown; None where nobody knows.
    """

    status: TaxStatus
    lines: tuple[TaxLine, ...]
    base: int
    weights: tuple[int, ...]
    weight: int
    rounding: Rounding | None
    divide: Callable[[int, int], int]
    rounding_stated: Stated[object] | None
    together: bool
    each_inside: bool
    per_order: bool
    seller_collects: bool
    net_is_listed: bool
    gross_is_listed: bool
    stated: Stated[object]
    rates: tuple[Input, ...]
    unknown: Unknowns = ()
    collector_unknown: UnknownValue | None = None
    inside: TaxInside | None = None


TaxSplit = tuple[int | None, int | None, tuple[int, ...], int | None]
"""A price taken apart, in minor units: net, tax, tax lines, gross. net + sum(lines) = gross; None is undetermined."""


def split_price(terms: TaxTerms, price: int) -> TaxSplit:
    """Net, tax, tax lines and gross of one listed price in minor units.

    Inclusive: net is the exact net, rounded and at most the price; the tax is what is left, shared among the lines by
    largest remainder. 11.90 with 19 % inside is 10.00 and 1.90. Several lines may each be rounded instead. Exclusive:
    net is the price, and each line, or their sum, is rounded on it. Dividing by D + Σ weights takes all lines out of
    the price at once.
    """
    status = terms.status
    if status is INCLUDED:
        if terms.each_inside:
            return _each_inside(terms, price)
        net = terms.divide(price * terms.base, terms.base + terms.weight)
        net = min(net, price)
        tax = price - net
        weights = terms.weights
        return net, tax, (tax,) if len(weights) == 1 else split_by_largest_remainder(tax, weights), price
    if status is ADDED:
        if terms.together:
            tax = terms.divide(price * terms.weight, terms.base)
            return price, tax, split_by_largest_remainder(tax, terms.weights), price + tax
        divide, base = terms.divide, terms.base
        lines = tuple([divide(price * weight, base) for weight in terms.weights])
        tax = sum(lines)
        return price, tax, lines, price + tax
    if status is NONE:
        return price, 0, (), price
    return price if terms.net_is_listed else None, None, (), price if terms.gross_is_listed else None


def _each_inside(terms: TaxTerms, price: int) -> TaxSplit:
    """A price of which each line inside is rounded on the exact net, by id and at most what is left; net is the rest.

    9 % and 9 % inside 100.00 are 7.63 and 7.63, and the net is 84.74.
    """
    divide, whole, net = terms.divide, terms.base + terms.weight, price
    lines = []
    for weight in terms.weights:
        line = min(divide(price * weight, whole), net)
        lines.append(line)
        net -= line
    return net, price - net, tuple(lines), price


def times(split: TaxSplit, quantity: int) -> TaxSplit:
    """The split of one unit, times a quantity."""
    if quantity == 1:
        return split
    net, tax, lines, gross = split
    if tax is None or net is None or gross is None:
        return None if net is None else net * quantity, None, (), None if gross is None else gross * quantity
    if len(lines) == 1:
        return net * quantity, tax * quantity, (tax * quantity,), gross * quantity
    return net * quantity, tax * quantity, tuple([line * quantity for line in lines]), gross * quantity


def sum_of_splits(splits: Sequence[TaxSplit]) -> TaxSplit:
    """The splits of several prices of one market, added up; what is undetermined of one is so of all."""
    nets, taxes, lines, grosses = zip(*splits, strict=True)
    return (
        None if None in nets else sum(nets),
        None if None in taxes else sum(taxes),
        tuple([sum(parts) for parts in zip(*lines, strict=True)]),
        None if None in grosses else sum(grosses),
    )


def tax_terms(values: Values) -> TaxTerms | None:
    """The tax terms of a market, or None where they are incomplete or wrong, which `values` records.

    The tax of a country that depends on its subdivisions is undetermined. What lines it states, all of them or none,
    is for its subdivisions to inherit, and need not be complete before. Where what is levied is unknown, the tax is as
    undetermined, and what only its rounding needs need not be stated.
    """
    depends = values.get("tax", "depends_on")
    if depends is not None and not values.is_subdivision:
        _needs(values, TaxStatus.UNDETERMINED, 0)
        unknown = together([values.unknown_at("tax", "display")])
        return _terms(TaxStatus.UNDETERMINED, values, (), depends, unknown) if values.usable else None
    levied = levied_in(values)
    unknown = _unknown(values, levied)
    status, stated = _status(values, levied, unknown)
    _needs(values, status, len(levied))
    if stated is None or not values.usable:
        return None
    lines = tax_lines(values, levied)
    if lines is None:
        return None
    found = _terms(status, values, () if unknown else lines, stated, unknown)
    if found is None or not unknown or not _only_rounding_is_unknown(values, levied):
        return found
    return msgspec.structs.replace(found, inside=_inside(lines))


def _only_rounding_is_unknown(values: Values, levied: Mapping[str, object]) -> bool:
    """Whether a price is known to hold these taxes, and all their rates are: then only how they are rounded is not."""
    depends = not values.is_subdivision and _says(values, "depends_on")
    return not depends and not unknown_lines(values, levied) and _is(values.get("tax", "display"), "inclusive")


def _inside(lines: Sequence[TaxLine]) -> TaxInside:
    """What tax a price holds of which these are all taxes that it holds."""
    rates = tuple([_rate_of(TaxStatus.INCLUDED, line) for line in lines])
    return TaxInside(1 + sum([line.effective.fraction for line in lines], Fraction(0)), rates)


def _status(values: Values, levied: Mapping[str, object], unknown: Unknowns) -> tuple[TaxStatus, Stated[object] | None]:
    """How listed prices stand to the tax, and the statement that decides it; None where it is missing."""
    display = values.get("tax", "display")
    if unknown:
        return TaxStatus.UNDETERMINED, unknown[0].stated
    return (_with_lines(display), display) if levied else _without_lines(values)


def _unknown(values: Values, levied: Mapping[str, object]) -> Unknowns:
    """What net, tax and gross need and the rules do not know; nothing where no tax is levied."""
    depends = None if values.is_subdivision or not _says(values, "depends_on") else "depends_on"
    found = [*unknown_lines(values, levied), values.unknown_at("tax", depends) if depends else None]
    if levied or any(found):
        needed = ["display", "rounding", "per"]
        if len(levied) > 1 and (_says(values, "rounded") or _is(values.get("tax", "display"), "exclusive")):
            needed.append("rounded")
        found += [values.unknown_at("tax", key) for key in needed]
    return together(found)


def _says(values: Values, key: str) -> bool:
    return ("tax", key) in values.resolved


def _with_lines(display: Stated[object] | None) -> TaxStatus:
    """How lines stand to the price; where nothing says it yet, as they need most."""
    return TaxStatus.INCLUDED if display is not None and display.value == "inclusive" else TaxStatus.ADDED


def _without_lines(values: Values) -> tuple[TaxStatus, Stated[object] | None]:
    """What holds where no line is levied, and the statement that says so; None where none does, which is recorded."""
    stated = values.none_at("tax") or values.none_at("tax", "lines") or not_levied(values)
    if stated is not None:
        return TaxStatus.NONE, stated
    values.needed("tax", "lines")
    return TaxStatus.ADDED, None


def _needs(values: Values, status: TaxStatus, lines: int) -> None:
    """Records what a tax of this status and so many lines lacks; where no tax is levied, nothing more is asked for."""
    if status is TaxStatus.NONE:
        return
    display = values.needed("tax", "display")
    values.needed("tax", "collected_by")
    if status is TaxStatus.UNDETERMINED:
        return
    values.needed("tax", "rounding")
    values.needed("tax", "per")
    if status is TaxStatus.ADDED and lines > 1 and (display is None or display.value == "exclusive"):
        values.needed("tax", "rounded")


def _terms(
    status: TaxStatus, values: Values, lines: tuple[TaxLine, ...], stated: Stated[object], unknown: Unknowns = ()
) -> TaxTerms | None:
    known = status in (TaxStatus.INCLUDED, TaxStatus.ADDED)
    display, collected = values.get("tax", "display"), values.get("tax", "collected_by")
    rounding = values.rounding("tax", "rounding") if known else None
    if known and rounding is None:
        return None
    per = values.get("tax", "per") if known else None
    rounded = values.get("tax", "rounded") if known and len(lines) > 1 else None
    base = lcm(*(line.effective.denominator for line in lines)) if lines else 1
    net_is_listed = status is not TaxStatus.INCLUDED and _is(display, "exclusive", or_without=status is NONE)
    weights = tuple(line.effective.numerator * (base // line.effective.denominator) for line in lines)
    return TaxTerms(
        status=status,
        lines=lines,
        base=base,
        weights=weights,
        weight=sum(weights),
        rounding=rounding,
        divide=divider(rounding or EXACT),
        rounding_stated=values.get("tax", "rounding"),
        together=status is TaxStatus.ADDED and _is(rounded, "together"),
        each_inside=status is TaxStatus.INCLUDED and _is(rounded, "each line"),
        per_order=per is not None and per.value == "order",
        seller_collects=collected is not None and collected.value == "seller",
        net_is_listed=net_is_listed,
        gross_is_listed=status is not TaxStatus.ADDED and _is(display, "inclusive", or_without=status is NONE),
        stated=stated,
        rates=tuple(_rate_of(status, line) for line in lines),
        unknown=unknown,
        collector_unknown=None if status is NONE else values.unknown_at("tax", "collected_by"),
        inside=_inside(lines) if status is INCLUDED else NOTHING_INSIDE if known or net_is_listed else None,
    )


def _is(stated: Stated[object] | None, word: str, *, or_without: bool = False) -> bool:
    """Whether a word is stated; where nothing is, as told."""
    return or_without if stated is None else stated.value == word


def _rate_of(status: TaxStatus, line: TaxLine) -> Input:
    """A line's rate for traces: the effective one of the net, or the stated one of the gross."""
    name = f"tax inside {line.id}" if status is TaxStatus.INCLUDED else f"tax added {line.id}"
    if line.of_gross:
        return Input(f"gross {name}", line.rate, line.stated.place, line.stated.source)
    return Input(name, line.effective, line.stated.place, line.stated.source)
