"""Which promotions apply to one unit: the choice, by trying what the rules allow, and what a set of them comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations

from tests.reference.points import Allowed

TRIED_MOST = 8
"""Of so many candidates every subset is tried, to see that the choice is the best of them."""


@dataclass(frozen=True)
class Benefit:
    """What a promotion gives on one unit: minor units off, a promoted price, bonus coins; None for what it lacks."""

    id: str
    off: Fraction | None
    price: int | None
    bonus: int | None
    replaces: bool
    exclusive: bool


@dataclass(frozen=True)
class Offer:
    """One unit without promotions: its regular price in minor units, its paid coins and its own bonus."""

    regular: int
    coins: int
    bonus: int
    allowed: Allowed | None


@dataclass(frozen=True)
class Unit:
    """One unit as it is sold: what is listed, in minor units, and the bonus that comes with its paid coins."""

    listed: int
    coins: int
    bonus: int

    @property
    def total(self) -> int:
        """All coins."""
        return self.coins + self.bonus


def unit_of(offer: Offer, applied: Sequence[Benefit]) -> Unit:
    """One unit with these promotions. 20.00 less 10 % and 10 % is 16.00; less 100 % and more it is 0."""
    return Unit(_listed(offer, applied), offer.coins, _bonus(offer, applied))


def _listed(offer: Offer, applied: Sequence[Benefit]) -> int:
    """The regular price less all discounts together, rounded once, never above it.

    A promoted price that is the only discount is listed as written. Beside others it counts as what it takes off, and
    then the price is at most the promoted one: rounding to a price point upwards must not make it dearer.
    """
    discounting = [benefit for benefit in applied if benefit.off is not None or benefit.price is not None]
    prices = [min(benefit.price, offer.regular) for benefit in discounting if benefit.price is not None]
    if len(discounting) == 1 and prices:
        return prices[0]
    off = sum((benefit.off for benefit in discounting if benefit.off is not None), Fraction(0))
    off += sum(offer.regular - price for price in prices)
    exact = max(Fraction(0), offer.regular - off)
    if offer.allowed is not None:
        listed = offer.allowed.discounted(exact, offer.regular)
    else:
        assert exact.denominator == 1, f"{exact} is not rounded: the book states no pricing.rounding"
        listed = exact.numerator
    return min([listed, *prices])


def _bonus(offer: Offer, applied: Sequence[Benefit]) -> int:
    """The package's own bonus, or what replaces it if that is more, and all other bonuses."""
    replacing = sum(benefit.bonus or 0 for benefit in applied if benefit.replaces)
    return max(offer.bonus, replacing) + sum(benefit.bonus or 0 for benefit in applied if not benefit.replaces)


def chosen(offer: Offer, candidates: Iterable[Benefit]) -> tuple[Benefit, ...]:
    """The promotions that apply to one unit, by id.

    All that are not exclusive together, or one that is exclusive alone, or none: what costs least per coin, exactly; of
    equals what gives more coins, together before exclusive, the smaller ids. Then each is left out, the greatest id
    first, without which the unit is the same.
    """
    everything = sorted(candidates, key=lambda benefit: benefit.id)
    together = tuple(benefit for benefit in everything if not benefit.exclusive)
    alone = [(benefit,) for benefit in everything if benefit.exclusive]
    best = min([together, *alone, ()], key=lambda applied: _order(offer, applied))
    if len(together) <= TRIED_MOST:
        assert _cost(offer, best) == min(_cost(offer, applied) for applied in all_subsets(everything)), everything
    kept = list(best)
    for benefit in reversed(best):
        without = [other for other in kept if other is not benefit]
        if unit_of(offer, without) == unit_of(offer, kept):
            kept = without
    return tuple(kept)


def all_subsets(candidates: Sequence[Benefit]) -> Iterable[tuple[Benefit, ...]]:
    """Every set of promotions that may hold at once: any of those that are not exclusive, or one that is."""
    together = [benefit for benefit in candidates if not benefit.exclusive]
    sizes = range(len(together) + 1)
    alone = ((benefit,) for benefit in candidates if benefit.exclusive)
    return chain(chain.from_iterable(combinations(together, size) for size in sizes), alone)


def _cost(offer: Offer, applied: Sequence[Benefit]) -> tuple[Fraction, int]:
    """The listed price per coin, exactly, or that of an item; of equals, the one with more coins comes first."""
    unit = unit_of(offer, applied)
    return Fraction(unit.listed, unit.total or 1), -unit.total


def _order(offer: Offer, applied: Sequence[Benefit]) -> tuple[tuple[Fraction, int], bool, tuple[str, ...]]:
    exclusive = any(benefit.exclusive for benefit in applied)
    return _cost(offer, applied), exclusive, tuple(benefit.id for benefit in applied)
