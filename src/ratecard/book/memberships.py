"""Which groups a region belongs to, and when: by its own lists, and by the members that a group names itself.

What the library and the book say adds up. In each of them a subdivision's list replaces its country's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ratecard.book.binding import Binder, no_currency
from ratecard.book.bound_parts import Windows
from ratecard.book.dropped_groups import GROUPS, MEMBERS, groups_named, names_of
from ratecard.book.layers import Layers, stated_values
from ratecard.book.parts import LayerParts
from ratecard.book.resolving import Contribution, resolve
from ratecard.book.timeline import Segment, Timeline
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, BROKEN, INHERIT, NONE, KeyPath, Leaf
from ratecard.terms.ranks import Ranks
from ratecard.terms.resolved import Resolved

ALL = "*"
"""Stands for all groups, of which a region is said to be no member."""

Span = tuple[Instant, Instant | None]

Lists = Timeline[Resolved[object]]
"""Lists of names over time."""


class Side(NamedTuple):
    """The layers of one origin, the library's or the book's, with their ranks and what the rules of it state."""

    layers: Layers
    ranks: Ranks
    rules: LayerParts


class CodeInZone(NamedTuple):
    """The code of one of a region's files, and the zone of its dates."""

    code: str
    in_zone: ZoneInfo | None


class Memberships:
    """Tells the groups of each region. `sides` are the library's layers, if there is one, and the book's."""

    def __init__(self, sides: Sequence[Side], binder: Binder) -> None:
        self._sides = sides
        self._binder = binder
        self._naming = [
            (name, leaf, frozenset[str]().union(*(_names(stated.value) for stated in stated_values(leaf))))
            for side in sides
            for name, layer in side.layers.groups.items()
            if (leaf := layer.plain.get(MEMBERS)) is not None
        ]

    def ever_named(self, codes: Sequence[str]) -> list[str]:
        """Every group that files of these codes ever name, or that names one of them."""
        named = {
            name
            for side in self._sides
            for code in codes
            if code in side.layers.regions
            for name in groups_named(side.layers.regions[code])
        }
        return sorted(named | {name for name, _, members in self._naming if not members.isdisjoint(codes)})

    def listed(self, side: Side, files: Sequence[CodeInZone], begins: Instant) -> Lists | None:
        """The list of groups of one side that holds over time; a subdivision's replaces its country's.

        None where no file states one, or nothing but `inherit`.
        """
        contributions = []
        for depth, (code, in_zone) in enumerate(files):
            layer = side.layers.regions.get(code)
            leaf = layer.plain.get(GROUPS) if layer is not None else None
            if leaf is not None:
                segments = self._binder.segments(leaf, in_zone, begins, no_currency)
                contributions.append((side.ranks.of_file(depth), segments))
        found: Lists | None = resolve(contributions) if contributions else None
        return found if found is not None and found.starts else None

    def windows(self, files: Sequence[CodeInZone], begins: Instant) -> Mapping[str, Windows]:
        """The groups that a region of these files is ever a member of, with the stretches of membership."""
        spans: dict[str, list[Span]] = {}
        for name, start, end in self._spans(files, begins):
            spans.setdefault(name, []).append((start, end))
        taken = self._taken(files, begins)
        windows = {name: _joined(own) for name, own in sorted(spans.items())}
        left = {name: _without(own, [*taken.get(name, ()), *taken.get(ALL, ())]) for name, own in windows.items()}
        known = {name for side in self._sides for name in side.layers.groups}
        return {name: own for name, own in left.items() if own and name in known}

    def _one_by_one(
        self, files: Sequence[CodeInZone], begins: Instant
    ) -> Iterator[tuple[str, Instant, Instant | None, object]]:
        """Each stretch of the long form: a group, and `yes` or none; the narrower word on a group wins.

        While a subdivision's list holds, its country's long form does not count, in the book as in the library.
        """
        every: dict[KeyPath, list[Contribution]] = {}
        for side in self._sides:
            own: dict[KeyPath, list[Contribution]] = {}
            for depth, (code, in_zone) in enumerate(files):
                layer = side.layers.regions.get(code)
                plain = layer.plain if layer is not None else {}
                listing = self._listing(plain.get(GROUPS), in_zone, begins)
                own = {path: [(rank, _outside(told, listing)) for rank, told in stated] for path, stated in own.items()}
                for path, leaf in plain.items():
                    if path[:1] == GROUPS and len(path) > 1:
                        segments = self._binder.segments(leaf, in_zone, begins, no_currency)
                        own.setdefault(path, []).append((side.ranks.of_file(depth), segments))
            for path, stated in own.items():
                every.setdefault(path, []).extend(told for told in stated if told[1])
        for path, stated in every.items():
            for start, end, resolved in _stretches(resolve(stated)) if stated else ():
                yield path[1], start, end, resolved.stated.value

    def _listing(self, leaf: Leaf | None, in_zone: ZoneInfo | None, begins: Instant) -> Windows:
        """The stretches in which a file's own list of groups holds."""
        segments = self._binder.segments(leaf, in_zone, begins, no_currency) if leaf is not None else ()
        return tuple((told.start, told.end) for told in segments if told.value.value is not INHERIT)  # type: ignore[attr-defined]

    def _taken(self, files: Sequence[CodeInZone], begins: Instant) -> dict[str, list[Span]]:
        """The stretches in which a region is said to be no member, by group; `ALL` where it is of none at all."""
        taken: dict[str, list[Span]] = {}
        for name, start, end, value in self._one_by_one(files, begins):
            if value is NONE:
                taken.setdefault(name, []).append((start, end))
        for side in self._sides:
            lists = self.listed(side, files, begins)
            for start, end, resolved in _stretches(lists) if lists is not None else ():
                if resolved.stated.value is NONE:
                    taken.setdefault(ALL, []).append((start, end))
        return taken

    def _spans(self, files: Sequence[CodeInZone], begins: Instant) -> Iterator[tuple[str, Instant, Instant | None]]:
        for side in self._sides:
            lists = self.listed(side, files, begins)
            for start, end, resolved in _stretches(lists) if lists is not None else ():
                for name in names_of(resolved.stated):
                    yield name, start, end
        for name, start, end, value in self._one_by_one(files, begins):
            if value not in (NONE, ABSENT, BROKEN):
                yield name, start, end
        codes = [code for code, _ in files]
        for name, leaf, ever in self._naming:
            if not ever.isdisjoint(codes):
                segments = self._binder.segments(leaf, files[-1].in_zone, begins, no_currency)
                for start, end, stated, *_ in segments:
                    if not _names(stated.value).isdisjoint(codes):  # type: ignore[attr-defined]
                        yield name, start, end

    def are_sound(self, files: Sequence[CodeInZone]) -> bool:
        """Whether every group that a region names exists; what another one would have stated is unknown.

        So is what a file without a good name states, which may be meant for a group of the library.
        """
        if len(self._sides) > 1 and not self._sides[-1].layers.all_named:
            return False
        known = {name for side in self._sides for name in side.layers.groups}
        for code, in_zone in files:
            for side in self._sides:
                layer = side.layers.regions.get(code)
                if layer is None:
                    continue
                leaf = layer.plain.get(GROUPS)
                if not known.issuperset(groups_named(layer)) or not (leaf is None or self._is_sound(leaf, in_zone)):
                    return False
        return True

    def _is_sound(self, leaf: Leaf, in_zone: ZoneInfo | None) -> bool:
        if not self._binder.tells_when(leaf, in_zone):
            return False
        listed = [statement.value for statement in stated_values(leaf)]
        return all(value in (INHERIT, NONE) or type(value) is tuple for value in listed)


def _names(value: object) -> frozenset[str]:
    """The names that a list holds; none of another value."""
    return frozenset(str(item.value) for item in value) if isinstance(value, tuple) else frozenset()


def _stretches(lists: Lists) -> Iterator[tuple[Instant, Instant | None, Resolved[object]]]:
    ends = (*lists.starts[1:], None)
    for index, (start, resolved) in enumerate(lists):
        yield start, ends[index], resolved


def _outside(segments: tuple[Segment, ...], listing: Windows) -> tuple[Segment, ...]:
    """What is left of segments outside of these stretches."""
    return tuple(
        told._replace(start=start, end=end)
        for told in segments
        for start, end in _without(((told.start, told.end),), listing)
    )


def _without(spans: Windows, taken: Sequence[Span]) -> Windows:
    """What is left of stretches where others are taken out."""
    left = list(spans)
    for since, until in taken:
        cut: list[Span] = []
        for start, end in left:
            if start < since:
                cut.append((start, since if end is None else min(since, end)))
            if until is not None and (end is None or until < end):
                cut.append((max(start, until), end))
        left = cut
    return tuple(left)


def _joined(spans: list[Span]) -> Windows:
    """Stretches in order of time, those that meet or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        last = found[-1] if found else None
        if last is None or (last[1] is not None and start > last[1]):
            found.append((start, end))
        elif last[1] is not None and (end is None or end > last[1]):
            found[-1] = (last[0], end)
    return tuple(found)
