"""A sheet that came back, compared with the table that it was made as: prices that changed, and no other cell."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.locale.geography import currencies_named
from ratecard.money import Money
from ratecard.tables.cells import ExactNumber, TableCell, number_written, written
from ratecard.tables.kinds import TableKind
from ratecard.tables.making import BOOK, VERSIONS, AsOf, MadeOf, as_of_read, header_of, table_of
from ratecard.tables.prices import CURRENCY, PRICE, PRICES
from ratecard.tables.read_cells import CellFault, Misread, ReadCell, ReadTable
from ratecard.tables.spelling import same_day, why_no_number
from ratecard.terms.market import MarketKey

AS_MADE = f"only the column {PRICE} may be changed"


class ChangedPrice(msgspec.Struct, frozen=True):
    """A cell of which the price is another one than the book's."""

    key: MarketKey
    thing: str
    was: Money
    now: Money
    where: str


class ComparedSheet(msgspec.Struct, frozen=True):
    """What a sheet changes, as of when it was made, and the cells that are refused: where any is, nothing counts."""

    as_of: AsOf | None
    changes: tuple[ChangedPrice, ...] = ()
    faults: tuple[CellFault, ...] = ()


class _Place(NamedTuple):
    """A row of the sheet, and where each column of the table stands in it."""

    sheet: ReadTable
    number: int
    columns: dict[str, int]
    cells: Sequence[ReadCell]

    def cell(self, name: str) -> ReadCell:
        column = self.columns[name]
        return self.cells[column] if column < len(self.cells) else None

    def where(self, name: str) -> str:
        return self.sheet.where(self.number, self.columns[name])


def compared(book: RuleBook, sheet: ReadTable) -> ComparedSheet:
    """What a sheet of prices changes of the book that it was made of."""
    kind = PRICES
    columns, faults = _columns(kind, sheet)
    if faults:
        return ComparedSheet(None, faults=(*sheet.faults, *faults))
    places = [_Place(sheet, number, columns, cells) for number, cells in sheet.rows[1:]]
    origin, as_of = _origin(places)
    if origin is None or as_of is None:
        why = "this does not say of which book the sheet is made; make a new one by ratecard table prices"
        if origin is not None and origin.as_of == VERSIONS:
            why = "a table of versions is to be read; make one without --versions to change prices"
        where = places[0].where(BOOK) if places else sheet.name
        return ComparedSheet(None, faults=(CellFault(where, why),))
    if origin.digest != book.digest:
        why = f"the sheet is made of book {origin.digest}, and the book is {book.digest} by now; make a new sheet"
        return ComparedSheet(as_of, faults=(CellFault(places[0].where(BOOK), why),))
    changes, faults = _rows(book, kind, as_of, places)
    return ComparedSheet(as_of, tuple(changes), (*sheet.faults, *faults))


def _columns(kind: TableKind, sheet: ReadTable) -> tuple[dict[str, int], list[CellFault]]:
    """Where each column of a table stands in a sheet, in whatever order; what is wrong with the header."""
    wanted = header_of(kind)
    number, header = sheet.rows[0] if sheet.rows else (1, ())
    found: dict[str, int] = {}
    faults = []
    for column, name in enumerate(header):
        where = sheet.where(number, column)
        if isinstance(name, str) and name in wanted and name not in found:
            found[name] = column
        elif isinstance(name, str) and name in found:
            faults.append(CellFault(where, f"the column {name} stands there twice"))
        elif name is not None or any(column < len(cells) and cells[column] is not None for _, cells in sheet.rows):
            shown = "a cell" if isinstance(name, Misread) or name is None else written(name)
            faults.append(CellFault(where, f"{shown} is a new column; take it out, {AS_MADE}"))
    missing = [name for name in wanted if name not in found]
    if missing:
        said = f"the columns {', '.join(missing)} are missing: this is not a table of {kind.name} as it was made"
        faults.append(CellFault(f"{sheet.name}!{number}", said))
    for row, cells in sheet.rows:
        if len(cells) > len(header):
            faults.append(CellFault(sheet.where(row, len(header)), "a cell beside the table; take it out"))
    return found, faults


def _origin(places: Sequence[_Place]) -> tuple[MadeOf | None, AsOf | None]:
    """What the first row is made of, and as of when; None for what it does not say."""
    cell = places[0].cell(BOOK) if places else None
    origin = MadeOf.read(cell) if isinstance(cell, str) else None
    return origin, None if origin is None else as_of_read(origin.as_of)


def _rows(
    book: RuleBook, kind: TableKind, as_of: AsOf, places: Sequence[_Place]
) -> tuple[list[ChangedPrice], list[CellFault]]:
    names, depth = header_of(kind), len(kind.keys)
    expected = {tuple(map(str, row[:depth])): row for row in table_of(book, kind, as_of).rows}
    seen: dict[tuple[str, ...], str] = {}
    changes: list[ChangedPrice] = []
    faults: list[CellFault] = []
    for place in places:
        key = tuple(written(cell) if not isinstance(cell, Misread) else "" for cell in map(place.cell, kind.keys))
        where = place.where(kind.keys[0])
        row = expected.get(key)
        if row is None:
            faults.append(CellFault(where, f"{' '.join(key)} is a new row: a sheet changes the prices that there are"))
        elif key in seen:
            faults.append(CellFault(where, f"{' '.join(key)} stands there twice, at {seen[key]} too"))
        else:
            found, wrong = _row(place, dict(zip(names, row, strict=True)))
            changes += found
            faults += wrong
        seen.setdefault(key, where)
    for key in sorted(expected.keys() - seen.keys()):
        why = f"the row of {' '.join(key)} is missing; what is withdrawn is said in the rule file"
        faults.append(CellFault(places[0].sheet.name, why))
    return changes, faults


def _row(place: _Place, row: dict[str, TableCell]) -> tuple[list[ChangedPrice], list[CellFault]]:
    """The change of a row, if its price is another one, and what is wrong with it."""
    wrong = [
        CellFault(place.where(name), why)
        for name, cell in row.items()
        if name != PRICE and (why := _why_other(place.cell(name), cell, name, place.sheet.has_types))
    ]
    price = row[PRICE]
    key, thing = MarketKey(str(row["region"]), str(row["platform"])), str(row[PRICES.keys[-1]])
    currency = CURRENCIES.get(str(row[CURRENCY]))
    got, where = place.cell(PRICE), place.where(PRICE)
    if price is None or currency is None:
        if got is None:
            return [], wrong
        return [], [*wrong, CellFault(where, "there is no price of it to change; state it in the rule file")]
    assert isinstance(price, ExactNumber)
    sign = place.sheet.signs.get((place.number, place.columns[PRICE]), "").strip()
    if sign and sign != currency.code and currency.code not in currencies_named(sign):
        return [], [*wrong, CellFault(where, f"shown in {sign}, and the price is in {currency.code}")]
    number = _number(got, price, place.sheet.has_types)
    if isinstance(number, Misread):
        return [], [*wrong, CellFault(where, number.why)]
    minor = number.minor(currency.exponent)
    if minor is None:
        why = f"{number} has more decimals than {currency.code}, which has {currency.exponent}; round it in the sheet"
        return [], [*wrong, CellFault(where, why)]
    if number.equals(price):
        return [], wrong
    was = price.minor(currency.exponent)
    assert was is not None
    return [ChangedPrice(key, thing, Money(was, currency), Money(minor, currency), where)], wrong


def _number(got: ReadCell, price: ExactNumber, has_types: bool) -> ExactNumber | Misread:
    """The number of a price's cell."""
    if isinstance(got, Misread):
        return got
    if got is None:
        return Misread("the price is gone; what is withdrawn is said in the rule file")
    if isinstance(got, date):
        return Misread(f"{got} is a day and not a number; give the cell the format of a number, and the price again")
    if isinstance(got, ExactNumber):
        return Misread(f"{got} is less than nothing") if got.scaled < 0 else got
    number = number_written(got)
    if number is None:
        return Misread(why_no_number(got))
    if has_types and number.is_kept_in_sheets and price.is_kept_in_sheets:
        return Misread(f"{got} is a text and not a number; make it a number")
    return Misread(f"{got} is less than nothing") if number.scaled < 0 else number


def _why_other(got: ReadCell, cell: TableCell, name: str, has_types: bool) -> str:
    """Why a cell that Ratecard fills is not as it was; "" where it is."""
    if isinstance(got, Misread):
        return got.why
    if _is_same(got, cell, has_types):
        return ""
    shown, was = written(got) or "nothing", written(cell) or "nothing"
    if name == CURRENCY:
        return f"{shown} is another currency than {was}, that of the price"
    if name == BOOK:
        return f"{shown} is of another sheet than the first row; apply them one after the other"
    return f"{shown} stands for {was}: {AS_MADE}, all else follows"


def _is_same(got: TableCell, cell: TableCell, has_types: bool) -> bool:
    if cell is None or cell == "":
        return got is None
    if isinstance(cell, ExactNumber):
        number = number_written(got) if isinstance(got, str) else got
        return isinstance(number, ExactNumber) and number.equals(cell)
    if isinstance(cell, date):
        return got == cell if has_types and not isinstance(got, str) else same_day(written(got), cell)
    return written(got) == written(cell) if isinstance(got, str) else False
