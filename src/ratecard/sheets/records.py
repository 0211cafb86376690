"""The records of CSV, in sheets of prices and in files of rates: cells in quotes may have several lines."""

import csv
from collections.abc import Iterable, Iterator, Sequence

import msgspec

CELL_MOST = 100_000


class SheetRecord(msgspec.Struct, frozen=True):
    """One record: its number and the line on which it begins, both from 1, and its cells without outer spaces."""

    number: int
    line: int
    cells: tuple[str, ...]


class NotCsv(Exception):
    """Text whose records cannot be told apart, with the number and the line of the record where that is."""

    def __init__(self, number: int, line: int, why: str) -> None:
        super().__init__(why)
        self.number = number
        self.line = line


def records(lines: Iterable[str], separator: str) -> Iterator[SheetRecord]:
    """The records of lines, empty ones among them. Raises NotCsv."""
    csv.field_size_limit(CELL_MOST)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number, line = 1, 1
    try:
        for cells in reader:
            yield SheetRecord(number, line, tuple(cell.strip() for cell in cells))
            number, line = number + 1, reader.line_num + 1
    except csv.Error as error:
        raise NotCsv(number, line, str(error)) from None


def without_empty_end(cells: Sequence[str]) -> Sequence[str]:
    """The cells up to the last that is not empty."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
