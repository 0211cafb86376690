"""The prices of sheets, typed: by region, platform and package. All that cannot be taken is refused, in one go."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from ratecard.money import Money
from ratecard.sheets.amounts import NotAPrice
from ratecard.sheets.countries import region_named, similar_names
from ratecard.sheets.currencies import parted
from ratecard.sheets.days import Day
from ratecard.sheets.entries import PriceDays, ReadSheet, SheetPrice
from ratecard.sheets.faults import Cell, Fault, SheetsRefused, in_shell
from ratecard.sheets.marks import DecimalMarks
from ratecard.sheets.money import Ambiguous, WrittenCurrency, money_of, signs_in
from ratecard.sheets.packages import CoinsByPackage, Package, count_of, id_of, package_named
from ratecard.sheets.plain import sells_nothing
from ratecard.sheets.platforms import PLATFORMS, platform_named
from ratecard.sheets.stated import EVERY_PLATFORM, Cells, PriceKey, StatedPrice, StatedPrices
from ratecard.sheets.timelines import BEGINS, Line, Price, changes_of, value_on


class PricedSheets(msgspec.Struct, frozen=True):
    """What the sheets say: the packages in their order, and each price over time with the cells that state it."""

    packages: tuple[Package, ...]
    prices: Mapping[PriceKey, Price]
    cells: Cells
    left_out: tuple[str, ...]


class Knowledge(msgspec.Struct, frozen=True):
    """What is known beside the sheets.

    `currencies` are the regions' own when the book begins, `currency_lines` those that change later; regions in
    `without` are left out.
    `coin` is what a coin is called; `platforms_told` is whether it is known which platforms a price without one is for.
    `begins` is the day from which the book answers, and so that of a price without a day. `starts` is the header of the
    column of days, and `date_order` their order, where somebody told them.
    """

    currencies: Mapping[str, str]
    coins: CoinsByPackage
    mark: str = ""
    without: frozenset[str] = frozenset()
    coin: str = ""
    platforms_told: bool = False
    begins: date = BEGINS
    currency_lines: Mapping[str, Line[str]] = {}
    starts: str = ""
    date_order: str = ""

    def currency_on(self, region: str, day: Day | None) -> str:
        """The currency of a region on a day; where none is said, when the book begins."""
        first = self.currencies[region]
        known = day if isinstance(day, date) else BEGINS
        return value_on(self.currency_lines.get(region), known) or first


def typed_prices(reads: Iterable[ReadSheet], known: Knowledge) -> PricedSheets:
    """The prices of all sheets together. Raises SheetsRefused with every cell that cannot be taken."""
    every = list(reads)
    left_out = [sentence for read in every for sentence in read.left_out]
    entries = [entry for read in every for entry in read.entries]
    typing = _Typing(known, entries)
    for entry in entries:
        typing.add(entry)
    typing.add_open_cells()
    prices = typing.lines.lines()
    faults = typing.all_faults()
    if not faults and not prices:
        faults = [Fault("the sheet", "there is no price in it", "state one at least")]
    if faults:
        raise SheetsRefused(*faults)
    packages = tuple(sorted(set(typing.packages.values())))
    return PricedSheets(packages, prices, typing.lines.cells, (*left_out, *typing.left_out(prices)))


def _priced_regions(known: Knowledge, entries: Iterable[SheetPrice]) -> Iterator[tuple[str, str]]:
    """The regions that have prices, each with its own currency as of a price's day."""
    texts = {(entry.region, entry.period.start) for entry in entries if not sells_nothing(entry.price)}
    for text, start in texts:
        region = region_named(text) if text not in known.without else ""
        if region in known.currencies and region not in known.without:
            yield region, known.currency_on(region, start)


def said_of(entry: SheetPrice) -> Iterator[WrittenCurrency]:
    """What stands beside a price of its currency. A package's name says one in capital letters or by a sign alone."""
    yield WrittenCurrency(entry.currency, "row")
    yield WrittenCurrency(entry.header_currency, "header")
    if not entry.header_currency:
        yield WrittenCurrency(_currency_beside(entry.package), "package")


def _currency_beside(package: str) -> str:
    """The currency that the name of a package in a row says in capital letters or by a sign; "" for an id."""
    currency = parted(package).currency
    return currency if currency.upper() == currency else ""


class _Typing:
    """The prices that were typed so far, and what is wrong with the others."""

    def __init__(self, known: Knowledge, entries: Iterable[SheetPrice]) -> None:
        self.known = known
        self._signs = signs_in(_priced_regions(known, entries))
        self.lines = StatedPrices(known.begins, self._say)
        self.packages: dict[str, Package] = {}
        self._faults: dict[Cell, Fault] = {}
        self._unknown: dict[str, Cell] = {}
        self._empty = 0
        self._open: list[SheetPrice] = []
        self._regions: dict[str, bool] = {}
        self._ambiguous: set[str] = set()
        self._marks = DecimalMarks()

    def add(self, entry: SheetPrice) -> None:
        """Types one more price, or the end of one."""
        period = self._period(entry.period)
        nothing = sells_nothing(entry.price)
        if nothing and entry.period.start is None:
            self._add_without_price(entry)
            return
        if entry.in_table and not entry.price:
            self._open.append(entry)
            return
        package = self._package(entry)
        region = self._region(entry)
        platform = self._platform(entry)
        if package is None or not region or platform is None or period is None:
            return
        self._regions[region] = self._regions.get(region, False) or not nothing
        key = (region, platform, package.package)
        money = None if nothing else self._money(entry, region)
        if nothing or money is not None:
            self.lines.keep(key, StatedPrice(money, entry.price_cell, *period, entry.period.end_cell))

    def add_open_cells(self) -> None:
        """Looks at the empty cells of tables beside a day, once it is known which packages have prices."""
        for entry in self._open:
            package, start = self.packages.get(entry.package), entry.period.start
            if package is None:
                self._add_without_price(entry)
                continue
            region, platform = self._region(entry), self._platform(entry)
            if region and platform is not None and isinstance(start, date):
                self._regions.setdefault(region, False)
                self.lines.leave_open((region, platform, package.package), StatedPrice(None, entry.price_cell, start))

    def _money(self, entry: SheetPrice, region: str) -> Money | None:
        """The money of an entry; None where it is not read."""
        mark = entry.mark or self.known.mark
        of_region = (region, self.known.currency_on(region, entry.period.start))
        money = money_of(entry.price, list(said_of(entry)), of_region, self._signs, mark)
        if not isinstance(money, NotAPrice):
            return money if mark else self._marks.noted(entry.price_cell, entry.price, money)
        if not isinstance(money, Ambiguous) or region not in self._ambiguous:  # once for all prices of a region
            self._say(entry.price_cell, money.sentence, money.advice)
        if isinstance(money, Ambiguous):
            self._ambiguous.add(region)
        return None

    def _period(self, period: PriceDays) -> tuple[date | None, date | None] | None:
        """The first day and the end of a period; None where one of them is not read."""
        for day, cell in ((period.start, period.start_cell), (period.end, period.end_cell)):
            if isinstance(day, NotAPrice) and cell is not None:
                self._say(cell, day.sentence, day.advice)
        if isinstance(period.start, NotAPrice) or isinstance(period.end, NotAPrice):
            return None
        return period.start, period.end

    def all_faults(self) -> list[Fault]:
        """All that is wrong, in the order of the sheet; regions that the library lacks are told together."""
        faults = [fault for _, fault in sorted(self._faults.items(), key=lambda told: told[0])]
        if self._unknown:
            listed = ", ".join(f"{region} ({cell})" for region, cell in self._unknown.items())
            advice = f"leave them out with --without {','.join(self._unknown)}, and add them to the book later"
            first = next(iter(self._unknown.values()))
            faults.append(Fault(str(first), f"the library of the world does not have these regions: {listed}", advice))
        return faults

    def left_out(self, prices: Mapping[PriceKey, Price]) -> tuple[str, ...]:
        """What was left out of the sheets, and what of their prices is rarely meant."""
        told = [*self._other_money(prices), *self._over_time(), *self._marks.mixed()]
        if not self._empty:
            return tuple(told)
        told.append(f"{self._empty:,} {'cell' if self._empty == 1 else 'cells'} without a price: not sold there")
        bare = sorted(region for region, priced in self._regions.items() if not priced)
        if bare:
            told.append(f"regions without any price, which the book leaves out: {', '.join(bare)}")
        return tuple(told)

    def _other_money(self, prices: Mapping[PriceKey, Price]) -> Iterator[str]:
        """What to say of prices that are not in the money of their region."""
        others: dict[str, set[str]] = {}
        for (region, _, _), line in prices.items():
            for day, money in changes_of(line):
                own = self.known.currency_on(region, day)
                if money is not None and money.currency.code != own:
                    others.setdefault(money.currency.code, set()).add(f"{region} ({own})")
        for code, regions in sorted(others.items()):
            yield f"prices in {code} where people pay in another currency: {', '.join(sorted(regions))}"

    def _over_time(self) -> Iterator[str]:
        """What to say of prices that ended."""
        if self.lines.ended_before:
            yield f"prices that ended before the book begins on {self.known.begins}: {self.lines.ended_before:,}"
        if self.lines.ended_later:
            yield f"prices that end, with no sale from then on: {self.lines.ended_later:,}"

    def _add_without_price(self, entry: SheetPrice) -> None:
        """Looks at what else stands beside an empty cell: a slip in it would be a region that nobody misses."""
        self._empty += 1
        if not entry.region:
            return
        region = region_named(entry.region)
        if not region:
            self._region(entry)
        elif self.known.without.isdisjoint({region, entry.region}):
            self._regions.setdefault(region, False)
        if entry.platform:
            self._platform(entry)

    def _say(self, cell: Cell, sentence: str, advice: str) -> None:
        self._faults.setdefault(cell, Fault(str(cell), sentence, advice))

    def _package(self, entry: SheetPrice) -> Package | None:
        known = self.packages.get(entry.package)
        if known is not None and not entry.coins:
            return known
        package = self._package_of_coins(entry, known) if entry.coins else self._package_in(entry)
        if package is None and entry.coins:
            return None
        if package is None:
            name = entry.package or "nothing"
            self._say(
                entry.package_cell,
                f"{name} does not say how many coins the package holds",
                f"say it with --package {in_shell(f'{name}:1000')}, or leave it out with --without {in_shell(name)}",
            )
            return None
        for text, other in self.packages.items():
            if other.package == package.package and other != package:
                self._say(entry.package_cell, f"{entry.package} and {text} are both {package.package}", "rename one")
                return None
        self.packages[entry.package] = package
        return package

    def _package_of_coins(self, entry: SheetPrice, known: Package | None) -> Package | None:
        """The package of a row that has a column for its coins; None where that contradicts what else is said."""
        assert entry.coins_cell is not None, "coins stand in a cell"
        count = count_of(entry.coins)
        if not count:
            self._say(entry.coins_cell, f"{entry.coins} is not a number of coins", "write how many, such as 1000")
            return None
        for other in (known, self._package_in(entry)):
            if other is not None and other.coins != count:
                sentence = f"{entry.package} holds {count:,} coins as its row says, and {other.coins:,} otherwise"
                self._say(entry.coins_cell, sentence, "write one number of coins for each package")
                return None
        return Package(count, id_of(entry.package) or f"coins_{count}")

    def _package_in(self, entry: SheetPrice) -> Package | None:
        """The package of a text as it is, else without the currency in it; `coins_100_usd` in a row stays an id."""
        package = package_named(entry.package, self.known.coins, self.known.coin)
        if package is not None:
            return package
        package = package_named(parted(entry.package).rest, self.known.coins, self.known.coin)
        if package is None or entry.header_currency or _currency_beside(entry.package):
            return package
        return Package(package.coins, id_of(entry.package) or package.package)

    def _region(self, entry: SheetPrice) -> str:
        """The region of an entry; "" where it is none, or left out."""
        region = region_named(entry.region)
        if not region:
            similar = similar_names(entry.region)
            advice = f"did you mean {' or '.join(similar)}?" if similar else "write a country or its code, such as DE"
            self._say(entry.region_cell, f"{entry.region or 'nothing'} is not a region", advice)
        elif {region, entry.region} & self.known.without:
            return ""
        elif region not in self.known.currencies:
            self._unknown.setdefault(region, entry.region_cell)
            return ""
        return region

    def _platform(self, entry: SheetPrice) -> str | None:
        if not entry.platform:
            if entry.platform_cell is not None and not self.known.platforms_told:
                advice = f"write {', '.join(PLATFORMS)}, or name with --platforms all that such prices are for"
                self._say(entry.platform_cell, "no platform is said of the price", advice)
                return None
            return EVERY_PLATFORM
        platform = platform_named(entry.platform)
        if platform is None:
            where = entry.platform_cell or entry.price_cell
            self._say(where, f"{entry.platform} is not a platform", f"write {', '.join(PLATFORMS)}")
        return platform
