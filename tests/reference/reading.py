"""The text of a book to its statements: one for each leaf of each file, with the layer that says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = tuple[str, ...]

BESIDE = ("source", "note")


@dataclass(frozen=True)
class Statement:
    """One leaf as it is written. `owner` is the group's name or the region's code, "" under rules/.

    `path` leaves the platform out: `platforms.ios.prices.c` is ("prices", "c") with `platform` "ios".
    """

    kind: str
    owner: str
    platform: str | None
    path: Path
    written: Tree


@dataclass(frozen=True)
class Book:
    """Every statement of a book."""

    statements: tuple[Statement, ...]

    def of(self, kind: str, owner: str, platform: str | None) -> list[Statement]:
        """What one layer states, plainly or for one platform."""
        return [s for s in self.statements if (s.kind, s.owner, s.platform) == (kind, owner, platform)]

    def owners(self, kind: str) -> set[str]:
        """The names of all groups, or the codes of all regions."""
        return {s.owner for s in self.statements if s.kind == kind}

    def stated(self, *path: str) -> Tree | None:
        """What a file of rules/ states plainly at this path; for what is neither dated nor layered."""
        for statement in self.of("rules", "", None):
            if statement.path == path:
                return unwrapped(statement.written)
        return None


def read(files: Mapping[str, str]) -> Book:
    """The book of these texts by path."""
    found: list[Statement] = []
    for file, text in files.items():
        tree = yaml.load(text, Loader=yaml.BaseLoader)
        assert isinstance(tree, dict)
        kind = "rules" if file.startswith("rules/") else "group" if file.startswith("regions/groups/") else "region"
        owner = "" if kind == "rules" else str(unwrapped(tree[kind]))
        for platform, below in _by_platform(tree):
            found += [Statement(kind, owner, platform, path, leaf) for path, leaf in _leaves((), below)]
    return Book(tuple(found))


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
        if isinstance(below, dict) and key != "when" and not requirement and not is_leaf(below):
            yield from _leaves((*path, key), below)
        elif key == "name":  # a plain text counts as one language, that of everybody
            yield (*path, key, "und"), below
        else:
            yield (*path, key), below


def is_leaf(tree: dict[str, Tree]) -> bool:
    """Whether a mapping stands for one value: a time line, a choice, or a value with its source."""
    return is_time_line(tree) or "by" in tree or ("value" in tree and set(tree) <= {"value", *BESIDE})


def is_time_line(tree: Tree) -> bool:
    """Whether every key is an instant. No identifier begins with a digit, and every instant does."""
    keys = [key for key in tree if key not in BESIDE] if isinstance(tree, dict) else []
    return bool(keys) and all(key[0].isdigit() for key in keys)


def unwrapped(tree: Tree) -> Tree:
    """`{value: 19 %, source: …}` is 19 %."""
    return tree["value"] if isinstance(tree, dict) and "value" in tree else tree
