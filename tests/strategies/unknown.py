"""Books in which something is unknown: values, entries and whole tables of a sound book, in any layer."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from hypothesis import strategies as st

from ratecard.keys.registry import KEYS
from ratecard.rulefiles.keys.shapes import KnownKeys, Requirements, Shape, Table, Unknown, Value
from tests.strategies.books import Book, books
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.layout import Layout
from tests.strategies.values import Tree
from tests.strategies.worlds import World

WORD = "unknown"
BESIDE = ("source", "note")
MOST = 4

Keys = dict[str, Tree]
Place = tuple[Keys, str]
"""A mapping of a tree, and one of its keys."""


@st.composite
def unknown_books(draw: Draw, sound: st.SearchStrategy[Book] | None = None, keys: Sequence[str] = ()) -> Book:
    """Sound books of which some of what may be unknown is: what was put into them is not told any more.

    With `keys` it is something of these.
    A line that is on one of a table that is unknown now makes a mistake of it: then the book does not load.
    """
    book = draw(books() if sound is None else sound)
    drawer, trees = Drawer(draw), deepcopy(book.world.trees)
    for _ in range(drawer.number(1, MOST)):
        places = [place for tree in trees.values() for place in may_be_unknown(tree, keys)]
        whole = [(tree, key) for tree, key in places if isinstance(tree[key], dict) and not list(_parts(tree, key))]
        if whole and drawer.maybe(40):
            _say_unknown(drawer, *drawer.one(whole))
        elif places:
            _say_unknown(drawer, *drawer.one(places))
    world: World = replace(book.world, trees=trees)
    return Book(Layout(book.seed).files(trees), world, book.seed)


def may_be_unknown(tree: Keys, keys: Sequence[str] = ()) -> Iterator[Place]:
    """Every place of one file at which `unknown` may stand, by the shapes of the language; with `keys` below these."""
    shapes = {key: shape for key, shape in KEYS.grammar.layered.items() if not keys or key in keys}
    platforms = tree.get("platforms", {})
    assert isinstance(platforms, dict)
    for below in (tree, *(each for each in platforms.values() if isinstance(each, dict))):
        yield from _in_keys(below, shapes)


def _in_keys(tree: Keys, shapes: Mapping[str, Shape]) -> Iterator[Place]:
    for key, below in tree.items():
        shape = shapes.get(key)
        if shape is not None:
            yield from _at(tree, key, below, shape)


def _at(tree: Keys, key: str, below: Tree, shape: Shape) -> Iterator[Place]:
    if isinstance(shape, KnownKeys | Table | Value) and shape.unknown is Unknown.MAY_BE:
        yield tree, key
    if isinstance(shape, KnownKeys) and isinstance(below, dict):
        yield from _in_keys(below, shape.keys)
    elif isinstance(shape, Requirements):
        yield tree, key
        for name in below if isinstance(below, dict) else ():
            if name not in BESIDE:
                yield below, name  # type: ignore[misc]
    elif isinstance(shape, Table) and isinstance(below, dict):
        for name, each in below.items():
            if name not in BESIDE:
                yield from _at(below, name, each, shape.of)


def _say_unknown(drawer: Drawer, tree: Keys, key: str) -> None:
    """Says that a value is unknown: always, or from one of its dates on, or in one of its cases."""
    inside = list(_parts(tree, key))
    if inside and drawer.maybe(75):
        _say_unknown(drawer, *drawer.one(inside))
    else:
        tree[key] = WORD


def _parts(tree: Keys, key: str) -> Iterator[Place]:
    """The entries of a time line, the cases of a choice, or what stands beside a source; none of a mapping of keys."""
    value = tree[key]
    if not isinstance(value, dict):
        return
    if "value" in value:
        yield value, "value"
    elif "by" in value:
        cases = value.get("is", value.get("from"))
        assert isinstance(cases, dict)
        yield from ((cases, case) for case in cases if case not in BESIDE)
        if "other" in value:
            yield value, "other"
    elif all(key[0].isdigit() for key in value if key not in BESIDE):
        yield from ((value, key) for key in value if key not in BESIDE)
