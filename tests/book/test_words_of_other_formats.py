"""Keys and numbers as other formats write them: the message names the key or the number that is written here."""

import pytest

from tests.cases.smallest import load


@pytest.mark.parametrize("key", ["until", "to", "end", "valid_until"])
def test_another_word_for_the_end_of_a_promotion_is_answered_with_its_last_day(key: str) -> None:
    sale = f"promotions: {{sale: {{name: Sale, from: 2026-11-27, {key}: 2026-11-30, bonus: 5 %}}}}\n"
    (told,) = load({"rules/promotions.yaml": sale}).diagnostics
    assert (told.code, told.hint) == ("unknown-key", "write from: with the first day, and last_day: with the last")


def test_other_words_for_the_ends_of_a_range_are_answered_with_least_and_most() -> None:
    points = "price_points: {EUR: [{from: 0.49, to: 4.99, step: 0.50}]}\n"
    told = load({"rules/points.yaml": points}).diagnostics
    assert [(found.code, [fix.text for fix in found.fixes]) for found in told] == [
        ("unknown-key", ["least"]),
        ("unknown-key", ["most"]),
    ]


@pytest.mark.parametrize("written", ["{beyond: 1,3}", "\n    beyond: 1,3"])
def test_a_factor_with_a_decimal_comma_is_no_rate(written: str) -> None:
    (told,) = load({"rules/guards.yaml": f"guards:\n  shape: {written}\n"}).diagnostics
    assert [fix.text for fix in told.fixes] == ["1.3"]
