"""The lines of rule files that state prices, found by the place of the value that decides."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.rewriting.editor import layout_of
from ratecard.rulefiles.rewriting.edits import RuleFile
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.statements import PLATFORMS, state
from ratecard.rulefiles.stated import FileKind, KeyPath, Leaf, Stated, StatedMoney
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar

PRICES = "prices"


class PriceLine(msgspec.Struct, frozen=True):
    """A line of a file that states a price as money, whatever dates it has: its path in the file, `platforms` included.

    `names_currency`: the value that decides says its currency itself, and so a new one does.
    """

    file: str
    path: KeyPath
    names_currency: bool

    @property
    def name(self) -> str:
        """What people call it: "platforms.web.prices.coins_1000"."""
        return ".".join(self.path)


class _Read(NamedTuple):
    """A file, with the name of its region."""

    rule_file: RuleFile
    region: str


class PriceLines:
    """The lines of prices of a book's files."""

    def __init__(self, files: Iterable[RuleFile]) -> None:
        self._files: dict[str, _Read] = {}
        self._lines: dict[Place, PriceLine] = {}
        self._layouts: dict[str, FileLayout] = {}
        for rule_file in files:
            stated = state(rule_file, rule_file.content).stated
            if stated is None:
                continue
            region = stated.name if stated.kind is FileKind.REGION else ""
            self._files[rule_file.file] = _Read(rule_file, region)
            for above, leaves in (((), stated.plain), *_by_platform(stated.by_platform)):
                for path, leaf in leaves.items():
                    if path[0] == PRICES and len(path) == 2:
                        self._keep(rule_file.file, (*above, *path), leaf)

    def _keep(self, file: str, path: KeyPath, leaf: Leaf) -> None:
        values = [leaf] if isinstance(leaf, Stated) else [value for _, value in leaf.entries]
        for stated in values:
            if isinstance(stated.value, StatedMoney):
                self._lines[stated.place] = PriceLine(file, path, stated.value.currency is not None)

    def at(self, place: Place) -> PriceLine | None:
        """The line whose value stands at a place; None for what is not money that stands alone in these files."""
        return self._lines.get(place)

    def file_of(self, region: str) -> str | None:
        """The file of a region; None where it has none."""
        return next((file for file, own in self._files.items() if own.region == region), None)

    def rule_file(self, file: str) -> RuleFile:
        """A file that was read."""
        return self._files[file].rule_file

    def states(self, file: str, path: KeyPath) -> bool:
        """Whether a file has a key at a path."""
        return self._layout(file).entry(path) is not None

    def value_path(self, line: PriceLine, place: Place) -> KeyPath:
        """The path at which the very value of a line stands, dates and `value` included."""
        entry = self._layout(line.file).the_entry(line.path)
        found = _path_to(entry.value, place)
        assert found is not None
        return (*line.path, *found)

    def _layout(self, file: str) -> FileLayout:
        if file not in self._layouts:
            self._layouts[file] = layout_of(self._files[file].rule_file)
        return self._layouts[file]


def _by_platform(found: Mapping[str, dict[KeyPath, Leaf]]) -> Iterable[tuple[KeyPath, dict[KeyPath, Leaf]]]:
    return [((PLATFORMS, platform), leaves) for platform, leaves in found.items()]


def _path_to(node: Node, place: Place) -> KeyPath | None:
    """The keys that lead to the single value at a place, from a node on."""
    if type(node) is Scalar:
        return () if node.place == place else None
    for key, value in node.entries if type(node) is MappingNode else ():
        below = _path_to(value, place)
        if below is not None:
            return (key.text, *below)
    return None
