"""The statements of a book that count at some time, one by one, for guards that look at single values.

What the library states is left out: it is not the book's to mend.
"""

from collections.abc import Container, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory, distinct_bundles
from ratecard.book.resolving import ResolvedPaths
from ratecard.instants import Instant
from ratecard.money import ExchangeRate, Money, PerCoin, Rate, UnitPrice
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import BoundChoice
from ratecard.terms.resolved import Resolved

TEXTS = frozenset({"name", "note", "source"})
"""Keys of texts: no guard reads them."""


class BookStatement(NamedTuple):
    """A statement of the book itself, from an instant on: who first reads it, and at which path."""

    history: MarketHistory
    path: KeyPath
    start: Instant
    resolved: Resolved[object]

    @property
    def stated(self) -> Stated[object]:
        """The statement."""
        return self.resolved.stated

    @property
    def thing(self) -> str:
        """What it is of, below its key: "coins_100", "lines.store.rate"."""
        return ".".join(self.path[1:]) or self.path[0]


class StatementChange(NamedTuple):
    """A statement of the book that follows another one at the same path, and that one."""

    before: BookStatement
    after: BookStatement


def statements(histories: Iterable[MarketHistory]) -> Iterator[BookStatement]:
    """All that the book itself states and that counts at some time, once for each market or region that first reads it.

    What is stated for many markets at once may be met more than once: it has one place.
    """
    for history, paths in _paths(histories):
        for path, timeline in paths.items():
            ends = (*timeline.starts[1:], None)
            for (start, resolved), end in zip(timeline, ends, strict=True):
                counts = end is None or end > history.begins
                if counts and resolved.stated.value is not ABSENT and not is_of_library(resolved.stated.place):
                    yield BookStatement(history, path, start, resolved)


def steps(histories: Iterable[MarketHistory], keys: Container[str]) -> Iterator[StatementChange]:
    """Each change of what is stated at a path of these keys, where the later statement is the book's own."""
    for key, bundle, history in distinct_bundles(histories):
        timelines = bundle.paths.items() if key in keys else ()
        for path, timeline in timelines:
            if len(timeline.starts) < 2 or not TEXTS.isdisjoint(path):
                continue
            for (start, old), (later, new) in pairwise(timeline):
                if new.stated is not old.stated and later > history.begins and not is_of_library(new.stated.place):
                    yield StatementChange(
                        BookStatement(history, path, start, old), BookStatement(history, path, later, new)
                    )


def _paths(histories: Iterable[MarketHistory]) -> Iterator[tuple[MarketHistory, ResolvedPaths]]:
    """The paths of each distinct bundle without texts, with the first history that reads it."""
    for _, bundle, history in distinct_bundles(histories):
        yield history, {path: timeline for path, timeline in bundle.paths.items() if TEXTS.isdisjoint(path)}


def cases_of(stated: Stated[object]) -> Iterator[tuple[str, Stated[object]]]:
    """A statement with "", or those of the cases of one that varies by facts, each with its case: "buyer.age 18"."""
    choice = stated.value
    if not isinstance(choice, BoundChoice):
        yield "", stated
        return
    for value, case in (*choice.cases, ("", choice.other)):
        if isinstance(case, Stated):
            for name, own in cases_of(case):
                yield f"{choice.by} {value} {name}".strip(), own


def amount_in(value: object) -> tuple[str, Fraction] | None:
    """What a number counts, and how much of it: ("EUR", 1.39), ("share", 3/10); None for what is not an amount."""
    if isinstance(value, Rate):
        return "share", value.fraction
    if isinstance(value, Money):
        return value.currency.code, Fraction(value.minor, 10**value.currency.exponent)
    if isinstance(value, UnitPrice):
        return f"{value.currency.code} each", value.fraction
    if isinstance(value, ExchangeRate):
        return "rate", value.fraction
    if isinstance(value, CountOf):
        return value.unit, Fraction(value.count)
    if isinstance(value, PerCoin):
        return "per coin", Fraction(value.numerator, value.denominator)
    return ("number", Fraction(value)) if isinstance(value, int) and not isinstance(value, bool) else None
