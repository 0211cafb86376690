"""Books with promotions: together, exclusive, limited, by package, dated, by facts, with codes; to steps and points.

They are small, of one to three regions that share a group, so that many are drawn in little time. What they hold is in
no other book of these strategies: prices stay small enough for every price point.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import yaml
from hypothesis import strategies as st

from tests.strategies.drawing import Draw, Drawer
from tests.strategies.promotion_worlds import LIMITS, REGIONS, WAYS, Promising, money

IDS = ("club", "double", "friday", "sale", "welcome", "winter")
CODES = ("WELCOME10", "Zwei Euro", "ÄBC")
RATES = ("20 %", "10 %", "25 %", "50 %", "100 %", "1/3", "5 %", "250 bps", "1 %", "0 %", "99 %")
BONUSES = ("100 %", "10 %", "1/3", "5", "50", "5 %", "0", "1000")
STARTS = ("2025-03-01", "2025-12-20", "2026-03-29", "2026-07-01T12:00:00Z", "autumn", "2024-01-01")
ENDS = ("2026-11-30", "2026-10-24", "2027-03-27", "christmas")
DATED = ("2026-01-01", "2026-03-29", "2026-08-01", "2026-11-15")


@dataclass(frozen=True)
class Book:
    """The texts of a book, and what questions about it may name. `limits` are ids with their most, unit and `of`."""

    files: Mapping[str, str]
    regions: tuple[str, ...]
    platforms: tuple[str, ...]
    codes: tuple[str, ...]
    limits: tuple[tuple[str, int, str, bool], ...]
    coins: Mapping[str, int]

    def __repr__(self) -> str:
        return "\n".join(f"--- {path}\n{text}" for path, text in self.files.items())


@st.composite
def promoted_books(draw: Draw, by_unit: bool = False) -> Book:
    """A book with one to six promotions. `by_unit`: all is by unit, whatever the quantity is."""
    drawer = Drawer(draw)
    world = Promising(drawer, by_unit)
    codes: list[str] = []
    for promotion in drawer.some(IDS, drawer.one((1, 2, 3))):
        _state(world, promotion, codes)
    _limit_buyers(world)
    files = {path: yaml.safe_dump(tree, sort_keys=False, allow_unicode=True) for path, tree in world.files().items()}
    limits = tuple((name, *limit) for name, limit in sorted(world.limits.items()))
    return Book(files, tuple(world.regions), world.platforms, tuple(codes), limits, world.coins)


def _state(world: Promising, promotion: str, codes: list[str]) -> None:
    """States one promotion in one layer, and sometimes changes it in a narrower one."""
    drawer = world.drawer
    home = drawer.one(world.homes()[:2]) if drawer.maybe(50) else drawer.one(world.homes())
    region = home.split("/")[0] if home.split("/")[0] in world.regions else None
    own: dict[str, object] = _benefits(world, region)
    by_package = any(isinstance(value, dict) and set(value) <= {"c", "d"} for value in own.values())
    if not by_package and drawer.maybe(30):
        own["packages"] = drawer.some(("c", "d"), 1)
    if drawer.maybe(25):
        own["from"] = drawer.one(STARTS)
    if drawer.maybe(30):
        own["before" if drawer.maybe(30) else "last_day"] = drawer.one(ENDS)
    several = {} if world.by_unit else {"purchase.quantity": {"at least": "3"}}
    if drawer.maybe(35):
        own["when"] = drawer.one(
            (
                {"buyer.member": "yes"},
                {"buyer.level": {"at least": "5"}},
                {"any": [{"buyer.member": "yes"}, {"buyer.level": {"above": "2"}}]},
                {"purchase.way": drawer.one(WAYS)},
                {"any": [{"purchase.way": "paypal"}, {"buyer.member": "yes"}]},
                {"purchase.coins": {"below": "1000"}, **several},
            )
        )
    if drawer.maybe(25):
        own["code"] = _code(drawer, codes)
    own |= {"exclusive": "yes"} if drawer.maybe(30) else {}
    own |= {"replaces": "package bonus"} if "bonus" in own and drawer.maybe(50) else {}
    if drawer.maybe(45):
        own["limits"] = {name: _limit(world, promotion, name) for name in drawer.some(("each", "campaign"), 1)}
    world.state(home, promotion, own)
    if drawer.maybe(30):
        _change(world, promotion, home, own)


def _benefits(world: Promising, region: str | None) -> dict[str, object]:
    """What a promotion gives: a discount, a bonus or a price, or a bonus beside one of the others."""
    drawer = world.drawer
    found: dict[str, object] = {}
    kind = drawer.one(("discount", "bonus", "price", "both"))
    if kind == "price" and region is not None:
        found["price"] = {"c": world.price(region, 80)} if drawer.maybe(50) else world.price(region, 90)
    elif kind != "bonus":
        found["discount"] = _value(world, RATES, region)
    if kind in ("bonus", "both"):
        found["bonus"] = _value(world, BONUSES, None)
    return found


def _value(world: Promising, options: tuple[str, ...], region: str | None) -> object:
    """A value, for all or by package; sometimes dated or by a fact, sometimes money."""
    drawer = world.drawer
    if drawer.maybe(20):
        return {package: _one(world, options, region) for package in drawer.some(("c", "d"), 1)}
    return _one(world, options, region)


def _one(world: Promising, options: tuple[str, ...], region: str | None) -> object:
    drawer = world.drawer
    if region is not None and drawer.maybe(30):
        return world.money_off(region)
    if drawer.maybe(12):
        return {"begins": drawer.one(options), drawer.one(DATED): drawer.one(options)}
    if drawer.maybe(12):
        table = {"0": drawer.one(options), "5": drawer.one(options)}
        other = {"other": drawer.one(options)} if drawer.maybe(40) else {}
        return {"by": "buyer.level", "from": table, **other}
    if drawer.maybe(12):
        by_quantity = () if world.by_unit else (("purchase.quantity", "2"),)
        by, start = drawer.one((("purchase.coins", "100"), *by_quantity))
        return {"by": by, "from": {"0": drawer.one(options), start: drawer.one(options)}}
    if drawer.maybe(12):
        return {"by": "purchase.way", "is": {drawer.one(WAYS): drawer.one(options)}, "other": drawer.one(options)}
    return drawer.one(options)


def _code(drawer: Drawer, codes: list[str]) -> str:
    code = drawer.one(CODES)
    codes.append(code)
    if drawer.maybe(30):
        folded = "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in code)
        return f"sha256:{sha256(folded.encode()).hexdigest()}"
    return code


def _limit(world: Promising, promotion: str, name: str) -> dict[str, object]:
    """A limit of one promotion, which questions can say the use of."""
    drawer = world.drawer
    most, unit = drawer.one(tuple(limit for limit in LIMITS if not world.by_unit or limit[1] != "purchase"))
    found: dict[str, object] = {"most": f"{most} {unit}" if most == 1 else f"{most} {unit}s"}
    if drawer.maybe(10):
        found["most"] = {"by": "buyer.member", "is": {"yes": found["most"], "no": f"{most + 1} {unit}s"}}
    if drawer.maybe(40):
        found["per"] = drawer.one(("calendar day", "rolling 24 hours", *(() if world.by_unit else ("purchase",))))
    of_package = drawer.maybe(40)
    if of_package or drawer.maybe(20):
        found["of"] = "package" if of_package else drawer.one(("everyone", "way"))
    world.limits[f"promotions.{promotion}.limits.{name}"] = (most, unit, of_package)
    return found


def _limit_buyers(world: Promising) -> None:
    """States what buyers may buy: a number of units or coins everywhere, and an amount of money in one region."""
    drawer = world.drawer
    if drawer.maybe(25):
        most, unit = drawer.one(
            ((12, "unit"), (3, "unit"), (100_000, "coin"), *(() if world.by_unit else ((2, "purchase"),)))
        )
        limit: dict[str, object] = {"most": f"{most} {unit}s", "per": drawer.one(("calendar week", "rolling 30 days"))}
        of_package = drawer.maybe(30)
        limit |= {"of": ["package", "everyone"]} if of_package else {}
        world.trees["rules/limits.yaml"] = {"purchases": {"limits": {"weekly": limit}}}
        world.limits["purchases.limits.weekly"] = (most, unit, of_package)
    region = drawer.one(world.regions)
    if drawer.maybe(25) and region != "BG":
        currency, minor = REGIONS[region][2][0], drawer.one((2000, 500, 20_000))
        low, high = (f"{money(number, currency)} {currency}" for number in (minor, 2 * minor))
        choices: tuple[object, ...] = (
            low,
            low,
            {"by": "buyer.member", "is": {"yes": high}, "other": low},
            {"by": "buyer.member", "is": {"yes": high, "no": low}},
        )
        limit = {
            "most": drawer.one(choices),
            "per": drawer.one(("calendar month", "calendar month" if world.by_unit else "purchase")),
        }
        world.trees[f"regions/{region.lower()}.yaml"]["packages"] = {"c": {"limits": {"monthly": limit}}}
        world.limits["packages.c.limits.monthly"] = (minor, currency, False)


def _change(world: Promising, promotion: str, home: str, own: Mapping[str, object]) -> None:
    """Changes a promotion in a layer that is narrower than its home."""
    drawer = world.drawer
    narrower = [layer for layer in world.homes() if world.rank(layer) > world.rank(home)]
    if not narrower:
        return
    layer = drawer.one(narrower)
    changes: tuple[object, ...] = ("none", {"discount": "20 %"}, {"bonus": "5"})
    if "packages" not in own or layer.partition("/")[0] != home.partition("/")[0]:  # not twice in one file
        changes = (*changes, {"discount": {"c": "50 %"}})
    if "last_day" not in own and "before" not in own:
        changes = (*changes, {"last_day": "2026-12-31"})
    world.state(layer, promotion, drawer.one(changes))
