"""All that a market reads below one key, resolved once for every market that reads it alike.

Most keys stand in the same few layers for most markets: the gifts of all regions whose days begin together are one
bundle. So the work of loading grows with what files state, and not with the number of markets that read it.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from ratecard.book.bound_parts import BoundPart, BoundParts, words_in
from ratecard.book.hidden_changes import HiddenChange, hidden_changes
from ratecard.book.hidden_values import hidden_values
from ratecard.book.memo import Memo, MemoEntry
from ratecard.book.resolving import (
    NO_PARTS,
    Contribution,
    Contributions,
    ResolvedPaths,
    changes,
    gather,
    resolve,
    spread_none,
)
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.ranks import Rank
from ratecard.terms.resolved import Resolved

F = TypeVar("F", bound=tuple[Any, ...])

SectionPath = tuple[str, ...]
"""("tax",), or a key with an identifier: ("prices", "coins_100")."""

BySection = dict[SectionPath, ResolvedPaths]


class Bundle(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The resolved paths below one key, also by section; two are equal where they are the same one.

    `broken`: a statement among them is, whether it wins or not.
    `changes` are the instants after `begins` at which another statement begins to win.
    `hidden` are paths at which a plain value of a narrower layer hides one for the platform, with the places of both.
    `hidden_changes` are those at which a value without a date hides a later change.
    `stated` is equal in bundles of the very same statements that differ only in when they begin, as days begin at many
    times; None where it is not known. In all sections but those of `dated` their statements then hold from the
    beginning on, for good; `at_once` says that each is also said to do so since the very instant `begins`.
    """

    paths: ResolvedPaths
    by_section: BySection
    changes: frozenset[Instant]
    broken: bool
    hidden: tuple[tuple[KeyPath, Place, Place], ...]
    hidden_changes: tuple[HiddenChange, ...]
    stated: Hashable = None
    dated: frozenset[SectionPath] = frozenset()
    begins: Instant | None = None
    at_once: bool = False

    @property
    def parts_dated(self) -> BySection:
        """The paths of the sections that have dates."""
        return {section: paths for section, paths in self.by_section.items() if section in self.dated}

    def parts(self, memo: Memo) -> BySection:
        """All paths, by section; in one part where some stand in no section, and for a load that is never repeated."""
        apart = memo.lasting and sum(map(len, self.by_section.values())) == len(self.paths)
        return self.by_section if apart else {(): self.paths}


def in_order(bundle: Bundle, found: Iterable[tuple[F, ...]]) -> list[F]:
    """What was found in the parts of a bundle, each with its path first, in the order of the bundle's paths."""
    every = [finding for of_part in found if of_part for finding in of_part]
    if len(every) > 1:
        positions = {path: position for position, path in enumerate(bundle.paths)}
        every.sort(key=lambda finding: positions[finding[0]])
    return every


Bundles = Mapping[str, Bundle]
"""What a market reads, by key."""

RankedParts = tuple[Rank, BoundParts]
"""The rank of a layer, and what it states."""

Stack = tuple[BoundPart, ...]
"""What layers state below one key, the broadest first."""


class Bundler:
    """Makes the bundles of many markets, each once. `parts` are as in `spread_none`."""

    def __init__(
        self, section_of: Callable[[KeyPath], SectionPath | None], memo: Memo, parts: Mapping[KeyPath, bool] = NO_PARTS
    ) -> None:
        self.section_of = section_of
        self._parts = parts
        self._memo = memo
        self._table = memo.table("bundles")

    def bundles(
        self,
        layers: Iterable[RankedParts],
        keys: Collection[str],
        begins: Instant,
        earlier: "Mapping[str, MemoEntry[Bundle]]",
    ) -> "dict[str, MemoEntry[Bundle]]":
        """What layers, the broadest first, state below each of these keys, in order of the keys, from `begins` on.

        `earlier` are the bundles that were in their places.
        """
        by_key: dict[str, tuple[list[Rank], list[BoundPart]]] = {}
        for rank, parts in layers:
            for key, part in parts.items():
                if key in keys:
                    if key in by_key:
                        by_key[key][0].append(rank)
                        by_key[key][1].append(part)
                    else:
                        by_key[key] = ([rank], [part])
        return {key: self._bundle(*by_key[key], begins, earlier.get(key)) for key in sorted(by_key)}

    def _bundle(
        self, ranks: list[Rank], parts: list[BoundPart], begins: Instant, earlier: MemoEntry[Bundle] | None
    ) -> MemoEntry[Bundle]:
        stack, about = tuple(parts), tuple(ranks)
        known = self._table.find(stack, about)
        if known is None:
            known = self._table.add(stack, about, self._make(ranks, stack, begins, earlier), None)
            if earlier is not None:
                self._memo.trail.was[known.value] = earlier.value
        return known

    def _make(self, ranks: list[Rank], stack: Stack, begins: Instant, earlier: MemoEntry[Bundle] | None) -> Bundle:
        replaced = self._replaced(ranks, stack, begins, earlier) if earlier is not None else None
        if replaced is not None:
            return replaced
        broken = any(part.broken for part in stack)
        hidden: tuple[tuple[KeyPath, Place, Place], ...] = ()
        later: tuple[HiddenChange, ...] = ()
        spreads = _spreads(stack)
        if len(stack) == 1 and not spreads:
            paths = stack[0].timelines
        else:
            contributions = _contributions(ranks, stack)
            hidden = () if broken else tuple(hidden_values(contributions))
            if spreads:
                spread_none(contributions, self._parts)
            later = () if broken else tuple(hidden_changes(contributions, begins))
            paths = _resolved(contributions, stack, None if spreads else earlier)
        by_section: BySection = {}
        for path, timeline in paths.items():
            section = self.section_of(path)
            if section is not None:
                if section in by_section:
                    by_section[section][path] = timeline
                else:
                    by_section[section] = {path: timeline}
        by_section = dict(sorted(by_section.items()))
        if earlier is not None:
            _take_from(earlier.value.by_section, by_section)
        when = frozenset(changes(paths, begins))
        alike, dated = self._stated(ranks, stack, by_section)
        once = alike is not None and all(part.begins == begins for part in stack)
        return Bundle(
            paths, by_section, when, broken, hidden, later, stated=alike, dated=dated, begins=begins, at_once=once
        )

    def _replaced(self, ranks: list[Rank], stack: Stack, begins: Instant, earlier: MemoEntry[Bundle]) -> Bundle | None:
        """The earlier bundle with other values at the paths of which layers state others.

        None where layers state more or fewer paths, where such a path has or had a word in place of a value or stands
        below one, and where anything is or was hidden: then all of it is made anew.
        """
        old = earlier.value
        paths = _paths_replaced(ranks, earlier, stack) if not (old.broken or old.hidden or old.hidden_changes) else None
        if paths is None:
            return None
        contributions = {
            path: [(rank, part.leaves[path]) for rank, part in zip(ranks, stack, strict=True) if path in part.leaves]
            for path in paths
        }
        if any(hidden_values(contributions)) or any(hidden_changes(contributions, begins)):
            return None
        new, by_section = dict(old.paths), dict(old.by_section)
        for path, stated in contributions.items():
            alone = [part.timelines.get(path) for part in stack if path in part.leaves] if len(stated) == 1 else []
            timeline = alone[0] if alone else resolve(stated)
            if timeline is None or not timeline.starts or path not in new:
                return None
            new[path] = timeline
            section = self.section_of(path)
            if section is not None:
                by_section[section] = {**by_section[section], path: timeline}
        at_these = [changes({path: own[path] for path in paths}, begins) for own in (old.paths, new)]
        is_as_before = old.begins == begins and at_these[0] == at_these[1]
        when = old.changes if is_as_before else frozenset(changes(new, begins))
        alike, dated = self._stated(ranks, stack, by_section)
        once = alike is not None and all(part.begins == begins for part in stack)
        return Bundle(new, by_section, when, False, (), (), stated=alike, dated=dated, begins=begins, at_once=once)

    def _stated(
        self, ranks: list[Rank], stack: Stack, by_section: BySection
    ) -> tuple[Hashable, frozenset[SectionPath]]:
        """What is equal for all bundles of these parts, whenever they begin, and the sections that have dates.

        What is said of a mapping with a date may count on all sections below it.
        """
        parts = tuple([part.of for part in stack if part.of is not None])
        dated = {path for part in parts for path in part.dated}
        sections = {self.section_of(path) for path in dated}
        if _spreads(stack):
            sections |= {section for section in by_section for path in dated if section[: len(path)] == path}
        if None in sections or len(parts) < len(stack):
            return None, frozenset()
        return (tuple(ranks), parts), frozenset([section for section in sections if section is not None])


def _paths_replaced(ranks: list[Rank], earlier: MemoEntry[Bundle], stack: Stack) -> list[KeyPath] | None:
    """The paths of which layers state other values than they did; None where they state more than other values."""
    were: Stack = earlier.made_of  # type: ignore[assignment]
    if earlier.about != tuple(ranks) or any(part.broken for part in stack):
        return None
    found: dict[KeyPath, None] = {}
    for part, before in zip(stack, were, strict=True):
        if part is not before:
            if list(part.leaves) != list(before.leaves):
                return None
            pairs = zip(part.leaves.items(), before.leaves.values(), strict=True)
            found.update({path: None for (path, segments), known in pairs if segments is not known})
    at_or_above = {path[:depth] for path in found for depth in range(1, len(path) + 1)}
    leaves = [part.leaves for part in (*stack, *were)]
    if any(words_in(stated[path]) for path in at_or_above for stated in leaves if path in stated):
        return None
    return list(found)


def _spreads(stack: Stack) -> bool:
    """Whether what is stated of a mapping may count on paths below it."""
    return any(part.broken or part.removes for part in stack)


def _contributions(ranks: Iterable[Rank], stack: Stack) -> Contributions:
    return gather((rank, part.leaves) for rank, part in zip(ranks, stack, strict=True))


def _resolved(contributions: Contributions, stack: Stack, earlier: MemoEntry[Bundle] | None) -> ResolvedPaths:
    """Every path's timeline; a path of which nothing is ever stated has none. What was stated alike before is kept."""
    alone: ResolvedPaths = {}
    for part in stack:
        alone.update(part.timelines)
    before: Contributions = {}
    if earlier is not None and not _spreads(earlier.made_of):  # type: ignore[arg-type]
        before = _contributions(earlier.about, earlier.made_of)  # type: ignore[arg-type]
    resolved: ResolvedPaths = {}
    for path, stated in contributions.items():
        timeline: Timeline[Resolved[object]] | None
        if len(stated) == 1 and path in alone:
            timeline = alone[path]
        elif earlier is not None and path in before and _is_same(stated, before[path]):
            timeline = earlier.value.paths.get(path)
        else:
            timeline = resolve(stated)
        if timeline is not None and timeline.starts:
            resolved[path] = timeline
    return resolved


def _is_same(stated: list[Contribution], others: list[Contribution]) -> bool:
    """Whether the same layers state the very same stretches."""
    return len(stated) == len(others) and all(
        rank == other_rank and segments is other_segments
        for (rank, segments), (other_rank, other_segments) in zip(stated, others, strict=True)
    )


def _take_from(earlier: BySection, by_section: BySection) -> None:
    """Puts the sections of an earlier version in the places of those that hold the very same timelines."""
    for section, paths in by_section.items():
        known = earlier.get(section)
        if known is not None and list(known) == list(paths) and all(known[path] is paths[path] for path in paths):
            by_section[section] = known
