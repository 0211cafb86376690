"""Fixes of diagnostics applied to the text of a rule file."""

from collections.abc import Iterable

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Fix
from ratecard.diagnostics.fixes import SURE
from ratecard.rulefiles.rewriting.texts import Lines, TextChange, with_changes


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
    lines = Lines(text)
    wanted = sorted(((*lines.span(fix.place), fix) for fix in fixes), key=lambda change: change[:2])
    taken: list[Fix] = []
    changes: list[TextChange] = []
    last = (0, 0)
    for start, end, fix in wanted:
        if start >= last[1] and (not taken or (start, end) != last):
            changes.append(TextChange(start, end, fix.text))
            taken.append(fix)
            last = (start, end)
    return Applied(with_changes(lines, changes), tuple(taken))
