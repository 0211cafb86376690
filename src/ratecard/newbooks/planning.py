"""A plan from what was told: from sheets of prices, or from packages with prices by currency."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from ratecard.money import Money
from ratecard.newbooks.over_time import refuse_mixed_money
from ratecard.newbooks.plans import LibraryFacts, NewBookPlan, Payouts
from ratecard.sheets.faults import Fault, SheetsRefused
from ratecard.sheets.packages import Package
from ratecard.sheets.prices import PricedSheets
from ratecard.sheets.stated import EVERY_PLATFORM, PriceKey
from ratecard.sheets.timelines import BEGINS, Price, changes_of, line_of, over, value_on


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said of a new book. What is empty was not said: a sheet may say it."""

    coin: str = ""
    begins: date
    regions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    payouts: Payouts | None = None


PackagePrices = Mapping[Package, Mapping[str, Money]]
"""Packages with their prices by currency; no prices where they are not known yet."""


def plan_of_packages(told: Wishes, offered: PackagePrices, library: LibraryFacts) -> NewBookPlan:
    """The plan of a book in which each region has the prices that are in its currency, on every platform."""
    prices = {
        region: {
            (platform, package.package): by_currency[library.currencies[region]]
            for platform in told.platforms
            for package, by_currency in offered.items()
            if library.currencies[region] in by_currency
        }
        for region in told.regions
    }
    return NewBookPlan(
        coin=told.coin,
        begins=told.begins,
        regions=told.regions,
        platforms=told.platforms,
        packages=tuple(sorted(offered)),
        prices=prices,
        payouts=told.payouts,
    )


def plan_of_sheets(told: Wishes, priced: PricedSheets, origin: str, library: LibraryFacts) -> NewBookPlan:
    """The plan of a book that says the prices of sheets. Raises SheetsRefused where one is of a platform not sold on.

    A price that says no platform is one for each that says none of its own, of those that were told. A platform's own
    price holds from its first day on.
    """
    stated = {platform for _, platform, _ in priced.prices if platform != EVERY_PLATFORM}
    platforms = told.platforms or tuple(name for name in library.platforms if name in stated) or library.platforms
    other = sorted(stated - set(platforms))
    if other:
        key = next(key for key in priced.prices if key[1] == other[0])
        sentence = f"the price is for {other[0]}, and the book sells on {', '.join(platforms)}"
        cell = next(iter(priced.cells[key].values()))
        raise SheetsRefused(Fault(str(cell), sentence, "name all platforms with --platforms"))
    _refuse_unused(priced, platforms, told=bool(told.platforms))
    regions = told.regions or tuple(sorted({region for region, _, _ in priced.prices}))
    prices = {region: _vector(priced, region, platforms) for region in regions}
    refuse_mixed_money(priced, prices, library)
    used = {package for vector in prices.values() for _, package in vector}
    return NewBookPlan(
        coin=told.coin,
        begins=told.begins,
        regions=regions,
        platforms=platforms,
        packages=tuple(package for package in priced.packages if package.package in used),
        prices=prices,
        origin=origin,
        payouts=told.payouts,
    )


def _refuse_unused(priced: PricedSheets, platforms: Sequence[str], *, told: bool) -> None:
    """Refuses prices without a platform where nobody said which they are for, and those that no platform would have."""
    stated = {platform for _, platform, _ in priced.prices} - {EVERY_PLATFORM}
    faults = []
    for key in priced.prices if stated else ():
        cells = priced.cells[key]
        if key[1] == EVERY_PLATFORM and not told:
            sentence = f"no platform is said of the price, and other prices are for {', '.join(sorted(stated))}"
            faults.append(Fault(str(next(iter(cells.values()))), sentence, "name with --platforms all that it is for"))
        elif key[1] == EVERY_PLATFORM:
            faults += [_unused(priced, key, day, platforms) for day in _unused_days(priced, key, platforms)]
    if faults:
        raise SheetsRefused(*faults)


def _unused_days(priced: PricedSheets, key: PriceKey, platforms: Sequence[str]) -> list[date]:
    """The days from which a price without a platform holds nowhere, since each platform has another one of its own."""
    region, _, package = key
    used = [_line(priced, region, platform, package) for platform in platforms]
    changes = changes_of(priced.prices[key])
    return [day for day, price in changes if all(value_on(line, day) != price for line in used)]


def _unused(priced: PricedSheets, key: PriceKey, day: date, platforms: Sequence[str]) -> Fault:
    price = value_on(priced.prices[key], day)
    others = f"{', '.join(platforms)} {'has a price' if len(platforms) == 1 else 'have prices'}"
    said = "the end of sale" if price is None else str(price)
    sentence = f"{said} is for no platform: {others} of {'its' if len(platforms) == 1 else 'their'} own"
    return Fault(str(priced.cells[key][day]), sentence, "write its platform, or empty the cell")


def _vector(priced: PricedSheets, region: str, platforms: Sequence[str]) -> dict[tuple[str, str], Price]:
    found: dict[tuple[str, str], Price] = {}
    for package in priced.packages:
        for platform in platforms:
            line = _line(priced, region, platform, package.package)
            changes = changes_of(line)
            price = line_of({BEGINS: None, **dict(changes)})
            if price is not None:
                found[platform, package.package] = price
    return found


def _line(priced: PricedSheets, region: str, platform: str, package: str) -> Price | None:
    """A platform's price over time: its own from the first day on that it states, and that of every platform before."""
    own = priced.prices.get((region, platform, package))
    return over(priced.prices.get((region, EVERY_PLATFORM, package)), own)
