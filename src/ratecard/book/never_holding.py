"""Values that hold in no market though they are meant to: right by the rules, and rarely meant.

Whoever changes such a price or rate changes nothing. What the rules or a group state as a whole may be meant for
markets to come. A later step of a value that holds until then, or a region's own value, is meant to hold.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from ratecard.book.dropped_groups import MEMBERS
from ratecard.book.layers import Layers, stated_values
from ratecard.book.markets import DistinctBundle, said_once
from ratecard.book.memo import Memo
from ratecard.book.once import Once
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.starts import LATEST_DAYS, start_of
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, ANY_LANGUAGE, INHERIT, NONE, KeyPath, Leaf, Stated, StatedTimeLine

SHOWN_MOST = 3
"""How many of the statements that hold in place of one are named."""


class Holding(msgspec.Struct, frozen=True):
    """Where what holds at some time stands, and by the place of each replaced statement, what holds in its place."""

    winners: set[Place]
    instead: dict[Place, set[Place]]


def doubt_what_never_holds(
    bundles: Sequence[DistinctBundle], layers: Layers, keys: Collection[str], hidden: Collection[Place], once: Once
) -> None:
    """Warns of each value of these keys that no history ever answers with, from its beginning on.

    `hidden` are the places of values of which another warning says by what they are hidden: their leaf is known.
    """
    if not bundles:
        return
    latest = max(history.begins for _, _, history in bundles)
    holding = _holding(bundles, once.memo)
    for of_region, path, leaf in _leaves(layers):
        if path[0] in keys:
            named = any(stated.place in hidden for stated in stated_values(leaf))
            for stated in () if named else _never_holding(leaf, of_region, holding.winners, latest):
                _warn(path, stated.place, sorted(holding.instead.get(stated.place, ())), once)


def _holding(bundles: Iterable[DistinctBundle], memo: Memo) -> Holding:
    """What holds in any of these bundles. The histories that read one begin together, so each is looked at once.

    What holds from the beginning on, for good, is the same whenever that is.
    """
    table, every = memo.table("holding"), Holding(set(), {})
    for said in said_once(bundles):
        for holding in said.of_parts(table, partial(_holding_in, said.history.begins), memo):
            every.winners.update(holding.winners)
            for place, winners in holding.instead.items():
                every.instead.setdefault(place, set()).update(winners)
    return every


def _holding_in(begins: Instant, paths: ResolvedPaths) -> Holding:
    holding = Holding(set(), {})
    add = holding.winners.add
    for timeline in paths.values():
        first = timeline.values[0]
        if len(timeline.values) == 1 and not first.replaced:
            if first.stated.value is not ABSENT:
                add(first.stated.place)
            continue
        ends = (*timeline.starts[1:], None)
        for resolved, end in zip(timeline.values, ends, strict=True):
            if (end is None or end > begins) and resolved.stated.value is not ABSENT:
                holding.winners.add(resolved.stated.place)
                for replaced in resolved.replaced:
                    holding.instead.setdefault(replaced.place, set()).add(resolved.stated.place)
    return holding


def _leaves(layers: Layers) -> Iterator[tuple[bool, KeyPath, Leaf]]:
    """All that layers state, plainly and under each platform, and whether a region does, or a group that names some."""
    layered = [(MEMBERS in layer.plain, layer) for layer in (layers.rules, *layers.groups.values())]
    for of_region, layer in (*layered, *((True, layer) for layer in layers.regions.values())):
        for leaves in (layer.plain, *layer.by_platform.values()):
            for path, leaf in leaves.items():
                yield of_region, path, leaf


def _never_holding(leaf: Leaf, of_region: bool, winners: Collection[Place], latest: Instant) -> list[Stated[object]]:
    """The values of a leaf after the last that ever holds; none where all of them may be meant for markets to come.

    What never holds before one that does is history: of a group before anybody joined, or while a region differed.
    """
    stated = _since(leaf, latest)
    held = [index for index, value in enumerate(stated) if value.place in winners]
    if not held and not of_region:
        return []
    last = stated[held[-1] + 1 if held else 0 :]
    return [value for value in last if value.value not in (NONE, INHERIT)]


def _since(leaf: Leaf, latest: Instant) -> list[Stated[object]]:
    """The values of a leaf that are stated for an instant at which the book has begun in every zone."""
    if not isinstance(leaf, StatedTimeLine):
        return [leaf]
    bound = [(start_of(key, LATEST_DAYS), index) for index, (key, _) in enumerate(leaf.entries)]
    starts = sorted((start, index) for start, index in bound if start is not None)
    ends = [*(start for start, _ in starts[1:]), None]
    return [leaf.entries[index][1] for (_, index), end in zip(starts, ends, strict=True) if end is None or end > latest]


def _warn(path: KeyPath, place: Place, instead: list[Place], once: Once) -> None:
    name = ".".join(part for part in path if part != ANY_LANGUAGE)
    why = "in every market another value holds in its place" if instead else "no region reads it at that time"
    once.warn(
        "never-holds",
        f"this value of {name} never holds: {why}",
        place,
        "change the value that holds, or delete this one",
        tuple(Note(winner, "holds in its place") for winner in instead[:SHOWN_MOST]),
    )
