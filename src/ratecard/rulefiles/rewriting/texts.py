"""New texts in the place of old ones: the one function by which the text of a rule file changes.

Pure functions from text to text: nothing is read or written here. What lies outside of the stretches that change stays,
character by character; new lines end as the file's do.
"""

import re
from collections.abc import Iterable

import msgspec

from ratecard.diagnostics.diagnostic import Place

BYTE_ORDER_MARK = "\ufeff"
"""Stands before the first column of a file, where it stands at all."""

_LINE_END = re.compile(r"\r\n|\r|\n")


class Overlap(Exception):
    """Two changes lie over each other. `first` and `second` are their numbers among those that were given."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"the changes {first} and {second} lie over each other")
        self.first, self.second = first, second


class TextChange(msgspec.Struct, frozen=True):
    """A new text for the characters from `start` up to `end`: an insertion where there are none, without it a deletion.

    Insertions at one place stand in the order of `rank`, and in that in which they are given. In `text` a line feed
    stands for whatever ends a line of the file.
    """

    start: int
    end: int
    text: str
    rank: int = 0


class Lines:
    """A text by lines and columns, which count from 1, as places have them; a line ends with LF, CR LF or CR."""

    def __init__(self, text: str) -> None:
        ends = list(_LINE_END.finditer(text))
        self.text = text
        self.newline = ends[0][0] if ends else "\n"
        self._starts = [int(text.startswith(BYTE_ORDER_MARK)), *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    @property
    def count(self) -> int:
        """How many lines there are; behind a last line end stands one more, which is empty."""
        return len(self._starts)

    def line(self, number: int) -> str:
        """A line without its end; the empty text beyond the last one."""
        return self.text[self.start(number) : self.end(number)]

    def start(self, number: int) -> int:
        """The offset at which a line begins, behind a byte order mark; the text's end beyond the last line."""
        return self._starts[number - 1] if number <= len(self._starts) else len(self.text)

    def end(self, number: int) -> int:
        """The offset at which a line ends, before what ends it."""
        return self._ends[number - 1] if number <= len(self._ends) else len(self.text)

    def offset(self, line: int, column: int) -> int:
        """The offset of a column; at most that of the text's end."""
        return min(self.start(line) + column - 1, len(self.text))

    def span(self, place: Place) -> tuple[int, int]:
        """The offsets between which a place lies."""
        return self.offset(place.line, place.column), self.offset(place.end_line, place.end_column)


def with_changes(lines: Lines, changes: Iterable[TextChange]) -> str:
    """The text with all changes made. Raises Overlap where two lie over each other; none is left out."""
    ordered = sorted(enumerate(changes), key=lambda item: (item[1].start, item[1].end, item[1].rank))
    parts: list[str] = []
    last, at = -1, 0
    for number, change in ordered:
        if change.start < at:
            raise Overlap(*sorted((last, number)))
        parts += [lines.text[at : change.start], change.text.replace("\n", lines.newline)]
        last, at = number, change.end
    return "".join([*parts, lines.text[at:]])
