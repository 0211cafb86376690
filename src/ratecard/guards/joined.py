"""Statements that a region reads since it joined a group, or does not read since it left one: one edit, of a list."""

from collections.abc import Sequence
from typing import NamedTuple

from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.differing import StatementDifference
from ratecard.guards.near import NearLines
from ratecard.guards.saying import value_said
from ratecard.instants import Instant, local_day

PARTS_MOST = 4
"""How many of the statements of a group are told."""


class Joined(NamedTuple):
    """A group, by the name of its file, that regions joined, or left, by the list at a place."""

    name: str
    place: Place
    is_left: bool

    def said(self, group: Sequence[StatementDifference], now: Instant) -> str:
        """What that changes, as a sentence: "TH is not in follows_us from 2026-11-29 on, and was: pricing.derive …"."""
        first = group[0]
        regions = list(dict.fromkeys(market.region for own in group for market in own.markets))
        more = f" and {len(regions) - 1:,} more" if len(regions) > 1 else ""
        day = local_day(max(first.start, now), first.new.in_zone)
        verbs = ("are", "were") if more else ("is", "was")
        is_now, was = (f"{verbs[0]} not", verbs[1]) if self.is_left else (verbs[0], f"{verbs[1]} not")
        values = (f"{'.'.join(own.path)} {value_said(own.was if self.is_left else own.now)}" for own in group)
        parts = list(dict.fromkeys(values))
        others = f" and {len(parts) - PARTS_MOST:,} more" if len(parts) > PARTS_MOST else ""
        told = f"{', '.join(parts[:PARTS_MOST])}{others}"
        return f"{regions[0]}{more} {is_now} in {self.name} from {day} on, and {was}: {told}"


def joined_by(own: StatementDifference, lines: NearLines) -> Joined | None:
    """The group by whose list a statement came or went, where the region joined it or left it; else None."""
    region = own.markets[0].region
    for stated, is_left in ((own.was, True), (own.now, False)):
        place = None if stated is None else lines.membership(stated.place.file, region)
        if stated is not None and place is not None and lines.is_member_of(stated.place.file, region) is not is_left:
            return Joined(stated.place.file.rpartition("/")[2].removesuffix(".yaml"), place, is_left)
    return None
