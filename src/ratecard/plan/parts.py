"""The parts of a page that tells a plan, and the words that they share."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from ratecard.instants import Instant, datetime_of

LISTED_MOST = 5
"""How many of each are told to people; all of it is in the data."""


class PlanPart(msgspec.Struct, frozen=True):
    """A part of a plan: its title, sentences, and a table below them where it has rows."""

    title: str
    lines: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Words(msgspec.Struct, frozen=True):
    """What a plan is told with: how people call both books, and the names of days."""

    older: str
    newer: str
    day_names: Mapping[date, str] = {}

    def day(self, day: date, now: Instant) -> str:
        """A day, with its name, and how far off it is: "2027-01-12 (january_wave), in 44 days"."""
        name = f" ({self.day_names[day]})" if day in self.day_names else ""
        days = (day - datetime_of(now).date()).days
        far = f", in {days:,} day{'' if days == 1 else 's'}" if days > 0 else ""
        return f"{day}{name}{far}"


def few(lines: Sequence[str], most: int = LISTED_MOST) -> list[str]:
    """The first of some lines, and how many more there are."""
    more = len(lines) - most
    return [*lines[:most], f"and {more:,} more"] if more > 0 else list(lines)


def counted_things(number: int, noun: str) -> str:
    """A number of things in English: "1 package", "2 ways to be paid"."""
    if noun == "of them":
        return f"{number:,} of them {'is' if number == 1 else 'are'}"
    plural = {"way to be paid": "ways to be paid", "worth of coins": "worths of coins"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"
