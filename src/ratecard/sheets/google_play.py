"""Google Play's list of in-app products: one product a row, with all its prices in one cell.

The columns and their meaning are those of Android's guide "Administering In-app Billing" (frameworks/base, commit
528ff2cd6b of 2016-10): a price cell is "US; 990000; DE; 1090000", countries by ISO code and prices in micro-units, of
which 1,000,000 are one unit of the country's currency. A product that is not published is not sold, and left out.
Google's list has no days; a column of days that somebody added means what it means elsewhere.
"""

from collections.abc import Iterator

from ratecard.sheets.entries import PriceDays, ReadSheet, SheetPrice
from ratecard.sheets.faults import Fault, SheetsRefused
from ratecard.sheets.headers import folded
from ratecard.sheets.periods import DaysOfRows
from ratecard.sheets.tables import Row, SheetTable

KIND = "Google Play's list of in-app products"
PLATFORM = "android"
MICROS = 1_000_000
_PRODUCT, _STATE, _PRICE = "product id", "published state", "price"


def is_google_play(table: SheetTable) -> bool:
    """Whether a table has the columns of Google Play's list."""
    return {_PRODUCT, _STATE, _PRICE} <= {folded(header) for header in table.header.texts}


def read_google_play(table: SheetTable, without: frozenset[str]) -> ReadSheet:
    """The prices of all published products. Raises SheetsRefused for each price cell that does not state its prices."""
    columns = {folded(header): index for index, header in reversed(list(enumerate(table.header.texts)))}
    periods = DaysOfRows(table, without)
    entries: list[SheetPrice] = []
    faults: list[Fault] = []
    left_out = []
    for row in table.rows:
        product, state = row.texts[columns[_PRODUCT]], row.texts[columns[_STATE]].casefold()
        if state != "published":
            left_out.append(f"{product} is {state or 'not published'}, and left out")
            continue
        try:
            entries += _prices(table, row, columns, periods.of(row))
        except SheetsRefused as refused:
            faults += refused.faults
    if faults:
        raise SheetsRefused(*faults)
    return ReadSheet(KIND, tuple(entries), tuple(left_out))


def _prices(table: SheetTable, row: Row, columns: dict[str, int], period: PriceDays) -> Iterator[SheetPrice]:
    """The prices of one product."""
    cell = table.cell(row, columns[_PRICE])
    stated = row.texts[columns[_PRICE]]
    parts = [part.strip() for part in stated.strip().rstrip(";").split(";")]
    if parts == [""]:
        template = row.texts[columns["pricing template id"]] if "pricing template id" in columns else ""
        sentence = "the prices stand in a pricing template" if template else "the product has no prices"
        raise SheetsRefused(
            Fault(str(cell), sentence, "export it with a price for each country, as US; 990000; DE; 1090000")
        )
    if len(parts) == 1:
        sentence = f"{stated} is one price in your home currency, and Google fills in the others"
        raise SheetsRefused(
            Fault(str(cell), sentence, "export it with a price for each country, as US; 990000; DE; 1090000")
        )
    if len(parts) % 2:
        raise SheetsRefused(
            Fault(str(cell), "a country or a price is missing", "write pairs, as US; 990000; DE; 1090000")
        )
    product = table.cell(row, columns[_PRODUCT])
    for country, micros in zip(parts[::2], parts[1::2], strict=True):
        if not (micros.isascii() and micros.isdigit() and len(micros) <= 20):
            sentence = f"{micros or 'nothing'} is not a price in micro-units"
            raise SheetsRefused(Fault(str(cell), sentence, "write 990000 for 0.99"))
        whole, part = divmod(int(micros), MICROS)
        price = f"{whole}.{part:06d}"
        yield SheetPrice(
            region=country,
            package=row.texts[columns[_PRODUCT]],
            price=price,
            currency="",
            platform=PLATFORM,
            mark=".",
            region_cell=cell,
            package_cell=product,
            price_cell=cell,
            period=period,
        )
