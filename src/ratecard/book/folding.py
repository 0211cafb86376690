"""Folds the histories of a book for the trip to another process: what many of them share is folded once.

A book holds tens of thousands of resolved statements, most of them names of gifts at the midnight of each zone. Quotes
need none of them, because terms are there: whoever asks where a value stands does. So they travel as columns, which
cost little to write and next to nothing to read, and a bundle is made from its columns when it is first asked for.
So it is with sections: the first question about a market makes them, for all that share them.
"""

from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from itertools import chain, groupby

import msgspec

from ratecard.book.bundles import Bundle, SectionPath
from ratecard.book.columns import ResolvedColumns, SectionColumns, Timelines
from ratecard.book.hidden_changes import HiddenChange
from ratecard.book.markets import MarketHistory
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.section_terms import Sections, SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.resolved import Resolved


class BundleShape(msgspec.Struct, frozen=True):
    """The paths of a bundle, and those of each section; many bundles have one shape."""

    paths: tuple[KeyPath, ...]
    by_section: tuple[tuple[SectionPath, tuple[KeyPath, ...]], ...]


class Twin(msgspec.Struct, frozen=True):
    """In what a bundle differs from an earlier one of the very same statements, where days begin at another time.

    What is stated without a date holds from `begins` on, for good. The timelines of the sections with dates are its
    own, those from the number `first` on, in the order of `paths`.
    """

    begins: Instant
    first: int
    paths: tuple[KeyPath, ...]


class Outline(msgspec.Struct, frozen=True):
    """A bundle as it travels: its timelines are those from the number `first` on, in the order of its paths.

    With a `twin` they are those of the earlier bundle.
    """

    timelines: Timelines[Resolved[object]]
    first: int
    shape: BundleShape
    twin: Twin | None
    changes: tuple[Instant, ...]
    broken: bool
    hidden: tuple[tuple[KeyPath, Place, Place], ...]
    hidden_changes: tuple[HiddenChange, ...]

    def bundle(self) -> Bundle:
        """The bundle, made anew."""
        timelines = self.timelines.of(self.first, len(self.shape.paths))
        paths = dict(zip(self.shape.paths, timelines, strict=True))
        if self.twin is not None:
            self._begin(paths, self.twin)
        by_section = {section: {path: paths[path] for path in own} for section, own in self.shape.by_section}
        return Bundle(paths, by_section, frozenset(self.changes), self.broken, self.hidden, self.hidden_changes)

    def _begin(self, paths: ResolvedPaths, twin: Twin) -> None:
        """Puts what is this bundle's own in the place of what is the earlier one's."""
        for path, timeline in paths.items():
            begun = msgspec.structs.replace(timeline.values[0], since=twin.begins)
            paths[path] = Timeline((twin.begins,), (begun,))
        own = self.timelines.of(twin.first, len(twin.paths))
        paths.update(zip(twin.paths, own, strict=True))


class First:
    """The first bundle of some statements, and what became of it."""

    def __init__(self, bundle: Bundle, first: int, shape: BundleShape) -> None:
        self.first, self.shape = first, shape
        self._bundle = bundle

    @cached_property
    def dated(self) -> tuple[KeyPath, ...] | None:
        """The paths of its sections with dates; None where what it states without dates begins at several times."""
        return tuple(_dated(self._bundle)) if _begins(self._bundle) is not None else None


class Folded:
    """A bundle that is made when it is first asked for, and then kept. Two threads may make it at once: equal ones."""

    __slots__ = ("_bundle", "_outline")

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._bundle: Bundle | None = None

    def __reduce__(self) -> tuple[type["Folded"], tuple[Outline]]:
        return Folded, (self._outline,)

    @property
    def bundle(self) -> Bundle:
        """The bundle, the same at every time."""
        if self._bundle is None:
            self._bundle = self._outline.bundle()
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
    """The terms over time of so many neighbouring sections; their timelines are made when they are first asked for."""

    __slots__ = ("_first", "_made", "_number", "_timelines")

    def __init__(self, timelines: Timelines[SectionTerms], first: int, number: int) -> None:
        self._timelines, self._first, self._number = timelines, first, number
        self._made: list[Timeline[SectionTerms]] | None = None

    def __reduce__(self) -> tuple[type["SectionRun"], tuple[Timelines[SectionTerms], int, int]]:
        return SectionRun, (self._timelines, self._first, self._number)

    @property
    def timelines(self) -> list[Timeline[SectionTerms]]:
        """The timelines, the same at every time. Two threads may make them at once: equal ones."""
        if self._made is None:
            self._made = self._timelines.of(self._first, self._number)
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
            timelines = [timeline for run in self._runs for timeline in run.timelines]
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
        self._resolved: Timelines[Resolved[object]] = Timelines(ResolvedColumns.of)
        self._sections: Timelines[SectionTerms] = Timelines(SectionColumns.of)
        self._shapes: dict[tuple[int, ...], BundleShape] = {}
        self._folded: dict[int, Folded] = {}
        self._firsts: dict[Hashable, First] = {}
        self._names: dict[tuple[int, ...], tuple[tuple[SectionPath, ...], tuple[slice, ...]]] = {}
        self._runs: dict[tuple[int, ...], SectionRun] = {}

    def history(self, history: MarketHistory) -> MarketHistory:
        """The history with folded bundles and sections."""
        bundles = history.bundles
        if type(bundles) is not FoldedBundles:
            bundles = FoldedBundles({key: self._fold(bundle) for key, bundle in bundles.items()})
        return msgspec.structs.replace(history, bundles=bundles, sections=self._fold_sections(history.sections))

    def _fold_sections(self, sections: Sections) -> FoldedSections:
        if type(sections) is FoldedSections:
            return sections
        identity = tuple(map(id, sections))
        known = self._names.get(identity)
        if known is None:
            names = tuple(sections)
            known = self._names[identity] = (names, tuple(_runs_of(names)))
        timelines = tuple(sections.values())
        return FoldedSections(known[0], tuple([self._run(timelines[part]) for part in known[1]]))

    def _run(self, timelines: tuple[Timeline[SectionTerms], ...]) -> SectionRun:
        identity = tuple(map(id, timelines))
        run = self._runs.get(identity)
        if run is None:
            first = self._sections.add(timelines)
            run = self._runs[identity] = SectionRun(self._sections, first, len(timelines))
        return run

    def _fold(self, bundle: Bundle) -> Folded:
        known = self._folded.get(id(bundle))
        if known is None:
            first, shape, twin = self._timelines_of(bundle)
            changes, hidden = tuple(sorted(bundle.changes)), (bundle.broken, bundle.hidden, bundle.hidden_changes)
            known = self._folded[id(bundle)] = Folded(Outline(self._resolved, first, shape, twin, changes, *hidden))
        return known

    def _timelines_of(self, bundle: Bundle) -> tuple[int, BundleShape, Twin | None]:
        """The timelines of a bundle, as the twin of the first bundle of its statements where there was one."""
        first = self._firsts.get(bundle.stated) if bundle.stated is not None else None
        if first is not None and first.dated is not None:
            begins, dated = _begins(bundle), _dated(bundle)
            if begins is not None and tuple(dated) == first.dated:
                return first.first, first.shape, Twin(begins, self._resolved.add(dated.values()), first.dated)
        added, shape = self._resolved.add(bundle.paths.values()), self._shape(bundle)
        if bundle.stated is not None and first is None:
            self._firsts[bundle.stated] = First(bundle, added, shape)
        return added, shape, None

    def _shape(self, bundle: Bundle) -> BundleShape:
        identity = (len(bundle.by_section), *map(id, bundle.paths))
        known = self._shapes.get(identity)
        if known is None:
            by_section = tuple([(section, tuple(own)) for section, own in bundle.by_section.items()])
            known = self._shapes[identity] = BundleShape(tuple(bundle.paths), by_section)
        return known


def _runs_of(names: tuple[SectionPath, ...]) -> Iterator[slice]:
    """The stretches of sections of one key."""
    start = 0
    for _, own in groupby(names, key=lambda name: name[0]):
        end = start + sum(1 for _ in own)
        yield slice(start, end)
        start = end


def _dated(bundle: Bundle) -> ResolvedPaths:
    """The timelines of the sections with dates."""
    return {path: timeline for own in bundle.parts_dated.values() for path, timeline in own.items()}


def _begins(bundle: Bundle) -> Instant | None:
    """When all begins that a bundle states in sections without dates; None where there are several such instants."""
    own = [paths.values() for section, paths in bundle.by_section.items() if section not in bundle.dated]
    timelines = list(chain.from_iterable(own))
    if not timelines or sum(map(len, bundle.by_section.values())) < len(bundle.paths):
        return None
    begins, many = timelines[0].starts[0], len(timelines)
    at_once = [timeline.starts for timeline in timelines].count((begins,)) == many
    return begins if at_once and [timeline.values[0].since for timeline in timelines].count(begins) == many else None
