"""Conditions are judged once for all lots, so none of them may ask for a fact of one; whichever key states it."""

import pytest

from tests.cases.smallest import SMALLEST, only

FACTS = (
    "facts:\n"
    "  lot.class: {type: one of, of: [promotional, earned], name: Kind of diamonds}\n"
    "  lot.months: {type: count, name: Months since they were earned}\n"
    "  buyer.age: {type: count, name: Age}\n"
)
GIFTS = (
    "units: {diamond: {name: {en: {one: diamond, other: diamonds}}, price: {rounding: half up, extra_digits: 3}}}\n"
    "earnings: {live: {base: coins, diamonds: 1 per 2, rounding: down, scope: total}}\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "packages: {coins_100: {when: {lot.class: earned}}}\n",
        "packages: {coins_100: {when: {any: [{buyer.age: {at least: 18}}, {lot.class: earned}]}}}\n",
        GIFTS + "gifts: {x: {coins: 1, kinds: [live], name: Rose, when: {lot.months: {at least: 6}}}}\n",
        "eligibility: {creator: {lot.class: {any of: [earned]}}}\n",
        "eligibility: {creator: {any: [{lot.class: {any of: [earned]}}]}}\n",
        "eligibility: {creator: {lot.class: {2025-01-01: {any of: [earned]}, 2026-01-01: {any of: [promotional]}}}}\n",
    ],
)
def test_a_condition_never_asks_for_a_fact_of_a_lot(text: str) -> None:
    error = only({**SMALLEST, "rules/facts.yaml": FACTS, "rules/zz.yaml": text})
    assert error.place is not None
    assert error.code == "fact-not-known-here"
    line = text.split("\n")[error.place.line - 1]
    assert line[error.place.column - 1 :].startswith("lot.")
    assert "a condition is judged once" in error.sentence
