"""The periods of a sheet's rows, where it has a column of days from which prices hold, or of days on which they end."""

from collections.abc import Mapping

import msgspec

from ratecard.sheets.amounts import NotAPrice
from ratecard.sheets.days import NEVER, Day, days_in
from ratecard.sheets.entries import PriceDays
from ratecard.sheets.faults import Fault, SheetsRefused
from ratecard.sheets.headers import role_of
from ratecard.sheets.tables import Row, SheetTable

START = "start"
ROLES = (START, "end")


class DaysOfRows:
    """The period of each row of a table, by its columns of days; columns in `without` are left out."""

    def __init__(self, table: SheetTable, without: frozenset[str]) -> None:
        self.columns = _columns(table, without)
        self._table = table
        self._days = {role: _days(role, table, column) for role, column in self.columns.items()}

    def of(self, row: Row) -> PriceDays:
        """The period of a row."""
        days = {role: self._days[role].get(row.texts[column]) for role, column in self.columns.items()}
        cells = {f"{role}_cell": self._table.cell(row, column) for role, column in self.columns.items()}
        return PriceDays(days.get("start"), days.get("end"), **cells)


def _columns(table: SheetTable, without: frozenset[str]) -> dict[str, int]:
    """The columns of days by what they are for. Raises SheetsRefused where two that hold anything are for one thing."""
    found: dict[str, int] = {}
    for index, header in enumerate(table.header.texts):
        role = role_of(header)
        if role not in ROLES or header in without:
            continue
        first = found.setdefault(role, index)
        if first != index and _holds_anything(table, first) and _holds_anything(table, index):
            what = "from which prices hold" if role == "start" else "on which prices end"
            sentence = f"{table.header.texts[first]} and {header} are both days {what}"
            raise SheetsRefused(
                Fault(str(table.cell(table.header, index)), sentence, f'leave one out: --without "{header}"')
            )
        if not _holds_anything(table, first):
            found[role] = index
    return found


def _holds_anything(table: SheetTable, column: int) -> bool:
    return any(row.texts[column] for row in table.rows)


def named_start(table: SheetTable, header: str) -> SheetTable:
    """The table with the column of a header as that of the days from which prices hold; the same without such one."""
    texts = tuple(START if text == header else text for text in table.header.texts)
    return msgspec.structs.replace(table, header=msgspec.structs.replace(table.header, texts=texts))


def _days(role: str, table: SheetTable, column: int) -> Mapping[str, Day]:
    days = days_in((row.texts[column] for row in table.rows), table.date_order)
    if role == "end":
        return days
    never = NotAPrice(f"{NEVER} never comes", "write the day from which the price holds, or leave the row out")
    return {text: never if day == NEVER else day for text, day in days.items()}
