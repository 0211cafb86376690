"""Whether more coins ever cost less where the buyer chooses their number: proved for all numbers, and packages beside.

What is proved: at regular prices no number that may be chosen, and no fixed package of the market, costs less than
another one that brings fewer coins. Between two thresholds more coins never cost less, so that of two stretches which
follow one another the last and the first number are the worst; beside a package they are the numbers next to it. Where
the coins of two stretches overlap, as where a bonus falls, each number is looked at after which the price rises.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.chosen_lists import ChosenList, CoinsForMoney, NumberStretch
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.ladders import VARIES, Rung
from ratecard.money import Money

CLIFF = "no_cliff"

LEVELS_MOST = 2_000
"""How many prices of stretches that overlap are looked at, before the guard says that it is undecided."""

ON_SALE = "what promotions make of packages is not compared with numbers that are chosen"


def chosen_cliffs(lists: Iterable[ChosenList]) -> Iterator[Finding | Unproved]:
    """Each thing of which some number costs more than what brings more coins, or less than a package of fewer; once."""
    for own in lists:
        yield from unproved_of(CLIFF, own)
        numbers = ComparedNumbers(own)
        worst: dict[str, tuple[CoinsForMoney, CoinsForMoney]] = {}
        for small, big in _pairs(numbers.all()):
            thing = (big if small.number is None else small).thing
            if thing not in worst or _gain(small, big) > _gain(*worst[thing]):
                worst[thing] = small, big
        for small, big in worst.values():
            yield _finding(own, small, big)
        if numbers.undecided and not worst:
            reason = f"undecided after {LEVELS_MOST:,} prices of numbers that bring as many coins"
            yield Unproved(CLIFF, reason, f"{', '.join(own.things)} in {own.market.shown}")
        if own.promoted and own.stretches and own.fixed:
            yield Unproved(CLIFF, ON_SALE, f"{', '.join(own.things)} in {own.market.shown}")


def unproved_of(guard: str, own: ChosenList) -> Iterator[Unproved]:
    """That nothing is proved of things that vary by other facts than the number."""
    if own.varying:
        yield Unproved(guard, VARIES, f"{', '.join(own.varying)} in {own.market.shown}")


def unit_of(rung: Rung) -> CoinsForMoney:
    """One unit of a fixed package."""
    exact, coins = Fraction(rung.minor), rung.coins
    return CoinsForMoney(rung.id, None, coins, rung.minor, exact, Fraction(coins), rung.price.listed_stated.place)


class ComparedNumbers:
    """The numbers of a list that stand for all others. `undecided`: there would be too many where stretches overlap."""

    def __init__(self, own: ChosenList) -> None:
        self._own, self._left = own, LEVELS_MOST
        self.undecided = False

    def all(self) -> list[CoinsForMoney]:
        """The units of fixed packages, and of chosen numbers: edges, those beside packages, and those of overlaps."""
        found: dict[tuple[str, int | None, int], CoinsForMoney] = {}
        for unit in (*map(unit_of, self._own.fixed), *self._chosen()):
            if unit.coins:
                found.setdefault((unit.thing, unit.number, unit.coins), unit)
        return list(found.values())

    def _chosen(self) -> Iterator[CoinsForMoney]:
        for stretch in self._own.stretches:
            numbers = {stretch.first, stretch.last}
            for rung in self._own.fixed:
                numbers |= {number for number in beside(stretch, rung.coins) if number is not None}
            yield from (stretch.of(number) for number in numbers)
        for cheap, dear in permutations(self._own.stretches, 2):
            least, most = dear.total(dear.first), dear.total(dear.last)
            if cheap.total(cheap.first) <= most and least < cheap.total(cheap.last):
                yield from self._overlapping(cheap, dear)

    def _overlapping(self, cheap: NumberStretch, dear: NumberStretch) -> Iterator[CoinsForMoney]:
        """The last number of each price of one stretch, and the last one of the other that brings fewer coins."""
        most = dear.total(dear.last)
        number = cheap.first_above(dear.total(dear.first))
        after = cheap.first_above(most)
        yield from () if after is None else (cheap.of(after),)
        while number is not None and cheap.total(number) <= most:
            if not self._left:
                self.undecided = True
                return
            self._left -= 1
            last = _last_at_price(cheap, number, most)
            unit = cheap.of(last)
            below = dear.last_below(unit.coins)
            yield from (unit, *([] if below is None else [dear.of(below)]))
            number = last + cheap.within.step if last < cheap.last else None


def _last_at_price(stretch: NumberStretch, number: int, most: int) -> int:
    """The last number that costs as much as one, and brings at most so many coins."""
    minor = stretch.of(number).minor
    return stretch.last_while(number, lambda other: stretch.total(other) <= most and stretch.of(other).minor == minor)


def beside(stretch: NumberStretch, coins: int) -> tuple[int | None, int | None]:
    """The numbers of a stretch next to so many coins: the last that brings fewer, and the first that brings more."""
    return stretch.last_below(coins), stretch.first_above(coins)


def _pairs(units: Sequence[CoinsForMoney]) -> Iterator[tuple[CoinsForMoney, CoinsForMoney]]:
    """Each unit with the cheapest of those that hold more and cost less; not two fixed packages, told elsewhere."""
    cheapest: dict[bool, CoinsForMoney] = {}
    waiting: list[CoinsForMoney] = []
    for unit in sorted(units, key=lambda own: (-own.coins, own.minor, own.thing)):
        if waiting and unit.coins < waiting[0].coins:
            for other in waiting:
                is_fixed = other.number is None
                if is_fixed not in cheapest or other.minor < cheapest[is_fixed].minor:
                    cheapest[is_fixed] = other
            waiting = []
        others = [cheapest[is_fixed] for is_fixed in cheapest if unit.number is not None or not is_fixed]
        best = min(others, key=lambda own: own.minor, default=None)
        if best is not None and best.minor < unit.minor:
            yield unit, best
        waiting.append(unit)


def _gain(small: CoinsForMoney, big: CoinsForMoney) -> Fraction:
    """How many times as much the smaller one costs."""
    return Fraction(small.minor, big.minor) if big.minor else Fraction(small.minor + 1)


def _finding(own: ChosenList, small: CoinsForMoney, big: CoinsForMoney) -> Finding:
    cost, less = Money(small.minor, own.currency), Money(big.minor, own.currency)
    chosen, other = (big, small) if small.number is None else (small, big)
    is_own = small.thing == big.thing
    hint = "price each coin at its own tier (tiers:), so that more never costs less"
    if not is_own:
        hint = "price each coin higher" if chosen is big else "price each coin lower, or let fewer be chosen"
    return Finding(
        guard=CLIFF,
        market=own.market,
        of=chosen.thing,
        since=own.since,
        seen=_gain(small, big),
        sentence=(
            f"{big.shown} in {own.market.shown} is {big.coins:,} coins for {less}, and {small.shown} is "
            f"{small.coins:,} for {cost}: whoever takes more pays less"
        ),
        place=chosen.place,
        hint=hint,
        notes=() if other.place == chosen.place else (Note(other.place, f"{other.thing} costs this"),),
        table=(
            ("package", "coins", "price"),
            *[(unit.shown, f"{unit.coins:,}", str(Money(unit.minor, own.currency))) for unit in (small, big)],
        ),
        beside=() if is_own else (other.thing,),
        question=chosen.question(own.market),
    )
