"""Shares, fees and minimums that move by much on a day; promotions that are open for long; bonuses without an end."""

import pytest

from tests.books import Texts
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import RULES, guarded, world

PLATFORMS, PROMOTIONS, PAYOUTS = "rules/platforms.yaml", "rules/promotions.yaml", "rules/payouts.yaml"
METHOD = "  methods: {bank: {name: Bank, fee: none}}\n"


def found(texts: Texts, guard: str) -> list[str]:
    """The sentences of one guard."""
    return [finding.sentence for finding in guarded(texts).findings if finding.guard == guard]


@pytest.mark.parametrize(
    ("later", "is_told"), [("0 %", True), ("none", True), ("11 %", True), ("15 %", False), ("35 %", False)]
)
def test_a_commission_that_moves_by_much_or_to_nothing_is_told(later: str, is_told: bool) -> None:
    text = RULES[PLATFORMS].replace("rate: 30 %", f"rate: {{begins: 30 %, 2026-06-01: {later}}}")
    assert bool(found(world({PLATFORMS: text}), "share")) is is_told


def test_what_comes_to_nothing_is_said_so() -> None:
    text = RULES[PLATFORMS].replace("rate: 30 %", "rate: {begins: 30 %, 2026-06-01: 0 %}")
    sentence, *_ = found(world({PLATFORMS: text}), "share")
    assert sentence.endswith("goes from 30 % to 0 % on 2026-06-01: nothing is left")


@pytest.mark.parametrize(
    ("minimum", "fee", "is_told"),
    [
        ("{begins: 25 USD, 2026-06-01: 50 USD}", "none", False),
        ("{begins: 25 USD, 2026-06-01: 10 USD}", "none", False),
        ("{begins: 25 USD, 2026-06-01: 250 USD}", "none", True),
        ("{begins: 25 USD, 2026-06-01: none}", "none", False),
        ("25 USD", "{fixed: {begins: 1.00 USD, 2026-06-01: 2.00 USD}}", False),
        ("25 USD", "{fixed: {begins: 1.00 USD, 2026-06-01: 10.00 USD}}", True),
    ],
)
def test_minimums_and_fees_may_be_doubled_on_a_day(minimum: str, fee: str, is_told: bool) -> None:
    texts = texts_of(Small())
    own = f"  minimum: {minimum}\n  methods: {{bank: {{name: Bank, fee: {fee}}}}}\n"
    texts[PAYOUTS] = texts[PAYOUTS].replace(METHOD, own)
    assert bool(found(texts, "share")) is is_told


MEMBERS = "  members:\n    name: {en: Members}\n"
FACT = {"rules/facts.yaml": "facts: {buyer.member: {type: yes or no, name: Member}}\npricing: {rounding: half up}\n"}


@pytest.mark.parametrize(
    ("promotion", "is_told"),
    [
        ("    from: 2026-01-01\n    last_day: 2028-06-30\n    when: {buyer.member: yes}\n    bonus: 5 %\n", False),
        ("    from: 2026-01-01\n    last_day: 2028-06-30\n    bonus: 5 %\n", True),
        ("    from: 2026-01-01\n    last_day: 2028-06-30\n    when: {buyer.member: yes}\n    discount: 5 %\n", True),
        ("    from: 2026-01-01\n    bonus: 5 %\n", False),
    ],
)
def test_a_bonus_of_some_is_not_a_sale(promotion: str, is_told: bool) -> None:
    texts = world({PROMOTIONS: f"{RULES[PROMOTIONS]}{MEMBERS}{promotion}", **FACT})
    assert bool(found(texts, "sale_length")) is is_told


@pytest.mark.parametrize(
    ("promotion", "is_told"),
    [
        ("    bonus: 100 %\n", True),
        ("    when: {buyer.member: yes}\n    bonus: 100 %\n", True),
        ("    bonus: 99 %\n", False),
        ("    bonus: 100 %\n    limits: {each: {most: 1 unit}}\n", False),
        ("    from: 2026-12-05\n    last_day: 2026-12-06\n    bonus: 100 %\n", False),
        ("    from: 2026-12-05\n    last_day: 2026-12-06\n    bonus: 110 %\n", True),
    ],
)
def test_double_coins_for_ever_are_told_and_for_a_week_end_are_not(promotion: str, is_told: bool) -> None:
    texts = world({PROMOTIONS: f"{RULES[PROMOTIONS]}{MEMBERS}{promotion}", **FACT})
    assert bool(found(texts, "bonus")) is is_told


@pytest.mark.parametrize(("partner", "is_told"), [("3 per 50", True), ("3 per 5", False), ("1 per 6", False)])
def test_what_one_grade_earns_is_compared_with_what_others_do(partner: str, is_told: bool) -> None:
    texts = texts_of(Small())
    earns = f"{{by: creator.grade, is: {{partner: {partner}}}, other: 1 per 2}}"
    assert "1 per 2" in texts["rules/earnings.yaml"]
    texts["rules/earnings.yaml"] = texts["rules/earnings.yaml"].replace("1 per 2", earns)
    texts["rules/facts.yaml"] = "facts: {creator.grade: {type: one of, of: [standard, partner], name: Grade}}\n"
    assert bool(found(texts, "share")) is is_told
