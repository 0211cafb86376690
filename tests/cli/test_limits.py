"""Limits on the command line: what was used, the budget, what is open, and what a purchase uses."""

import pytest

from tests.cases.smallest import CASES
from tests.cli.running import run, run_json
from tests.refusing_earning import BOOK as EARNING

BOOK = CASES / "good" / "limits"
ASK = ("--book", str(BOOK), "--region", "DE", "--platform", "web", "--at", "2025-06-01")
QUOTE = ("quote", "purchase", *ASK, "--package", "coins_1000")


def test_a_quote_lists_what_it_uses_and_what_is_open() -> None:
    quote = run_json(*QUOTE)
    assert quote["uses"] == [
        {
            "limitId": "packages.coins_1000.limits.once",
            "packageId": None,
            "wayId": None,
            "giftId": None,
            "itemId": None,
            "amount": "1 unit",
        },
        {
            "limitId": "purchases.limits.daily",
            "packageId": None,
            "wayId": None,
            "giftId": None,
            "itemId": None,
            "amount": "12.99 EUR",
        },
        {
            "limitId": "purchases.limits.weekly",
            "packageId": "coins_1000",
            "wayId": None,
            "giftId": None,
            "itemId": None,
            "amount": "1000 coins",
        },
    ]
    assert [limit["limitId"] for limit in quote["openLimits"]] == [use["limitId"] for use in quote["uses"]]
    assert quote["openLimits"][1] == {
        **{"limitId": "purchases.limits.daily", "per": "calendar day", "most": "50.00 EUR", "fact": None},
    }
    assert quote["assumedFacts"] == ["buyer.age"]
    assert quote["limitsByListed"] is False
    text = run(*QUOTE).stdout
    assert "open: purchases.limits.daily allows 50.00 EUR for each calendar day; state --used purchases.limits" in text
    assert "open: packages.coins_1000.limits.once allows 1 unit; state --used packages.coins_1000.limits.once=…" in text
    assert "uses: purchases.limits.weekly/coins_1000=1000 coins" in text


TOLD = ("--used", "once=0 units", "--used", "daily=37.01 EUR", "--used", "weekly/coins_1000=19_000 coins")


def test_what_was_used_counts_until_midnight() -> None:
    quote = run_json(*QUOTE, *TOLD)
    assert quote["openLimits"] == []
    assert quote["validUntil"] == "2025-06-01T22:00:00Z"
    assert "open" not in run(*QUOTE, *TOLD).stdout
    refused = run_json(*QUOTE, *TOLD[:-1], "weekly/coins_1000=19_001 coins", code=1)["refusal"]
    assert (refused["limitId"], refused["left"], refused["resetsAt"]) == ("purchases.limits.weekly", "999 coins", None)
    explained = run("explain", *QUOTE[1:])
    assert "open: purchases.limits.daily" in explained.stdout


def test_a_budget_is_one_more_limit() -> None:
    assert run_json(*QUOTE, "--budget", "25.98 EUR, used 12.99 EUR")["total"] == 1050
    over = run_json(*QUOTE, "--budget", "25.97 EUR, used 12.99 EUR", code=1)["refusal"]
    assert (over["code"], over["left"]) == ("OVER_BUDGET", "12.98 EUR")


def test_a_price_list_withholds_what_was_bought_already() -> None:
    listed = run_json("prices", *ASK, "--used", "once=1 unit", "--budget", "1 EUR")
    reasons = {each["packageId"]: each["refusal"]["code"] for each in listed["withheld"]}
    assert reasons == {"coins_100": "OVER_BUDGET", "coins_1000": "ABOVE_LIMIT"}
    text = run("prices", *ASK).stdout
    assert text.count("open: purchases.limits.daily") == 1


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--used", "daily"), "daily is not LIMIT=AMOUNT; write daily=12.34 EUR, or first.each/coins_1000=0 units"),
        (("--used", "daily=12"), "12 is not an amount with its unit; write 12.34 EUR, 600 coins or 2 units"),
        (("--used", "daily=12.345 EUR"), "12.345 EUR has more decimals than EUR has; write at most 2 decimals"),
        (("--used", "daily=012 EUR"), "012 begins with a zero; write 12"),
        (("--used", "once=00 units"), "00 begins with a zero; write 0 units"),
        (("--used", f"daily={'9' * 81} EUR"), "is not an amount with its unit"),
        (("--budget", "50"), "50 is not an amount with its unit; write 12.34 EUR, 600 coins or 2 units"),
        (("--budget", "50 EUR, 12 EUR"), "does not say which amount was used; write 50 EUR, used 12 EUR"),
        (("--budget", "50 EUR, used"), "50 EUR, used is not an amount with its unit"),
    ],
)
def test_what_cannot_be_read_is_a_wrong_option(option: tuple[str, str], message: str) -> None:
    result = run(*QUOTE, *option)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())


GIFT = ("gift", "--book", str(EARNING), "--region", "DE", "--platform", "web", "--creator-region", "JP")
ROSES = (*GIFT, "--gift", "rose", "--count", "3", "--at", "2026-07-01")


@pytest.mark.parametrize("command", ["quote", "explain"])
def test_gifts_are_counted_for_their_sender(command: str) -> None:
    text = run(command, *ROSES).stdout
    assert "uses: gifts.rose.limits.daily=15 coins" in text
    assert "open: gifts.rose.limits.daily allows 2000000000 coins for each calendar day; state --used" in text
    told = run(command, *ROSES, "--used", "daily=15 coins").stdout
    assert "uses: gifts.rose.limits.daily=15 coins" in told
    assert "open: gifts" not in told


def test_an_explained_purchase_says_what_it_uses() -> None:
    assert "uses: purchases.limits.weekly/coins_1000=1000 coins" in run("explain", *QUOTE[1:]).stdout
