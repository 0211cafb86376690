"""Keys taken out, with what stands below them and the comments that are theirs."""

from collections.abc import Collection

from ratecard.rulefiles.rewriting.edits import EditRefused, dotted
from ratecard.rulefiles.rewriting.layout import FileLayout, PlacedEntry
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.text.nodes import Mapping


def removed_keys(layout: FileLayout, paths: Collection[KeyPath]) -> list[TextChange]:
    """The changes that take keys out; the layout knows the lines that are gone from then on.

    Raises EditRefused where one is not there, or where nothing would be left.
    """
    by_mapping: dict[KeyPath, list[KeyPath]] = {}
    for path in sorted(paths):
        layout.the_entry(path)
        by_mapping.setdefault(path[:-1], []).append(path)
    changes: list[TextChange] = []
    gone: set[int] = set()
    for above, own in by_mapping.items():
        mapping = layout.root if not above else layout.the_entry(above).value
        assert type(mapping) is Mapping
        if len(own) == len(mapping.entries):
            what = dotted(above) or layout.file
            raise EditRefused(f"{what} would hold nothing; take it out as a whole", mapping.place)
        if layout.is_flow(mapping):
            changes += _of_braces(layout, mapping, {path[-1] for path in own})
        else:
            for path in own:
                lines = _own_lines(layout, layout.the_entry(path))
                gone.update(lines)
                changes.append(_without(layout, lines))
    layout.gone = frozenset(gone)
    return changes


def _own_lines(layout: FileLayout, entry: PlacedEntry) -> range:
    """The lines of an entry; where blank lines stand on both sides of it, one of them is among them."""
    lines = layout.lines
    first, last = layout.first_own_line(entry.key), layout.last_own_line(entry)
    if first > 1 and not lines.line(first - 1).strip() and not lines.line(last + 1).strip():
        first -= 1
    return range(first, last + 1)


def _without(layout: FileLayout, own: range) -> TextChange:
    lines = layout.lines
    if own.stop <= lines.count:
        return TextChange(lines.start(own.start), lines.start(own.stop), "")
    return TextChange(lines.end(own.start - 1) if own.start > 1 else lines.start(1), lines.end(lines.count), "")


def _of_braces(layout: FileLayout, mapping: Mapping, names: Collection[str]) -> list[TextChange]:
    """The entries with the commas before them; of those that stand first, with the commas behind them."""
    entries = list(layout.entries(mapping).values())
    spans = [(layout.lines.span(entry.key.place)[0], layout.lines.span(entry.value.place)[1]) for entry in entries]
    first_kept = next(index for index, entry in enumerate(entries) if entry.key.text not in names)
    stretches = [(spans[0][0], spans[first_kept][0])] if first_kept else []
    for index, entry in enumerate(entries):
        gap = layout.lines.text[spans[index - 1][1] : spans[index][0]] if index else ""
        taken = entry.key.text in names
        if "#" in gap and (taken or index <= first_kept):
            raise EditRefused(f"a comment stands beside {entry.key.text}; take it out by hand", entry.key.place)
        if taken and index > first_kept:
            stretches.append((spans[index - 1][1], spans[index][1]))
    return [TextChange(start, end, "") for start, end in stretches]
