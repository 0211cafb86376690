"""Diagnostics as workflow commands of GitHub Actions, which stand beside the lines of a pull request.

::error file=regions/de.yaml,line=10,endLine=10,col=45,endColumn=47,title=rate-without-unit::the rate 19 has no unit…

GitHub keeps ten annotations of each type from one step and drops the rest without a word. So the most important ten
come first, no more than ten are written, and a closing notice counts what is left.
"""

from collections import Counter
from collections.abc import Iterable

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.diagnostics.text import visible

SHOWN_MOST = 10
"""Annotations of one type that GitHub shows of one step."""

_KIND = {code: number for number, code in enumerate(CODES)}


def render_github(diagnostics: Iterable[Diagnostic], prefix: str = "") -> str:
    """A line for each of the most important errors, then warnings, then one that counts what they leave out.

    `prefix` leads from the checkout to the book's folder ("" or "prices/"): GitHub counts files from the checkout.
    """
    ordered = by_importance(diagnostics)
    lines: list[str] = []
    left: list[str] = []
    for severity in Severity:
        found = [diagnostic for diagnostic in ordered if diagnostic.severity is severity]
        lines += [_command(diagnostic, prefix) for diagnostic in found[:SHOWN_MOST]]
        more = len(found) - SHOWN_MOST
        if more > 0:
            left.append(f"{more} more {severity.value}{'s' if more > 1 else ''}")
    if left:
        words = f"{' and '.join(left)} not shown here: run `ratecard check` for all of them with their lines"
        lines.append(f"::notice title=ratecard check::{_in_message(words)}")
    return "\n".join(lines)


def by_importance(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors before warnings; of each code the first one before the second of any; then in the order of `CODES`.

    That order goes from causes to consequences: a file that is not read explains a group that is missing, a number
    without a unit a tax that cannot be computed. One of each code first, because ten times the same mistake in ten
    regions would hide the other kinds, and the one shown already tells how to mend its like.
    """
    earlier: Counter[str] = Counter()
    ranked = []
    for position, diagnostic in enumerate(diagnostics):
        ranked.append(
            (
                diagnostic.severity is Severity.WARNING,
                earlier[diagnostic.code],
                _KIND[diagnostic.code],
                position,
                diagnostic,
            )
        )
        earlier[diagnostic.code] += 1
    return [diagnostic for *_, diagnostic in sorted(ranked, key=lambda rank: rank[:4])]


def _command(diagnostic: Diagnostic, prefix: str) -> str:
    properties = {**_place(diagnostic.place, prefix), "title": diagnostic.code}
    stated = ",".join(f"{name}={_in_property(visible(value))}" for name, value in properties.items())
    parts = [visible(diagnostic.sentence) + (f"; {visible(diagnostic.advice)}" if diagnostic.advice else "")]
    parts += [f"{visible(prefix + str(note.place))}: {visible(note.text)}" for note in diagnostic.notes]
    return f"::{diagnostic.severity.value} {stated}::{_in_message(chr(10).join(parts))}"


def _place(place: Place | None, prefix: str) -> dict[str, str]:
    """Where GitHub draws the annotation. It takes columns only where the first line is also the last."""
    if place is None:
        return {}
    # The end is exclusive: one that stands before the first character of a line belongs to the line above.
    end_line = place.end_line - 1 if place.end_column == 1 and place.end_line > place.line else place.end_line
    found = {"file": prefix + place.file, "line": str(place.line), "endLine": str(end_line)}
    if place.line == place.end_line:
        found |= {"col": str(place.column), "endColumn": str(place.end_column)}
    return found


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")
