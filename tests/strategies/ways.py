"""Ways of paying, and the facts that are of a question itself: which there are, and what may vary by them."""

from collections.abc import Mapping

from ratecard.instants import Instant
from ratecard.terms.facts import FactValue
from tests.strategies.drawing import Drawer
from tests.strategies.values import Facts, Tree, Written
from tests.strategies.worlds import RULES, Layer, Path, World, only_currency

WAY, KIND = "purchase.way", "purchase.kind"
KINDS = ("subscription", "season")
WAYS = ("card", "paypal", "store")

OF_QUESTION: dict[str, tuple[str, tuple[str, ...]]] = {
    "purchase.coins": ("count", ("0", "3", "500", "1000")),
    "purchase.quantity": ("count", ("0", "2", "10")),
    "purchase.amount": ("money", ()),
    KIND: ("one of", KINDS),
}
"""The facts of a purchase that the engine states, each with its type and some values."""


def state_ways(world: World) -> None:
    """Declares the facts of purchases, and states which ways of paying some platforms have, and in which order."""
    for fact, (kind, values) in OF_QUESTION.items():
        of: dict[str, Tree] = {"of": list[Tree](values)} if kind == "one of" else {}
        world.write(RULES, ("facts", fact), {"type": kind, **of})
    drawer = world.drawer
    for platform in world.platforms:
        world.ways[platform] = drawer.some(WAYS, 1) if drawer.maybe(60) else []
        for way in world.ways[platform]:
            world.write(RULES.on(platform), ("ways", way, "name"), way.title())
            _order(world, RULES.on(platform), way, 60)
            for code in world.regions:
                _order(world, Layer("region", code, platform), way, 10)


def _order(world: World, layer: Layer, way: str, percent: int) -> None:
    if world.drawer.maybe(percent):
        order = world.drawer.number(0, 3)
        world.say(layer, ("ways", way, "order"), Written(order, str(order)))


def usual_way(world: World, region: str, platform: str, at: int) -> str | None:
    """The way that is taken where none is told; None where there is none."""
    orders: list[tuple[int, str]] = []
    for way in world.ways.get(platform, ()):
        shown = world.shows((region, platform), ("ways", way, "order"), at)
        orders.append((shown if isinstance(shown, int) else 10**18, way))
    return min(orders)[1] if orders else None


def with_usual_way(
    world: World, region: str, platform: str, at: int, facts: Mapping[str, FactValue]
) -> Mapping[str, FactValue]:
    """The facts, and the way that is taken where they tell none."""
    way = usual_way(world, region, platform, at)
    return {WAY: way, **facts} if way is not None else facts


def told_way(drawer: Drawer, world: World, platform: str, at: Instant) -> dict[str, FactValue]:
    """Mostly no way, often one of the platform, now and then one that it has not, or a fact that nobody states."""
    ways = world.ways.get(platform, [])
    if drawer.maybe(3):
        return {drawer.one(tuple(OF_QUESTION)): int(at) % 1000}
    if drawer.maybe(3):
        return {WAY: drawer.one((*WAYS, "cash"))}
    return {WAY: drawer.one(ways)} if ways and drawer.maybe(50) else {}


def facts_of_question(world: World, layer: Layer, path: Path) -> Facts:
    """The facts of a purchase that a value may vary by: what is settled before it."""
    key, currency = path[0], only_currency(world)
    names = {
        "prices": {"purchase.coins", "purchase.quantity"},
        "tax": set(OF_QUESTION),
        "commission": set(OF_QUESTION),
    }.get(key, {"purchase.quantity"} if path[2:] in (("coins",), ("bonus",)) and key == "packages" else set())
    found = {name: OF_QUESTION[name] for name in OF_QUESTION if name in names and name != "purchase.amount"}
    if "purchase.amount" in names and currency is not None:
        found["purchase.amount"] = ("money", tuple(f"{number} {currency}" for number in (0, 1, 5, 100)))
    ways = sorted({way for platform in _platforms(world, layer) for way in world.ways.get(platform, ())})
    if ways and key in ("prices", "tax", "commission"):
        found[WAY] = ("one of", tuple(ways))
    return found


def needing_other(world: World, layer: Layer) -> set[str]:
    """The facts of which not every value has a name: a choice by one says what holds otherwise."""
    everywhere = all(world.ways.get(platform) for platform in _platforms(world, layer))
    return {KIND} if everywhere else {KIND, WAY}


def _platforms(world: World, layer: Layer) -> list[str]:
    return [layer.platform] if layer.platform else world.platforms
