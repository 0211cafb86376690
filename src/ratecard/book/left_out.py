"""Groups of a book that would state what a region lacks, where its list of groups leaves them out."""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from ratecard.book.dropped_groups import names_of
from ratecard.book.layers import Layer, Layers, stated_values
from ratecard.book.markets import MarketHistory
from ratecard.book.regions import BoundRegion
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import ABSENT, BROKEN, NONE, KeyPath

GROUPS: KeyPath = ("groups",)


class LeftOut(msgspec.Struct, frozen=True):
    """Groups that a list leaves out, and the place of that list. Each of them states what is missing.

    `since` is a day from which no list holds yet, where that is so.
    """

    names: tuple[str, ...]
    place: Place
    since: date | None = None

    @property
    def hint(self) -> str:
        """What to do: "add eu to these groups, which states it"; or to let a list begin earlier."""
        one = len(self.names) == 1
        named = " or ".join(self.names)
        stating = f"which {'states' if one else 'each state'} it"
        if self.since is not None:
            return f"let a list with {named}, {stating}, hold from {self.since} on"
        return f"add {named}, {stating}, to these groups"


class LikelyGroups:
    """Who belongs to which groups, to tell which of them a region was probably meant to belong to."""

    def __init__(self, layers: Layers, regions: Mapping[str, BoundRegion]) -> None:
        self.layers = layers
        self.regions = regions
        self.lists = [(code, names) for code, layer in layers.regions.items() for names in _lists(layer)]

    def left_out(self, path: KeyPath, history: MarketHistory, since: Instant) -> LeftOut | None:
        """The groups that state a path and that a region leaves out at an instant; None where no list is at fault.

        Those that the region or its country has at another time come first; else those that other regions have beside
        all the groups of this one. Where it has no groups at all, nobody knows which were meant.
        """
        region = self.regions.get(history.key.region)
        place = self._place(history.key.region)
        if region is None or place is None:
            return None
        held = region.members.at(since) if region.members is not None else None
        members = set(names_of(held.stated)) if held is not None else set()
        stating = [name for name, layer in self.layers.groups.items() if _states(layer, path, history.key.platform)]
        missing = [name for name in stating if name not in members]
        country = history.key.region.partition("-")[0]
        own = {name for code, names in self.lists if code in (history.key.region, country) for name in names}
        beside = {name for _, names in self.lists if members and members < names for name in names}
        chosen = [name for name in missing if name in own] or [name for name in missing if name in beside]
        day = local_day(since, history.in_zone) if held is None else None
        return LeftOut(tuple(chosen), place, day) if chosen else None

    def _place(self, code: str) -> Place | None:
        """Where the list of a region's groups stands: in its own file, else in its country's."""
        for place_code in (code, code.partition("-")[0]):
            layer = self.layers.regions.get(place_code)
            leaf = layer.plain.get(GROUPS) if layer is not None else None
            if leaf is not None:
                return leaf.place
        return None


def _lists(layer: Layer) -> Iterator[set[str]]:
    leaf = layer.plain.get(GROUPS)
    for stated in stated_values(leaf) if leaf is not None else ():
        yield set(names_of(stated))


def _states(layer: Layer, path: KeyPath, platform: str) -> bool:
    """Whether a group states anything of a path, or below it."""
    leaves = {**layer.plain, **layer.by_platform.get(platform, {})}
    return any(
        other[: len(path)] == path and any(stated.value not in (NONE, ABSENT, BROKEN) for stated in stated_values(leaf))
        for other, leaf in leaves.items()
    )
