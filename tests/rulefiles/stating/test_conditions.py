"""Conditions as they are written: what is read, and what is said of anything else."""

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.stating.conditions import StatedAny, StatedConditions, StatedTest, condition_tree
from ratecard.rulefiles.text.nodes import Mapping
from ratecard.rulefiles.text.reading import read


def reading(written: str) -> tuple[StatedConditions | None, list[Diagnostic]]:
    """The conditions of `when: {written}`, and everything that is reported."""
    found: list[Diagnostic] = []
    root = read("a.yaml", f"when: {written}\n".encode(), found.append)
    assert isinstance(root, Mapping)
    assert found == []
    return condition_tree(root.entries[0][1], found.append), found


def plain(conditions: StatedConditions) -> list[object]:
    """The conditions without their places."""
    parts: list[object] = []
    for part in conditions.all:
        if isinstance(part, StatedAny):
            parts.append([plain(alternative) for alternative in part.alternatives])
        else:
            parts.append((part.fact.value, part.word, [operand.value for operand in part.operands]))
    return parts


KNOWN = "known here: at least, above, at most, below, any of, none of"
ALTERNATIVES = "write a list of alternatives, for example [{buyer.member: yes}, {buyer.age: {at least: 18}}]"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("{buyer.member: yes}", [("buyer.member", "is", ["yes"])]),
        ("{buyer.age: {at least: 18}}", [("buyer.age", "at least", ["18"])]),
        ("{buyer.age: {below: 65, at least: 18}}", [("buyer.age", "below", ["65"]), ("buyer.age", "at least", ["18"])]),
        ("{creator.grade: {any of: [standard, partner]}}", [("creator.grade", "any of", ["standard", "partner"])]),
        ("{creator.grade: {none of: [star]}}", [("creator.grade", "none of", ["star"])]),
        (
            "{buyer.age: {above: 17, at most: 65, none of: [18, 20]}}",
            [
                ("buyer.age", "above", ["17"]),
                ("buyer.age", "at most", ["65"]),
                ("buyer.age", "none of", ["18", "20"]),
            ],
        ),
        ("{buyer.member: yes, note: members only}", [("buyer.member", "is", ["yes"])]),
        ("{buyer.age: {at least: 18, source: law}}", [("buyer.age", "at least", ["18"])]),
        (
            "{lot.age: 0, any: [{buyer.member: yes}, {buyer.age: {at least: 18}, buyer.level: 3}]}",
            [
                ("lot.age", "is", ["0"]),
                [
                    [("buyer.member", "is", ["yes"])],
                    [("buyer.age", "at least", ["18"]), ("buyer.level", "is", ["3"])],
                ],
            ],
        ),
        ("{any: [{any: [{buyer.member: no}]}]}", [[[[[("buyer.member", "is", ["no"])]]]]]),
    ],
)
def test_conditions_are_read_as_they_are_written(written: str, read_as: list[object]) -> None:
    conditions, found = reading(written)
    assert found == []
    assert conditions is not None
    assert plain(conditions) == read_as


def test_facts_and_operands_keep_their_places() -> None:
    conditions, _ = reading("{buyer.age: {at least: 18}}")
    assert conditions is not None
    test = conditions.all[0]
    assert type(test) is StatedTest
    assert (test.fact.place.column, test.operands[0].place.column) == (8, 30)


@pytest.mark.parametrize(
    ("written", "code", "column", "hint"),
    [
        ("18", "not-a-condition", 7, "write for example {buyer.age: {at least: 18}}"),
        ("[buyer.member]", "not-a-condition", 7, "write for example {buyer.age: {at least: 18}}"),
        ("{}", "not-a-condition", 7, "write for example {buyer.age: {at least: 18}}"),
        ("{note: nobody}", "not-a-condition", 7, "write for example {buyer.age: {at least: 18}}"),
        (
            "{age: 18}",
            "not-a-fact-name",
            8,
            "write what it is about (buyer, creator, purchase, gift or lot), a point and an identifier, "
            "for example buyer.age",
        ),
        ("{buyer.age: }", "not-a-condition", 19, "write for example {buyer.age: {at least: 18}}"),
        ("{buyer.age: {}}", "not-a-condition", 19, "write for example {buyer.age: {at least: 18}}"),
        ("{buyer.age: [18]}", "not-a-condition", 19, "write for example {buyer.age: {at least: 18}}"),
        ("{buyer.age: {at least: [18]}}", "not-a-condition", 30, "write 18"),
        ("{buyer.age: {at least: }}", "not-a-condition", 30, "write for example 18"),
        ("{buyer.age: {any of: 18}}", "not-a-condition", 28, "write [18]"),
        ("{buyer.age: {any of: []}}", "not-a-condition", 28, "write for example [standard, partner]"),
        ("{buyer.age: {atleast: 18}}", "unknown-key", 20, "write at least"),
        ("{buyer.age: {more than: 18}}", "unknown-key", 20, "write above"),
        ("{buyer.age: {atmost: 17}}", "unknown-key", 20, "write at most"),
        ("{buyer.age: {max: 17}}", "unknown-key", 20, "write at most"),
        ("{buyer.age: {under: 18}}", "unknown-key", 20, "write below"),
        ("{buyer.age: {'>=': 18}}", "unknown-key", 20, "write at least"),
        ("{creator.grade: {not: partner}}", "unknown-key", 24, "write none of: [partner]"),
        ("{creator.grade: {not in: [partner]}}", "unknown-key", 24, "write none of"),
        ("{creator.grade: {none of: partner}}", "not-a-condition", 33, "write [partner]"),
        ("{creator.grade: {none of: standard, partner}}", "not-a-condition", 33, "write [standard, partner]"),
        ("{creator.grade: {none of: []}}", "not-a-condition", 33, "write for example [standard, partner]"),
        ("{buyer.age: {at most: [18]}}", "not-a-condition", 29, "write 18"),
        ("{buyer.age: {at most 18}}", "unknown-key", 20, "write at most: 18"),
        ("{buyer.age: {at least 18, below 65}}", "unknown-key", 20, "write at least: 18"),
        ("{buyer.age: {until: 18}}", "unknown-key", 20, KNOWN),
        ("{any: {buyer.member: yes}}", "not-a-condition", 13, ALTERNATIVES),
        ("{any: []}", "not-a-condition", 13, ALTERNATIVES),
        ("{any: [buyer.member]}", "not-a-condition", 14, "write for example {buyer.age: {at least: 18}}"),
    ],
)
def test_what_is_no_condition_is_one_error_at_its_place(written: str, code: str, column: int, hint: str) -> None:
    conditions, found = reading(written)
    assert conditions is None
    assert [(each.code, each.place and each.place.column, each.advice) for each in found] == [(code, column, hint)]


def test_each_wrong_condition_is_reported() -> None:
    _, found = reading("{age: 18, buyer.age: {over: 18}, any: [{member: yes}, {grade: a}]}")
    assert [each.code for each in found] == ["not-a-fact-name", "unknown-key", "not-a-fact-name", "not-a-fact-name"]
