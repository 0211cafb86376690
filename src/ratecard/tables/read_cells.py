"""What was read of a table's file: cells as they stand there, each with its address, and what cannot be read of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ratecard.tables.cells import TableCell, address

FAULTS_MOST = 50
"""How many cells are told of at once."""


class CellFault(NamedTuple):
    """A cell, or a stretch of them, and why it is refused: "prices!D7", "13,99 is a text and not a number"."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


class Misread(msgspec.Struct, frozen=True):
    """Stands for what cannot be read of a cell: why, and what to do."""

    why: str


ReadCell = TableCell | Misread


class ReadTable(msgspec.Struct, frozen=True):
    """The rows of a sheet, the header first, each with its number in the sheet; rows of nothing are left out.

    `has_types` says whether texts and numbers are told apart there: in CSV all is text. `signs` are the currencies with
    which numbers are shown, as a sign or a code, by the number of the row and the column, which counts from 0.
    """

    name: str
    rows: tuple[tuple[int, tuple[ReadCell, ...]], ...]
    has_types: bool
    faults: tuple[CellFault, ...] = ()
    signs: Mapping[tuple[int, int], str] = {}

    def where(self, row: int, column: int) -> str:
        """What a cell is called, of a column counted from 0."""
        return f"{self.name}!{address(column + 1, row)}"


class UnreadableTable(Exception):
    """A file that cannot be read as a table at all. The sentence says why, and what to do."""


def is_blank(cells: Sequence[ReadCell]) -> bool:
    """Whether nothing stands in a row."""
    return all(cell is None or cell == "" for cell in cells)
