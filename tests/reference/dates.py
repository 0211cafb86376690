"""Dates and instants as written, to seconds since 1970-01-01T00:00Z."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

MINUTES = {"minute": 1, "hour": 60}
"""The units that are exact, and how many minutes each is."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of the tzdata package; what the machine knows of zones is another machine's."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def second(written: str, zone_name: str) -> int:
    """The instant that a date or a moment with its offset names, where that zone's days count."""
    if "T" in written:
        return (datetime.fromisoformat(written) - EPOCH) // timedelta(seconds=1)
    return first_second(date.fromisoformat(written), zone_name)


@cache  # a day takes thousands of steps, and the same few days are asked for again and again
def first_second(day: date, zone_name: str) -> int:
    """The first second of a day: walk through the minutes around it until a clock there shows the day."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=26)
    while moment.astimezone(zone(zone_name)).date() != day:
        moment += timedelta(minutes=1)
    while (moment - timedelta(seconds=1)).astimezone(zone(zone_name)).date() == day:
        moment -= timedelta(seconds=1)
    return (moment - EPOCH) // timedelta(seconds=1)


def later(at: int, duration: str, zone_name: str) -> int:
    """The instant so much later. Minutes and hours are exact; what is longer keeps the time that a clock shows."""
    number, unit = count_and_unit(duration)
    if unit in MINUTES:
        return at + 60 * MINUTES[unit] * number
    local = (EPOCH + timedelta(seconds=at)).astimezone(zone(zone_name))
    day = days_later(local.date(), duration)
    shown = datetime.combine(day, local.time().replace(fold=0), zone(zone_name))
    return (shown.astimezone(UTC) - EPOCH) // timedelta(seconds=1)


def days_later(day: date, duration: str) -> date:
    """The day so much later. A day that the month lacks is its last; of minutes and hours each begun day counts."""
    return after_waits(day, [duration], from_month_end=False)


def after_waits(day: date, waits: Sequence[str], from_month_end: bool) -> date:
    """The day after waits, one behind the other.

    Months lead to the day's number in another month, and after a month's end to that month's end; a year is twelve. A
    day that a month lacks is its last, but only where days are counted from it, or at the end: 31 January, a month and
    a month are 31 March. Nor does a day begin between two waits in hours or minutes: 36 and 12 hours are two days.
    """
    first, meant = day.replace(day=1), 31 if from_month_end else day.day
    left = [count_and_unit(wait) for wait in waits]
    while left:
        number, unit = left.pop(0)
        if unit in ("month", "year"):
            for _ in range(number * (12 if unit == "year" else 1)):
                first = (first + timedelta(days=31)).replace(day=1)
            continue
        if unit in MINUTES:
            minutes = number * MINUTES[unit]
            while left and left[0][1] in MINUTES:
                more, of = left.pop(0)
                minutes += more * MINUTES[of]
            counted = len(range(0, minutes, 24 * 60))
        else:
            counted = {"day": number, "week": 7 * number}[unit]
        reached = _that_exists(first, meant) + timedelta(days=counted)
        first, meant = reached.replace(day=1), reached.day
    return _that_exists(first, meant)


def _that_exists(first: date, meant: int) -> date:
    """The day of a month with this number, or its last."""
    return min(first + timedelta(days=meant - 1), month_end(first))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def count_and_unit(duration: str) -> tuple[int, str]:
    """`14 days` or `1 month`."""
    number, unit = duration.split(" ")
    return int(number), unit.removesuffix("s")


def day_at(at: int, zone_name: str) -> date:
    """The day that a calendar shows at an instant."""
    return (EPOCH + timedelta(seconds=at)).astimezone(zone(zone_name)).date()
