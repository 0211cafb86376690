"""The tables of factors of a book: the factor of a region at an instant, and where it is stated."""

from collections.abc import Mapping
from typing import cast
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.starts import start_of
from ratecard.instants import Instant
from ratecard.money import Rate
from ratecard.rulefiles.stated import KeyPath, Leaf, Stated, StatedTimeLine
from ratecard.rulefiles.values.factors import OTHER

KEY = "factors"


class FactorTable(msgspec.Struct, frozen=True):
    """One table by region and `other`; dates of it are days of each region that asks."""

    id: str
    stated: Mapping[str, Leaf]

    def of(self, region: str, at: Instant, in_zone: ZoneInfo) -> Stated[Rate] | None:
        """The factor of a region at an instant: its own, its country's, or that of all others; None where none holds.

        `{BR: 0.5, other: 1}` gives 0.5 for BR-SP and 1 for DE.
        """
        for name in (region, region.partition("-")[0], OTHER):
            leaf = self.stated.get(name)
            held = None if leaf is None else _held(leaf, at, in_zone)
            if held is not None:
                return held
        return None

    def instants(self, region: str, in_zone: ZoneInfo) -> set[Instant]:
        """When the factor of a region may become another one."""
        leaves = (self.stated.get(name) for name in (region, region.partition("-")[0], OTHER))
        lines = [leaf for leaf in leaves if isinstance(leaf, StatedTimeLine)]
        starts = (start_of(key, in_zone) for line in lines for key, _ in line.entries)
        return {start for start in starts if start is not None}

    def all_instants(self, zones: Mapping[str, ZoneInfo]) -> tuple[Instant, ...]:
        """When the factor of any of these regions may become another one, sorted."""
        return tuple(sorted({at for region, in_zone in zones.items() for at in self.instants(region, in_zone)}))


def _held(leaf: Leaf, at: Instant, in_zone: ZoneInfo) -> Stated[Rate] | None:
    if isinstance(leaf, Stated):
        return cast("Stated[Rate]", leaf) if isinstance(leaf.value, Rate) else None
    dated = [(start_of(key, in_zone), value) for key, value in leaf.entries]
    begun = [(start, value) for start, value in dated if start is not None and start <= at]
    return _held(max(begun, key=lambda entry: entry[0])[1], at, in_zone) if begun else None


def factor_tables(kept: Mapping[KeyPath, Leaf]) -> dict[str, FactorTable]:
    """The tables of a book by id, of what it states once."""
    found: dict[str, dict[str, Leaf]] = {}
    for path, leaf in kept.items():
        if path[0] == KEY and len(path) == 3:
            found.setdefault(path[1], {})[path[2]] = leaf
    return {name: FactorTable(name, stated) for name, stated in sorted(found.items())}
