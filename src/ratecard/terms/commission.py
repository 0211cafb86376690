"""The store's or processor's cut: its terms, and the one rounding that gives the proceeds."""

from collections.abc import Callable, Iterable
from fractions import Fraction

import msgspec

from ratecard.money import Money, Rate, rate
from ratecard.rounding import Rounding, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import Unknowns
from ratecard.terms.unknown_cuts import are_rounded, unknown_base, unknown_cuts, unknown_part
from ratecard.terms.values import Values


class CommissionLine(msgspec.Struct, frozen=True):
    """One part of the cut: a rate, a fixed part, or both. The rate is of the net where it is of neither other base."""

    id: str
    rate: Rate | None
    of_gross: bool
    fixed_minor: int
    rate_stated: Stated[object] | None
    fixed_stated: Stated[object] | None
    of_proceeds: bool = False
    is_tax: bool = False


class CommissionTerms(msgspec.Struct, frozen=True):
    """The whole cut: (`net_weight` × exact net + `gross_weight` × exact gross) ÷ `base` + `fixed_minor`, and `last`.

    `last` are the lines of the proceeds: the sum of their rates, of what the others leave where that is anything, and
    their fixed parts; None where there are none. Fixed parts count once for each unit, or for the order if `per_order`.
    `rounding` is None only where `none` is stated, or fixed parts alone and no rounding: then the proceeds are the net
    less these, and nothing is rounded but the net. `divide` divides and rounds by it.
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
    last: tuple[Fraction, int] | None = None


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
    rounds = are_rounded(values, taking)
    if rounds:
        values.needed("commission", "rounding")
    if not values.usable:
        return None
    rounding = values.rounding("commission", "rounding") if rounds else None
    lines = [_line(values, name) for name in taking]
    sound = tuple(line for line in lines if line is not None)
    if per is None or (rounds and rounding is None) or len(sound) < len(lines) or _takes_all(sound, values):
        return None
    others, last = _first(sound), _last(sound)
    net = _rates_of(line for line in others if not line.of_gross)
    gross = _rates_of(line for line in others if line.of_gross)
    base = net.denominator * gross.denominator
    first = next(stated for stated in (sound[0].rate_stated, sound[0].fixed_stated) if stated is not None)
    return CommissionTerms(
        lines=sound,
        base=base,
        net_weight=int(net * base),
        gross_weight=int(gross * base),
        fixed_minor=_fixed_of(others),
        rounding=rounding,
        divide=divider(rounding or EXACT),
        per_order=per.value == "order",
        stated=first,
        rounding_stated=values.get("commission", "rounding"),
        cuts=tuple(cut for line in sound for cut in _cuts(line, values)),
        last=(_rates_of(last), _fixed_of(last)) if last else None,
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
    if _takes_all(sound, values):
        return None
    return msgspec.structs.replace(_nothing_taken(unknown[0].stated), unknown=unknown)


def _first(lines: Iterable[CommissionLine]) -> list[CommissionLine]:
    return [line for line in lines if not line.of_proceeds]


def _last(lines: Iterable[CommissionLine]) -> list[CommissionLine]:
    return [line for line in lines if line.of_proceeds]


def _rates_of(lines: Iterable[CommissionLine]) -> Fraction:
    """The sum of the rates of lines."""
    return sum((line.rate.fraction for line in lines if line.rate is not None), Fraction(0))


def _fixed_of(lines: Iterable[CommissionLine]) -> int:
    return sum(line.fixed_minor for line in lines)


def _takes_all(lines: Iterable[CommissionLine], values: Values) -> bool:
    """Whether rates leave nothing: those of the price, or those of the proceeds of what the others leave."""
    return _leaves_nothing(_first(lines), values) | _leaves_nothing(_last(lines), values)


def _leaves_nothing(lines: list[CommissionLine], values: Values) -> bool:
    """Whether the rates leave nothing of what they are of, which is a problem: one of them alone, or all together.

    A rate of the gross takes at least as much of the net, so that 60 % of gross and 40 % of net leave nothing.
    """
    together = _rates_of(lines)
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
        base = "proceeds" if line.of_proceeds else "gross" if line.of_gross else "net"
        cuts.append(Input(f"{base} cut {line.id}", line.rate, line.rate_stated.place))
    if line.fixed_stated is not None and values.currency is not None:
        name = f"proceeds fixed {line.id}" if line.of_proceeds else f"fixed {line.id}"
        cuts.append(Input(name, Money(line.fixed_minor, values.currency), line.fixed_stated.place))
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
    is_rated = values.get(*path, "rate") is not None
    if (fixed is None and unknown is None) or is_rated:
        base = values.needed(*path, "base")
        is_forgotten = base is None and unknown_base(values, line) is None and not values.is_broken(*path, "base")
        if is_rated and is_forgotten and (*path, "base") not in values.missing:
            values.missing.append((*path, "base"))


def _line(values: Values, line: str) -> CommissionLine | None:
    """A line that lacks nothing, or None where its fixed part is in another currency, which is a problem."""
    path = ("commission", "lines", line)
    share, fixed = values.stated_as(Rate, *path, "rate"), values.stated_as(Money, *path, "fixed")
    base, kind = values.get(*path, "base"), values.get(*path, "kind")
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
        of_proceeds=share is not None and base is not None and base.value == "proceeds",
        fixed_minor=fixed_minor,
        rate_stated=share,
        fixed_stated=fixed,
        is_tax=kind is not None and kind.value == "tax",
    )
