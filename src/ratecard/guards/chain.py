"""Whether coins that come back as diamonds bring more than they cost: proved over all markets, packages and creators.

`round_trip`: nobody buys coins, sends them to a creator and is paid more than the coins cost. `margin`: what is left of
a package after tax and commission is at least what its coins are worth to the creator who earns most of them.

The worth is of the gift by which a coin brings most, with its roundings, in every region, kind and case of facts, at
the value of a diamond of that instant, by the rates of the market in which the coins are bought. Fees of payouts and
withholding are left out: they only take from it. Prices are the regular ones. Shares of net or proceeds are not looked
at, and said to be unproved.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, Unproved, decimal
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.guards.levels import Rates
from ratecard.guards.worth import Worth, Worths
from ratecard.instants import Instant
from ratecard.keys.proceeds import cases_at, proceeds_of_unit
from ratecard.money import Money
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import DeclaredFacts, possible_terms
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxTerms

MARGIN, ROUND_TRIP = "margin", "round_trip"


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

    def __init__(self, worths: Worths, rates: Rates, declared: DeclaredFacts, least: Fraction) -> None:
        self.worths, self.rates, self.declared, self.least = worths, rates, declared, least
        self.unproved: dict[Unproved, None] = {Unproved(MARGIN, why, of): None for why, of in worths.unproved()}
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
            for currency, worth in self.worths.at(at).items():
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
        common = {*taken.starts, *taxed.starts, *self.worths.instants, *self.rates.instants(history.key.region)}
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
        """The least price that these terms of price, tax and commission come to, and the least that is left of any."""
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
        cheapest = min((price for price, _ in found), key=lambda price: price.listed_minor)
        return cheapest, min((left for _, left in found if left is not None), default=None)


def _left_of(price: PriceTerms, tax: TaxTerms, commission: CommissionTerms) -> int | None:
    return None if commission.unknown else proceeds_of_unit(commission, tax, price.listed_minor)


def broken_chains(
    markets: Iterable[MarketHistory], worths: Worths, rates: Rates, declared: DeclaredFacts, least: Fraction
) -> Iterator[Finding | Unproved]:
    """Each package of which less is left than its coins are worth to a creator, or that costs no more than that."""
    proof = Proof(worths, rates, declared, least)
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
        price=offer.price.listed_stated.place,
        table=(
            ("hop", "amount"),
            (f"{offer.package} {verb}", str(money)),
            ("coins", f"{offer.coins:,}"),
            (f"a coin, as {kind} in {worth.region}", f"{each} {worth.currency}"),
            ("all of them", shown),
        ),
    )
