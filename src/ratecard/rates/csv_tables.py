"""Rates in CSV: a column for each currency, or a row for each rate."""

import codecs
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import msgspec

from ratecard.rates.codes import refuse_unknown
from ratecard.rates.days import day_in, start_of
from ratecard.rates.quotations import CODE, NotRates, Quotation, rate_in
from ratecard.rates.sources import Layout, RateSource
from ratecard.rulefiles.wrong import shown
from ratecard.sheets.records import NotCsv, records, without_empty_end


class CsvRow(msgspec.Struct, frozen=True):
    """One row below the names of columns, with its line."""

    line: int
    cells: tuple[str, ...]


class CsvTable(msgspec.Struct, frozen=True):
    """A CSV file: the line of its header, where each column stands, by name, and its rows that are not empty."""

    file: str
    header: int
    columns: dict[str, int]
    rows: list[CsvRow]

    def where(self, row: CsvRow, column: str) -> str:
        """A cell for a sentence: "rates.csv:3:2"."""
        return f"{self.file}:{row.line}:{self.columns[column] + 1}"

    def heading(self, column: str) -> str:
        """The name of a column for a sentence: "rates.csv:1:2"."""
        return f"{self.file}:{self.header}:{self.columns[column] + 1}"

    def cell(self, row: CsvRow, column: str) -> str:
        """What stands in a column of a row."""
        return row.cells[self.columns[column]]


def csv_quotations(file: str, content: bytes, source: RateSource) -> Iterator[Quotation]:
    """The rates of a CSV file, codes that ISO 4217 does not know among them. Raises NotRates."""
    table = _table(file, content, source)
    if source.layout is Layout.LONG:
        yield from _long(table, source)
    else:
        yield from _wide(table, source)


def decoded(file: str, content: bytes, encoding: str) -> str:
    """The text of a file, without a byte order mark. Raises NotRates."""
    plain = content.removeprefix(codecs.BOM_UTF8) if codecs.lookup(encoding).name == "utf-8" else content
    try:
        return plain.decode(encoding)
    except UnicodeDecodeError as wrong:
        at = len(content) - len(plain) + wrong.start + 1
        raise NotRates(f"{file}: byte {at} is not {encoding.upper()}") from None


def _table(file: str, content: bytes, source: RateSource) -> CsvTable:
    form = source.csv
    lines = list(io.StringIO(decoded(file, content, form.encoding), newline=""))
    above = form.header - 1
    try:
        rows = [CsvRow(above + record.line, record.cells) for record in records(lines[above:], form.separator)]
    except NotCsv as wrong:
        raise NotRates(f"{file}:{above + wrong.line} is not CSV: {wrong}") from None
    if not rows:
        raise NotRates(f"{file}:{form.header} should name the columns, and the file ends before")
    names = without_empty_end(rows[0].cells)
    columns = _columns(file, form.header, names, source)
    return CsvTable(file, form.header, columns, [_sound(file, row, len(names)) for row in rows[1:] if any(row.cells)])


def _columns(file: str, line: int, names: Sequence[str], source: RateSource) -> dict[str, int]:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise NotRates(f"{file}:{line}:{index + 1} names {shown(name)} twice")
    needed = [source.date, source.currency, source.rate, source.amount]
    for name in needed:
        if name and name not in names:
            has = ", ".join(map(shown, names[:8])) or "no columns"
            raise NotRates(f"{file}:{line} has no column {shown(name)}; it has {has}")
    return {name: index for index, name in enumerate(names)}


def _sound(file: str, row: CsvRow, width: int) -> CsvRow:
    """A row with as many cells as there are columns; empty ones at its end are dropped or added."""
    cells = row.cells
    if len(cells) < width or any(cells[width:]):
        raise NotRates(f"{file}:{row.line} has {len(cells)} values for {width} columns")
    return CsvRow(row.line, cells[:width])


def _wide(table: CsvTable, source: RateSource) -> Iterator[Quotation]:
    codes = [name for name in table.columns if name != source.date and name not in source.ignore]
    for name in codes:
        if not CODE.fullmatch(name):
            raise NotRates(
                f"{table.heading(name)} names {shown(name)}, which is not the code of a currency; list it under "
                "ignore: of the source where it is something else"
            )
    if not codes:
        raise NotRates(f"{table.file}:{table.header} names no currency")
    for row in table.rows:
        moment = _moment(table, row, source)
        for code in codes:
            yield from _quotation(table, row, source, moment, (code, code))


def _long(table: CsvTable, source: RateSource) -> Iterator[Quotation]:
    for row in table.rows:
        code = table.cell(row, source.currency)
        if code in source.ignore:
            continue
        if not CODE.fullmatch(code):
            where = table.where(row, source.currency)
            raise NotRates(f"{where} has {shown(code)}, which is not the code of a currency")
        yield from _quotation(table, row, source, _moment(table, row, source), (code, source.rate))


def _moment(table: CsvTable, row: CsvRow, source: RateSource) -> date | datetime:
    """The day of a row; one that is not a day is told of every row, with a rate or without."""
    return day_in(table.cell(row, source.date), source.forms, table.where(row, source.date))


def _quotation(
    table: CsvTable, row: CsvRow, source: RateSource, moment: date | datetime, of: tuple[str, str]
) -> Iterator[Quotation]:
    """The rate of a day in a cell, where it has one that is wanted; `of` is its currency and its column."""
    code, column = of
    text = table.cell(row, column)
    if text in source.missing or not source.wants(code):
        return
    where = table.where(row, column)
    refuse_unknown(code, table.where(row, source.currency) if source.currency else table.heading(code), source)
    number = rate_in(text, where, code, source.mark, source.groups)
    amount = "1"
    if source.amount:
        amount = rate_in(table.cell(row, source.amount), table.where(row, source.amount), code, source.mark)
    units, base = (amount, number) if source.per_unit else (number, amount)
    start = start_of(moment, source.published)
    yield Quotation(code=code, at=start, day=f"{moment:%Y-%m-%d}", units=units, base=base, where=where)
