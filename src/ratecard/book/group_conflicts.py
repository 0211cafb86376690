"""Two groups of one region that state the same path for the same time: there is no order between them."""

from collections.abc import Container, Iterator
from itertools import combinations
from zoneinfo import ZoneInfo

from ratecard.book.binding import Binder
from ratecard.book.bound_parts import BoundLeaves, BoundParts, Windows, bound_part
from ratecard.book.layers import Layer, clashes
from ratecard.book.speaking import always_covered
from ratecard.book.timeline import Segment, overlap
from ratecard.book.timeline import window as within
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ANY_LANGUAGE, BROKEN, KeyPath, Leaf, Leaves, Stated
from ratecard.terms.ranks import GROUP, Rank

AtFault = tuple[str | None, KeyPath, Place]
"""A platform (None for plain statements), a path and a place at fault: nothing more is said of them."""

LayerInZone = tuple[Layer, ZoneInfo | None]
"""One of a region's own files, with the zone of its dates."""

LayerWindows = tuple[Layer, Windows]
"""A group, with the stretches in which the region is a member."""


class GroupConflicts:
    """Finds and reports them. `of_book` are the keys that no group states."""

    def __init__(self, binder: Binder, of_book: Container[str]) -> None:
        self._binder = binder
        self._of_book = of_book

    def find(self, groups: list[LayerWindows], own: list[LayerInZone], begins: Instant) -> list[AtFault]:
        """Reports two groups that state the same path for overlapping instants.

        Where the region itself states it at all of these instants, neither group counts, and nothing is wrong.
        """
        at_fault: list[AtFault] = []
        for group, other in combinations(groups, 2):
            for platform, leaves, other_leaves in _pairs_of_leaves(group[0], other[0]):
                seen: set[KeyPath] = set()
                for path, other_path in clashes(leaves, other_leaves):
                    above, deepest = min(path, other_path), max(path, other_path)
                    stated = (leaves[path], group[1]), (other_leaves[other_path], other[1])
                    if path[0] in self._of_book or above in seen:
                        continue
                    if self._meet(stated, own, platform, deepest, begins):
                        seen.add(above)
                        at_fault.append((platform, above, stated[1][0].place))
                        self._tell(above, group[0], other[0], (stated[0][0].place, stated[1][0].place))
        return at_fault

    def _meet(
        self,
        stated: tuple[tuple[Leaf, Windows], tuple[Leaf, Windows]],
        own: list[LayerInZone],
        platform: str | None,
        path: KeyPath,
        begins: Instant,
    ) -> bool:
        """Whether both hold at an instant at which the region itself states nothing."""
        in_zone = own[-1][1]
        ones, twos = (self._stretches(leaf, windows, in_zone, begins) for leaf, windows in stated)
        if not any(overlap(stretch, other) for stretch in ones for other in twos):
            return False
        return not always_covered(ones, twos, list(self._stated_by(own, platform, path, begins)))

    def _tell(self, path: KeyPath, group: Layer, other: Layer, places: tuple[Place, Place]) -> None:
        name = ".".join(part for part in path if part != ANY_LANGUAGE)
        sentence = f"{name} is stated by the groups {group.name} and {other.name} of one region"
        hint = f"keep one of the two, or state {name} in the region"
        notes = (Note(places[0], f"{group.name} states it here"),)
        self._binder.report("group-conflict", sentence, places[1], hint, notes)

    def _stretches(
        self, leaf: Leaf, windows: Windows, in_zone: ZoneInfo | None, begins: Instant
    ) -> tuple[Segment, ...]:
        if not self._binder.tells_when(leaf, in_zone):
            return ()
        return within(self._binder.segments(leaf, in_zone, begins, _any_currency), windows)

    def _stated_by(
        self, own: list[LayerInZone], platform: str | None, path: KeyPath, begins: Instant
    ) -> Iterator[tuple[Segment, ...]]:
        """What the region's own files state for a path, or by `none` for a mapping above it, for a platform."""
        for layer, in_zone in own:
            for leaves in (layer.plain, layer.by_platform.get(platform, {}) if platform else {}):
                for depth in range(1, len(path) + 1):
                    leaf = leaves.get(path[:depth])
                    if leaf is not None and self._binder.tells_when(leaf, in_zone):
                        yield self._binder.segments(leaf, in_zone, begins, _any_currency)


def _pairs_of_leaves(one: Layer, two: Layer) -> list[tuple[str | None, Leaves, Leaves]]:
    shared = sorted(one.by_platform.keys() & two.by_platform.keys())
    return [(None, one.plain, two.plain), *((p, one.by_platform[p], two.by_platform[p]) for p in shared)]


def _any_currency(_: Instant) -> Currency | None:
    return Currency("XXX", 30)


def broken_layer(platform: str | None, at_fault: list[AtFault], begins: Instant) -> tuple[tuple[Rank, BoundParts], ...]:
    """A layer that states the paths at fault as broken, above the groups that are."""
    by_key: dict[str, BoundLeaves] = {}
    for of, path, place in at_fault:
        if of == platform:
            segment = Segment(begins, None, Stated(BROKEN, place), begins)
            by_key.setdefault(path[0], {})[path] = (segment,)
    rank = GROUP.on(platform)
    return ((rank, {key: bound_part(rank, leaves) for key, leaves in by_key.items()}),) if by_key else ()
