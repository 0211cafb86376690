"""Entries of time lines put in order of time.

Where the name of a date stands among them, the order stays: when its day is moved, all files would be out of order.
"""

from collections.abc import Iterator
from itertools import pairwise

from ratecard.rulefiles.rewriting.layout import FileLayout, PlacedEntry, mappings_in
from ratecard.rulefiles.rewriting.starts import FIRST, Starts
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.stated import BEGINS, FREE_TEXT_KEYS
from ratecard.rulefiles.text.nodes import Mapping


def in_order_of_time(layout: FileLayout, starts: Starts) -> list[TextChange]:
    """The changes that put each time line of a file in order."""
    return [
        change
        for mapping in mappings_in(layout.root)
        if starts.is_time_line(mapping)
        for change in _ordered(layout, mapping, starts)
    ]


def _ordered(layout: FileLayout, time_line: Mapping, starts: Starts) -> Iterator[TextChange]:
    """The entries written over each other's places; nothing where these are not alike, or among something else."""
    entries = [entry for entry in layout.entries(time_line).values() if entry.key.text not in FREE_TEXT_KEYS]
    keys = [entry.key.text for entry in entries]
    if any(key != BEGINS.name and (starts.is_name(key) or starts.time(key) is None) for key in keys):
        return
    ordered = sorted(entries, key=lambda entry: starts.time(entry.key.text) or FIRST)
    if ordered == entries:
        return
    spans = {entry.key.text: span for entry in entries if (span := _span(layout, entry)) is not None}
    in_lines = not layout.is_flow(time_line)
    places = [spans[key] for key in keys if key in spans]
    beside = all(first[1] == second[0] for first, second in pairwise(places))
    if len(spans) < len(entries) or (in_lines and not beside) or (not in_lines and _goes_over_lines(time_line)):
        return
    for entry, other in zip(entries, ordered, strict=True):
        start, end = spans[entry.key.text]
        new_start, new_end = spans[other.key.text]
        yield TextChange(start, end, layout.lines.text[new_start:new_end])


def _goes_over_lines(node: Mapping) -> bool:
    return node.place.line != node.place.end_line


def _span(layout: FileLayout, entry: PlacedEntry) -> tuple[int, int] | None:
    """What moves with an entry: its lines with its comments, or in braces its own characters."""
    lines = layout.lines
    if layout.is_flow(entry.within):
        return lines.span(entry.key.place)[0], lines.span(entry.value.place)[1]
    return lines.start(layout.first_own_line(entry.key)), lines.start(layout.last_own_line(entry) + 1)
