"""What time it is, for reports that look at the calendar."""

import os
import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day

import rich_click as click

from ratecard.instants import Instant, instant_of

VARIABLE = "RATECARD_TODAY"
"""Names the day of which reports are to be, as whoever makes one twice alike sets it.

Not `SOURCE_DATE_EPOCH`, which builders of packages set for reasons of their own.
"""

NOON = time_of_day(12, tzinfo=UTC)
"""The time at which one day is today nearly everywhere."""


def now() -> Instant:
    """The instant of now, or noon in UTC of the day that `RATECARD_TODAY` names. A usage error where it names none."""
    named = os.environ.get(VARIABLE)
    if not named:
        return Instant(int(time.time()))
    try:
        day = date.fromisoformat(named)
    except ValueError:
        day = None
    if day is None or day.isoformat() != named:
        raise click.UsageError(f"{VARIABLE}={named}: it must be a day, for example 2026-11-28")
    return instant_of(datetime.combine(day, NOON))
