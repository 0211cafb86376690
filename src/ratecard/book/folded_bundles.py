"""The bundles of a book as they travel to another process: by number, each made when it is first asked for."""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle, Bundles, SectionPath
from ratecard.book.columns import ResolvedColumns, Timelines
from ratecard.book.hidden_changes import HiddenChange
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.statement_columns import NUMBERS
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.ranks import Rank
from ratecard.terms.resolved import Resolved

SIGNED = "i"
"""Columns of the numbers of timelines."""

ResolvedTimeline = Timeline[Resolved[object]]


class BundleShape(msgspec.Struct, frozen=True):
    """The key of a bundle, its paths, and those of each section; many bundles have one shape."""

    key: str
    paths: tuple[KeyPath, ...]
    by_section: tuple[tuple[SectionPath, tuple[KeyPath, ...]], ...]


class BundleLines(NamedTuple):
    """The timelines of a bundle in the order of its paths, by number.

    What is stated without a date holds from the bundle's beginning on: where it replaces nothing, one timeline, from
    whenever on, stands for that of all bundles. Any other is told by −1 − its number.

    A bundle of the very same statements as another has its lines but for `dated` paths, of which it has `own`.
    """

    lines: bytes
    own: bytes = b""
    dated: tuple[KeyPath, ...] = ()


class FoundBeside(NamedTuple):
    """What was found of a bundle beside what it states, where there is anything: as in `Bundle`."""

    broken: bool
    hidden: tuple[tuple[KeyPath, Place, Place], ...]
    hidden_changes: tuple[HiddenChange, ...]


NOTHING = FoundBeside(broken=False, hidden=(), hidden_changes=())


class TimelineNumbers:
    """The numbers of timelines while they are added: one for all that are undated and say the same."""

    def __init__(self, timelines: Timelines[Resolved[object]]) -> None:
        self._timelines = timelines
        self._undated: dict[int, tuple[int, Rank]] = {}

    def of(self, timelines: Iterable[ResolvedTimeline], begins: Instant | None) -> bytes:
        """The numbers of timelines of a bundle that begins at an instant, None where that is not known."""
        numbers, at_once = list[int](), (begins,)
        undated, added, number = self._undated.get, list[ResolvedTimeline](), self._timelines.number
        for timeline in timelines:
            row = timeline.values[0]
            if row.since == begins and timeline.starts == at_once:
                known = None if row.replaced else undated(id(row.stated))
                if known is not None and known[1] is row.rank:
                    numbers.append(known[0])
                    continue
                if not row.replaced:
                    self._undated[id(row.stated)] = number, row.rank
                numbers.append(number)
            else:
                numbers.append(-1 - number)
            added.append(timeline)
            number += 1
        self._timelines.add(added)
        return array(SIGNED, numbers).tobytes()


class BundleTable:
    """All bundles of a book by number, each once. `found` are few.

    Bundles are told apart by identity, so they have to live for as long as others are added.
    """

    def __init__(
        self,
        timelines: Timelines[Resolved[object]] | None = None,
        shapes: Sequence[BundleShape] = (),
        begins: Sequence[Instant | None] = (),
        lines: Sequence[BundleLines] = (),
        changes: Sequence[tuple[Instant, ...]] = (),
        found: Mapping[int, FoundBeside] | None = None,
    ) -> None:
        self._timelines = Timelines[Resolved[object]](ResolvedColumns.of) if timelines is None else timelines
        self._shapes, self._begins, self._lines = list(shapes), list(begins), list(lines)
        self._changes, self._found = list(changes), dict(found or {})
        self._numbers: dict[int, int] = {}
        self._known_shapes: dict[tuple[object, ...], BundleShape] = {}
        self._alike: dict[Hashable, int] = {}
        self._of_timelines = TimelineNumbers(self._timelines)
        self._made: dict[int, Bundle] = {}

    def __reduce__(self) -> tuple[type["BundleTable"], tuple[object, ...]]:
        shapes, begins, lines = tuple(self._shapes), tuple(self._begins), tuple(self._lines)
        return BundleTable, (self._timelines, shapes, begins, lines, tuple(self._changes), self._found)

    def fold(self, bundles: Bundles) -> "FoldedBundles":
        """The bundles of a history as numbers of this table."""
        if isinstance(bundles, FoldedBundles):
            return bundles
        for key, bundle in bundles.items():
            if id(bundle) not in self._numbers:
                self._numbers[id(bundle)] = len(self._shapes)
                self._add(key, bundle)
        numbers = map(self._numbers.__getitem__, map(id, bundles.values()))
        return FoldedBundles(self, array(NUMBERS, numbers).tobytes())

    def _add(self, key: str, bundle: Bundle) -> None:
        number, twin = len(self._shapes), None
        if bundle.at_once and bundle.stated is not None:
            twin = self._alike.setdefault(bundle.stated, number)
        if twin is None or twin == number:
            self._shapes.append(self._shape(key, bundle))
            self._lines.append(BundleLines(self._of_timelines.of(bundle.paths.values(), bundle.begins)))
        else:
            dated = {path: timeline for own in bundle.parts_dated.values() for path, timeline in own.items()}
            own = self._of_timelines.of(dated.values(), bundle.begins)
            self._shapes.append(self._shapes[twin])
            self._lines.append(BundleLines(self._lines[twin].lines, own, tuple(dated)))
        self._begins.append(bundle.begins)
        self._changes.append(tuple(sorted(bundle.changes)))
        found = FoundBeside(bundle.broken, bundle.hidden, bundle.hidden_changes)
        if found != NOTHING:
            self._found[number] = found

    def _shape(self, key: str, bundle: Bundle) -> BundleShape:
        identity = (key, len(bundle.by_section), *map(id, bundle.paths))
        known = self._known_shapes.get(identity)
        if known is None:
            by_section = tuple([(section, tuple(own)) for section, own in bundle.by_section.items()])
            known = self._known_shapes[identity] = BundleShape(key, tuple(bundle.paths), by_section)
        return known

    def key(self, number: int) -> str:
        """The key of a bundle."""
        return self._shapes[number].key

    def bundle(self, number: int) -> Bundle:
        """A bundle, made when it is first asked for, and then kept. Two threads may make it at once: equal ones."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(number)
        return made

    def _make(self, number: int) -> Bundle:
        shape, begins, (lines, own, dated) = self._shapes[number], self._begins[number], self._lines[number]
        paths = self._paths(shape.paths, lines, begins) | self._paths(dated, own, begins)
        by_section = {section: {path: paths[path] for path in own} for section, own in shape.by_section}
        found = self._found.get(number, NOTHING)
        changes = frozenset(self._changes[number])
        return Bundle(paths, by_section, changes, found.broken, found.hidden, found.hidden_changes)

    def _paths(self, paths: Sequence[KeyPath], lines: bytes, begins: Instant | None) -> ResolvedPaths:
        numbers = array(SIGNED, lines)
        timelines = self._timelines.of_numbers([number if number >= 0 else -1 - number for number in numbers])
        made = {}
        for path, number, timeline in zip(paths, numbers, timelines, strict=True):
            made[path] = timeline
            if number >= 0 and begins is not None:
                begun = msgspec.structs.replace(timeline.values[0], since=begins)
                made[path] = Timeline((begins,), (begun,))
        return made


class FoldedBundles(Mapping[str, Bundle]):
    """The bundles of a history by key, each made when it is first asked for."""

    def __init__(self, table: BundleTable, numbers: bytes) -> None:
        self._table, self._packed = table, numbers

    def __reduce__(self) -> tuple[type["FoldedBundles"], tuple[BundleTable, bytes]]:
        return FoldedBundles, (self._table, self._packed)

    @cached_property
    def _by_key(self) -> dict[str, int]:
        return {self._table.key(number): number for number in array(NUMBERS, self._packed)}

    def __getitem__(self, key: str) -> Bundle:
        return self._table.bundle(self._by_key[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)
