"""Fixes applied to the text of a rule file: a pure function, which reads and writes nothing."""

import re
from collections.abc import Iterable

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place
from ratecard.diagnostics.fixes import SURE

_LINE_END = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"
"""Stands before the first column of a file, where it stands at all."""


class Applied(msgspec.Struct, frozen=True):
    """The text after the fixes, and those of them that it has; the others lie over one of these."""

    text: str
    fixes: tuple[Fix, ...]


def sure_fixes(diagnostics: Iterable[Diagnostic], file: str) -> tuple[Fix, ...]:
    """The sure fixes of a file, one of each diagnostic, in the order of the diagnostics."""
    first = (next((fix for fix in diagnostic.fixes if fix.certainty is SURE), None) for diagnostic in diagnostics)
    return tuple(fix for fix in first if fix is not None and fix.place.file == file)


def apply_fixes(text: str, fixes: Iterable[Fix]) -> Applied:
    """The text of one file with the new texts of `fixes` in their places, which are those of `text` as it is.

    Of two fixes that lie over each other the one that begins first is taken; a second run may find more to mend. Line
    ends and a byte order mark stay, and new lines end as the file's do: 12,99 becomes 12.99, and nothing else changes.
    """
    starts = _line_starts(text)
    newline = _newline(text)
    changes = sorted(((*_span(fix.place, starts, len(text)), fix) for fix in fixes), key=lambda change: change[:2])
    parts: list[str] = []
    taken: list[Fix] = []
    last = (0, 0)
    for start, end, fix in changes:
        if start >= last[1] and (not taken or (start, end) != last):
            parts += [text[last[1] : start], fix.text.replace("\n", newline)]
            taken.append(fix)
            last = (start, end)
    return Applied("".join([*parts, text[last[1] :]]), tuple(taken))


def _line_starts(text: str) -> list[int]:
    """Where each line begins: the first behind a byte order mark."""
    return [text.startswith(BYTE_ORDER_MARK), *(end.end() for end in _LINE_END.finditer(text))]


def _newline(text: str) -> str:
    first = _LINE_END.search(text)
    return first[0] if first else "\n"


def _span(place: Place, starts: list[int], length: int) -> tuple[int, int]:
    """The offsets of a place in the text, which its end may reach."""

    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + column - 1, length) if line <= len(starts) else length

    return offset(place.line, place.column), offset(place.end_line, place.end_column)
