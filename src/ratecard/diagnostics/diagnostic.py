"""What is wrong with a book, and where. Wrong data is a value; these types carry it from the reader to the rim.

Convention: lines and columns count from 1, columns in characters; the end is exclusive.
"""

from enum import Enum

import msgspec

from ratecard.diagnostics.codes import CODES


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


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong. `code` is stable kebab-case with a page in docs/diagnostics; `sentence` holds the value.

    `hint` says what to write instead and stands beside the caret. `place` is None only where no file is at fault,
    as in a folder without rules.
    """

    code: str
    sentence: str
    place: Place | None
    hint: str = ""
    notes: tuple[Note, ...] = ()
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        assert self.code in CODES, f"{self.code} stands in no list of codes"
