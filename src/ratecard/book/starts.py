"""When statements begin to hold: days and instants in the zone of whoever reads them, and the beginning before all."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ratecard.book.timeline import Segment
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.rulefiles.stated import Stated, StatedInstant, StatedStart

BEFORE_ALL = Instant(-1)
"""Stands for the beginning, whenever it is: before every date of a time line."""

LATEST_DAYS = zone("Etc/GMT+12")
"""The zone in which each day begins last: where a region's own is unknown, what begins in it has begun everywhere."""


def bind_instant(stated: StatedInstant, in_zone: ZoneInfo | None) -> Instant | None:
    """The instant of a date (its first one in the zone) or of an aware datetime; None for a day the zone skipped.

    Where the zone is None, it is wrong or missing, which is reported: a date is then taken in the zone of the latest
    days.
    """
    if isinstance(stated, datetime):
        return instant_of(stated)
    assert LATEST_DAYS is not None
    return first_instant(stated, in_zone or LATEST_DAYS)


def day_end(day: StatedInstant, in_zone: ZoneInfo | None) -> Instant | None:
    """The first instant after a day, by the zone; None for a day that the zone skipped. A skipped day after it is over.

    A last day of 30 November in Berlin ends at 1 December, 00:00 there.
    """
    if bind_instant(day, in_zone) is None:
        return None
    following = day + timedelta(days=1)
    return bind_instant(following, in_zone) or bind_instant(following + timedelta(days=1), in_zone)


def start_of(key: Stated[StatedStart], in_zone: ZoneInfo | None) -> Instant | None:
    """The instant of a key of a time line; for `begins` one before all that can be stated."""
    return bind_instant(key.value, in_zone) if isinstance(key.value, date) else BEFORE_ALL


def _start_of(dated: tuple[Instant, Stated[object]]) -> Instant:
    return dated[0]


def segments_of(
    dated: list[tuple[Instant, Stated[object]]], opening: Stated[object] | None, begins: Instant, began: Instant
) -> tuple[Segment, ...]:
    """The stretches of dated values, each until the next; `opening` is what stands before every date, since `began`."""
    dated.sort(key=_start_of)
    segments = []
    end: Instant | None = None
    for start, value in reversed(dated):
        segments.append(Segment(start, end, value, start))
        end = start
    if opening is not None and (end is None or end > begins):
        segments.append(Segment(begins, end, opening, began, dated=end is not None))
    return tuple(reversed(segments))
