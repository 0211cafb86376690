"""Items and exchanges on the command line: asked for, explained, listed beside packages, refused."""

import pytest

from tests.cli.running import run, run_json
from tests.refusing_items import BOOK, EXCHANGES, ITEMS, ExchangeQuestion, ItemQuestion

AT = ("--at", "2026-07-01", "--locale", "en")
MARKET = ("--book", str(BOOK), "--region", "DE", "--platform", "ios", *AT)


def test_an_item_is_quoted_without_coins() -> None:
    shown = run("quote", "item", *MARKET, "--item", "tier_1").stdout
    assert "Tier 1 (tier_1) in DE on ios" in shown
    assert not {"bonus", "total", "price per coin"} & {line.split("  ")[0] for line in shown.splitlines()}
    answer = run_json("quote", "item", *MARKET, "--item", "tier_1")
    assert (answer["itemId"], answer["kinds"], answer["storeProductId"]) == (
        "tier_1",
        ["subscription"],
        "com.example.tier1",
    )
    assert answer["price"]["listed"]["amount"] == "4.99"
    assert not {"coins", "bonus", "total", "perCoin"} & answer.keys()


def test_each_figure_of_an_item_is_explained_and_none_of_coins() -> None:
    figures = [step["figure"] for step in run_json("explain", "item", *MARKET, "--item", "tier_1")["trace"]]
    assert figures == ["listed", "net", "tax", "tax vat", "gross", "proceeds", "commission", "remittance"]


def test_a_price_list_shows_items_in_a_table_of_their_own() -> None:
    told = ("--fact", "buyer.member=yes", "--age", "15")
    shown = run("prices", *MARKET, *told).stdout
    assert [line.split()[0] for line in shown.splitlines()[:5]] == ["package", "coins_100", "item", "tier_2", "tier_1"]
    assert "withheld: shout: ITEM_NOT_ELIGIBLE" in shown
    answer = run_json("prices", *MARKET, *told)
    assert [item["itemId"] for item in answer["items"]] == ["tier_2", "tier_1"]
    assert [item["itemId"] for item in answer["withheldItems"]] == ["shout"]
    assert answer["bestValue"] == "coins_100"


def test_what_an_item_uses_of_a_limit_is_told_as_the_next_question_states_it() -> None:
    asked = ("quote", "item", *MARKET, "--item", "tier_2", "--fact", "buyer.member=yes")
    (line,) = [line for line in run(*asked).stdout.splitlines() if line.startswith("uses: ")]
    assert line == "uses: items.tier_2.limits.once/item:tier_2=1 unit"
    assert run(*asked, "--used", line.removeprefix("uses: ")).exit_code == 1


@pytest.mark.parametrize("question", ITEMS, ids=lambda question: f"{question.code} {question.item}")
def test_a_refused_item_exits_1_and_says_why(question: ItemQuestion) -> None:
    told = [part for name, value in question.facts for part in ("--fact", f"{name}={value}")]
    told += [part for limit, amount in question.used for part in ("--used", f"{limit}={amount}")]
    market = ("--book", str(BOOK), "--region", "DE", "--platform", "ios", "--at", question.at)
    asked = ("quote", "item", *market, "--item", question.item, "--quantity", str(question.quantity), *told)
    refusal = run_json(*asked, code=1)["refusal"]
    assert refusal["code"] == question.code
    assert {name: refusal[name] for name in question.shows} == question.shows


def test_an_exchange_is_quoted_and_explained() -> None:
    asked = (*MARKET, "--unit", "ticket", "--count", "10")
    shown = run("quote", "exchange", *asked).stdout
    assert "10 Ticket in DE on ios" in shown
    assert "3 gems" in shown
    answer = run_json("quote", "exchange", *asked)
    assert (answer["unitId"], answer["count"], answer["receivedUnitId"], answer["received"]) == ("ticket", 10, "gem", 3)
    (step,) = run_json("explain", "exchange", *asked)["trace"]
    assert (step["figure"], step["formula"]) == ("received", "10 × 1 per 3, down")
    assert "received" in run("explain", "exchange", *asked).stdout


def test_units_that_come_with_a_package_are_shown() -> None:
    asked = ("quote", "purchase", *MARKET, "--package", "coins_100", "--quantity", "2")
    assert "10 Ticket" in run(*asked).stdout
    assert run_json(*asked)["units"] == [{"unitId": "ticket", "count": 10, "label": "10 Ticket", "labelLocale": "en"}]


@pytest.mark.parametrize("question", EXCHANGES, ids=lambda question: f"{question.code} {question.unit}")
def test_a_refused_exchange_exits_1_and_says_why(question: ExchangeQuestion) -> None:
    market = ("--book", str(BOOK), "--region", question.region, "--platform", question.platform, "--at", question.at)
    refusal = run_json("quote", "exchange", *market, "--unit", question.unit, "--count", str(question.count), code=1)
    assert refusal["refusal"]["code"] == question.code
    assert {name: refusal["refusal"][name] for name in question.shows} == question.shows
