"""What somebody withholds for a while although the rules have it."""

import msgspec

from ratecard.instants import Instant


class Halt(msgspec.Struct, frozen=True):
    """From `since` up to, and without, `until`, for a `reason` in the words of whoever withholds."""

    id: str
    since: Instant
    until: Instant
    reason: str


class HaltOf(msgspec.Struct, frozen=True):
    """A halt of one thing of a market. One with a `section` is as if nothing were stated there; else it is refused."""

    thing: str
    halt: Halt
    section: tuple[str, ...] = ()
