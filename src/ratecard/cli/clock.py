"""What time it is, for reports that look at the calendar."""

import os
import time

import rich_click as click

from ratecard.instants import Instant

VARIABLE = "SOURCE_DATE_EPOCH"
"""Names an instant in seconds since 1970, as whoever makes a report twice alike sets it everywhere."""


def now() -> Instant:
    """The instant of now, or the one that `SOURCE_DATE_EPOCH` names. A usage error where it names none."""
    named = os.environ.get(VARIABLE)
    if not named:
        return Instant(int(time.time()))
    if not (named.isascii() and named.isdigit() and len(named) <= 12):
        raise click.UsageError(f"{VARIABLE}={named}: it must be a whole number of seconds since 1970")
    return Instant(int(named))
