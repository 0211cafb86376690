"""The taxes of a purchase: their terms, and the arithmetic that splits a price into net and tax lines.

Convention: effective rates share one denominator D. A line's weight ÷ D is its effective rate, so that an exact net
of a price P that holds the tax is P × D ÷ (D + Σ weights).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from math import lcm

import msgspec

from ratecard.money import Rate
from ratecard.rounding import Rounding, RoundingMode, divider, split_by_largest_remainder
from ratecard.rulefiles.stated import Stated, Word
from ratecard.terms.given import Input
from ratecard.terms.values import Values

EXACT = Rounding(RoundingMode.DOWN)
"""Stands where no rounding is stated because nothing is divided."""


class TaxStatus(Enum):
    """How the listed price stands to the tax; UNDETERMINED where only a subdivision decides.

    What people see is then the net (exclusive) or the gross (inclusive), and the other of the two is not known.
    """

    INCLUDED = "INCLUDED"
    ADDED = "ADDED"
    UNDETERMINED = "UNDETERMINED"
    NONE = "NONE"


INCLUDED, ADDED, NONE = TaxStatus.INCLUDED, TaxStatus.ADDED, TaxStatus.NONE


class TaxLine(msgspec.Struct, frozen=True):
    """One named tax. `rate` is the stated one; `effective` counts tax on tax: rate × (1 + effective rate of `on`)."""

    id: str
    names: Mapping[str, str]
    rate: Rate
    on: str | None
    effective: Rate
    stated: Stated[object]


class TaxTerms(msgspec.Struct, frozen=True):
    """Every tax of one market. `weights` (one a line, in order of id) and `weight`, their sum, are over `base`.

    `rounding` is None only where there is no tax to round; `divide` divides and rounds by it. `stated` decided the
    status. `rates` are the effective ones for traces, "tax inside vat" or "tax added vat".
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
    per_order: bool
    seller_collects: bool
    net_is_listed: bool
    stated: Stated[object]
    rates: tuple[Input, ...]


TaxSplit = tuple[int | None, int | None, tuple[int, ...], int | None]
"""A price taken apart, in minor units: net, tax, tax lines, gross. net + sum(lines) = gross; None is undetermined."""


def split_price(terms: TaxTerms, price: int) -> TaxSplit:
    """Net, tax, tax lines and gross of one listed price in minor units.

    Inclusive: net is the exact net, rounded and at most the price; the tax is what is left, shared among the lines by
    largest remainder. 11.90 with 19 % inside is 10.00 and 1.90. Exclusive: net is the price, and each line, or their
    sum, is rounded on it. Dividing by D + Σ weights takes all lines out of the price at once.
    """
    status = terms.status
    if status is INCLUDED:
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
    return (price, None, (), None) if terms.net_is_listed else (None, None, (), price)


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
    is for its subdivisions to inherit, and need not be complete before.
    """
    depends = values.get("tax", "depends_on")
    if depends is not None and not values.is_subdivision:
        _needs(values, TaxStatus.UNDETERMINED, 0)
        return _terms(TaxStatus.UNDETERMINED, values, (), depends) if values.usable else None
    levied = {line: values.needed_as(Rate, "tax", "lines", line, "rate") for line in _levied(values)}
    display = values.get("tax", "display")
    status, stated = (_with_lines(display), display) if levied else _without_lines(values)
    _needs(values, status, len(levied))
    if stated is None or not values.usable:
        return None
    lines = _lines(values, {line: rate for line, rate in levied.items() if rate is not None})
    return None if lines is None else _terms(status, values, lines, stated)


def _levied(values: Values) -> list[str]:
    """The lines that are not said to be levied at no rate, in order of id."""
    lines = values.ids("tax", "lines")
    return [line for line in lines if values.none_at("tax", "lines", line, "rate") is None]


def _with_lines(display: Stated[object] | None) -> TaxStatus:
    """How lines stand to the price; where nothing says it yet, as they need most."""
    return TaxStatus.INCLUDED if display is not None and display.value == "inclusive" else TaxStatus.ADDED


def _without_lines(values: Values) -> tuple[TaxStatus, Stated[object] | None]:
    """What holds where no line is levied, and the statement that says so; None where none does, which is recorded."""
    stated = values.none_at("tax") or values.none_at("tax", "lines") or _not_levied(values)
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


def _not_levied(values: Values) -> Stated[object] | None:
    """The statement `none` on a line or its rate, the first by id, where there is one."""
    found = [
        (path, resolved.stated)
        for path, resolved in values.resolved.items()
        if path[:2] == ("tax", "lines") and path[3:] in ((), ("rate",)) and resolved.stated.value is Word.NONE
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _terms(status: TaxStatus, values: Values, lines: tuple[TaxLine, ...], stated: Stated[object]) -> TaxTerms | None:
    known = status in (TaxStatus.INCLUDED, TaxStatus.ADDED)
    display, collected = values.get("tax", "display"), values.get("tax", "collected_by")
    rounding = values.rounding("tax", "rounding") if known else None
    if known and rounding is None:
        return None
    per = values.get("tax", "per") if known else None
    shared = status is TaxStatus.ADDED and len(lines) > 1
    rounded = values.get("tax", "rounded") if shared else None
    base = lcm(*(line.effective.denominator for line in lines)) if lines else 1
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
        together=rounded is not None and rounded.value == "together",
        per_order=per is not None and per.value == "order",
        seller_collects=collected is not None and collected.value == "seller",
        net_is_listed=status is not TaxStatus.INCLUDED and (display is None or display.value == "exclusive"),
        stated=stated,
        rates=tuple(Input(_rate_name(status, line), line.effective, line.stated.place) for line in lines),
    )


def _rate_name(status: TaxStatus, line: TaxLine) -> str:
    return f"tax inside {line.id}" if status is TaxStatus.INCLUDED else f"tax added {line.id}"


def _lines(values: Values, levied: Mapping[str, Stated[Rate]]) -> tuple[TaxLine, ...] | None:
    """The levied lines in order of id, or None where they contradict each other."""
    effective: dict[str, Fraction] = {}
    for line in levied:
        if not _add_effective(line, levied, values, effective, ()):
            return None
    return tuple(
        TaxLine(
            id=line,
            names=values.names("tax", "lines", line, "name"),
            rate=stated.value,
            on=_on(values, line),
            effective=Rate(effective[line].numerator, effective[line].denominator),
            stated=stated,
        )
        for line, stated in levied.items()
    )


def _on(values: Values, line: str) -> str | None:
    stated = values.get("tax", "lines", line, "on")
    return None if stated is None else str(stated.value)


def _add_effective(
    line: str,
    levied: Mapping[str, Stated[Rate]],
    values: Values,
    effective: dict[str, Fraction],
    above: tuple[str, ...],
) -> bool:
    """Puts the line's effective rate into `effective`, that of the line it is on first. False at a contradiction."""
    if line in effective:
        return True
    rate = levied[line].value
    on = values.get("tax", "lines", line, "on")
    if on is None:
        effective[line] = rate.fraction
        return True
    other = str(on.value)
    if other not in levied:
        known = ", ".join(sorted(set(levied) - {line})) or "none other here"
        sentence = f"{line} is on {other}, and no such tax line is levied here"
        values.problem("unknown-tax-line", sentence, on, f"known tax lines: {known}")
        return False
    if other == line or other in above:
        circle = " → ".join([*above, line, other])
        values.problem("tax-circle", f"tax lines are on each other: {circle}", on, "delete one on:")
        return False
    if not _add_effective(other, levied, values, effective, (*above, line)):
        return False
    effective[line] = rate.fraction * (1 + effective[other])
    return True
