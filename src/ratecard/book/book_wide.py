"""What a book states once for all of its markets, such as names of units, facts, dates; the library's word on each too.

None of it varies by a fact, and only factors have dates; platforms have their names here, and all else of theirs is of
markets.
"""

from collections.abc import Mapping

import msgspec

from ratecard.book.keys import Keys
from ratecard.book.layers import Layer, Layers
from ratecard.rulefiles.stated import KeyPath, Leaf, Stated

PLATFORMS, NAME, FACTS = "platforms", "name", "facts"
BEGINS: KeyPath = ("begins",)


class SaidOfBook(msgspec.Struct, frozen=True):
    """What layers say of one path: the statement that holds, None where none does, and those that do not, best first.

    Where none holds, `instead` is the path of the book's own statement for which the library's does not count, as that
    of a name in any language; or `asleep` says why the library's counts for nothing yet.
    """

    holds: Leaf | None
    lost: tuple[Leaf, ...]
    instead: KeyPath | None = None
    asleep: str | None = None


def said_of_book(layers: Layers, keys: Keys, region: str | None = None) -> dict[KeyPath, SaidOfBook]:
    """All that is stated once for a book, by its whole path: ("platforms", "ios", "name", "de").

    A region may state from when on it answers; then that counts, where one is named.
    """
    own = _book_wide(layers.rules, keys)
    of_library = {} if layers.library is None else _book_wide(layers.library.rules, keys)
    used = set(layers.sells_on or layers.platform_places)
    found = {}
    for path in sorted({*own, *of_library}):
        words: list[Leaf] = [word for word in (own.get(path), of_library.get(path)) if word is not None]
        if path == BEGINS and region is not None:
            words = [*_beginnings(layers, region), *words]
        if path in own:
            found[path] = SaidOfBook(words[0], tuple(words[1:]))
        elif (instead := _instead_of(path, own)) is not None:
            found[path] = SaidOfBook(None, tuple(words), instead=instead)
        elif (asleep := _asleep(path, layers.declared, used)) is not None:
            found[path] = SaidOfBook(None, tuple(words), asleep=asleep)
        else:
            found[path] = SaidOfBook(words[0], ())
    return found


def _beginnings(layers: Layers, region: str) -> list[Stated[object]]:
    """From when on a region answers by its own file, and by its country's."""
    codes = dict.fromkeys((region, region.partition("-")[0]))
    leaves = [layers.regions[code].plain.get(BEGINS) for code in codes if code in layers.regions]
    return [leaf for leaf in leaves if type(leaf) is Stated]


def _book_wide(rules: Layer, keys: Keys) -> dict[KeyPath, Leaf]:
    named = {
        (PLATFORMS, platform, *path): leaf
        for platform, leaves in rules.by_platform.items()
        for path, leaf in leaves.items()
        if path[0] == NAME
    }
    plain = {path: leaf for path, leaf in rules.plain.items() if path[0] in keys.of_book}
    return plain | named


def _instead_of(path: KeyPath, own: Mapping[KeyPath, object]) -> KeyPath | None:
    """The path of the book's statement that takes the library's place: its name of a thing, its type of a fact."""
    if path[0] == FACTS and (declared := (*path[:2], "type")) in own:
        return declared
    if NAME not in path:
        return None
    name = path[: path.index(NAME) + 1]
    return name if any(other[: len(name)] == name for other in own) else None


def _asleep(path: KeyPath, declared: Mapping[KeyPath, Leaf], used: set[str]) -> str | None:
    """Why a word of the library that nothing of the book replaces is in no answer; None where it counts."""
    if path[0] == PLATFORMS:
        return None if path[1] in used else f"the book does not sell on {path[1]}"
    return None if path in declared else f"nothing in the book names {path[1]}"
