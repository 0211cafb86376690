"""Prices: in any layer, plain or for a platform, always in the currency of every market that they reach."""

from tests.strategies.lines import lines, money_lines
from tests.strategies.moments import Moment
from tests.strategies.values import EXPONENTS, NONE, amounts
from tests.strategies.worlds import RULES, Layer, Region, World, only_currency


def state_prices(world: World, homes: dict[str, str], stating_groups: list[str]) -> None:
    """States prices of every package. `homes` are packages that one country alone sells."""
    for package in world.packages:
        hidden = _state_broadly(world, package, package not in homes)
        for group in stating_groups if package not in homes else ():
            _state_in_group(world, group, package)
        for region in list(world.regions.values()):
            if "-" not in region.code:
                sold = homes.get(package, region.code) == region.code
                _state_in_country(world, region, package, sold, hidden)
    for region in list(world.regions.values()):
        if "-" in region.code:
            _state_in_subdivision(world, region, homes)


def _state_broadly(world: World, package: str, everywhere: bool) -> bool:
    """A price under rules/; True where it must be hidden by every country, since it is not meant for it."""
    drawer = world.drawer
    if not drawer.maybe(25):
        return False
    currency = only_currency(world)
    layer = RULES.on(drawer.one([None, *world.platforms]))
    path = ("prices", package)
    if currency is not None and everywhere and drawer.maybe(70):
        world.put(layer, path, money_lines(world, layer, path, [(None, currency)], False, bare=False))
        return False
    other = drawer.one(tuple(EXPONENTS))
    world.put(layer, path, lines(world, layer, path, lambda: amounts(drawer, other, bare=False), covering=False))
    return True


def _state_in_group(world: World, group: str, package: str) -> None:
    """A group's price, where all of its members have one currency for as long as they are members."""
    drawer = world.drawer
    codes = {
        code
        for region in world.regions.values()
        for window in region.windows(group)
        for code in _within(region, window)
    }
    if len(codes) != 1 or not drawer.maybe(40):
        return
    currency = codes.pop()
    layer, path = Layer("group", group, drawer.one([None, None, *world.platforms])), ("prices", package)
    bare = world.group_currencies.get(group) == currency
    world.put(layer, path, money_lines(world, layer, path, [(None, currency)], False, bare))


def _within(region: Region, window: tuple[Moment | None, Moment | None]) -> set[str]:
    """The currencies that a region has between two moments."""
    opens, closes = window
    ends = [*(moment for moment, _ in region.stretches[1:]), None]
    return {
        code
        for (start, code), end in zip(region.stretches, ends, strict=True)
        if not (start and closes and start.day >= closes.day) and not (end and opens and end.day <= opens.day)
    }


def _state_in_country(world: World, region: Region, package: str, sold: bool, hidden: bool) -> None:
    drawer, path = world.drawer, ("prices", package)
    layer = Layer("region", region.code)
    if not sold:
        if hidden:
            world.say(layer, path, NONE)
        return
    plain = hidden or bool(region.billing) or drawer.maybe(85)
    if plain:
        covering = hidden or bool(region.billing) or drawer.maybe(70)
        world.put(layer, path, money_lines(world, layer, path, region.stretches, covering, bare=True))
    for platform in world.platforms:
        billed = platform in region.billing
        if billed or drawer.maybe(25):
            stated = layer.on(platform)
            stretches = region.currencies(platform)
            world.put(stated, path, money_lines(world, stated, path, stretches, billed or drawer.maybe(50), bare=True))


def _state_in_subdivision(world: World, region: Region, homes: dict[str, str]) -> None:
    """Prices of a subdivision. Where its country bills a platform in another currency it speaks by platform only."""
    drawer = world.drawer
    country = region.code.partition("-")[0]
    for package in world.packages:
        path = ("prices", package)
        if homes.get(package, country) != country or not drawer.maybe(30):
            continue
        platforms: list[str | None] = [*world.platforms] if region.billing else [None, *world.platforms]
        for platform in drawer.some(platforms, 1):
            layer = Layer("region", region.code, platform)
            stretches = region.currencies(platform)
            world.put(layer, path, money_lines(world, layer, path, stretches, drawer.maybe(40), bare=True))
