"""Which line of a rule file decides a price of a market at an instant, and which other markets read that line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.made_of import made_of
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.plan.sales import day_in
from ratecard.rulefiles.stated import KeyPath
from ratecard.tables.comparing import ChangedPrice
from ratecard.tables.prices import SECTION
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.prices import PriceTerms
from ratecard.terms.ranks import OF_BOOK
from ratecard.terms.resolved import Resolved


class StatedPriceLine(NamedTuple):
    """A value of a rule file: the file, and the keys that lead there."""

    file: str
    path: KeyPath


class DecidingLine(NamedTuple):
    """The line that decides a price, and the place of the value that it states at the instant."""

    line: StatedPriceLine
    place: Place


def line_deciding(history: MarketHistory, thing: str, at: Instant) -> DecidingLine | None:
    """The line that decides a stated price at an instant; None where nothing is stated, or not in the book itself."""
    resolved = _resolved(history, thing, at)
    if resolved is None or resolved.rank.origin != OF_BOOK:
        return None
    place = resolved.stated.place
    own = ("platforms", history.key.platform) if resolved.rank.of_platform else ()
    return DecidingLine(StatedPriceLine(place.file, (*own, SECTION, thing)), place)


def _resolved(history: MarketHistory, thing: str, at: Instant) -> Resolved[object] | None:
    timeline = history.below(SECTION).get((SECTION, thing))
    return None if timeline is None else timeline.at(at)


def readers_of(book: RuleBook, things: Iterable[str], day: date) -> dict[StatedPriceLine, list[MarketKey]]:
    """The markets that read each line of these things on a day."""
    found: dict[StatedPriceLine, list[MarketKey]] = defaultdict(list)
    wanted = sorted(set(things))
    for key in book.markets():
        at = day_in(key.region, day, book)
        history = book.history(key)
        for thing in wanted:
            decided = None if at is None else line_deciding(history, thing, at)
            if decided is not None:
                found[decided.line].append(key)
    return found


def why_not_stated(book: RuleBook, change: ChangedPrice, at: Instant) -> str:
    """Why the price of a cell is not one that a line alone states at an instant; "" where it is."""
    market = book.market(change.key, at)
    offer = market.sold(change.thing) if isinstance(market, Market) else None
    if not isinstance(market, Market) or offer is None:
        return "it is not sold on that day; say in the rule file that it is, and for how much"
    if market.currency != change.now.currency:
        return f"the currency is {market.currency.code} on that day, and the cell is in {change.now.currency.code}"
    price = offer.price
    if not isinstance(price, PriceTerms):
        resolved = _resolved(book.history(change.key), change.thing, at)
        where = "" if resolved is None else f", at {resolved.stated.place}"
        return f"the price varies by facts{where}; change it there"
    if price.derivation is not None:
        sources = ", ".join(str(place) for place in dict.fromkeys(made_of(price)))
        return f"the price is computed, of {sources}; change what it is made of"
    stated = price.listed_stated.value
    if not isinstance(stated, Money):
        return f"the price is not stated as money, at {price.listed_stated.place}; change it there"
    return ""


def later_values(book: RuleBook, change: ChangedPrice, at: Instant) -> Iterator[tuple[Instant, Place]]:
    """Where other values of the same price hold after an instant: the cell's price holds until the first of them."""
    timeline = book.history(change.key).below(SECTION).get((SECTION, change.thing))
    for start, resolved in () if timeline is None else timeline:
        if start > at:
            yield start, resolved.stated.place
