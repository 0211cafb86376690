"""The word `unknown`: there is something, and the book does not know it.

On a mapping it counts on each path below. On a table of ids it means that the table is not known, until a narrower
layer states an entry: then the entries from that layer on are all there are.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.reference.reading import Path, unwrapped

if TYPE_CHECKING:
    from tests.reference.layering import Held

Says = Mapping[Path, str]
"""What holds for each path, its choices made; "none" where that is stated."""

MARK = "\0unknown "
"""Begins what is said at a path that is not known; behind it stands the path at which the word is written."""


def said_unknown(written_at: Path) -> str:
    """What is said at a path where `unknown` holds, be it written there or above."""
    return MARK + ".".join(written_at)


def unknown_at(says: Says, *path: str) -> frozenset[str]:
    """The path at which the word is written that holds here; nothing where the value is known, or missing.

    Where nothing at all is said of a path, what is said of the nearest mapping above it holds.
    """
    for depth in range(len(path), 0, -1):
        said = says.get(path[:depth])
        if said is not None:
            return frozenset((said.removeprefix(MARK),)) if said.startswith(MARK) else frozenset()
    return frozenset()


def unknown_part(says: Says, *path: str) -> frozenset[str]:
    """What `unknown_at` says of a part of a method that it need not have.

    A method that a layer states, where it was not known which there are, has the parts that are stated. Where all of
    them are unknown still, so are the parts of each.
    """
    found = unknown_at(says, *path)
    if path not in says and entries(says, *path[:2]) and any(len(one.split(".")) < 3 for one in found):
        return frozenset()
    return found


def entries(says: Says, *table: str) -> list[str]:
    """The ids of a table of which anything is said: neither `none`, nor `unknown` of the table or of what holds it."""
    depth, found = len(table), set[str]()
    for path, said in says.items():
        if path[:depth] != table or len(path) == depth or said == "none":
            continue
        if said.startswith(MARK) and len(said.removeprefix(MARK).split(".")) <= depth:
            continue
        found.add(path[depth])
    return sorted(found)


def plainly(held: "Mapping[Path, Held]") -> dict[Path, str]:
    """What is said at each path, for tables and mappings: of a choice only that there is one."""
    return {
        path: said_unknown(each.statement.path) if unwrapped(each.says) == "unknown" else str(unwrapped(each.says))
        for path, each in held.items()
    }
