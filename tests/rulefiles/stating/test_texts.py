"""Texts for people: plain, by language, with plural forms, and cut short by a comment."""

import pytest

from ratecard.rulefiles.stated import ANY_LANGUAGE, FileKind, Stated
from tests.rulefiles.stating.statements import one, sound, stating, value


def test_a_plain_text_holds_for_every_language() -> None:
    assert value("tax: {lines: {vat: {name: NO}}}\n", "tax", "lines", "vat", "name", ANY_LANGUAGE) == "NO"


def test_a_text_by_language_has_one_leaf_a_language() -> None:
    stated = sound("tax: {lines: {vat: {name: {en: VAT, zh-Hant: 稅, note: short, ar: ضريبة}}}}\n")
    names = {path[-1]: each.value for path, each in stated.plain.items() if "name" in path and type(each) is Stated}
    assert names == {"en": "VAT", "zh-Hant": "稅", "ar": "ضريبة"}


@pytest.mark.parametrize(
    ("written", "text"),
    [("12:30", "12:30"), ("'no'", "no"), ('"a: b"', "a: b"), ("1\u00a0000 pièces", "1\u00a0000 pièces")],
)
def test_a_text_may_be_any_characters_in_any_quotes(written: str, text: str) -> None:
    assert value(f"tax: {{lines: {{vat: {{name: {written}}}}}}}\n", "tax", "lines", "vat", "name", ANY_LANGUAGE) == text


def test_a_unit_has_plural_forms_in_each_language() -> None:
    text = "units: {coin: {name: {en: {one: coin, other: coins}, ja: {other: コイン}}}}\n"
    stated = sound(text, FileKind.RULES)
    assert {path[3:]: each.value for path, each in stated.plain.items() if type(each) is Stated} == {
        ("en", "one"): "coin",
        ("en", "other"): "coins",
        ("ja", "other"): "コイン",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("coin", "not-a-mapping"),
        ("{en: coin}", "not-a-mapping"),
        ("{en: {one: coin, others: coins}}", "unknown-key"),
        ("{EN: {one: coin}}", "not-a-language"),
        ("{en: {one: }}", "empty-value"),
        ("{en: [coin]}", "not-a-mapping"),
        ("{}", "empty-value"),
        ("{en: {}}", "empty-value"),
    ],
)
def test_a_unit_that_is_named_wrongly_is_one_error(name: str, code: str) -> None:
    assert one(f"units: {{coin: {{name: {name}}}}}\n", FileKind.RULES).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("[VAT]", "not-a-value"),
        ("{en: [VAT]}", "not-a-value"),
        ("{english: VAT}", "not-a-language"),
        ("{en_US: VAT}", "not-a-language"),
        ("{en: }", "empty-value"),
        ('""', "empty-value"),
        ('" "', "empty-value"),
        ("{}", "empty-value"),
        ("", "empty-value"),
    ],
)
def test_a_name_that_is_written_wrongly_is_one_error(name: str, code: str) -> None:
    assert one(f"tax: {{lines: {{vat: {{name: {name}}}}}}}\n").code == code


def test_a_text_that_a_comment_cuts_short_is_warned_of_with_what_was_meant() -> None:
    found = one("tax:\n  lines:\n    vat:\n      name: Steuer #1\n")
    assert found.code == "text-cut-by-comment"
    assert found.advice == 'write "Steuer #1" in quotes; else put a space after #'


@pytest.mark.parametrize("name", ["Steuer # standard", '"Steuer #1"', "Steuer#1", "Steuer   ## x", "Steuer #"])
def test_a_comment_with_a_space_is_taken_for_one(name: str) -> None:
    sound(f"tax:\n  lines:\n    vat:\n      name: {name}\n")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("{rate: 19 %, source: Act 50, 14}", 'write "Act 50, 14"'),
        ("{rate: {value: 19 %, source: a, b, c}}", 'write "a, b, c"'),
        ("{rate: {2020-01-01: 19 %, source: a, b}}", 'write "a, b"'),
        ("{rate: 19 %, name: {en: VAT, red, de: USt}}", 'write "VAT, red"'),
        ("{rate: 19 %, source: “Act 50, 14”}", 'write "Act 50, 14"'),
        ("{ rate: 19 %, source: Act 50, 14 }", 'write "Act 50, 14"'),
        ("{rate: 19 %, source: a,b , c}", 'write "a, b, c"'),
        ("{rate: 19 %, source: Act 50,\n  14\n  }", 'write "Act 50, 14"'),
    ],
)
def test_a_text_in_braces_that_a_comma_cuts_is_one_error_and_is_written_out_in_quotes(written: str, hint: str) -> None:
    found = one(f"tax: {{lines: {{vat: {written}}}}}\n")
    assert (found.code, found.advice) == ("text-cut-by-comma", hint)


def test_a_known_key_without_a_value_is_no_rest_of_a_text() -> None:
    assert one("tax: {lines: {vat: {source: law, rate}}}\n").code == "empty-value"


@pytest.mark.parametrize(
    "written", ["{vat: {rate: {source: law, value}}}", "{vat: {rate: {by: buyer.age, from, source: a}}}"]
)
def test_a_word_of_the_language_is_no_rest_of_a_text(written: str) -> None:
    _, found = stating(f"tax: {{lines: {written}}}\n")
    assert "text-cut-by-comma" not in [each.code for each in found]


def test_a_note_without_a_text_is_no_rest_of_a_source() -> None:
    _, found = stating("tax: {lines: {vat: {rate: 19 %, source: Act 50, 14, note}}}\n")
    assert [(each.code, each.advice) for each in found] == [
        ("not-text", "write one line of text, or quote it"),
        ("text-cut-by-comma", 'write "Act 50, 14"'),
    ]


def test_a_decimal_comma_is_told_in_padded_braces_too() -> None:
    assert one("prices: { coins_100: 12,99 }\n").code == "decimal-comma"


def test_every_comma_of_conditions_is_told() -> None:
    _, found = stating("packages: {c: {when: {buyer.age: {at least: 1,5}, buyer.level: {at least: 2,5}}}}\n")
    assert [each.code for each in found] == ["decimal-comma", "decimal-comma"]
