"""What is wrong with a book, and where. Wrong data is a value; these types carry it from the reader to the rim.

Convention: lines and columns count from 1, columns in characters; the end is exclusive.
"""

from collections.abc import Iterable
from enum import Enum

import msgspec

from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.fixes import Suggestion, advice, shortened


class Severity(Enum):
    """An error blocks a start and a reload; a warning never does."""

    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """A stretch of a rule file. `file` is relative to the book's folder and uses "/"."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Note(msgspec.Struct, frozen=True):
    """A further place with its own words: where the other one of two conflicting values stands."""

    place: Place
    text: str


class Fix(Suggestion, frozen=True, kw_only=True):
    """A new text for a stretch of a rule file. An empty stretch is an insertion, an empty text a deletion."""

    place: Place

    @property
    def words(self) -> str:
        """What to do, with the text: "write 13.99", "add region: DE", "delete it"."""
        if self.text.isspace():
            return "write a plain space"
        if not self.text:
            return "delete it"
        start, end = (self.place.line, self.place.column), (self.place.end_line, self.place.end_column)
        return f"add {shortened(self.text)}" if start == end else super().words


def fixes_at(place: Place, offers: Iterable[Suggestion]) -> tuple[Fix, ...]:
    """Offers as fixes of what stands at a place."""
    return tuple(Fix(offer.text, offer.certainty, offer.when, place=place) for offer in offers)


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong. `code` is stable kebab-case with a page in docs/diagnostics; `sentence` holds the value.

    `fixes` are the ways to mend it, of which one is to be taken, and `hint` is what to do that no fix says; people read
    the `advice` that is made of both. `place` is None only where no file is at fault, as in a folder without rules.
    """

    code: str
    sentence: str
    place: Place | None
    hint: str = ""
    notes: tuple[Note, ...] = ()
    severity: Severity = Severity.ERROR
    fixes: tuple[Fix, ...] = ()

    def __post_init__(self) -> None:
        assert self.code in CODES, f"{self.code} stands in no list of codes"

    @property
    def advice(self) -> str:
        """What to write instead, in words; it stands beside the caret."""
        return advice(self.fixes, self.hint)


def by_place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """What diagnostics are sorted by: those of no file first, then file, line, column and code."""
    place = diagnostic.place
    return (place.file, place.line, place.column, diagnostic.code) if place else ("", 0, 0, diagnostic.code)
