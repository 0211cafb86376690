"""Instants and the zones that dates need. No clock is read here.

Convention: an `Instant` counts whole seconds since 1970-01-01T00:00Z, and every interval is half-open. What a
caller gives in fractions of a second is rounded down, which no boundary between two whole seconds can notice.
Zones come from the `tzdata` package only, never from the machine, so that the same book means the same everywhere.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NewType
from zoneinfo import ZoneInfo

import msgspec

Instant = NewType("Instant", int)

YEARS = range(1970, 3000)
"""Years that an instant may lie in, in UTC, and a day that somebody states: all that prices need.

Far from where calendars end, so that no zone and no wait leads beyond them.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_MONTH = 31
_REMEMBERED = 4_096
"""Local days and the like that are kept: the answers of one batch ask for the same ones again and again."""


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware datetime, fractions of a second dropped. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no offset from UTC")
    since = moment - _EPOCH
    return Instant(since.days * 86_400 + since.seconds)


_NO_TIME = re.compile(r"T24|[+-](?:2[4-9]|[3-9][0-9]):|:[6-9][0-9]")


def parse_moment(text: str) -> datetime:
    """The aware datetime of `2025-09-05T22:00-07:00`, whose form is checked before.

    Raises ValueError where its day, time or offset does not exist. Python alone would read +02:60 as three hours, and
    from 3.14 on 24:00 as the next day.
    """
    if _NO_TIME.search(text, text.find("T")):
        raise ValueError(f"{text} has a time or an offset that does not exist")
    return datetime.fromisoformat(text)


EARLIEST = instant_of(datetime(YEARS[0], 1, 1, tzinfo=UTC))
LATEST = instant_of(datetime(YEARS[-1], 12, 31, 23, 59, 59, tzinfo=UTC))
"""The first and the last instant that can be asked about, both included: 1970-01-01T00:00:00Z, 2999-12-31T23:59:59Z."""


def is_within_years(moment: date | datetime) -> bool:
    """Whether a day, or the instant of an aware datetime, lies in `YEARS`."""
    if isinstance(moment, datetime):
        return EARLIEST <= instant_of(moment) <= LATEST
    return moment.year in YEARS


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


_MINUTES = {"minutes": 1, "hours": 60}
"""The units that are exact, and how many minutes each is."""
_MINUTES_OF_A_DAY = 24 * 60
_MONTHS = {"months": 1, "years": 12}
"""The units of the calendar of which a shorter month has no such day, and how many months each is."""


class Duration(msgspec.Struct, frozen=True):
    """A length of time as a rule states it: 30 minutes, 14 days, 1 month, 2 years. `unit` is plural: "days"."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit[:-1]}"


@lru_cache(maxsize=_REMEMBERED)
def local_day(instant: Instant, in_zone: ZoneInfo) -> date:
    """The day of the calendar in a zone on which an instant lies."""
    return datetime_of(instant).astimezone(in_zone).date()


def day_after(day: date, waits: Iterable[Duration], *, from_month_end: bool = False) -> date:
    """The day after waits, one behind the other.

    Months lead to the same day number, or, `from_month_end`, to the last day: 28 February + 1 month is 28 or 31 March.
    A year is twelve months. A day that a month lacks is its last, once all months in a row are added: 31 January +
    1 month + 1 month is 31 March. Minutes and hours are counted as whole days begun, once all in a row are added:
    48 hours are two, and so are 36 hours and 720 minutes. What lies beyond the calendar is its last day.
    """
    number = _LONGEST_MONTH if from_month_end else day.day
    try:
        for wait in _exact_together(waits):
            months_each = _MONTHS.get(wait.unit)
            if months_each is not None:
                months = day.month - 1 + months_each * wait.count
                year, month = day.year + months // 12, months % 12 + 1
                day = date(year, month, min(number, monthrange(year, month)[1]))
            else:
                day += timedelta(days=_days_of(wait))
                number = day.day
    except (ValueError, OverflowError):
        return date.max
    return day


def _exact_together(waits: Iterable[Duration]) -> list[Duration]:
    """The waits, where hours and minutes in a row are one, in minutes: none of them begins a day of its own."""
    found: list[Duration] = []
    for wait in waits:
        minutes_each = _MINUTES.get(wait.unit)
        if minutes_each is None:
            found.append(wait)
        elif found and found[-1].unit == "minutes":
            found[-1] = Duration(found[-1].count + minutes_each * wait.count, "minutes")
        else:
            found.append(Duration(minutes_each * wait.count, "minutes"))
    return found


def _days_of(wait: Duration) -> int:
    """How many days a wait is that is in minutes, days or weeks."""
    if wait.unit == "minutes":
        return -(-wait.count // _MINUTES_OF_A_DAY)
    return wait.count if wait.unit == "days" else 7 * wait.count


def last_of_month(day: date) -> date:
    """The last day of the month in which a day lies."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


@lru_cache(maxsize=_REMEMBERED)
def instant_after(instant: Instant, duration: Duration, in_zone: ZoneInfo) -> Instant:
    """The instant after a duration: minutes and hours exactly; what is longer at the same local time of day.

    Months lead to the same day number, of which a shorter month has its last day: 31 January + 1 month is 28 February,
    and 29 February 2028 + 1 year is 28 February 2029. A local time that the zone skips is as much later as it skips; of
    one that comes twice the first is taken.
    """
    minutes_each = _MINUTES.get(duration.unit)
    if minutes_each is not None:
        return Instant(instant + 60 * minutes_each * duration.count)
    local = datetime_of(instant).astimezone(in_zone)
    day = day_after(local.date(), (duration,))
    if day == date.max:
        return Instant(instant_of(datetime(9999, 12, 30, tzinfo=UTC)))
    return instant_of(local.replace(year=day.year, month=day.month, day=day.day, fold=0))


def instant_before(instant: Instant, duration: Duration, in_zone: ZoneInfo) -> Instant:
    """The instant so much earlier, counted as `instant_after` does: 31 March − 1 month is 28 February.

    What lies before the calendar is its beginning.
    """
    found = instant_after(instant, Duration(-duration.count, duration.unit), in_zone)
    return EARLIEST if found > instant else found


@lru_cache(maxsize=_REMEMBERED)
def next_midnight(instant: Instant, in_zone: ZoneInfo) -> Instant | None:
    """The first instant of the zone's next day; None at the calendar's end."""
    day = local_day(instant, in_zone)
    for ahead in (1, 2):
        try:
            start = first_instant(day + timedelta(days=ahead), in_zone)
        except OverflowError:
            return None
        if start is not None:
            return start
    return None
