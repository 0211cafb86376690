"""Values that are other ones from a coming instant on, as the book and the library below it state them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ratecard.book.digest import NOTHING_TEXT, text_of_value
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.book.timeline import Timeline
from ratecard.calendar.entries import DueStretch
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.resolved import Resolved

ValueTurn = tuple[Instant, Stated[object] | None, Stated[object] | None]
"""From when on a path has another value, and both; None where nothing is stated."""


class StatementTurn(NamedTuple):
    """A value of a market, or a region, that is another one from an instant on; None where nothing is stated."""

    history: MarketHistory
    path: KeyPath
    at: Instant
    was: Stated[object] | None
    now: Stated[object] | None


def statements_due(histories: Iterable[MarketHistory], keys: Keys, stretch: DueStretch) -> Iterator[StatementTurn]:
    """Each value that changes in a stretch, once for each market and region that reads it.

    Values are compared by the text of the digest, so nothing changes where the same is stated anew.
    """
    every = list(histories)
    readers: dict[int, list[MarketHistory]] = defaultdict(list)
    for history in every:
        for bundle in history.bundles.values():
            readers[id(bundle)].append(history)
    for _, bundle, _ in distinct_bundles(every):
        for path, timeline in bundle.paths.items():
            if timeline.starts[-1] > stretch.now:
                yield from _read_by(readers[id(bundle)], path, _turns(path, timeline, keys), stretch)


def _read_by(
    histories: Iterable[MarketHistory], path: KeyPath, turns: Iterable[ValueTurn], stretch: DueStretch
) -> Iterator[StatementTurn]:
    """The turns of a path that fall due in each of some markets that read it."""
    for at, was, now in turns:
        for history in histories:
            if at > history.begins and stretch.holds(at, history.in_zone):
                yield StatementTurn(history, path, at, was, now)


def _turns(path: KeyPath, timeline: Timeline[Resolved[object]], keys: Keys) -> Iterator[ValueTurn]:
    """Each instant from which another value holds, with both values."""
    text, was = NOTHING_TEXT, None
    for start, resolved in timeline:
        own = text_of_value(path, resolved.stated, keys)
        now = None if own == NOTHING_TEXT else resolved.stated
        if own != text:
            yield start, was, now
        text, was = own, now
