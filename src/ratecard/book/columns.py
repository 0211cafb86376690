"""Histories as they travel between processes: bundles and sections as flat columns, made again when one is asked for.

A book holds tens of thousands of resolved statements, most of them names of gifts at the midnight of each zone. Quotes
need none of them, because terms are there: whoever asks where a value stands does. So they travel as columns, which
cost little to write and next to nothing to read, and a bundle is made from its columns when it is first asked for.
So it is with sections: the first question about a market makes them, for all that share them.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice, repeat
from typing import Any

import msgspec

from ratecard.book.bundles import Bundle, SectionPath
from ratecard.book.hidden_changes import HiddenChange
from ratecard.book.markets import MarketHistory
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
    """The bundles of a history by key, each made when it is first asked for."""

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


class SectionRun:
    """The terms over time of neighbouring sections, as columns; their timelines are made when they are first asked for.

    `counts` says how many terms each of the `number` timelines has, as in `Columns`.
    """

    __slots__ = ("_counts", "_made", "_number", "_starts", "_values")

    def __init__(self, counts: bytes, starts: Instants, number: int, values: tuple[SectionTerms, ...]) -> None:
        self._counts, self._starts, self._number, self._values = counts, starts, number, values
        self._made: tuple[Timeline[SectionTerms], ...] | None = None

    @classmethod
    def of(cls, timelines: Sequence[Timeline[SectionTerms]]) -> "SectionRun":
        """The run of these timelines."""
        starts = [start for timeline in timelines for start in timeline.starts]
        values = tuple([value for timeline in timelines for value in timeline.values])
        return cls(_counts(timelines, len(starts)), _written(starts), len(timelines), values)

    def __reduce__(self) -> tuple[type["SectionRun"], tuple[bytes, Instants, int, tuple[SectionTerms, ...]]]:
        return SectionRun, (self._counts, self._starts, self._number, self._values)

    @property
    def timelines(self) -> tuple[Timeline[SectionTerms], ...]:
        """The timelines, the same at every time. Two threads may make them at once: equal ones."""
        if self._made is None:
            instants, terms = iter(_read(self._starts, len(self._values))), iter(self._values)
            lengths = _lengths(self._counts, self._number)
            self._made = tuple(
                [Timeline(tuple(islice(instants, count)), tuple(islice(terms, count))) for count in lengths]
            )
        return self._made


class FoldedSections(Mapping[SectionPath, Timeline[SectionTerms]]):
    """The sections of a history, as runs of one key each: what histories share of a key is there once."""

    __slots__ = ("_made", "_names", "_runs")

    def __init__(self, names: tuple[SectionPath, ...], runs: tuple[SectionRun, ...]) -> None:
        self._names, self._runs = names, runs
        self._made: dict[SectionPath, Timeline[SectionTerms]] | None = None

    def __reduce__(self) -> tuple[type["FoldedSections"], tuple[object, object]]:
        return FoldedSections, (self._names, self._runs)

    @property
    def _sections(self) -> dict[SectionPath, Timeline[SectionTerms]]:
        if self._made is None:
            timelines = chain.from_iterable(run.timelines for run in self._runs)
            self._made = dict(zip(self._names, timelines, strict=True))
        return self._made

    def __getitem__(self, section: SectionPath) -> Timeline[SectionTerms]:
        return self._sections[section]

    def __iter__(self) -> Iterator[SectionPath]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Folding:
    """Folds histories: what many of them share is folded once, and stays shared.

    It goes by identity, so the histories have to live for as long as it does.
    """

    def __init__(self) -> None:
        self._shapes: dict[tuple[int, ...], BundleShape] = {}
        self._folded: dict[int, Folded] = {}
        self._stated: dict[tuple[int, ...], tuple[Stated[object], ...]] = {}
        self._names: dict[tuple[SectionPath, ...], tuple[tuple[SectionPath, ...], tuple[slice, ...]]] = {}
        self._runs: dict[tuple[int, ...], SectionRun] = {}

    def history(self, history: MarketHistory) -> MarketHistory:
        """The history with folded bundles and sections."""
        bundles = history.bundles
        if type(bundles) is not FoldedBundles:
            bundles = FoldedBundles({key: self._fold(bundle) for key, bundle in bundles.items()})
        return msgspec.structs.replace(history, bundles=bundles, sections=self._sections(history.sections))

    def _sections(self, sections: Sections) -> FoldedSections:
        if type(sections) is FoldedSections:
            return sections
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
                run = self._runs[identity] = SectionRun.of(same)
            runs.append(run)
        return FoldedSections(known[0], tuple(runs))

    def _fold(self, bundle: Bundle) -> Folded:
        known = self._folded.get(id(bundle))
        if known is None:
            known = self._folded[id(bundle)] = Folded(self._columns(bundle))
        return known

    def _columns(self, bundle: Bundle) -> Columns:
        timelines = bundle.paths.values()
        starts = [start for timeline in timelines for start in timeline.starts]
        resolved = [value for timeline in timelines for value in timeline.values]
        stated = tuple([value.stated for value in resolved])
        since, ranks = [value.since for value in resolved], [value.rank for value in resolved]
        return Columns(
            shape=self._shape(bundle),
            counts=_counts(timelines, len(starts)),
            starts=_written(starts),
            stated=self._stated.setdefault(tuple(map(id, stated)), stated),
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


def _counts(timelines: Collection[Timeline[Any]], in_all: int) -> bytes:
    """How many values each timeline has, of so many in all; nothing where each has one. None of them is empty."""
    if in_all == len(timelines):
        return b""
    return array(COUNTS, [len(timeline.starts) for timeline in timelines]).tobytes()


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
