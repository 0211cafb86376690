"""New entries of time lines: among those that stand there, or beside a value that had no dates until now."""

from collections.abc import Collection, Iterable, Sequence

from ratecard.rulefiles.rewriting.edits import AddDated, EditRefused, dotted
from ratecard.rulefiles.rewriting.given import given, key_written
from ratecard.rulefiles.rewriting.layout import FileLayout, PlacedEntry
from ratecard.rulefiles.rewriting.starts import LAST, Starts
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.stated import BEGINS, FREE_TEXT_KEYS, KeyPath
from ratecard.rulefiles.text.nodes import Mapping, Unread


def added_dates(
    layout: FileLayout, edits: Iterable[AddDated], removed: Collection[KeyPath], starts: Starts
) -> list[TextChange]:
    """The changes that add dated values. Raises EditRefused where one has no place."""
    by_path: dict[KeyPath, list[AddDated]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    changes: list[TextChange] = []
    for path, of_path in sorted(by_path.items()):
        entry = layout.the_entry(path)
        ordered = _in_order(of_path, starts)
        if starts.is_time_line(entry.value):
            assert type(entry.value) is Mapping
            kept = [
                PlacedEntry(key, value, entry.value)
                for key, value in starts.entries(entry.value)
                if (*path, key.text) not in removed
            ]
            if not kept:
                raise EditRefused(f"all dates of {dotted(path)} are taken out: set its value", entry.key.place)
            changes += _among(layout, kept, ordered, starts)
        else:
            _check_undated(layout, entry, of_path)
            changes += _beside(layout, entry, ordered)
    return changes


def _in_order(edits: list[AddDated], starts: Starts) -> list[AddDated]:
    """The edits of one time line in order of time; those at names that mean no day stand last."""
    seen: dict[object, AddDated] = {}
    for edit in edits:
        meant = starts.meant(edit.start)
        other = seen.setdefault(edit.start if meant is None else meant, edit)
        if other is not edit:
            raise EditRefused(f"two edits give {dotted(edit.path)} a value from {edit.start} on")
    return sorted(edits, key=lambda edit: (starts.time(edit.start) or LAST, edit.start))


def _text(edit: AddDated) -> str:
    given(edit.value)
    return f"{key_written(edit.start)}: {edit.value.strip()}"


def _among(
    layout: FileLayout, kept: Sequence[PlacedEntry], edits: Iterable[AddDated], starts: Starts
) -> list[TextChange]:
    """Entries put among those of a time line: each behind the latest that begins before it, or behind all."""
    timed = [(time, entry) for entry in kept if (time := starts.time(entry.key.text)) is not None]
    changes = []
    for edit in edits:
        at = starts.time(edit.start)
        before = [(time, entry) for time, entry in timed if at is not None and time <= at]
        behind = max(before, key=lambda item: item[0])[1] if before else None
        changes.append(_placed(layout, kept[0], kept[-1] if at is None else behind, _text(edit)))
    return changes


def _placed(layout: FileLayout, first: PlacedEntry, behind: PlacedEntry | None, text: str) -> TextChange:
    """A new entry behind another one, or before the first."""
    lines = layout.lines
    if layout.is_flow(first.within):
        at = lines.span(first.key.place)[0] if behind is None else lines.span(behind.value.place)[1]
        return TextChange(at, at, f"{text}, " if behind is None else f", {text}")
    indent = layout.indent(first.key)
    if behind is None:
        at = lines.start(layout.first_own_line(first.key))
        return TextChange(at, at, f"{indent}{text}\n")
    at = lines.end(layout.last_own_line(behind))
    return TextChange(at, at, f"\n{indent}{text}", -len(indent))


def _check_undated(layout: FileLayout, entry: PlacedEntry, edits: Iterable[AddDated]) -> None:
    value, name = entry.value, entry.key.text
    if type(value) is Unread or name in FREE_TEXT_KEYS:
        raise EditRefused(f"{name} cannot have dates", entry.key.place)
    if layout.is_text_of_lines(value):
        raise EditRefused(f"{name} is a text of several lines; edit it by hand", entry.key.place)
    keys = {key.text for key, _ in value.entries} if type(value) is Mapping else set()
    for edit in edits:
        if edit.start == BEGINS.name:
            raise EditRefused(f"{name} has no dates, so that it holds from its beginning on: set it", entry.key.place)
        new = given(edit.value)
        by_fact = type(new) is Mapping and any(key.text == "by" for key, _ in new.entries)
        if "by" in keys and not by_fact:
            sentence = f"{name} varies by a fact, and the new value would not: give it by the fact, too"
            raise EditRefused(sentence, value.place)


def _beside(layout: FileLayout, entry: PlacedEntry, edits: Sequence[AddDated]) -> list[TextChange]:
    """What makes a value the first entry of a time line, with new ones behind it."""
    lines, value = layout.lines, entry.value
    start, end = lines.span(value.place)
    if layout.is_flow(entry.within):
        more = "".join(f", {_text(edit)}" for edit in edits)
        return [TextChange(start, start, f"{{{BEGINS.name}: "), TextChange(end, end, f"{more}}}")]
    indent = layout.indent(entry.key) + " " * layout.step
    first, last = entry.key.place.line, layout.last_line(value)
    shifted = range(first + 1, last + 1)
    if layout.is_block(value):
        indent = max(indent, " " * (value.place.column - 1))
        opening = [TextChange(lines.end(first), lines.end(first), f"\n{indent}{BEGINS.name}:")]
    elif value.place.line == first:
        colon = layout.colon_end(entry.key)
        opening = [TextChange(colon, start, f"\n{indent}{BEGINS.name}: ")]
    else:
        indent = lines.text[lines.start(value.place.line) : start]
        opening = [TextChange(start, start, f"{BEGINS.name}: ")]
        shifted = range(value.place.line + 1, last + 1)
    step = " " * layout.step
    opening += [TextChange(lines.start(line), lines.start(line), step) for line in shifted if lines.line(line).strip()]
    at = lines.end(layout.last_own_line(entry) if layout.is_block(value) else last)
    return [*opening, *[TextChange(at, at, f"\n{indent}{_text(edit)}", -len(indent)) for edit in edits]]
