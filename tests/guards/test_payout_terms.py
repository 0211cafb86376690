"""Least payouts, fees and waiting times with a digit too many."""

import pytest

from tests.books import Texts
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import guarded

PAYOUTS = "rules/payouts.yaml"
METHOD = "  methods: {bank: {name: Bank, fee: none}}\n"


def found(texts: Texts) -> list[tuple[str, str]]:
    """The file and the sentence of each."""
    every = [finding for finding in guarded(texts).findings if finding.guard == "payout_terms"]
    return [(own.place.file, own.sentence) for own in every]


def stating(more: str, fee: str = "none", minimum: str = "") -> Texts:
    """A book whose payouts state more, with this fee and this least payout of its method."""
    texts = texts_of(Small())
    least = f", minimum: {minimum}" if minimum else ""
    method = f"  methods: {{bank: {{name: Bank, fee: {fee}{least}}}}}\n"
    texts[PAYOUTS] = texts[PAYOUTS].replace(METHOD, f"{more}{method}")
    return texts


@pytest.mark.parametrize(
    ("more", "fee", "minimum", "is_told"),
    [
        ("  minimum: 500 USD\n", "none", "", True),
        ("  minimum: 200 USD\n", "none", "", False),
        ("  minimum: 50 USD\n", "none", "1000 USD", True),
        ("  minimum: {by: creator.fans, from: {0: 25 USD, 9: 2500 USD}}\n", "none", "", True),
        ("  hold: 50 days\n", "none", "", True),
        ("  hold: 14 days\n", "none", "", False),
        ("  hold: 45 days\n", "none", "", False),
        ("  hold: 1 year\n", "none", "", True),
        ("  minimum: 100 USD\n", "{fixed: 3 USD}", "", False),
        ("  minimum: 100 USD\n", "{fixed: 30 USD}", "", True),
        ("  minimum: 20 USD\n", "{fixed: 5 USD}", "", False),
        ("", "{fixed: 30 USD}", "", False),  # without a least payout nothing can be said
    ],
)
def test_what_is_far_above_what_is_usual_is_told(more: str, fee: str, minimum: str, is_told: bool) -> None:
    texts = stating(more, fee, minimum)
    texts["rules/facts.yaml"] = "facts: {creator.fans: {type: count, name: Fans}}\n"
    assert bool(found(texts)) is is_told
    assert all(file == PAYOUTS for file, _ in found(texts))


def _regions(*minimums: str) -> Texts:
    """A book whose regions state least payouts of their own."""
    texts = stating("  minimum: 20 USD\n")
    for code, zone, minimum in zip(("AT", "FR", "IT"), ("Vienna", "Paris", "Rome"), minimums, strict=False):
        own = texts["regions/de.yaml"].replace("DE", code).replace("Berlin", zone)
        texts[f"regions/{code.lower()}.yaml"] = f"{own}payouts: {{minimum: {minimum}}}\n"
    return texts


@pytest.mark.parametrize(
    ("minimums", "told"),
    [
        (("200 USD",), ["regions/at.yaml"]),
        (("50 USD",), []),
        (("20 USD", "25 USD", "180 USD"), ["regions/it.yaml"]),
        (("20 USD", "25 USD", "2 USD"), ["regions/it.yaml"]),
        (("20 USD", "25 USD", "60 USD"), []),
    ],
)
def test_what_one_region_states_is_compared_with_the_others(minimums: tuple[str, ...], told: list[str]) -> None:
    assert [file for file, _ in found(_regions(*minimums))] == told


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ("0.005 USD", "0.0005 USD", True),
        ("0.005 USD", "0.002 USD", False),
    ],
)
def test_creators_get_a_twentieth_of_what_is_left_at_least(old: str, new: str, is_told: bool) -> None:
    texts = texts_of(Small())
    assert old in texts[PAYOUTS]
    texts[PAYOUTS] = texts[PAYOUTS].replace(old, new)
    told = found(texts)
    assert bool(told) is is_told
    for file, sentence in told:
        assert file == PAYOUTS
        assert "less than 5 % is unusual" in sentence


LIMITS = "  limits: {daily: {most: %s, per: calendar day}, weekly: {most: %s, per: calendar week}}\n"


@pytest.mark.parametrize(
    ("daily", "weekly", "is_told"),
    [
        ("1000 USD", "500 USD", True),
        ("1000 USD", "1000 USD", False),
        ("1000 USD", "5000 USD", False),
        ("1000 USD", "3 payouts", False),
    ],
)
def test_a_limit_of_a_longer_time_is_not_below_one_of_a_shorter(daily: str, weekly: str, is_told: bool) -> None:
    assert bool(found(stating(LIMITS % (daily, weekly)))) is is_told


@pytest.mark.parametrize(
    ("more", "fee", "is_told"),
    [
        ("  hold: 14 hours\n", "none", True),
        ("  hold: 24 hours\n", "none", False),
        ("", "{rate: 20 %, rounding: half up}", True),
        ("", "{rate: 2 %, rounding: half up}", False),
    ],
)
def test_a_hold_of_hours_and_a_fee_of_a_fifth_are_told(more: str, fee: str, is_told: bool) -> None:
    assert bool(found(stating(more, fee))) is is_told
