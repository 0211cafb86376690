"""The prices of a book from a day on, one for each market and each thing that is sold there, and the chosen ones."""

from collections.abc import Callable, Iterator

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.starts import bind_instant
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import StatedInstant
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.prices import PriceTerms
from ratecard.waves.where import NamesOfPrice, PriceFilter, is_met

GroupsAt = Callable[[str, Instant], frozenset[str]]
"""The groups of a region at an instant."""


class PriceThere(msgspec.Struct, frozen=True):
    """The price of a thing in a market from `at` on: each of its cases, of which there are several where it varies."""

    key: MarketKey
    thing: str
    is_item: bool
    at: Instant
    cases: tuple[PriceTerms, ...]

    @property
    def name(self) -> str:
        """How people call it: "coins_1000 in DE on ios"."""
        return f"{self.thing} in {self.key.shown}"

    @property
    def price(self) -> PriceTerms:
        """The only case."""
        return self.cases[0]

    @property
    def place(self) -> Place:
        """Where what makes it what it is stands."""
        return self.price.listed_stated.place

    @property
    def follows(self) -> bool:
        """Whether it is computed of something else."""
        return any(case.derivation is not None for case in self.cases)


def begins_at(start: StatedInstant | None, history: MarketHistory, now: Instant) -> Instant | None:
    """When a wave begins in a market: at the start of a day there, at an instant, or with None now.

    None for a day that the market's zone skipped.
    """
    return now if start is None else bind_instant(start, history.in_zone)


def price_at(book: RuleBook, key: MarketKey, thing: str, at: Instant) -> PriceThere | None:
    """The price of a package or an item in a market at an instant; None where it has none."""
    market = book.market(key, at)
    offer = market.sold(thing) if isinstance(market, Market) else None
    if offer is None or not isinstance(market, Market):
        return None
    cases = tuple([own for own in possible_terms(offer.price) if isinstance(own, PriceTerms)])
    return PriceThere(key, thing, thing in market.items, at, cases) if cases else None


def prices_from(book: RuleBook, start: StatedInstant | None, now: Instant) -> Iterator[PriceThere]:
    """Every price of a book at the start of a wave, in the order of markets and things."""
    for key in book.markets():
        at = begins_at(start, book.history(key), now)
        market = None if at is None else book.market(key, at)
        if at is not None and isinstance(market, Market):
            found = (price_at(book, key, thing, at) for thing in (*market.offers, *market.items))
            yield from (price for price in found if price is not None)


def names_of_price(price: PriceThere, groups: GroupsAt | None) -> NamesOfPrice:
    """What an expression may ask of a price; groups only where they are known."""
    region = price.key.region
    return {
        "region": {region},
        "country": {region.partition("-")[0]},
        "group": set() if groups is None else groups(region, price.at),
        "platform": {price.key.platform},
        "package": None if price.is_item else {price.thing},
        "item": {price.thing} if price.is_item else None,
        "currency": {price.price.currency.code},
        "file": {price.place.file},
    }


def chosen_prices(prices: list[PriceThere], condition: PriceFilter, groups: GroupsAt | None) -> list[PriceThere]:
    """Those that an expression means."""
    return [price for price in prices if is_met(condition, names_of_price(price, groups))]


def prices_later(book: RuleBook, price: PriceThere) -> Iterator[PriceThere]:
    """The same price at each later start of a period of its market, where it has one."""
    for start in book.history(price.key).starts:
        if start > price.at and (later := price_at(book, price.key, price.thing, start)) is not None:
            yield later


def next_statement(book: RuleBook, price: PriceThere) -> Instant | None:
    """From when on another statement decides a price, or it is not sold any more; None where that never is.

    Of a price that follows others, other ways to compute it do not count.
    """
    for start in book.history(price.key).starts:
        if start <= price.at:
            continue
        later = price_at(book, price.key, price.thing, start)
        if later is None or (later.place != price.place and not (price.follows and later.follows)):
            return start
    return None
