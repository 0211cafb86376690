"""Whether every price that is stated lies within the bounds of its currency, wherever both hold."""

from collections.abc import Iterator
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.missing import since_when
from ratecard.book.once import Once
from ratecard.book.section_terms import held_terms
from ratecard.diagnostics.diagnostic import Note
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.terms.facts import DeclaredFacts, possible_terms
from ratecard.terms.price_points import PriceBounds
from ratecard.terms.prices import PriceTerms

BOUNDS = "price_bounds"


class OutOfBounds(NamedTuple):
    """A price beyond its bounds: of which package, since when both hold, and in which market."""

    package: str
    since: Instant
    price: PriceTerms
    bounds: PriceBounds


def check_bounds(markets: list[MarketHistory], _: list[MarketHistory], __: DeclaredFacts, once: Once) -> None:
    """Reports each price below the least or above the most of its currency, with the place of the bounds."""
    table = once.memo.table("out of bounds")
    for history in markets:
        if not history.sound or not any(section[0] == BOUNDS for section in history.sections):
            continue
        for found in table.of(_out_of_bounds, history):
            price, bounds = found.price, found.bounds
            below = price.listed_minor < bounds.least.minor
            beyond = f"below the least, {bounds.least}" if below else f"above the most, {bounds.most}"
            amount = Money(price.listed_minor, price.currency)
            when = since_when(found.since, history.begins)
            sentence = f"the price {amount} of {found.package} in {history.key.shown} is {beyond}{when}"
            hint = f"state a price from {bounds}, or other bounds"
            notes = (Note(bounds.stated.place, "the bounds are stated here"),)
            once.tell("price-out-of-bounds", sentence, price.listed_stated.place, hint, notes=notes)


def _out_of_bounds(history: MarketHistory) -> tuple[OutOfBounds, ...]:
    return tuple(_each_out_of_bounds(history))


def _each_out_of_bounds(history: MarketHistory) -> Iterator[OutOfBounds]:
    """The prices beyond their bounds, each with the first instant at which it is; all cases of those that vary."""
    by_code = {section[1]: timeline for section, timeline in history.sections.items() if section[0] == BOUNDS}
    edges = {start for timeline in by_code.values() for start in timeline.starts}
    for section, timeline in history.sections.items():
        if section[0] != "prices":
            continue
        for since in sorted(edges.union(timeline.starts)):
            for price in possible_terms(held_terms(timeline, since)):
                bounds = held_terms(by_code[code], since) if (code := _code_of(price)) in by_code else None
                if not isinstance(price, PriceTerms) or not isinstance(bounds, PriceBounds):
                    continue
                if not bounds.holds(price.listed_minor):
                    yield OutOfBounds(section[1], since, price, bounds)


def _code_of(price: object) -> str:
    return price.currency.code if isinstance(price, PriceTerms) else ""
