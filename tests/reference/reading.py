"""The text of a book to its statements: one for each leaf of each file, with the layer that says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = tuple[str, ...]

BESIDE = ("source", "note")
LIBRARY = "world/"
EDGES = (("from",), ("last_day",), ("before",))
"""The keys of a promotion that are edges of its window."""
BEGINS = "begins"
"""The key of a time line that stands before every date."""


@dataclass(frozen=True)
class Statement:
    """One leaf as it is written. `owner` is the group's name or the region's code, "" under rules/.

    `path` leaves the platform out: `platforms.ios.prices.c` is ("prices", "c") with `platform` "ios". What stands in
    the library of the world is broader than all that the book says.
    """

    kind: str
    owner: str
    platform: str | None
    path: Path
    written: Tree
    of_library: bool = False


@dataclass(frozen=True)
class Book:
    """Every statement of a book, after those of the library that it stands on, if it does."""

    statements: tuple[Statement, ...]
    origins: tuple[bool, ...] = (False,)
    """Whose statements there are, the broadest first: True is the library."""

    def of(self, kind: str, owner: str, platform: str | None, of_library: bool = False) -> list[Statement]:
        """What one layer states, plainly or for one platform."""
        return self._by_layer.get((kind, owner, platform, of_library), [])

    @cached_property
    def _by_layer(self) -> dict[tuple[str, str, str | None, bool], list[Statement]]:
        """The statements of each layer, as they follow each other: a test asks for them a million times."""
        layers: dict[tuple[str, str, str | None, bool], list[Statement]] = {}
        for statement in self.statements:
            layer = (statement.kind, statement.owner, statement.platform, statement.of_library)
            layers.setdefault(layer, []).append(statement)
        return layers

    @cached_property
    def zones(self) -> dict[str, str]:
        """The time zones that regions state."""
        return {s.owner: str(unwrapped(s.written)) for s in self.statements if s.path == ("time_zone",)}

    def owners(self, kind: str) -> set[str]:
        """The names of all groups, or the codes of all regions."""
        return {s.owner for s in self.statements if s.kind == kind}

    def stated(self, *path: str) -> Tree | None:
        """What a file of rules/ states plainly at this path; for what is neither dated nor layered."""
        for statement in (*self.of("rules", "", None), *self.of("rules", "", None, of_library=True)):
            if statement.path == path:
                return unwrapped(statement.written)
        return None


def read(files: Mapping[str, str]) -> Book:
    """The book of these texts by path. The name of a date is replaced by its date where it stands, before all else.

    Paths below world/ are of the library: those of its rules, of its groups and of the regions that are sold in.
    """
    trees = {file: yaml.load(text, Loader=yaml.BaseLoader) for file, text in files.items()}
    dates = _dates(trees)
    found: list[Statement] = []
    for file, named in trees.items():
        tree = {key: below if key == "dates" else _with_dates(below, dates) for key, below in named.items()}
        of_library, path = file.startswith(LIBRARY), file.removeprefix(LIBRARY)
        kind = "rules" if path.startswith("rules/") else "group" if path.startswith("regions/groups/") else "region"
        owner = "" if kind == "rules" else str(unwrapped(tree[kind]))
        for platform, below in _by_platform(tree):
            found += [
                Statement(kind, owner, platform, at, _with_edge(at, leaf, dates), of_library)
                for at, leaf in _leaves((), below)
            ]
    if any(statement.of_library for statement in found):
        return Book(tuple(_needed(found)), (True, False))
    return Book(tuple(found))


def _needed(statements: list[Statement]) -> list[Statement]:
    """What the book says, after what it needs of the library: names in its languages, and facts that it names."""
    own = [statement for statement in statements if not statement.of_library]
    languages = next(unwrapped(s.written) for s in (*own, *statements) if s.path == ("languages",))
    named = repr([(statement.path, statement.written) for statement in own])
    return [s for s in statements if s.of_library and _is_needed(s.path, languages, named)] + own


def _is_needed(path: Path, languages: Tree, named: str) -> bool:
    if path[0] == "facts" and f"'{path[1]}'" not in named:
        return False
    if "name" not in path:
        return True
    tag = path[path.index("name") + 1]
    return tag == "und" or any(own == tag or str(own).startswith(f"{tag}-") for own in languages)


def _dates(trees: Mapping[str, dict[str, Tree]]) -> dict[str, str]:
    """The date of each name that a file of rules/ declares; `never` for one that is cancelled."""
    found: dict[str, str] = {}
    for file, tree in trees.items():
        declared = tree.get("dates", {}) if file.startswith("rules/") else {}
        assert isinstance(declared, dict)
        found |= {name: str(unwrapped(date)) for name, date in declared.items() if name not in BESIDE}
    return found


def _with_dates(tree: Tree, dates: Mapping[str, str]) -> Tree:
    """A tree in which no key is the name of a date; entries at one that is never are left out.

    So is a value of which no entry is left.
    """
    if not isinstance(tree, dict) or not dates:
        return tree
    kept = {key: _with_dates(below, dates) for key, below in tree.items() if dates.get(key) != "never"}
    changed = {key: below for key, below in kept.items() if below != tree[key]}
    emptied = {key for key, below in changed.items() if isinstance(below, dict) and _is_empty(below)}
    return {dates.get(key, key): below for key, below in kept.items() if key not in emptied}


def _with_edge(path: Path, leaf: Tree, dates: Mapping[str, str]) -> Tree:
    """What a leaf says; the edge of a promotion's window that is the name of a date is its date, or `never`."""
    is_edge = path[:1] == ("promotions",) and path[2:] in EDGES
    return dates.get(str(unwrapped(leaf)), leaf) if is_edge else leaf


def _is_empty(tree: dict[str, Tree]) -> bool:
    return not set(tree) - set(BESIDE)


def _by_platform(tree: dict[str, Tree]) -> Iterator[tuple[str | None, dict[str, Tree]]]:
    yield None, {key: below for key, below in tree.items() if key != "platforms"}
    platforms = tree.get("platforms", {})
    assert isinstance(platforms, dict)
    for platform, below in platforms.items():
        if platform not in BESIDE:
            assert isinstance(below, dict)
            yield platform, below


def _leaves(path: Path, tree: dict[str, Tree]) -> Iterator[tuple[Path, Tree]]:
    for key, below in tree.items():
        if key in BESIDE:
            continue
        requirement = path[:1] == ("eligibility",) and len(path) == 2
        whole = requirement or key == "when" or path in (("price_bounds",), ("prices",)) or _is_whole((*path, key))
        if isinstance(below, dict) and not whole and not is_leaf(below):
            yield from _leaves((*path, key), below)
        elif key == "name":  # a plain text counts as one language, that of everybody
            yield (*path, key, "und"), below
        else:
            yield (*path, key), below


def _is_whole(path: Path) -> bool:
    """Whether a mapping here is one value, beside prices and bounds: a derive, or a range of coins."""
    return path == ("pricing", "derive") or (path[0] == "packages" and path[2:] == ("coins",))


def is_leaf(tree: dict[str, Tree]) -> bool:
    """Whether a mapping stands for one value: a time line, a choice, or a value with its source."""
    return is_time_line(tree) or "by" in tree or ("value" in tree and set(tree) <= {"value", *BESIDE})


def is_time_line(tree: Tree) -> bool:
    """Whether every key is an instant or `begins`. No identifier begins with a digit, and every instant does."""
    keys = [key for key in tree if key not in BESIDE] if isinstance(tree, dict) else []
    return bool(keys) and all(key[0].isdigit() or key == BEGINS for key in keys)


def unwrapped(tree: Tree) -> Tree:
    """`{value: 19 %, source: …}` is 19 %."""
    return tree["value"] if isinstance(tree, dict) and "value" in tree else tree
