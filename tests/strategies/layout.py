"""Trees to YAML text, in any order, style and quoting: nothing of what is meant depends on it."""

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import TypeVar

from tests.strategies.moments import BEGINS
from tests.strategies.values import Tree

T = TypeVar("T")
Path = tuple[str, ...]
Trees = Mapping[str, dict[str, Tree]]
"""The trees of a book: of "rules:", of "group:eu" and so on, of "region:DE" and so on."""

PLAIN = re.compile(r"[\w.%/+-][\w .%/:+-]*")

REMARKS = ("seen in the store", "example", "UStG § 12", "as of old")


class Layout:
    """One way to lay a book out. The same seed gives the same text; seed 0 changes nothing for the sake of it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.plain = seed == 0

    def chance(self, share: float) -> bool:
        """Yes, about so often; never in the plain layout."""
        return not self.plain and self.random.random() < share

    def files(self, trees: Trees) -> dict[str, str]:
        """The texts of a book by path. What stands under rules/ is spread over several files."""
        texts: dict[str, str] = {}
        for name, tree in self.shuffled(trees):
            kind, _, owner = name.partition(":")
            if kind == "rules":
                for part, piece in self.spread(tree).items():
                    texts[f"rules/{part}.yaml"] = self.text(piece)
            else:
                folder = "regions" if kind == "region" else "regions/groups"
                stem = f"{self.random.randrange(1000):03}-{owner.lower()}" if self.chance(0.3) else owner.lower()
                texts[f"{folder}/{stem}.yaml"] = self.text(tree)
        return dict(self.shuffled(texts))

    def shuffled(self, mapping: Mapping[str, T]) -> list[tuple[str, T]]:
        """The entries in another order."""
        entries = list(mapping.items())
        if not self.plain:
            self.random.shuffle(entries)
        return entries

    def spread(self, tree: dict[str, Tree]) -> dict[str, dict[str, Tree]]:
        """One tree as several that are disjoint, cut at its keys and at those below `platforms`."""
        parts = ["book"] if self.plain else ["book", "more", "deep/rest"][: self.random.randint(1, 3)]
        pieces: dict[str, dict[str, Tree]] = {}
        for path, leaf in _cuts((), tree):
            into = pieces.setdefault(self.random.choice(parts), {})
            for key in path[:-1]:
                below = into.setdefault(key, {})
                assert isinstance(below, dict)
                into = below
            into[path[-1]] = leaf
        return pieces

    def text(self, tree: dict[str, Tree]) -> str:
        """One file."""
        lines = self.block(tree, 0)
        if self.chance(0.2):
            lines.insert(0, "# yaml-language-server: $schema=../schema/region.schema.json")
        text = "\n".join(lines) + "\n"
        return text.replace("\n", "\r\n") if self.chance(0.05) else text

    def block(self, tree: dict[str, Tree], indent: int) -> list[str]:
        lines: list[str] = []
        step = 2 if self.plain else self.random.choice((1, 2, 4))
        for key, below in self.remarked(tree):
            start = f"{' ' * indent}{self.scalar(key)}:"
            if self.chance(0.05):
                lines += ["", f"{' ' * indent}# {self.random.choice(REMARKS)}"]
            if isinstance(below, dict) and below and not self.flows(below):
                lines += [start, *self.block(below, indent + step)]
            elif isinstance(below, list) and below and self.chance(0.4):
                lines += [start, *(f"{' ' * (indent + step)}- {self.flow(item)}" for item in below)]
            else:
                comment = f"  # {self.random.choice(REMARKS)}" if self.chance(0.1) else ""
                lines.append(f"{start} {self.flow(below)}{comment}")
        return lines

    def flows(self, tree: dict[str, Tree]) -> bool:
        """Whether a mapping goes on one line."""
        return len(str(tree)) < 60 if self.plain else self.random.random() < 0.5

    def flow(self, tree: Tree) -> str:
        if isinstance(tree, str):
            return self.scalar(tree)
        if isinstance(tree, list):
            return f"[{', '.join(self.flow(item) for item in tree)}]"
        return "{" + ", ".join(f"{self.scalar(key)}: {self.flow(below)}" for key, below in self.remarked(tree)) + "}"

    def remarked(self, tree: dict[str, Tree]) -> list[tuple[str, Tree]]:
        """The entries in another order, sometimes with a source or a note, which may stand in every mapping."""
        entries = list(tree.items())
        for word in ("source", "note"):
            if word not in tree and self.chance(0.04):
                entries.append((word, self.random.choice(REMARKS)))
        if not self.plain:
            self.random.shuffle(entries)
        return entries

    def scalar(self, text: str) -> str:
        """A scalar, quoted or not; what could read as something else is always quoted."""
        if self.chance(0.15):
            return f"'{text}'"
        return f'"{text}"' if self.chance(0.15) or not PLAIN.fullmatch(text) else text


def _cuts(path: Path, tree: dict[str, Tree]) -> Iterator[tuple[Path, Tree]]:
    """Every path at which a tree may be cut: its values, and each fact as a whole."""
    for key, below in tree.items():
        whole = path in (("facts",), ("rarities",)) or (path[:1] == ("eligibility",) and len(path) == 2)
        if isinstance(below, dict) and not whole and key != "when" and not _is_value(below):
            yield from _cuts((*path, key), below)
        else:
            yield (*path, key), below


def _is_value(tree: dict[str, Tree]) -> bool:
    return "by" in tree or "value" in tree or any(_is_start(key) for key in tree)


def _is_start(key: str) -> bool:
    """Whether a key is one of a time line: a date, `begins`, or a name of a date."""
    return key[0].isdigit() or key == BEGINS.text or key.startswith("wave_")
