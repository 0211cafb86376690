"""Choices by a fact, as they are written."""

import pytest

from ratecard.rulefiles.stated import Choice, FileKind, Stated, StatedMoney, StatedTimeLine, Word
from tests.rulefiles.stating.statements import leaf, one, stating, value, written_at


def test_a_choice_keeps_its_cases_as_text_until_the_fact_is_known() -> None:
    text = "prices: {coins_100: {by: buyer.age, from: {0: 1.29, 18: 1.09}, other: 1.49}}\n"
    choice = value(text, "prices", "coins_100")
    assert type(choice) is Choice
    assert (choice.by, choice.thresholds) == ("buyer.age", True)
    assert [(key.value, each.value) for key, each in choice.cases] == [
        ("0", StatedMoney(129, 2, None)),
        ("18", StatedMoney(109, 2, None)),
    ]
    assert choice.other is not None
    assert choice.other.value == StatedMoney(149, 2, None)
    assert written_at(text, choice.cases[1][0].place) == "18"
    assert written_at(text, choice.cases[1][1].place) == "1.09"


def test_a_choice_may_stand_in_a_time_line_and_in_a_value() -> None:
    choice = "{by: buyer.member, is: {yes: 1.09}, other: 1.29}"
    line = leaf(f"prices: {{coins_100: {{2025-01-01: 1.49, 2026-01-01: {choice}}}}}\n", "prices", "coins_100")
    assert type(line) is StatedTimeLine
    assert type(line.entries[1][1].value) is Choice
    wrapped = value(f"prices: {{coins_100: {{value: {choice}, source: s}}}}\n", "prices", "coins_100")
    assert type(wrapped) is Choice


def test_a_case_may_state_none_where_the_value_may() -> None:
    choice = value("prices: {coins_100: {by: buyer.member, is: {yes: 1.09}, other: none}}\n", "prices", "coins_100")
    assert type(choice) is Choice
    assert choice.other is not None
    assert choice.other.value is Word.NONE


@pytest.mark.parametrize(
    ("written", "code", "at"),
    [
        ("{is: {yes: 1.09}, other: 1.29}", "not-a-choice", "{is: {yes: 1.09}, other: 1.29}"),
        ("{by: buyer.member, other: 1.29}", "not-a-choice", "{by: buyer.member, other: 1.29}"),
        ("{by: buyer.member, is: 1.09}", "not-a-choice", "{by: buyer.member, is: 1.09}"),
        ("{by: [buyer.member], is: {yes: 1.09}}", "not-a-choice", "{by: [buyer.member], is: {yes: 1.09}}"),
        (
            "{by: buyer.age, is: {1: 1.09}, from: {1: 1.09}}",
            "not-a-choice",
            "{by: buyer.age, is: {1: 1.09}, from: {1: 1.09}}",
        ),
        ("{by: , is: {yes: 1.09}}", "empty-value", "by"),
        ("{by: member, is: {yes: 1.09}}", "not-a-fact-name", "member"),
        ("{by: buyer.member, is: {}}", "empty-value", "{}"),
        ("{by: buyer.member, is: {yes: }}", "empty-value", "yes"),
        ("{by: buyer.member, is: {yes: 1.09}, other: }", "empty-value", "other"),
        ("{by: buyer.member, is: {yes: x}, other: 1.29}", "not-money", "x"),
        ("{by: buyer.member, is: {yes: 1.09}, others: 1.29}", "unknown-key", "others"),
        ("{by: buyer.member, is: {yes: inherit}, other: 1.29}", "not-a-value", "inherit"),
        ("{by: buyer.member, is: {yes: 1.09}, other: 1,29}", "decimal-comma", "1,29"),
        ("{by: buyer.member, is: {yes: 1,09}, other: 1.29}", "decimal-comma", "1,09"),
        (
            "{by: buyer.member, is: {yes: {by: buyer.age, from: {0: 1.09}}}, other: 1.29}",
            "not-a-value",
            "buyer.age",
        ),
        (
            "{by: buyer.member, is: {yes: {2025-01-01: 1.09}}, other: 1.29}",
            "not-a-value",
            "{2025-01-01: 1.09}",
        ),
    ],
)
def test_a_choice_that_is_written_wrongly_is_one_error_at_its_place(written: str, code: str, at: str) -> None:
    text = f"prices: {{coins_100: {written}}}\n"
    stated, found = stating(text)
    assert [each.code for each in found] == [code], found
    assert found[0].place is not None
    assert written_at(text, found[0].place) == at
    assert "date" not in found[0].advice
    assert stated is not None
    broken = stated.plain["prices", "coins_100"]
    assert type(broken) is Stated
    assert broken.value is Word.BROKEN


@pytest.mark.parametrize("written", ["{by: buyer.member, is: {yes: 1.09}}", "{2025-01-01: 1.09}"])
def test_a_choice_or_time_line_in_a_place_of_its_own_kind_says_so(written: str) -> None:
    inside = one(f"prices: {{coins_100: {{by: buyer.age, from: {{0: {written}}}, other: 1.29}}}}\n")
    assert inside.sentence == f"{'a choice' if 'by' in written else 'a time line'} stands inside a choice"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("begins: {by: buyer.member, is: {yes: 2025-01-01}}\n", FileKind.RULES),
        ("currency: {by: buyer.member, is: {yes: EUR}}\n", FileKind.GROUP),
        ("tax: {lines: {vat: {on: {by: buyer.member, is: {yes: gst}}}}}\n", FileKind.RULES),
    ],
)
def test_what_a_whole_market_agrees_on_does_not_vary_by_a_fact(text: str, kind: FileKind) -> None:
    assert one(text, kind).code == "not-by-fact"
