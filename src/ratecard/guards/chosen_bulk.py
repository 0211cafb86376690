"""Whether a coin costs more where more are chosen: proved for all numbers, and for the packages beside them.

What is proved: before prices and bonuses are rounded, no number that may be chosen, and no fixed package of the market,
costs more per coin than a smaller one. So no number is cheaper bought in pieces, but for what rounding makes of each.
Between two tiers the price per coin only rises or only falls: the numbers at their edges, and those next to a package,
stand for all others.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby, pairwise

from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.bulk import BULK, SLIGHT, SLIGHTLY, TRAP
from ratecard.guards.chosen_cliffs import beside, unit_of, unproved_of
from ratecard.guards.chosen_lists import ChosenList, CoinsForMoney
from ratecard.guards.findings import Finding, Unproved, decimal
from ratecard.money import Money

DIGITS = 4
"""Decimals of a coin's price that are shown beyond those of its currency."""

IN_BUNDLES = "bundles with a number that is chosen are not looked at"
OVERLAPPING = "numbers of two stretches that bring as many coins are compared at their edges alone"


def chosen_in_bulk(lists: Iterable[ChosenList]) -> Iterator[Finding | Unproved]:
    """Each thing that costs more per coin than what is smaller, or less than a package of more coins; at the worst."""
    for own in lists:
        yield from unproved_of(BULK, own)
        worst: dict[str, tuple[CoinsForMoney, CoinsForMoney]] = {}
        for big, best in _pairs(_units(own)):
            thing = (best if big.number is None else big).thing
            if thing not in worst or _gain(big, best) > _gain(*worst[thing]):
                worst[thing] = big, best
        for big, best in worst.values():
            yield _finding(own, big, best)
        if not worst and is_overlapping(own):
            yield Unproved(BULK, OVERLAPPING, f"{', '.join(own.things)} in {own.market.shown}")


def chosen_in_bundles(lists: Iterable[ChosenList]) -> Iterator[Unproved]:
    """That nobody looks for bundles with a chosen number: single ones are compared by the other guards."""
    for own in lists:
        if own.stretches or own.varying:
            things = dict.fromkeys((*own.things, *own.varying))
            yield Unproved(TRAP, IN_BUNDLES, f"{', '.join(things)} in {own.market.shown}")


def is_overlapping(own: ChosenList) -> bool:
    """Whether a number of one stretch brings as many coins as one of another, or more though it is chosen of fewer."""
    edges = sorted((stretch.total(stretch.first), stretch.total(stretch.last)) for stretch in own.stretches)
    return any(first <= most for (_, most), (first, _) in pairwise(edges))


def each(unit: CoinsForMoney) -> Fraction:
    """What one coin costs, in minor units, before anything is rounded."""
    return unit.exact / unit.held


def _units(own: ChosenList) -> list[CoinsForMoney]:
    """The fixed packages that are not free, and the numbers that stand for all others."""
    units = [unit for unit in map(unit_of, own.fixed) if unit.minor]
    for stretch in own.stretches:
        numbers = {*stretch.edges}
        for rung in own.fixed:
            numbers |= {number for number in beside(stretch, rung.coins) if number is not None}
        units += [unit for unit in map(stretch.of, numbers) if unit.coins and unit.exact]
    return units


def _pairs(units: Iterable[CoinsForMoney]) -> Iterator[tuple[CoinsForMoney, CoinsForMoney]]:
    """Each unit with the cheapest per coin of the smaller ones; not two fixed packages, which are told elsewhere."""
    best: dict[bool, CoinsForMoney] = {}
    for _, alike in groupby(sorted(units, key=lambda unit: (unit.coins, unit.thing)), key=lambda unit: unit.coins):
        group = list(alike)
        for unit in group:
            others = [best[is_fixed] for is_fixed in best if unit.number is not None or not is_fixed]
            cheapest = min(others, key=each, default=None)
            if cheapest is not None and each(cheapest) < each(unit):
                yield unit, cheapest
        for unit in group:
            is_fixed = unit.number is None
            if is_fixed not in best or each(unit) < each(best[is_fixed]):
                best[is_fixed] = unit


def _gain(big: CoinsForMoney, best: CoinsForMoney) -> Fraction:
    """How many times as much a coin of the bigger one costs."""
    return each(big) / each(best)


def _finding(own: ChosenList, big: CoinsForMoney, best: CoinsForMoney) -> Finding:
    seen = _gain(big, best)
    chosen, other = (best, big) if big.number is None else (big, best)
    digits = own.currency.exponent + DIGITS
    shown = [decimal(each(unit) / 10**own.currency.exponent, digits) for unit in (big, best)]
    is_own = big.thing == best.thing
    hint = "let later tiers cost no more than earlier ones"
    if not is_own:
        hint = "price each coin lower, or add a bonus" if chosen is big else "price each coin higher"
    return Finding(
        guard=BULK,
        market=own.market,
        of=chosen.thing,
        since=own.since,
        seen=seen,
        sentence=(
            f"{big.shown} in {own.market.shown} costs more per coin than {best.shown}: {shown[0]} {own.currency} "
            f"before rounding, and {shown[1]}"
        ),
        place=chosen.place,
        hint=hint,
        notes=() if other.place == chosen.place else (Note(other.place, f"{other.thing} costs this"),),
        together=SLIGHTLY if seen <= SLIGHT else f"{own.market.shown}@{own.since} {chosen.thing}",
        table=(
            ("package", "coins", "price", "100 coins"),
            *[
                (unit.shown, f"{unit.coins:,}", str(Money(unit.minor, own.currency)), text)
                for unit, text in zip(
                    (best, big),
                    [decimal(100 * each(unit) / 10**own.currency.exponent, digits) for unit in (best, big)],
                    strict=True,
                )
            ],
        ),
        beside=() if is_own else (other.thing,),
        question=chosen.question(own.market),
    )
