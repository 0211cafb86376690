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
from ratecard.rulefiles.stated import Stated
from ratecard.terms.facts import DeclaredFacts, possible_terms
from ratecard.terms.price_points import PriceBounds
from ratecard.terms.prices import PriceTerms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms

BOUNDS, PRICES = "price_bounds", "prices"


class OutOfBounds(NamedTuple):
    """A price beyond its bounds: of what, since when both hold, and the statements of both."""

    of: str
    since: Instant
    price: Money
    stated: Stated[object]
    bounds: PriceBounds


def check_bounds(markets: list[MarketHistory], _: list[MarketHistory], __: DeclaredFacts, once: Once) -> None:
    """Reports each price below the least or above the most of its currency, with the place of the bounds.

    Of promotions, prices are looked at while one is open.
    """
    table = once.memo.table("out of bounds")
    for history in markets:
        if not history.sound or not history.sections.of(BOUNDS):
            continue
        for fault in table.of(_out_of_bounds, history):
            price, bounds = fault.price, fault.bounds
            below = price.minor < bounds.least.minor
            beyond = f"below the least, {bounds.least}" if below else f"above the most, {bounds.most}"
            when = since_when(fault.since, history.begins)
            sentence = f"the price {price} of {fault.of} in {history.key.shown} is {beyond}{when}"
            hint = f"state a price from {bounds}, or other bounds"
            notes = (Note(bounds.stated.place, "the bounds are stated here"),)
            once.tell("price-out-of-bounds", sentence, fault.stated.place, hint, notes=notes)


def _out_of_bounds(history: MarketHistory) -> tuple[OutOfBounds, ...]:
    return tuple(_each_out_of_bounds(history))


def _each_out_of_bounds(history: MarketHistory) -> Iterator[OutOfBounds]:
    """The prices beyond their bounds, each with the first instant at which it is; all cases of those that vary."""
    by_code = {section[1]: timeline for section, timeline in history.sections.of(BOUNDS).items()}
    for section, timeline in history.sections.items():
        if section[0] not in (PRICES, PROMOTIONS):
            continue
        for since in history.starts:
            every = possible_terms(held_terms(timeline, since))
            for of, price, stated in (entry for terms in every for entry in _prices_in(terms, section[1], since)):
                held = by_code.get(price.currency.code)
                bounds = None if held is None else held_terms(held, since)
                if isinstance(bounds, PriceBounds) and not bounds.holds(price.minor):
                    yield OutOfBounds(of, since, price, stated, bounds)


def _prices_in(terms: object, of: str, at: Instant) -> Iterator[tuple[str, Money, Stated[object]]]:
    """The prices of a package, or of a promotion that is open: of what each is, and where it is stated."""
    if isinstance(terms, PriceTerms):
        yield of, Money(terms.listed_minor, terms.currency), terms.listed_stated
    elif isinstance(terms, PromotionTerms) and terms.window.is_open(at):
        for package, effect in terms.every_effect():
            price = effect.price
            if price is not None and isinstance(price.value, Money):
                yield (f"{package} by {of}" if package else of), price.value, price
