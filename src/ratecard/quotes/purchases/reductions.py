"""Whether a price is reduced, since when, and what was the least before: from what one unit cost over time.

A reduction begins where the price falls. It ends where the price rises, or where it is the regular price and last fell
`within` ago; a rise to below the regular price begins a new one at that instant.
"""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

import msgspec

from ratecard.instants import Duration, Instant, instant_after, instant_before


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """What one unit costs from `start` on, in minor units, and without promotions; None while it is not sold."""

    start: Instant
    price_minor: int | None
    regular_minor: int | None = None

    @property
    def is_regular(self) -> bool:
        """Whether no promotion makes it cheaper."""
        return self.price_minor is None or self.regular_minor is None or self.price_minor >= self.regular_minor


class Reduction(msgspec.Struct, frozen=True, gc=False):
    """Since when the price is reduced; None where it is not.

    That is so from `said_from` on, up to `until`; None where only a change of price ends it.
    """

    since: Instant | None
    said_from: Instant
    until: Instant | None = None


class _Running:
    """What is known while stretches are walked: the last price, when it last fell, and the reduction that runs."""

    def __init__(self, said_from: Instant) -> None:
        self.said_from = said_from
        self.price: int | None = None
        self.fell: Instant | None = None
        self.since: Instant | None = None
        self.until: Instant | None = None

    def goes_on(self, start: Instant, price: int, is_regular: bool) -> None:
        """Takes up the price of the next stretch."""
        self.until = None
        if self.price is None or price > self.price:
            self.since = None if is_regular else start
        elif price < self.price:
            self.fell = start
            if self.since is None:
                self.since = start
        self.price = price

    def ends(self, over: Instant, end: Instant) -> None:
        """Ends the reduction where it is over by itself, if that comes before the end of the stretch."""
        if over < end:
            self.since, self.said_from = None, over
        else:
            self.until = over


def reduction_at(stretches: Sequence[Stretch], at: Instant, within: Duration, in_zone: ZoneInfo) -> Reduction:
    """The reduction that runs at an instant in the last of these stretches.

    20.00 that falls to 18.00, 16.00 and 14.00 is one reduction, since it was 18.00. One of the regular price is over
    30 days after it last fell.
    """
    running = _Running(stretches[0].start)
    for stretch, end in _with_ends(stretches, Instant(at + 1)):
        if stretch.price_minor is None:
            continue
        running.goes_on(stretch.start, stretch.price_minor, stretch.is_regular)
        if running.since is not None and stretch.is_regular:
            last = running.since if running.fell is None else running.fell
            running.ends(max(stretch.start, instant_after(last, within, in_zone)), end)
    return Reduction(running.since, running.said_from, running.until)


def sold_before(
    stretches: Sequence[Stretch], since: Instant, within: Duration, in_zone: ZoneInfo
) -> tuple[Stretch, ...]:
    """The stretches in [`since` − `within`, `since`) in which it was sold, each change of price once."""
    opens = instant_before(since, within, in_zone)
    found: list[Stretch] = []
    for stretch, end in _with_ends(stretches, since):
        sold = stretch.price_minor is not None and stretch.start < since and end > opens
        if sold and not (found and found[-1].price_minor == stretch.price_minor):
            found.append(stretch)
    return tuple(found)


def _with_ends(stretches: Sequence[Stretch], end: Instant) -> Iterator[tuple[Stretch, Instant]]:
    ends: Iterable[Instant] = (*(stretch.start for stretch in stretches[1:]), end)
    return zip(stretches, ends, strict=True)
