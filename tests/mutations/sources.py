"""What stands where in the texts of a valid book, found by offsets, without the engine's own reading."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

Path = tuple[str, ...]
Span = tuple[int, int]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
REGIONS, GROUPS, RULES = "regions", "groups", "rules"

LEAVES: dict[str, str] = {
    "prices.*": "money",
    "commission.lines.*.fixed": "money",
    "commission.lines.*.rate": "rate",
    "tax.lines.*.rate": "rate",
    "packages.*.coins": "count",
    "packages.*.order": "count",
    "packages.*.bonus": "bonus",
    "units.*.price.extra_digits": "digits",
    "tax.rounding": "rounding",
    "commission.rounding": "rounding",
    "units.*.price.rounding": "shown rounding",
    "tax.display": "word",
    "tax.rounded": "word",
    "tax.per": "word",
    "tax.collected_by": "word",
    "commission.per": "word",
    "commission.lines.*.base": "word",
    "tax.lines.*.on": "on",
    "currency": "currency",
    "time_zone": "zone",
    "region": "region",
    "group": "group",
    "groups": "groups",
    "begins": "begins",
    "languages": "languages",
    "facts.*.type": "fact type",
    "facts.*.of": "fact values",
}
"""What kind of value stands at the end of which path; * is any identifier."""

SECTIONS = frozenset(
    (
        "",
        "tax",
        "tax.lines.*",
        "commission",
        "commission.lines.*",
        "packages.*",
        "facts.*",
        "units.*",
        "units.*.price",
    )
)
"""Mappings whose keys are the language's own, so that any other key is unknown there."""


def _generic(path: Path) -> str:
    """A path with * for identifiers, without its platform."""
    rest = path[2:] if path[:1] == ("platforms",) and len(path) > 2 else path
    parts = list(rest)
    if parts and parts[0] in ("prices", "packages", "units", "facts") and len(parts) > 1:
        parts[1] = "*"
    if parts[1:2] == ["lines"] and len(parts) > 2:
        parts[2] = "*"
    return ".".join(parts)


@dataclass(frozen=True)
class Spot:
    """A key with its value. `path` is of keys; an item of a list has its number as its last key, and no span of a key.

    `leaf` is the kind of the value that stands at `leaf_path`, in which dates, cases and `value` are not counted.
    """

    file: str
    path: Path
    key: Span | None
    value: Span
    node: yaml.Node
    parent: "yaml.Node | None"
    leaf: str
    leaf_path: Path

    @property
    def text(self) -> str:
        """What a scalar says; "" for anything else."""
        return str(self.node.value) if isinstance(self.node, yaml.ScalarNode) else ""

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_braced(self) -> bool:
        """Whether it is written in braces or brackets itself."""
        return not self.is_scalar and bool(self.node.flow_style)  # type: ignore[attr-defined]

    @property
    def is_one_line(self) -> bool:
        """Whether it starts and ends on one line."""
        return bool(self.node.start_mark.line == self.node.end_mark.line)

    @property
    def in_flow(self) -> bool:
        """Whether it stands inside braces or brackets."""
        return self.parent is not None and bool(self.parent.flow_style)  # type: ignore[attr-defined]

    @property
    def platform(self) -> str | None:
        return self.path[1] if self.path[:1] == ("platforms",) and len(self.path) > 1 else None

    @property
    def trail(self) -> Path:
        """The dates, cases and `value` between the leaf and this spot."""
        return self.path[len(self.leaf_path) :]

    @property
    def generic(self) -> str:
        """The path with * for identifiers, without the platform."""
        return _generic(self.path)

    @property
    def layer(self) -> str:
        """Which layer the file belongs to: rules, groups or regions."""
        folders = self.file.split("/")
        return RULES if folders[0] == "rules" else GROUPS if folders[1] == "groups" else REGIONS


class Source:
    """The texts of a book by path, and every spot in them."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)

    @cached_property
    def roots(self) -> dict[str, yaml.MappingNode]:
        """The outermost mapping of each file."""
        found: dict[str, yaml.MappingNode] = {}
        for file, text in self.files.items():
            root = yaml.compose(text, Loader=yaml.CBaseLoader)
            assert isinstance(root, yaml.MappingNode)
            found[file] = root
        return found

    @cached_property
    def spots(self) -> list[Spot]:
        """Every key with its value and every item of a list, in the order of files and lines."""
        return [spot for file in sorted(self.roots) for spot in _spots(file, (), self.roots[file])]

    @cached_property
    def leaves(self) -> dict[str, list[Spot]]:
        """The scalars at which values stand, by kind: what a person would change."""
        found: dict[str, list[Spot]] = {}
        for spot in self.spots:
            if spot.leaf and spot.is_scalar and spot.is_one_line and not _is_origin(spot.path):
                found.setdefault(spot.leaf, []).append(spot)
        return found

    def of(self, *kinds: str) -> list[Spot]:
        """The scalars of some kinds that say something: neither `none` nor `inherit`."""
        spots = (spot for kind in kinds for spot in self.leaves.get(kind, ()))
        return [spot for spot in spots if spot.text not in ("none", "inherit") and spot.path[-1] != "by"]

    def newline(self, file: str) -> str:
        """How lines end in a file."""
        return "\r\n" if "\r\n" in self.files[file] else "\n"

    def at(self, file: str, path: str) -> Spot | None:
        """The spot of a file at a path of keys, written with points."""
        return next((spot for spot in self.spots if spot.file == file and ".".join(spot.path) == path), None)

    def mappings(self) -> Iterator[tuple[str, Path, yaml.MappingNode]]:
        """Every mapping with keys of the language or of the book, with its file and path; not those inside leaves."""
        for file, root in sorted(self.roots.items()):
            yield file, (), root
        for spot in self.spots:
            if isinstance(spot.node, yaml.MappingNode) and not spot.leaf and not _inside_text(spot.path):
                yield spot.file, spot.path, spot.node

    @cached_property
    def regions(self) -> dict[str, str]:
        """The file of each region."""
        return {spot.text: spot.file for spot in self.of("region")}

    def code_of(self, file: str) -> str:
        """The code of the region that a file states."""
        return next((code for code, of in self.regions.items() if of == file), "")

    @cached_property
    def groups_read(self) -> set[str]:
        """The groups of which some region is always a member."""
        return {
            spot.text
            for spot in self.spots
            if spot.leaf == "groups" and len(spot.path) == 2 and spot.path[0] == "groups" and spot.key is None
        }

    def is_read(self, spot: Spot) -> bool:
        """Whether some market reads what stands there, for certain."""
        if spot.layer != GROUPS:
            return True
        group = self.at(spot.file, "group")
        return group is not None and group.text in self.groups_read


def _is_origin(path: Path) -> bool:
    return path[-1] in ("source", "note")


def _inside_text(path: Path) -> bool:
    return "name" in path or "when" in path or _is_origin(path)


def _spots(file: str, path: Path, node: yaml.Node, leaf: str = "", leaf_path: Path = ()) -> Iterator[Spot]:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield Spot(file, (*path, str(number)), None, _span(item), item, node, leaf, leaf_path)
            yield from _spots(file, (*path, str(number)), item, leaf, leaf_path)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value))
            kind, kind_path = (leaf, leaf_path) if leaf else (LEAVES.get(_generic(below), ""), below)
            if isinstance(value, yaml.MappingNode) and any(key.value == "as" for key, _ in value.value):
                kind = "price as"  # so many coins at the price of another package: no part of it is money
            if not kind:
                kind_path = ()
            yield Spot(file, below, _span(key), _span(value), value, node, kind, kind_path)
            yield from _spots(file, below, value, kind, kind_path)


def _span(node: yaml.Node) -> Span:
    return node.start_mark.index, node.end_mark.index
