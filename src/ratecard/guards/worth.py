"""What a coin is worth at most to any creator: in all regions, kinds and cases of facts, by the best gift."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.guards.ladders import settled
from ratecard.instants import Instant
from ratecard.terms.earnings import COINS, CREATOR, EarningsTerms, share_out
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.payouts import DiamondTerms

EARNINGS, DIAMOND = "earnings", ("payouts", "diamond")


class Worth(msgspec.Struct, frozen=True):
    """The most that one coin is worth to any creator, in major units of a currency: by which kind, and where."""

    each: Fraction
    currency: Currency
    region: str
    earnings: EarningsTerms
    diamond: DiamondTerms


class Worths:
    """What coins are worth to creators over time: the greatest worth in each currency, from each instant on."""

    def __init__(self, markets: Iterable[MarketHistory], creators: Iterable[MarketHistory]) -> None:
        self.creators = list(creators)
        self.costs = _costs_of_gifts(markets)
        sections = [
            timeline
            for history in self.creators
            for section, timeline in history.sections.items()
            if section[0] == EARNINGS or section == DIAMOND
        ]
        starts = sorted({start for timeline in sections for start in timeline.starts})
        self.instants = settled(starts)
        self._at: dict[Instant, Mapping[Currency, Worth]] = {}

    def at(self, instant: Instant) -> Mapping[Currency, Worth]:
        """The greatest worth in each currency at an instant."""
        position = bisect_right(self.instants, instant) - 1
        since = self.instants[max(position, 0)] if self.instants else instant
        if since not in self._at:
            best: dict[Currency, Worth] = {}
            for history in self.creators:
                for worth in self._worths(history, since):
                    if worth.currency not in best or worth.each > best[worth.currency].each:
                        best[worth.currency] = worth
            self._at[since] = best
        return self._at[since]

    def _worths(self, history: MarketHistory, at: Instant) -> Iterator[Worth]:
        timeline = history.sections.get(DIAMOND)
        diamonds = [] if timeline is None else possible_terms(held_terms(timeline, at))
        valued = [diamond for diamond in diamonds if isinstance(diamond, DiamondTerms)]
        for section, earned in history.sections.items():
            if section[0] != EARNINGS or not valued:
                continue
            for terms in possible_terms(held_terms(earned, at)):
                if isinstance(terms, EarningsTerms) and terms.base == COINS and not terms.amount_unknown:
                    most = _most_per_coin(terms, self.costs.get(section[1], ()))
                    for diamond in valued:
                        each = most * Fraction(diamond.minor, diamond.units * 10**diamond.currency.exponent)
                        yield Worth(each, diamond.currency, history.key.region, terms, diamond)

    def unproved(self) -> Iterator[tuple[str, str]]:
        """The earnings that are not looked at, once for each kind: why, and which."""
        seen: set[str] = set()
        for history in self.creators:
            for section, timeline in history.sections.items():
                if section[0] != EARNINGS or section[1] in seen:
                    continue
                every = [terms for own in timeline.values for terms in possible_terms(own.terms)]
                if any(isinstance(terms, EarningsTerms) and terms.base != COINS for terms in every):
                    seen.add(section[1])
                    of = f"earnings.{section[1]} in {history.key.region}"
                    yield "a share of net or proceeds is not looked at", of
                elif any(isinstance(terms, EarningsTerms) and terms.amount_unknown for terms in every):
                    seen.add(section[1])
                    yield "what is earned is unknown", f"earnings.{section[1]} in {history.key.region}"


def _costs_of_gifts(markets: Iterable[MarketHistory]) -> dict[str, set[int]]:
    """How many coins gifts of each kind of spending cost, in any market at any time."""
    found: dict[str, set[int]] = {}
    timelines = {
        id(timeline): timeline
        for history in markets
        for section, timeline in history.sections.items()
        if section[0] == "gifts" and len(section) == 2
    }
    every = (own.terms for timeline in timelines.values() for own in timeline.values)
    for gift in (gift for varying in every for gift in possible_terms(varying) if isinstance(gift, GiftTerms)):
        for kind in gift.kinds:
            found.setdefault(kind, set()).add(int(gift.coins))
    return found


def _most_per_coin(terms: EarningsTerms, costs: Collection[int]) -> Fraction:
    """The diamonds that one coin brings the creator at most, by the gift whose rounding gives most.

    Where all gifts of a question are rounded together, many come as near to the exact share as is wanted.
    """
    ratios = [Fraction(_of_gift(terms, coins), coins) for coins in costs if coins]
    if terms.by_total or not ratios:
        ratios.append(Fraction(terms.numerator, terms.denominator) * _part(terms))
    return max(ratios)


def _part(terms: EarningsTerms) -> Fraction:
    """The creator's part of a split; all of it where there is none."""
    if not terms.split:
        return Fraction(1)
    named = {recipient.id: recipient.rate for recipient in terms.split}
    own = named.get(CREATOR)
    if own is not None:
        return own.fraction
    return 1 - sum((rate.fraction for rate in named.values() if rate is not None), Fraction(0))


def _of_gift(terms: EarningsTerms, coins: int) -> int:
    """The creator's diamonds for one gift of so many coins, rounded as stated."""
    if not terms.split:
        return terms.divide(coins * terms.numerator, terms.denominator)
    amount = terms.divide(coins * terms.numerator, terms.denominator)
    parts = share_out(terms.split, amount, terms.divide)
    return next(part for recipient, part in zip(terms.split, parts, strict=True) if recipient.id == CREATOR)
