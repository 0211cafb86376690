"""The windows of limits at an instant: when a calendar's day, week, month or year began and ends in a zone."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ratecard.instants import Instant, first_instant, last_of_month, local_day
from ratecard.terms.market import Period

SKIPPED_MOST = 2
"""Days that a zone may have skipped at once, and one more."""


def calendar_window(per: str | None, at: Instant, in_zone: ZoneInfo) -> Period | None:
    """The window of a limit that holds an instant: "calendar week" is from Monday to Monday, in local days.

    None for any other window: a rolling one, one question by itself, and for ever.
    """
    days = _DAYS.get(per or "")
    if days is None:
        return None
    first, following = days(local_day(at, in_zone))
    start = _begins(first, in_zone)
    return None if start is None else Period(min(start, at), _begins(following, in_zone))


def _begins(day: date, in_zone: ZoneInfo) -> Instant | None:
    """The first instant of a day, or of the next one that the zone did not skip; None at the calendar's end."""
    for ahead in range(SKIPPED_MOST):
        start = first_instant(day + timedelta(days=ahead), in_zone)
        if start is not None:
            return start
    return None


def _of_day(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)


def _of_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def _of_month(day: date) -> tuple[date, date]:
    return day.replace(day=1), last_of_month(day) + timedelta(days=1)


def _of_year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


_DAYS: Mapping[str, Callable[[date], tuple[date, date]]] = {
    "calendar day": _of_day,
    "calendar week": _of_week,
    "calendar month": _of_month,
    "calendar year": _of_year,
}
"""The first day of a window, and the first day after it."""
