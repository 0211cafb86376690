"""How far lines are indented: two spaces for each level, and comments with what they stand beside."""

from collections.abc import Iterator

from ratecard.rulefiles.rewriting.layout import STEP, FileLayout, indentation, is_comment
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.text.nodes import Mapping, Node, Sequence

LineColumns = dict[int, tuple[int, int]]
"""Of each line that begins something: its blanks as they are, and as they are to be."""


def new_columns(layout: FileLayout) -> list[TextChange]:
    """The changes of indentation. A text or braces over several lines move with the line on which they begin."""
    begun: LineColumns = {}
    moved: dict[int, int] = {}
    _place(layout, layout.root, 0, begun, moved)
    found = {line: new for line, (_, new) in begun.items()}
    for line, by in moved.items():
        found.setdefault(line, max(len(indentation(layout.lines.line(line))) + by, 0))
    found |= dict(_comments(layout, begun, moved))
    changes = []
    for line, new in found.items():
        old = indentation(layout.lines.line(line))
        if old != " " * new and layout.lines.line(line).strip():
            start = layout.lines.start(line)
            changes.append(TextChange(start, start + len(old), " " * new))
    return changes


def _place(layout: FileLayout, node: Node, column: int, begun: LineColumns, moved: dict[int, int]) -> None:
    """Where the lines of a mapping or list in lines go, the first column of which is to be `column`."""
    if type(node) is Mapping and layout.is_block(node):
        for key, value in node.entries:
            begun.setdefault(key.place.line, (key.place.column - 1, column))
            _below(layout, value, key.place.line, column - key.place.column + 1, column, begun, moved)
    elif type(node) is Sequence and layout.is_block(node):
        for item in node.items:
            line = layout.lines.line(item.place.line)
            dash = len(indentation(line))
            begun.setdefault(item.place.line, (dash, column))
            if layout.is_block(item):
                _place(layout, item, column + STEP, begun, moved)
            else:
                _below(layout, item, item.place.line, column + STEP - item.place.column + 1, column, begun, moved)


def _below(
    layout: FileLayout, value: Node, line: int, by: int, column: int, begun: LineColumns, moved: dict[int, int]
) -> None:
    if layout.is_block(value):
        _place(layout, value, column + STEP, begun, moved)
        return
    for own in range(line + 1, layout.last_line(value) + 1):
        moved.setdefault(own, by)


def _comments(layout: FileLayout, begun: LineColumns, moved: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Where lines of comments go: with the line of the level at which they stand, above or right below them."""
    lines = layout.lines
    levels = [(0, 0)]
    ahead: list[tuple[int, int]] = []
    following: dict[int, tuple[int, int]] = {}
    for line in range(lines.count, 0, -1):
        if line in begun:
            ahead = [begun[line]]
        following[line] = ahead[0] if ahead else (0, 0)
    for line in range(1, lines.count + 1):
        if line in begun:
            old, new = begun[line]
            levels = [*[level for level in levels if level[0] < old], (old, new)]
        elif line not in moved and is_comment(lines.line(line)):
            column = len(indentation(lines.line(line)))
            known = [level for level in (*levels, following[line]) if level[0] <= column]
            old, new = max(known, default=(0, 0))
            yield line, new + column - old
