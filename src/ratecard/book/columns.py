"""Lines as they travel between processes: bundles as flat columns, which are made again when somebody asks for one.

A book holds tens of thousands of resolved statements, most of them names of gifts at the midnight of each zone. Quotes
need none of them, because terms are there: whoever asks where a value stands does. So they travel as columns, which
cost little to write and next to nothing to read, and a line makes a bundle from its columns when that is first asked.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice, repeat
from typing import Any

import msgspec

from ratecard.book.bundles import Bundle, SectionPath
from ratecard.book.hidden_changes import HiddenChange
from ratecard.book.markets import MarketLine
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.section_terms import Sections, SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.ranks import Rank
from ratecard.terms.resolved import Resolved

INSTANTS = "q"
"""Columns of instants are 64-bit integers in the machine's order: one machine writes and reads them."""

COUNTS = "I"
"""Columns of counts."""

Instants = bytes | int
"""A column of instants, or the one that all of them are."""


class BundleShape(msgspec.Struct, frozen=True):
    """The paths of a bundle, and those of each section; many bundles have one shape."""

    paths: tuple[KeyPath, ...]
    by_section: tuple[tuple[SectionPath, tuple[KeyPath, ...]], ...]


class Columns(msgspec.Struct, frozen=True):
    """One bundle, its timelines one behind the other in the order of `shape.paths`: `counts` says how long each is.

    Most statements hold from their own date on, and that is one for all; most have the rank of the one before, and
    replace nothing. So `counts` is empty where all are 1, `since` is None where it says what `starts` does, a rank
    stands with how often it comes in a row, and what a statement replaces stands by its number.
    """

    shape: BundleShape
    counts: bytes
    starts: Instants
    stated: tuple[Stated[object], ...]
    since: Instants | None
    ranks: tuple[tuple[Rank, int], ...]
    replaced: dict[int, tuple[Stated[object], ...]]
    changes: Instants
    number_of_changes: int
    broken: bool
    hidden: tuple[tuple[KeyPath, Place, Place], ...]
    hidden_changes: tuple[HiddenChange, ...]

    def bundle(self) -> Bundle:
        """The bundle of these columns, made anew."""
        many = len(self.stated)
        starts = _read(self.starts, many)
        since = starts if self.since is None else _read(self.since, many)
        ranks = chain.from_iterable(repeat(rank, times) for rank, times in self.ranks)
        replaced = [self.replaced.get(number, ()) for number in range(many)]
        resolved, instants = map(Resolved, self.stated, since, ranks, replaced), iter(starts)
        paths: ResolvedPaths = {
            path: Timeline(tuple(islice(instants, count)), tuple(islice(resolved, count)))
            for path, count in zip(self.shape.paths, _lengths(self.counts, len(self.shape.paths)), strict=True)
        }
        by_section = {section: {path: paths[path] for path in own} for section, own in self.shape.by_section}
        changes = frozenset(_read(self.changes, self.number_of_changes))
        return Bundle(paths, by_section, changes, self.broken, self.hidden, self.hidden_changes)


class Folded:
    """A bundle that is made when it is first asked for, and then kept. Two threads may make it at once: equal ones."""

    __slots__ = ("_bundle", "columns")

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._bundle: Bundle | None = None

    def __reduce__(self) -> tuple[type["Folded"], tuple[Columns]]:
        return Folded, (self.columns,)

    @property
    def bundle(self) -> Bundle:
        """The bundle, the same at every time."""
        if self._bundle is None:
            self._bundle = self.columns.bundle()
        return self._bundle


class FoldedBundles(Mapping[str, Bundle]):
    """The bundles of a line by key, each made when it is first asked for."""

    __slots__ = ("_folded",)

    def __init__(self, folded: Mapping[str, Folded]) -> None:
        self._folded = folded

    def __reduce__(self) -> tuple[type["FoldedBundles"], tuple[Mapping[str, Folded]]]:
        return FoldedBundles, (self._folded,)

    def __getitem__(self, key: str) -> Bundle:
        return self._folded[key].bundle

    def __iter__(self) -> Iterator[str]:
        return iter(self._folded)

    def __len__(self) -> int:
        return len(self._folded)


class SectionRun(tuple[Timeline[SectionTerms], ...]):
    """The terms over time of neighbouring sections, written as columns."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, tuple[bytes, Instants, int, tuple[SectionTerms, ...]]]:
        starts = [start for timeline in self for start in timeline.starts]
        values = tuple([value for timeline in self for value in timeline.values])
        return run_of_columns, (_counts(self), _written(starts), len(self), values)


def run_of_columns(counts: bytes, starts: Instants, number: int, values: tuple[SectionTerms, ...]) -> SectionRun:
    """The run of so many timelines, whose starts and values stand in columns."""
    instants, terms = iter(_read(starts, len(values))), iter(values)
    lengths = _lengths(counts, number)
    return SectionRun([Timeline(tuple(islice(instants, count)), tuple(islice(terms, count))) for count in lengths])


class FoldedSections(dict[SectionPath, Timeline[SectionTerms]]):
    """The sections of a line, written as runs of one key each: what lines share of a key is written once."""

    __slots__ = ("names", "runs")

    names: tuple[SectionPath, ...]
    runs: tuple[SectionRun, ...]

    def __reduce__(self) -> tuple[object, tuple[object, object]]:
        return sections_of_runs, (self.names, self.runs)


def sections_of_runs(
    names: tuple[SectionPath, ...], runs: tuple[SectionRun, ...]
) -> dict[SectionPath, Timeline[SectionTerms]]:
    """The sections of these names, whose terms over time stand in runs one behind the other."""
    return dict(zip(names, chain.from_iterable(runs), strict=True))


class Folding:
    """Folds lines: what many of them share is folded once, and stays shared.

    It goes by identity, so the lines have to live for as long as it does.
    """

    def __init__(self) -> None:
        self._shapes: dict[tuple[int, ...], BundleShape] = {}
        self._folded: dict[int, Folded] = {}
        self._names: dict[tuple[SectionPath, ...], tuple[tuple[SectionPath, ...], tuple[slice, ...]]] = {}
        self._runs: dict[tuple[int, ...], SectionRun] = {}

    def line(self, line: MarketLine) -> MarketLine:
        """The line with folded bundles and sections."""
        bundles = line.bundles
        if type(bundles) is not FoldedBundles:
            bundles = FoldedBundles({key: self._fold(bundle) for key, bundle in bundles.items()})
        return msgspec.structs.replace(line, bundles=bundles, sections=self._sections(line.sections))

    def _sections(self, sections: Sections) -> FoldedSections:
        names = tuple(sections)
        known = self._names.get(names)
        if known is None:
            known = self._names[names] = (names, tuple(_runs_of(names)))
        timelines = tuple(sections.values())
        runs = []
        for part in known[1]:
            same = timelines[part]
            identity = tuple(map(id, same))
            run = self._runs.get(identity)
            if run is None:
                run = self._runs[identity] = SectionRun(same)
            runs.append(run)
        folded = FoldedSections()
        folded.names, folded.runs = known[0], tuple(runs)
        return folded

    def _fold(self, bundle: Bundle) -> Folded:
        known = self._folded.get(id(bundle))
        if known is None:
            known = self._folded[id(bundle)] = Folded(self._columns(bundle))
        return known

    def _columns(self, bundle: Bundle) -> Columns:
        timelines = bundle.paths.values()
        starts = [start for timeline in timelines for start in timeline.starts]
        resolved = [value for timeline in timelines for value in timeline.values]
        since, ranks = [value.since for value in resolved], [value.rank for value in resolved]
        return Columns(
            shape=self._shape(bundle),
            counts=_counts(timelines),
            starts=_written(starts),
            stated=tuple([value.stated for value in resolved]),
            since=None if since == starts else _written(since),
            ranks=_in_rows(ranks),
            replaced={number: value.replaced for number, value in enumerate(resolved) if value.replaced},
            changes=_written(sorted(bundle.changes)),
            number_of_changes=len(bundle.changes),
            broken=bundle.broken,
            hidden=bundle.hidden,
            hidden_changes=bundle.hidden_changes,
        )

    def _shape(self, bundle: Bundle) -> BundleShape:
        identity = (len(bundle.by_section), *map(id, bundle.paths))
        known = self._shapes.get(identity)
        if known is None:
            by_section = tuple([(section, tuple(own)) for section, own in bundle.by_section.items()])
            known = self._shapes[identity] = BundleShape(tuple(bundle.paths), by_section)
        return known


def _counts(timelines: Iterable[Timeline[Any]]) -> bytes:
    """How many values each timeline has; nothing where each has one."""
    counts = [len(timeline.starts) for timeline in timelines]
    return b"" if counts.count(1) == len(counts) else array(COUNTS, counts).tobytes()


def _lengths(counts: bytes, number: int) -> Iterable[int]:
    return array(COUNTS, counts) if counts else repeat(1, number)


def _written(instants: Sequence[Instant]) -> Instants:
    if instants and instants.count(instants[0]) == len(instants):
        return instants[0]
    return array(INSTANTS, instants).tobytes()


def _read(written: Instants, number: int) -> list[Instant]:
    """So many instants as were written."""
    return list(map(Instant, array(INSTANTS, written))) if isinstance(written, bytes) else [Instant(written)] * number


def _in_rows(ranks: list[Rank]) -> tuple[tuple[Rank, int], ...]:
    """Each rank with how often it comes in a row."""
    if ranks and ranks.count(ranks[0]) == len(ranks):
        return ((ranks[0], len(ranks)),)
    return tuple([(rank, len(list(row))) for rank, row in groupby(ranks)])


def _runs_of(names: tuple[SectionPath, ...]) -> Iterator[slice]:
    """The stretches of sections of one key."""
    start = 0
    for _, own in groupby(names, key=lambda name: name[0]):
        end = start + sum(1 for _ in own)
        yield slice(start, end)
        start = end
