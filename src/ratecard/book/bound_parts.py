"""Parts of layers bound for the markets that read them, once for all that bind them alike, and resolved by themselves.

Where no other layer states the same path, a market's timeline is that of the part.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.binding import Binder, CurrencyAt, no_currency
from ratecard.book.memo import Memo, MemoEntry, alike
from ratecard.book.parts import Part, Parts
from ratecard.book.plain_leaves import BOUND_KINDS, is_plain
from ratecard.book.resolving import ResolvedPaths, resolve
from ratecard.book.starts import bind_instant
from ratecard.book.timeline import Segment, window
from ratecard.instants import Instant
from ratecard.rulefiles.stated import BROKEN, NONE, UNKNOWN, KeyPath, Leaf, Stated, StatedTimeLine
from ratecard.terms.ranks import Rank

BoundLeaves = dict[KeyPath, tuple[Segment, ...]]
Windows = tuple[tuple[Instant, Instant | None], ...]


class BoundPart(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What one layer states below one key for some markets, in stretches, and resolved as if no other layer spoke.

    `broken` says whether a statement among them is, and `removes` whether one is `none` or `unknown`. `of` is the part
    that was bound, where it is heard from the beginning on, for good; None where it is not. `begins` is when all of it
    begins that has no date; None where that is not known.
    """

    leaves: BoundLeaves
    timelines: ResolvedPaths
    broken: bool
    removes: bool
    of: Part | None = None
    begins: Instant | None = None


BoundParts = dict[str, BoundPart]
"""What one layer states for some markets, by key."""


class InForce(NamedTuple):
    """The currency in force over time; equal `about` tells two that are the same."""

    at: CurrencyAt
    about: Hashable


class PartScope(NamedTuple):
    """For whom a part is bound: the rank of its layer, the zone of its dates, from when on, and when it is heard."""

    rank: Rank
    in_zone: ZoneInfo | None
    begins: Instant
    windows: Windows | None = None


class Alike(NamedTuple):
    """The paths of what a part states just as its earlier version, and whether both state the same paths in order.

    `plain` ones say the same for all who read them, at all times; `quiet` ones may be dated too. Nothing that is
    remembered is used to bind them.
    """

    plain: frozenset[KeyPath]
    quiet: frozenset[KeyPath]
    in_place: bool


NOTHING = Alike(frozenset(), frozenset(), in_place=False)


def bound_part(rank: Rank, leaves: BoundLeaves, of: Part | None = None, begins: Instant | None = None) -> BoundPart:
    """The bound part of these leaves; the rest is as in `BoundPart`."""
    timelines: ResolvedPaths = {}
    words = set[object]()
    for path, segments in leaves.items():
        timeline = resolve([(rank, segments)])
        if timeline.starts:
            timelines[path] = timeline
        for segment in segments:  # as `words_in` does: calls for each path are a fiftieth of a load
            value = segment[2].value  # type: ignore[attr-defined]
            if value is NONE or value is BROKEN or value is UNKNOWN:
                words.add(value)
    return BoundPart(leaves, timelines, BROKEN in words, NONE in words or UNKNOWN in words, of, begins)


def words_in(segments: tuple[Segment, ...]) -> list[object]:
    """Those values of a path that count on paths below it, or say that it is wrong: `none`, `unknown`, broken."""
    values = [segment[2].value for segment in segments]  # type: ignore[attr-defined]
    return [value for value in values if value is NONE or value is BROKEN or value is UNKNOWN]


class PartBinder:
    """Binds the parts of a book's layers. `before` are the earlier versions of parts."""

    def __init__(self, binder: Binder, before: dict[Part, Part], memo: Memo) -> None:
        self._binder = binder
        self._before = before
        self._memo = memo
        self._table = memo.table("parts")
        self._dated = binder.declarations.begins is not None
        self._same: dict[Part, Alike] = {}

    def bind_all(self, parts: Parts, scope: PartScope, in_force: Callable[[], InForce]) -> BoundParts:
        """The parts of one layer, as they are bound in this scope; none of which nothing is heard."""
        bound = {key: self._bind(part, scope, in_force) for key, part in parts.items()}
        return {key: part for key, part in bound.items() if part.leaves}

    def _bind(self, part: Part, scope: PartScope, in_force: Callable[[], InForce]) -> BoundPart:
        made_of, about = self._identity(part, scope, in_force)
        zone = scope.in_zone.key if scope.in_zone is not None else ""
        known = self._table.find(made_of, about) or self._table.find(made_of, (about, zone))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        before = self._before.get(part)
        earlier = self._table.seen(*self._identity(before, scope, in_force)) if before is not None else None
        at = in_force().at if part.bare else no_currency
        bound = self._bound(part, scope, at, earlier, NOTHING if before is None else self._alike(part, before))
        # What is told may name the zone, and is another zone's own to tell.
        told = self._memo.told_since(since)
        return self._table.keep(made_of, (about, zone) if told else about, bound, since)  # type: ignore[no-any-return]

    def _bound(
        self, part: Part, scope: PartScope, at: CurrencyAt, earlier: MemoEntry[BoundPart] | None, same: Alike
    ) -> BoundPart:
        """The part as it is bound; what an earlier version of it states alike is taken from that."""
        of = part if scope.windows is None else None
        begins, began = scope.begins, self._binder.began(scope.begins, scope.in_zone)
        at_once = begins if began == begins and of is not None else None
        if earlier is None:
            always = scope.windows is None
            bound = {
                path: (Segment(begins, None, leaf, began, False),)
                if always and type(leaf) is Stated and type(leaf.value) not in BOUND_KINDS  # `is_plain`, most of them
                else self._segments(leaf, scope, at)
                for path, leaf in part.leaves.items()
            }
            return bound_part(scope.rank, {path: segments for path, segments in bound.items() if segments}, of, at_once)
        known = earlier.value.leaves
        if earlier.told:  # all but what is plain has to tell it again
            others = [path for path in part.leaves if path not in same.plain or path not in known]
        else:
            others = [path for path in part.leaves if path not in same.quiet]
        fresh = {path: self._segments(part.leaves[path], scope, at) for path in others}
        bound_alike = _replaced(earlier.value, scope.rank, fresh) if same.in_place else None
        if bound_alike is not None:
            return msgspec.structs.replace(bound_alike, of=of)
        every = ((path, fresh[path] if path in fresh else known.get(path)) for path in part.leaves)
        new = bound_part(scope.rank, {path: segments for path, segments in every if segments}, of, at_once)
        _take_from(earlier.value, new)
        return new

    def _segments(self, leaf: Leaf, scope: PartScope, at: CurrencyAt) -> tuple[Segment, ...]:
        if is_plain(leaf):
            began = self._binder.began(scope.begins, scope.in_zone)
            segments: tuple[Segment, ...] = (Segment(scope.begins, None, leaf, began, False),)
        else:
            segments = self._binder.segments(leaf, scope.in_zone, scope.begins, at)
        return segments if scope.windows is None else window(segments, scope.windows)

    def _alike(self, part: Part, before: Part) -> Alike:
        """What a part states just as before: once for all markets, of which there are many."""
        known = self._same.get(part)
        if known is None:
            pairs = ((path, leaf, before.leaves.get(path)) for path, leaf in part.leaves.items())
            quiet = [(path, leaf) for path, leaf, earlier in pairs if _is_quiet(leaf) and alike(earlier, leaf)]
            plain = frozenset(path for path, leaf in quiet if is_plain(leaf))
            in_place = list(part.leaves) == list(before.leaves)
            known = self._same[part] = Alike(plain, frozenset(path for path, _ in quiet), in_place)
        return known

    def _identity(
        self, part: Part, scope: PartScope, in_force: Callable[[], InForce]
    ) -> tuple[tuple[object, ...], Hashable]:
        """All on which it depends how a part is bound."""
        days: tuple[object, ...] = ()
        if scope.in_zone is None:
            days = ("",)
        elif part.days:
            days = tuple([bind_instant(day, scope.in_zone) for day in part.days])
        money = in_force().about if part.bare else None
        began = self._binder.began(scope.begins, scope.in_zone)
        about = (scope.rank, scope.begins, began, self._dated, days, money, scope.windows)
        return (part, self._binder.known) if part.asks else (part,), about


def _is_quiet(leaf: Leaf) -> bool:
    """Whether a leaf says the same for all who read it, if maybe not at all times."""
    if isinstance(leaf, StatedTimeLine):
        return leaf.sound and all(type(stated.value) not in BOUND_KINDS for _, stated in leaf.entries)
    return is_plain(leaf)


def _replaced(earlier: BoundPart, rank: Rank, fresh: BoundLeaves) -> BoundPart | None:
    """The earlier version of a part with these leaves in the places of its own.

    None where one of them stands in no place, or says more than a value, now or before.
    """
    leaves, timelines = dict(earlier.leaves), dict(earlier.timelines)
    for path, segments in fresh.items():
        known = leaves.get(path)
        if known is None or path not in timelines:
            return None
        if not alike(known, segments):
            timeline = resolve([(rank, segments)]) if segments else None
            if timeline is None or not timeline.starts or words_in(known) or words_in(segments):
                return None
            leaves[path], timelines[path] = segments, timeline
    return msgspec.structs.replace(earlier, leaves=leaves, timelines=timelines)


def _take_from(earlier: BoundPart, bound: BoundPart) -> None:
    """Puts what an earlier version of a part states alike in its place."""
    for path, segments in bound.leaves.items():
        known = earlier.leaves.get(path)
        if known is not None and alike(known, segments):
            bound.leaves[path] = known
            if path in bound.timelines:
                bound.timelines[path] = earlier.timelines[path]
