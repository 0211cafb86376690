"""Lines that add up, such as taxes, of which a book states one beside those that the library has there.

Whoever writes `mwst: {rate: 19 %}` beside the library's `vat` takes 19 % twice, and hardly ever means it.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.keys import Keys
from ratecard.book.library import is_of_library
from ratecard.book.markets import DistinctBundle
from ratecard.book.once import Once
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.diagnostics.fixes import possible
from ratecard.instants import Instant
from ratecard.money import Rate
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.resolved import Resolved

NAME = "name"


class HeldValue(NamedTuple):
    """A value of a line, and from when until when it holds; `rate` is None for one that is not a plain rate."""

    start: Instant
    end: Instant | None
    place: Place
    rate: Rate | None

    def meets(self, other: "HeldValue") -> bool:
        """Whether both hold at some instant."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


class ComparedLine(msgspec.Struct, frozen=True):
    """What holds of one line, by the book and by the library.

    Where the library says anything of it in this market, be it of its country; and where the library ends it there.
    """

    of_book: list[HeldValue]
    of_library: list[HeldValue]
    said_by_library: list[Place]
    ended_by_library: list[Place]

    @property
    def is_known(self) -> bool:
        """Whether the library has the line in this market: it says something of it, and does not end it there."""
        return bool(self.said_by_library) and not self.ended_by_library


def check_beside_library(bundles: list[DistinctBundle], keys: Keys, once: Once) -> None:
    """Reports each line that the library lacks in a market, where one of the library's stands beside it."""
    tables: dict[str, list[KeyPath]] = {}
    for table in keys.tables:
        if table.adds_up:
            tables.setdefault(table.path[0], []).append(table.path)
    known = once.memo.table("beside library")
    for key, bundle, history in bundles:
        for path in tables.get(key, ()) if history.sound else ():
            lines = known.of(partial(_lines, path, keys), bundle, about=path)
            for name, beside in _doubled(lines):
                _tell(path, name, beside, lines, history.key.shown, once)


def _lines(table: KeyPath, keys: Keys, bundle: Bundle) -> dict[str, ComparedLine]:
    """The lines of a table in one market by id."""
    depth = len(table)
    found: dict[str, ComparedLine] = {}
    for path, timeline in bundle.paths.items():
        if path[:depth] != table or len(path) <= depth + 1:
            continue
        line = found.setdefault(path[depth], ComparedLine([], [], [], []))
        for start, end, resolved in _stretches(timeline):
            of_library = [stated for stated in (resolved.stated, *resolved.replaced) if is_of_library(stated.place)]
            if of_library and (path[depth + 1] == NAME or keys.is_positive(path, of_library[0])):
                line.said_by_library.append(of_library[0].place)
            elif of_library and path[depth + 1] != NAME:
                line.ended_by_library.append(of_library[0].place)
            if path[depth + 1] != NAME and keys.is_positive(path, resolved.stated):
                value = resolved.stated.value
                rate = value if type(value) is Rate else None
                own = line.of_library if is_of_library(resolved.stated.place) else line.of_book
                own.append(HeldValue(start, end, resolved.stated.place, rate))
    return found


def _stretches(timeline: Timeline[Resolved[object]]) -> Iterator[tuple[Instant, Instant | None, Resolved[object]]]:
    ends = (*timeline.starts[1:], None)
    for index, (start, resolved) in enumerate(timeline):
        yield start, ends[index], resolved


def _doubled(lines: dict[str, ComparedLine]) -> Iterator[tuple[str, dict[str, HeldValue]]]:
    """Each line of the book's that the library lacks, with those of the library that hold beside it.

    One of which the book states anything but its name is known to its writer.
    """
    standing = {name: line.of_library for name, line in lines.items() if line.of_library and not line.of_book}
    for name, line in sorted(lines.items()):
        if line.of_book and not line.is_known:
            beside = {
                other: holding
                for other, holdings in sorted(standing.items())
                for holding in reversed(holdings)
                if any(holding.meets(own) for own in line.of_book)
            }
            if beside:
                yield name, beside


def _tell(
    table: KeyPath, name: str, beside: dict[str, HeldValue], lines: dict[str, ComparedLine], where: str, once: Once
) -> None:
    own = max(lines[name].of_book, key=lambda holding: holding.rate is not None)
    place = once.mappings.get(own.place.file, {}).get((*table, name), own.place)
    others = " and ".join(beside)
    rates = [own.rate, *(holding.rate for holding in beside.values())]
    known = [rate for rate in rates if rate is not None]
    together = ""
    if len(known) == len(rates):
        total = sum((rate.fraction for rate in known), Fraction(0))
        listed = " and ".join(map(str, known))
        together = f": {listed} together are {Rate(total.numerator, total.denominator)}"
    sentence = f"{'.'.join((*table, name))} stands beside {others} of the library in {where}{together}"
    ended = "".join(f"{other}: none, " for other in beside)
    hint = f"if it replaces {others}, write {table[-1]}: {{{ended}{name}: …}}; if all are meant, restate {others} too"
    notes = tuple(Note(holding.place, f"{other} of the library") for other, holding in beside.items())
    offers = possible(*beside) if len(beside) == 1 else ()
    once.tell("line-beside-library", sentence, place, hint, offers=offers, notes=notes)
