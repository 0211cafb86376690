"""Prices per coin: one for all coins, all coins at the tier that is reached, or each coin at its own tier."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.facts import cases
from tests.reference.points import Allowed
from tests.reference.reading import Tree, unwrapped
from tests.reference.rounding import rounded
from tests.reference.writing import count, unit_price

LOST_MOST = Fraction(2, 100)
"""By so much a coin may be cheaper than its tier says, before somebody is warned."""
STEPS_LOOKED_AT = 10_000


@dataclass(frozen=True)
class Tiers:
    """Unit prices in exact minor units, each with the coins from which it counts; the first counts from 0.

    With `each` it is of the coins beyond that many alone: the 5,001st coin is the first of a tier at 5,000. Else it is
    of all coins, where there are at least that many.
    """

    currency: str
    units: tuple[tuple[int, Fraction], ...]
    each: bool

    def exact(self, coins: int) -> Fraction:
        """What so many coins come to, in exact minor units. 6,000 at 1.39 and, from 5,000, 1.35: 8,100 or 8,300."""
        if not self.each:
            _, unit = max(tier for tier in self.units if tier[0] <= coins)
            return unit * coins
        total = Fraction(0)
        ends = [start for start, _ in self.units[1:]]
        for (start, unit), end in zip(self.units, [*ends, coins], strict=True):
            total += unit * max(0, min(coins, end) - start)
        return total


def is_per_coin(taken: Tree) -> bool:
    """Whether a price is one of each coin: `0.0139 EUR each`, `1 EUR per 100`, or in tiers."""
    if isinstance(taken, dict):
        return "tiers" in taken
    return isinstance(taken, str) and len(taken.split(" ")) > 2


def tiers_of(taken: Tree) -> Tiers:
    """The tiers of one price, after choices by facts are made: of plain ones there is one."""
    if isinstance(taken, dict):
        return _tiers(taken["tiers"], each=True)
    unit, currency = unit_price(str(taken))
    return Tiers(currency, ((0, unit),), each=False)


def tiers_by_coins(says: Tree) -> Tiers:
    """The tiers of a choice by `purchase.coins`: all coins are at the one that is reached."""
    assert isinstance(says, dict)
    return _tiers(says["from"], each=False)


def _tiers(written: Tree, *, each: bool) -> Tiers:
    found = [(count(start), unit_price(str(unwrapped(price)))) for start, price in cases(written).items()]
    units = tuple(sorted((start, unit) for start, (unit, _) in found))
    (currency,) = {currency for _, (_, currency) in found}
    assert units[0][0] == 0, "the first tier counts from 0"
    return Tiers(currency, units, each)


def comes_to_nothing(exact: Fraction, prices: Allowed) -> bool:
    """Whether a price above 0 is rounded to 0. Points and bounds have a lowest price, to which it is raised instead."""
    multiples = prices.points[0] if prices.points else None
    if exact <= 0 or multiples is None or multiples.least > 0 or prices.least > 0:
        return False
    return rounded(exact, (prices.mode, multiples.step)) == 0


def rounds_below(tiers: Tiers, numbers: Iterable[int], prices: Allowed) -> tuple[int, int] | None:
    """The number of coins that rounding makes cheapest by its tier, and its price; None where it is within 2 %.

    Of each tier its first numbers are looked at, 10,000 for each minor unit of the step; with price points all are.
    What comes to 0 is an error of its own, and not looked at.
    """
    worst: tuple[Fraction, int, int] | None = None
    looked_at: dict[int, int] = {}
    to_points = prices.points[0].least > 0
    most = STEPS_LOOKED_AT * prices.points[0].step
    for coins in numbers:
        tier = max(start for start, _ in tiers.units if start <= coins)
        looked_at[tier] = looked_at.get(tier, 0) + 1
        exact = tiers.exact(coins)
        if (looked_at[tier] > most and not to_points) or exact == 0 or comes_to_nothing(exact, prices):
            continue
        price = prices.computed(exact)
        ratio = price / exact
        if ratio < 1 - LOST_MOST and (worst is None or ratio < worst[0]):
            worst = ratio, coins, price
    return None if worst is None else worst[1:]
