"""Amounts that are fractions, as tables for people show them."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.money import ExactMoney, decimals_of_fractions
from tests.cli.running import run, run_json

DERIVED = (
    "explain",
    "purchase",
    "--region",
    "TH",
    "--platform",
    "ios",
    "--package",
    "coins_1000",
    "--at",
    "2026-07-01",
)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("10/3 EUR", "3.333333… EUR"),
        ("1/3000000 EUR × 10/3 EUR", "0.000000… EUR × 3.333333… EUR"),
        ("13.99 EUR / 1050", "13.99 EUR / 1050"),
        ("12.99 USD × 1/7", "12.99 USD × 1/7"),
        ("1/7 each", "1/7 each"),
    ],
)
def test_fractions_of_money_are_shown_as_their_first_decimals(exact: str, shown: str) -> None:
    assert decimals_of_fractions(exact) == shown


def test_an_exact_amount_is_readable() -> None:
    assert ExactMoney(1000, 3, CURRENCIES["EUR"]).readable == "3.333333… EUR"
    assert ExactMoney(1000, 8, CURRENCIES["EUR"]).readable == "1.25 EUR"


def test_a_trace_for_people_has_decimals_and_one_for_programs_is_exact() -> None:
    text = run(*DERIVED).stdout
    assert "446.078775… THB" in text
    assert "446.078775… THB × 80 %" in text
    assert "380.00 THB  381.843431… THB, half up to a price point between 380.00 THB and 385.00 THB" in text
    steps = run_json(*DERIVED)["trace"]
    assert "7723854/17315 THB" in [step["output"] for step in steps]


def test_an_amount_that_lies_on_a_point_says_so() -> None:
    text = run(*DERIVED[:3], "TH", "--platform", "web", *DERIVED[6:]).stdout
    assert "285.00 THB, which is a price point" in text
