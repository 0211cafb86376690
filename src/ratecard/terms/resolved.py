"""What holds in one market at one instant, before it becomes terms: the winning statements by path."""

from datetime import date
from enum import Enum
from typing import Generic, TypeGuard, TypeVar

import msgspec

from ratecard.instants import Instant
from ratecard.rulefiles.stated import (
    BROKEN,
    KeyPath,
    Stated,
    StatedEdge,
    StatedInstant,
)
from ratecard.terms.ranks import Rank

T = TypeVar("T")
U = TypeVar("U")


class Reads(Enum):
    """What terms may ask for beside the statements of their section, so that whoever builds them knows what to keep."""

    CURRENCY = "the currency in force, or the one that the key counts in"
    SUBDIVISION = "whether the market is part of a country"
    ZONE = "the region's calendar"
    DATES = "since when a statement holds"


EVERYTHING = frozenset(Reads)


class NotSaidToBeRead(Exception):
    """Terms asked for what the record of their key does not say that they read: they would be shared wrongly."""


class BoundInstant(msgspec.Struct, frozen=True, gc=False):
    """An instant that is a value: when it is, in the zone of whoever reads it, and how it is written."""

    instant: Instant
    written: StatedInstant

    def __str__(self) -> str:
        return str(self.written) if type(self.written) is date else self.written.isoformat()


class BoundEdge(msgspec.Struct, frozen=True, gc=False):
    """An edge of a window: the instant from which it is open, or closed again, and how it is written.

    None is the edge at a date that is cancelled: such a window never opens.
    """

    instant: Instant | None
    written: StatedEdge

    def __str__(self) -> str:
        return str(self.written)


class Resolved(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """The winning statement of one path, the date from which it is stated, and the broader ones that it replaced.

    `rank` orders the layers: a greater one is narrower. `replaced` runs from the narrowest loser to the broadest, and
    `replaced_ranks` are theirs.
    """

    stated: Stated[T]
    since: Instant
    rank: Rank
    replaced: tuple[Stated[T], ...] = ()
    replaced_ranks: tuple[Rank, ...] = ()


class Removal(Stated[object], frozen=True, gc=False):
    """The `none` of a mapping, as it counts on a path below it: nobody said `none` of that path itself."""


class Covered(Stated[object], frozen=True, gc=False):
    """The `unknown` of a mapping, as it counts on a path below it; `above` is the path at which it is written."""

    above: KeyPath = ()


def _is_of(stated: Stated[object], of: type[T]) -> TypeGuard[Stated[T]]:
    return type(stated.value) is of


def typed(of: type[T], stated: Stated[object] | None) -> Stated[T] | None:
    """The statement of a value of this type; None where nothing is stated, or it was reported. TypeError else."""
    if stated is not None and _is_of(stated, of):
        return stated
    if stated is None or stated.value is BROKEN:
        return None
    raise TypeError(f"{stated.value} at {stated.place} is not a {of.__name__}")


def typed_either(of: type[T], other: type[U], stated: Stated[object] | None) -> Stated[T] | Stated[U] | None:
    """The statement of a value of one of these types, as by `typed`."""
    return stated if stated is not None and _is_of(stated, of) else typed(other, stated)
