"""Rates of exchange against one another, and against what is roughly known."""

import pytest

from ratecard.guards.findings import Finding
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import sound
from tests.guards.world import NOW, guarded, rates_text, world

RATE = "rate"


def alone(**rates: str) -> list[Finding]:
    """What is found of rates where nothing is known beside the book."""
    found = guard(sound(load_texts(world({"rules/fx.yaml": rates_text(**rates)}))), NOW).findings
    return [finding for finding in found if finding.guard == RATE]


def known(**rates: str) -> list[Finding]:
    """The same where rough rates are known."""
    return [own for own in guarded(world({"rules/fx.yaml": rates_text(**rates)})).findings if own.guard == RATE]


def test_a_rate_that_is_the_inverse_of_the_one_before_is_told_however_long_after() -> None:
    (found,) = alone(USD="{begins: 1.16, 2026-06-01: 0.8621}")
    assert found.sentence.endswith("which is about its inverse")
    assert alone(USD="{begins: 1.16, 2026-06-01: 1.02}") == []


def test_of_a_rate_that_was_wrong_for_a_day_only_that_is_told() -> None:
    (found,) = alone(SEK="{begins: 11.1, 2026-06-01: 111, 2026-06-02: 11.2}")
    assert "goes from 11.1 to 111" in found.sentence
    assert len(alone(SEK="{begins: 11.1, 2026-06-01: 111, 2026-06-02: 1.1}")) == 2


@pytest.mark.parametrize(
    ("code", "rate", "inverse"),
    [("GBP", "1.149", True), ("USD", "0.85", True), ("JPY", "18.1", False), ("IDR", "193000", False)],
)
def test_a_rate_that_has_no_other_beside_it_is_compared_with_what_is_known(code: str, rate: str, inverse: bool) -> None:
    assert alone(**{code: rate}) == []
    (found,) = known(**{code: rate})
    assert "was about" in found.sentence
    assert found.sentence.endswith("which is about its inverse") is inverse


@pytest.mark.parametrize(
    ("code", "rate", "is_told"),
    [
        ("USD", "1.61", True),  # 1.16 with two digits turned over
        ("USD", "1.40", False),
        ("JPY", "{begins: 160, 2026-11-25: 118}", True),
        ("JPY", "{begins: 160, 2026-11-25: 150}", False),
        ("TRY", "{begins: 38, 2026-10-01: 84}", False),  # some lose much of their worth in a year
        ("TRY", "{begins: 38, 2026-10-01: 420}", True),
        ("GBP", "0.99", False),
    ],
)
def test_the_nearer_the_day_of_what_is_known_the_less_a_rate_may_be_off(code: str, rate: str, is_told: bool) -> None:
    """What is known is of 2026-02-20."""
    found = [own for own in known(**{code: rate}) if "was about" in own.sentence or is_told]
    assert bool(found) is is_told


def test_long_before_or_after_a_rate_may_be_off_by_more() -> None:
    for day, is_told in (("2026-11-25", True), ("2027-06-01", False)):
        found = known(JPY=f"{{begins: 160, {day}: 118}}")
        assert any("was about" in own.sentence for own in found) is is_told
