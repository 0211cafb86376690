"""Names of dates, replaced by their dates: what is dated by a name binds as if the date were written there.

Only the time lines in which a name stands are touched.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise

import msgspec

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, Severity
from ratecard.rulefiles.nearby import OTHERS
from ratecard.rulefiles.stated import (
    BEGINS,
    BROKEN,
    FREE_TEXT_KEYS,
    NEVER,
    DateName,
    FileKind,
    FileStatements,
    Leaf,
    Leaves,
    Stated,
    StatedEdge,
    StatedStart,
    StatedTimeLine,
)
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node
from ratecard.rulefiles.text.reading import read
from ratecard.rulefiles.values.scalars import parse_identifier
from ratecard.rulefiles.wrong import Wrong

DATES = "dates"
_DECLARES = re.compile(
    rb"""(?:^|[\r{,]|\xef\xbb\xbf)\s*["']?[dates\x80-\xff]{3,15}["']?\s*:""", re.MULTILINE | re.IGNORECASE
)
"""Where a file may declare names, also behind a byte order mark and old line ends: only such files are read twice.

So does a key that is misspelt, which is told where it stands: what it names is not told again as unknown.
"""

_IS_DATES = re.compile("[dates\u0080-\uffff]{3,7}", re.IGNORECASE)
_IS_LIST = re.compile(rb"""(?:\xef\xbb\xbf)?(?:\s|\#[^\n]*\n)*+(?:-\s|\[|[^:{]*\Z)""")
"""Where a file begins as a list, or has no key at all: what it was to declare is not known."""

Meant = Mapping[str, object]
"""What each declared name stands for: a day, an instant or `never`; `BROKEN` where that is wrong, which is reported."""


def declared_in(files: Mapping[str, bytes], *, all_read: bool = True) -> frozenset[str]:
    """The names of dates that files under `rules/`, by path, declare: needed before any time line can be read.

    `OTHERS` is among them where one cannot be read: what it would declare is not known.
    """
    found: set[str] = set() if all_read else {OTHERS}
    for file, content in files.items():
        if _IS_LIST.match(content) or _DECLARES.search(content):
            found.update(_names_in(read(file, content, lambda _: None)))
        elif not content or content.isspace():
            found.add(OTHERS)
    return frozenset(found)


def _names_in(root: Node | None) -> Iterator[str]:
    if type(root) is not MappingNode:
        yield OTHERS
        return
    for key, node in root.entries:
        if _IS_DATES.fullmatch(key.text) and type(node) is MappingNode:
            names = [name.text for name, _ in node.entries if name.text not in FREE_TEXT_KEYS]
            yield from (name if type(parse_identifier(name)) is not Wrong else OTHERS for name in names)


def with_dates(
    files: Sequence[FileStatements], report: Report, memo: Memo, bad: Iterable[str] = ()
) -> Sequence[FileStatements]:
    """The files, with dates in place of names; the very same where none uses one.

    What is dated by a `bad` name, which is reported, may have been meant for what else the name means: it is broken.
    """
    if not any(file.dates_used for file in files):
        return files
    meant, table = {**dates_named(files), **dict.fromkeys(bad, BROKEN)}, memo.table("named dates")
    found = []
    for file in files:
        own = {used.value: meant.get(used.value, BROKEN) for used in file.dates_used}
        dated = (
            table.of(partial(_with_dates, own), file, about=str(sorted(own.items()))) if own else DatedFile(file, ())
        )
        for twice in dated.twice:
            report(twice)
        found.append(dated.file)
    return found


class DatedFile(msgspec.Struct, frozen=True):
    """A file without names of dates, and what is wrong with its time lines now that dates stand in place of names."""

    file: FileStatements
    twice: tuple[Diagnostic, ...]


def dates_named(files: Iterable[FileStatements]) -> Meant:
    """The dates that files under `rules/` declare, by name."""
    declaring = [file for file in files if (DATES,) in file.mapping_places and file.kind is FileKind.RULES]
    found: dict[str, object] = {}
    for file in declaring:
        for path, leaf in file.plain.items():
            if path[0] == DATES and len(path) == 2:
                found.setdefault(path[1], leaf.value if isinstance(leaf, Stated) else BROKEN)
    return found


def _with_dates(meant: Meant, file: FileStatements) -> DatedFile:
    found: list[Diagnostic] = []
    plain = _leaves(file.plain, meant, found.append)
    by_platform = {platform: _leaves(leaves, meant, found.append) for platform, leaves in file.by_platform.items()}
    return DatedFile(msgspec.structs.replace(file, plain=plain, by_platform=by_platform), tuple(found))


def _leaves(leaves: Leaves, meant: Meant, report: Report) -> Leaves:
    """The leaves with dates for names; a time line of which nothing is left states nothing."""
    found: Leaves = {}
    for path, leaf in leaves.items():
        if isinstance(leaf, Stated) and type(leaf.value) is StatedEdge:
            found[path] = _edge(leaf, leaf.value, meant, report)
            continue
        named = isinstance(leaf, StatedTimeLine) and any(_is_name(key) for key, _ in leaf.entries)
        dated = _time_line(leaf, meant, report) if named else leaf  # type: ignore[arg-type]
        if dated is not None:
            found[path] = dated
    return found


def _edge(stated: Stated[object], edge: StatedEdge, meant: Meant, report: Report) -> Stated[object]:
    """An edge of a window, at the date of its name."""
    if not isinstance(edge.at, DateName):
        return stated
    at = meant[edge.at.name]
    if at is BROKEN:
        return Stated(BROKEN, stated.place)
    if edge.whole_day and isinstance(at, datetime):
        sentence = f"{edge.at.name} is {_date(at)}, an instant, and a last day is a whole day"
        hint = "write a day, or state before: in its place"
        report(Diagnostic(code="not-a-day", sentence=sentence, place=stated.place, hint=hint))
        return Stated(BROKEN, stated.place)
    return Stated(StatedEdge(at, edge.whole_day), stated.place, stated.source, stated.note)  # type: ignore[arg-type]


def _is_name(key: Stated[StatedStart]) -> bool:
    return isinstance(key.value, DateName) and key.value != BEGINS


def _time_line(leaf: StatedTimeLine, meant: Meant, report: Report) -> Leaf | None:
    entries: list[tuple[Stated[StatedStart], Stated[object]]] = []
    seen: dict[object, Place] = {}
    sound = leaf.sound
    for key, value in leaf.entries:
        start = meant[str(key.value)] if _is_name(key) else key.value
        if start == NEVER:
            continue
        if start is BROKEN or start in seen:
            sound = False
        if start in seen:
            report(_twice(key, start, seen[start]))
        elif start is not BROKEN:
            seen[start] = key.place
            entries.append((Stated(start, key.place), value))  # type: ignore[arg-type]
    if not entries and sound:
        report(_never(leaf))
        return None
    moved = _out_of_order(entries, leaf) if sound else None
    if moved is not None:
        report(moved)
    return StatedTimeLine(tuple(entries), leaf.place, sound)


def _out_of_order(
    entries: Sequence[tuple[Stated[StatedStart], Stated[object]]], leaf: StatedTimeLine
) -> Diagnostic | None:
    """The warning that a name's date is on the other side of an entry beside it than where it is written.

    None where names stand in the order of their dates; the order of dates that are written out is nobody's mistake.
    """
    names = {key.place: str(key.value) for key, _ in leaf.entries if _is_name(key)}
    dated = [key for key, _ in entries if key.value != BEGINS]
    for first, second in pairwise(dated):
        if _is_before(second.value, first.value) and (first.place in names or second.place in names):
            of_first = first.place in names
            named, other = (first, second) if of_first else (second, first)
            side, stands = ("after", "below") if of_first else ("before", "above")
            sentence = f"{names[named.place]} is {_date(named.value)}, {side} {_date(other.value)}"
            return Diagnostic(
                code="dates-out-of-order",
                sentence=f"{sentence}, which is written {stands} it",
                place=named.place,
                hint="write the entries in the order of their dates where that is meant, or move the date",
                notes=(Note(other.place, f"this is {_date(other.value)}"),),
                severity=Severity.WARNING,
            )
    return None


def _is_before(start: object, other: object) -> bool:
    """Whether one start is before another in every zone; an instant and a day only where a day lies between."""
    if type(start) is type(other):
        return start < other  # type: ignore[operator, no-any-return]
    return _day(start) + timedelta(days=1) < _day(other)


def _day(start: object) -> date:
    return start.date() if isinstance(start, datetime) else start  # type: ignore[return-value]


def _date(start: object) -> str:
    return start.isoformat(timespec="minutes") if isinstance(start, datetime) else str(start)


def _never(leaf: StatedTimeLine) -> Diagnostic:
    """What to say of a time line of which every entry is cancelled."""
    _, value = leaf.entries[0]
    names = " and ".join(str(name.value) for name, _ in leaf.entries)
    hint = f"write the value that holds instead, at {BEGINS}: or with a day, or delete it"
    verb = "is" if len(leaf.entries) == 1 else "are"
    sentence = f"this value never holds: {names} {verb} {NEVER}, and nothing of it is left"
    return Diagnostic(code="never-holds", sentence=sentence, place=value.place, hint=hint, severity=Severity.WARNING)


def _twice(key: Stated[StatedStart], start: object, first: Place) -> Diagnostic:
    """What to say of two entries on one date, of which at least one is dated by a name."""
    is_name = f"{key.value} is {_date(start)}, an instant" if _is_name(key) else f"{_date(start)} is an instant"
    notes = (Note(first, "stated here first"),)
    hint = "keep one of the two, or move one of them"
    sentence = f"{is_name} that this time line has already"
    return Diagnostic(code="same-instant-twice", sentence=sentence, place=key.place, hint=hint, notes=notes)
