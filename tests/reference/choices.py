"""What whoever asks may choose: the number of coins of a package, or the amount of an item, within a range."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ratecard.money import Money
from tests.reference.facts import Facts, chosen
from tests.reference.layering import CURRENCY, Held, Market
from tests.reference.price_standing import is_range
from tests.reference.ranges import UNSTATED
from tests.reference.reading import Path, Tree, unwrapped
from tests.reference.settling import WAY, amount, ways
from tests.reference.writing import count


@dataclass(frozen=True)
class Choice:
    """What a question names: a number of coins, or an amount of money. At most one of them."""

    coins: int | None = None
    amount: Money | None = None


NOTHING_CHOSEN = Choice()


@dataclass(frozen=True)
class Range:
    """The numbers that may be chosen: least, least + step and so on, up to most; coins, or minor units."""

    least: int
    most: int
    step: int

    def holds(self, number: int) -> bool:
        """Whether it is one of them."""
        return self.least <= number <= self.most and (number - self.least) % self.step == 0

    def around(self, number: int) -> tuple[int, ...]:
        """The nearest of them below and above a number that is none."""
        below = self.least + (min(number, self.most) - self.least) // self.step * self.step
        return tuple(one for one in (below, max(below + self.step, self.least)) if self.holds(one))

    def downwards(self) -> Iterator[int]:
        """All of them, the greatest first."""
        return iter(reversed(range(self.least, self.most + 1, self.step)))


@dataclass(frozen=True)
class OutOfRange:
    """What was named is not one that may be chosen; None where nothing was named. `nearest` are up to two that may."""

    thing: str
    named: int | None
    range: Range
    nearest: tuple[int, ...]


@dataclass(frozen=True)
class SpendTooLow:
    """Nothing that may be chosen costs so little: the least number, and what that costs, in minor units."""

    thing: str
    least: int
    costs: int


def said_for(held: Mapping[Path, Held], path: Path, facts: Facts) -> Tree | None:
    """What a path says for these facts; None where nothing is, or a fact is wanting. Untold, the usual way is taken."""
    if path not in held:
        return None
    listed = ways(held)
    told: Facts = {**dict.fromkeys([WAY], listed[0]), **facts} if listed else facts
    return chosen(held[path].says, told)


def coins_range(held: Mapping[Path, Held], package: str, facts: Facts) -> Range | None:
    """The numbers of coins that may be chosen of a package; None where it holds a fixed number."""
    says = said_for(held, ("packages", package, "coins"), facts)
    if not isinstance(says, dict) or not is_range(says):
        return None
    return _range({key: count(str(unwrapped(part))) for key, part in says.items()})


def amount_range(here: Market, held: Mapping[Path, Held], item: str, facts: Facts) -> Range | None:
    """The amounts that may be chosen for an item, in minor units; None where it has a price."""
    path: Path = ("prices", item)
    says = said_for(held, path, facts)
    if not isinstance(says, dict) or not is_range(says):
        return None
    currency = str(held[CURRENCY].says)

    def minor(part: Tree) -> int:
        return amount(here, held[path], str(unwrapped(part)).replace("_", ""), currency)

    return _range({key: minor(part) for key, part in says.items()})


def _range(parts: Mapping[str, int]) -> Range:
    """`least` is the step where it is not stated, `step` is 1, and `most` 10^9, cut to what is on a step."""
    step = parts.get("step", 1)
    least = parts.get("least", step)
    most = parts.get("most", UNSTATED)
    return Range(least, least + (most - least) // step * step, step)
