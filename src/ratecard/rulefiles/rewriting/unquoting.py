"""Quotes that mean nothing taken off: those of keys, and of values that are not texts."""

import re
from collections.abc import Iterator

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.rewriting.comments import scalars_in
from ratecard.rulefiles.rewriting.edits import EditRefused
from ratecard.rulefiles.rewriting.given import given
from ratecard.rulefiles.rewriting.layout import FileLayout, mappings_in
from ratecard.rulefiles.rewriting.statements import Restated
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.text.nodes import Scalar

_BARE_KEY = re.compile(r"[a-zA-Z][\w.-]*|\d{4}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-]\d\d:\d\d))?", re.ASCII)
_OTHER_LANGUAGES = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that other readers of YAML take for something else: as keys they keep their quotes."""


def without_quotes(layout: FileLayout, restated: Restated) -> list[TextChange]:
    """The changes that take them off; texts for people, names and sources keep theirs."""
    typed = set(_typed_places(restated.stated))
    keys = {key.place for mapping in mappings_in(layout.root) for key, _ in mapping.entries}
    changes = []
    for scalar in scalars_in(layout.root):
        if scalar.plain or layout.written(scalar)[:1] not in ("'", '"'):
            continue
        is_key = scalar.place in keys
        if _is_bare_key(scalar.text) if is_key else scalar.place in typed and _is_bare(scalar.text):
            start, end = layout.lines.span(scalar.place)
            changes.append(TextChange(start, end, scalar.text))
    return changes


def _is_bare_key(text: str) -> bool:
    return bool(_BARE_KEY.fullmatch(text)) and text.lower() not in _OTHER_LANGUAGES


def _is_bare(text: str) -> bool:
    """Whether a text without quotes is read as the same one, also in braces."""
    try:
        value = given(text)
    except EditRefused:
        return False
    return type(value) is Scalar and value.plain and value.text == text


def _typed_places(value: object) -> Iterator[Place]:
    """The places of all values that are not texts, within what a file states."""
    if isinstance(value, Stated) and not isinstance(value.value, str):
        yield value.place
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _typed_places(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _typed_places(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _typed_places(item)
