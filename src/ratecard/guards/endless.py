"""Whether a sale ever ends, or ever began: one that everybody always has is the price itself, and no reduction."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.idle import why_idle
from ratecard.instants import local_day
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import possible_terms
from ratecard.terms.limits import kept_in_a_case
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms

ENDLESS = "endless"


def endless_promotions(markets: Iterable[MarketHistory]) -> Iterator[Finding | Unproved]:
    """Each sale without a last day that everybody has for ever, once a place, in its first market.

    Of one that depends on facts it is unproved whether everybody has it.
    """
    told: set[tuple[str, Place]] = set()
    for history in markets:
        for section in history.sections:
            if section[0] == PROMOTIONS and len(section) == 2:
                timeline = history.sections[section]
                if any(_may_be_endless(own.terms) for own in timeline.values):
                    yield Unproved(ENDLESS, "it depends on facts", f"{section[1]} in {history.key.shown}")
                terms = _always(history, section)
                if terms is not None and (terms.id, terms.stated.place) not in told:
                    told.add((terms.id, terms.stated.place))
                    yield _finding(history, terms)


def _always(history: MarketHistory, section: KeyPath) -> PromotionTerms | None:
    """A sale that holds without condition, code or limit since the book begins, or it does, for ever; else None."""
    timeline = history.sections[section]
    found: PromotionTerms | None = None
    for (start, own), end in zip(timeline, (*timeline.starts[1:], None), strict=True):
        if end is not None and end <= history.begins:
            continue
        terms, since = own.terms, max(start, history.begins)
        is_whole = found is not None or start <= history.begins or _opens(terms)
        if not is_whole or not isinstance(terms, PromotionTerms) or not _is_for_everybody(terms):
            return None
        if why_idle(history, terms, since, end):
            return None
        found = found or terms
    return None if _is_limited(history, section) else found


def _is_for_everybody(terms: PromotionTerms) -> bool:
    """Whether a sale asks for nothing, and has no last day."""
    window, effects = terms.window, [effect for _, effect in terms.every_effect()]
    is_dated = window.closes is not None or window.never
    asks = terms.code is not None or terms.when is not None
    return not is_dated and not asks and any(effect.takes_off and not effect.is_nothing for effect in effects)


def _opens(terms: object) -> bool:
    """Whether terms have a first day of their own."""
    return isinstance(terms, PromotionTerms) and terms.window.opens is not None


def _may_be_endless(varying: object) -> bool:
    """Whether some cases of a sale are for everybody and have no last day, and others may be otherwise."""
    every = [] if isinstance(varying, PromotionTerms) else possible_terms(varying)
    return any(isinstance(terms, PromotionTerms) and _is_for_everybody(terms) for terms in every)


def _is_limited(history: MarketHistory, section: KeyPath) -> bool:
    """Whether any limit of a promotion holds for anybody at any time."""
    limits = [timeline for path, timeline in history.sections.items() if path[:2] == section and len(path) > 2]
    return any(kept_in_a_case(own.terms) for timeline in limits for _, own in timeline)


def _sentence(history: MarketHistory, terms: PromotionTerms) -> str:
    if terms.window.opens is None:
        return f"{terms.id} is for everybody and has no first and no last day: nobody ever pays the regular price"
    day = local_day(terms.window.opens, history.in_zone)
    return f"{terms.id} is for everybody and has no last day: from {day} on nobody pays the regular price any more"


def _finding(history: MarketHistory, terms: PromotionTerms) -> Finding:
    return Finding(
        guard=ENDLESS,
        market=history.key,
        of=terms.id,
        since=history.begins,
        seen=Fraction(1),
        sentence=_sentence(history, terms),
        place=terms.stated.place,
        hint="state from: and last_day: of it, or lower the price itself",
    )
