"""A book to make sheets of, and sheets of it that somebody has changed."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import openpyxl

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.tables.comparing import ComparedSheet, compared
from ratecard.tables.csv_files import csv_text, read_csv
from ratecard.tables.making import BookTable, table_of
from ratecard.tables.prices import PRICES
from ratecard.tables.workbooks import read_workbook, workbook_bytes
from tests.books import Texts, sound
from tests.cases.smallest import SMALLEST

DAY = date(2026, 11, 28)
START = date(2027, 1, 1)

EURO = """\
group: euro
currency: EUR
tax: {lines: {vat: {name: VAT, rate: 20 %}}}
prices:
  coins_100: 1.29   # for all
"""
GERMANY = """\
region: DE
time_zone: Europe/Berlin
groups: [euro]
prices:
  coins_1000: {begins: 12.99, 2027-03-01: 13.99}
platforms:
  web: {prices: {coins_1000: 11.99}}
"""
FRANCE = """\
region: FR
time_zone: Europe/Paris
groups: [euro]
prices:
  coins_1000: 13.49 EUR
"""
JAPAN = """\
region: JP
time_zone: Asia/Tokyo
currency: JPY
tax: {lines: {vat: {name: VAT, rate: 10 %}}}
prices:
  coins_100: 160
  coins_1000: {by: buyer.member, is: {yes: 1500}, other: 1600}
"""
TEXTS: Texts = {
    **{path: text for path, text in SMALLEST.items() if path.startswith("rules/")},
    "rules/facts.yaml": "facts: {buyer.member: {type: yes or no, name: Member}}\n",
    "rules/dates.yaml": "dates: {january_wave: 2027-01-12}\n",
    "regions/groups/euro.yaml": EURO,
    "regions/de.yaml": GERMANY,
    "regions/fr.yaml": FRANCE,
    "regions/jp.yaml": JAPAN,
}
"""A price of a group, one of a platform, one that names its currency, one that changes later, and one that varies."""


@lru_cache(maxsize=1)
def the_book() -> RuleBook:
    """The book of these texts."""
    return sound(load_texts(TEXTS))


@lru_cache(maxsize=1)
def prices() -> BookTable:
    """Its table of prices."""
    return table_of(the_book(), PRICES, DAY)


def rows_of_csv(table: BookTable) -> list[list[str]]:
    """The cells of a table as CSV has them."""
    return list(csv.reader(io.StringIO(csv_text(table))))


def csv_of(rows: list[list[str]], separator: str = ",") -> bytes:
    """Cells as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def compared_csv(change: Callable[[list[list[str]]], object]) -> ComparedSheet:
    """What comes of the table of prices in CSV, of which somebody changes cells."""
    rows = rows_of_csv(prices())
    change(rows)
    return compared(the_book(), read_csv("prices", csv_of(rows)))


def compared_workbook(change: Callable[[Any], object]) -> ComparedSheet:
    """What comes of the table of prices as a workbook, whose sheet somebody changes and saves."""
    workbook = openpyxl.load_workbook(io.BytesIO(workbook_bytes(prices())))
    change(workbook["prices"])
    saved = io.BytesIO()
    workbook.save(saved)
    return compared(the_book(), read_workbook("prices", saved.getvalue()))


def told(found: ComparedSheet) -> Mapping[str, str]:
    """The cells that are refused, with the reasons."""
    return {fault.where: fault.why for fault in found.faults}
