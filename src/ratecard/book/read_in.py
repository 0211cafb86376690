"""Where the statements of a market or region are read, and how far a wrong time zone may move their dates."""

from zoneinfo import ZoneInfo

import msgspec

from ratecard.instants import Instant

ZONES_APART = 26 * 3600
"""Seconds between the first and the last zone in which a day begins: UTC+14 and UTC-12."""


class ReadIn(msgspec.Struct, frozen=True):
    """Where statements are read: from when on, in which zone, whether one that is right, and whether in a part."""

    begins: Instant
    in_zone: ZoneInfo
    zones_known: bool
    is_subdivision: bool

    def may_be_of_zone(self, since: Instant, until: Instant | None) -> bool:
        """Whether what holds from `since` up to `until` may hold only because a wrong zone moves the dates of days."""
        return not self.zones_known and until is not None and until - since <= ZONES_APART
