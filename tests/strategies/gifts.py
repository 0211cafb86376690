"""Gifts: what they cost, for which kinds of spending they are, who may send them; and what tells their worth."""

from collections.abc import Callable, Sequence

from tests.strategies.conditions import conditions
from tests.strategies.drawing import Drawer
from tests.strategies.lines import lines
from tests.strategies.taxes import exponent_least
from tests.strategies.values import INHERIT, NONE, Tree, Word, Written, roundings
from tests.strategies.worlds import RULES, Layer, World

GIFTS = ("rose", "castle", "heart")
RARITIES = ("common", "rare")
COINS = (100, 1, 5, 27, 99, 130, 150, 250, 999, 1000, 20_000, 2**53 + 1)


def state_gifts(world: World, kinds: Sequence[str], stating_groups: list[str], has_worth: bool) -> list[str]:
    """States gifts for these kinds of spending, and mostly the worth of coins, if not always; answers their ids."""
    drawer = world.drawer
    for order, rarity in enumerate(RARITIES):
        world.write(RULES, ("rarities", rarity), {"name": rarity, "order": str(order)})
    names = drawer.some(GIFTS, 1)
    for name in names:
        _state_coins(world, RULES, name, covering=True)
        path = ("gifts", name, "kinds")
        world.put(RULES, path, lines(world, RULES, path, lambda: _kinds(drawer, kinds), by_fact=False, inherits=False))
        _state_rest(world, RULES, name, 40)
    state_worth(world, RULES, 100 if has_worth else 70)
    everywhere: list[str | None] = [None, *world.platforms]
    layers = [RULES.on(platform) for platform in world.platforms]
    layers += [Layer("group", group, platform) for group in stating_groups for platform in everywhere]
    for region in sorted(world.regions, key=lambda code: "-" in code):
        layers += [Layer("region", region, platform) for platform in everywhere]
    for layer in layers:
        if world.markets(layer) and drawer.maybe(25):
            _change(world, layer, drawer.one(names), kinds)
        if world.markets(layer):
            state_worth(world, layer, 5)
    return names


def _kinds(drawer: Drawer, kinds: Sequence[str]) -> Written:
    listed = drawer.some(kinds, 1)
    if drawer.maybe(50):
        listed.reverse()
    return Written(tuple(listed), list[Tree](listed))


def _state_coins(world: World, layer: Layer, name: str, covering: bool) -> None:
    drawer = world.drawer

    def value() -> Written:
        return NONE if drawer.maybe(6) else Written(number := drawer.one(COINS), str(number))

    path = ("gifts", name, "coins")
    world.put(layer, path, lines(world, layer, path, value, covering))


def _state_rest(world: World, layer: Layer, name: str, percent: int) -> None:
    """Level, conditions and rarity, each sometimes."""
    drawer = world.drawer
    values: dict[str, Callable[[], Written]] = {
        "level": lambda: NONE if drawer.maybe(20) else Written(number := drawer.one((5, 20)), str(number)),
        "rarity": lambda: Written(rarity := drawer.one(RARITIES), rarity),
    }
    for key, value in values.items():
        path = ("gifts", name, key)
        if drawer.maybe(percent) and world.can_state(layer, path):
            world.put(layer, path, lines(world, layer, path, value, drawer.maybe(70), by_fact=False))
    path = ("gifts", name, "when")
    if drawer.maybe(percent // 2) and world.can_state(layer, path):
        word = drawer.one((None, None, NONE, INHERIT))
        known = {fact: kind for fact, kind in world.facts.items() if not fact.startswith("lot.")}
        world.say(layer, path, word or Written(Word.CONDITIONS, conditions(drawer, 1, known)))


def _change(world: World, layer: Layer, name: str, kinds: Sequence[str]) -> None:
    """Says some of it anew, or that the gift is not there."""
    drawer = world.drawer
    if drawer.maybe(10) and world.can_state(layer, ("gifts", name)):
        world.say(layer, ("gifts", name), NONE)
        return
    cleared = not world.always(layer, ("gifts", name, "kinds"))
    if not cleared and drawer.maybe(60) and world.can_state(layer, ("gifts", name, "coins")):
        _state_coins(world, layer, name, covering=False)
    path = ("gifts", name, "kinds")
    if not cleared and drawer.maybe(20) and world.can_state(layer, path):
        world.put(
            layer, path, lines(world, layer, path, lambda: _kinds(drawer, kinds), False, by_fact=False, inherits=False)
        )
    if not cleared:
        _state_rest(world, layer, name, 25)


def state_worth(world: World, layer: Layer, percent: int) -> None:
    """States the package at whose price the worth of coins is told, or that none is."""
    drawer = world.drawer
    if not drawer.maybe(percent) or not world.can_state(layer, ("worth_at", "package")):
        return
    if layer.kind != "rules" and drawer.maybe(30):
        world.say(layer, ("worth_at",), NONE)
        return
    least = exponent_least(world, layer)
    values: dict[str, Callable[[], Written]] = {
        "package": lambda: Written(package := drawer.one(world.packages), package),
        "rounding": lambda: roundings(drawer, least),
    }
    for key, value in values.items():
        path = ("worth_at", key)
        world.put(layer, path, lines(world, layer, path, value, by_fact=False))
