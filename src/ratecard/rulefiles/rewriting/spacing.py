"""One space behind colons and commas, and none inside of braces and brackets."""

from collections.abc import Iterator
from itertools import pairwise

from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence

Spans = list[tuple[int, int]]
"""Offsets between which the entries of braces or brackets lie."""


def plain_spacing(layout: FileLayout) -> list[TextChange]:
    """The changes that make it so. What stands on another line, and what stands before a comment, stays."""
    return [change for change in _inside(layout, layout.root) if _differs(layout, change)]


def _differs(layout: FileLayout, change: TextChange) -> bool:
    return layout.lines.text[change.start : change.end] != change.text


def _inside(layout: FileLayout, node: Node) -> Iterator[TextChange]:
    if type(node) is Mapping:
        for key, value in node.entries:
            yield from _behind_key(layout, key, value)
            yield from _inside(layout, value)
        if layout.is_flow(node):
            spans = [_entry_span(layout, key, value) for key, value in node.entries]
            yield from _between(layout, node, spans)
    elif type(node) is Sequence:
        for item in node.items:
            yield from _inside(layout, item)
        if layout.is_flow(node):
            yield from _between(layout, node, [layout.lines.span(item.place) for item in node.items])
        else:
            yield from _behind_dashes(layout, node)


def _entry_span(layout: FileLayout, key: Scalar, value: Node) -> tuple[int, int]:
    start, end = layout.lines.span(key.place)
    return start, max(end, layout.lines.span(value.place)[1])


def _behind_key(layout: FileLayout, key: Scalar, value: Node) -> Iterator[TextChange]:
    end, start = layout.lines.span(key.place)[1], layout.lines.span(value.place)[0]
    if start > end and not (type(value) is Scalar and value.plain and not value.text):
        colon = layout.colon_end(key)
        yield TextChange(end, colon, ":")
        if value.place.line == key.place.line:
            yield TextChange(colon, start, " ")


def _behind_dashes(layout: FileLayout, node: Sequence) -> Iterator[TextChange]:
    for item in node.items:
        before = layout.lines.line(item.place.line)[: item.place.column - 1]
        if before.strip() == "-":
            start = layout.lines.start(item.place.line)
            yield TextChange(start + before.index("-") + 1, start + len(before), " ")


def _between(layout: FileLayout, node: Node, spans: Spans) -> Iterator[TextChange]:
    """What stands between braces and entries, and between two of these, where that is on one line."""
    text = layout.lines.text
    start, end = layout.lines.span(node.place)
    if not spans:
        if "\n" not in text[start:end] and "#" not in text[start:end]:
            yield TextChange(start + 1, end - 1, "")
        return
    gaps = [(start + 1, spans[0][0]), *((a[1], b[0]) for a, b in pairwise(spans))]
    for index, (gap_start, gap_end) in enumerate([*gaps, (spans[-1][1], end - 1)]):
        gap = text[gap_start:gap_end]
        if "\n" not in gap:
            comma = "," if "," in gap else ""
            yield TextChange(gap_start, gap_end, f"{comma} " if 0 < index < len(gaps) else comma)
        elif gap.lstrip(" \t")[:1] == ",":
            yield TextChange(gap_start, gap_start + gap.index(","), "")
