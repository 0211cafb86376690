"""The bytes of a sheet to rows of texts: how it is encoded, and what stands between its cells.

Spreadsheets save in many ways: UTF-8 with a mark in front or without, UTF-16 ("Unicode text"), and the code page of
Windows; with commas, semicolons where commas are decimals, or tabs. None of it can change a digit.
"""

import codecs
import io
import re

import msgspec

from ratecard.sheets.faults import Cell, Fault, SheetsRefused
from ratecard.sheets.records import NotCsv, records, without_empty_end

ROWS_MOST = 50_000
COLUMNS_MOST = 2_000
SEPARATORS = ("\t", ";", ",", "|")
_SEPARATOR_STATED = re.compile(r'"?sep=([^"\w ])"?\s*', re.IGNORECASE)
"""How Excel says in a first line what stands between the cells, a tab too."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVE = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"

_SAVED = "where a comma is for decimals, save with semicolons or tabs between cells, or put prices in quotes"


class Row(msgspec.Struct, frozen=True):
    """One row: its number as a spreadsheet counts, and the texts of its cells without outer spaces."""

    number: int
    texts: tuple[str, ...]


class SheetTable(msgspec.Struct, frozen=True):
    """A sheet's rows that hold anything, the first of which is its header.

    `date_order` is the order of day and month where somebody said which its days have, else "".
    """

    file: str
    header: Row
    rows: tuple[Row, ...]
    date_order: str = ""

    def cell(self, row: Row, column: int) -> Cell:
        """The cell of a row in a column, counted from 0."""
        return Cell(self.file, row.number, column + 1)


def table_of(file: str, content: bytes) -> SheetTable:
    """The table that a file holds. Raises SheetsRefused for what is not one, and for rows longer than the header."""
    text = _decoded(file, content).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    stated = _SEPARATOR_STATED.fullmatch(first)
    rows = _rows(file, "\n" + rest, stated[1]) if stated else _rows(file, text, "")
    if not rows:
        raise SheetsRefused(Fault(file, "the sheet is empty", "save it with its header and its rows"))
    header = rows[0]
    width = len(without_empty_end(header.texts))
    long = [row for row in rows[1:] if len(without_empty_end(row.texts)) > width]
    if long and width == 1:
        sentence = "the first row has one cell, and others have more"
        raise SheetsRefused(
            Fault(str(Cell(file, header.number, 1)), sentence, f"delete what stands above the header; {_SAVED}")
        )
    if long:
        raise SheetsRefused(*(_too_long(Cell(file, row.number, width + 1), width) for row in long))
    padded = tuple(Row(row.number, (*row.texts, *[""] * width)[:width]) for row in rows)
    table = SheetTable(file, padded[0], padded[1:])
    unnamed = [index for index, text in enumerate(table.header.texts) if not text and index > 0]
    lost = [table.cell(row, index) for row in table.rows for index in unnamed if row.texts[index]]
    if lost:
        advice = "name the column, or empty it"
        raise SheetsRefused(
            *(Fault(str(cell), "the cell stands in a column without a header", advice) for cell in lost)
        )
    return table


def _too_long(cell: Cell, width: int) -> Fault:
    return Fault(str(cell), f"the row has more cells than the header, which has {width}", _SAVED)


def _decoded(file: str, content: bytes) -> str:
    if content.startswith((_ARCHIVE, _OLD_WORKBOOK)):
        raise SheetsRefused(Fault(file, "this is a workbook", "save the sheet as CSV, and give that file"))
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16")
        if b"\0" in content[:200]:  # letters of the header take two bytes each, of which one is 0
            return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252")
    except UnicodeDecodeError:
        raise SheetsRefused(Fault(file, "the file is not text", 'save it as "CSV UTF-8"')) from None


def _rows(file: str, text: str, separator: str) -> list[Row]:
    if not separator:
        separator = _separator(next((line for line in text.split("\n") if line.strip()), ""))
    rows: list[Row] = []
    try:
        for record in records(io.StringIO(text), separator):
            if record.number > ROWS_MOST or len(record.cells) > COLUMNS_MOST:
                sentence = f"the sheet has more than {ROWS_MOST:,} rows or {COLUMNS_MOST:,} columns"
                raise SheetsRefused(Fault(file, sentence, "split it"))
            if any(record.cells):
                rows.append(Row(record.number, record.cells))
    except NotCsv as wrong:
        where = str(Cell(file, wrong.number, 1))
        raise SheetsRefused(Fault(where, f"the rows cannot be told apart: {wrong}", "mend the quotes")) from None
    return rows


def _separator(header: str) -> str:
    """What stands between the cells of a header: a tab where there is one, else the mark that it has most of."""
    outside = "".join(header.split('"')[::2])
    if "\t" in outside:
        return "\t"
    return max(SEPARATORS, key=outside.count)
