"""The time zones of regions: a subdivision's before its country's, and the book's before the library's."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from ratecard.book.layers import Layer
from ratecard.book.memberships import Side
from ratecard.instants import zone
from ratecard.rulefiles.nearby import Geography
from ratecard.rulefiles.stated import KeyPath, Stated

ZONE_PATH: KeyPath = ("time_zone",)


def zone_of(sides: Sequence[Side], codes: Sequence[str], geography: Geography) -> ZoneInfo | None:
    """The zone of a region's dates. `codes` are those of its files, the country's first.

    One that is wrong or missing is reported; the usual one of the country stands for it, so that what is dated is
    looked at all the same. None where no usual one is known.
    """
    own = _own_zone(sides, codes)
    usual = geography.zones_of(codes[0]) if own is None else ()
    return zone(usual[0]) if usual else own


def is_zone_known(sides: Sequence[Side], codes: Sequence[str]) -> bool:
    """Whether files of these codes, the country's first, state a zone, and one that is right."""
    return _own_zone(sides, codes) is not None


def states_zone(sides: Sequence[Side], code: str) -> bool:
    """Whether a file of this code states a zone, be it a wrong one."""
    return any(type(layer.plain.get(ZONE_PATH)) is Stated for layer in _files(sides, code))


def _own_zone(sides: Sequence[Side], codes: Sequence[str]) -> ZoneInfo | None:
    stated = (
        leaf
        for code in reversed(codes)
        for layer in reversed(_files(sides, code))
        if type(leaf := layer.plain.get(ZONE_PATH)) is Stated
    )
    leaf = next(stated, None)
    return zone(leaf.value) if leaf is not None and type(leaf.value) is str else None


def _files(sides: Sequence[Side], code: str) -> list[Layer]:
    """The files of one code, the library's before the book's."""
    return [side.layers.regions[code] for side in sides if code in side.layers.regions]
