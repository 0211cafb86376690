"""A sheet of any kind, by its columns: Google Play's list, the App Store's export, one price a row, or a table."""

from collections.abc import Iterable

import msgspec

from ratecard.sheets.entries import Read
from ratecard.sheets.google_play import is_google_play, read_google_play
from ratecard.sheets.plain import is_list, read_list, read_matrix
from ratecard.sheets.prices import Knowledge, Priced, typed_prices
from ratecard.sheets.tables import table_of


class Sheet(msgspec.Struct, frozen=True):
    """A file's name for people, what it holds, and the package that it is of where its columns do not say it."""

    name: str
    content: bytes
    package: str = ""


def read_sheet(sheet: Sheet, without: frozenset[str] = frozenset()) -> Read:
    """The prices of a sheet, still as texts. Raises Refused."""
    table = table_of(sheet.name, sheet.content)
    if is_google_play(table):
        return read_google_play(table, without)
    if is_list(table):
        return read_list(table, sheet.package, without)
    return read_matrix(table, without)


def prices_in(sheets: Iterable[Sheet], known: Knowledge) -> Priced:
    """The prices of all sheets together. Raises Refused with every cell that cannot be taken."""
    return typed_prices([read_sheet(sheet, known.without) for sheet in sheets], known)
