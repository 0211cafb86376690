"""The tax lines of a market: which are levied, at what rate each, of what, and what of that is unknown."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from ratecard.money import Rate, rate
from ratecard.rulefiles.stated import NONE, Stated
from ratecard.terms.given import Input
from ratecard.terms.unknown import UnknownValue
from ratecard.terms.values import Values

Levied = Mapping[str, Stated[Rate] | None]
"""The lines that are levied, in order of id, each with its rate; None where that is not known."""


class TaxLine(msgspec.Struct, frozen=True):
    """One named tax. `rate` is the stated one, of the net or `of_gross`; `effective` is always of the net.

    It counts tax on tax: rate × (1 + effective rate of `on`). A rate of the gross is of the price that holds all taxes:
    12 % of gross, with no other tax, are 3/22 of the net.
    """

    id: str
    names: Mapping[str, str]
    rate: Rate
    on: str | None
    effective: Rate
    stated: Stated[object]
    of_gross: bool = False


class TaxInside(msgspec.Struct, frozen=True):
    """How many times its net a listed price is, by the taxes that it holds: 1 and no rates where it holds none.

    `rates` are those of the lines, for traces. 19 % inside: 119/100.
    """

    of_net: Fraction
    rates: tuple[Input, ...] = ()


NOTHING_INSIDE = TaxInside(Fraction(1))


def levied_in(values: Values) -> dict[str, Stated[Rate] | None]:
    """The lines that are not said to be levied at no rate, in order of id; None where the rate is not known.

    A rate that is missing is recorded.
    """
    lines = values.ids("tax", "lines")
    levied = [line for line in lines if values.none_at("tax", "lines", line, "rate") is None]
    return {line: values.needed_as(Rate, "tax", "lines", line, "rate") for line in levied}


def not_levied(values: Values) -> Stated[object] | None:
    """The statement `none` on a line or its rate, the first by id, where there is one."""
    found = [
        (path, resolved.stated)
        for path, resolved in values.resolved.items()
        if path[:2] == ("tax", "lines") and path[3:] in ((), ("rate",)) and resolved.stated.value is NONE
    ]
    return min(found, key=lambda rated: rated[0])[1] if found else None


def unknown_lines(values: Values, levied: Mapping[str, object]) -> list[UnknownValue]:
    """What is unknown of the lines: which there are, or what one of them comes to."""
    found = [] if values.ids("tax", "lines") else [values.unknown_at("tax", "lines")]
    for line in levied:
        path = ("tax", "lines", line)
        found.append(values.unknown_at(*path, "rate"))
        found += [values.unknown_at(*path, part) for part in ("on", "base") if (*path, part) in values.resolved]
    return [unknown for unknown in found if unknown is not None]


def tax_lines(values: Values, levied: Levied) -> tuple[TaxLine, ...] | None:
    """The levied lines in order of id, or None where they contradict each other.

    Those of which the rate is not known are left out.
    """
    of_gross = [line for line in levied if _is_of_gross(values, line)]
    if of_gross and not _can_be_of_gross(of_gross, levied, values):
        return None
    effective: dict[str, Fraction] = {}
    for line in levied:
        if line not in of_gross and not _add_effective(line, levied, values, effective, ()):
            return None
    if of_gross:
        gross = (1 + sum(effective.values(), Fraction(0))) / (1 - _together(of_gross, levied))
        effective |= {line: _rate_of(line, levied) * gross for line in of_gross}
    return tuple(
        TaxLine(
            id=line,
            names=values.names("tax", "lines", line, "name"),
            rate=stated.value,
            on=_on(values, line),
            effective=rate(effective[line]),
            stated=stated,
            of_gross=line in of_gross,
        )
        for line, stated in levied.items()
        if stated is not None
    )


def _on(values: Values, line: str) -> str | None:
    stated = values.get("tax", "lines", line, "on")
    return None if stated is None else str(stated.value)


def _is_of_gross(values: Values, line: str) -> bool:
    stated = values.get("tax", "lines", line, "base")
    return stated is not None and stated.value == "gross"


def _rate_of(line: str, levied: Levied) -> Fraction:
    """The stated rate of a line; nothing where it is not known."""
    stated = levied[line]
    return Fraction(0) if stated is None else stated.value.fraction


def _together(lines: list[str], levied: Levied) -> Fraction:
    return sum((_rate_of(line, levied) for line in lines), Fraction(0))


def _can_be_of_gross(of_gross: list[str], levied: Levied, values: Values) -> bool:
    """Whether lines may be of the gross: no line is on another of them, and together they leave something of it.

    The gross holds every other tax already, so that one of it is on none and none is on it.
    """
    for line in levied:
        on = values.get("tax", "lines", line, "on")
        if on is not None and (line in of_gross or str(on.value) in of_gross):
            said = f"{line} is of the gross" if line in of_gross else f"{on.value} is of the gross, and {line} is on it"
            sentence = f"{said}; the gross holds every tax, and so such a line is on none and none is on it"
            values.problem("on-gross-tax", sentence, on, "delete this on:, or the base: gross")
            return False
    taken = _together(of_gross, levied)
    if taken < 1:
        return True
    rated = [(line, at) for line in of_gross if (at := levied[line]) is not None and at.value.numerator]
    names = " and ".join(line for line, _ in rated)
    several = len(rated) > 1
    sentence = f"{names} {'take' if several else 'takes'} {rate(taken)} of the gross, which leaves nothing"
    hint = "write rates that are less than 100 % together" if several else "write less than 100 %, as 12 %"
    values.problem("rate-above-whole", sentence, rated[-1][1], hint)
    return False


def _add_effective(
    line: str, levied: Levied, values: Values, effective: dict[str, Fraction], above: tuple[str, ...]
) -> bool:
    """Puts the line's effective rate into `effective`, that of the line it is on first. False at a contradiction."""
    if line in effective:
        return True
    own = _rate_of(line, levied)
    on = values.get("tax", "lines", line, "on")
    if on is None:
        effective[line] = own
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
    effective[line] = own * (1 + effective[other])
    return True
