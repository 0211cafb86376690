"""Earnings by kind of spending: diamonds per coin, a share of money, or a split, each in one way for a whole book."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.strategies.drawing import Drawer
from tests.strategies.lines import lines
from tests.strategies.values import NONE, Written, rates, texts
from tests.strategies.worlds import RULES, Layer, Path, World

KINDS = ("live", "video", "item")
SCOPES = texts("each", "total")
MONEY = texts("net", "proceeds")
BASES = texts("coins", "coins", "net", "proceeds")
MODES = texts("down", "half up", "half even", "up", "down", "half up to 10", "down to 5")
PER_COIN = ("1 per 2", "3 per 5", "0.5 each", "1 each", "0.3333 each", "7 per 11", "2 each", "1 per 1000")
WHOLE = ("1 each", "2 each", "4 per 2", "1 per 1")


@dataclass(frozen=True)
class Plan:
    """One kind of spending: which way its part is stated, who shares in a split, and who of them gets the rest.

    Where each coin gives whole diamonds, `exact`, no rounding is stated.
    """

    kind: str
    way: str
    named: list[str]
    rest: str
    exact: bool

    def leaves(self, drawer: Drawer) -> dict[Path, Callable[[], Written]]:
        """The values that the earnings of this kind need, by path."""
        path = ("earnings", self.kind)
        bases = {"diamonds": texts("coins"), "share": MONEY, "split": BASES}[self.way]
        modes = MODES if len(self.named) < 2 or self.way != "split" else texts("down", "down", "down to 10")
        found: dict[Path, Callable[[], Written]] = {
            (*path, "base"): lambda: drawer.one(bases),
            (*path, "rounding"): lambda: drawer.one(modes),
            (*path, "scope"): lambda: drawer.one(SCOPES),
        }
        if self.way == "diamonds":
            found[*path, "diamonds"] = lambda: NONE if drawer.maybe(5) else per_coin(drawer, whole=self.exact)
            if self.exact:
                del found[*path, "rounding"], found[*path, "scope"]
        elif self.way == "share":
            found[*path, "share"] = lambda: NONE if drawer.maybe(5) else rates(drawer)
        else:
            for name in self.named:
                found[*path, "split", name] = lambda: _part(drawer, len(self.named))
            found[*path, "split", self.rest] = lambda: Written("rest", "rest")
        return found


def per_coin(drawer: Drawer, whole: bool = False) -> Written:
    """Diamonds for a coin; `whole` ones need no rounding."""
    written = drawer.one(WHOLE if whole else PER_COIN)
    number, *rest = written.split(" ")
    return Written(Fraction(number) / (int(rest[1]) if rest[0] == "per" else 1), written)


def _part(drawer: Drawer, named: int) -> Written:
    """The share of one recipient: so small that those of all named ones are at most the whole."""
    if named == 1 and drawer.maybe(50):
        return rates(drawer)
    per_cent = drawer.one((30, 40, 50, 41, 10, 1, 0, 33))
    return Written(Fraction(per_cent, 100), f"{per_cent} %")


def state_earnings(world: World, stating_groups: list[str]) -> list[str]:
    """States the earnings of some kinds of spending; answers which."""
    drawer = world.drawer
    plans = [_plan(drawer, kind) for kind in drawer.some(KINDS, 1)]
    home = drawer.one(("rules", "country", "rules"))
    countries = [Layer("region", code) for code in world.regions if "-" not in code]
    for plan in plans:
        for layer in [RULES] if home == "rules" else countries:
            _state_whole(world, layer, plan)
    broad = [Layer("group", group) for group in stating_groups] + countries if home == "rules" else []
    for layer in [*broad, *(Layer("region", code) for code in world.regions if "-" in code)]:
        if world.markets(layer) and drawer.maybe(35):
            _change(world, layer, drawer.one(plans))
    return [plan.kind for plan in plans]


def counts_money(world: World) -> bool:
    """Whether any kind of spending ever earns a share of money."""
    every = (stroke for strokes in world.strokes.values() for stroke in strokes if stroke.path[0] == "earnings")
    return any(stroke.known in ("net", "proceeds") for stroke in every if stroke.path[-1] == "base")


def _plan(drawer: Drawer, kind: str) -> Plan:
    way = drawer.one(("diamonds", "share", "split"))
    others = drawer.some(("owner", "platform"), 1)
    rest = drawer.one((others[-1], others[-1], "creator"))
    named = [name for name in ("creator", *others) if name != rest]
    return Plan(kind, way, named, rest, exact=way == "diamonds" and drawer.maybe(25))


def _state_whole(world: World, layer: Layer, plan: Plan) -> None:
    for path, value in plan.leaves(world.drawer).items():
        varies = path[-1] not in (plan.rest, "base", "scope")
        world.put(layer, path, lines(world, layer, path, value, by_fact=varies))


def _change(world: World, layer: Layer, plan: Plan) -> None:
    """Says one value anew, or that nothing is earned."""
    drawer = world.drawer
    if drawer.maybe(15):
        path = drawer.one((("earnings", plan.kind), ("earnings",)))
        if world.can_state(layer, path):
            world.say(layer, path, NONE)
        return
    leaves = plan.leaves(drawer)
    path = drawer.one([path for path in leaves if path[-1] != plan.rest or plan.way != "split"])
    if world.can_state(layer, path) and world.always(layer, path):
        varies = path[-1] not in ("base", "scope")
        world.put(layer, path, lines(world, layer, path, leaves[path], False, by_fact=varies))
