"""Instants and the zones that dates need. No clock is read here.

Convention: an `Instant` counts whole seconds since 1970-01-01T00:00Z, and every interval is half-open. What a
caller gives in fractions of a second is rounded down, which no boundary between two whole seconds can notice.
Zones come from the `tzdata` package only, never from the machine, so that the same book means the same everywhere.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NewType
from zoneinfo import ZoneInfo

Instant = NewType("Instant", int)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware datetime, fractions of a second dropped. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no offset from UTC")
    since = moment - _EPOCH
    return Instant(since.days * 86_400 + since.seconds)


def datetime_of(instant: Instant) -> datetime:
    """The aware UTC datetime of an instant."""
    return _EPOCH + timedelta(seconds=instant)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo | None:
    """The time zone of this name from the pinned tz database, or None: `zone("Europe/Berlin")`."""
    parts = name.split("/")
    if not all(part and part.replace("_", "").replace("-", "").replace("+", "").isalnum() for part in parts):
        return None
    try:
        with files("tzdata").joinpath("zoneinfo", *parts).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=65_536)
def first_instant(day: date, in_zone: ZoneInfo) -> Instant | None:
    """The first instant of a day in a zone, or None where that zone skipped the whole day (Apia, 2011-12-30).

    Where midnight itself does not exist (Beirut, 2026-03-29), the day begins at the end of the gap.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=in_zone)
    guess = instant_of(midnight)
    local = datetime_of(guess).astimezone(in_zone)
    if local.date() == day and local.hour == 0 and local.minute == 0:
        return guess
    low, high = guess - 2 * 86_400, guess + 2 * 86_400
    while high - low > 1:
        middle = (low + high) // 2
        if datetime_of(Instant(middle)).astimezone(in_zone).date() >= day:
            high = middle
        else:
            low = middle
    return Instant(high) if datetime_of(Instant(high)).astimezone(in_zone).date() == day else None
