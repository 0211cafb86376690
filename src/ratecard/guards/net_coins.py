"""What a coin of a package costs without tax in a market, exactly: the least and the most of each price."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.guards.chosen_cases import range_of_all, terms_at_numbers
from ratecard.guards.findings import Unproved
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.instants import Instant
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.chosen import ChosenOffer, is_chosen
from ratecard.terms.facts import DeclaredFacts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.per_coin import PerCoinDerivation
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxStatus, TaxTerms

SPREAD = "spread"


class NetCoin(msgspec.Struct, frozen=True):
    """What one coin of a package costs without tax, exactly, in major units of the price's currency.

    `is_chosen`: the buyer chooses how many coins, and the price is that of some number of them.
    """

    history: MarketHistory
    price: PriceTerms
    net: Fraction
    is_chosen: bool = False

    def question(self, package: str) -> str:
        """The question of the command line that shows what it costs."""
        market = f"--region {self.history.key.region} --platform {self.history.key.platform}"
        if self.is_chosen and isinstance(self.price.derivation, PerCoinDerivation):
            return f"ratecard quote chosen {market} --thing {package} --coins {self.price.derivation.number}"
        return f"ratecard quote purchase {market} --package {package}"

    @property
    def currency(self) -> Currency:
        """The currency of the price."""
        return self.price.currency


class NetCoins:
    """The net of one coin in each market over time, each distinct triple of price, tax and content once."""

    def __init__(self, declared: DeclaredFacts) -> None:
        self._declared = declared
        self._known: dict[tuple[int, ...], tuple[tuple[PriceTerms, Fraction], ...]] = {}
        self.unproved: dict[Unproved, None] = {}

    def of(self, history: MarketHistory, package: str, at: Instant) -> Iterator[NetCoin]:
        """The least and the most that a coin of a package costs by each of its prices in a market at an instant.

        Of a number that the buyer chooses it is the least: looked at where its numbers and tiers begin and end.
        """
        sections = ((PRICES, package), ("tax",), (PACKAGES, package))
        timelines = [history.sections.get(section) for section in sections]
        terms = [None if timeline is None else held_terms(timeline, at) for timeline in timelines]
        if any(own is None for own in terms) or at < history.begins:
            return
        rounded = history.sections.get(("pricing",))
        pricing = held_terms(rounded, at) if rounded is not None and is_chosen(terms[2], terms[0]) else None
        key = tuple(map(id, (*terms, pricing)))
        if key not in self._known:
            self._known[key] = tuple(self._of_terms(history, package, terms, pricing))
        for price, net in self._known[key]:
            yield NetCoin(history, price, net, pricing is not None)

    def _of_terms(
        self, history: MarketHistory, package: str, terms: Sequence[object], pricing: object
    ) -> Iterator[tuple[PriceTerms, Fraction]]:
        of = f"{package} in {history.key.shown}"
        every = [terms] if pricing is None else _at_numbers(package, terms, pricing)
        if every is None:
            self.unproved[Unproved(SPREAD, "the numbers that may be chosen depend on facts", of)] = None
            return
        try:
            found = [_net_of(*case.terms) for own in every for case in cases_of(self._declared, *own)]
        except TooManyCases as too_many:
            self.unproved[Unproved(SPREAD, f"undecided, {too_many}", of)] = None
            return
        if None in found:
            self.unproved[Unproved(SPREAD, "its price without tax is unknown", of)] = None
        if pricing is not None:
            yield from sorted((own for own in found if own), key=lambda own: own[1])[:1]
            return
        by_line: dict[int, list[tuple[PriceTerms, Fraction]]] = {}
        for own in sorted((own for own in found if own), key=lambda own: own[1]):
            by_line.setdefault(id(own[0].listed_stated), []).append(own)
        for nets in by_line.values():
            yield from (*nets[:1], *nets[1:][-1:])


def _at_numbers(package: str, terms: Sequence[Any], pricing: Any) -> list[tuple[object, ...]] | None:
    """Price, tax and content at the numbers that stand for all that may be chosen; None where these depend on facts."""
    price, tax, content = terms
    within = range_of_all(content)
    if within is None:
        return None
    offer = ChosenOffer(package, is_item=False, package=content, price=price, tax=tax, commission=None, pricing=pricing)
    return [(own.terms[0], own.terms[1], own.terms[3]) for own in terms_at_numbers(within, offer)]


def _net_of(price: object, tax: object, content: object) -> tuple[PriceTerms, Fraction] | tuple[()] | None:
    """A price and the exact net of one of its coins; None where a tax is not known, nothing where nothing is sold."""
    if not (isinstance(price, PriceTerms) and isinstance(tax, TaxTerms) and isinstance(content, PackageTerms)):
        return ()
    net = exact_net(tax, price.listed_minor)
    return None if net is None else (price, net / content.total / 10**price.currency.exponent)


def exact_net(tax: TaxTerms, listed: int) -> Fraction | None:
    """A listed price without tax, in minor units and not rounded; None where the tax is not known."""
    if tax.status is TaxStatus.UNDETERMINED and not tax.net_is_listed:
        return None
    return Fraction(listed * tax.base, tax.base + tax.weight) if tax.status is TaxStatus.INCLUDED else Fraction(listed)
