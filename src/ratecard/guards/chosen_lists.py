"""What is sold in a market of which the buyer chooses the number, beside its fixed packages: each distinct list once.

Between two thresholds of a chosen number more coins never cost less, and hold more: a stretch. So its edges, and the
numbers that lie next to other stretches and packages, stand for all the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.ladders import PACKAGES, PRICES, Ladders, Rung
from ratecard.instants import Instant
from ratecard.money import Rate
from ratecard.ranges import Range
from ratecard.rulefiles.keys.facts import COINS
from ratecard.terms.chosen import bonus_for, is_chosen, stretches_of
from ratecard.terms.facts import possible_terms
from ratecard.terms.lifting import with_facts
from ratecard.terms.market import MarketKey
from ratecard.terms.packages import ChosenCoins
from ratecard.terms.per_coin import PerCoinTerms
from ratecard.terms.pricing import PricingTerms

PRICING = ("pricing",)


class CoinsForMoney(NamedTuple):
    """Coins for a price, in minor units: one unit of a package, or so many that are chosen, where `number` says so.

    `exact` is the price before it is rounded, and `held` the coins before a bonus is.
    """

    thing: str
    number: int | None
    coins: int
    minor: int
    exact: Fraction
    held: Fraction
    place: Place

    @property
    def shown(self) -> str:
        """What it is, for people: "4,999 of top_up", "coins_1000"."""
        return self.thing if self.number is None else f"{self.number:,} of {self.thing}"

    def question(self, market: MarketKey) -> str:
        """The question of the command line that shows what it costs."""
        where = f"--region {market.region} --platform {market.platform}"
        if self.number is None:
            return f"ratecard quote purchase {where} --package {self.thing}"
        return f"ratecard quote chosen {where} --thing {self.thing} --coins {self.number}"


class NumberStretch(msgspec.Struct, frozen=True):
    """The numbers of a range from `first` to `last`, both included, between which no terms change by the number."""

    thing: str
    within: Range
    first: int
    last: int
    price: PerCoinTerms
    package: ChosenCoins
    pricing: PricingTerms

    @property
    def identity(self) -> tuple[object, ...]:
        """By what stretches are the same: their statements, and what these come to."""
        tiers = tuple([(tier.start, tier.price, id(tier.stated)) for tier in self.price.tiers])
        held = self.package.like
        stated = (id(held.coins_stated), id(held.bonus_stated), id(self.pricing.rounding_stated))
        rounded = (self.pricing.mode, self.pricing.step, self.pricing.points, self.pricing.lowest, self.pricing.highest)
        return (self.thing, self.within, self.first, self.last, self.price.currency, tiers, stated, rounded)

    def total(self, number: int) -> int:
        """The coins that come with a number, its bonus among them."""
        return number + bonus_for(self.package, number)

    def of(self, number: int) -> CoinsForMoney:
        """What a number holds and costs. Raises ValueError where it has no price, as in no sound book."""
        exact, stated = self.price.exact(number), self.package.like.bonus_stated
        minor = self.pricing.rounded(exact.numerator, exact.denominator)
        if minor is None:
            raise ValueError(f"{number} of {self.thing} have no price that is allowed")
        bonus = Fraction(bonus_for(self.package, number))
        if stated is not None and isinstance(stated.value, Rate):
            bonus = number * stated.value.fraction
        return CoinsForMoney(
            self.thing, number, self.total(number), minor, exact, number + bonus, self.price.stated.place
        )

    def last_below(self, coins: int) -> int | None:
        """The last number that comes with fewer coins; None where none does."""
        if self.total(self.first) >= coins:
            return None
        return self.last_while(self.first, lambda number: self.total(number) < coins)

    def first_above(self, coins: int) -> int | None:
        """The first number that comes with more coins; None where none does."""
        if self.total(self.first) > coins:
            return self.first
        last = self.last_while(self.first, lambda number: self.total(number) <= coins)
        return None if last == self.last else last + self.within.step

    def last_while(self, first: int, fits: Callable[[int], bool]) -> int:
        """The last number from one on that fits, where that one does, and after one that does not none does."""
        low, high = first, self.last
        if fits(high):
            return high
        while high - low > self.within.step:
            middle = low + (high - low) // (2 * self.within.step) * self.within.step
            low, high = (middle, high) if fits(middle) else (low, middle)
        return low

    @property
    def edges(self) -> list[int]:
        """Its first and last number, and those on both sides of each tier of its price, in rising order."""
        found = {self.first, self.last}
        for tier in self.price.tiers[1:]:
            if self.first <= tier.start < self.last:
                found |= {self.within.greatest_up_to(tier.start) or self.first}
                found |= {self.within.least_from(tier.start + 1) or self.last}
        return sorted(found)


class ChosenList(msgspec.Struct, frozen=True):
    """What a market sells from an instant on of which the number is chosen, beside its fixed packages.

    `fixed` are the packages in the currency of the stretches. `varying` are things of which guards prove nothing, since
    their price or content depends on other facts. `promoted`: there may be promotions of the fixed packages.
    """

    market: MarketKey
    since: Instant
    currency: Currency
    stretches: tuple[NumberStretch, ...]
    fixed: tuple[Rung, ...]
    varying: tuple[str, ...]
    promoted: bool

    @property
    def things(self) -> tuple[str, ...]:
        """What is chosen, by id."""
        return tuple(dict.fromkeys(stretch.thing for stretch in self.stretches))


def chosen_lists_of(histories: Iterable[MarketHistory], ladders: Ladders) -> tuple[ChosenList, ...]:
    """Every distinct list of chosen numbers, in the order in which it is first met."""
    known: dict[tuple[object, ...], ChosenList] = {}
    for history in histories:
        for own in _lists(history, ladders):
            key = (
                tuple([rung.identity for rung in own.fixed]),
                tuple([stretch.identity for stretch in own.stretches]),
                own.varying,
                own.promoted,
            )
            known.setdefault(key, own)
    return tuple(known.values())


def _lists(history: MarketHistory, ladders: Ladders) -> Iterator[ChosenList]:
    """The lists of a market, from each instant on at which a price, a content or the rounding changes."""
    things = [
        section[1]
        for section, timeline in history.sections.items()
        if section[0] == PACKAGES and len(section) == 2 and (PRICES, section[1]) in history.sections
        if any(isinstance(case, ChosenCoins) for own in timeline.values for case in possible_terms(own.terms))
    ]
    if not things:
        return
    sections = [PRICING, *[(table, thing) for thing in things for table in (PRICES, PACKAGES)]]
    read = {section: history.sections[section] for section in sections if section in history.sections}
    own = ladders.over_time.get(history.key)
    changes = {start for timeline in read.values() for start in timeline.starts} | set(own.starts if own else ())
    for since in sorted({max(start, history.begins) for start in changes}):
        terms = {section: held_terms(timeline, since) for section, timeline in read.items()}
        stretches, varying = _stretches_of(things, terms)
        if not stretches and not varying:
            continue
        ladder = None if own is None else own.at(since)
        currency = stretches[0].price.currency if stretches else history.currency_at(since)
        if currency is not None:
            rungs = () if ladder is None else ladder.rungs
            fixed = tuple([rung for rung in rungs if rung.price.currency == currency and rung.coins])
            promoted = bool(history.below("promotions"))
            yield ChosenList(history.key, since, currency, tuple(stretches), fixed, tuple(varying), promoted)


def _stretches_of(
    things: Iterable[str], terms: Mapping[tuple[str, ...], object]
) -> tuple[list[NumberStretch], list[str]]:
    """The stretches of what is chosen by these terms, and the things that vary by other facts than the number."""
    stretches, varying = list[NumberStretch](), list[str]()
    for thing in things:
        package, price, pricing = terms.get((PACKAGES, thing)), terms.get((PRICES, thing)), terms.get(PRICING)
        if price is None or not is_chosen(package, price):
            continue
        found = _of_thing(thing, package, price, pricing)
        stretches += found or ()
        varying += [thing] if found is None else []
    return stretches, varying


def _of_thing(thing: str, package: object, price: object, pricing: object) -> list[NumberStretch] | None:
    """The stretches of one thing; None where anything of it varies by other facts than the number of coins."""
    holding = with_facts(package, {COINS: 1})  # ranges vary by no coins: any number leads to them
    if not isinstance(holding, ChosenCoins):
        return None
    within, found = holding.range, list[NumberStretch]()
    for first, last in stretches_of(within, (package, price, pricing)):
        plain = tuple([with_facts(own, {COINS: first}) for own in (price, package, pricing)])
        if plain[0] is None:
            continue  # no number from here to there is sold
        each, held, rounded = plain
        if not (isinstance(each, PerCoinTerms) and isinstance(held, ChosenCoins) and isinstance(rounded, PricingTerms)):
            return None
        found.append(NumberStretch(thing, within, first, last, each, held, rounded))
    return found
