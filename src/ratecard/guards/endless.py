"""Whether a sale ever ends, or ever began: one that everybody always has is the price itself, and no reduction."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.guards.idle import why_idle
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.limits import kept_in_a_case
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms

ENDLESS = "endless"


def endless_promotions(markets: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each sale without a first and a last day that everybody has at all times, once a place, in its first market."""
    told: set[tuple[str, Place]] = set()
    for history in markets:
        for section in history.sections:
            if section[0] == PROMOTIONS and len(section) == 2:
                terms = _always(history, section)
                if terms is not None and (terms.id, terms.stated.place) not in told:
                    told.add((terms.id, terms.stated.place))
                    yield _finding(history, terms)


def _always(history: MarketHistory, section: KeyPath) -> PromotionTerms | None:
    """A sale that holds without condition, code or limit from the book's beginning on and for ever; else None."""
    timeline = history.sections[section]
    found: PromotionTerms | None = None
    for (start, own), end in zip(timeline, (*timeline.starts[1:], None), strict=True):
        if end is not None and end <= history.begins:
            continue
        terms, since = own.terms, max(start, history.begins)
        is_whole = found is not None or start <= history.begins
        if not is_whole or not isinstance(terms, PromotionTerms) or not _is_for_everybody(terms):
            return None
        if why_idle(history, terms, since, end):
            return None
        found = found or terms
    return None if _is_limited(history, section) else found


def _is_for_everybody(terms: PromotionTerms) -> bool:
    """Whether a sale asks for nothing, and has neither a first nor a last day."""
    window, effects = terms.window, [effect for _, effect in terms.every_effect()]
    is_dated = window.opens is not None or window.closes is not None
    asks = terms.code is not None or terms.when is not None
    return not is_dated and not asks and any(effect.takes_off and not effect.is_nothing for effect in effects)


def _is_limited(history: MarketHistory, section: KeyPath) -> bool:
    """Whether any limit of a promotion holds for anybody at any time."""
    limits = [timeline for path, timeline in history.sections.items() if path[:2] == section and len(path) > 2]
    return any(kept_in_a_case(own.terms) for timeline in limits for _, own in timeline)


def _finding(history: MarketHistory, terms: PromotionTerms) -> Finding:
    return Finding(
        guard=ENDLESS,
        market=history.key,
        of=terms.id,
        since=history.begins,
        seen=Fraction(1),
        sentence=f"{terms.id} is for everybody and has no first and no last day: nobody ever pays the regular price",
        place=terms.stated.place,
        hint="state from: and last_day: of it, or lower the price itself",
    )
