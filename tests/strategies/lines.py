"""Lines: one value from the beginning, or a time line; each value plain, a choice, or `inherit` where that is safe."""

from collections.abc import Callable

from tests.strategies.moments import Moment
from tests.strategies.values import INHERIT, Amount, Choice, Each, Known, Word, Written, amounts, choices
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
    but: str = "",
) -> Line:
    """A line of such values. `covering`: it says something from the book's beginning on. Lists can not inherit.

    Where `by_fact`, values vary by any fact but one.
    """
    drawer = world.drawer
    if drawer.maybe(65):
        return [(None, varied(world, value, by_fact, but))]
    starts = starts_of(world, layer, covering)
    ends: list[Moment | None] = [*starts[1:], None]
    line: Line = []
    for start, end in zip(starts, ends, strict=True):
        opening = covering and start.day <= world.begins.day
        if inherits and not opening and drawer.maybe(12) and world.always(layer, path, start=start, end=end):
            line.append((start, INHERIT))
        else:
            line.append((start, varied(world, value, by_fact, but)))
    return line


def starts_of(world: World, layer: Layer, covering: bool) -> list[Moment]:
    """Some moments in order, one of them at or before the beginning if the line is to cover everything."""
    starts = world.drawer.some(world.moments, 1, 3)
    if covering and all(start.day > world.begins.day for start in starts):
        starts.append(world.opening(layer))
    return sorted(starts, key=lambda moment: moment.day)


def varied(world: World, value: Value, by_fact: bool = True, but: str = "") -> Written:
    """A value, or now and then a choice of such values by any fact but one."""
    if by_fact and world.choices_left and world.drawer.maybe(8):
        world.choices_left -= 1
        return choices(world.drawer, value, {name: fact for name, fact in world.facts.items() if name != but})
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
        return [(None, _money(world, stretches[0][1], bare, value))]
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
            line.append((start, _money(world, in_force, bare, value)))
    return line


def _money(world: World, currency: str, bare: bool, value: Callable[[str], Written] | None) -> Written:
    drawer = world.drawer
    if value is not None:
        return varied(world, lambda: value(currency))
    if drawer.maybe(8):
        return Written(Word.NONE, "none")
    return varied(world, lambda: amounts(drawer, currency, bare))


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
