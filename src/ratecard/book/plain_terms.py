"""The terms of a section that is one plain statement at every instant, by a short way."""

from collections.abc import Callable

from ratecard.book.section_terms import SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.rulefiles.stated import Stated
from ratecard.terms.resolved import Resolved


def plain_terms(
    plain: Callable[[Stated[object], Currency], object],
    timeline: Timeline[Resolved[object]],
    currency: Timeline[Resolved[object]],
    begins: Instant,
) -> Timeline[SectionTerms] | None:
    """The terms of a section that is one plain statement at every instant; None where the long way is needed."""
    in_force = currency.values[0].stated.value
    if type(in_force) is not Currency or currency.starts[0] > begins:
        return None
    starts, values = [], []
    for index, start in enumerate(timeline.starts):
        if start <= begins and index + 1 < len(timeline.starts) and timeline.starts[index + 1] <= begins:
            continue
        terms = plain(timeline.values[index].stated, in_force)
        if terms is None:
            return None
        starts.append(max(start, begins))
        values.append(SectionTerms(terms))
    return Timeline(tuple(starts), tuple(values))
