"""What somebody withholds for a while although the rules have it: a package, a promotion, payouts."""

import msgspec

from ratecard.instants import Instant

PACKAGES, PROMOTIONS, PAYOUTS = "packages", "promotions", "payouts"
HALTED_KINDS = (PACKAGES, PROMOTIONS, PAYOUTS)
"""What can be withheld. Items count as packages; payouts are named by their methods."""


class Halt(msgspec.Struct, frozen=True):
    """From `since` up to, and without, `until`, for a `reason` in the words of whoever withholds."""

    id: str
    since: Instant
    until: Instant
    reason: str


class HaltOf(msgspec.Struct, frozen=True):
    """A halt of one thing of a market: its kind, and its id."""

    kind: str
    thing: str
    halt: Halt
