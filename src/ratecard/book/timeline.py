"""Values over time: half-open, each until the next."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

import msgspec

from ratecard.instants import Instant

T = TypeVar("T")


class Timeline(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """Sorted starts with the values that hold from them on. Before the first start nothing is stated."""

    starts: tuple[Instant, ...]
    values: tuple[T, ...]

    def at(self, instant: Instant) -> T | None:
        """The value that holds at an instant, or None before the first start."""
        starts = self.starts
        if len(starts) == 1:
            return self.values[0] if starts[0] <= instant else None
        position = bisect_right(starts, instant) - 1
        return self.values[position] if position >= 0 else None

    def __iter__(self) -> Iterator[tuple[Instant, T]]:
        return zip(self.starts, self.values, strict=True)


class Segment(NamedTuple):
    """A statement of one layer and the stretch in which that layer makes it; `end` None is open.

    `since` is the date of the statement: what a group states is heard from `start` on, which may be later. `dated` is
    False for a value that stands without a date.
    """

    start: Instant
    end: Instant | None
    value: object
    since: Instant
    dated: bool = True


def overlap(one: Segment, two: Segment) -> bool:
    """Whether the two stretches share an instant."""
    return (one.end is None or two.start < one.end) and (two.end is None or one.start < two.end)


def window(segments: tuple[Segment, ...], windows: tuple[tuple[Instant, Instant | None], ...]) -> tuple[Segment, ...]:
    """The parts of `segments` inside `windows`, both in order of time: what a group states while one is a member."""
    inside: list[Segment] = []
    for opens, closes in windows:
        for start, end, value, since, dated in segments:
            low = max(start, opens)
            high = end if closes is None else closes if end is None else min(end, closes)
            if high is None or low < high:
                inside.append(Segment(Instant(low), high, value, since, dated))
    return tuple(inside)
