"""What is missing, said in one way for markets and for creators: all keys that one mapping lacks, and what to write.

A mapping of which two keys are missing is one diagnostic, so that whoever follows it has written all that it takes.
"""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from ratecard.book.keys import Keys
from ratecard.book.records import ANY_ID
from ratecard.instants import Instant, datetime_of, first_instant, local_day
from ratecard.rulefiles.keys.shapes import KnownKeys, Table, Value
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.stating.forms import example


def listed(words: Sequence[str], last: str) -> str:
    """Words as people list them: "a", "a or b", "a, b or c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def to_write(paths: Iterable[KeyPath], keys: Keys) -> str:
    """What to write for each of these paths: "tax.per: unit or order; fx.base: for example EUR"."""
    return "; ".join(f"{'.'.join(path)}: {_written(path, keys)}" for path in paths)


def or_none(above: KeyPath, keys: Keys) -> str:
    """How to say instead that there is no such mapping; nothing where that may not be said."""
    shape = keys.grammar.shape_of(above)
    return f"; or {'.'.join(above)}: none" if isinstance(shape, KnownKeys | Table) and shape.none else ""


def since_when(since: Instant, begins: Instant) -> str:
    """From when something is missing, where that is later than the beginning: " from 2026-01-01 00:00 UTC on"."""
    return "" if since <= begins else f" from {datetime_of(since):%Y-%m-%d %H:%M} UTC on"


def until_when(until: Instant | None, in_zone: ZoneInfo) -> str:
    """Until when something is missing: " before 2027-01-01", a day of the zone; nothing where it stays so."""
    if until is None:
        return ""
    day = local_day(until, in_zone)
    exact = first_instant(day, in_zone) == until
    return f" before {day}" if exact else f" before {datetime_of(until):%Y-%m-%d %H:%M} UTC"


def _written(path: KeyPath, keys: Keys) -> str:
    shape = keys.grammar.shape_of(path)
    assert shape is not None, path
    written = keys.written.get(_generic(path, keys))
    if written is None and isinstance(shape, Value) and shape.type.examples:
        return f"for example {shape.type.examples[0]}"
    return written or example(shape)


def _generic(path: KeyPath, keys: Keys) -> KeyPath:
    """A path with * for the names of a book's own things."""
    shapes = [keys.grammar.shape_of(path[:depth]) for depth in range(len(path))]
    return tuple(ANY_ID if isinstance(shape, Table) else part for shape, part in zip(shapes, path, strict=True))
