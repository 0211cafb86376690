"""Exchange rates: dated, to one base, with spread and maximum age or without."""

from collections.abc import Callable
from fractions import Fraction

from tests.strategies.drawing import Drawer
from tests.strategies.lines import lines
from tests.strategies.values import NONE, Written, rates, texts
from tests.strategies.worlds import RULES, Layer, World

RATES = {
    **{
        rate: Fraction(rate) for rate in ("1.1606", "0.86", "163.06", "0.308", "1", "3", "1532.15", "0.00021", "7.5345")
    },
    "1 per 0.8616": Fraction(10_000, 8_616),
    "149.2 per 0.923": Fraction(149_200, 923),
    "100 per 3": Fraction(100, 3),
}
AGES = ("5 days", "48 hours", "1 month", "2 weeks", "400 days", "5000 days", "11 months", "7201 minutes", "2 years")
MODES = texts("down", "half up", "half even", "up")


def state_exchange(world: World, needed: set[str], others: set[str], stating_groups: list[str]) -> None:
    """States rates of every currency needed, and of some others."""
    drawer = world.drawer
    base = drawer.one(("EUR", "USD", *sorted(needed)))
    world.say(RULES, ("fx", "base"), Written(base, base))
    world.put(
        RULES, ("fx", "rounding"), lines(world, RULES, ("fx", "rounding"), lambda: drawer.one(MODES), by_fact=False)
    )
    for key, percent in (("spread", 60), ("maximum_age", 55)):
        if drawer.maybe(percent):
            _state(world, RULES, key)
    listed = needed | set(drawer.some(sorted(others), 0))
    for currency in sorted(listed - {base}):
        _state_rate(world, RULES, currency, covering=drawer.maybe(85))
    layers = [Layer("group", group) for group in stating_groups] + [Layer("region", code) for code in world.regions]
    for layer in layers:
        if world.markets(layer) and drawer.maybe(20):
            key = drawer.one(("spread", "maximum_age", *sorted(listed - {base})))
            if key in ("spread", "maximum_age"):
                _state(world, layer, key)
            else:
                _state_rate(world, layer, key, covering=False)


def _state(world: World, layer: Layer, key: str) -> None:
    drawer, path = world.drawer, ("fx", key)
    values: dict[str, Callable[[], Written]] = {
        "spread": lambda: NONE if drawer.maybe(10) else _spread(drawer),
        "maximum_age": lambda: NONE if drawer.maybe(10) else Written(age := drawer.one(AGES), age),
    }
    if world.can_state(layer, path):
        world.put(layer, path, lines(world, layer, path, values[key], drawer.maybe(80), by_fact=False))


def _spread(drawer: Drawer) -> Written:
    spread = rates(drawer)
    return spread if spread.known != 1 and drawer.maybe(50) else Written(Fraction(1, 100), "1 %")


def _state_rate(world: World, layer: Layer, currency: str, covering: bool) -> None:
    drawer, path = world.drawer, ("fx", "rates", currency)
    if world.can_state(layer, path):

        def value() -> Written:
            return Written(RATES[rate := drawer.one(tuple(RATES))], rate)

        world.put(layer, path, lines(world, layer, path, value, covering, by_fact=False))
