"""Commas that split a value in braces: YAML reads `{coins_100: 12,99}` as 12 and a key 99 that has no value."""

import re
from collections.abc import Callable, Container

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.characters import CURLY_QUOTES
from ratecard.rulefiles.mending import from_to, in_quotes, value_fixes
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.stated import FREE_TEXT_KEYS
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence
from ratecard.rulefiles.values.numbers import comma_mistake
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import COUNT, TEXT, ValueType
from ratecard.rulefiles.wrong import Wrong, shown

KindOf = Callable[[str], ValueType | None]
"""The type of a key's value, which says what to write; None where it is not known or no single value."""


def no_kind(_: str) -> ValueType | None:
    """Where nothing is known of the values."""
    return None


def goes_on(before: tuple[Scalar, Node], key: Scalar, nothing: Node) -> bool:
    """Whether a key without a colon is the rest of the number before it, or of a rest of one: 99 in `{a: 69,99}`."""
    first, value = before
    if type(nothing) is not Scalar or not _is_bare(key, nothing) or _DIGITS.fullmatch(key.text) is None:
        return False
    if type(value) is not Scalar or not value.plain:
        return False
    is_rest = _is_bare(first, value) and _DIGITS.fullmatch(first.text) is not None
    return is_rest or _NUMBER.fullmatch(value.text) is not None


def split_keys(
    node: Mapping,
    report: Report,
    kind_of: KindOf = no_kind,
    known: Container[str] = (),
    nearby: Nearby = NOWHERE,
) -> set[Scalar]:
    """Reports `{coins_100: 12,99}` and `{source: Act 50, 14}`, and gives the keys that have no value because of it.

    These are 99, 14, and coins_100, but not source, of which enough is left. A `known` key is not the rest of a text.
    """
    found: set[Scalar] = set()
    before: tuple[Scalar, Scalar] | None = None
    rest: list[Scalar] = []
    for after, nothing in node.entries:
        if before and type(nothing) is Scalar and _is_bare(after, nothing):
            key, value = before
            is_text = key.text in FREE_TEXT_KEYS or kind_of(key.text) is TEXT
            is_key = after.text.partition(":")[0] in known or after.text in FREE_TEXT_KEYS
            if is_text and not is_key:
                rest.append(after)
                continue
            if _DIGITS.fullmatch(after.text) and _NUMBER.fullmatch(value.text):
                rest.append(after)
                continue
        found |= _report_rest(before, rest, report, kind_of, nearby)
        before, rest = ((after, nothing) if type(nothing) is Scalar and nothing.plain else None), []
    return found | _report_rest(before, rest, report, kind_of, nearby)


_NUMBER = re.compile(r"[-+(]?(?:[^\w\s.,()-]{1,2} ?)?\d[\d.]*|[a-z -]+ to \d[\d.]*", re.ASCII)
_DIGITS = re.compile(r"[\d.]*\d( ?%| ?[A-Z]{3}| ?[^\w\s.,()-]{1,2})?( (each|per \d+|[a-z]+))?\)?", re.ASCII)
"""The rest of a number behind a comma, with its unit."""


def _report_rest(
    before: tuple[Scalar, Scalar] | None, rest: list[Scalar], report: Report, kind_of: KindOf, nearby: Nearby
) -> set[Scalar]:
    """Reports a value and the keys that are the rest of it, and gives those that have no value because of it."""
    if before is None or not rest:
        return set()
    key, value = before
    if key.text in FREE_TEXT_KEYS or kind_of(key.text) is TEXT:
        report(_cut_text(value, rest))
        return set(rest)
    report(_decimal_comma(key, value, rest, kind_of(key.text), nearby))
    return {key, *rest}


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


def _cut_text(value: Scalar, rest: list[Scalar]) -> Diagnostic:
    sentence = f"the text ends at “{shown(value.text)}”, because a comma ends it in braces"
    whole = ", ".join(part.text for part in (value, *rest)).strip(f'"{CURLY_QUOTES}').replace('"', "'")
    place = from_to(value.place, rest[-1].place)
    fixes = value_fixes(place, (Suggestion(in_quotes(whole)),))
    return Diagnostic(code="text-cut-by-comma", sentence=sentence, place=place, fixes=fixes)


def _decimal_comma(
    key: Scalar, value: Scalar, rest: list[Scalar], kind: ValueType | None, nearby: Nearby
) -> Diagnostic:
    place = from_to(value.place, rest[-1].place)
    written = ",".join(part.text for part in (value, *rest))
    wrong = parse_value(kind, written, nearby) if kind is not None else None
    if type(wrong) is not Wrong:
        wrong = comma_mistake(written)
    is_comma = wrong.code != "grouped-digits"
    what = "the value" if key.text == "value" else f"the value of {key.text}"
    sentence = f"{what} is written with a decimal comma: {written}" if is_comma else wrong.sentence
    code = "decimal-comma" if is_comma else wrong.code
    fixes = value_fixes(place, wrong.offers)
    return Diagnostic(code=code, sentence=sentence, place=place, hint=wrong.hint, fixes=fixes)
