"""What is missing, said in one way for markets and for creators: all keys that one section lacks, and what to write.

A section of which two keys are missing is one diagnostic, so that whoever follows it has written all that it takes.
"""

from collections.abc import Iterable, Sequence

from ratecard.instants import Instant, datetime_of
from ratecard.rulefiles.leaves import example
from ratecard.rulefiles.registry import shape_of
from ratecard.rulefiles.shapes import Section, Table, Value
from ratecard.rulefiles.stated import KeyPath

WRITTEN: dict[KeyPath, str] = {
    ("tax", "lines"): "{vat: {name: VAT, rate: …}}, or depends_on: subdivision where a state or province decides",
    ("commission", "lines"): "{store: {rate: …, base: …}}",
    ("commission", "lines", "*", "rate"): "for example 19 %, or fixed: with an amount",
    ("packages", "*"): "{coins: …}",
    ("worth_at",): "{package: …, rounding: …}",
    ("gifts", "*", "kinds"): "for example [live], with each kind of spending that it is for",
    ("earnings", "*", "diamonds"): "for example 1 per 2, or split:, or share: with base: net",
    ("earnings", "*", "share"): "for example 19 %, or split:, or diamonds: with base: coins",
    ("payouts", "order"): "[oldest], or [class, oldest]",
    ("payouts", "pays"): "{from: request}, or {from: month end}",
    ("payouts", "methods"): "{bank: {name: …, fee: …}}",
    ("payouts", "methods", "*", "fee"): "{rate: …, fixed: …, floor: …, rounding: …}, or none where it costs nothing",
    ("payouts", "methods", "*", "fee", "rate"): "for example 19 %, or fixed: or floor: with an amount",
    ("payouts", "withholding", "lines", "*", "of"): "whole, or domestic with domestic: and a region, for example US",
}
"""What to write for a key, where that is more than the kind of its value; * is any name."""


def listed(words: Sequence[str], last: str) -> str:
    """Words as people list them: "a", "a or b", "a, b or c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def to_write(paths: Iterable[KeyPath]) -> str:
    """What to write for each of these paths: "tax.per: unit or order; fx.base: for example EUR"."""
    return "; ".join(f"{'.'.join(path)}: {_written(path)}" for path in paths)


def or_none(above: KeyPath) -> str:
    """How to say instead that there is no such section; nothing where that may not be said."""
    shape = shape_of(above)
    return f"; or {'.'.join(above)}: none" if isinstance(shape, Section | Table) and shape.none else ""


def since_when(since: Instant, begins: Instant) -> str:
    """From when something is missing, where that is later than the beginning: " from 2026-01-01 00:00 UTC on"."""
    return "" if since <= begins else f" from {datetime_of(since):%Y-%m-%d %H:%M} UTC on"


def _written(path: KeyPath) -> str:
    shape = shape_of(path)
    assert shape is not None, path
    written = WRITTEN.get(_generic(path))
    if written is None and isinstance(shape, Value) and shape.type.examples:
        return f"for example {shape.type.examples[0]}"
    return written or example(shape)


def _generic(path: KeyPath) -> KeyPath:
    """A path with * for the names of a book's own things."""
    return tuple("*" if isinstance(shape_of(path[:depth]), Table) else path[depth] for depth in range(len(path)))
