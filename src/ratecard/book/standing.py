"""On what a book stands: values that nobody verified or knows, and what of the library it reads.

Only what counts at some time since the book begins is looked at. A value is one statement, at however many paths and
in however many markets it counts.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.doubtful import NOT_KNOWN, Doubtful, doubts_of, written_path
from ratecard.book.keys import Keys
from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.book.rulebook import RuleBook
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.keys.shapes import KnownKeys
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Covered, Removal, Resolved


class Woken(msgspec.Struct, frozen=True, order=True):
    """An entry of the library's table that counts because the book woke its section: where it is stated, and where."""

    path: str
    place: Place
    regions: tuple[str, ...]


def doubtful_values(book: RuleBook) -> tuple[Doubtful, ...]:
    """All that is doubtful of a book, each statement once, in order of place."""
    by_statement = {(value.place, value.why): value for value in book.doubtful_declarations}
    for read in read_since_the_beginning(_histories(book)):
        for stated in _with_cases(read.resolved.stated):
            for why in doubts_of(stated):
                own = stated.above if type(stated) is Covered else read.path
                known = (stated.place, why) in by_statement
                if not known and (why is not NOT_KNOWN or _counts(read, own, book.keys)):
                    by_statement[stated.place, why] = Doubtful(stated.place, why, written_path(own))
    return tuple(sorted(by_statement.values()))


def _counts(read: "WinningStatement", above: KeyPath, keys: Keys) -> bool:
    """Whether anything is unknown by such a word: one on a mapping counts where not all below is stated itself."""
    depth = len(above)
    below = {
        path: timeline for path, timeline in read.bundle.paths.items() if len(path) > depth and path[:depth] == above
    }
    edges = {read.start, *(start for timeline in below.values() for start in timeline.starts)}
    edges = {edge for edge in edges if read.start <= edge and (read.end is None or edge < read.end)}
    shape = keys.grammar.shape_of(above)
    return any(_leaves_unknown(shape, depth, [path for path in below if _says(below[path], edge)]) for edge in edges)


def _leaves_unknown(shape: object, depth: int, stated: list[KeyPath]) -> bool:
    """Whether something below a mapping is not stated: in a table nothing is, once one entry is stated."""
    if not stated:
        return True
    return isinstance(shape, KnownKeys) and not shape.keys.keys() <= {path[depth] for path in stated}


def _says(timeline: Timeline[Resolved[object]], at: Instant) -> bool:
    """Whether a path itself is stated at an instant."""
    resolved = timeline.at(at)
    return (
        resolved is not None
        and resolved.stated.value is not ABSENT
        and type(resolved.stated) is not Removal
        and type(resolved.stated) is not Covered
    )


class WinningStatement(NamedTuple):
    """A statement that wins from `start` up to `end`, None is for good; the bundle it is in, and who first reads it."""

    history: MarketHistory
    bundle: Bundle
    path: KeyPath
    resolved: Resolved[object]
    start: Instant
    end: Instant | None


def read_since_the_beginning(histories: Iterable[MarketHistory]) -> Iterator[WinningStatement]:
    """Each statement that wins at some time since the beginning."""
    for _, bundle, history in distinct_bundles(histories):
        for path, timeline in bundle.paths.items():
            ends = (*timeline.starts[1:], None)
            for (start, resolved), end in zip(timeline, ends, strict=True):
                if (end is None or end > history.begins) and resolved.stated.value is not ABSENT:
                    yield WinningStatement(history, bundle, path, resolved, max(start, history.begins), end)


def _histories(book: RuleBook) -> Iterator[MarketHistory]:
    """Every market of a book, and every region as its creators see it."""
    yield from (book.history(key) for key in book.markets())
    yield from (book.history((code, "")) for code in book.regions)


def places_of_library(book: RuleBook) -> frozenset[Place]:
    """Where the values stand that markets and regions read of the library."""
    places = (read.resolved.stated.place for read in read_since_the_beginning(_histories(book)))
    return frozenset(place for place in places if is_of_library(place))


def woken(book: RuleBook, table: KeyPath) -> tuple[Woken, ...]:
    """The entries of a table that count in regions by the library's word, each once, with those regions."""
    found: dict[tuple[str, Place], set[str]] = {}
    for code in book.regions:
        first: dict[str, Place] = {}
        for read in read_since_the_beginning([book.history((code, ""))]):
            path, place = read.path, read.resolved.stated.place
            if path[: len(table)] == table and len(path) > len(table) + 1 and is_of_library(place):
                entry = written_path(path[: len(table) + 1])
                first[entry] = min(first.get(entry, place), place)
        for entry, place in first.items():
            found.setdefault((entry, place), set()).add(code)
    return tuple(sorted(Woken(entry, place, tuple(sorted(regions))) for (entry, place), regions in found.items()))


def _with_cases(stated: Stated[object]) -> Iterator[Stated[object]]:
    """A statement, or those of the cases of one that varies by a fact."""
    if type(stated.value) is not BoundChoice:
        yield stated
        return
    for case in (*(case for _, case in stated.value.cases), stated.value.other):
        if isinstance(case, Stated):
            yield from _with_cases(case)
