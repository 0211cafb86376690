"""A condition that nobody can meet is an error; one that somebody can is not."""

import pytest

from tests.cases.smallest import Changes, book, germany, only

FACTS = """facts:
  buyer.age: {type: count, name: Age}
  buyer.member: {type: yes or no, name: Member}
  buyer.tier: {type: one of, of: [bronze, silver, gold], name: Tier}
"""


def condition(when: str) -> Changes:
    """The big package under a condition."""
    packages = f"packages:\n  coins_100: {{coins: 100}}\n  coins_1000:\n    coins: 1000\n    when: {when}\n"
    return {"rules/facts.yaml": FACTS, "rules/packages.yaml": packages}


@pytest.mark.parametrize(
    ("when", "clash"),
    [
        ("{buyer.age: {at least: 18, below: 18}}", "buyer.age cannot be at least 18 and below 18"),
        ("{buyer.age: {below: 18, at least: 65}}", "buyer.age cannot be at least 65 and below 18"),
        ("{buyer.age: {below: 0}}", "buyer.age cannot be below 0"),
        (
            "{buyer.age: {at least: 18}, any: [{buyer.age: {below: 18}}, {buyer.member: yes}]}",
            "buyer.age cannot be at least 18 and below 18",
        ),
        (
            "{buyer.member: yes, any: [{buyer.member: no, buyer.age: 5}, {buyer.tier: gold}]}",
            "buyer.member cannot be yes and no",
        ),
        (
            "{buyer.tier: {any of: [bronze, silver]}, any: [{buyer.tier: gold}, {buyer.age: 5}]}",
            "buyer.tier cannot be any of bronze, silver and gold",
        ),
        ("{buyer.age: {above: 17, below: 18}}", "buyer.age cannot be above 17 and below 18"),
        ("{buyer.age: {above: 17, at most: 17}}", "buyer.age cannot be above 17 and at most 17"),
        ("{buyer.age: {at least: 18, at most: 17}}", "buyer.age cannot be at least 18 and at most 17"),
        ("{buyer.age: {above: 999999999999999999}}", "buyer.age cannot be above 999999999999999999"),
        (
            "{buyer.age: {at least: 17, at most: 18, none of: [17, 18, 19]}}",
            "buyer.age cannot be at least 17 and at most 18 and none of 17, 18, 19",
        ),
        ("{buyer.age: {at most: 1, none of: [0, 1]}}", "buyer.age cannot be at most 1 and none of 0, 1"),
        ("{buyer.age: {any of: [5, 6], above: 6}}", "buyer.age cannot be above 6 and any of 5, 6"),
        ("{buyer.age: {any of: [5, 6], none of: [6, 5]}}", "buyer.age cannot be any of 5, 6 and none of 5, 6"),
        (
            "{buyer.tier: {none of: [bronze, silver, gold]}}",
            "buyer.tier cannot be none of bronze, gold, silver",
        ),
        ("{buyer.member: {none of: [yes, no]}}", "buyer.member cannot be none of no, yes"),
        (
            "{buyer.tier: {none of: [bronze]}, any: [{buyer.tier: {none of: [silver, gold]}}, {buyer.age: 5}]}",
            "buyer.tier cannot be none of bronze and none of gold, silver",
        ),
        ("{buyer.age: 5, any: [{any: [{buyer.age: {below: 5}}]}]}", "buyer.age cannot be 5 and below 5"),
    ],
)
def test_what_nobody_meets_is_an_error_with_what_contradicts_itself(when: str, clash: str) -> None:
    error = only(condition(when))
    assert (error.code, error.sentence) == ("condition-never-holds", f"nobody meets this condition: {clash}")
    assert error.place is not None
    assert (error.place.file, error.place.line) == ("rules/packages.yaml", 5)


@pytest.mark.parametrize(
    "when",
    [
        "{buyer.age: {at least: 18, below: 19}}",
        "{buyer.age: {below: 1}}",
        "{buyer.age: {above: 17, at most: 18}}",
        "{buyer.age: {at least: 18, at most: 18}}",
        "{buyer.age: {above: 999999999999999998}}",
        "{buyer.age: {at least: 17, at most: 19, none of: [17, 19, 25]}}",
        "{buyer.age: {any of: [5, 6], none of: [6, 7]}}",
        "{buyer.tier: {none of: [bronze, silver]}}",
        "{buyer.member: {none of: [no]}}",
        "{buyer.age: 0}",
        "{buyer.age: {at least: 18}, any: [{buyer.age: {below: 19}}, {buyer.member: yes}]}",
        "{any: [{buyer.member: yes}, {buyer.member: no}]}",
        "{any: [{buyer.age: {below: 18}}, {buyer.age: {at least: 65}}]}",
        "{buyer.tier: {any of: [bronze, silver]}, any: [{buyer.tier: {any of: [silver, gold]}}, {buyer.age: 5}]}",
    ],
)
def test_what_somebody_meets_is_not(when: str) -> None:
    book(condition(when))


REQUIRED = {"rules/facts.yaml": FACTS, "rules/eligibility.yaml": "eligibility: {buyer: {buyer.age: {at least: 18}}}\n"}


@pytest.mark.parametrize(
    ("beside", "clash"),
    [
        ("any: [{buyer.age: {below: 18}}, {buyer.member: yes}]", "buyer.age cannot be at least 18 and below 18"),
        ("any: [{any: [{buyer.age: {at most: 17}}]}]", "buyer.age cannot be at least 18 and at most 17"),
    ],
)
def test_what_a_region_requires_beside_the_rules_has_to_be_possible(beside: str, clash: str) -> None:
    error = only(REQUIRED | dict(germany(("prices:\n", f"eligibility: {{buyer: {{{beside}}}}}\nprices:\n"))))
    assert error.code == "condition-never-holds"
    assert error.sentence == f"nobody meets eligibility.buyer.any beside what else is required: {clash}"
    assert error.place is not None
    assert error.place.file == "regions/de.yaml"
    assert [note.place.file for note in error.notes] == ["rules/eligibility.yaml"]


@pytest.mark.parametrize(
    "beside",
    [
        "buyer.age: {below: 18}, any: [{buyer.age: {below: 17}}, {buyer.member: yes}]",
        "buyer.age: none, any: [{buyer.age: {below: 18}}]",
        "any: [{buyer.age: {below: 19}}, {buyer.member: yes}]",
    ],
)
def test_what_a_region_replaces_or_lifts_contradicts_nothing(beside: str) -> None:
    book(REQUIRED | dict(germany(("prices:\n", f"eligibility: {{buyer: {{{beside}}}}}\nprices:\n"))))
