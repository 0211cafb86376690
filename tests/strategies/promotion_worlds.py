"""The small worlds of books with promotions: regions with prices, taxes and commission, and what layers state."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.strategies.drawing import Drawer

Tree = dict[str, object]

RULES = "rules"
EXPONENTS = {"EUR": 2, "BGN": 2, "JPY": 0, "KWD": 3}
REGIONS: dict[str, tuple[object, str, tuple[str, ...]]] = {
    "DE": ("EUR", "Europe/Berlin", ("EUR",)),
    "BG": ({"begins": "BGN", "2026-01-01": "EUR"}, "Europe/Sofia", ("BGN", "EUR")),
    "JP": ("JPY", "Asia/Tokyo", ("JPY",)),
    "KW": ("KWD", "Asia/Kuwait", ("KWD",)),
    "LB": ("EUR", "Asia/Beirut", ("EUR",)),
}
"""Currency, zone, and the currencies that it has one after the other, the second from 2026 on."""

WAYS = ("card", "paypal")
"""The ways of paying of one of the platforms, the one that is taken untold first."""

MINORS = (1000, 1999, 399, 1399, 5, 100, 9999, 50, 99, 1049, 2500)
LIMITS = ((1, "unit"), (3, "unit"), (10, "unit"), (250, "coin"), (9_999, "unit"), (1, "purchase"), (5_000, "coin"))
ROUNDINGS = ("half up", "half even", "down", "up", "half up to 10", "down to 5")
POINTS: Tree = {
    "EUR": [
        "0.05",
        {"least": "0.49", "most": "9.99", "step": "0.50"},
        {"least": "10.99", "most": "199.99", "step": "1"},
    ],
    "BGN": [{"least": "0.99", "most": "299.99", "step": "1.00"}],
    "JPY": ["5", {"least": "10", "most": "20000", "step": "10"}],
    "KWD": [{"least": "0.250", "most": "99", "step": "0.250"}],
}
BOUNDS: Tree = {
    "EUR": {"least": "0.03", "most": "199.99"},
    "JPY": {"least": "1", "most": "20000"},
}
LEAST_PRICE = 3
"""The least promoted price in minor units, which no bounds are above."""

TAXES: tuple[Tree, ...] = (
    {"display": "inclusive", "lines": {"vat": {"rate": "19 %"}}},
    {"display": "exclusive", "lines": {"vat": {"rate": "10 %"}}},
    {"display": "inclusive", "lines": {"gst": {"rate": "5 %"}, "pst": {"rate": "9.975 %"}}, "rounded": "each line"},
    {"display": "exclusive", "lines": {"gst": {"rate": "5 %"}, "pst": {"rate": "9.975 %"}}, "rounded": "together"},
)
CUTS: tuple[Tree, ...] = (
    {"fee": {"rate": "30 %", "base": "net"}},
    {"fee": {"rate": "15 %", "base": "gross"}},
    {"fee": {"rate": "30 %", "base": "net"}, "tax": {"rate": "2.9 %", "base": "proceeds", "kind": "tax"}},
)


def money(minor: int, currency: str) -> str:
    """An amount without its currency: 1,999 cents are 19.99."""
    decimals = EXPONENTS[currency]
    digits = str(minor).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def prices(minors: tuple[int, ...], currencies: tuple[str, ...]) -> object:
    """An amount in the currency of a region; of two, the second from 2026 on."""
    if len(currencies) == 1:
        return money(minors[0], currencies[0])
    return {"begins": money(minors[0], currencies[0]), "2026-01-01": money(minors[-1], currencies[1])}


@dataclass
class Promising:
    """What the files of a book with promotions say. A layer is `rules`, `club` or a region, or one on a platform."""

    drawer: Drawer
    by_unit: bool
    regions: list[str] = field(init=False)
    platforms: tuple[str, ...] = ("ios", "web")
    coins: dict[str, int] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)
    limits: dict[str, tuple[int, str, bool]] = field(default_factory=dict)
    stated: dict[str, Tree] = field(default_factory=dict)

    def __post_init__(self) -> None:
        drawer = self.drawer
        self.regions = drawer.some(tuple(REGIONS), 1, 3)
        self.coins = {package: drawer.one((100, 7, 60, 1000, 10_000)) for package in ("c", "d")}
        self.trees["rules/book.yaml"] = self._header()
        self.trees["rules/money.yaml"] = {"tax": self._tax(), "commission": self._commission(), **self._pricing()}
        for region in self.regions:
            currency, zone, currencies = REGIONS[region]
            own: Tree = {"region": region, "currency": currency, "time_zone": zone, "groups": ["club"]}
            own["prices"] = {
                package: prices((drawer.one(MINORS), drawer.one(MINORS)), currencies)
                for package in ("c", *(("d",) if drawer.maybe(80) else ()))
            }
            self.trees[f"regions/{region.lower()}.yaml"] = own
        self.trees["regions/groups/club.yaml"] = {"group": "club"}

    def _header(self) -> Tree:
        drawer = self.drawer
        bonuses = ("none", "10", "16 %", "1600")
        return {
            "begins": "2025-01-01",
            "languages": ["en"],
            "dates": {"autumn": "2026-09-01", "christmas": drawer.one(("2026-12-24", "never"))},
            "facts": {"buyer.member": {"type": "yes or no"}, "buyer.level": {"type": "count"},
                      "purchase.coins": {"type": "count"}, "purchase.quantity": {"type": "count"}},
            "units": {"coin": {"name": {"en": {"one": "coin", "other": "coins"}},
                               "price": {"rounding": "half up", "extra_digits": "3"}}},
            "platforms": {"ios": {"name": "ios"}, "web": {"name": "web", "ways": {way: {"name": way} for way in WAYS}}},
            "packages": {
                package: {"coins": str(coins), "bonus": drawer.one(bonuses)} for package, coins in self.coins.items()
            },
        }  # fmt: skip

    def _scope(self) -> str:
        return "unit" if self.by_unit or self.drawer.maybe(50) else "order"

    def _tax(self) -> object:
        if self.drawer.maybe(20):
            return "none"
        own = {"collected_by": self.drawer.one(("store", "seller")), "per": self._scope()}
        return {**self.drawer.one(TAXES), **own, "rounding": self.drawer.one(("half up", "down"))}

    def _commission(self) -> object:
        if self.drawer.maybe(20):
            return "none"
        return {"rounding": self.drawer.one(("half up", "down")), "per": self._scope(), "lines": self.drawer.one(CUTS)}

    def _pricing(self) -> Tree:
        if self.drawer.maybe(40):
            found: Tree = {"pricing": {"rounding": "half up to a price point"}, "price_points": POINTS}
        else:
            found = {"pricing": {"rounding": self.drawer.one(ROUNDINGS)}}
        return found | ({"price_bounds": BOUNDS} if self.drawer.maybe(30) else {})

    def homes(self) -> list[str]:
        """The layers that may state something, the broadest first."""
        return [
            layer if platform is None else f"{layer}/{platform}"
            for layer in (RULES, "club", *self.regions)
            for platform in (None, *self.platforms)
        ]

    def rank(self, layer: str) -> int:
        """How narrow a layer is. Two regions are one as narrow as the other, and so are two platforms."""
        owner, _, platform = layer.partition("/")
        return 2 * {RULES: 0, "club": 1}.get(owner, 2) + bool(platform)

    def price(self, region: str, most_percent: int, least: int = LEAST_PRICE) -> object:
        """An amount in a region's currency for any instant, up to so many hundredths of 20.00."""
        minors = tuple(self.drawer.number(least, 20 * most_percent) for _ in range(2))
        return prices(minors, REGIONS[region][2])

    def money_off(self, region: str) -> object:
        """An amount as by `price`, up to a fifth of 20.00. A whole number names its currency: 20 could be 20 %."""
        amount = self.price(region, 20, least=1)
        return f"{amount} {REGIONS[region][2][0]}" if isinstance(amount, str) and amount.isdigit() else amount

    def state(self, layer: str, promotion: str, what: object) -> None:
        """States a promotion in a layer."""
        self.stated.setdefault(layer, {})[promotion] = what

    def files(self) -> dict[str, Tree]:
        """The trees of all files by path."""
        found = dict(self.trees)
        for layer, promotions in self.stated.items():
            owner, _, platform = layer.partition("/")
            path = f"rules/promotions_{platform or 'everywhere'}.yaml" if owner == RULES else self._file(owner)
            tree = dict(found.get(path, {}))
            if platform:
                below = dict(self._platforms(tree))
                below[platform] = {"promotions": promotions}
                tree["platforms"] = below
            else:
                tree["promotions"] = promotions
            found[path] = tree
        return found

    def _platforms(self, tree: Tree) -> Iterator[tuple[str, object]]:
        platforms = tree.get("platforms", {})
        assert isinstance(platforms, dict)
        yield from platforms.items()

    def _file(self, owner: str) -> str:
        return "regions/groups/club.yaml" if owner == "club" else f"regions/{owner.lower()}.yaml"
