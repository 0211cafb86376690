"""Computed prices that are other ones from a coming instant on: nobody states them, they follow their source."""

from collections.abc import Iterable, Iterator

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.calendar.alike import Effects
from ratecard.calendar.entries import DueStretch
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.followed import FollowedMove
from ratecard.guards.joint_cases import joint_cases
from ratecard.guards.ladders import PRICES
from ratecard.guards.made_of import changed_in, made_of
from ratecard.instants import Instant, local_day
from ratecard.terms.facts import choose, possible_terms
from ratecard.terms.prices import PriceTerms


def followers_due(
    book: RuleBook, histories: Iterable[MarketHistory], stretch: DueStretch, effects: Effects
) -> Iterator[FollowedMove]:
    """Each computed price of what is sold that changes in a stretch, in each case of facts."""
    for history in histories:
        for section in history.computed if history.key.platform else ():
            timeline = history.sections.get(section)
            if section[0] != PRICES or timeline is None or timeline.starts[-1] <= stretch.now:
                continue
            for at, old, new in _turns(timeline, history, stretch):
                if effects.is_sold(history.key, at, section[1]):
                    yield from _moves(book, history, section[1], at, (old, new))


def _turns(
    timeline: Timeline[SectionTerms], history: MarketHistory, stretch: DueStretch
) -> Iterator[tuple[Instant, object, object]]:
    old: object = None
    for start, own in timeline:
        if start > history.begins and stretch.holds(start, history.in_zone):
            yield start, old, own.terms
        old = own.terms


def _moves(
    book: RuleBook, history: MarketHistory, thing: str, at: Instant, both: tuple[object, object]
) -> Iterator[FollowedMove]:
    if not any(_is_computed(terms) for terms in both):
        return
    day = f"{local_day(at, history.in_zone)}"
    for facts in joint_cases(book, book, *both):
        old, new = (_price(choose(terms, facts, [])) for terms in both)
        if _amount(old) != _amount(new):
            yield FollowedMove(history.key, thing, day, at, old, new, facts)


def _is_computed(terms: object) -> bool:
    return any(isinstance(own, PriceTerms) and own.derivation is not None for own in possible_terms(terms))


def _price(terms: object) -> PriceTerms | None:
    return terms if isinstance(terms, PriceTerms) else None


def _amount(price: PriceTerms | None) -> object:
    return None if price is None else (price.listed_minor, price.currency)


def caused_at(move: FollowedMove) -> Iterator[Place]:
    """Where it may be stated that a computed price changes, the likeliest place first."""
    if move.was is not None and move.now is not None:
        yield changed_in(move.was, move.now)
    for price in (move.now, move.was):
        yield from () if price is None else made_of(price)
