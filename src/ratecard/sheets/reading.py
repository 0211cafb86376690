"""A sheet of any kind, by its columns: Google Play's list, the App Store's export, one price a row, or a table."""

from collections.abc import Iterable

import msgspec

from ratecard.sheets.entries import ReadSheet
from ratecard.sheets.faults import Fault, SheetsRefused
from ratecard.sheets.google_play import is_google_play, read_google_play
from ratecard.sheets.periods import named_start
from ratecard.sheets.plain import is_list, read_list, read_matrix
from ratecard.sheets.prices import Knowledge, PricedSheets, typed_prices
from ratecard.sheets.tables import SheetTable, table_of


class Sheet(msgspec.Struct, frozen=True):
    """A file's name for people, what it holds, and the package that it is of where its columns do not say it."""

    name: str
    content: bytes
    package: str = ""


def read_sheet(sheet: Sheet, table: SheetTable, without: frozenset[str] = frozenset()) -> ReadSheet:
    """The prices of a sheet's table, still as texts. Raises SheetsRefused."""
    if is_google_play(table):
        return read_google_play(table, without)
    if is_list(table):
        return read_list(table, sheet.package, without)
    return read_matrix(table, without)


def prices_in(sheets: Iterable[Sheet], known: Knowledge) -> PricedSheets:
    """The prices of all sheets together. Raises SheetsRefused with every cell that cannot be taken."""
    return typed_prices(reads_of(sheets, known), known)


def reads_of(sheets: Iterable[Sheet], known: Knowledge) -> list[ReadSheet]:
    """The prices of each sheet, still as texts. Raises SheetsRefused for what is not a sheet of prices."""
    tables = [(sheet, table_of(sheet.name, sheet.content)) for sheet in sheets]
    if known.starts and not any(known.starts in table.header.texts for _, table in tables):
        headers = ", ".join(header for _, table in tables for header in table.header.texts if header)
        raise SheetsRefused(Fault("--starts", f"no sheet has a column {known.starts}", f"write one of {headers}"))
    return [read_sheet(sheet, _as_told(table, known), known.without) for sheet, table in tables]


def _as_told(table: SheetTable, known: Knowledge) -> SheetTable:
    """The table, with the column of days and their order that somebody named."""
    named = named_start(table, known.starts) if known.starts else table
    return msgspec.structs.replace(named, date_order=known.date_order)
