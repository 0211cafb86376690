"""Which periods hold at an instant or in a stretch of time, by their starts in order."""

from bisect import bisect_left, bisect_right

from ratecard.instants import Instant


def index_at(starts: tuple[Instant, ...], at: Instant) -> int:
    """The place of the period that holds at an instant; −1 before the first."""
    return bisect_right(starts, at) - 1


def indexes_between(starts: tuple[Instant, ...], since: Instant | None, until: Instant | None) -> range:
    """The places of the periods that share an instant with `since` up to, and without, `until`; None is not a bound."""
    first = 0 if since is None else max(index_at(starts, since), 0)
    if until is None:
        return range(first, len(starts))
    return range(first, bisect_left(starts, until) if since is None or since < until else first)
