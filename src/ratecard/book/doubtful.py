"""Values on which a book rests and that may not be right: nobody verified their source, or they are unknown."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ratecard.book.layers import Layers, stated_values
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.keys.grammar import NAME_OF_A_PLATFORM
from ratecard.rulefiles.stated import ANY_LANGUAGE, UNKNOWN, KeyPath, Leaf, Stated

UNVERIFIED_SOURCE = "unverified"
"""The source of what nobody has checked; it may stand among others, with commas between."""

UNVERIFIED, NOT_KNOWN = "unverified", "unknown"


class Doubtful(msgspec.Struct, frozen=True, order=True):
    """A value on which a book rests and that may not be right: `why` is "unverified" or "unknown"."""

    place: Place
    why: str
    path: str


def doubtful_declarations(layers: Layers, platforms: Iterable[str]) -> tuple[Doubtful, ...]:
    """What is doubtful of the keys that are stated once, and of the names of platforms."""
    found = set(_of_leaves(layers.declared, ()))
    sides = (layers,) if layers.library is None else (layers.library, layers)
    for side in sides:
        for platform in platforms:
            leaves = side.rules.by_platform.get(platform, {})
            names = {path: leaf for path, leaf in leaves.items() if path[0] == NAME_OF_A_PLATFORM}
            found |= set(_of_leaves(names, ("platforms", platform)))
    return tuple(sorted(found))


def _of_leaves(leaves: Mapping[KeyPath, Leaf], above: KeyPath) -> Iterator[Doubtful]:
    for path, leaf in leaves.items():
        for stated in stated_values(leaf):
            for why in doubts_of(stated):
                yield Doubtful(stated.place, why, written_path((*above, *path)))


def doubts_of(stated: Stated[object]) -> Iterator[str]:
    """Why a statement may not be right."""
    if stated.value is UNKNOWN:
        yield NOT_KNOWN
    if stated.source is not None and UNVERIFIED_SOURCE in (name.strip() for name in stated.source.split(",")):
        yield UNVERIFIED


def written_path(path: KeyPath) -> str:
    """A path as people write it; a text for all languages has none in it."""
    return ".".join(part for part in path if part != ANY_LANGUAGE)
