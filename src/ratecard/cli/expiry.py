"""When an API key ends: a day, an instant, or a time from now."""

import re
import time
from datetime import UTC, datetime
from typing import Any

import rich_click as click

from ratecard.instants import Instant, datetime_of, instant_after, instant_of, zone
from ratecard.rulefiles.values.measures import parse_duration
from ratecard.rulefiles.values.scalars import parse_instant
from ratecard.rulefiles.wrong import Wrong


class Expiry(click.ParamType[datetime]):
    """`2027-01-01`, which is its first instant in UTC, `2027-01-01T09:00+01:00`, or `90 days`."""

    name = "day, instant or time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant in UTC; a usage error for any other text, and for what has passed."""
        if isinstance(value, datetime):
            return value
        now = Instant(int(time.time()))
        moment = _moment(str(value), now)
        if isinstance(moment, Wrong):
            self.fail(f"{moment.sentence}; {_hint(now)}", param, ctx)
        if instant_of(moment) <= now:
            self.fail(f"{value} has passed; {_hint(now)}", param, ctx)
        return moment


def shown(moment: datetime | None, now: float) -> str:
    """When a key ends, for people: `2027-01-01 00:00 UTC`, `… (has expired)`, or `never`."""
    if moment is None:
        return "never"
    text = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"{text} (has expired)" if now >= instant_of(moment) else text


def _hint(now: Instant) -> str:
    day = f"{datetime_of(now).year + 1}-01-01"
    return f"write a day such as {day}, an instant such as {day}T09:00Z, or a time such as 90 days or 12 months"


def _moment(text: str, now: Instant) -> datetime | Wrong:
    if re.match(r"-?[0-9.,]+ *[A-Za-z]", text):
        duration = parse_duration(text)
        if isinstance(duration, Wrong):
            return duration
        utc = zone("UTC")
        assert utc is not None
        return datetime_of(instant_after(now, duration, utc))
    stated = parse_instant(text)
    if isinstance(stated, Wrong):
        return stated
    if isinstance(stated, datetime):
        return stated.astimezone(UTC)
    return datetime(stated.year, stated.month, stated.day, tzinfo=UTC)
