"""A sheet that came back: what changed, and each cell that cannot be read, by its name."""

from collections.abc import Callable
from typing import Any

import pytest

from ratecard.tables.comparing import compared
from ratecard.tables.csv_files import read_csv
from ratecard.tables.making import KINDS, versions_of
from ratecard.tables.read_cells import UnreadableTable
from tests.tables.sheets import compared_csv, csv_of, prices, rows_of_csv, the_book, told

Rows = list[list[str]]


def cell(row: int, column: int, text: str) -> Callable[[Rows], None]:
    """A change of one cell, both numbers as spreadsheets count."""

    def change(rows: Rows) -> None:
        rows[row - 1][column - 1] = text

    return change


PRICE, CURRENCY, NET, SINCE, BOOK = 5, 4, 8, 14, 15


def test_a_sheet_that_nobody_changed_changes_nothing() -> None:
    found = compared_csv(list)
    assert (found.changes, found.faults) == ((), ())


@pytest.mark.parametrize("text", ["13.99", "13.990", " 13.99 "])
def test_a_changed_price(text: str) -> None:
    (change,) = compared_csv(cell(3, PRICE, text)).changes
    assert (change.key.shown, change.thing, change.where) == ("DE on ios", "coins_1000", "prices!E3")
    assert (str(change.was), str(change.now)) == ("12.99 EUR", "13.99 EUR")


def reorder(rows: Rows) -> None:
    """The rows the other way round, and the columns too."""
    rows[1:] = rows[:0:-1]
    for row in rows:
        row.reverse()


def as_spreadsheets_save(rows: Rows) -> None:
    """Days in another order, numbers without zeros at their ends."""
    for row in rows[1:]:
        row[SINCE - 1] = "1/1/2025"
        row[PRICE - 1] = row[PRICE - 1].rstrip("0") if "." in row[PRICE - 1] else row[PRICE - 1]
        row[10] = row[10].rstrip("0")
    rows.append([""] * 15)


@pytest.mark.parametrize("change", [reorder, as_spreadsheets_save])
def test_what_spreadsheets_do_to_a_sheet_changes_nothing(change: Callable[[Rows], None]) -> None:
    found = compared_csv(change)
    assert (found.changes, found.faults) == ((), ())


def test_semicolons_tabs_and_a_line_that_names_the_separator() -> None:
    rows = rows_of_csv(prices())
    with_mark, with_line = b"\xef\xbb\xbf" + csv_of(rows), b"sep=;\n" + csv_of(rows, ";")
    for content in (csv_of(rows, ";"), csv_of(rows, "\t"), with_line, with_mark):
        found = compared(the_book(), read_csv("prices", content))
        assert (found.changes, found.faults) == ((), ())


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        (cell(3, PRICE, "13,99"), "prices!E3", "13,99 has a comma; write 13.99"),
        (cell(3, PRICE, "1,399.00"), "prices!E3", "1,399.00 may be read in two ways"),
        (cell(3, PRICE, "€13.99"), "prices!E3", "without a currency"),
        (cell(3, PRICE, "Dez 99"), "prices!E3", "Dez 99 is a day, as which a spreadsheet may have read a number"),
        (cell(3, PRICE, "13.12.1999"), "prices!E3", "is a day"),
        (cell(3, PRICE, "1.3E+3"), "prices!E3", "is rounded by a spreadsheet"),
        (cell(3, PRICE, "#REF!"), "prices!E3", "is an error of a formula"),
        (cell(3, PRICE, "=E4"), "prices!E3", "is a formula"),
        (cell(3, PRICE, "-1"), "prices!E3", "-1 is less than nothing"),
        (cell(3, PRICE, ""), "prices!E3", "the price is gone; what is withdrawn is said in the rule file"),
        (cell(3, PRICE, "13.995"), "prices!E3", "13.995 has more decimals than EUR, which has 2"),
        (cell(10, PRICE, "160.5"), "prices!E10", "160.5 has more decimals than JPY, which has 0"),
        (cell(3, CURRENCY, "USD"), "prices!D3", "USD is another currency than EUR"),
        (cell(3, NET, "9.99"), "prices!H3", "9.99 stands for 10.83: only the column price may be changed"),
        (cell(3, SINCE, "2026-12-01"), "prices!N3", "stands for 2025-01-01"),
        (cell(3, BOOK, "prices x 2026-11-28"), "prices!O3", "is of another sheet than the first row"),
        (cell(2, BOOK, "mine"), "prices!O2", "does not say of which book"),
        (cell(3, 3, "coins_2000"), "prices!A3", "DE ios coins_2000 is a new row"),
        (cell(3, 3, "coins_100"), "prices!A3", "stands there twice, at prices!A2 too"),
        (lambda rows: rows.pop(2), "prices", "the row of DE ios coins_1000 is missing"),
        (lambda rows: [row.append("x") for row in rows], "prices!P1", "x is a new column"),
        (lambda rows: rows[2].append("x"), "prices!P3", "a cell beside the table"),
        (cell(1, PRICE, "cost"), "prices!E1", "cost is a new column"),
        (cell(1, PRICE, "net"), "prices!H1", "the column net stands there twice"),
        (lambda rows: rows.__delitem__(slice(0, None)), "prices!1", "the columns region, platform, package"),
    ],
)
def test_each_cell_that_cannot_be_applied_is_named(change: Callable[[Rows], Any], where: str, why: str) -> None:
    found = compared_csv(change)
    assert where in told(found), told(found)
    assert why in told(found)[where]


def test_all_cells_are_told_of_at_once() -> None:
    def change(rows: Rows) -> None:
        for row in rows[1:]:
            row[PRICE - 1] = "x"

    assert list(told(compared_csv(change))) == [f"prices!E{row}" for row in range(2, 14)]


def test_a_book_that_has_moved_refuses_the_sheet() -> None:
    rows = rows_of_csv(prices())
    for row in rows[1:]:
        row[-1] = f"prices {'0' * 32} 2026-11-28"
    (fault,) = compared(the_book(), read_csv("prices", csv_of(rows))).faults
    assert fault.where == "prices!O2"
    assert fault.why.endswith(f"and the book is {the_book().digest} by now; make a new sheet")


def test_versions_are_not_applied() -> None:
    rows = rows_of_csv(versions_of(the_book(), KINDS["prices"]))
    found = compared(the_book(), read_csv("prices", csv_of(rows)))
    assert found.faults
    assert not found.changes


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("Währung".encode("latin-1"), "UTF-8"),
        (b"a\0b", "NUL"),
        (b'region,"a\n', "cannot be read as CSV"),
    ],
)
def test_what_is_not_a_csv_file_at_all(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableTable, match=why):
        read_csv("prices", content)
