"""The tax lines of a market: which are levied, at what rate each, on which other one, and what of that is unknown."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from ratecard.money import Rate
from ratecard.rulefiles.stated import NONE, Stated
from ratecard.terms.unknown import UnknownValue
from ratecard.terms.values import Values


class TaxLine(msgspec.Struct, frozen=True):
    """One named tax. `rate` is the stated one; `effective` counts tax on tax: rate × (1 + effective rate of `on`)."""

    id: str
    names: Mapping[str, str]
    rate: Rate
    on: str | None
    effective: Rate
    stated: Stated[object]


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
        if (*path, "on") in values.resolved:
            found.append(values.unknown_at(*path, "on"))
    return [unknown for unknown in found if unknown is not None]


def tax_lines(values: Values, levied: Mapping[str, Stated[Rate] | None]) -> tuple[TaxLine, ...] | None:
    """The levied lines in order of id, or None where they contradict each other.

    Those of which the rate is not known are left out.
    """
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
        if stated is not None
    )


def _on(values: Values, line: str) -> str | None:
    stated = values.get("tax", "lines", line, "on")
    return None if stated is None else str(stated.value)


def _add_effective(
    line: str,
    levied: Mapping[str, Stated[Rate] | None],
    values: Values,
    effective: dict[str, Fraction],
    above: tuple[str, ...],
) -> bool:
    """Puts the line's effective rate into `effective`, that of the line it is on first. False at a contradiction."""
    if line in effective:
        return True
    stated = levied[line]
    rate = Fraction(0) if stated is None else stated.value.fraction
    on = values.get("tax", "lines", line, "on")
    if on is None:
        effective[line] = rate
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
    effective[line] = rate * (1 + effective[other])
    return True
