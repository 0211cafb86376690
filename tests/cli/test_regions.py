"""Regions may be asked for by their alpha-3 codes; books and answers have the alpha-2 ones."""

import pytest

from tests.cli.running import run, run_json

MARKET = ("--platform", "ios", "--at", "2026-07-01")
PURCHASE = (*MARKET, "--package", "coins_100")
GIFT = (*MARKET, "--creator-region", "USA", "--gift", "rose")
PAYOUT = ("--method", "paypal", "--lot", "20000@2026-06-01", "--at", "2026-07-01")


@pytest.mark.parametrize(
    "command",
    [
        ("prices", *MARKET),
        ("gifts", *MARKET),
        ("quote", "purchase", *PURCHASE),
        ("explain", "purchase", *PURCHASE),
        ("quote", "gift", *GIFT),
        ("explain", "gift", *GIFT),
        ("quote", "payout", *PAYOUT),
        ("explain", "payout", *PAYOUT),
        ("quote", "eligibility", "--at", "2026-07-01"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_an_alpha_3_code_is_answered_as_its_alpha_2_code(command: tuple[str, ...]) -> None:
    asked = run_json(*command, "--region", "DEU")
    assert asked["region"] == "DE"
    assert asked == run_json(*command, "--region", "DE")
    assert asked.get("creatorRegion", "US") == "US"


def test_the_source_region_of_a_lot_may_be_an_alpha_3_code() -> None:
    lots = run_json("quote", "payout", "--region", "DEU", "--method", "paypal", "--lot", "20000@2026-01-01/USA")["lots"]
    assert lots[0]["sourceRegion"] == "US"


def test_a_code_that_no_country_has_stays_unknown() -> None:
    result = run("prices", "--region", "XYZ", "--platform", "ios")
    assert result.exit_code == 1
    assert result.stderr.startswith("refused[UNKNOWN_REGION]: XYZ is not a region of this book")
