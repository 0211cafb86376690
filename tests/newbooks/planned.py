"""Plans for tests, and what the files of a layout come to, told by layers alone and without the engine."""

from collections.abc import Mapping
from datetime import date

from ratecard.currency import CURRENCIES
from ratecard.money import Money, amount_of
from ratecard.newbooks.grouping import Layout
from ratecard.newbooks.plans import LibraryFacts, Plan
from ratecard.newbooks.sections import Section
from ratecard.sheets.packages import Package

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


def plan_of(prices: Mapping[str, Mapping[str, str]], platforms: tuple[str, ...] = ("ios", "web")) -> Plan:
    """The plan of prices by region: {"DE": {"coins_100": "1.39 EUR", "web/coins_100": "1.29 EUR"}}."""
    vectors = {}
    for region, told in prices.items():
        vector: dict[tuple[str, str], Money] = {}
        for name, price in sorted(told.items(), key=lambda entry: "/" in entry[0]):
            platform, _, package = name.rpartition("/")
            for where in (platform,) if platform else platforms:
                if price == "none":
                    vector.pop((where, package), None)
                else:
                    vector[where, package] = money(price)
        vectors[region] = vector
    names = sorted({package for vector in vectors.values() for _, package in vector})
    return Plan(
        coin="",
        begins=date(2026, 1, 1),
        regions=tuple(prices),
        platforms=platforms,
        packages=tuple(sorted(Package(int(name.removeprefix("coins_")), name) for name in names or ["coins_100"])),
        prices=vectors,
    )


def said(layout: Layout, plan: Plan) -> dict[str, dict[tuple[str, str], Money]]:
    """The prices that a layout's files come to, by region: the group first, then the country, then the region's own."""
    return {region: _shown(layout, plan, region) for region in plan.regions}


def _shown(layout: Layout, plan: Plan, region: str) -> dict[tuple[str, str], Money]:
    country = region.partition("-")[0]
    layers = [
        group.section
        for group in layout.groups
        if country in (group.members or LIBRARY.groups[group.name]) or region in group.members
    ]
    assert len(layers) < 2, f"{region} is in several groups"
    codes = [country, region] if region != country and country in plan.prices else [region]
    layers += [layout.regions[code] for code in codes if code in layout.regions]
    found: dict[tuple[str, str], Money] = {}
    for layer in layers:
        for platform in plan.platforms:
            _paint(found, layer, platform)
    return found


def _paint(found: dict[tuple[str, str], Money], layer: Section, platform: str) -> None:
    for package, price in (*layer.prices.items(), *layer.by_platform.get(platform, {}).items()):
        if price is None:
            found.pop((platform, package), None)
        else:
            found[platform, package] = price
