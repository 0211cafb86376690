"""The money of prices over time: each platform of a region has one currency at a time.

In the language an old price that is still open on the day on which the currency changes is an error. Here it is told by
the cells of the sheet.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ratecard.money import Money
from ratecard.newbooks.plans import LibraryFacts, Vector, change_days, on_sale
from ratecard.sheets.faults import Cell, Fault, SheetsRefused
from ratecard.sheets.prices import PricedSheets
from ratecard.sheets.stated import EVERY_PLATFORM
from ratecard.sheets.timelines import BEGINS, Line, Price, days_of, line_of, value_on, values_of

Places = tuple[str, str, str]
"""Region, platform and package."""


def refuse_mixed_money(priced: PricedSheets, prices: Mapping[str, Vector], library: LibraryFacts) -> None:
    """Refuses prices that are still in force when another price of their platform, or the region, has other money."""
    faults: dict[Cell, Fault] = {}
    for region, vector in prices.items():
        for platform in dict.fromkeys(platform for platform, _ in vector):
            own = {key: line for key, line in vector.items() if key[0] == platform}
            for cell, fault in _mixed(priced, region, own, library):
                faults.setdefault(cell, fault)
    if faults:
        raise SheetsRefused(*(faults[cell] for cell in sorted(faults)))


def _mixed(priced: PricedSheets, region: str, own: Vector, library: LibraryFacts) -> Iterator[tuple[Cell, Fault]]:
    """What is wrong with the money of one market, day by day."""
    known = library.currency_line(region)
    for day in sorted({*change_days(own), *days_of(known)}):
        sold = on_sale(own, day)
        cells = {key: _cell(priced, (region, *key), day) for key in sold}
        newest = max(sold, key=lambda key: cells[key][0], default=None)
        for key, price in sold.items():
            first, cell = cells[key]
            if newest is None or price.currency == sold[newest].currency:
                sentence = _left_behind(price, region, first, day, known)
            else:
                sentence = (
                    f"{price} still holds {_from(day)}, when {sold[newest]} at {cells[newest][1]} is in other money"
                )
            if sentence:
                advice = f"state what each package costs in {region} from then, in one currency, or - where it ends"
                yield cell, Fault(str(cell), sentence, advice)


def _left_behind(price: Money, region: str, first: date, day: date, known: Line[str]) -> str:
    """Why a price is not in the money of its region any more, in which it was when it began; "" where it is."""
    code = price.currency.code
    if code == value_on(known, first) and code != value_on(known, day):
        return f"{price} still holds on {day}, from which {region} has {value_on(known, day)}"
    return ""


def _from(day: date) -> str:
    return "when the book begins" if day == BEGINS else f"on {day}"


def _cell(priced: PricedSheets, key: Places, day: date) -> tuple[date, Cell]:
    """The cell of the price that holds in a market on a day, and its own first day."""
    region, platform, package = key
    for name in (platform, EVERY_PLATFORM):
        cells = priced.cells.get((region, name, package), {})
        begun = [first for first in cells if first <= day]
        if begun:
            return max(begun), cells[max(begun)]
    raise AssertionError("a price that holds is stated in a cell")


def codes_of(lines: Iterable[Price]) -> set[str]:
    """The codes of the currencies that prices have at some time."""
    return {price.currency.code for line in lines for price in values_of(line)}


def have_one_currency(vector: Vector) -> bool:
    """Whether all prices that hold on a day are in one currency, on every day."""
    return all(len(codes_of(on_sale(vector, day).values())) < 2 for day in change_days(vector))


def currency_of(vector: Vector, known: Line[str]) -> Line[str] | None:
    """The currency over time of prices, one on each day: that of their region, `known`, unless they are in another.

    None where nothing is sold. Another one begins with its first price, and the first with the book.
    """
    days = sorted({*change_days(vector), *days_of(known)})
    codes = {day: code for day in days for code in codes_of(on_sale(vector, day).values())}
    if not codes:
        return None
    if all(code == value_on(known, day) for day, code in codes.items()):
        return known
    first, *later = sorted(codes)
    return line_of({BEGINS: codes[first], **{day: codes[day] for day in later}})
