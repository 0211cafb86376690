"""Structural mistakes in any book: keys taken away, values ended, groups dropped, sections moved, names gone.

They are made in the trees of its files, so that every one is still well written: what is wrong is only what is stated
where, and when. Some leave the book sound, which is what their tests are about.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy

import yaml

from tests.mutations.sources import DATE
from tests.strategies.drawing import Drawer
from tests.strategies.values import Tree

Trees = dict[str, dict[str, Tree]]
"""The trees of a book by the paths of its files."""

Place = tuple[str, tuple[str, ...]]
"""A file, and the keys down to an entry of it."""

WIDTH = 10_000
LONG_BEFORE = "2019-05-05"
LATER = ("2025-06-01", "2026-01-01", "2026-03-29T01:00Z", "2027-12-31")
WORDS = ("none", "inherit")
WHOLE = ("name", "when", "source", "note", "units", "facts", "languages")
"""Keys whose inside says nothing of structure."""


def trees_of(files: Mapping[str, str]) -> Trees:
    """The trees of the texts of a book, in which every value is still text."""
    return {file: yaml.load(text, Loader=yaml.CBaseLoader) for file, text in files.items()}


def texts_of(trees: Trees) -> dict[str, str]:
    """The texts of trees."""
    return {file: _text(tree) for file, tree in trees.items() if tree}


def _text(tree: dict[str, Tree]) -> str:
    return yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def restructured(drawer: Drawer, trees: Trees, mistakes: int) -> Trees:
    """The trees after some structural mistakes, one after the other."""
    found = deepcopy(trees)
    for _ in range(mistakes):
        if any(found.values()):
            drawer.one(MISTAKES)(drawer, found)
    return found


def lacking(drawer: Drawer, trees: Trees, keys: int) -> Trees:
    """The trees with some keys left out, or with all keys but one of a section: what an author has not written yet."""
    found = deepcopy(trees)
    for _ in range(keys):
        if any(found.values()):
            drawer.one((_delete, _delete, _keep_one))(drawer, found)
    return found


def places(trees: Trees) -> list[Place]:
    """Every entry, the outer ones before what stands inside them."""
    return [(file, path) for file, tree in sorted(trees.items()) for path in _paths((), tree)]


def _paths(above: tuple[str, ...], tree: Mapping[str, Tree]) -> Iterator[tuple[str, ...]]:
    for key, below in tree.items():
        yield (*above, key)
        if isinstance(below, dict) and key not in WHOLE:
            yield from _paths((*above, key), below)


def at(trees: Trees, place: Place) -> Tree:
    """What stands at a place."""
    tree: Tree = trees[place[0]]
    for key in place[1]:
        assert isinstance(tree, dict)
        tree = tree[key]
    return tree


def parent(trees: Trees, place: Place) -> dict[str, Tree]:
    """The mapping that an entry stands in."""
    found = at(trees, (place[0], place[1][:-1]))
    assert isinstance(found, dict)
    return found


def cut(trees: Trees, place: Place) -> None:
    """Takes an entry away, and every mapping that is left empty by it."""
    file, path = place
    for depth in range(len(path), 0, -1):
        above = parent(trees, (file, path[:depth]))
        del above[path[depth - 1]]
        if above:
            return
    del trees[file]


def _any(drawer: Drawer, trees: Trees, fits: Callable[[Place], bool] = lambda _: True) -> Place | None:
    """An entry of any depth, the outer ones as likely as all that stands deeper."""
    every = [place for place in places(trees) if fits(place)]
    if not every:
        return None
    depth = drawer.one(sorted({len(path) for _, path in every}))
    return drawer.one([place for place in every if len(place[1]) == depth])


def _is_leaf(tree: Tree) -> bool:
    """Whether a value stands there, dated or varying or with its source, and not a mapping of keys."""
    return not isinstance(tree, dict) or _is_line(tree) or bool({"value", "by"} & tree.keys())


def _is_line(tree: Tree) -> bool:
    return isinstance(tree, dict) and bool(tree) and all(DATE.fullmatch(key) for key in tree)


def _delete(drawer: Drawer, trees: Trees) -> None:
    place = _any(drawer, trees)
    if place is not None:
        cut(trees, place)


def _keep_one(drawer: Drawer, trees: Trees) -> None:
    place = _any(drawer, trees, lambda place: isinstance(at(trees, place), dict) and not _is_leaf(at(trees, place)))
    if place is not None:
        below = at(trees, place)
        assert isinstance(below, dict)
        kept = drawer.one(sorted(below))
        parent(trees, place)[place[1][-1]] = {kept: below[kept]}


def _end(drawer: Drawer, trees: Trees) -> None:
    """A value ends on a day, by `none` or `inherit`; or it begins only then."""
    place = _any(drawer, trees, lambda place: _is_leaf(at(trees, place)))
    if place is None:
        return
    value, day, word = at(trees, place), drawer.one(LATER), drawer.one(WORDS)
    line = dict(value) if isinstance(value, dict) and _is_line(value) else {LONG_BEFORE: value}
    begins_then = drawer.maybe(25)
    parent(trees, place)[place[1][-1]] = (
        {day: value if not _is_line(value) else word} if begins_then else line | {day: word}
    )


def _word(drawer: Drawer, trees: Trees) -> None:
    """A word of the language in place of what is stated."""
    place = _any(drawer, trees)
    if place is not None:
        parent(trees, place)[place[1][-1]] = drawer.one(WORDS)


def _put(trees: Trees, place: Place, value: Tree) -> None:
    """States a value at a place, with the mappings above it; nothing where another value stands in the way."""
    tree: Tree = trees.setdefault(place[0], {})
    for key in place[1][:-1]:
        tree = tree.setdefault(key, {}) if isinstance(tree, dict) else tree
    if isinstance(tree, dict):
        tree[place[1][-1]] = value


def _move_to_a_platform(drawer: Drawer, trees: Trees) -> None:
    """What holds for every platform is stated for one of them; or what is one's for all."""
    place = _any(drawer, trees, lambda place: place[1][0] not in ("region", "group", "begins"))
    platforms = {path[1] for _, path in places(trees) if path[0] == "platforms" and len(path) > 1}
    if place is None or not platforms:
        return
    file, path = place
    value = deepcopy(at(trees, place))
    cut(trees, place)
    if path[0] != "platforms":
        _put(trees, (file, ("platforms", drawer.one(sorted(platforms)), *path)), value)
    elif path[2:]:
        _put(trees, (file, path[2:]), value)


def _move_to_a_file(drawer: Drawer, trees: Trees) -> None:
    """What one file states moves into another, of any layer."""
    place = _any(drawer, trees)
    if place is None:
        return
    value = deepcopy(at(trees, place))
    cut(trees, place)
    if trees:
        _put(trees, (drawer.one(sorted(trees)), place[1]), value)


def _drop_a_group(drawer: Drawer, trees: Trees) -> None:
    """A region leaves a group, or all of them, at once or on a day; or a group's file is gone, or is joined."""
    regions = [file for file, tree in sorted(trees.items()) if "region" in tree]
    groups = sorted(str(tree["group"]) for tree in trees.values() if isinstance(tree.get("group"), str))
    if not regions:
        return
    tree = trees[drawer.one(regions)]
    stated = tree.get("groups", [])
    line = dict(stated) if isinstance(stated, dict) and _is_line(stated) else {LONG_BEFORE: stated}
    day, last = drawer.one((LONG_BEFORE, *LATER)), line[max(line)]
    members = [item for item in last if isinstance(item, str)] if isinstance(last, list) else []
    fewer: list[Tree] = list(members[1:]) if drawer.maybe(70) else list(groups[:1])
    if drawer.maybe(10) and groups:
        del trees[next(file for file, tree in trees.items() if tree.get("group") == groups[0])]
    elif drawer.maybe(50) or day == LONG_BEFORE:
        tree["groups"] = fewer
    else:
        tree["groups"] = {key: value for key, value in line.items() if value != [] or key != LONG_BEFORE} | {day: fewer}


def _lose_a_currency(drawer: Drawer, trees: Trees) -> None:
    """A currency ends on a day, begins only then, is gone, or is stated for platforms alone."""
    place = _any(drawer, trees, lambda place: place[1] == ("currency",) or place[1][2:] == ("currency",))
    if place is None:
        return
    (file, path), above, value = place, parent(trees, place), at(trees, place)
    platforms = sorted({inner[1] for _, inner in places(trees) if inner[0] == "platforms" and len(inner) > 1})
    way = drawer.one(("ends", "ends", "begins", "gone", "platforms"))
    day = drawer.one(LATER)
    if way == "ends":
        line = dict(value) if isinstance(value, dict) and _is_line(value) else {LONG_BEFORE: value}
        above["currency"] = line | {day: "inherit"}
    elif way == "begins":
        above["currency"] = {day: value} if not _is_line(value) else value
    else:
        cut(trees, place)
        for platform in platforms if way == "platforms" and path == ("currency",) else ():
            _put(trees, (file, ("platforms", platform, "currency")), deepcopy(value))


def _choose(drawer: Drawer, trees: Trees) -> None:
    """A value holds for one case of a fact alone, and there is none for anybody else."""
    place = _any(drawer, trees, lambda place: isinstance(at(trees, place), str))
    facts = [(name, _cases_of(fact)) for file in sorted(trees) for name, fact in _facts(trees[file])]
    declared = [(name, cases) for name, cases in facts if cases]
    if place is None or not declared:
        return
    name, cases = drawer.one(declared)
    parent(trees, place)[place[1][-1]] = {"by": name, "is": {drawer.one(cases): at(trees, place)}, "other": "none"}


def _facts(tree: Mapping[str, Tree]) -> list[tuple[str, Tree]]:
    facts = tree.get("facts")
    return list(facts.items()) if isinstance(facts, dict) else []


def _cases_of(fact: Tree) -> list[str]:
    if not isinstance(fact, dict):
        return []
    listed = fact.get("of")
    if fact.get("type") == "yes or no":
        return ["yes", "no"]
    return [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []


def _copy(drawer: Drawer, trees: Trees) -> None:
    """A value is what another one of the same key is: a currency, a zone, a base, a price."""
    place = _any(drawer, trees, lambda place: _is_leaf(at(trees, place)))
    if place is None:
        return
    alike = [other for other in places(trees) if other[1][-1] == place[1][-1] and _is_leaf(at(trees, other))]
    parent(trees, place)[place[1][-1]] = deepcopy(at(trees, drawer.one(alike)))


def _rename(drawer: Drawer, trees: Trees) -> None:
    """An entry goes by the name of another one that stands beside it, which is gone; or by a name of its own."""
    place = _any(drawer, trees)
    if place is None:
        return
    above, name = parent(trees, place), place[1][-1]
    others = [key for key in above if key != name]
    above[drawer.one([*others, "another"])] = above.pop(name)


def _drop_a_file(drawer: Drawer, trees: Trees) -> None:
    del trees[drawer.one(sorted(trees))]


MISTAKES = (
    _delete,
    _keep_one,
    _end,
    _end,
    _word,
    _move_to_a_platform,
    _move_to_a_file,
    _drop_a_group,
    _drop_a_group,
    _lose_a_currency,
    _lose_a_currency,
    _choose,
    _copy,
    _rename,
    _drop_a_file,
)
