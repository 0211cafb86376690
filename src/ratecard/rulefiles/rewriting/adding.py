"""New keys, with the mappings above them that are not there yet."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ratecard.rulefiles.rewriting.edits import AddKey, EditRefused, NewValue, dotted
from ratecard.rulefiles.rewriting.given import given, key_written
from ratecard.rulefiles.rewriting.layout import FileLayout, PlacedEntry
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.text.nodes import Mapping as MappingNode

_Tree = dict[str, NewValue]


class _At(NamedTuple):
    """Where new keys go: the mapping at a path, before one of its keys or, with "", behind all of them."""

    path: KeyPath
    before: str


def added_keys(layout: FileLayout, edits: Iterable[AddKey], removed: Collection[KeyPath]) -> list[TextChange]:
    """The changes that add keys. Raises EditRefused where one stands there already, or has no place."""
    trees: dict[_At, _Tree] = {}
    for edit in edits:
        at, below = _deepest(layout, edit)
        tree = trees.setdefault(at, {})
        for name in below[:-1]:
            tree = tree.setdefault(name, {})  # type: ignore[assignment]
        tree[below[-1]] = edit.value
    return [_change(layout, at, tree, removed) for at, tree in sorted(trees.items())]


def _deepest(layout: FileLayout, edit: AddKey) -> tuple[_At, KeyPath]:
    """The deepest mapping on a path that stands there, and the keys that are to stand below it."""
    depth, entry = 0, None
    while depth < len(edit.path) and (below := layout.entry(edit.path[: depth + 1])) is not None:
        depth, entry = depth + 1, below
    if depth == len(edit.path) and entry is not None:
        raise EditRefused(f"{dotted(edit.path)} stands there already", entry.key.place)
    if entry is not None and type(entry.value) is not MappingNode:
        raise EditRefused(f"{dotted(edit.path[:depth])} holds no keys", entry.value.place)
    return _At(edit.path[:depth], edit.before), edit.path[depth:]


def _change(layout: FileLayout, at: _At, tree: _Tree, removed: Collection[KeyPath]) -> TextChange:
    mapping = layout.root if not at.path else layout.the_entry(at.path).value
    assert type(mapping) is MappingNode
    entries = layout.entries(mapping)
    if at.before and at.before not in entries:
        raise EditRefused(f"{dotted((*at.path, at.before))} is not there, and new keys were to stand before it")
    kept = [entry for name, entry in entries.items() if (*at.path, name) not in removed]
    if layout.is_flow(mapping):
        return _in_braces(layout, mapping, kept, entries.get(at.before), tree)
    if not kept and not at.before:
        raise EditRefused(f"all keys of {dotted(at.path)} are taken out: new ones have no place", mapping.place)
    return _in_lines(layout, mapping, kept, entries.get(at.before), tree)


def _in_braces(
    layout: FileLayout, mapping: MappingNode, kept: Sequence[PlacedEntry], before: PlacedEntry | None, tree: _Tree
) -> TextChange:
    text = ", ".join(f"{key_written(name)}: {_flow(value)}" for name, value in tree.items())
    if before is not None:
        start = layout.lines.span(before.key.place)[0]
        return TextChange(start, start, f"{text}, ")
    if kept:
        end = layout.lines.span(kept[-1].value.place)[1]
        return TextChange(end, end, f", {text}")
    start = layout.lines.span(mapping.place)[0] + 1
    return TextChange(start, start, text)


def _in_lines(
    layout: FileLayout, mapping: MappingNode, kept: Sequence[PlacedEntry], before: PlacedEntry | None, tree: _Tree
) -> TextChange:
    """New lines behind the entry that they follow; before the first one where there is none."""
    indent = layout.indent(mapping.entries[0][0])
    written = list(_lines(tree, indent, layout.step))
    earlier = [entry for entry in kept if before is None or entry.key.place < before.key.place]
    if before is not None and not earlier:
        at = layout.lines.start(layout.first_own_line(before.key))
        return TextChange(at, at, "".join(f"{line}\n" for line in written))
    if mapping is layout.root and _are_apart(layout):
        written = [line for name, value in tree.items() for line in ("", *_lines({name: value}, indent, layout.step))]
    at = layout.lines.end(layout.last_own_line(earlier[-1]))
    return TextChange(at, at, "".join(f"\n{line}" for line in written), -len(indent))


def _are_apart(layout: FileLayout) -> bool:
    """Whether blank lines stand between the keys of a file."""
    firsts = [layout.first_own_line(key) for key, _ in layout.root.entries[1:]]
    return any(not layout.lines.line(first - 1).strip() for first in firsts)


def _lines(tree: Mapping[str, NewValue], indent: str, step: int) -> Iterator[str]:
    for name, value in tree.items():
        if isinstance(value, str):
            given(value)
            yield f"{indent}{key_written(name)}: {value.strip()}"
        else:
            yield f"{indent}{key_written(name)}:"
            yield from _lines(value, indent + " " * step, step)


def _flow(value: NewValue) -> str:
    if isinstance(value, str):
        given(value)
        return value.strip()
    return "{" + ", ".join(f"{key_written(name)}: {_flow(below)}" for name, below in value.items()) + "}"
