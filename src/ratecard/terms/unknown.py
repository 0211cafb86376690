"""What the rules say that they do not know: which value, and the statement that says so."""

from collections.abc import Iterable, Mapping

import msgspec

from ratecard.rulefiles.stated import NONE, UNKNOWN, KeyPath, Stated
from ratecard.terms.resolved import Covered, Resolved


class UnknownValue(msgspec.Struct, frozen=True, gc=False):
    """A value that is stated to be unknown: the path at which that is written, "tax.lines.vat.rate", and where."""

    path: str
    stated: Stated[object]


Unknowns = tuple[UnknownValue, ...]
"""What figures need that is unknown, each path once, in order of path. Empty where everything is known."""


def unknown_in(resolved: Mapping[KeyPath, Resolved[object]], path: KeyPath) -> UnknownValue | None:
    """That a path is unknown, by what is said of it or else of the nearest mapping above it; None where it is not."""
    for depth in range(len(path), 0, -1):
        found = resolved.get(path[:depth])
        if found is None:
            continue
        stated = found.stated
        if stated.value is not UNKNOWN:
            return None
        above = stated.above if type(stated) is Covered else path[:depth]
        return UnknownValue(".".join(above), stated)
    return None


def states_entry(stated: Stated[object], depth: int) -> bool:
    """Whether a statement below a table of this depth says that there is an entry.

    `none` does not, nor does `unknown` that is written of the table, or of a mapping that holds it.
    """
    return stated.value is not NONE and not (type(stated) is Covered and len(stated.above) <= depth)


def together(unknown: Iterable[UnknownValue | None]) -> Unknowns:
    """What is unknown of all these, each path once, in order."""
    by_path = {value.path: value for value in unknown if value is not None}
    return tuple([by_path[path] for path in sorted(by_path)])


def paths_of(unknown: Iterable[UnknownValue]) -> tuple[str, ...]:
    """The paths, each once, in order."""
    return tuple(sorted({value.path for value in unknown}))
