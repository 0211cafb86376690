"""Plans for tests, and what the files of a layout come to, told by layers alone and without the engine."""

from collections.abc import Mapping
from datetime import date

from ratecard.currency import CURRENCIES
from ratecard.money import Money, amount_of
from ratecard.newbooks.grouping import GroupLayout
from ratecard.newbooks.plans import LibraryFacts, NewBookPlan
from ratecard.newbooks.sections import Section
from ratecard.sheets.packages import Package
from ratecard.sheets.timelines import BEGINS, Dated, Price, line_of

LIBRARY = LibraryFacts(
    edition="2026.11",
    currencies={
        **dict.fromkeys(("AT", "BE", "DE", "ES", "FR", "IT", "ME", "XK"), "EUR"),
        **dict.fromkeys(("CI", "SN"), "XOF"),
        **dict.fromkeys(("US", "EC", "PR", "US-NY"), "USD"),
        **{"JP": "JPY", "KW": "KWD", "PE": "PEN", "UY": "UYU", "GB": "GBP"},
    },
    groups={"euro": frozenset(("AT", "BE", "DE", "ES", "FR", "IT"))},
    platforms=("ios", "android", "web"),
)


def money(text: str) -> Money:
    """The money of "1.39 EUR"."""
    number, code = text.split()
    found = amount_of(number, CURRENCIES[code])
    assert found is not None
    return found


def line_told(text: str) -> Price | None:
    """The price over time of "1.39 EUR; 2026-07-01 none"."""
    first, *later = (None if part == "none" else part for part in text.split("; "))
    values: dict[date, Money | None] = {BEGINS: money(first) if first else None}
    for change in later:
        day, _, price = (change or "").partition(" ")
        values[date.fromisoformat(day)] = None if price == "none" else money(price)
    return line_of(values)


def plan_of(prices: Mapping[str, Mapping[str, str]], platforms: tuple[str, ...] = ("ios", "web")) -> NewBookPlan:
    """The plan of prices by region: {"DE": {"coins_100": "1.39 EUR", "web/coins_100": "1.29 EUR"}}.

    A price over time is "1.39 EUR; 2026-07-01 1.49 EUR; 2027-01-01 none".
    """
    vectors = {}
    for region, told in prices.items():
        vector: dict[tuple[str, str], Price] = {}
        for name, price in sorted(told.items(), key=lambda entry: "/" in entry[0]):
            platform, _, package = name.rpartition("/")
            for where in (platform,) if platform else platforms:
                line = line_told(price)
                vector.pop((where, package), None)
                if line is not None:
                    vector[where, package] = line
        vectors[region] = vector
    names = sorted({package for vector in vectors.values() for _, package in vector})
    return NewBookPlan(
        coin="",
        begins=date(2026, 1, 1),
        regions=tuple(prices),
        platforms=platforms,
        packages=tuple(sorted(Package(int(name.removeprefix("coins_")), name) for name in names or ["coins_100"])),
        prices=vectors,
    )


def said(layout: GroupLayout, plan: NewBookPlan) -> dict[str, dict[tuple[str, str], Price]]:
    """The prices that a layout's files come to, by region: the group first, then the country, then the region's own."""
    return {region: _shown(layout, plan, region) for region in plan.regions}


def _shown(layout: GroupLayout, plan: NewBookPlan, region: str) -> dict[tuple[str, str], Price]:
    country = region.partition("-")[0]
    layers = [
        group.section
        for group in layout.groups
        if country in (group.members or LIBRARY.groups[group.name]) or region in group.members
    ]
    assert len(layers) < 2, f"{region} is in several groups"
    codes = [country, region] if region != country and country in plan.prices else [region]
    layers += [layout.regions[code] for code in codes if code in layout.regions]
    found: dict[tuple[str, str], Price] = {}
    for layer in layers:
        for platform in plan.platforms:
            _paint(found, layer, platform)
    return found


def _paint(found: dict[tuple[str, str], Price], layer: Section, platform: str) -> None:
    for package, price in (*layer.prices.items(), *layer.by_platform.get(platform, {}).items()):
        painted = _painted(found.get((platform, package)), price)
        if painted is None:
            found.pop((platform, package), None)
        else:
            found[platform, package] = painted


def _painted(below: Price | None, above: Price | None) -> Price | None:
    """A price over the one below it, told day by day: its own from its first day on."""
    if not isinstance(above, Dated):
        return above
    lower = dict(below.changes) if isinstance(below, Dated) else {BEGINS: below}
    days = {day: price for day, price in lower.items() if day < above.changes[0][0]} | dict(above.changes)
    changes: list[tuple[date, Money | None]] = []
    for day in sorted(days):
        if not changes or changes[-1][1] != days[day]:
            changes.append((day, days[day]))
    if all(price is None for _, price in changes):
        return None
    return changes[0][1] if len(changes) == 1 else Dated(tuple(changes))
