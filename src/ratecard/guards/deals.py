"""The cheapest that promotions make a package: all that go together, those without a limit, and each exclusive one."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.currency import Currency
from ratecard.guards.findings import Meeting
from ratecard.guards.offers import Found, Leaving, Leavings
from ratecard.guards.periods import SalePeriod, SalePeriods, SoldPackage
from ratecard.guards.takings import limits_much
from ratecard.instants import Instant
from ratecard.quotes.purchases.choice import Candidate, Regular, bonus_with, listed_with
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.effects import NO_EFFECT, Effect
from ratecard.terms.facts import VARYING, possible_terms
from ratecard.terms.limits import LimitTerms
from ratecard.terms.market import MarketKey
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promoted import Promoted


class Combination(NamedTuple):
    """Promotions of a package that go together, with the coins that one unit then holds.

    `is_limited`: one of them is, so that nobody has them for ever.
    """

    candidates: tuple[Candidate, ...]
    coins: int
    is_limited: bool
    takes_off: bool


class Deals(NamedTuple):
    """All deals of a period: each package with the promotions that go together; and the worst of them by currency."""

    every: tuple[tuple[str, Found], ...]
    worst: tuple[tuple[Currency, "Worst"], ...]


class Worst(NamedTuple):
    """The most coins for what is listed, as a pair, and for what is left where nobody is limited.

    `is_negative`: less than nothing is left of one of these.
    """

    of_listed: tuple[int, int]
    of_left: tuple[int, int]
    is_negative: bool


NOTHING: tuple[int, int] = (0, 1)

CommissionLeaving = tuple[CommissionTerms, Leaving]
"""A commission, and what it and a tax leave."""


class AllDeals:
    """The deals of markets. What the same promotions make of the same terms is found once."""

    def __init__(self, periods: SalePeriods, leavings: Leavings) -> None:
        self._periods, self._leavings = periods, leavings
        self._of: dict[int, Deals] = {}
        self._known: dict[tuple[int, ...], list[Found]] = {}
        self._chosen: dict[tuple[int, int], tuple[Combination, ...]] = {}
        self._together: dict[tuple[str, ...], tuple[set[str], set[MarketKey]]] = {}

    def of(self, history: MarketHistory) -> Iterator[tuple[Instant, Deals]]:
        """Each package with the promotions that go together, in each period of a market that has any.

        Facts and codes are taken as met. What promotions give is the most of all cases of facts; prices, contents,
        taxes and commissions are of any case.
        """
        for since, period in self._periods.of(history):
            if id(period) not in self._of:
                self._of[id(period)] = self._in_period(period)
            deals = self._of[id(period)]
            if deals.every:
                yield since, deals

    def meet(self, deals: Deals, market: MarketKey) -> None:
        """Notes that the promotions of these deals go together in a market."""
        for package, deal in deals.every:
            if len(deal.applied) < 2:
                continue
            packages, markets = self._together.setdefault(tuple([own.id for own in deal.applied]), (set(), set()))
            packages.add(package)
            markets.add(market)

    def meetings(self) -> Iterator[Meeting]:
        """The promotions that go together in what was looked at, several of them."""
        for promotions, (packages, markets) in sorted(self._together.items()):
            yield Meeting(promotions, tuple(sorted(packages)), len(markets))

    def _in_period(self, period: SalePeriod) -> Deals:
        leaving = [(own, self._leavings.by(tax, own)) for tax in period.taxes for own in period.commissions]
        promoted = [sold for sold in period.sold if sold.promoted]
        every = [(sold.package, deal) for sold in promoted for deal in self._of_sold(period, sold, leaving)]
        by_currency: dict[Currency, list[Found]] = {}
        for _, deal in every:
            by_currency.setdefault(deal.price.currency, []).append(deal)
        return Deals(tuple(every), tuple([(currency, worst_of(own)) for currency, own in by_currency.items()]))

    def _of_sold(self, period: SalePeriod, sold: SoldPackage, leaving: Sequence[CommissionLeaving]) -> Sequence[Found]:
        key = (id(sold), *period.by)
        known = self._known.get(key)
        if known is None:
            both = product(sold.prices, sold.contents)
            known = [deal for price, own in both for deal in self._of_price(period, sold, price, own, leaving)]
            self._known[key] = known
        return known

    def _of_price(
        self,
        period: SalePeriod,
        sold: SoldPackage,
        price: PriceTerms,
        content: PackageTerms,
        leaving: Sequence[CommissionLeaving],
    ) -> list[Found]:
        """One unit at a price with each set of promotions, in each case of tax and commission."""
        regular = Regular(price.listed_minor, content.coins, content.bonus, period.pricing)
        every: list[Found] = []
        for applied, coins, is_limited, takes_off in self._sets(sold.promoted, regular, content):
            listed = listed_with(regular, applied) if takes_off else price.listed_minor
            for commission, of in leaving:
                net, gross, left = of.of(listed)
                deal = Found(
                    price,
                    listed,
                    net,
                    gross,
                    left,
                    coins=coins,
                    commission=commission,
                    applied=applied,
                    content=content,
                    is_limited=is_limited,
                )
                every.append(deal)
        return every

    def _sets(self, promoted: Sequence[Promoted], regular: Regular, content: PackageTerms) -> Sequence[Combination]:
        """The sets of promotions of a package that go together; the same for all prices where none varies by facts."""
        key = (id(promoted), id(content))
        known = self._chosen.get(key)
        if known is None:
            known = _chosen(promoted, regular)
            if not any(type(own.effect) in VARYING for own in promoted):
                self._chosen[key] = known
        return known


def _chosen(promoted: Sequence[Promoted], regular: Regular) -> tuple[Combination, ...]:
    candidates = [Candidate(own, deepest(own, regular)) for own in promoted]
    limited = {own.id for own in candidates if is_limited_much(own.promoted)}
    together = [own for own in candidates if not own.promoted.terms.exclusive]
    sets = [together, [own for own in together if own.id not in limited]]
    sets += [[own] for own in candidates if own.promoted.terms.exclusive]
    distinct = {tuple(own.id for own in chosen): tuple(chosen) for chosen in sets if chosen}
    return tuple(
        [
            Combination(
                own,
                regular.coins + bonus_with(regular, own),
                is_limited=any(name in limited for name in names),
                takes_off=any(candidate.effect.takes_off for candidate in own),
            )
            for names, own in distinct.items()
        ]
    )


def worst_of(every: Sequence[Found]) -> Worst:
    """The worst of these offers: if none is a breach with so many coins, none of them is one."""
    of_listed, of_left, is_negative = NOTHING, NOTHING, False
    for deal in every:
        coins, left = deal.coins, deal.left
        if coins * of_listed[1] > of_listed[0] * deal.listed:
            of_listed = (coins, deal.listed)
        if left is not None and not deal.is_limited:
            is_negative |= left < 0
            if coins * of_left[1] > of_left[0] * left:
                of_left = (coins, max(left, 0))
    return Worst(of_listed, of_left, is_negative)


def deepest(promoted: Promoted, regular: Regular) -> Effect:
    """The most that a promotion may give with one unit: what takes off most in any case, with the most coins of any."""
    effects = [own for own in possible_terms(promoted.effect) if isinstance(own, Effect)]
    if len(effects) < 2:
        return effects[0] if effects else NO_EFFECT
    off = max(effects, key=lambda own: Fraction(*own.off(regular.minor)))
    more = max(effects, key=lambda own: own.bonus_of(regular.coins))
    return msgspec.structs.replace(off, bonus=more.bonus)


def identity_of(promoted: Promoted) -> tuple[int, ...]:
    """By what promotions are the same: their terms, and those of their limits, which a platform may have otherwise."""
    limits = (leaf for _, limit in promoted.limits for leaf in possible_terms(limit))
    return (id(promoted.terms), *map(id, limits))


def is_limited_much(promoted: Promoted) -> bool:
    """Whether a limit lets nobody have it often, in every case of facts."""
    if not promoted.limits:
        return False
    every = [possible_terms(limit) for _, limit in promoted.limits]
    return any(all(isinstance(own, LimitTerms) and limits_much(own) for own in cases) for cases in every if cases)
