"""Dates and instants as written, to seconds since 1970-01-01T00:00Z."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

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
