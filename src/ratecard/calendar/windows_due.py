"""What changes on a coming day although no value does: promotions, rates that grow too old, markets, exceptions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.calendar.entries import DueKind, DueStretch
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.saying import value_said
from ratecard.guards.settings import GuardSettings
from ratecard.instants import Instant, datetime_of, instant_of, local_day
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.effects import Effect
from ratecard.terms.facts import possible_terms
from ratecard.terms.fx import FxRate, FxTerms
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms
from ratecard.terms.resolved import BoundEdge

FX = ("fx",)
THINGS_MOST = 4
"""How many of the packages with effects of their own are named."""


class Turn(NamedTuple):
    """Something of one market or region that changes at an instant: of what, why, and in words."""

    history: MarketHistory
    kind: DueKind
    path: KeyPath
    at: Instant
    place: Place
    sentence: str


def turns_due(history: MarketHistory, stretch: DueStretch) -> Iterator[Turn]:
    """What begins, ends or grows too old in a market or a region."""
    if history.key.platform and stretch.holds(history.begins, history.in_zone):
        yield Turn(history, DueKind.BEGINS, (), history.begins, history.place, "the market begins")
    for section, timeline in history.sections.items():
        if section[0] == PROMOTIONS and len(section) == 2:
            yield from _promotion(history, section, timeline, stretch)
        elif section == FX and not history.key.platform:
            yield from _rates(history, timeline, stretch)


def _holding(timeline: Timeline[SectionTerms]) -> Iterator[tuple[Instant, Instant | None, object]]:
    """All terms that may hold for somebody, with the stretch of time in which they do."""
    for (start, own), end in zip(timeline, (*timeline.starts[1:], None), strict=True):
        yield from ((start, end, terms) for terms in possible_terms(own.terms))


def _promotion(
    history: MarketHistory, section: KeyPath, timeline: Timeline[SectionTerms], stretch: DueStretch
) -> Iterator[Turn]:
    seen: set[tuple[DueKind, Instant]] = set()
    for start, end, terms in _holding(timeline):
        if not isinstance(terms, PromotionTerms) or terms.window.never:
            continue
        for kind, at in ((DueKind.OPENS, terms.window.opens), (DueKind.CLOSES, terms.window.closes)):
            is_held = at is not None and start <= at and (end is None or at < end) and at > history.begins
            if at is not None and is_held and (kind, at) not in seen and stretch.holds(at, history.in_zone):
                seen.add((kind, at))
                place = _edge_place(history, section, at) or terms.stated.place
                yield Turn(history, kind, section, at, place, gives(terms))


def _edge_place(history: MarketHistory, section: KeyPath, at: Instant) -> Place | None:
    """Where it is stated that a window opens or closes at an instant."""
    for key in ("from", "last_day", "before"):
        timeline = history.below(PROMOTIONS).get((*section, key))
        resolved = None if timeline is None else timeline.at(at)
        edge = None if resolved is None else resolved.stated.value
        if resolved is not None and isinstance(edge, BoundEdge) and edge.instant == at:
            return resolved.stated.place
    return None


def gives(terms: PromotionTerms) -> str:
    """What a promotion gives, of what and for whom, in words: "20 % off coins_100, coins_500, with a code"."""
    told: dict[str, list[str]] = {}
    for name, effect in terms.every_effect():
        words = _effect(effect)
        if words:
            told.setdefault(words, []).append(name or "")
    parts = [_with_things(words, names, _listed(terms)) for words, names in told.items()]
    more = f" and {len(parts) - THINGS_MOST:,} more" if len(parts) > THINGS_MOST else ""
    asks = [*(["with a code"] if terms.code is not None else [])]
    if terms.when is not None:
        asks.append(f"if {value_said(Stated(terms.when, terms.stated.place))}")
    return ", ".join([("; ".join(parts[:THINGS_MOST]) or "nothing") + more, *asks])


def _listed(terms: PromotionTerms) -> list[str]:
    """What a promotion is for, where that is listed."""
    lists = (terms.packages, terms.items, terms.gifts, terms.kinds)
    return [name for names in lists if names is not None for name in sorted(names)]


def _with_things(words: str, names: list[str], listed: list[str]) -> str:
    """What is given, and with what: a list of ids, or nothing where it is everything."""
    things = [name for own in names for name in ([own] if own else listed)]
    more = f" and {len(things) - THINGS_MOST:,} more" if len(things) > THINGS_MOST else ""
    return f"{words} ({', '.join(things[:THINGS_MOST])}{more})" if things else words


def _effect(effect: Effect) -> str:
    if effect.needs is not None:
        return f"as {effect.needs} says"
    parts = [
        *([] if effect.price is None else [f"a price of {value_said(effect.price)}"]),
        *([] if effect.discount is None else [f"{value_said(effect.discount)} off"]),
        *([] if effect.bonus is None else [f"{value_said(effect.bonus)} more coins"]),
    ]
    return " and ".join(parts)


def _rates(history: MarketHistory, timeline: Timeline[SectionTerms], stretch: DueStretch) -> Iterator[Turn]:
    """Each exchange rate that is in force and grows older than is allowed."""
    for start, end, terms in _holding(timeline):
        for code, rate in terms.rates.items() if isinstance(terms, FxTerms) else ():
            at = rate.expires if isinstance(rate, FxRate) else None
            if at is None or not isinstance(rate, FxRate) or not stretch.holds(at, history.in_zone):
                continue
            if start <= at and (end is None or at < end):
                since = local_day(rate.since, history.in_zone)
                sentence = f"the rate {rate.rate} of {since} is too old: what needs it is refused with FxStale"
                yield Turn(history, DueKind.RATE_TOO_OLD, ("fx", "rates", code), at, rate.stated.place, sentence)


class ExceptionEnd(NamedTuple):
    """An exception of a guard that counts no more from an instant on, by the day in UTC."""

    id: str
    at: Instant
    day: date
    words: tuple[str, ...]
    place: Place
    sentence: str


def exceptions_ending(settings: GuardSettings, stretch: DueStretch) -> Iterator[ExceptionEnd]:
    """Each accepted exception of a guard that ends in a stretch. A day still counts, and the next one does not."""
    for own in settings.accepted:
        until = own.until
        if isinstance(until, datetime):
            at = instant_of(until)
        else:
            at = instant_of(datetime.combine(until + timedelta(days=1), time(), tzinfo=UTC))
        day = datetime_of(at).date()
        if at > stretch.now and day <= stretch.last:
            sentence = (
                f"accepted until {until}; {own.guard} at {' '.join(own.at)} is told again from then on; ask {own.owner}"
            )
            yield ExceptionEnd(own.id, at, day, own.at, own.until_place, sentence)
