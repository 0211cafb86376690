"""Taxes: included, added, none or undetermined; tax on tax; stated whole in one layer and changed in parts in others.

A layer that says `tax: none` clears what was said before, so that a narrower one has to say everything again. A line
that another one is on is always levied together with it.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from tests.strategies.lines import lines
from tests.strategies.values import EXPONENTS, NONE, Tree, Written, rates, roundings, texts
from tests.strategies.worlds import RULES, Layer, Line, MarketKey, World

KEYS = {
    "display": texts("inclusive", "exclusive"),
    "rounded": texts("each line", "together"),
    "per": texts("unit", "order"),
    "collected_by": texts("store", "seller"),
}
GENERAL = (*KEYS, "rounding")
BASES = texts("gross", "gross", "net")
SMALL = tuple(Written(Fraction(text) / 100, f"{text} %") for text in ("12", "9.65", "1", "25", "0"))
"""Rates of the gross: three of them leave something of it."""
NAMES: tuple[Tree, ...] = ("VAT", {"en": "VAT", "de": "MwSt."}, {"en": "Sales tax"})


@dataclass
class TaxPlan:
    """Which layers state what. `on` names the line that a line is on; `cleared` are markets where tax: none was said.

    `gross` are lines that may be of the gross: their rates are small, so that they leave something. `undetermined` are
    countries that leave their taxes to their subdivisions; half known are those of them that state lines all the same.
    `common` is a rate that several lines have, so that there are ties between them.
    """

    general_home: str
    lines_home: str
    ids: list[str]
    on: dict[str, str]
    gross: list[str]
    undetermined: list[str]
    half_known: list[str]
    common: Written
    cleared: set[MarketKey] = field(default_factory=set)

    def lasting(self, line: str) -> bool:
        """Whether a line must be levied wherever another one is that is on it."""
        return line in self.on.values()


def tax_plans(world: World) -> TaxPlan:
    """A plan for the taxes of a book."""
    drawer = world.drawer
    ids = drawer.some(("city", "gst", "pst", "vat"), drawer.one((2, 1, 2)), 3)
    on = {}
    if len(ids) > 1 and drawer.maybe(40):
        on[ids[-1]] = ids[0]
        if len(ids) > 2 and drawer.maybe(50):
            on[ids[0]] = ids[1]
    lines_home = drawer.one(("rules", "country", "rules"))
    countries = [code for code in world.regions if "-" not in code]
    undetermined = drawer.some(countries, 0) if lines_home == "country" and drawer.maybe(50) else []
    half_known = drawer.some(undetermined, 0)
    home = drawer.one(("rules", "country", "rules"))
    alone = [line for line in ids if line not in on and line not in on.values()]
    gross = drawer.some(alone, 1) if alone and drawer.maybe(40) else []
    return TaxPlan(home, lines_home, ids, on, gross, undetermined, half_known, rates(drawer))


def state_taxes(world: World, stating_groups: list[str]) -> None:
    """States the taxes of every market, the broadest layer first."""
    plan = tax_plans(world)
    if plan.general_home == "rules":
        _state_general(world, RULES)
    if plan.lines_home == "rules":
        _state_lines(world, RULES, plan)
    for platform in world.platforms:
        _change(world, RULES.on(platform), plan)
    for group in stating_groups:
        _state_in_group(world, Layer("group", group), plan)
    for code in world.regions:
        if "-" not in code:
            _state_in_country(world, Layer("region", code), plan)
    for code in world.regions:
        if "-" in code:
            _state_in_subdivision(world, Layer("region", code), plan)


def exponent_least(world: World, layer: Layer) -> int:
    """The fewest decimals that any currency has which holds where a layer is read."""
    regions = [region for region, _ in world.readers(layer)]
    codes = {code for region in regions for _, code in region.stretches}
    codes |= {code for region in regions for code in region.billing.values()}
    return min([EXPONENTS[code] for code in codes], default=0)


def _general(world: World, layer: Layer, key: str, covering: bool) -> None:
    drawer = world.drawer
    path = ("tax", key)
    if key == "rounding":
        least = exponent_least(world, layer)
        line = lines(world, layer, path, lambda: roundings(drawer, least), covering)
    else:
        line = lines(world, layer, path, lambda: drawer.one(KEYS[key]), covering)
    world.put(layer, path, line)


def _state_general(world: World, layer: Layer) -> None:
    for key in GENERAL:
        _general(world, layer, key, covering=True)


def _state_lines(world: World, layer: Layer, plan: TaxPlan) -> None:
    """Tax lines from the beginning on: all, or some of those that can be without the others; or none at all."""
    drawer = world.drawer
    if drawer.maybe(8):
        world.say(layer, ("tax", "lines"), NONE)
        return
    ids = set(plan.ids) if layer.kind == "rules" or drawer.maybe(70) else set(drawer.some(plan.ids, 1))
    for _ in plan.ids:
        ids |= {plan.on[line] for line in ids if line in plan.on}
    for index, line in enumerate(sorted(ids)):
        path = ("tax", "lines", line)
        covering = index == 0 or plan.lasting(line) or line in plan.on or drawer.maybe(70)
        _rate(world, layer, line, plan, covering)
        if covering and drawer.maybe(50):
            name = drawer.one(NAMES)
            world.write(layer, (*path, "name"), dict(name) if isinstance(name, dict) else name)
        if line in plan.gross and covering:
            base = (*path, "base")
            world.put(layer, base, lines(world, layer, base, lambda: drawer.one(BASES)))
        if line in plan.on:
            on: Line = [(None, Written(plan.on[line], plan.on[line]))]
            if drawer.maybe(20):
                last = drawer.one(world.moments)
                on = [(world.opening(layer), on[0][1]), (last, NONE)] if last.day > world.begins.day else [(None, NONE)]
            world.put(layer, (*path, "on"), on)


def _rate(world: World, layer: Layer, line: str, plan: TaxPlan, covering: bool) -> None:
    drawer = world.drawer
    path = ("tax", "lines", line, "rate")

    def value() -> Written:
        if not plan.lasting(line) and drawer.maybe(10):
            return NONE
        if line in plan.gross:
            return drawer.one(SMALL)
        return plan.common if drawer.maybe(55) else rates(drawer)

    world.put(layer, path, lines(world, layer, path, value, covering))


def _clear(world: World, layer: Layer, plan: TaxPlan) -> None:
    world.say(layer, ("tax",), NONE)
    plan.cleared |= set(world.markets(layer))


def _is_cleared(world: World, layer: Layer, plan: TaxPlan) -> bool:
    return not plan.cleared.isdisjoint(world.markets(layer))


def _change(world: World, layer: Layer, plan: TaxPlan) -> None:
    """Changes a few values of what broader layers state; where they cleared it, there is nothing to change."""
    drawer = world.drawer
    if not drawer.maybe(35) or _is_cleared(world, layer, plan):
        return
    for key in drawer.some(GENERAL, 0, 2):
        path = ("tax", key)
        if world.can_state(layer, path):
            _general(world, layer, key, covering=not world.always(layer, path))
    for line in drawer.some(plan.ids, 0, 1):
        whole = ("tax", "lines", line)
        if world.can_state(layer, whole) and world.always(layer, (*whole, "rate")):
            if not plan.lasting(line) and drawer.maybe(25):
                world.say(layer, whole, NONE)
            else:
                _rate(world, layer, line, plan, covering=False)


def _state_in_group(world: World, layer: Layer, plan: TaxPlan) -> None:
    drawer = world.drawer
    if not world.markets(layer) or not drawer.maybe(80):
        return
    members = {region.code for region, _ in world.readers(layer)}
    open_members = any(code.partition("-")[0] in plan.undetermined for code in members)
    if open_members:
        if plan.general_home == "rules":
            _change(world, layer, plan)
    elif drawer.maybe(15):
        _clear(world, layer, plan)
    elif drawer.maybe(25):
        _state_general(world, layer)
        _state_lines(world, layer, plan)
    elif plan.general_home == plan.lines_home == "rules":
        _change(world, layer, plan)
        for platform in world.platforms:
            _change(world, layer.on(platform), plan)


def _state_in_country(world: World, layer: Layer, plan: TaxPlan) -> None:
    drawer = world.drawer
    cleared = _is_cleared(world, layer, plan)
    undetermined = layer.owner in plan.undetermined
    open_lines = undetermined and layer.owner not in plan.half_known
    if not undetermined and drawer.maybe(8):
        _clear(world, layer, plan)
        return
    general = plan.general_home == "country" or cleared
    listed = plan.lines_home == "country" or cleared
    if general:
        _state_general(world, layer)
    if undetermined or drawer.maybe(8):
        world.say(layer, ("tax", "depends_on"), Written("subdivision", "subdivision"))
    if listed and not open_lines:
        _state_lines(world, layer, plan)
    if general and listed:
        plan.cleared -= set(world.markets(layer))
    if not (general or listed):
        _change(world, layer, plan)
    for platform in world.platforms:
        if not open_lines:
            _change(world, layer.on(platform), plan)


def _state_in_subdivision(world: World, layer: Layer, plan: TaxPlan) -> None:
    drawer = world.drawer
    country = layer.owner.partition("-")[0]
    open_lines = country in plan.undetermined and country not in plan.half_known
    cleared = _is_cleared(world, layer, plan)
    if open_lines:
        if drawer.maybe(25):
            world.say(layer, ("tax",), NONE)
        else:
            _state_lines(world, layer, plan)
    elif drawer.maybe(20) and not cleared:
        _clear(world, layer, plan)
    elif cleared:
        if drawer.maybe(50):
            _state_general(world, layer)
            _state_lines(world, layer, plan)
    elif drawer.maybe(30):
        world.say(layer, ("tax", "lines"), NONE)
    else:
        _change(world, layer, plan)
        for platform in world.platforms:
            _change(world, layer.on(platform), plan)
