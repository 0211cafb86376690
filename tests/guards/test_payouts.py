"""Least payouts of which nothing arrives, and limits below them."""

import pytest

from ratecard.guards.findings import Finding
from ratecard.guards.payouts import PAYOUT
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import guarded

METHOD = "  methods: {bank: {name: Bank, fee: none}}\n"


def found_with(more: str, fee: str = "none") -> list[Finding]:
    """What is found in payouts that state more, by this fee."""
    texts = texts_of(Small())
    method = f"  methods: {{bank: {{name: Bank, fee: {fee}}}}}\n"
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace(METHOD, f"{more}{method}")
    return [finding for finding in guarded(texts).findings if finding.guard == PAYOUT]


@pytest.mark.parametrize(
    ("minimum", "fee", "arrives"),
    [
        ("1.50 USD", "{fixed: 1.50 USD}", False),
        ("1.51 USD", "{fixed: 1.50 USD}", True),
        ("0.25 USD", "{rate: 2 %, floor: 0.25 USD, rounding: half up}", False),
        ("0.26 USD", "{rate: 2 %, floor: 0.25 USD, rounding: half up}", True),
        ("1.00 USD", "none", True),
    ],
)
def test_of_the_least_payout_something_has_to_arrive(minimum: str, fee: str, arrives: bool) -> None:
    found = found_with(f"  minimum: {minimum}\n", fee)
    assert (found == []) is arrives
    for finding in found:
        assert finding.sentence.endswith(": nothing arrives")
        assert (finding.of, [note.text for note in finding.notes]) == ("bank", ["the minimum"])


def test_the_minimum_of_a_method_counts_where_it_is_greater() -> None:
    texts = texts_of(Small())
    own = "  minimum: 1.00 USD\n  methods: {bank: {name: Bank, minimum: 2.00 USD, fee: {fixed: 1.50 USD}}}\n"
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace(METHOD, own)
    assert [finding for finding in guarded(texts).findings if finding.guard == PAYOUT] == []


@pytest.mark.parametrize(
    ("most", "is_paid"),
    [("4.99 USD", False), ("5.00 USD", True), ("999 diamonds", False), ("1000 diamonds", True), ("1 payout", True)],
)
def test_a_limit_allows_the_least_payout(most: str, is_paid: bool) -> None:
    found = found_with(f"  minimum: 5.00 USD\n  limits: {{daily: {{most: {most}, per: calendar day}}}}\n")
    assert (found == []) is is_paid
    for finding in found:
        assert finding.sentence == (
            f"the least payout in DE is 5.00 USD, and payouts.limits.daily allows {most}: nobody is ever paid"
        )


def test_without_a_minimum_nothing_is_said() -> None:
    assert found_with("", "{fixed: 1.50 USD}") == []
