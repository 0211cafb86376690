"""The store's or processor's cut: its terms, and the one rounding that gives the proceeds."""

from collections.abc import Callable
from fractions import Fraction

import msgspec

from ratecard.money import Money, Rate, rate
from ratecard.rounding import Rounding, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.tax import EXACT, TaxStatus, TaxTerms
from ratecard.terms.unknown import Unknowns, together
from ratecard.terms.unknown_cuts import unknown_cuts, unknown_part
from ratecard.terms.values import Values


class CommissionLine(msgspec.Struct, frozen=True):
    """One part of the cut: a rate of net or gross, a fixed part, or both."""

    id: str
    rate: Rate | None
    of_gross: bool
    fixed_minor: int
    rate_stated: Stated[object] | None
    fixed_stated: Stated[object] | None


class CommissionTerms(msgspec.Struct, frozen=True):
    """The whole cut: (`net_weight` × exact net + `gross_weight` × exact gross) ÷ `base` + `fixed_minor`.

    `fixed_minor` counts once for each unit, or once for the order where `per_order`. `rounding` is None only where
    `none` is stated: then the proceeds are the net. `divide` divides and rounds by it.
    `cuts` are the parts for traces: "net cut store", "gross cut card", "fixed card". `unknown` is what the rules do not
    know of it: where there is anything, the proceeds are not known, and the other parts are of no use.
    """

    lines: tuple[CommissionLine, ...]
    base: int
    net_weight: int
    gross_weight: int
    fixed_minor: int
    rounding: Rounding | None
    divide: Callable[[int, int], int]
    per_order: bool
    stated: Stated[object]
    rounding_stated: Stated[object] | None
    cuts: tuple[Input, ...]
    unknown: Unknowns = ()


def kept_share(commission: CommissionTerms, tax: TaxTerms) -> tuple[int, int] | None:
    """What share of a listed price is left after tax and the cuts' rates, exactly: numerator and denominator.

    Exact proceeds are price × share − fixed parts; 11.90 with 19 % inside and 30 % of net is 7.00, a share of 70/119.
    Both bases are the price times a ratio, so the whole is one ratio: with D and the sum w of the tax weights, and the
    commission's base C, the numerator is D × (C − net weight) − gross weight × (D + w). None where a cut is unknown, or
    of a base that is undetermined.
    """
    whole = tax.base + tax.weight
    of_gross = any(line.of_gross for line in commission.lines)
    if commission.unknown:
        return None
    if tax.status is TaxStatus.UNDETERMINED and (not tax.net_is_listed or of_gross):
        return None
    kept = tax.base * (commission.base - commission.net_weight) - commission.gross_weight * whole
    divisor = (whole if tax.status is TaxStatus.INCLUDED else tax.base) * commission.base
    return kept, divisor


def unknown_kept(commission: CommissionTerms, tax: TaxTerms) -> Unknowns:
    """What the proceeds need and the rules do not know; nothing where they are known, or a subdivision decides alone.

    The tax counts where the net is not known, or a known cut is of a gross that is not.
    """
    open_net = tax.status is TaxStatus.UNDETERMINED and not tax.net_is_listed
    of_gross = not commission.unknown and kept_share(commission, tax) is None
    return together((*commission.unknown, *(tax.unknown if open_net or of_gross else ())))


def commission_terms(values: Values) -> CommissionTerms | None:
    """The commission terms of a market, or None where they are incomplete or wrong, which `values` records."""
    taking = [name for name in values.ids("commission", "lines") if not _takes_nothing(values, name)]
    unknown = unknown_cuts(values, taking)
    absent = None if taking or unknown else _nothing_kept(values)
    if absent is not None:
        return _nothing_taken(absent) if values.usable else None
    _need_lines(values, taking)
    if unknown:
        return _partly_known(values, taking, unknown)
    per = values.needed("commission", "per")
    values.needed("commission", "rounding")
    if not values.usable:
        return None
    rounding = values.rounding("commission", "rounding")
    lines = [_line(values, name) for name in taking]
    if per is None or rounding is None or any(line is None for line in lines):
        return None
    sound = tuple(line for line in lines if line is not None)
    net, gross = _rates_of(sound, of_gross=False), _rates_of(sound, of_gross=True)
    if _takes_all(sound, net + gross, values):
        return None
    base = net.denominator * gross.denominator
    first = sound[0].rate_stated or sound[0].fixed_stated
    assert first is not None
    return CommissionTerms(
        lines=sound,
        base=base,
        net_weight=int(net * base),
        gross_weight=int(gross * base),
        fixed_minor=sum(line.fixed_minor for line in sound),
        rounding=rounding,
        divide=divider(rounding),
        per_order=per.value == "order",
        stated=first,
        rounding_stated=values.get("commission", "rounding"),
        cuts=tuple(cut for line in sound for cut in _cuts(line, values)),
    )


def _partly_known(values: Values, taking: list[str], unknown: Unknowns) -> CommissionTerms | None:
    """The terms of a commission of which something is unknown; what is stated beside that is looked at all the same.

    What only the rounding of proceeds needs need not be stated: there are none.
    """
    if not values.usable:
        return None
    lines = [_line(values, name) for name in taking]
    sound = tuple(line for line in lines if line is not None)
    if len(sound) < len(lines):
        return None
    if _takes_all(sound, _rates_of(sound, of_gross=False) + _rates_of(sound, of_gross=True), values):
        return None
    return msgspec.structs.replace(_nothing_taken(unknown[0].stated), unknown=unknown)


def _rates_of(lines: tuple[CommissionLine, ...], *, of_gross: bool) -> Fraction:
    """The sum of the rates of one base."""
    rates = (line.rate.fraction for line in lines if line.rate is not None and line.of_gross is of_gross)
    return sum(rates, Fraction(0))


def _takes_all(lines: tuple[CommissionLine, ...], together: Fraction, values: Values) -> bool:
    """Whether the rates leave nothing of any price, which is a problem: one of them alone, or all together.

    A rate of the gross takes at least as much of the net, so that 60 % of gross and 40 % of net leave nothing.
    """
    if together < 1:
        return False
    parts = ((line.id, line.rate, line.rate_stated) for line in lines)
    stated = [(name, part, at) for name, part, at in parts if part is not None and at is not None]
    for _, part, at in stated:
        if part.fraction >= 1:
            sentence = f"a commission of {part} leaves nothing"
            values.problem("rate-above-whole", sentence, at, "write less than 100 %, as 30 %")
    if not values.problems:
        names = " and ".join(name for name, _, _ in stated)
        sentence = f"{names} take {rate(together)} together, which leaves nothing"
        values.problem("rate-above-whole", sentence, stated[-1][2], "write rates that are less than 100 % together")
    return True


def _nothing_taken(stated: Stated[object]) -> CommissionTerms:
    """The terms of a commission that takes nothing: the proceeds are the net."""
    return CommissionTerms(
        lines=(),
        base=1,
        net_weight=0,
        gross_weight=0,
        fixed_minor=0,
        rounding=None,
        divide=divider(EXACT),
        per_order=False,
        stated=stated,
        rounding_stated=None,
        cuts=(),
    )


def _nothing_kept(values: Values) -> Stated[object] | None:
    """The statement that nothing is kept: `none` for the commission, for its lines, or for what a line takes.

    Where each line is removed by its name, what is kept is missing, and not nothing.
    """
    return values.none_at("commission") or values.none_at("commission", "lines") or _denied(values)


def _cuts(line: CommissionLine, values: Values) -> list[Input]:
    """The parts of a line, named and placed for traces."""
    cuts = []
    if line.rate is not None and line.rate_stated is not None:
        base = "gross" if line.of_gross else "net"
        cuts.append(Input(f"{base} cut {line.id}", line.rate, line.rate_stated.place))
    if line.fixed_stated is not None and values.currency is not None:
        cuts.append(Input(f"fixed {line.id}", Money(line.fixed_minor, values.currency), line.fixed_stated.place))
    return cuts


def _takes_nothing(values: Values, line: str) -> bool:
    """Whether a line takes no rate and nothing fixed, because that is said; and not because it is not stated."""
    parts = [("commission", "lines", line, part) for part in ("rate", "fixed")]
    known = all(values.get(*path) is None and unknown_part(values, line, path[3]) is None for path in parts)
    return known and any(values.said_none(*path) for path in parts)


def _denied(values: Values) -> Stated[object] | None:
    """The first statement `none` of a rate or of a fixed part, by line."""
    parts = sorted(path for path in values.resolved if path[:2] == ("commission", "lines") and len(path) == 4)
    return next((stated for path in parts if (stated := values.said_none(*path)) is not None), None)


def _need_lines(values: Values, taking: list[str]) -> None:
    """Records what the lines lack that take something, or that there is none."""
    if not taking:
        values.needed("commission", "lines")
    for name in taking:
        _needs(values, name)


def _needs(values: Values, line: str) -> None:
    """Records what a line lacks: a rate or a fixed part, and the base of a rate."""
    path = ("commission", "lines", line)
    fixed, unknown = (
        values.get(*path, "fixed"),
        unknown_part(values, line, "rate") or unknown_part(values, line, "fixed"),
    )
    if fixed is None and unknown is None:
        values.needed(*path, "rate")
    if (fixed is None and unknown is None) or values.get(*path, "rate") is not None:
        values.needed(*path, "base")


def _line(values: Values, line: str) -> CommissionLine | None:
    """A line that lacks nothing, or None where its fixed part is in another currency, which is a problem."""
    path = ("commission", "lines", line)
    share, fixed = values.stated_as(Rate, *path, "rate"), values.stated_as(Money, *path, "fixed")
    base = values.get(*path, "base")
    fixed_minor = 0
    if fixed is not None:
        money = fixed.value
        if values.currency is None:
            return None
        if money.currency != values.currency:
            sentence = f"the fixed part {money} of {line} holds in a market whose currency is {values.currency}"
            words = f"state it in {values.currency}", f"the currency is {values.currency} here"
            values.in_other_currency("commission-in-other-currency", sentence, (*path, "fixed"), words)
            return None
        fixed_minor = money.minor
    return CommissionLine(
        id=line,
        rate=share.value if share is not None else None,
        of_gross=base is not None and base.value == "gross",
        fixed_minor=fixed_minor,
        rate_stated=share,
        fixed_stated=fixed,
    )
