"""Timelines as flat columns, for the trip of a book to another process: of statements, and of the terms of sections."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain, count
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec

from ratecard.book.section_terms import SectionTerms
from ratecard.book.statement_columns import NUMBERS, StatementColumns
from ratecard.book.timeline import Timeline
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.ranks import Rank
from ratecard.terms.resolved import Resolved

INSTANTS = "q"
"""Columns of instants are 64-bit integers in the machine's order: one machine writes and reads them."""

T = TypeVar("T")

_STARTS, _VALUES = attrgetter("starts"), attrgetter("values")
_SINCE, _STATED, _RANK = attrgetter("since"), attrgetter("stated"), attrgetter("rank")


class Columns(msgspec.Struct, Generic[T], frozen=True):
    """Timelines one behind the other: how many rows each has, and when each row starts."""

    counts: bytes
    starts: bytes

    def reader(self) -> Callable[[int], T]:
        """What makes of the number of a row what the row holds."""
        raise NotImplementedError


class ResolvedColumns(Columns[Resolved[Any]], frozen=True):
    """Timelines of statements. `stated`, `ranks` and `losers` are numbers of `statements` and `all_ranks`.

    A row that replaces others is named in `losing` once for each of them, which stand in `losers`, and their ranks in
    `losers_ranks`.
    """

    since: bytes
    stated: bytes
    ranks: bytes
    losing: bytes
    losers: bytes
    losers_ranks: bytes
    statements: StatementColumns
    all_ranks: tuple[Rank, ...]

    @classmethod
    def of(cls, timelines: Sequence[Timeline[Resolved[Any]]]) -> "ResolvedColumns":
        """The columns of these timelines, none of which is empty."""
        rows = _rows(timelines)
        statements, ranks = Numbered(), Numbered()
        losing = [(number, row) for number, row in enumerate(rows) if row.replaced]
        return cls(
            counts=_counts(timelines),
            starts=_starts(timelines),
            since=array(INSTANTS, list(map(_SINCE, rows))).tobytes(),
            stated=statements.column(list(map(_STATED, rows))),
            ranks=ranks.column(list(map(_RANK, rows))),
            losing=array(NUMBERS, [number for number, row in losing for _ in row.replaced]).tobytes(),
            losers=statements.column([loser for _, row in losing for loser in row.replaced]),
            losers_ranks=ranks.column([rank for _, row in losing for rank in row.replaced_ranks]),
            statements=StatementColumns.of(statements.things),
            all_ranks=ranks.things,
        )

    def reader(self) -> Callable[[int], Resolved[Any]]:
        """What makes of the number of a row the statement that wins from its start on."""
        statements, all_ranks = self.statements.statements(), self.all_ranks
        replaced: defaultdict[int, list[Stated[object]]] = defaultdict(list)
        their_ranks: defaultdict[int, list[Rank]] = defaultdict(list)
        losers, ranks_of_losers = array(NUMBERS, self.losers), array(NUMBERS, self.losers_ranks)
        for number, loser, rank in zip(array(NUMBERS, self.losing), losers, ranks_of_losers, strict=True):
            replaced[number].append(statements[loser])
            their_ranks[number].append(all_ranks[rank])
        since, stated, ranks = array(INSTANTS, self.since), array(NUMBERS, self.stated), array(NUMBERS, self.ranks)

        def row(number: int) -> Resolved[Any]:
            own = Instant(since[number]), all_ranks[ranks[number]]
            return Resolved(
                statements[stated[number]], *own, tuple(replaced.get(number, ())), tuple(their_ranks.get(number, ()))
            )

        return row


class SectionColumns(Columns[SectionTerms], frozen=True):
    """Timelines of the terms of sections. `held` are numbers of `terms`; few of those have something `missing`."""

    held: bytes
    terms: tuple[object, ...]
    missing: dict[int, tuple[KeyPath, ...]]

    @classmethod
    def of(cls, timelines: Sequence[Timeline[SectionTerms]]) -> "SectionColumns":
        """The columns of these timelines, none of which is empty."""
        terms = Numbered()
        return cls(
            counts=_counts(timelines),
            starts=_starts(timelines),
            held=terms.column(_rows(timelines)),
            terms=tuple([section.terms for section in terms.things]),
            missing={number: section.missing for number, section in enumerate(terms.things) if section.missing},
        )

    def reader(self) -> Callable[[int], SectionTerms]:
        """What makes of the number of a row the terms that hold from its start on; rows share them."""
        made = [SectionTerms(terms, self.missing.get(number, ())) for number, terms in enumerate(self.terms)]
        held = array(NUMBERS, self.held)
        return lambda number: made[held[number]]


class Numbered:
    """Things by number, each once, told apart by identity: they have to live for as long."""

    __slots__ = ("_numbers", "_things")

    def __init__(self) -> None:
        self._numbers: defaultdict[int, int] = defaultdict(count().__next__)
        self._things: dict[int, Any] = {}

    def column(self, things: Sequence[Any]) -> bytes:
        """The numbers of these things, in order; those that are new get the next ones."""
        identities = list(map(id, things))
        self._things.update(zip(identities, things, strict=True))
        return array(NUMBERS, list(map(self._numbers.__getitem__, identities))).tobytes()

    @property
    def things(self) -> tuple[Any, ...]:
        """The things in the order of their numbers."""
        return tuple(self._things.values())


class Timelines(Generic[T]):
    """The timelines of many histories by number.

    While a book is folded they are added; they travel as columns, and each is made of those when it is asked for.
    """

    def __init__(self, columns: Columns[T] | Callable[[Sequence[Timeline[T]]], Columns[T]]) -> None:
        self._columns = columns
        self._added: list[Timeline[T]] = []

    def __reduce__(self) -> tuple[type["Timelines[T]"], tuple[Columns[T]]]:
        columns = self._columns if isinstance(self._columns, Columns) else self._columns(self._added)
        return Timelines, (columns,)

    @property
    def number(self) -> int:
        """The number of the next timeline that is added."""
        return len(self._added)

    def add(self, timelines: Iterable[Timeline[T]]) -> int:
        """Adds these, and gives the number of the first of them."""
        first = self.number
        self._added.extend(timelines)
        return first

    def of(self, first: int, many: int) -> list[Timeline[T]]:
        """So many of them, from the number of the first on."""
        ends, starts, row = self._read
        spans = zip(ends[first : first + many], ends[first + 1 : first + many + 1], strict=True)
        return [Timeline(tuple(starts[start:end]), tuple(map(row, range(start, end)))) for start, end in spans]

    def of_numbers(self, numbers: Iterable[int]) -> list[Timeline[T]]:
        """Those of these numbers, in their order."""
        return [timeline for number in numbers for timeline in self.of(number, 1)]

    @cached_property
    def _read(self) -> tuple[list[int], list[Instant], Callable[[int], T]]:
        """Where the rows of each timeline end, after a 0; when each starts; and what each holds.

        Two threads may read the columns at once: what they read is equal.
        """
        assert isinstance(self._columns, Columns)
        ends = [0, *accumulate(array(NUMBERS, self._columns.counts))]
        return ends, list(map(Instant, array(INSTANTS, self._columns.starts))), self._columns.reader()


def _rows(timelines: Sequence[Timeline[T]]) -> list[T]:
    return list(chain.from_iterable(map(_VALUES, timelines)))


def _counts(timelines: Sequence[Timeline[Any]]) -> bytes:
    return array(NUMBERS, list(map(len, map(_STARTS, timelines)))).tobytes()


def _starts(timelines: Sequence[Timeline[Any]]) -> bytes:
    return array(INSTANTS, list(chain.from_iterable(map(_STARTS, timelines)))).tobytes()
