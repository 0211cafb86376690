"""Values that are not stated at all times, with nothing broader under them: before, or afterwards, nothing holds.

Whoever adds a date to a price withdraws it from sale until then, and rarely means to. So does `inherit` from a day on,
where there is nothing to inherit.
"""

from collections.abc import Collection, Container, Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from ratecard.book.bundles import in_order
from ratecard.book.declaring import all_leaves
from ratecard.book.doubts import Whole
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, stated_values
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.starts import start_of
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place
from ratecard.diagnostics.fixes import POSSIBLE
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.mending import before
from ratecard.rulefiles.stated import (
    ABSENT,
    ANY_LANGUAGE,
    BEGINS,
    BROKEN,
    INHERIT,
    NONE,
    KeyPath,
    Leaf,
    Stated,
    StatedTimeLine,
    is_broken_above,
)
from ratecard.terms.resolved import BoundEdge, Resolved

SHOWN_MOST = 3

Late = tuple[KeyPath, Timeline[Resolved[object]]]


class Silence(NamedTuple):
    """A path of which a history says nothing before it is first stated, at `place`, in a leaf."""

    path: KeyPath
    first: Resolved[object]
    since: Instant
    history: MarketHistory
    leaf: Leaf

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return self.first.stated.place

    @property
    def before(self) -> Stated[object] | None:
        """What its own leaf says at the beginning; None where its time line starts later."""
        if isinstance(self.leaf, Stated):
            return self.leaf
        dated = [(start_of(key, self.history.in_zone) or 0, value) for key, value in self.leaf.entries]
        begun = [(start, value) for start, value in dated if start <= self.history.begins]
        return max(begun, key=lambda dated_value: dated_value[0])[1] if begun else None

    @property
    def is_dated_later(self) -> bool:
        """Whether its time line itself starts after the beginning."""
        return self.before is None

    @property
    def is_inherited_of_nobody(self) -> bool:
        """Whether its time line says `inherit` at the beginning, where there is nothing to inherit."""
        return self.before is not None and self.before.value is INHERIT

    @property
    def is_read_later(self) -> bool:
        """Whether only a membership in a group begins later: its leaf states a value before that it would have."""
        return self.before is not None and self.before.value not in (INHERIT, NONE)


def _silences(whole: Whole, missing: Container[KeyPath]) -> list[Silence]:
    """Every value that may be `none`, and is first stated after the beginning of a history that reads it.

    Where a statement about it is broken, nothing is said: that may have said what held before.
    """
    table, late_in = whole.once.memo.table("late"), partial(_late, whole.declarations.keys)
    bundles = [distinct for distinct in whole.bundles if distinct.history.sound]
    late = [
        (
            history,
            in_order(bundle, table.of_parts(partial(late_in, history.begins), bundle, bundle.parts(whole.once.memo))),
        )
        for _, bundle, history in bundles
        if bundle.changes
    ]
    found = [(history, path, timeline) for history, paths in late for path, timeline in paths if path not in missing]
    if not found:
        return []
    leaves = _leaves_by_place(whole.layers, {timeline.values[0].stated.place for _, _, timeline in found})
    return [
        Silence(path, timeline.values[0], timeline.starts[0], history, leaves[timeline.values[0].stated.place])
        for history, path, timeline in found
        if timeline.values[0].stated.place in leaves
        and not is_broken_above((*path, ""), history.ever)
        and not history.may_be_of_zone(history.begins, timeline.starts[0])
    ]


def _late(keys: Keys, begins: Instant, paths: ResolvedPaths) -> tuple[Late, ...]:
    return tuple(
        (path, timeline)
        for path, timeline in paths.items()
        if timeline.starts[0] > begins
        and (value := timeline.values[0].stated.value) is not NONE
        and value is not BROKEN
        and keys.may_not_begin_later(path)
        and not _opens_then(keys, path, timeline.starts[0], paths)
    )


def _opens_then(keys: Keys, path: KeyPath, since: Instant, paths: ResolvedPaths) -> bool:
    """Whether a value is stated by the instant from which its thing counts, or never does; before, nobody misses it."""
    opens = keys.opening(path)
    edges = paths[opens].values if opens in paths else ()
    bound = [edge.stated.value for edge in edges if type(edge.stated.value) is BoundEdge]
    return bool(bound) and all(edge.instant is None or since <= edge.instant for edge in bound)


def _leaves_by_place(layers: Layers, places: Collection[Place]) -> dict[Place, Leaf]:
    """The leaves that state values at these places."""
    files = {place.file for place in places}
    return {
        stated.place: leaf
        for leaves in all_leaves(layers)
        for leaf in leaves.values()
        if leaf.place.file in files
        for stated in stated_values(leaf)
        if stated.place in places
    }


def check_silences(whole: Whole, missing: Container[KeyPath]) -> list[Silence]:
    """Reports each value whose time line starts after the beginning, with the markets in which that is so.

    Gives all silences. Nothing is said of paths that are `missing` where something is sold, which is reported.
    """
    found = _silences(whole, missing)
    for place, same in _by_place(silence for silence in found if silence.is_dated_later):
        first = same[0]
        when, where = _when(first), _markets(((s.path, s.history) for s in same), (*whole.markets, *whole.creators))
        sentence = f"{_name(first.path)} is first stated {when}: before, there is none of it in {where}"
        hint = f"else write the value that held before at {BEGINS}:"
        fixes = _fixes(first.leaf)
        whole.once.report(Diagnostic(code="silent-before", sentence=sentence, place=place, hint=hint, fixes=fixes))
    return found


def _when(silence: Silence) -> str:
    """From when on a value is first stated: days, or hours where the day of a file begins later than the region's."""
    history, since = silence.history, silence.since
    begins, day = local_day(history.begins, history.in_zone), local_day(since, history.in_zone)
    if begins != day:
        return f"from {day} on, and questions are answered from {begins} on"
    return f"{(since - history.begins) / 3600:g} hours after the beginning, which is a day of {history.time_zone}"


def doubt_silences(found: Iterable[Silence], once: Once) -> None:
    """Warns of what inherits from nobody at first, and, once for each region and day, of what a membership brings."""
    for silence in found:
        if silence.is_inherited_of_nobody and silence.before is not None:
            sentence = f"{_name(silence.path)} inherits at the beginning, and nothing broader states it"
            hint = "write none there if that is meant, or the value that held"
            once.warn("silent-before", sentence, silence.before.place, hint)
    joining: dict[tuple[str, str, Instant], list[Silence]] = {}
    for silence in found:
        if silence.is_read_later:
            joining.setdefault((silence.history.key.region, silence.place.file, silence.since), []).append(silence)
    for (region, _, since), same in sorted(joining.items()):
        day = local_day(since, same[0].history.in_zone)
        names = sorted({_name(silence.path) for silence in same})
        more = f" and {len(names) - SHOWN_MOST} more" if len(names) > SHOWN_MOST else ""
        sentence = f"{region} reads this from {day} on, and nothing states {', '.join(names[:SHOWN_MOST])}{more} before"
        hint = f"state it for {region} from the beginning on, be it none"
        once.warn("silent-before", sentence, min(silence.place for silence in same), hint)


def doubt_endings(whole: Whole) -> None:
    """Warns of what is stated no more from a day on: by each `inherit`, and once for each membership that ends.

    What must be stated at all times, and what is wrong, is reported elsewhere.
    """
    table, endings_of = whole.once.memo.table("endings"), partial(_endings, whole.declarations.keys)
    by_place: dict[Place, list[tuple[EndedPath, MarketHistory]]] = {}
    leaving: dict[tuple[str, str, Instant], list[tuple[EndedPath, MarketHistory]]] = {}
    for _, bundle, history in whole.bundles:
        every = (
            table.of_parts(endings_of, bundle, bundle.parts(whole.once.memo))
            if bundle.changes and history.sound
            else ()
        )
        for ending in in_order(bundle, every):
            if ending.since <= history.begins:
                continue
            if ending.is_left:
                leaving.setdefault((history.key.region, ending.place.file, ending.since), []).append((ending, history))
            else:
                by_place.setdefault(ending.place, []).append((ending, history))
    for (region, _, since), same in sorted(leaving.items()):
        day = local_day(since, same[0][1].in_zone)
        sentence = f"{region} reads this until {day} only, and nothing states {_named(same)} from then on"
        hint = f"state it for {region} from then on, be it none"
        whole.once.warn("silent-after", sentence, min(ending.place for ending, _ in same), hint)
    for place, same in sorted(by_place.items()):
        first, history = same[0]
        where = _markets(((ending.path, own) for ending, own in same), (*whole.markets, *whole.creators))
        day = local_day(first.since, history.in_zone)
        sentence = f"{_name(first.path)} ends on {day}, and nothing broader states it: then there is none in {where}"
        hint = "write none there if that is meant, or what holds from then on"
        whole.once.warn("silent-after", sentence, place, hint)


def _named(endings: Iterable[tuple["EndedPath", MarketHistory]]) -> str:
    names = sorted({_name(ending.path) for ending, _ in endings})
    more = f" and {len(names) - SHOWN_MOST} more" if len(names) > SHOWN_MOST else ""
    return f"{', '.join(names[:SHOWN_MOST])}{more}"


class EndedPath(NamedTuple):
    """A path that nothing states from an instant on; `place` is that of the `inherit`, or of what was stated last.

    `is_left`: it ends because a region leaves the group that states it.
    """

    path: KeyPath
    since: Instant
    place: Place
    is_left: bool


def _endings(keys: Keys, paths: ResolvedPaths) -> tuple[EndedPath, ...]:
    return tuple(
        EndedPath(path, start, resolved.stated.place, resolved.stated.place == before.stated.place)
        for path, timeline in paths.items()
        if len(timeline.starts) > 1
        for (_, before), (start, resolved) in pairwise(timeline)
        if resolved.stated.value is ABSENT
        and before.stated.value not in (NONE, BROKEN)
        and keys.may_not_begin_later(path)
    )


def _by_place(found: Iterable[Silence]) -> Iterator[tuple[Place, list[Silence]]]:
    places: dict[Place, list[Silence]] = {}
    for silence in found:
        places.setdefault(silence.place, []).append(silence)
    yield from sorted(places.items())


def _name(path: KeyPath) -> str:
    return ".".join(part for part in path if part != ANY_LANGUAGE)


def _markets(read: Iterable[tuple[KeyPath, MarketHistory]], histories: Iterable[MarketHistory]) -> str:
    """The markets of these histories that read such a bundle, the first few by name."""
    bundles = {(path[0], id(history.bundles[path[0]])) for path, history in read}
    keys = sorted(
        history.key for history in histories if any(id(history.bundles.get(key)) == bundle for key, bundle in bundles)
    )
    shown = [key.shown for key in keys]
    more = f" and {len(shown) - SHOWN_MOST} more" if len(shown) > SHOWN_MOST else ""
    return f"{', '.join(shown[:SHOWN_MOST])}{more}"


def _fixes(leaf: Leaf) -> tuple[Fix, ...]:
    """The fix that says that there was none: `begins: none` ahead of the first entry, in braces or on its own line."""
    assert isinstance(leaf, StatedTimeLine)
    first = min(key.place for key, _ in leaf.entries)
    in_braces = (first.line, first.column) != (leaf.place.line, leaf.place.column)
    text = f"{BEGINS}: none" + (", " if in_braces else f"\n{' ' * (first.column - 1)}")
    return (Fix(text, POSSIBLE, "if that is meant", place=before(first)),)
