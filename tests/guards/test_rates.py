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


def test_a_rate_may_be_off_what_is_known_by_much() -> None:
    assert known(TRY="200", GBP="0.99", JPY="120") == []
