"""Which promotions apply to one unit, and what one unit then is: its listed price and its bonus.

All that are not exclusive together, or one that is exclusive alone, or none: what costs least per coin wins. Nothing
that is added makes a unit dearer or smaller, so all together are the best of all sets of those that are not exclusive.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from ratecard.terms.effects import Effect
from ratecard.terms.promoted import Promoted


class Rounds(Protocol):
    """How an exact price becomes one that is listed, at most the regular one; None where none is allowed."""

    def rounded(self, numerator: int, denominator: int, regular_minor: int | None = None) -> int | None:
        """The price that numerator ÷ denominator becomes."""


class Regular(msgspec.Struct, frozen=True):
    """One unit without promotions: its price in minor units, paid coins and own bonus, and how prices are rounded."""

    minor: int
    coins: int
    bonus: int
    pricing: Rounds | None


class Candidate(msgspec.Struct, frozen=True):
    """A promotion that may apply, with what it gives in the case of the facts."""

    promoted: Promoted
    effect: Effect

    @property
    def id(self) -> str:
        """The promotion's id."""
        return self.promoted.terms.id


class Unit(msgspec.Struct, frozen=True):
    """One unit as it is sold: its listed price in minor units, its bonus, and what applies to it, in order of id.

    `needless` are those that might apply too and change nothing.
    """

    listed_minor: int
    bonus: int
    applied: tuple[Candidate, ...]
    needless: tuple[Candidate, ...] = ()


def unit_with(regular: Regular, applied: Sequence[Candidate]) -> Unit:
    """One unit with these promotions. 20.00 less 10 % and 10 % is 16.00."""
    return Unit(listed_with(regular, applied), bonus_with(regular, applied), tuple(applied))


def listed_with(regular: Regular, applied: Sequence[Candidate]) -> int:
    """The regular price less all discounts together, rounded once; at most the regular price.

    A promoted price that is the only discount is listed as written. Beside others it counts as what it takes off, and
    the result is at most that price: a price point above it makes nothing dearer.
    """
    numerator, denominator, discounts = 0, 1, 0
    promoted: int | None = None
    for candidate in applied:
        effect = candidate.effect
        if not effect.takes_off:
            continue
        discounts += 1
        off, by = effect.off(regular.minor)
        numerator, denominator = numerator * by + off * denominator, denominator * by
        minor = effect.price_number
        if minor is not None:
            promoted = minor if promoted is None else min(promoted, minor)
    if promoted is not None and discounts == 1:
        return min(promoted, regular.minor)
    if numerator == 0:
        return regular.minor
    listed = _rounded(regular, max(0, regular.minor * denominator - numerator), denominator)
    return listed if promoted is None else min(listed, promoted)


def _rounded(regular: Regular, numerator: int, denominator: int) -> int:
    """An exact price as it is listed; without a rounding it is whole, as every book of rates off prices states one."""
    if regular.pricing is None:
        whole, rest = divmod(numerator, denominator)
        assert rest == 0, "a book that takes a rate off prices says how the rest is rounded"
        return whole
    listed = regular.pricing.rounded(numerator, denominator, regular.minor)
    assert listed is not None, "a book has an allowed price for each of its discounts"
    return listed


def bonus_with(regular: Regular, applied: Sequence[Candidate]) -> int:
    """The package's own bonus, or what stands in its place if that is more, and all other bonuses."""
    replacing = others = 0
    for candidate in applied:
        bonus = candidate.effect.bonus_of(regular.coins)
        if candidate.promoted.terms.bonus_replaces:
            replacing += bonus
        else:
            others += bonus
    return max(regular.bonus, replacing) + others


def choose_unit(regular: Regular, candidates: Sequence[Candidate]) -> Unit:
    """One unit with the promotions that apply to it, of these in order of id.

    Of equal prices per coin the one with more coins wins, then all together before one alone, then the smaller id.
    """
    if not candidates:
        return Unit(regular.minor, regular.bonus, ())
    best = unit_with(regular, [candidate for candidate in candidates if not candidate.promoted.terms.exclusive])
    for candidate in candidates:
        if candidate.promoted.terms.exclusive:
            alone = unit_with(regular, (candidate,))
            if _is_better(alone, best, regular.coins):
                best = alone
    return _needed(regular, best)


def _is_better(unit: Unit, other: Unit, coins: int) -> bool:
    """Whether a unit costs less per coin than another one; at the same price per coin, whether it holds more.

    An item, which holds no coins, is better where it costs less.
    """
    total, other_total = (coins + unit.bonus) or 1, (coins + other.bonus) or 1
    price, other_price = unit.listed_minor * other_total, other.listed_minor * total
    return price < other_price or (price == other_price and total > other_total)


def _needed(regular: Regular, unit: Unit) -> Unit:
    """The unit without those promotions, the greatest id first, by whose absence it stays as it is."""
    kept = list(unit.applied)
    for candidate in reversed(unit.applied):
        without = [other for other in kept if other is not candidate]
        if listed_with(regular, without) == unit.listed_minor and bonus_with(regular, without) == unit.bonus:
            kept = without
    needless = tuple([candidate for candidate in unit.applied if candidate not in kept])
    return Unit(unit.listed_minor, unit.bonus, tuple(kept), needless)
