"""Terms of what is chosen at the numbers that stand for all others, and which of them are the worst for somebody.

Looked at are the least and the most number, and those on both sides of each threshold: of tiers, bonuses, taxes and
commissions, by coins or by amount. Between two of them only roundings could make another one worse.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol, TypeVar

from ratecard.money import Money
from ratecard.ranges import Range
from ratecard.rulefiles.keys.facts import AMOUNT, COINS
from ratecard.terms.chosen import ChosenOffer
from ratecard.terms.facts import Facts, possible_terms
from ratecard.terms.lifting import with_facts
from ratecard.terms.packages import ChosenCoins
from ratecard.terms.per_coin import PerCoinTerms
from ratecard.terms.prices import PriceTerms

BETWEEN = "it is looked at where its numbers and their tiers begin and end; roundings between are not"
"""What is not proved of what tax and commission leave of a chosen number."""


class SoldCoins(Protocol):
    """What coins cost, and what is left of it, in minor units; None where that is not known."""

    @property
    def listed(self) -> int: ...  # noqa: D102
    @property
    def gross(self) -> int | None: ...  # noqa: D102
    @property
    def left(self) -> int | None: ...  # noqa: D102
    @property
    def coins(self) -> int: ...  # noqa: D102


C = TypeVar("C", bound=SoldCoins)


class AtNumber(NamedTuple):
    """A number that is chosen, and the price, tax, commission and content that then hold; each may vary by facts."""

    number: int
    terms: tuple[object, object, object, object]


def range_of_all(content: object) -> Range | None:
    """The range of numbers in every case of facts; None where that is not one."""
    ranges = {case.range for case in possible_terms(content) if isinstance(case, ChosenCoins)}
    return ranges.pop() if len(ranges) == 1 else None


def terms_at_numbers(within: Range, offer: ChosenOffer) -> Iterator[AtNumber]:
    """The terms of a package at each of its numbers that stand for all others, in rising order."""
    numbers: set[int] = set()
    for first, last in offer.stretches(within):
        numbers |= {first, last}
        for price in possible_terms(with_facts(offer.price, {COINS: first})):
            if isinstance(price, PerCoinTerms):
                numbers |= _beside_tiers(within, first, last, price)
        numbers |= _beside_amounts(within, first, last, offer)
    for number in sorted(numbers):
        content, cost = offer.with_number(number)
        known: Facts = {COINS: number}
        if isinstance(cost, PriceTerms):
            known = {**known, AMOUNT: Money(cost.listed_minor, cost.currency)}
        yield AtNumber(number, (cost, with_facts(offer.tax, known), with_facts(offer.commission, known), content))


def _beside_tiers(within: Range, first: int, last: int, price: PerCoinTerms) -> set[int]:
    """The numbers on both sides of each tier that begins between two numbers."""
    starts = [tier.start for tier in price.tiers[1:] if first <= tier.start < last]
    both = [(within.greatest_up_to(start), within.least_from(start + 1)) for start in starts]
    return {number for pair in both for number in pair if number is not None}


def _beside_amounts(within: Range, first: int, last: int, offer: ChosenOffer) -> set[int]:
    """The numbers on both sides of each amount from which tax or commission change, where one price is computed."""
    found: set[int] = set()
    for amount in offer.amounts:
        low, high = first, last
        if not _is_below(offer, low, amount) or _is_below(offer, high, amount):
            continue
        while high - low > within.step:
            middle = low + (high - low) // (2 * within.step) * within.step
            low, high = (middle, high) if _is_below(offer, middle, amount) else (low, middle)
        found |= {low, high}
    return found


def _is_below(offer: ChosenOffer, number: int, amount: int) -> bool:
    _, cost = offer.with_number(number)
    return isinstance(cost, PriceTerms) and cost.listed_minor < amount


def extremes(cases: Sequence[C]) -> list[C]:
    """The cases in which a coin leaves least, and in which it costs least and most, listed and gross; each once."""
    found = [_least(cases, lambda case: case.left), _least(cases, lambda case: case.listed)]
    found += [_least(cases, lambda case: -case.listed), _least(cases, lambda case: case.gross)]
    found += [_least(cases, lambda case: None if case.gross is None else -case.gross)]
    distinct = {id(case): case for case in found if case is not None}
    unknown = next((case for case in cases if case.left is None), None)
    return [*distinct.values(), *([unknown] if unknown is not None and id(unknown) not in distinct else [])]


def _least(cases: Iterable[C], minor: Callable[[C], int | None]) -> C | None:
    known = [(Fraction(own, case.coins), case) for case in cases if case.coins and (own := minor(case)) is not None]
    return min(known, key=lambda entry: entry[0], default=(0, None))[1]
