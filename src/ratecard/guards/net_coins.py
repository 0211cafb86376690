"""What a coin of a package costs without tax in a market, exactly: the least and the most of each price."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.guards.findings import Unproved
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.instants import Instant
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.facts import DeclaredFacts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxStatus, TaxTerms

SPREAD = "spread"


class NetCoin(msgspec.Struct, frozen=True):
    """What one coin of a package costs without tax, exactly, in major units of the price's currency."""

    history: MarketHistory
    price: PriceTerms
    net: Fraction

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
        """The least and the most that a coin of a package costs by each of its prices in a market at an instant."""
        sections = ((PRICES, package), ("tax",), (PACKAGES, package))
        timelines = [history.sections.get(section) for section in sections]
        terms = [None if timeline is None else held_terms(timeline, at) for timeline in timelines]
        if any(own is None for own in terms) or at < history.begins:
            return
        key = tuple(map(id, terms))
        if key not in self._known:
            self._known[key] = tuple(self._of_terms(history, package, terms))
        for price, net in self._known[key]:
            yield NetCoin(history, price, net)

    def _of_terms(
        self, history: MarketHistory, package: str, terms: Sequence[object]
    ) -> Iterator[tuple[PriceTerms, Fraction]]:
        of = f"{package} in {history.key.shown}"
        try:
            found = [_net_of(*case.terms) for case in cases_of(self._declared, *terms)]
        except TooManyCases as too_many:
            self.unproved[Unproved(SPREAD, f"undecided, {too_many}", of)] = None
            return
        if None in found:
            self.unproved[Unproved(SPREAD, "its price without tax is unknown", of)] = None
        by_line: dict[int, list[tuple[PriceTerms, Fraction]]] = {}
        for own in sorted((own for own in found if own), key=lambda own: own[1]):
            by_line.setdefault(id(own[0].listed_stated), []).append(own)
        for nets in by_line.values():
            yield from (*nets[:1], *nets[1:][-1:])


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
