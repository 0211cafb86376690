"""Payouts: the diamond's value in a currency that may change, and all amounts beside it in that currency.

A book states them under rules/ and changes them in narrower layers, or each country states its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.strategies.drawing import Drawer
from tests.strategies.lines import lines, money_lines
from tests.strategies.moments import timed
from tests.strategies.values import (
    EXPONENTS,
    NONE,
    Amount,
    Counted,
    Each,
    Tree,
    Written,
    rates,
    roundings,
    texts,
)
from tests.strategies.worlds import RULES, Layer, Path, Stretches, World

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "CLF")
PRICES = ("0.005", "0.0038", "0.0035", "0.0055", "1", "0.01", "12.5", "0.333")
METHODS = ("bank", "paypal")
ORDERS = (["class", "oldest"], ["oldest"], ["newest"], ["class", "newest"], ["class"])
WINDOWS = (
    "calendar day",
    "calendar week",
    "calendar month",
    "rolling 24 hours",
    "rolling 30 days",
    "calendar year",
    "rolling 1 hour",
    "payout",
)
WAITS = ("2 days", "48 hours", "1 month", "2 weeks", "36 hours", "1 week", "3 days", "2 months", "90 minutes", "1 year")
REGIONS = ("US", "US-NY", "DE", "JP")
SMALL, LARGE = (0, 1, 25, 30, 250, 300), (500, 2000, 10_000, 2**53 + 1)
MOSTS = (100, 1_000, 100_000, 5_000, 2**53, 10**17)
COUNTS = {"diamonds": (100, 6700, 20_000, 10**6, 10**15), "payouts": (1, 3, 10)}
FEES = ("rate", "fixed", "both", "none")
"""What the fee of a method is made of; without either of them it has none."""


@dataclass
class Plan:
    """In which currencies a diamond has its value, from when on, and which of all the parts a layer states."""

    stretches: Stretches
    limits: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str | None] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)

    def least(self) -> int:
        """The fewest decimals of its currencies."""
        return min(EXPONENTS[code] for _, code in self.stretches)


def state_payouts(world: World, stating_groups: list[str]) -> set[str]:
    """States payouts; answers all currencies that a diamond is worth or is paid in."""
    drawer = world.drawer
    paid_in = drawer.some(CURRENCIES, 1, 2)
    countries = [code for code in world.regions if "-" not in code]
    if drawer.maybe(65):
        plans = [plan := _plan(world)]
        _state_whole(world, RULES, plan, paid_in)
        layers = [Layer("group", group) for group in stating_groups]
        changing = dict.fromkeys(layers + [Layer("region", code) for code in world.regions], plan)
    else:
        plans, changing = [], {}
        for code in countries:
            plans.append(plan := _plan(world))
            _state_whole(world, Layer("region", code), plan, paid_in)
            parts = [Layer("region", part) for part in world.regions if part.startswith(f"{code}-")]
            changing |= dict.fromkeys(parts, plan)
    for layer, plan in sorted(changing.items(), key=lambda entry: "-" in entry[0].owner):
        if world.markets(layer) and drawer.maybe(60):
            _change(world, layer, plan, paid_in)
    worth = {code for plan in plans for _, code in plan.stretches}
    return worth | set(paid_in)


def _plan(world: World) -> Plan:
    drawer = world.drawer
    stretches: Stretches = [(None, drawer.one(CURRENCIES))]
    later = [moment for moment in world.moments if moment.day > world.begins.day]
    if later and drawer.maybe(25):
        moment = drawer.one(later)
        # One instant for everybody, so that no region's midnight parts a diamond's value from the amounts beside it.
        stretches.append((timed(moment.day, moment.second("Europe/Berlin"), 60), drawer.one(CURRENCIES)))
    limits = {
        name: drawer.one(("money", "diamonds", "payouts")) for name in drawer.some(("daily", "monthly", "one"), 0)
    }
    withheld = {name: drawer.one((None, "US", *REGIONS)) for name in drawer.some(("local", "us", "zz"), 0)}
    return Plan(stretches, limits, withheld, {method: drawer.one(FEES) for method in drawer.some(METHODS, 1)})


def each(drawer: Drawer, currency: str) -> Written:
    """The value of one diamond."""
    price, per = drawer.one(PRICES), drawer.one((None, None, 200, 7))
    value = Fraction(price) / (per or 1) * 10 ** EXPONENTS[currency]
    return Written(Each(value, currency), f"{price} {currency} {f'per {per}' if per else 'each'}")


def sums(drawer: Drawer, currency: str, options: Sequence[int]) -> Written:
    """Money with its currency."""
    minor = drawer.one(options)
    exponent = EXPONENTS[currency]
    digits = str(minor).rjust(exponent + 1, "0")
    text = f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits
    return Written(Amount(minor, currency), f"{text} {currency}")


def _leaves(world: World, plan: Plan, paid_in: list[str]) -> dict[Path, Callable[[], Written]]:
    """All that is not money: path by path, what its values may be."""
    drawer, least = world.drawer, plan.least()
    whole, domestic = texts("whole"), texts("domestic")

    def wait() -> Written:
        return NONE if drawer.maybe(10) else Written(text := drawer.one(WAITS), text)

    def order() -> Written:
        words = drawer.one(ORDERS)
        return Written(tuple(words), list[Tree](words))

    found: dict[Path, Callable[[], Written]] = {
        ("currency",): lambda: Written(code := drawer.one(paid_in), code),
        ("value_by",): lambda: drawer.one(texts("earned", "requested")),
        ("order",): order,
        ("rounding",): lambda: roundings(drawer, least),
        ("hold",): wait,
        ("pays", "from"): lambda: drawer.one(texts("request", "month end")),
        ("pays", "after"): wait,
    }
    for name, unit in plan.limits.items():
        found["limits", name, "per"] = lambda: Written(window := drawer.one(WINDOWS), window)
        if unit != "money":
            found["limits", name, "most"] = lambda unit=unit: _counted(drawer, unit)  # type: ignore[misc]
    if plan.withheld:
        found["withholding", "rounding"] = lambda: roundings(drawer, least)
    for name, region in plan.withheld.items():
        line = ("withholding", "lines", name)
        found[*line, "rate"] = lambda: NONE if drawer.maybe(10) else _share(drawer)
        found[*line, "of"] = lambda: whole[0]
        if region is not None:
            found[*line, "of"] = lambda: drawer.one((*domestic, *domestic, *whole))
            found[*line, "domestic"] = lambda: Written(code := drawer.one(REGIONS), code)
    for method, fee in plan.methods.items():
        found["methods", method, "after"] = wait
        if fee in ("rate", "both") or (fee != "none" and drawer.maybe(50)):
            found["methods", method, "fee", "rounding"] = lambda: roundings(drawer, least)
        if fee in ("rate", "both"):
            found["methods", method, "fee", "rate"] = lambda: NONE if drawer.maybe(5) else rates(drawer)
        found["methods", method, "currency"] = lambda: Written(code := drawer.one(paid_in), code)
    return found


NEEDED = ("currency", "value_by", "order", "rounding", "from", "per", "most", "of", "domestic", "rate")
WITHOUT_FACTS = ("currency", "value_by", "order", "per", "from")


def _share(drawer: Drawer) -> Written:
    """A rate of which three are at most the whole."""
    per_cent = drawer.one((24, 30, 15, 33, 0, 3, 1))
    return Written(Fraction(per_cent, 100), f"{per_cent} %")


def _counted(drawer: Drawer, unit: str) -> Written:
    if drawer.maybe(8):
        return NONE
    number = drawer.one(COUNTS[unit])
    return Written(Counted(number, unit), f"{number} {unit if number != 1 or drawer.maybe(50) else unit[:-1]}")


def _state_whole(world: World, layer: Layer, plan: Plan, paid_in: list[str]) -> None:
    """States everything that payouts need, and some of what they may have."""
    drawer = world.drawer
    _state_money(world, layer, plan, ("diamond",), each, True)
    for path, value in _leaves(world, plan, paid_in).items():
        needed = path[2] == "fee" if path[0] == "methods" else path[-1] in NEEDED
        if needed or drawer.maybe(50):
            _state(world, layer, path, value, needed)
    moneys: dict[Path, Sequence[int]] = {("minimum",): (*SMALL, *LARGE[:2])}
    for method, fee in plan.methods.items():
        if drawer.maybe(80):
            world.write(layer, ("payouts", "methods", method, "name"), method.upper())
        moneys["methods", method, "minimum"] = (*SMALL, *LARGE[:3])
        if fee == "none":
            world.say(layer, ("payouts", "methods", method, "fee"), NONE)
            continue
        if fee != "rate":
            path = ("methods", method, "fee", "fixed")
            _state_money(world, layer, plan, path, lambda drawer, currency: sums(drawer, currency, SMALL), True)
        moneys["methods", method, "fee", "floor"] = SMALL
        moneys["methods", method, "fee", "cap"] = LARGE
    for money_path, options in moneys.items():
        if drawer.maybe(50):
            _state_money(world, layer, plan, money_path, _sums_or_none(options), drawer.maybe(70))
    for name, unit in plan.limits.items():
        if unit == "money":
            _state_money(world, layer, plan, ("limits", name, "most"), _sums_or_none(MOSTS), True)


def _sums_or_none(options: Sequence[int]) -> Callable[[Drawer, str], Written]:
    return lambda drawer, currency: NONE if drawer.maybe(8) else sums(drawer, currency, options)


def _state(world: World, layer: Layer, path: Path, value: Callable[[], Written], covering: bool) -> None:
    whole = ("payouts", *path)
    if world.can_state(layer, whole):
        varies = path[-1] not in WITHOUT_FACTS and path not in (("rounding",), ("pays", "after"))
        world.put(
            layer, whole, lines(world, layer, whole, value, covering, by_fact=varies, inherits=path != ("order",))
        )


def _state_money(
    world: World, layer: Layer, plan: Plan, path: Path, value: Callable[[Drawer, str], Written], covering: bool
) -> None:
    whole, drawer = ("payouts", *path), world.drawer
    if world.can_state(layer, whole):
        line = money_lines(
            world, layer, whole, plan.stretches, covering, bare=False, value=lambda currency: value(drawer, currency)
        )
        world.put(layer, whole, line)


def _change(world: World, layer: Layer, plan: Plan, paid_in: list[str]) -> None:
    """Says some values anew where the broader layers state them always; or that something is not there."""
    drawer = world.drawer
    if drawer.maybe(12):
        options: list[Path] = [(), ("minimum",), ("limits",)]
        options += [("methods", method) for method in list(plan.methods)[1:]]
        path = ("payouts", *drawer.one(options))
        if world.can_state(layer, path):
            world.say(layer, path, NONE)
            return
    leaves = _leaves(world, plan, paid_in)
    moneys: dict[Path, Callable[[Drawer, str], Written]] = {
        ("diamond",): each,
        ("minimum",): _sums_or_none(LARGE),
        **{("methods", method, "minimum"): _sums_or_none(LARGE) for method in plan.methods},
        **{("limits", name, "most"): _sums_or_none(MOSTS) for name, unit in plan.limits.items() if unit == "money"},
    }
    for path in drawer.some([*leaves, *moneys], 0, 4):
        whole = ("payouts", *path)
        if not world.can_state(layer, whole) or not world.always(layer, whole):
            continue
        if path in leaves:
            _state(world, layer, path, leaves[path], False)
        else:
            _state_money(world, layer, plan, path, moneys[path], False)
