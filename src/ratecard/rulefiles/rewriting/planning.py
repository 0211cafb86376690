"""Edits by key paths to changes of the text, all of them by the text as it is."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ratecard.rulefiles.rewriting.adding import added_keys
from ratecard.rulefiles.rewriting.dated import added_dates
from ratecard.rulefiles.rewriting.edits import AddDated, AddKey, EditRefused, FileEdit, RemoveKey, SetValue, dotted
from ratecard.rulefiles.rewriting.given import given
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.removing import removed_keys
from ratecard.rulefiles.rewriting.setting import set_value
from ratecard.rulefiles.rewriting.starts import Starts
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.stating.forms import is_wrapped
from ratecard.rulefiles.text.nodes import Mapping, Scalar


def exact(edits: Iterable[FileEdit], layout: FileLayout, starts: Starts) -> tuple[FileEdit, ...]:
    """The edits, each at the very place where it is made. Raises EditRefused where two of them lie over each other.

    What is set is the value inside of `{value: …}`, and a time line there is where dates are added. A new value at a
    start that stands there already is set in place of the one there.
    """
    found = tuple([_exact(edit, layout, starts) for edit in edits])
    claims = sorted([(_claimed(edit, layout, starts), number) for number, edit in enumerate(found)])
    for (path, number), (next_path, next_number) in pairwise(claims):
        first, second = found[number], found[next_number]
        both_dated = path == next_path and type(first) is AddDated and type(second) is AddDated
        if next_path[: len(path)] == path and not (both_dated and first.start != second.start):  # type: ignore[union-attr]
            raise EditRefused(f"two edits lie over each other: one of {dotted(path)}, and one of {dotted(next_path)}")
    return found


def _exact(edit: FileEdit, layout: FileLayout, starts: Starts) -> FileEdit:
    if type(edit) is not SetValue and type(edit) is not AddDated:
        return edit
    value = layout.the_entry(edit.path).value
    inner = layout.entry((*edit.path, "value")) if type(value) is Mapping and is_wrapped(value) else None
    if type(edit) is SetValue:
        bare = inner is not None and type(given(edit.value)) is Scalar
        return SetValue((*edit.path, "value"), edit.value) if bare else edit
    assert type(edit) is AddDated
    if not starts.is_right(edit.start):
        raise EditRefused(f"{edit.start} is neither a date nor the name of one")
    if inner is not None and starts.is_time_line(inner.value):
        edit, value = AddDated((*edit.path, "value"), edit.start, edit.value), inner.value
    if not starts.is_time_line(value):
        return edit
    assert type(value) is Mapping
    meant = starts.meant(edit.start)
    for key, _ in starts.entries(value):
        if starts.read(key.text) == starts.read(edit.start):
            return SetValue((*edit.path, key.text), edit.value)
        if meant is not None and starts.meant(key.text) == meant:
            raise EditRefused(f"{key.text} stands there already, and {edit.start} is the same day", key.place)
    return edit


def _claimed(edit: FileEdit, layout: FileLayout, starts: Starts) -> KeyPath:
    """The path that is an edit's own: of a new entry of a time line its own, and else what the edit names."""
    if type(edit) is AddDated and starts.is_time_line(layout.the_entry(edit.path).value):
        return (*edit.path, edit.start)
    return edit.path


def changes_of(layout: FileLayout, edits: Sequence[FileEdit], starts: Starts) -> list[TextChange]:
    """The changes that make edits, which are exact."""
    removed = frozenset(edit.path for edit in edits if type(edit) is RemoveKey)
    without = removed_keys(layout, removed)
    return [
        *[set_value(layout, edit, starts) for edit in edits if type(edit) is SetValue],
        *added_dates(layout, [edit for edit in edits if type(edit) is AddDated], removed, starts),
        *added_keys(layout, [edit for edit in edits if type(edit) is AddKey], removed),
        *without,
    ]
