"""Whether rounding makes a coin much cheaper than its tier says, for some number of coins that may be chosen."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from ratecard.book.doubts import Whole
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.keys.chosen_things import ever_chosen
from ratecard.keys.price_parts import Here
from ratecard.money import ExactMoney, Money, decimal_text
from ratecard.ranges import Range
from ratecard.rulefiles.keys.facts import COINS
from ratecard.terms.chosen import stretches_of
from ratecard.terms.facts import possible_terms
from ratecard.terms.lifting import with_facts
from ratecard.terms.packages import ChosenCoins
from ratecard.terms.per_coin import PerCoinTerms, comes_to_nothing
from ratecard.terms.pricing import PricingTerms

LOST_MOST = Fraction(2, 100)
"""By so much a coin may be cheaper than its tier says, before somebody is warned."""

LOOKED_AT = 10_000
"""So many of the first numbers of each tier are looked at, for each minor unit of the rounding's step."""


class Lost(NamedTuple):
    """How many coins cost how much in place of what they come to exactly, in minor units; the worst has the least."""

    ratio: Fraction
    coins: int
    price_minor: int
    exact: Fraction


class Named(NamedTuple):
    """What rounding takes off, of what, and where."""

    lost: Lost
    history: MarketHistory
    thing: str
    price: PerCoinTerms
    pricing: PricingTerms


def doubt_rounding(whole: Whole) -> None:
    """Warns of each price of which rounding takes over 2 % off for some number of coins, at the worst number."""
    worst: dict[Place, Named] = {}
    for named in _named(whole.markets):
        place = named.price.stated.place
        if place not in worst or named.lost < worst[place].lost:
            worst[place] = named
    for place, (lost, history, thing, _, pricing) in worst.items():
        exact = ExactMoney(lost.exact.numerator, lost.exact.denominator, pricing.currency)
        paid, less = Money(lost.price_minor, pricing.currency), int((1 - lost.ratio) * 1000)
        sentence = (
            f"{lost.coins} coins of {thing} in {history.key.shown} are {exact} and cost {paid}: rounding takes "
            f"{decimal_text(less, 1)} % off"
        )
        hint = "let people choose no fewer than are worth it, or round up"
        notes = (Note(pricing.rounding_stated.place, "it is rounded so"),)
        whole.once.warn("rounds-below", sentence, place, hint, notes)


def _named(markets: Iterable[MarketHistory]) -> Iterator[Named]:
    """What rounding takes off, market by market; what several read alike once."""
    looked_at: set[tuple[int, ...]] = set()
    for history in markets:
        every = [(thing, Here(history, at)) for thing in sorted(ever_chosen(history)) for at in history.starts]
        for thing, here in every:
            terms = here.terms("packages", thing), here.terms("prices", thing), here.terms("pricing")
            key = tuple(map(id, terms))
            if key not in looked_at:
                looked_at.add(key)
                for lost, price, pricing in _every(*terms):
                    yield Named(lost, history, thing, price, pricing)


def _every(package: object, price: object, pricing: object) -> Iterator[tuple[Lost, PerCoinTerms, PricingTerms]]:
    """What rounding takes most off, for each price of a package that holds what is chosen."""
    roundings = [rounding for rounding in possible_terms(pricing) if isinstance(rounding, PricingTerms)]
    ranges = {case.range for case in possible_terms(package) if isinstance(case, ChosenCoins)}
    stretches = [(within, edges) for within in ranges for edges in stretches_of(within, (price,))]
    for (within, edges), rounding in product(stretches, roundings):
        for own in possible_terms(with_facts(price, {COINS: edges[0]})):
            found = worst_in(own, within, edges, rounding) if isinstance(own, PerCoinTerms) else None
            if found is not None and isinstance(own, PerCoinTerms):
                yield found, own, rounding


def worst_in(price: PerCoinTerms, within: Range, edges: tuple[int, int], pricing: PricingTerms) -> Lost | None:
    """The number between two, both included, of which rounding takes most off; None where that is 2 % at most."""
    worst: Lost | None = None
    for coins in _numbers(price, within, edges, pricing):
        exact = price.exact(coins)
        if exact == 0 or comes_to_nothing(exact, pricing):
            continue
        minor = pricing.rounded(exact.numerator, exact.denominator)
        if minor is None:
            continue
        lost = Lost(minor / exact, coins, minor, exact)
        if lost.ratio < 1 - LOST_MOST and (worst is None or lost < worst):
            worst = lost
    return worst


def _numbers(price: PerCoinTerms, within: Range, edges: tuple[int, int], pricing: PricingTerms) -> Iterator[int]:
    """The numbers that are looked at, tier by tier: of those with one price the last, which loses most."""
    first, last = edges
    starts = sorted({first, *[tier.start + 1 for tier in price.tiers if first < tier.start < last]})
    many = (LOOKED_AT * pricing.step - 1) * within.step if pricing.step is not None else last
    for start, end in zip(starts, [*starts[1:], last + 1], strict=True):
        beginning, ending = within.least_from(start), within.greatest_up_to(end - 1)
        if beginning is not None and ending is not None and beginning <= ending:
            yield from _last_of_prices(price, within, (beginning, min(ending, beginning + many)), pricing)


def _last_of_prices(price: PerCoinTerms, within: Range, edges: tuple[int, int], pricing: PricingTerms) -> Iterator[int]:
    """The last number before each one at which the price becomes another one, found by halving.

    Where an exact price is many steps of the rounding, less than one step is too little to be worth a word.
    """
    first, last = edges
    enough = None if pricing.step is None else pricing.step / LOST_MOST
    while first <= last and (enough is None or price.exact(first) < enough):
        minor, low, high = _rounded(price, pricing, first), first, last
        if price.exact(first) == price.exact(last):
            high = first
        elif _rounded(price, pricing, last) != minor:
            while high - low > within.step:
                middle = low + (high - low) // (2 * within.step) * within.step
                low, high = (middle, high) if _rounded(price, pricing, middle) == minor else (low, middle)
            high = low
        yield high
        if price.exact(first) == price.exact(last):
            return
        first = high + within.step


def _rounded(price: PerCoinTerms, pricing: PricingTerms, coins: int) -> int | None:
    exact = price.exact(coins)
    return pricing.rounded(exact.numerator, exact.denominator)
