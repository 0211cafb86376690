"""Conditions that nobody can meet are warned of; those that somebody can are not."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.books import sound
from tests.cases.smallest import Changes, book, load

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
        ("{buyer.age: 5, any: [{any: [{buyer.age: {below: 5}}]}]}", "buyer.age cannot be 5 and below 5"),
    ],
)
def test_what_nobody_meets_is_warned_of_with_what_contradicts_itself(when: str, clash: str) -> None:
    loaded = load(condition(when))
    assert sound(loaded)
    (warning,) = loaded.diagnostics
    assert (warning.code, warning.severity) == ("condition-never-holds", Severity.WARNING)
    assert warning.sentence == f"nobody meets this condition of packages.coins_1000.when: {clash}"
    assert warning.place is not None
    assert (warning.place.file, warning.place.line) == ("rules/packages.yaml", 5)


@pytest.mark.parametrize(
    "when",
    [
        "{buyer.age: {at least: 18, below: 19}}",
        "{buyer.age: {below: 1}}",
        "{buyer.age: 0}",
        "{buyer.age: {at least: 18}, any: [{buyer.age: {below: 19}}, {buyer.member: yes}]}",
        "{any: [{buyer.member: yes}, {buyer.member: no}]}",
        "{any: [{buyer.age: {below: 18}}, {buyer.age: {at least: 65}}]}",
        "{buyer.tier: {any of: [bronze, silver]}, any: [{buyer.tier: {any of: [silver, gold]}}, {buyer.age: 5}]}",
    ],
)
def test_what_somebody_meets_is_not(when: str) -> None:
    book(condition(when))
