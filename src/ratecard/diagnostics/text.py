"""Diagnostics as text for people: the sentence, the place, the line itself, and a caret with the hint.

error[rate-without-unit]: the rate 19 has no unit
  --> regions/de.yaml:10:45
   |
10 |     vat: {name: {de: MwSt., en: VAT}, rate: 19}
   |                                             ^^ write 19 % for 19 per cent
"""

import unicodedata
from collections.abc import Callable, Iterable

from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity

SourceLines = Callable[[str], list[str]]
"""Gives the lines of a file of the book, without their ends; an empty list where it cannot be read."""

WIDTH_MOST = 110
CARETS_MOST = 60
BLOCKS_MOST = 1_000
"""Diagnostics that are shown with their lines: who has more made one mistake many times, or has no rule file there."""


def render_text(diagnostics: Iterable[Diagnostic], lines_of: SourceLines) -> str:
    """Diagnostics with their lines, a blank line between two, and a closing count; of very many only the first."""
    found = list(diagnostics)
    blocks = [render_one(diagnostic, lines_of) for diagnostic in found[:BLOCKS_MOST]]
    more = len(found) - BLOCKS_MOST
    if more > 0:
        blocks.append(f"… and {more:,} more, which --format lines lists")
    return "\n\n".join([*blocks, summary(found)])


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there are: "1 error, 2 warnings"."""
    found = list(diagnostics)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    warnings = len(found) - errors
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count or 'no'} {word}s"


def visible(text: str) -> str:
    """`text` with control and format characters written out, so that no file plays tricks on a terminal."""
    return "".join(
        f"\\u{ord(character):04x}" if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") else character
        for character in text
    )


def render_one(diagnostic: Diagnostic, lines_of: SourceLines) -> str:
    """One diagnostic with its line, and with the lines of its notes."""
    head = f"{diagnostic.severity.value}[{diagnostic.code}]: {visible(diagnostic.sentence)}"
    if diagnostic.place is None:
        return f"{head}\n   = {visible(diagnostic.advice)}" if diagnostic.advice else head
    width = max(len(str(place.line)) for place in (diagnostic.place, *(note.place for note in diagnostic.notes)))
    parts = [head, *_snippet(diagnostic.place, diagnostic.advice, lines_of, width, "-->")]
    for note in diagnostic.notes:
        parts += _snippet(note.place, note.text, lines_of, width, ":::")
    return "\n".join(parts)


def _snippet(place: Place, words: str, lines_of: SourceLines, width: int, arrow: str) -> list[str]:
    gutter = " " * width
    lines = lines_of(place.file)
    words = visible(words)
    head = f"{gutter}{arrow} {visible(str(place))}"
    if not 1 <= place.line <= len(lines):
        return [head, f"{gutter} = {words}"] if words else [head]
    line = lines[place.line - 1]
    start, end = place.column - 1, place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    cut = max(0, min(start, len(line)) - WIDTH_MOST // 2) if len(line) > WIDTH_MOST else 0
    shown = "…" * bool(cut) + _shown(line[cut : cut + WIDTH_MOST])
    before = _columns("…" * bool(cut) + _shown(line[cut:start]))
    carets = min(max(_columns(_shown(line[start:end])), 1), CARETS_MOST)
    pointer = f"{' ' * before}{'^' * carets} {words}".rstrip()
    return [head, f"{gutter} |", f"{place.line:>{width}} | {shown}".rstrip(), f"{gutter} | {pointer}"]


def _shown(text: str) -> str:
    """A stretch of a line as it is printed: a tab as a space, what has no shape as a sign for that."""
    return "".join(
        " " if character == "\t" else "\ufffd" if len(visible(character)) > 1 else character for character in text
    )


def _columns(text: str) -> int:
    """How many terminal columns a text takes: wide letters two, marks that combine none."""
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def render_lines(diagnostics: Iterable[Diagnostic]) -> str:
    """One line each, for editors and logs: `file:line:col: error[code]: sentence; hint`."""
    return "\n".join(
        visible(
            f"{diagnostic.place or '-'}: {diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.sentence}"
            + (f"; {diagnostic.advice}" if diagnostic.advice else "")
        )
        for diagnostic in diagnostics
    )
