"""Whether coins that come back as diamonds bring more than they cost: proved over all markets, packages and creators.

`round_trip`: nobody buys coins, sends them to a creator and is paid more than the coins cost. `margin`: what is left of
a package after tax and commission is at least what its coins are worth to the creator who earns most of them.

The worth is of the gift by which a coin brings most, with its roundings, in every region, kind and case of facts, at
the value of a diamond of that instant, by the rates of the market in which the coins are bought. Fees of payouts and
withholding are left out: they only take from it. Prices are the regular ones. Shares of net or proceeds are not looked
at, and said to be unproved.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, Unproved, decimal
from ratecard.guards.ladders import PACKAGES, PRICES, settled
from ratecard.guards.levels import Rates
from ratecard.instants import Instant
from ratecard.keys.proceeds import cases_at, proceeds_of_unit
from ratecard.money import Money
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.earnings import COINS, CREATOR, EarningsTerms, share_out
from ratecard.terms.facts import DeclaredFacts, possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.packages import PackageTerms
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxTerms

MARGIN, ROUND_TRIP = "margin", "round_trip"

EARNINGS, DIAMOND = "earnings", ("payouts", "diamond")


class Worth(msgspec.Struct, frozen=True):
    """The most that one coin is worth to any creator, in major units of a currency: by which kind, and where."""

    each: Fraction
    currency: Currency
    region: str
    earnings: EarningsTerms
    diamond: DiamondTerms


class Chain:
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

    def unproved(self) -> Iterator[Unproved]:
        """The earnings that are not looked at, once for each kind."""
        seen: set[str] = set()
        for history in self.creators:
            for section, timeline in history.sections.items():
                if section[0] != EARNINGS or section[1] in seen:
                    continue
                every = [terms for own in timeline.values for terms in possible_terms(own.terms)]
                if any(isinstance(terms, EarningsTerms) and terms.base != COINS for terms in every):
                    seen.add(section[1])
                    of = f"earnings.{section[1]} in {history.key.region}"
                    yield Unproved(MARGIN, "a share of net or proceeds is not looked at", of)
                elif any(isinstance(terms, EarningsTerms) and terms.amount_unknown for terms in every):
                    seen.add(section[1])
                    yield Unproved(
                        MARGIN, "what is earned is unknown", f"earnings.{section[1]} in {history.key.region}"
                    )


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


class Offer(msgspec.Struct, frozen=True):
    """One unit of a package in one market from an instant on: its least price, what is left of it, what it holds.

    `left` is the least over all cases of facts, None where it is not known.
    """

    history: MarketHistory
    package: str
    since: Instant
    price: PriceTerms
    left: int | None
    coins: int


Left = tuple[PriceTerms, int | None]


class Proof:
    """Looks for chains that are broken. What is left of a price is found once for each three terms that decide it."""

    def __init__(self, chain: Chain, rates: Rates, declared: DeclaredFacts, least: Fraction) -> None:
        self.chain, self.rates, self.declared, self.least = chain, rates, declared, least
        self.unproved: dict[Unproved, None] = dict.fromkeys(chain.unproved())
        self._left: dict[tuple[int, int, int], Left | None] = {}
        self._dearest: dict[tuple[str, Instant, Currency], tuple[Fraction, Worth] | None] = {}
        self._seen: set[tuple[object, ...]] = set()

    def of(self, history: MarketHistory) -> Iterator[Finding]:
        """The packages of a market of which less is left than their coins are worth, or that cost no more than that."""
        for offer in self._offers(history):
            found = self._worth(history.key.region, offer.since, offer.price.currency)
            if found is None:
                continue
            each, worth = found
            key = (id(offer.price.listed_stated), offer.left, offer.coins, each)
            if key not in self._seen:
                self._seen.add(key)
                yield from _breaches(offer, worth, each * offer.coins, self.least)

    def _worth(self, region: str, at: Instant, into: Currency) -> tuple[Fraction, Worth] | None:
        """What a coin is worth at most in a currency, by the rates of a region; None where nothing is earned."""
        key = (region, at, into)
        if key not in self._dearest:
            every: list[tuple[Fraction, Worth]] = []
            for currency, worth in self.chain.at(at).items():
                rate = self.rates.between(region, currency, into, at)
                if rate is not None:
                    every.append((worth.each * rate, worth))
                else:
                    why = "no rate of exchange compares them"
                    self.unproved[Unproved(MARGIN, why, f"{currency} and {into}")] = None
            self._dearest[key] = max(every, key=lambda entry: entry[0], default=None)
        return self._dearest[key]

    def _offers(self, history: MarketHistory) -> Iterator[Offer]:
        """Each package from each instant on at which anything of it may change, its worth and the rates among that."""
        taken, taxed = history.sections.get(("commission",)), history.sections.get(("tax",))
        if taken is None or taxed is None:
            return
        common = {*taken.starts, *taxed.starts, *self.chain.instants, *self.rates.instants(history.key.region)}
        for section, priced in history.sections.items():
            held = history.sections.get((PACKAGES, section[1])) if section[0] == PRICES and len(section) == 2 else None
            if held is None:
                continue
            starts = common | {*priced.starts, *held.starts}
            for since in sorted(start for start in starts if start >= history.begins):
                terms = tuple([held_terms(timeline, since) for timeline in (priced, taxed, taken)])
                contents = [own for own in possible_terms(held_terms(held, since)) if isinstance(own, PackageTerms)]
                found = self._least(terms) if contents and None not in terms else None
                if found is not None:
                    most = max(content.total for content in contents)
                    yield Offer(history, section[1], since, found[0], found[1], most)

    def _least(self, terms: tuple[object, ...]) -> Left | None:
        """The least that is left of a price by these terms of price, tax and commission, and that price."""
        price, tax, commission = terms
        key = (id(price), id(tax), id(commission))
        if key not in self._left:
            if isinstance(price, PriceTerms) and isinstance(tax, TaxTerms) and isinstance(commission, CommissionTerms):
                self._left[key] = price, _left_of(price, tax, commission)
            else:
                self._left[key] = self._least_of_cases(terms)
        return self._left[key]

    def _least_of_cases(self, terms: tuple[object, ...]) -> Left | None:
        found: list[Left] = []
        for case in cases_at(self.declared, terms):
            price, tax, commission = case.terms
            if isinstance(price, PriceTerms) and isinstance(tax, TaxTerms) and isinstance(commission, CommissionTerms):
                found.append((price, _left_of(price, tax, commission)))
        if not found:
            return None
        known = [entry for entry in found if entry[1] is not None]
        return min(known or found, key=lambda entry: (entry[1] or 0, entry[0].listed_minor))


def _left_of(price: PriceTerms, tax: TaxTerms, commission: CommissionTerms) -> int | None:
    return None if commission.unknown else proceeds_of_unit(commission, tax, price.listed_minor)


def broken_chains(
    markets: Iterable[MarketHistory], chain: Chain, rates: Rates, declared: DeclaredFacts, least: Fraction
) -> Iterator[Finding | Unproved]:
    """Each package of which less is left than its coins are worth to a creator, or that costs no more than that."""
    proof = Proof(chain, rates, declared, least)
    for history in markets:
        yield from proof.of(history)
    yield from proof.unproved


def _breaches(offer: Offer, worth: Worth, value: Fraction, least: Fraction) -> Iterator[Finding]:
    """What is wrong with one package: `value` is what its coins are worth, in major units of its currency."""
    price, minors = offer.price, value * 10**offer.price.currency.exponent
    is_trip = minors >= price.listed_minor
    if is_trip:
        yield _finding(ROUND_TRIP, offer, worth, value, ("costs", Money(price.listed_minor, price.currency)))
    if offer.left is not None and minors > offer.left * (1 - least):
        found = _finding(MARGIN, offer, worth, value, ("leaves", Money(offer.left, price.currency)))
        yield msgspec.structs.replace(found, follows=ROUND_TRIP) if is_trip else found


def _finding(guard: str, offer: Offer, worth: Worth, value: Fraction, against: tuple[str, Money]) -> Finding:
    (verb, money), market = against, offer.history.key
    stated, kind = worth.earnings.stated, worth.earnings.kind
    shown = f"{decimal(value, money.currency.exponent)} {money.currency}"
    each = decimal(worth.each, worth.currency.exponent + 4)
    minors = value * 10**money.currency.exponent
    return Finding(
        guard=guard,
        market=market,
        of=offer.package,
        since=offer.since,
        seen=minors / money.minor if money.minor > 0 else minors + 1,
        sentence=(
            f"{offer.package} in {market.shown} {verb} {money}, and its {offer.coins:,} coins are worth up to "
            f"{shown} to a creator in {worth.region}, as {kind}"
        ),
        place=stated.place,
        hint="look at what a coin earns and at the value of a diamond, then at the price",
        notes=(
            Note(worth.diamond.stated.place, "the value of a diamond"),
            Note(offer.price.listed_stated.place, "the price"),
        ),
        question=(
            f"ratecard quote purchase --region {market.region} --platform {market.platform} --package {offer.package}"
        ),
        together=f"{guard} {stated.place}",
        table=(
            ("hop", "amount"),
            (f"{offer.package} {verb}", str(money)),
            ("coins", f"{offer.coins:,}"),
            (f"a coin, as {kind} in {worth.region}", f"{each} {worth.currency}"),
            ("all of them", shown),
        ),
    )
