"""Commissions: lines with a rate of net, gross or proceeds and fixed parts, stated for all platforms or for each."""

from fractions import Fraction

from tests.strategies.drawing import Drawer
from tests.strategies.lines import lines, money_lines
from tests.strategies.taxes import exponent_least
from tests.strategies.values import NONE, Written, amounts, rates, roundings, texts
from tests.strategies.worlds import RULES, Layer, Region, World, only_currency

BASES = texts("net", "net", "gross", "proceeds")
KINDS = texts("tax", "tax", "commission")
SCOPES = texts("unit", "order")
IDS = ("card", "store")
FIXED = "fee"
"""A line that has a fixed part and no rate."""


def state_commissions(world: World, stating_groups: list[str]) -> None:
    """States the commission of every market, the broadest layer first."""
    drawer = world.drawer
    home, by_platform = drawer.one(("rules", "country", "rules")), drawer.maybe(60)
    platforms: list[str | None] = [*world.platforms] if by_platform else [None]
    if home == "rules" and _state_fixed_alone(world):
        pass
    elif home == "rules":
        for platform in platforms:
            _state_whole(world, RULES.on(platform))
        if not by_platform:
            for platform in world.platforms:
                _change(world, RULES.on(platform))
        _state_fixed_broadly(world)
    for group in stating_groups:
        layer = Layer("group", group)
        if world.markets(layer) and drawer.maybe(25):
            _state_whole(world, layer.on(drawer.one([None, *world.platforms])))
        elif world.markets(layer) and home == "rules":
            _change(world, layer)
    for region in sorted(world.regions.values(), key=lambda region: "-" in region.code):
        layer = Layer("region", region.code)
        if home == "country" and "-" not in region.code:
            for platform in platforms:
                _state_whole(world, layer.on(platform))
        else:
            _state_over(world, layer)
        _state_fixed(world, region)


def _state_whole(world: World, layer: Layer) -> None:
    """Everything that a commission needs, or none."""
    drawer = world.drawer
    if drawer.maybe(12):
        world.say(layer, ("commission",), NONE)
        return
    _state_rounding(world, layer)
    path = ("commission", "per")
    world.put(layer, path, lines(world, layer, path, lambda: drawer.one(SCOPES)))
    for line in drawer.some(IDS, 1):
        for key in ("rate", "base"):
            _state_part(world, layer, line, key)
        if drawer.maybe(35):
            _state_part(world, layer, line, "kind")


def _state_rounding(world: World, layer: Layer, covering: bool = True) -> None:
    path = ("commission", "rounding")
    least = exponent_least(world, layer)
    world.put(layer, path, lines(world, layer, path, lambda: roundings(world.drawer, least), covering))


def _state_part(world: World, layer: Layer, line: str, key: str, covering: bool = True) -> None:
    drawer, path = world.drawer, ("commission", "lines", line, key)

    def value() -> Written:
        if key == "rate":
            return NONE if drawer.maybe(5) else _part(drawer)
        return drawer.one(KINDS if key == "kind" else BASES)

    world.put(layer, path, lines(world, layer, path, value, covering))


def _part(drawer: Drawer) -> Written:
    """A rate that leaves something beside another such one: below a half."""
    drawn = rates(drawer, zero=False)
    return (
        drawn
        if isinstance(drawn.known, Fraction) and drawn.known < Fraction(1, 2)
        else Written(Fraction(3, 10), "30 %")
    )


def _state_over(world: World, layer: Layer) -> None:
    """What a narrower layer says over a broader one: a commission of its own, none, a line less, or some values."""
    drawer = world.drawer
    if drawer.maybe(10):
        _state_whole(world, layer.on(drawer.one([None, *world.platforms])))
        return
    for line in IDS:
        paths = [("commission", "lines", other, "rate") for other in IDS]
        path = ("commission", "lines", line)
        if drawer.maybe(8) and world.always(layer, *paths) and world.can_state(layer, path):
            world.say(layer, path, NONE)
            return
    for platform in [None, *world.platforms]:
        _change(world, layer.on(platform))


def _change(world: World, layer: Layer) -> None:
    """Changes a few values, where the broader layers state them at all times."""
    drawer = world.drawer
    if not drawer.maybe(25):
        return
    rounding = ("commission", "rounding")
    if drawer.maybe(50) and world.can_state(layer, rounding) and world.always(layer, rounding):
        _state_rounding(world, layer, covering=False)
    line, key = drawer.one(IDS), drawer.one(("rate", "base"))
    path = ("commission", "lines", line, key)
    if world.can_state(layer, path) and world.always(layer, path):
        _state_part(world, layer, line, key, covering=False)


def _state_fixed_alone(world: World) -> bool:
    """Sometimes a fixed part under rules/ and nothing else, so that no rounding is needed; whether it is stated."""
    currency = only_currency(world)
    if currency is None or not world.drawer.maybe(15):
        return False
    path, drawer = ("commission", "lines", FIXED, "fixed"), world.drawer
    kept = money_lines(world, RULES, path, [(None, currency)], True, False, lambda code: amounts(drawer, code, False))
    world.put(RULES, path, kept)
    world.say(RULES, ("commission", "per"), world.drawer.one(SCOPES))
    return True


def _state_fixed_broadly(world: World) -> None:
    """A fixed part under rules/, with its currency beside it, where the whole book has but one."""
    currency = only_currency(world)
    if currency is not None and world.drawer.maybe(30) and _known(world, RULES):
        path = ("commission", "lines", FIXED, "fixed")
        world.put(RULES, path, money_lines(world, RULES, path, [(None, currency)], False, bare=False))


def _state_fixed(world: World, region: Region) -> None:
    """Fixed parts of a region, each in the currency of the platform that it is for."""
    drawer = world.drawer
    platforms: list[str | None] = [*world.platforms] if region.billing else [None, *world.platforms]
    for platform in platforms:
        layer = Layer("region", region.code, platform)
        path = ("commission", "lines", drawer.one((FIXED, *IDS)), "fixed")
        if not drawer.maybe(20) or not world.can_state(layer, path) or not _known(world, layer):
            continue
        if path[2] == FIXED or world.always(layer, (*path[:3], "rate")):
            stretches = region.currencies(platform)
            world.put(layer, path, money_lines(world, layer, path, stretches, drawer.maybe(50), bare=True))


def _known(world: World, layer: Layer) -> bool:
    """Whether there is a commission that a fixed part can be added to."""
    return world.always(layer, ("commission", "rounding"), ("commission", "per"))
