"""What changes on the coming days of a book, as data: one entry for what many markets share.

Convention: days are local. A change at midnight in each zone is one entry of one day, with several instants.
"""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.followed import FollowedMove
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.market import MarketKey


class DueKind(Enum):
    """Why something changes on a day."""

    STATED = "stated"
    OPENS = "opens"
    CLOSES = "closes"
    RATE_TOO_OLD = "rate too old"
    FOLLOWS = "follows"
    BEGINS = "begins"
    EXCEPTION_ENDS = "exception ends"


class DueStretch(NamedTuple):
    """The days that are looked at: what begins after `now`, on local days up to and with `last`."""

    now: Instant
    last: date

    def holds(self, at: Instant, in_zone: ZoneInfo) -> bool:
        """Whether a change at an instant falls due, where days are those of a zone."""
        return at > self.now and local_day(at, in_zone) <= self.last


class CalendarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change on one local day, in all markets and regions (without a platform) that share it, in order.

    `starts` are the instants at which it begins in them, the first first. `was` and `now` are values in words, of the
    value at `path`; `moved` is the share by which an amount is more. What is not a value of its own has a `sentence`.
    In those of its markets that are `without_effect` nothing is answered from it: a price of what is not sold there.
    `follows` are computed prices that change with it, wherever they are. `at_midnight`: in each market a day begins.
    """

    kind: DueKind
    day: date
    starts: tuple[Instant, ...]
    place: Place
    markets: tuple[MarketKey, ...] = ()
    without_effect: tuple[MarketKey, ...] = ()
    path: KeyPath = ()
    was: str = ""
    now: str = ""
    moved: Fraction | None = None
    sentence: str = ""
    at_midnight: bool = True
    follows: tuple[FollowedMove, ...] = ()

    @property
    def name(self) -> str:
        """What changes: "prices.coins_1000"."""
        return ".".join(self.path)


class Calendar(msgspec.Struct, frozen=True):
    """All that falls due after `now` up to and with the local day `last`, in order of days, files and lines."""

    now: Instant
    last: date
    entries: tuple[CalendarEntry, ...]

    def days(self) -> Iterator[tuple[date, list[CalendarEntry]]]:
        """The entries of each day on which there are any."""
        for day in sorted({entry.day for entry in self.entries}):
            yield day, [entry for entry in self.entries if entry.day == day]
