"""Commas that split a value in braces: YAML reads `{coins_100: 12,99}` as 12 and a key 99 that has no value."""

import re
from collections.abc import Callable, Container

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.characters import CURLY_QUOTES
from ratecard.rulefiles.nodes import Mapping, Node, Scalar, Sequence
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.values import COUNT, TEXT, ValueType, Wrong, number_mistake, parse_value, shown

FREE_TEXT = ("source", "note")

KindOf = Callable[[str], ValueType | None]
"""The type of a key's value, which says what to write; None where it is not known or no single value."""


def no_kind(_: str) -> ValueType | None:
    """Where nothing is known of the values."""
    return None


def split_keys(node: Mapping, report: Report, kind_of: KindOf = no_kind, known: Container[str] = ()) -> set[Scalar]:
    """Reports `{coins_100: 12,99}` and `{source: Act 50, 14}`, and gives the keys that have no value because of it.

    These are 99, 14, and coins_100, but not source, of which enough is left. A `known` key is no rest of a text.
    """
    found: set[Scalar] = set()
    before: tuple[Scalar, Scalar] | None = None
    rest: list[Scalar] = []
    for after, nothing in node.entries:
        if before and type(nothing) is Scalar and _is_bare(after, nothing):
            key, value = before
            text = key.text in FREE_TEXT or kind_of(key.text) is TEXT
            if text and after.text not in known and after.text not in FREE_TEXT:
                rest.append(after)
                continue
            digits = re.fullmatch(r"[\d.]*\d( ?%| [A-Z]{3})?( (each|per \d+|[a-z]+))?", after.text)
            if digits and re.fullmatch(r"\d[\d.]*", value.text):
                report(_decimal_comma(key, value, after, kind_of(key.text)))
                found |= {key, after}
        if before and rest:
            report(_cut_text(before[1], rest))
            found.update(rest)
        before, rest = ((after, nothing) if type(nothing) is Scalar and nothing.plain else None), []
    if before and rest:
        report(_cut_text(before[1], rest))
        found.update(rest)
    return found


def splits_conditions(node: Node, report: Report) -> bool:
    """Whether a mapping of these conditions, at whatever depth, has such a comma, which is reported."""
    if type(node) is Sequence:
        found = [splits_conditions(item, report) for item in node.items]
    elif type(node) is Mapping:
        found = [bool(split_keys(node, report, lambda _: COUNT))]
        found += [splits_conditions(value, report) for _, value in node.entries]
    else:
        return False
    return any(found)


def _is_bare(key: Scalar, nothing: Scalar) -> bool:
    """Whether a key stands alone, without a colon, as it may in braces."""
    ends = nothing.place.line == key.place.end_line and nothing.place.column == key.place.end_column
    return ends and key.plain and nothing.plain and not nothing.text


def _from_to(first: Scalar, last: Scalar) -> Place:
    start, end = first.place, last.place
    return Place(start.file, start.line, start.column, end.end_line, end.end_column)


def _cut_text(value: Scalar, rest: list[Scalar]) -> Diagnostic:
    sentence = f"the text ends at “{shown(value.text)}”, because a comma ends it in braces"
    whole = ", ".join(each.text for each in (value, *rest)).strip(f'"{CURLY_QUOTES}').replace('"', "'")
    hint = f'write "{shown(whole)}" in quotes'
    return Diagnostic(code="text-cut-by-comma", sentence=sentence, place=_from_to(value, rest[-1]), hint=hint)


def _decimal_comma(key: Scalar, value: Scalar, after: Scalar, kind: ValueType | None) -> Diagnostic:
    place = _from_to(value, after)
    written = f"{value.text},{after.text}"
    wrong = parse_value(kind, written) if kind is not None else number_mistake(written)
    if type(wrong) is Wrong and wrong.code == "grouped-digits":
        return Diagnostic(code=wrong.code, sentence=wrong.sentence, place=place, hint=wrong.hint)
    hint = wrong.hint if type(wrong) is Wrong else number_mistake(written).hint
    sentence = f"the value of {key.text} is written with a decimal comma: {written}"
    return Diagnostic(code="decimal-comma", sentence=sentence, place=place, hint=hint)
