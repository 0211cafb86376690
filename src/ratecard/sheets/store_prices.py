"""The prices that a store has: of a product, in a country, from a day on. Those of sheets are typed here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from ratecard.locale.geography import currencies_of
from ratecard.money import Money
from ratecard.sheets.amounts import NotAPrice
from ratecard.sheets.countries import region_named, similar_names
from ratecard.sheets.entries import PriceDays, ReadSheet, SheetPrice
from ratecard.sheets.faults import Cell, Fault, SheetsRefused
from ratecard.sheets.money import money_of, signs_in
from ratecard.sheets.plain import sells_nothing
from ratecard.sheets.platforms import PLATFORMS, platform_named
from ratecard.sheets.prices import said_of

CURRENCY_UNTOLD = "USD"
"""How a number is read that has no currency, in a country of which no money is known; it has two decimals."""

NO_PLATFORM = "say it with --platform, such as --platform ios"


class StorePrice(msgspec.Struct, frozen=True, kw_only=True):
    """What a store asks for a product in a country. `where` is the cell, or the place in a document, that says so.

    It holds from the first instant of `start`, None for always, and up to `end`, None for good. `says_currency` is
    whether the file says the currency: else it is that of the book's market.
    """

    platform: str
    region: str
    product: str
    money: Money
    says_currency: bool
    where: str
    start: date | None = None
    end: date | None = None


class StoreKnowledge(msgspec.Struct, frozen=True):
    """What is known beside the files: the book's money by region and platform, the platform where a file says none.

    `mark` is the decimal mark where somebody told it, else "".
    """

    currencies: Mapping[tuple[str, str], str]
    platform: str = ""
    mark: str = ""

    def currency_of(self, region: str, platform: str) -> str:
        """The book's currency; of a country that it does not have, the country's own."""
        inside = self.currencies.get((region, platform))
        if inside is None:
            parts = sorted(key for key in self.currencies if key[0].startswith(f"{region}-") and key[1] == platform)
            inside = self.currencies[parts[0]] if parts else None
        own = currencies_of(region)
        return inside or (own[0] if own else CURRENCY_UNTOLD)


def store_prices(reads: Iterable[ReadSheet], known: StoreKnowledge) -> tuple[StorePrice, ...]:
    """The prices of sheets, by the ids of their products. Raises SheetsRefused with every cell that cannot be taken."""
    entries = [entry for read in reads for entry in read.entries if not sells_nothing(entry.price)]
    typing = _Typing(known, entries)
    found = [price for entry in entries for price in typing.typed(entry)]
    return once_each(found, typing.faults)


def once_each(prices: Sequence[StorePrice], faults: Sequence[Fault] = ()) -> tuple[StorePrice, ...]:
    """Prices without those that are said twice. Raises SheetsRefused for two that contradict each other."""
    first: dict[tuple[str, str, str, date | None], StorePrice] = {}
    wrong = list(faults)
    for price in prices:
        before = first.setdefault((price.platform, price.region, price.product, price.start), price)
        if before.money != price.money:
            sentence = f"{price.money} contradicts {before.money} at {before.where}"
            wrong.append(Fault(price.where, sentence, f"keep one price of {price.product} in {price.region}"))
    if wrong:
        raise SheetsRefused(*wrong)
    return tuple(first.values())


class _Typing:
    """The entries of sheets to prices; what is wrong with some of them is collected."""

    def __init__(self, known: StoreKnowledge, entries: Iterable[SheetPrice]) -> None:
        self.faults: list[Fault] = []
        self._known = known
        self._said: set[Cell] = set()
        regions = {(region_named(entry.region), self._platform_told(entry) or "") for entry in entries}
        self._signs = signs_in({(region, known.currency_of(region, where)) for region, where in regions if region})

    def typed(self, entry: SheetPrice) -> Iterator[StorePrice]:
        """The price of an entry; none where something of it cannot be taken."""
        region, platform = self._region(entry), self._platform(entry)
        days = self._days(entry.period)
        if not entry.package:
            self._say(entry.package_cell, "no product is named", "write its id in the store")
        if not region or not platform or days is None or not entry.package:
            return
        own = self._known.currency_of(region, platform)
        said = list(said_of(entry))
        money = money_of(entry.price, said, (region, own), self._signs, entry.mark or self._known.mark)
        if isinstance(money, NotAPrice):
            self._say(entry.price_cell, money.sentence, money.advice)
            return
        yield StorePrice(
            platform=platform,
            region=region,
            product=entry.package,
            money=money,
            says_currency=any(saying.word for saying in said) or money.currency.code != own,
            where=str(entry.price_cell),
            start=days[0],
            end=days[1],
        )

    def _region(self, entry: SheetPrice) -> str:
        region = region_named(entry.region)
        if not region:
            similar = similar_names(entry.region)
            advice = f"did you mean {' or '.join(similar)}?" if similar else "write a country or its code, such as DE"
            self._say(entry.region_cell, f"{entry.region or 'nothing'} is not a region", advice)
        return region

    def _platform_told(self, entry: SheetPrice) -> str | None:
        return platform_named(entry.platform) if entry.platform else self._known.platform

    def _platform(self, entry: SheetPrice) -> str:
        platform = self._platform_told(entry)
        if platform:
            return platform
        where = entry.platform_cell or entry.price_cell
        if entry.platform:
            self._say(where, f"{entry.platform} is not a platform", f"write {', '.join(PLATFORMS)}")
        elif not any(fault.advice == NO_PLATFORM for fault in self.faults):
            self._say(where, "nothing says which store the prices are of", NO_PLATFORM)
        return ""

    def _days(self, period: PriceDays) -> tuple[date | None, date | None] | None:
        wrong = [
            (day, cell)
            for day, cell in ((period.start, period.start_cell), (period.end, period.end_cell))
            if isinstance(day, NotAPrice) and cell is not None
        ]
        for day, cell in wrong:
            self._say(cell, day.sentence, day.advice)
        if isinstance(period.start, NotAPrice) or isinstance(period.end, NotAPrice):
            return None
        return period.start, period.end

    def _say(self, cell: Cell, sentence: str, advice: str) -> None:
        if cell not in self._said:
            self._said.add(cell)
            self.faults.append(Fault(str(cell), sentence, advice))
