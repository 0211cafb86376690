"""Tables as CSV: UTF-8, commas, a header. Read again as spreadsheets save them, with semicolons or tabs too."""

import csv
import io

from ratecard.tables.cells import written
from ratecard.tables.making import BookTable
from ratecard.tables.read_cells import ReadTable, UnreadableTable, is_blank

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = ",;\t"
SEPARATOR_LINE = "sep="


def csv_text(table: BookTable) -> str:
    """A table as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(table.header)
    rows.writerows([written(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def read_csv(name: str, content: bytes) -> ReadTable:
    """The cells of a CSV file, all of them texts. Raises UnreadableTable where it cannot be read."""
    try:
        text = content.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError:
        raise UnreadableTable("it is not in UTF-8; save it as CSV UTF-8") from None
    if "\0" in text:
        raise UnreadableTable("it holds a NUL character, which CSV never does")
    skipped = 0
    if text.startswith(SEPARATOR_LINE):
        _, _, text = text.partition("\n")
        skipped = 1
    header = text.partition("\n")[0]
    separator = max(SEPARATORS, key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found = []
    try:
        for number, row in enumerate(rows, skipped + 1):
            cells = tuple(cell.strip() or None for cell in row)
            if not is_blank(cells):
                found.append((number, cells))
    except csv.Error as error:
        raise UnreadableTable(f"line {rows.line_num + skipped} cannot be read as CSV: {error}") from None
    return ReadTable(name, tuple(found), has_types=False)
