"""Packages: what they hold, in which order they stand, and who may buy them."""

from collections.abc import Callable

from tests.strategies.conditions import conditions
from tests.strategies.drawing import Drawer
from tests.strategies.lines import lines
from tests.strategies.values import INHERIT, NONE, Tree, Word, Written, bonuses, coin_counts
from tests.strategies.ways import KINDS
from tests.strategies.worlds import RULES, Layer, World


def state_packages(world: World, stating_groups: list[str]) -> dict[str, str]:
    """States what packages hold. Answers which of them one country alone has, and which country that is."""
    drawer = world.drawer
    countries = [code for code in world.regions if "-" not in code]
    homes = {package: drawer.one(countries) for package in world.packages[1:] if drawer.maybe(15)}
    for package in world.packages:
        home = Layer("region", homes[package]) if package in homes else RULES
        _coins(world, home, package)
        _rest(world, home, package, 60)
    everywhere: list[str | None] = [None, *world.platforms]
    for platform in everywhere[1:]:
        _sometimes_change(world, RULES.on(platform), homes, 25)
    for group in stating_groups:
        for platform in everywhere:
            _sometimes_change(world, Layer("group", group, platform), homes, 40)
    for region in sorted(world.regions, key=lambda code: "-" in code):
        for platform in everywhere:
            _sometimes_change(world, Layer("region", region, platform), homes, 15)
    return homes


def _sometimes_change(world: World, layer: Layer, homes: dict[str, str], percent: int) -> None:
    """Changes what one package holds, about so often of a hundred times; not one that a single country has."""
    if world.markets(layer) and world.drawer.maybe(percent):
        package = world.drawer.one(world.packages)
        if package not in homes:
            _change(world, layer, package)


def _coins(world: World, layer: Layer, package: str, covering: bool = True) -> None:
    path = ("packages", package, "coins")
    world.put(layer, path, lines(world, layer, path, lambda: coin_counts(world.drawer), covering))


def _change(world: World, layer: Layer, package: str) -> None:
    if world.can_state(layer, ("packages", package, "coins")) and world.drawer.maybe(40):
        _coins(world, layer, package, covering=False)
    _rest(world, layer, package, 30)


def _most(drawer: Drawer) -> Written:
    """The greatest quantity of one purchase."""
    return NONE if drawer.maybe(10) else Written(most := drawer.one((1, 3, 50, 10_000)), str(most))


def _offer(world: World, layer: Layer, package: str, percent: int) -> None:
    """For which kinds of spending it is, how many may be bought at once, and its products in stores; each sometimes."""
    drawer = world.drawer
    kinds_at = ("packages", package, "kinds")
    if drawer.maybe(percent // 3) and world.can_state(layer, kinds_at):
        kinds = drawer.some(KINDS, 1)
        world.say(layer, kinds_at, Written(tuple(kinds), list[Tree](kinds)))
    most_at = ("packages", package, "quantity", "most")
    if drawer.maybe(percent // 4) and world.can_state(layer, most_at):
        world.put(layer, most_at, lines(world, layer, most_at, lambda: _most(drawer), by_fact=False))
    for platform in world.platforms:
        at = ("packages", package, "product", platform)
        if drawer.maybe(percent // 4) and world.can_state(layer, at):
            product = drawer.one((f"com.{package}", f"{package}.{layer.owner or 'all'}"))
            world.say(layer, at, Written(product, product))


def _rest(world: World, layer: Layer, package: str, percent: int) -> None:
    """Bonus, order, name and conditions, each sometimes."""
    drawer = world.drawer
    values: dict[str, Callable[[], Written]] = {
        "bonus": lambda: bonuses(drawer),
        "order": lambda: Written(number := drawer.number(0, 4), str(number)),
    }
    for key, value in values.items():
        path = ("packages", package, key)
        if drawer.maybe(percent) and world.can_state(layer, path):
            world.put(layer, path, lines(world, layer, path, value, drawer.maybe(70), by_fact=key == "bonus"))
    _offer(world, layer, package, percent)
    path = ("packages", package, "when")
    if drawer.maybe(percent * 2 // 3) and world.can_state(layer, path):
        word = drawer.one((None, None, None, NONE, INHERIT))
        world.say(layer, path, word or Written(Word.CONDITIONS, conditions(drawer)))
    if drawer.maybe(percent // 4) and world.can_state(layer, (*path[:2], "name")):
        world.write(layer, (*path[:2], "name"), "A sack")
