"""Random books whose prices follow one another: derives of every layer, `as`, chains, points, bounds, factors, days."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.reference.small_worlds import texts_of
from tests.strategies.drawing import Draw, Drawer

REGIONS = ("us", "de", "fr", "jp", "br")
CURRENCY = {"us": "USD", "de": "EUR", "fr": "EUR", "jp": "JPY", "br": "BRL"}
PACKAGES = ("coins_100", "coins_1000")
PLATFORMS = ("ios", "web")
DAYS = ("2026-03-01", "2026-07-01", "2026-07-02T06:00Z")
"""The first two are days wherever they are read, the third one the same instant for all."""

POINTS = "{least: 0.99, most: 9999.99, step: 1.00}"
YEN = "{least: 50, most: 90000, step: 50}"
WAYS = "ways: {card: {name: Card, order: 1}, paypal: {name: PayPal, order: 2}}"
BY_WAY = "{by: purchase.way, is: {card: %s, paypal: %s}, other: %s}"


@dataclass
class Said:
    """What one file says, by its platform; "" for what is plain."""

    prices: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in ("", *PLATFORMS)})
    derive: dict[str, str] = field(default_factory=dict)
    rounding: dict[str, str] = field(default_factory=dict)
    more: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The lines of the file."""
        below = [f"  {name}: {{{self._keys(name)}}}" for name in PLATFORMS if self._keys(name)]
        plain = self._keys("").replace("; ", "\n")
        platforms = "\n".join(["platforms:", *below]) if below else ""
        return "\n".join([*self.more, *plain.splitlines(), platforms, ""])

    def _keys(self, platform: str) -> str:
        prices = ", ".join(f"{name}: {value}" for name, value in sorted(self.prices[platform].items()))
        pricing = [
            f"{key}: {values[platform]}"
            for key, values in (("rounding", self.rounding), ("derive", self.derive))
            if platform in values
        ]
        found = [f"prices: {{{prices}}}"] if prices else []
        found += [f"pricing: {{{', '.join(pricing)}}}"] if pricing else []
        return ("; " if not platform else ", ").join(found)


@dataclass(frozen=True)
class DerivedWorld:
    """A book, and what can be asked about it."""

    files: dict[str, str]
    regions: tuple[str, ...]


@st.composite
def derived_worlds(draw: Draw) -> DerivedWorld:
    """A book of up to four regions, in which prices are stated here and derived there."""
    drawer = Drawer(draw)
    regions = ("us", *drawer.some(REGIONS[1:], 1, 3))
    rules = Said(more=[_factors(drawer), "facts: {purchase.coins: {type: count}}"])
    rules.rounding[""] = drawer.one(("half up", "half up", "half even", "up", "down"))
    if drawer.maybe(30):
        rules.more.append(_points(drawer, regions))
        rules.rounding[""] = drawer.one(("half up to a price point", "up to a price point"))
    if drawer.maybe(50):
        rules.derive[drawer.one(("web", "web", ""))] = _dated(drawer, _derive(drawer, regions, None))
    own = {region: _region(drawer, region, regions) for region in regions}
    texts = {region: said.text() for region, said in own.items()}
    return DerivedWorld(texts_of(rules.text(), None, **texts), tuple(code.upper() for code in regions))


def _factors(drawer: Drawer) -> str:
    entries = {"US": "1", "BR": "0.5", "JP": "{begins: 2, 2026-07-01: 150 %}"}
    stated = [f"{region}: {entries[region]}" for region in drawer.some(tuple(entries))]
    return f"factors: {{table: {{{', '.join([*stated, 'other: 0.9'])}}}}}"


def _points(drawer: Drawer, regions: Sequence[str]) -> str:
    codes = sorted({CURRENCY[region] for region in regions})
    points = ", ".join(f"{code}: [{YEN if code == 'JPY' else POINTS}]" for code in codes)
    bounds = "price_bounds: {EUR: {least: 0.99, most: 249.99}}\n" if drawer.maybe(40) else ""
    return f"price_points: {{{points}}}\n{bounds}".strip()


def _region(drawer: Drawer, region: str, regions: Sequence[str]) -> Said:
    said = Said()
    source = region == "us"
    for package in PACKAGES:
        if drawer.maybe(90 if source else 40):
            said.prices[""][package] = _dated(drawer, _price(drawer, region, package, source=source))
        if drawer.maybe(20):
            on = drawer.one(PLATFORMS)
            said.prices[on][package] = _price(drawer, region, package, source=source)
    if not source and drawer.maybe(70):
        said.derive[""] = _dated(drawer, _derive(drawer, regions, region))
    if drawer.maybe(20):
        on = drawer.one(PLATFORMS)
        said.derive[on] = _derive(drawer, regions, region)
    if drawer.maybe(15):
        said.rounding[""] = drawer.one(("half up to 10", "down") if region == "jp" else ("half up to 0.05", "down"))
    if drawer.maybe(15):
        said.more.append("begins: 2026-03-01")
    return said


def _price(drawer: Drawer, region: str, package: str, *, source: bool) -> str:
    """Money in the region's currency; the price of the other package's coins; or one by a fact."""
    plain = [_money(drawer, region) for _ in range(3)]
    other = next(name for name in PACKAGES if name != package)
    kind = drawer.number(0, 9)
    if kind <= 5:
        return plain[0]
    if kind == 6:
        return "none" if not source else plain[0]
    if kind == 7:
        factor = drawer.one(("", ", factor: 0.95", ", factor: 3/4"))
        return f"{{as: {other}{factor}}}"
    if kind == 8:
        return f"{{by: buyer.member, is: {{yes: {plain[0]}}}, other: {drawer.one((plain[1], 'none'))}}}"
    return f"{{by: purchase.coins, from: {{0: {plain[0]}, 500: {plain[1]}}}}}"


def _money(drawer: Drawer, region: str) -> str:
    minor = drawer.one((99, 100, 199, 499, 1049, 1399, 4995, 9999))
    return f"{minor * 2}" if region == "jp" else f"{minor // 100}.{minor % 100:02d}"


def _derive(drawer: Drawer, regions: Sequence[str], region: str | None) -> str:
    """A derive that may lack something: then the book is wrong."""
    if region is None or drawer.maybe(25):
        source, elsewhere = f"{{platform: {drawer.one(PLATFORMS)}}}", False
    else:
        others = [code for code in regions if code != region]
        code, on = drawer.one(others).upper(), drawer.one(("", "", "ios"))
        source, elsewhere = (f"{{region: {code}, platform: {on}}}" if on else code), True
    parts = [f"from: {source}"]
    if elsewhere and drawer.maybe(95):
        parts += [f"fx: {drawer.one(('none', '2026-05-31', '2026-06-01'))}", f"tax: {drawer.one(('swap', 'keep'))}"]
    if drawer.maybe(60):
        parts.append(f"factor: {drawer.one(('0.75', '2', '110 %', 'table'))}")
    if drawer.maybe(20):
        parts.append(f"packages: [{drawer.one(PACKAGES)}]")
    return f"{{{', '.join(parts)}}}"


def _dated(drawer: Drawer, value: str) -> str:
    """A value, or one that begins later or ends."""
    kind = drawer.number(0, 9)
    if kind <= 6:
        return value
    day = drawer.one(DAYS)
    later = drawer.one(("none", "inherit")) if kind == 8 else value
    return f"{{begins: {value}, {day}: {later}}}" if kind < 9 else f"{{begins: none, {day}: {value}}}"
