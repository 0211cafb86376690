"""Lines: one value from the beginning, or a time line; each value plain, a choice, or `inherit` where that is safe."""

from collections.abc import Callable

from tests.strategies.moments import BEGINS, Moment
from tests.strategies.values import INHERIT, Amount, Choice, Each, Facts, Known, Word, Written, amounts, choices
from tests.strategies.ways import facts_of_question, needing_other
from tests.strategies.worlds import Layer, Line, Path, Stretches, World

Value = Callable[[], Written]


def lines(
    world: World,
    layer: Layer,
    path: Path,
    value: Value,
    covering: bool = True,
    by_fact: bool = True,
    inherits: bool = True,
) -> Line:
    """A line of such values. `covering`: it says something from the book's beginning on. Lists cannot inherit."""
    drawer = world.drawer
    if drawer.maybe(65):
        return [(None, varied(world, layer, path, value, by_fact))]
    starts = starts_of(world, layer, covering)
    ends: list[Moment | None] = [*starts[1:], None]
    line: Line = []
    for start, end in zip(starts, ends, strict=True):
        opening = covering and start.day <= world.begins.day
        if inherits and not opening and drawer.maybe(12) and world.always(layer, path, start=start, end=end):
            line.append((start, INHERIT))
        else:
            line.append((start, varied(world, layer, path, value, by_fact)))
    return line


def starts_of(world: World, layer: Layer, covering: bool) -> list[Moment]:
    """Some moments in order, one of them at or before the beginning if the line is to cover everything."""
    starts = world.drawer.some(world.moments, 1, 3)
    if covering and all(start.day > world.begins.day for start in starts):
        starts.append(BEGINS if world.drawer.maybe(40) else world.opening(layer))
    return sorted(starts, key=lambda moment: moment.day)


BY_LOT: tuple[tuple[str | None, ...], ...] = (
    ("payouts", "diamond"),
    ("payouts", "hold"),
    *(("payouts", "withholding", "lines", None, key) for key in ("rate", "of", "domestic")),
)
"""The values that are chosen lot by lot, and so may vary by facts of a lot; None is any id."""


def is_by_lot(path: Path) -> bool:
    """Whether a value is chosen lot by lot."""
    return any(
        len(path) == len(each) and all(b in (None, a) for a, b in zip(path, each, strict=True)) for each in BY_LOT
    )


def facts_for(world: World, layer: Layer, path: Path) -> Facts:
    """The facts that a value may vary by. What of a question is settled later than the value is none of them."""
    by_lot, earned = is_by_lot(path), path[:1] == ("earnings",)
    found = {
        fact: kind
        for fact, kind in world.facts.items()
        if (by_lot or not fact.startswith("lot.")) and (earned or not fact.startswith("gift."))
    }
    return {**found, **facts_of_question(world, layer, path)}


def varied(world: World, layer: Layer, path: Path, value: Value, by_fact: bool = True) -> Written:
    """A value, or now and then a choice of such values; where each lot has its own, often by a fact of the lot."""
    drawer, facts = world.drawer, facts_for(world, layer, path)
    of_lots = {fact: kind for fact, kind in facts.items() if fact.startswith("lot.")}
    if by_fact and of_lots and drawer.maybe(25):
        return choices(drawer, value, of_lots)
    if by_fact and world.choices_left and drawer.maybe(8):
        world.choices_left -= 1
        return choices(drawer, value, facts, needing_other(world, layer))
    return value()


def money_lines(
    world: World,
    layer: Layer,
    path: Path,
    stretches: Stretches,
    covering: bool,
    bare: bool,
    value: Callable[[str], Written] | None = None,
) -> Line:
    """A line of money that is always in the currency in force: on each day that changes it, the line says anew.

    `value` makes values of a currency other than plain amounts, which are any, or none.
    """
    drawer = world.drawer
    if len(stretches) == 1 and drawer.maybe(60):
        return [(None, _money(world, layer, path, stretches[0][1], bare, value))]
    starts = starts_of(world, layer, covering)
    changes = {moment.day: moment for moment, _ in stretches if moment and moment.day >= starts[0].day}
    starts = sorted(({start.day: start for start in starts} | changes).values(), key=lambda moment: moment.day)
    ends: list[Moment | None] = [*starts[1:], None]
    line: Line = []
    for start, end in zip(starts, ends, strict=True):
        in_force = [code for moment, code in stretches if moment is None or moment.day <= start.day][-1]
        opening = covering and start.day <= world.begins.day
        if opening or not drawer.maybe(15):
            inherits = False
        elif value is None:
            inherits = fits(world, layer, path, start, end)
        else:
            inherits = len(stretches) == 1 and world.always(layer, path, start=start, end=end)
        if inherits:
            line.append((start, INHERIT))
        else:
            line.append((start, _money(world, layer, path, in_force, bare, value)))
    return line


def _money(
    world: World, layer: Layer, path: Path, currency: str, bare: bool, value: Callable[[str], Written] | None
) -> Written:
    drawer = world.drawer
    if value is not None:
        return varied(world, layer, path, lambda: value(currency))
    if drawer.maybe(8):
        return Written(Word.NONE, "none")
    return varied(world, layer, path, lambda: amounts(drawer, currency, bare))


def fits(world: World, layer: Layer, path: Path, start: Moment | None, end: Moment | None) -> bool:
    """Whether the money that shows on a path between two moments is in its markets' currency, wherever it is read."""
    currencies = dict(world.shown_between(layer, ("currency",), start, end))
    for market, shown in world.shown_between(layer, path, start, end):
        if len(currencies[market]) != 1 or not all(codes_of(known) <= currencies[market] for known in shown):
            return False
    return True


def codes_of(known: Known | None) -> set[Known | None]:
    """The currencies of an amount, or of every case of a choice."""
    if isinstance(known, Amount | Each):
        return {known.currency}
    if isinstance(known, Choice):
        inner = [case for _, case in known.cases] + [known.other]
        return set[Known | None]().union(*(codes_of(each) for each in inner))
    return set()
