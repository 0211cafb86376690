"""What a key says of its tables of limits: where their terms stand, how they are built, and how many there may be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial

from ratecard.book.bundles import Bundle
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.records import TermsOf
from ratecard.book.section_terms import SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.rulefiles.keys.limits import LIMITS, LIMITS_MOST
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import DeclaredFacts, possible_terms
from ratecard.terms.limits import LimitTerms, kept_in_a_case, limit_terms
from ratecard.terms.resolved import Reads

LimitSections = Mapping[KeyPath, Timeline[SectionTerms]]
"""The limits of one table over time, each by its path."""


def limits_at(path: KeyPath) -> TermsOf:
    """The terms of the limits in a table, each by its id; money is in the currency that the key counts in.

    The path may hold * for any identifier: ("packages", "*", "limits").
    """
    return TermsOf(path=path, build=partial(limit_terms, path), by_id=True, reads=frozenset({Reads.CURRENCY}))


def check_number_of_limits(
    key: str, markets: Iterable[MarketHistory], creators: Iterable[MarketHistory], facts: DeclaredFacts, once: Once
) -> None:
    """Reports each table of a key in which more than eight limits hold at one time, at the first beyond."""
    del facts
    large: dict[Bundle, list[KeyPath]] = {}
    for history in (*markets, *creators):
        bundle = history.bundles.get(key)
        if bundle is None:
            continue
        if bundle not in large:
            large[bundle] = _large_tables(bundle)
        for path in large[bundle]:
            beyond = _first_beyond({own: terms for own, terms in history.sections.items() if own[:-1] == path})
            if beyond is not None:
                sentence = f"{'.'.join(path)} has more than {LIMITS_MOST} limits at one time"
                once.tell("too-many-limits", sentence, beyond.stated.place, "leave out those that say the same")


def _large_tables(bundle: Bundle) -> list[KeyPath]:
    """The tables with more limits than may hold at one time, if not all of them ever do so at once."""
    limits = Counter(section[:-1] for section in bundle.by_section if section[-2:-1] == (LIMITS,))
    return [table for table, number in limits.items() if number > LIMITS_MOST]


def _first_beyond(table: LimitSections) -> LimitTerms | None:
    """The first limit, by id, that is one too many at some instant; None where there is none at any."""
    for instant in sorted({start for timeline in table.values() for start in timeline.starts}):
        held = [found.terms for _, timeline in sorted(table.items()) if (found := timeline.at(instant)) is not None]
        kept = [terms for terms in held if kept_in_a_case(terms)]
        if len(kept) > LIMITS_MOST:
            return next(leaf for leaf in possible_terms(kept[LIMITS_MOST]) if isinstance(leaf, LimitTerms))
    return None
