"""Fixes of what stands in a rule file: a value written anew, an entry taken out, text put in quotes."""

from collections.abc import Iterable

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Note, Place, Severity, fixes_at
from ratecard.diagnostics.fixes import Suggestion

TEXT_MOST = 1_000
"""Characters of a new text: a fix that is longer would be no help, and many of them more than a file can hold."""


def value_fixes(place: Place, offers: Iterable[Suggestion]) -> tuple[Fix, ...]:
    """The offers as fixes of the value at a place; a block of text ends with a line end, which stays."""
    is_block = place.end_column == 1 and place.end_line > place.line
    texts = ((f"{offer.text}\n" if is_block else offer.text, offer) for offer in offers if len(offer.text) <= TEXT_MOST)
    return fixes_at(place, (Suggestion(text, offer.certainty, offer.when) for text, offer in texts))


def problem(
    code: str,
    sentence: str,
    place: Place,
    hint: str = "",
    *,
    offers: Iterable[Suggestion] = (),
    fixes: tuple[Fix, ...] = (),
    notes: tuple[Note, ...] = (),
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """What is wrong with the value at a place: `offers` may stand there instead, and `fixes` mend what is elsewhere.

    All who report of values make their diagnostics here, and differ only in who hears them, and how often.
    """
    mended = (*value_fixes(place, offers), *fixes)
    return Diagnostic(
        code=code, sentence=sentence, place=place, hint=hint, notes=notes, severity=severity, fixes=mended
    )


def from_to(first: Place, last: Place) -> Place:
    """The stretch from the beginning of one place to the end of another."""
    return Place(first.file, first.line, first.column, last.end_line, last.end_column)


def before(place: Place) -> Place:
    """The empty stretch at the beginning of a place."""
    return Place(place.file, place.line, place.column, place.line, place.column)


def in_quotes(text: str) -> str:
    """A text of one line in the double quotes of YAML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def taken_out(previous: Place, item: Place) -> Fix | None:
    """The fix that takes an item or entry out together with the comma before it; both stand on one line.

    None where they do not: what stands between lines, such as a comment, is nobody's to delete.
    """
    if previous.end_line != item.line:
        return None
    gap = Place(item.file, previous.end_line, previous.end_column, item.end_line, item.end_column)
    return Fix("", place=gap)
