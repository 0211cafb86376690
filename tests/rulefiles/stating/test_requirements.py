"""Requirements of `eligibility`: each fact's is a value of its own, so that a narrower layer can replace just one."""

import pytest

from ratecard.diagnostics.fixes import SURE
from ratecard.rulefiles.stated import Stated, StatedTimeLine, Word
from ratecard.rulefiles.stating.conditions import StatedAny, StatedConditions
from tests.rulefiles.stating.statements import leaf, one, sound, stating, written_at
from tests.rulefiles.stating.test_conditions import KNOWN, plain

AGE = ("eligibility", "buyer", "buyer.age")


def buyers(written: str) -> str:
    return f"eligibility: {{buyer: {written}}}\n"


def required(written: str, fact: str = "buyer.age") -> list[object]:
    """The one requirement on a fact, without places."""
    found = leaf(buyers(written), "eligibility", "buyer", fact)
    assert type(found) is Stated
    assert type(found.value) is StatedConditions
    return plain(found.value)


def test_each_fact_is_a_leaf_of_its_own_and_any_is_one_too() -> None:
    text = buyers("{buyer.age: {at least: 18}, buyer.member: yes, any: [{buyer.level: 3}, {buyer.member: no}]}")
    paths = [path for path in sound(text).plain if path[0] == "eligibility"]
    assert [path[2] for path in paths] == ["buyer.age", "buyer.member", "any"]
    assert required("{buyer.age: {at least: 18, below: 65}}") == [
        ("buyer.age", "at least", ["18"]),
        ("buyer.age", "below", ["65"]),
    ]
    assert required("{buyer.age: 18}") == [("buyer.age", "is", ["18"])]
    found = leaf(text, "eligibility", "buyer", "any")
    assert type(found) is Stated
    assert type(found.value) is StatedConditions
    assert type(found.value.all[0]) is StatedAny


ALTERNATIVES = "write a list of alternatives, for example [{buyer.member: yes}, {buyer.age: {at least: 18}}]"


@pytest.mark.parametrize(("written", "word"), [("none", Word.NONE), ("inherit", Word.INHERIT)])
def test_one_requirement_may_be_lifted_or_inherited_and_all_of_them_may(written: str, word: Word) -> None:
    found = leaf(buyers(f"{{buyer.age: {written}}}"), *AGE)
    assert type(found) is Stated
    assert found.value is word
    whole = leaf(buyers(written), "eligibility", "buyer")
    assert type(whole) is Stated
    assert whole.value is word


def test_the_dates_of_a_requirement_may_stand_under_value_with_a_source_for_all() -> None:
    line = leaf(buyers("{buyer.age: {source: law, value: {2025-01-01: {at least: 18}, 2026-01-01: none}}}"), *AGE)
    assert type(line) is StatedTimeLine
    assert [(str(start.value), each.source) for start, each in line.entries] == [
        ("2025-01-01", "law"),
        ("2026-01-01", "law"),
    ]


def test_a_requirement_may_have_dates() -> None:
    text = buyers(
        "{buyer.age: {2025-01-01: {at least: 18}, 2026-01-01: {at least: 19, source: law}, 2027-01-01: none}}"
    )
    line = leaf(text, *AGE)
    assert type(line) is StatedTimeLine
    assert [str(start.value) for start, _ in line.entries] == ["2025-01-01", "2026-01-01", "2027-01-01"]
    first, second, last = (each for _, each in line.entries)
    assert type(first.value) is StatedConditions
    assert (second.source, last.value) == ("law", Word.NONE)


def test_a_source_may_stand_around_inside_or_beside_a_requirement() -> None:
    for written in (
        "{buyer.age: {at least: 18, source: law}}",
        "{buyer.age: {value: {at least: 18}, source: law}}",
        "{buyer.age: {at least: 18}, source: law}",
    ):
        found = leaf(buyers(written), *AGE)
        assert type(found) is Stated
        assert (found.source, required(written)) == ("law", [("buyer.age", "at least", ["18"])])


@pytest.mark.parametrize(
    ("written", "code", "at", "hint"),
    [
        ("{buyer.age: }", "empty-value", "buyer.age", "write what it must be, for example {at least: 18} or yes"),
        ("{buyer.age: []}", "not-a-condition", "[]", "write for example {buyer.age: {at least: 18}}"),
        ("{buyer.age: {min: 18}}", "unknown-key", "min", "write at least"),
        ("{buyer.age: {at_least: 18}}", "unknown-key", "at_least", "write at least"),
        ("{buyer.age: {at least: 1,000}}", "grouped-digits", "1,000", "write 1000"),
        ("{buyer.age: {by: buyer.member, is: {yes: 18}}}", "unknown-key", "by", KNOWN),
        ("{buyer.age: {2025-02-30: none}}", "date-does-not-exist", "2025-02-30", ""),
        ("{any: {buyer.age: 18}}", "not-a-condition", "{buyer.age: 18}", ALTERNATIVES),
        ("{any: []}", "not-a-condition", "[]", ALTERNATIVES),
        ("{when: {buyer.age: 18}}", "not-a-fact-name", "when", ""),
        ("{age: {at least: 18}}", "not-a-fact-name", "age", ""),
        ("{2025-01-01: {buyer.age: 18}}", "not-a-fact-name", "2025-01-01", ""),
        ("18", "not-a-condition", "18", "write for example {buyer.age: {at least: 18}}"),
        ("{}", "not-a-condition", "{}", "write for example {buyer.age: {at least: 18}}"),
    ],
)
def test_a_requirement_that_is_written_wrongly_is_one_error_at_its_place(
    written: str, code: str, at: str, hint: str
) -> None:
    text = buyers(written)
    found = one(text)
    assert found.place is not None
    assert (found.code, written_at(text, found.place)) == (code, at)
    assert found.advice == hint or (not hint and found.advice)


def test_a_wrong_requirement_is_stated_as_broken_and_leaves_the_others() -> None:
    stated, found = stating(buyers("{buyer.age: {min: 18}, buyer.member: yes}"))
    assert len(found) == 1
    assert stated is not None
    broken, kept = (stated.plain["eligibility", "buyer", fact] for fact in ("buyer.age", "buyer.member"))
    assert type(broken) is Stated
    assert type(kept) is Stated
    assert (broken.value, type(kept.value)) == (Word.BROKEN, StatedConditions)


@pytest.mark.parametrize("word", ["none", "unknown", "inherit"])
@pytest.mark.parametrize("around", ["{}", "{{buyer.age: {}}}", "{{buyer.age: {{value: {}}}}}"])
def test_a_word_in_capitals_is_told_how_it_is_written(word: str, around: str) -> None:
    for text in (word.capitalize(), word.upper()):
        found = one(buyers(around.format(text)))
        assert (found.code, found.sentence) == ("not-a-condition", f"{text} is not how {word} is written")
        assert [(fix.text, fix.certainty) for fix in found.fixes] == [(word, SURE)]
