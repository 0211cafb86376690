"""The library of the world below a book: what is true of countries for everybody, and what a book states beats it.

Only what a book needs of it is laid under: the regions that it sells in, the facts that it names, and names in its
languages.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from ratecard.book.declaring import all_leaves
from ratecard.book.keys import Keys
from ratecard.book.layers import Layer, Layers, put_together, stated_values
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.stated import Choice, FileStatements, KeyPath, Leaf, Leaves, Stated
from ratecard.rulefiles.stating.conditions import StatedConditions, facts_in

FOLDER = "world/"
"""What the paths of the library's files begin with."""

SELLS_ON: KeyPath = ("sells_on",)


class EditionNamed(msgspec.Struct, frozen=True):
    """An edition of the library: "world 2026.11", and the day on which its sources were last read."""

    name: str
    day: date


class Library(msgspec.Struct, frozen=True, eq=False):
    """What a book needs of an edition: its files, and the regions to sell in, each with the place that says so.

    A region that has a file of its own in the book need not stand in `sold`. `no_regions` are codes of such files that
    no country of the world has, which is reported: what the library would say of the region that is meant is not known.
    """

    edition: EditionNamed
    files: tuple[FileStatements, ...]
    sold: Mapping[str, Place]
    no_regions: frozenset[str] = frozenset()


def is_of_library(place: Place) -> bool:
    """Whether a statement stands in the library."""
    return place.file.startswith(FOLDER)


def lay_under(layers: Layers, library: Library | None, keys: Keys) -> Layers:
    """The layers of a book, with those of the library below them, if it stands on one.

    Regions without a file of their own have an empty layer, whose place is the one that says that they are sold in. So
    has the country of a subdivision that the book states, where only the library has a file of it.
    """
    if library is None:
        return layers
    below = put_together(library.files, keys, _nothing_to_tell)
    layers = _without(layers, library.no_regions)
    regions = dict(layers.regions)
    for code, place in library.sold.items():
        regions.setdefault(code, Layer(code, place, {}, {}))
    for code, layer in list(regions.items()):
        country = code.partition("-")[0]
        if country not in regions and country in below.regions:
            regions[country] = Layer(country, layer.place, {}, {})
    facts = set(_facts_named(layers))
    declared = {**_awake(below.rules.plain, layers.rules.plain, facts, keys), **layers.rules.plain}
    listed = _listed(layers.rules.plain.get(SELLS_ON))
    places = dict(layers.platform_places)
    for platform, place in listed.items():
        places[platform] = (*places.get(platform, ()), place)
    return msgspec.structs.replace(
        layers, regions=regions, library=below, declared=declared, platform_places=places, sells_on=tuple(listed)
    )


def _without(layers: Layers, no_regions: frozenset[str]) -> Layers:
    """The layers without regions of these codes, of which nobody can tell what they lack."""
    if not no_regions:
        return layers
    unread = tuple(layer for code, layer in layers.regions.items() if code in no_regions)
    regions = {code: layer for code, layer in layers.regions.items() if code not in no_regions}
    return msgspec.structs.replace(layers, regions=regions, unread=(*layers.unread, *unread), all_named=False)


def _nothing_to_tell(found: Diagnostic) -> None:
    """What is wrong in the library is found where its files are read: its layers have nothing to tell beside."""


def _listed(leaf: Leaf | None) -> dict[str, Place]:
    """The items of a list with their places."""
    items = leaf.value if type(leaf) is Stated and type(leaf.value) is tuple else ()
    return {str(item.value): item.place for item in items}


def _awake(library: Leaves, own: Leaves, facts: set[str], keys: Keys) -> Leaves:
    """What the library declares and the book does not say otherwise: facts only that are named somewhere.

    A thing that the book gives a name of its own has none of the library's, and a fact that it declares is its own.
    """
    named = {path[: path.index("name") + 1] for path in own if "name" in path}
    typed = {path[:2] for path in own if path[0] == "facts" and path[2:] == ("type",)}
    return {
        path: leaf
        for path, leaf in library.items()
        if path[0] in keys.of_book
        and (path[0] != "facts" or (path[1:2] and path[1] in facts and path[:2] not in typed))
        and not ("name" in path and path[: path.index("name") + 1] in named)
    }


def _facts_named(layers: Layers) -> Iterator[str]:
    """The facts that anything in a book's own files asks for, or says something of."""
    for leaves in all_leaves(layers):
        yield from facts_in_leaves(leaves)


def facts_in_leaves(leaves: Leaves) -> Iterator[str]:
    """The facts that these statements ask for, or say something of."""
    for path, leaf in leaves.items():
        if path[0] == "facts" and len(path) > 1:
            yield path[1]
        yield from _facts_of(stated_values(leaf))


def _facts_of(stated: Iterable[Stated[object]]) -> Iterator[str]:
    for statement in stated:
        value = statement.value
        if type(value) is Choice:
            yield value.by
            yield from _facts_of(case for _, case in value.cases)
            if value.other is not None:
                yield from _facts_of([value.other])
        elif type(value) is StatedConditions:
            yield from facts_in(value)
