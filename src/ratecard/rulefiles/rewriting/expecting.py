"""What a file should state after edits, made of its nodes and never of its new text: what the editor is checked by."""

from collections.abc import Iterable, Mapping

from ratecard.rulefiles.rewriting.edits import AddDated, AddKey, FileEdit, NewValue, RemoveKey, SetValue
from ratecard.rulefiles.rewriting.given import given
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.starts import Starts
from ratecard.rulefiles.stated import BEGINS, KeyPath
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar, Sequence

Plain = str | list["Plain"] | dict[str, "Plain"] | None
"""A node as texts alone: without places, quotes, and the order of keys, which mean nothing."""


def plain(node: Node) -> Plain:
    """A node as texts alone; None where it could not be read."""
    if type(node) is Scalar:
        return node.text
    if type(node) is MappingNode:
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items] if type(node) is Sequence else None


def expected(layout: FileLayout, edits: Iterable[FileEdit], starts: Starts) -> Plain:
    """The file as texts alone, after edits that are exact."""
    root = plain(layout.root)
    assert isinstance(root, dict)
    dated: set[KeyPath] = set()
    for edit in edits:
        above = root
        for name in edit.path[:-1]:
            below = above.setdefault(name, {})
            assert isinstance(below, dict)
            above = below
        if type(edit) is AddDated and edit.path not in dated:
            dated.add(edit.path)
            if not starts.is_time_line(layout.the_entry(edit.path).value):
                above[edit.path[-1]] = {BEGINS.name: above[edit.path[-1]]}
        _make(edit, above, edit.path[-1])
    return root


def _make(edit: FileEdit, above: dict[str, Plain], name: str) -> None:
    match edit:
        case SetValue():
            above[name] = plain(given(edit.value))
        case AddKey():
            above[name] = _new(edit.value)
        case RemoveKey():
            del above[name]
        case AddDated():
            time_line = above[name]
            assert isinstance(time_line, dict)
            time_line[edit.start] = plain(given(edit.value))


def _new(value: NewValue) -> Plain:
    if isinstance(value, Mapping):
        return {name: _new(below) for name, below in value.items()}
    return plain(given(value))
