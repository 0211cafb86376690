"""Tables as workbooks of Excel, by openpyxl, which is installed with the extra `sheets` alone.

A number is stored there in binary, and has 15 digits that are surely the written ones: with more it is kept as a text.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ratecard.tables.cells import EXACT_DIGITS, ExactNumber, TableCell, address, number_written, written
from ratecard.tables.making import BookTable
from ratecard.tables.read_cells import CellFault, Misread, ReadCell, ReadTable, UnreadableTable, is_blank

_SIGN = re.compile(r'\[\$([^\]-]+)|"([^"]*[^"\s\d.,%-][^"]*)"|([€$£¥₩₹])')
"""A currency in a format of numbers: [$€-407], "USD", or a sign as it is."""

UNPACKED_MOST = 400_000_000
ROWS_MOST, COLUMNS_MOST = 300_000, 100
WIDTH_LEAST, WIDTH_MOST, WIDTH_ROWS = 8, 44, 200


class SheetsNotInstalled(Exception):
    """What reads and writes workbooks is not installed. The sentence says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "an .xlsx file needs openpyxl, which is not installed: pip install 'ratecard[sheets]'; "
            "a .csv file needs nothing more"
        )


def workbook_bytes(table: BookTable) -> bytes:
    """A table as a workbook of one sheet, which has the table's name."""
    openpyxl = _library()
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for column, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[address(column, 1)[:-1]].width = width
    sheet.auto_filter.ref = f"A1:{address(len(table.header), len(table.rows) + 1)}"
    sheet.append([_cell(sheet, name, bold=True) for name in table.header])
    for row in table.rows:
        sheet.append([None if cell is None else _cell(sheet, cell) for cell in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _library() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise SheetsNotInstalled from None
    return openpyxl


def _widths(table: BookTable) -> Iterator[int]:
    for column, name in enumerate(table.header):
        longest = max((len(written(row[column])) for row in table.rows[:WIDTH_ROWS]), default=0)
        yield min(max(longest, len(name), WIDTH_LEAST) + 2, WIDTH_MOST)


def _cell(sheet: Any, cell: TableCell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = WriteOnlyCell(sheet)
    if isinstance(cell, ExactNumber) and cell.is_kept_in_sheets:
        made.value = Decimal(str(cell))
        made.number_format = f"0.{'0' * cell.decimals}" if cell.decimals else "0"
    elif isinstance(cell, date):
        made.value = cell
        made.number_format = "yyyy-mm-dd"
    else:
        made.value = written(cell)
        made.data_type = "s"  # a text that begins with = is one, and no formula
        made.number_format = "@" if isinstance(cell, ExactNumber) else "General"
    if bold:
        made.font = Font(bold=True)
    return made


def read_workbook(name: str, content: bytes) -> ReadTable:
    """The cells of a workbook's sheet of this name. Raises UnreadableTable where it has none, or too much.

    Raises SheetsNotInstalled where nothing reads it.
    """
    openpyxl = _library()
    _check_size(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would not write again, such as conditional formats
            formulas, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    except Exception as error:  # whatever a broken file makes openpyxl raise
        raise UnreadableTable(f"it cannot be read as a workbook: {error}") from None
    if name not in formulas.sheetnames:
        known = ", ".join(formulas.sheetnames)
        raise UnreadableTable(f"it has no sheet {name}; it has {known}")
    sheet, shown = formulas[name], values[name]
    if not hasattr(sheet, "iter_rows") or sheet.max_row > ROWS_MOST or sheet.max_column > COLUMNS_MOST:
        raise UnreadableTable(f"its sheet {name} is not one of at most {ROWS_MOST:,} rows and {COLUMNS_MOST} columns")
    rows = []
    signs: dict[tuple[int, int], str] = {}
    for number, (row, of_row) in enumerate(zip(sheet.iter_rows(), shown.iter_rows(), strict=True), 1):
        cells = tuple(_read(cell, own.value) for cell, own in zip(row, of_row, strict=True))
        if not is_blank(cells):
            rows.append((number, cells))
            shown_with = ((column, _SIGN.search(cell.number_format or "")) for column, cell in enumerate(row))
            signs |= {(number, column): sign[1] or sign[2] or sign[3] for column, sign in shown_with if sign}
    faults = tuple(_hidden(sheet, name, rows[-1][0] if rows else 1))
    return ReadTable(name, tuple(rows), has_types=True, faults=faults, signs=signs)


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(item.file_size for item in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableTable(f"it cannot be unpacked as a workbook (.xlsx): {error}") from None
    if size > UNPACKED_MOST:
        raise UnreadableTable(f"it unpacks to more than {UNPACKED_MOST:,} bytes")


def _read(cell: Any, value: Any) -> ReadCell:
    """One cell; `value` is what its formula came to when the workbook was saved, else the same."""
    if cell.data_type == "f" and value is None:
        return Misread(f"{_formula(cell.value)} has no value; open the workbook in a spreadsheet and save it there")
    if isinstance(value, bool):
        return Misread(f"{str(value).upper()} is not a number")
    if isinstance(value, int):
        return ExactNumber(value, 0)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, date | time | timedelta):
        return Misread(f"{value} is a day or a time and not a number; give the cell the format of a number")
    if isinstance(value, str):
        if value.startswith("#") and cell.data_type in ("e", "f"):
            return Misread(f"{value} is an error of a formula")
        return value.strip() or None
    if value is None:
        return None
    number = number_written(f"{Decimal(format(value, f'.{EXACT_DIGITS}g')):f}")
    return Misread(f"{value} is not a number") if number is None else number


def _formula(value: object) -> str:
    return str(value) if isinstance(value, str) else "a formula"


def _hidden(sheet: Any, name: str, last: int) -> Iterator[CellFault]:
    """What of a sheet nobody sees, and cells that are merged: what is written is to be what was looked at."""
    if sheet.sheet_state != "visible":
        yield CellFault(name, "the sheet is hidden; show it")
    for merged in sorted(str(own) for own in sheet.merged_cells.ranges):
        yield CellFault(f"{name}!{merged}", "these cells are merged; split them")
    hidden = [number for number in range(1, last + 1) if _is_hidden(sheet.row_dimensions.get(number))]
    for first, end in _runs(hidden):
        rows = f"{first}" if first == end else f"{first}:{end}"
        yield CellFault(f"{name}!{rows}", "hidden; show all rows (clear the filter), so that what changes is seen")
    for letter, dimension in sorted(sheet.column_dimensions.items()):
        if _is_hidden(dimension):
            yield CellFault(f"{name}!{letter}", "this column is hidden; show it")


def _is_hidden(dimension: Any) -> bool:
    return dimension is not None and bool(dimension.hidden)


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of neighbours: 3, 4, 5, 9 are 3 to 5 and 9."""
    first = previous = 0
    for number in numbers:
        if number != previous + 1 or not first:
            if first:
                yield first, previous
            first = number
        previous = number
    if first:
        yield first, previous
