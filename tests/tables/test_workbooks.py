"""Workbooks: numbers exact, texts that are never run, and each thing that people do to a sheet and cannot be read."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from ratecard.tables.cells import ExactNumber
from ratecard.tables.making import BookTable
from ratecard.tables.read_cells import UnreadableTable
from ratecard.tables.workbooks import read_workbook, workbook_bytes
from tests.tables.sheets import compared_workbook, prices, told


def written_and_read(*cells: Any) -> tuple[Any, ...]:
    """What comes of the cells of one row, in the hands of openpyxl."""
    content = workbook_bytes(BookTable("t", tuple("abcdef"[: len(cells)]), (tuple(cells),)))
    return tuple(openpyxl.load_workbook(io.BytesIO(content))["t"][2])


def test_numbers_are_numbers_with_the_decimals_of_their_currency() -> None:
    euro, yen, long, day, text = written_and_read(
        ExactNumber(1390, 2), ExactNumber(1600, 0), ExactNumber(1_234_567_890_123_456, 2), date(2026, 7, 1), "=1+1"
    )
    assert (euro.value, euro.data_type, euro.number_format) == (13.9, "n", "0.00")
    assert (yen.value, yen.number_format) == (1600, "0")
    assert (long.value, long.data_type) == ("12345678901234.56", "s")
    assert (day.value, day.number_format) == (datetime(2026, 7, 1), "yyyy-mm-dd")
    assert (text.value, text.data_type) == ("'=1+1", "s")


def test_a_text_is_a_text_whatever_it_says() -> None:
    texts = ("#N/A", "#REF!", "TRUE", "2026-07-01", "12.99", "-1+1")
    assert [cell.data_type for cell in written_and_read(*texts)] == ["s"] * len(texts)


def test_fifteen_digits_come_back_exactly() -> None:
    numbers = [ExactNumber(900_719_925_474_099 + step, decimals) for step in range(50) for decimals in (0, 2, 3, 5)]
    content = workbook_bytes(BookTable("t", ("a",), tuple((number,) for number in numbers)))
    found = [row[0] for _, row in read_workbook("t", content).rows[1:]]
    assert all(isinstance(own, ExactNumber) and own.equals(number) for own, number in zip(found, numbers, strict=True))


def test_a_workbook_that_nobody_changed_changes_nothing() -> None:
    found = compared_workbook(id)
    assert (found.changes, found.faults) == ((), ())


def set_cell(name: str, value: Any, number_format: str = "") -> Callable[[Any], None]:
    """A change of one cell."""

    def change(sheet: Any) -> None:
        sheet[name] = value
        if number_format:
            sheet[name].number_format = number_format

    return change


def hide(sheet: Any) -> None:
    """Rows that a filter hides, and a column."""
    for row in (3, 4, 5, 9):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["D"].hidden = True


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        (set_cell("E3", "13.99"), "prices!E3", "13.99 is a text and not a number"),
        (set_cell("E3", "13,99"), "prices!E3", "13,99 has a comma"),
        (set_cell("E3", datetime(1999, 12, 13)), "prices!E3", "1999-12-13 is a day and not a number"),
        (set_cell("E3", 13, "dd/mm/yyyy"), "prices!E3", "is a day and not a number"),
        (set_cell("E3", time(13, 59)), "prices!E3", "is a day or a time"),
        (set_cell("E3", "=E2*10"), "prices!E3", "=E2*10 has no value; open the workbook in a spreadsheet"),
        (set_cell("E3", "#DIV/0!"), "prices!E3", "#DIV/0! is an error of a formula"),
        (set_cell("E3", True), "prices!E3", "TRUE is not a number"),
        (set_cell("E3", -13.99), "prices!E3", "-13.99 is less than nothing"),
        (set_cell("E3", 13.995), "prices!E3", "13.995 has more decimals than EUR"),
        (set_cell("E3", 13.99, "#,##0.00 [$USD]"), "prices!E3", "shown in USD, and the price is in EUR"),
        (set_cell("E3", 13.99, "[$$-409]#,##0.00"), "prices!E3", "shown in $, and the price is in EUR"),
        (set_cell("E3", None), "prices!E3", "the price is gone"),
        (set_cell("P3", "remark"), "prices!P1", "a cell is a new column"),
        (set_cell("D3", "USD"), "prices!D3", "USD is another currency"),
        (lambda sheet: sheet.merge_cells("E3:E4"), "prices!E3:E4", "these cells are merged"),
        (hide, "prices!3:5", "hidden; show all rows"),
        (hide, "prices!9", "hidden"),
        (hide, "prices!D", "this column is hidden"),
    ],
)
def test_each_cell_that_cannot_be_read_is_named(change: Callable[[Any], Any], where: str, why: str) -> None:
    found = compared_workbook(change)
    assert where in told(found), told(found)
    assert why in told(found)[where]


@pytest.mark.parametrize(
    "change",
    [
        set_cell("E3", 13.99, '#,##0.00 "€"'),
        set_cell("E3", 13.99, "#,##0.00 [$€-407]"),
        set_cell("E3", 13.990000000000002),
    ],
)
def test_a_number_is_read_as_spreadsheets_show_it(change: Callable[[Any], None]) -> None:
    found = compared_workbook(change)
    assert [str(own.now) for own in found.changes] == ["13.99 EUR"], found.faults


def test_a_formula_with_a_value_is_that_value() -> None:
    content = workbook_bytes(prices())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    formula = re.sub(rb'(<c r="E3"[^>]*>)<v>12.99</v>', rb"\1<f>E2*10+1</f><v>13.9</v>", parts[sheet])
    assert formula != parts[sheet]
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as packed:
        for name, part in {**parts, sheet: formula}.items():
            packed.writestr(name, part)
    rows = dict(read_workbook("prices", changed.getvalue()).rows)
    found = rows[3][4]
    assert isinstance(found, ExactNumber)
    assert found.equals(ExactNumber(139, 1))


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"region,platform", "prices", "cannot be unpacked as a workbook"),
        (b"PK\x03\x04", "prices", "cannot be unpacked"),
        (None, "gifts", "it has no sheet gifts; it has prices"),
    ],
)
def test_what_is_not_such_a_workbook(content: bytes | None, name: str, why: str) -> None:
    with pytest.raises(UnreadableTable, match=re.escape(why)):
        read_workbook(name, workbook_bytes(prices()) if content is None else content)


def test_a_zip_of_something_else_is_not_a_workbook() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as other:
        other.writestr("a.txt", "x")
    with pytest.raises(UnreadableTable, match="cannot be read as a workbook"):
        read_workbook("prices", packed.getvalue())
