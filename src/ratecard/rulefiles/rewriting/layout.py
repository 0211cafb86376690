"""Where the entries of a rule file stand in its text: their lines, indentation, comments and braces."""

import re
from collections.abc import Iterator

import msgspec

from ratecard.rulefiles.rewriting.edits import EditRefused, dotted
from ratecard.rulefiles.rewriting.texts import Lines
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence

STEP = 2
"""Spaces by which new lines are indented where a file does not show how."""

_COLON = re.compile(r"[ \t]*:")


class PlacedEntry(msgspec.Struct, frozen=True):
    """A key with its value, and the mapping in which it stands."""

    key: Scalar
    value: Node
    within: Mapping


def is_comment(line: str) -> bool:
    """Whether a line holds a comment and nothing else."""
    return line.lstrip(" \t").startswith("#")


def indentation(line: str) -> str:
    """The blanks at the beginning of a line."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def mappings_in(node: Node) -> Iterator[Mapping]:
    """A node's mappings, an outer one before those in it."""
    if type(node) is Mapping:
        yield node
        for _, value in node.entries:
            yield from mappings_in(value)
    elif type(node) is Sequence:
        for item in node.items:
            yield from mappings_in(item)


class FileLayout:
    """A file's text with its nodes. `gone` are the lines that edits take out: nothing is put behind them."""

    def __init__(self, file: str, lines: Lines, root: Mapping) -> None:
        self.file, self.lines, self.root = file, lines, root
        self.gone: frozenset[int] = frozenset()
        self._entries: dict[int, dict[str, PlacedEntry]] = {}
        self.step = next(self._steps(root), STEP)

    def entry(self, path: KeyPath) -> PlacedEntry | None:
        """The entry at a path; None where there is none."""
        node: Node = self.root
        entry = None
        for name in path:
            entry = self.entries(node).get(name) if type(node) is Mapping else None
            if entry is None:
                return None
            node = entry.value
        return entry

    def the_entry(self, path: KeyPath) -> PlacedEntry:
        """The entry at a path. Raises EditRefused where there is none."""
        entry = self.entry(path)
        if entry is None:
            raise EditRefused(f"{self.file} does not state {dotted(path)}")
        return entry

    def entries(self, mapping: Mapping) -> dict[str, PlacedEntry]:
        """The entries of a mapping by key, in the order of the file."""
        known = self._entries.get(id(mapping))
        if known is None:
            known = {key.text: PlacedEntry(key, value, mapping) for key, value in mapping.entries}
            self._entries[id(mapping)] = known
        return known

    def written(self, node: Node) -> str:
        """What stands at a node."""
        start, end = self.lines.span(node.place)
        return self.lines.text[start:end]

    def is_flow(self, node: Node) -> bool:
        """Whether a mapping or list stands in braces or brackets."""
        start = self.lines.span(node.place)[0]
        return type(node) in (Mapping, Sequence) and self.lines.text[start : start + 1] in ("{", "[")

    def is_block(self, node: Node) -> bool:
        """Whether a mapping or list stands in lines."""
        return type(node) in (Mapping, Sequence) and not self.is_flow(node)

    def is_text_of_lines(self, node: Node) -> bool:
        """Whether a scalar goes over several lines."""
        return type(node) is Scalar and (node.place.line != node.place.end_line or self.written(node)[:1] in ("|", ">"))

    def colon_end(self, key: Scalar) -> int:
        """The offset behind the colon of a key."""
        end = self.lines.span(key.place)[1]
        colon = _COLON.match(self.lines.text, end)
        if colon is None:
            raise EditRefused(f"{key.text} has no colon behind it on its line", key.place)
        return colon.end()

    def indent(self, key: Scalar) -> str:
        """The blanks before a key that begins its line. Raises EditRefused where something else stands before it."""
        before = self.lines.line(key.place.line)[: key.place.column - 1]
        if before.strip(" "):
            raise EditRefused(f"something stands before {key.text} on its line", key.place)
        return before

    def last_line(self, node: Node) -> int:
        """The last line of a value; of a text in lines, the last that is not blank."""
        if self.is_block(node):
            inside = [value for _, value in node.entries] if type(node) is Mapping else [*node.items]  # type: ignore[union-attr]
            keys = [key.place.end_line for key, _ in node.entries] if type(node) is Mapping else []
            return max([self.last_line(value) for value in inside] + keys, default=node.place.line)
        last = node.place.end_line - (node.place.end_column == 1 and node.place.end_line > node.place.line)
        while last > node.place.line and not self.lines.line(last).strip():
            last -= 1
        return last

    def first_own_line(self, key: Scalar) -> int:
        """The line of a key, or of the first of the comments right above it, as far indented as it is.

        Comments at the very top of a file are those of the file.
        """
        indent, first = self.indent(key), key.place.line
        while first > 1 and is_comment(above := self.lines.line(first - 1)) and indentation(above) == indent:
            first -= 1
        return key.place.line if first == 1 else first

    def last_own_line(self, entry: PlacedEntry) -> int:
        """The last line of an entry, with the comments below it that are further indented than its key."""
        last = max(entry.key.place.line, self.last_line(entry.value))
        indent = len(self.indent(entry.key))
        while is_comment(below := self.lines.line(last + 1)) and len(indentation(below)) > indent:
            last += 1
        while last in self.gone:
            last -= 1
        return last

    def _steps(self, root: Mapping) -> Iterator[int]:
        """By how much keys are indented below others, in the order of the file."""
        for mapping in mappings_in(root):
            for key, value in mapping.entries:
                if type(value) is Mapping and self.is_block(mapping) and self.is_block(value):
                    yield value.place.column - key.place.column
