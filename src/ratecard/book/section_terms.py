"""The terms of one section over time: those at an instant, and when they stop holding by themselves."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from ratecard.book.bundles import SectionPath
from ratecard.book.keys import Keys
from ratecard.book.memo import Memo, MemoTable
from ratecard.book.records import TermsOf
from ratecard.book.timeline import Timeline
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Word
from ratecard.terms.facts import possible_terms


class SectionTerms(msgspec.Struct, frozen=True, gc=False):
    """One section's terms at one instant; None where it is not stated. `missing` names paths without a statement."""

    terms: object
    missing: tuple[KeyPath, ...] = ()


NOTHING = SectionTerms(None)

OFTEN = 8
"""From how many changes of a section on what is found of it is remembered, for all that share it."""


Sections = Mapping[SectionPath, Timeline[SectionTerms]]


def held_terms(timeline: Timeline[SectionTerms], instant: Instant) -> object:
    """The terms of a section at an instant; None where it has none."""
    held = timeline.at(instant)
    return None if held is None else held.terms


def period_starts(
    begins: Instant,
    changed: Mapping[str, AbstractSet[Instant]],
    sections: Sections,
    keys: Keys,
    memo: Memo,
    also: Iterable[Timeline[object]] = (),
) -> tuple[tuple[Instant, ...], tuple[Instant, ...]]:
    """The starts of periods from the beginning on, and those of the keys that have periods of their own.

    A period ends where what is stated changes, by key in `changed`, where terms stop holding by themselves, and where
    those of others change terms that read them; and where one of `also` does.
    """
    edges = {start for timeline in also for start in timeline.starts if start > begins}
    apart: set[Instant] = set()
    for key, instants in changed.items():
        (apart if key in keys.apart else edges).update(instants)
    for section, timeline in sections.items() if keys.changing_with_others else ():
        if section[0] in keys.changing_with_others:
            (apart if section[0] in keys.apart else edges).update(_changes_of_terms(timeline, begins))
    endings: MemoTable[frozenset[Instant]] = memo.table("endings")
    for ending in keys.ending:
        if ending.path[0] in changed:
            for timeline in of_path(ending.path, sections).values():
                often = len(timeline.starts) >= OFTEN
                ends = endings.of(_endings, timeline, ending) if often else _endings(timeline, ending)
                (apart if ending.path[0] in keys.apart else edges).update(ends - {begins})
    return (begins, *sorted(edges)), (begins, *sorted(apart))


def _changes_of_terms(timeline: Timeline[SectionTerms], begins: Instant) -> Iterator[Instant]:
    """The instants after the beginning from which a section has other terms than before."""
    last: object = None
    for start, section_terms in timeline:
        if start > begins and section_terms.terms != last:
            yield start
        last = section_terms.terms


def of_path(path: KeyPath, sections: Sections) -> dict[SectionPath, Timeline[SectionTerms]]:
    """The sections of a path: the one of this name, or those of each identifier below it."""
    depth = len(path)
    alone = sections.get(path)
    if alone is not None:
        return {path: alone}
    return {name: timeline for name, timeline in sections.items() if len(name) == depth + 1 and name[:depth] == path}


def read_by(terms: Iterable[TermsOf], others: Sections) -> dict[SectionPath, Timeline[SectionTerms]]:
    """Those of other sections that terms read."""
    return {name: timeline for own in terms for path in own.of for name, timeline in of_path(path, others).items()}


def _endings(timeline: Timeline[SectionTerms], ending: TermsOf) -> frozenset[Instant]:
    """The instants at which terms stop holding by themselves, also where one is a date that changes nothing else.

    A sale from 29 March, of which a broader layer dates the discount to that day too, begins on 29 March.
    """
    assert ending.ends is not None
    found: set[Instant] = set()
    for (start, section_terms), end in zip(timeline, (*timeline.starts[1:], None), strict=True):
        for terms in possible_terms(section_terms.terms):
            ends = ending.ends(terms) if type(terms) is not Word else ()
            found.update(instant for instant in ends if start <= instant and (end is None or instant < end))
    return frozenset(found)
