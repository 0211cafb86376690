"""Any prices changed in a sheet: from the day on each is exactly its cell's, and all else stays as it was."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.loading.rule_files import rule_files
from ratecard.plan.figures import PurchaseFigures
from ratecard.plan.planning import plan
from ratecard.tables.applying import StartDay, price_edits, unasked
from ratecard.tables.cells import ExactNumber, TableCell
from ratecard.tables.comparing import compared
from ratecard.tables.csv_files import csv_text, read_csv
from ratecard.tables.making import BookTable, table_of
from ratecard.tables.prices import PRICES
from ratecard.tables.workbooks import read_workbook, workbook_bytes
from tests.books import sound
from tests.plan.test_planning import NOW
from tests.tables.sheets import DAY, START, TEXTS, prices, the_book

LINES: Sequence[Sequence[int]] = ((0, 2, 4, 6), (1,), (3,), (5, 7), (8, 10))
"""The rows of the table that one line each decides; those of the price that varies by a fact are left out."""

PRICE = PRICES.values.index("price") + len(PRICES.keys)

new_prices = st.dictionaries(st.sampled_from(range(len(LINES))), st.integers(1, 99_999), min_size=1)


def with_prices(found: Mapping[int, int]) -> BookTable:
    """The table of prices with other ones on some lines, in minor units."""
    rows = [list(row) for row in prices().rows]
    for line, minor in found.items():
        for index in LINES[line]:
            old = rows[index][PRICE]
            assert isinstance(old, ExactNumber)
            rows[index][PRICE] = ExactNumber(minor, old.decimals)
    return BookTable("prices", prices().header, tuple(map(tuple, rows)))


def price_cells(book: RuleBook) -> list[TableCell]:
    """The prices of a book from the day on."""
    return [row[PRICE] for row in table_of(book, PRICES, START).rows]


@settings(max_examples=max(settings().max_examples // 2, 10))  # each loads a book
@given(new_prices, st.booleans())
def test_changed_cells_hold_from_the_day_on_and_nothing_else_changes(found: Mapping[int, int], as_csv: bool) -> None:
    table = with_prices(found)
    read = read_csv("prices", csv_text(table).encode()) if as_csv else read_workbook("prices", workbook_bytes(table))
    sheet = compared(the_book(), read)
    assert sheet.faults == ()
    files = rule_files({path: text.encode() for path, text in TEXTS.items()})
    edits = price_edits(the_book(), files, sheet.changes, DAY, StartDay(START, START.isoformat()))
    assert edits.faults == ()
    after = sound(load_texts({**TEXTS, **{path: text.decode() for path, text in edits.texts.items()}}))
    assert price_cells(after) == [row[PRICE] for row in table.rows]
    planned = plan(the_book(), after, NOW)
    assert unasked(the_book(), after, planned, sheet.changes, START) == []
    asked = {(own.key, own.thing) for own in sheet.changes}
    assert {(own.change.key, own.change.thing) for own in planned.changes} == asked
    assert {own.change.day for own in planned.changes} <= {START}
    assert all(isinstance(own.change.now, PurchaseFigures) for own in planned.changes)
    assert _without_lines(after) == _without_lines(the_book())


def _without_lines(book: RuleBook) -> list[Sequence[TableCell]]:
    """The table before the day, without where things are stated."""
    return [row[: PRICE + 7] for row in table_of(book, PRICES, DAY).rows]
