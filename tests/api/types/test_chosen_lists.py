"""Chosen numbers in price lists: over HTTP, on the command line and from Python alike, and enough for a slider."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

import ratecard
from ratecard.answers.purchases import PRICE_LIST
from ratecard.api.current import CurrentBook
from ratecard.cli.answers import answer_json
from ratecard.loading import load_book, load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.requests import PriceListRequest
from ratecard.showing import reader_of
from tests.api.servers import Api, serving
from tests.books import sound
from tests.cli.running import run, run_json
from tests.guides import ROOT
from tests.programs import program
from tests.quotes.from_a_list import bonus_of, numbers_of, regular_minor
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.reference.small_worlds import request, texts_of
from tests.refusing_chosen import BOOK

MONEY = "{ amount minorUnits currency exponent formatted }"
UNIT_PRICE = "{ numerator denominator amount currency formatted rounding }"
AMOUNTS = f"{{ least {MONEY} most {MONEY} step {MONEY} }}"
CHOSEN = f"""
  chosen {{
    thingId label labelLocale storeProductId kinds wayId
    shows {{ image badge badgeLocale recommended perks {{ perkId kind value }} }}
    openConditions {{ fact required actual }} assumedFacts unknownValues
    ... on ChosenCoins {{
      coins {{ least most step }}
      tiers {{ fromCoins price {UNIT_PRICE} plus {{ numerator denominator currency }} eachCoin }}
      bonuses {{ fromCoins rate coins }}
      rounding {{ mode step {MONEY} points {AMOUNTS} least {MONEY} most {MONEY} }}
    }}
    ... on ChosenAmount {{ amount {AMOUNTS} }}
  }}
  withheldChosen {{ thingId refusal {{ code message }} }}
"""
LIST = f"""
query ($at: DateTime, $buyer: BuyerInput) {{
  priceList(region: "DE", platform: "web", locale: "en", at: $at, buyer: $buyer, ways: true) {{
    ... on PriceList {{ sellsNothing {CHOSEN} ways {{ wayId {CHOSEN} }} }}
  }}
}}
"""
QUOTE = """
query ($input: ChosenQuoteInput!, $at: DateTime) {
  chosenQuote(input: $input, at: $at, locale: "en") { ... on ChosenQuote { price { regular { minorUnits } } } }
}
"""
AT = "2026-07-01T00:00:00Z"
MARKET = ("--book", str(BOOK), "--region", "DE", "--platform", "web", "--at", AT, "--locale", "en")


@pytest.fixture(scope="module")
def choosing() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK)))) as started:
        yield started


def test_the_command_line_tells_what_the_schema_does(choosing: Api) -> None:
    answer = choosing.ask(LIST, at=AT)["priceList"]
    assert [own["thingId"] for own in answer["chosen"]] == ["shout", "top_up", "whole"]
    shown = run_json("prices", *MARKET)
    assert shown["chosen"] == answer["chosen"]
    assert (shown["withheldChosen"], answer["withheldChosen"], answer["sellsNothing"]) == ([], [], False)


def test_an_answer_has_exact_numbers_as_texts(choosing: Api) -> None:
    shout, top_up, whole = choosing.ask(LIST, at=AT)["priceList"]["chosen"]
    assert [(tier["fromCoins"], tier["eachCoin"]) for tier in top_up["tiers"]] == [(0, True), (5000, True)]
    assert [(tier["fromCoins"], tier["eachCoin"]) for tier in whole["tiers"]] == [(50, False), (5000, False)]
    beyond = top_up["tiers"][1]
    assert (beyond["price"]["numerator"], beyond["price"]["denominator"]) == ("27", "2000")
    assert beyond["price"]["amount"] == "0.013500"
    assert beyond["plus"] == {"numerator": "2", "denominator": "1", "currency": "EUR"}
    assert top_up["bonuses"][1] == {"fromCoins": 5000, "rate": "0.01", "coins": 0}
    assert top_up["coins"] == {"least": 30, "most": 10_000, "step": 1}
    assert (top_up["rounding"]["mode"], top_up["rounding"]["step"]["minorUnits"]) == ("HALF_UP", "1")
    assert [shout["amount"][name]["amount"] for name in ("least", "most", "step")] == ["1.00", "500.00", "0.50"]
    assert (shout["label"], top_up["label"]) == ("Shout", "top_up")


@pytest.mark.parametrize("thing", ["top_up", "whole", "shout"])
def test_what_is_computed_of_a_list_is_what_the_server_quotes(choosing: Api, thing: str) -> None:
    answer = choosing.ask(LIST, at=AT, buyer={"age": 20})["priceList"]
    (own,) = [own for own in answer["chosen"] if own["thingId"] == thing]
    numbers = numbers_of(own)
    for number in {numbers[0], numbers[1], numbers[len(numbers) // 3], numbers[-2], numbers[-1], 4950, 5000, 5050}:
        named = {"amount": f"{number // 100}.{number % 100:02d} EUR"} if thing == "shout" else {"coins": number}
        given = {"region": "DE", "platform": "web", "thingId": thing, "buyer": {"age": 20}, **named}
        quoted = choosing.ask(QUOTE, input=given, at=AT)["chosenQuote"]["price"]["regular"]["minorUnits"]
        assert quoted == str(regular_minor(own, number)), number


def test_what_a_buyer_gets_at_no_number_is_withheld(choosing: Api) -> None:
    answer = choosing.ask(LIST, at=AT, buyer={"age": 15})["priceList"]
    assert [own["thingId"] for own in answer["chosen"]] == ["top_up", "whole"]
    (withheld,) = answer["withheldChosen"]
    assert (withheld["thingId"], withheld["refusal"]["code"]) == ("shout", "ITEM_NOT_ELIGIBLE")
    (shown,) = run_json("prices", *MARKET, "--age", "15")["withheldChosen"]
    assert (shown["thingId"], shown["refusal"]["code"]) == ("shout", "ITEM_NOT_ELIGIBLE")
    assert "withheld: shout: ITEM_NOT_ELIGIBLE" in run("prices", *MARKET, "--age", "15").stdout


def test_a_table_shows_numbers_and_tiers() -> None:
    lines = run("prices", *MARKET).stdout.splitlines()
    table = [line.split() for line in lines[2:6]]
    assert table[0] == ["chosen", "label", "least", "most", "step", "per", "coin"]
    assert table[1] == ["shout", "Shout", "€1.00", "€500.00", "€0.50", "-"]
    assert " ".join(table[2]) == "top_up top_up 30 10,000 1 €0.013900; beyond 5,000 €0.013500"
    assert " ".join(table[3]) == "whole whole 50 10,000 50 €0.013900; from 5,000 €0.013500"
    assert lines[6] == "prices of top_up are rounded half up to €0.01"
    assert "open: buyer.age must be at least 16, and was not given" in lines


def test_python_callers_get_exact_types() -> None:
    listed = ratecard.load(BOOK).price_list(region="DE", platform="web", at=datetime(2026, 7, 1, tzinfo=UTC))
    assert isinstance(listed, ratecard.PriceList)
    shout, top_up, _ = listed.chosen
    assert isinstance(shout, ratecard.ChosenAmount)
    assert (shout.amount.least, shout.names) == (ratecard.amount("1.00", "EUR"), {"en": "Shout"})
    assert [own.fact for own in shout.open_conditions] == ["buyer.age"]
    assert isinstance(top_up, ratecard.ChosenCoins)
    assert (top_up.coins.most, top_up.rounding.step) == (10_000, ratecard.amount("0.01", "EUR"))
    tier = top_up.tiers[1]
    assert tier.price is not None
    assert [(bonus.from_coins, str(bonus.rate)) for bonus in top_up.bonuses] == [(30, "0 %"), (5000, "1 %")]
    assert (tier.from_coins, str(tier.price), str(tier.plus)) == (5000, "0.0135 EUR each", "2.00 EUR")


WAYS = "platforms: {web: {ways: {card: {name: Card, order: 1}, paypal: {name: PayPal, order: 2}}}}\n"
BY_WAY = "{by: purchase.way, is: {card: 0.02 EUR each, paypal: 0.03 EUR each}}"


def test_each_way_has_what_is_chosen_in_it() -> None:
    rules = f"pricing: {{rounding: half up}}\npackages: {{top_up: {{coins: {{most: 90}}}}}}\n{WAYS}"
    files = texts_of(rules, de=f"platforms: {{web: {{prices: {{top_up: {BY_WAY}}}}}}}\n")
    with serving(CurrentBook(sound(load_texts(files | {"rules/engine.yaml": FOR_THE_ENGINE})))) as api:
        answer = api.ask(LIST, at=AT)["priceList"]
    prices = {way["wayId"]: way["chosen"][0]["tiers"][0]["price"] for way in answer["ways"]}
    assert {way: price["numerator"] for way, price in prices.items()} == {"card": "1", "paypal": "3"}
    assert [way["chosen"][0]["wayId"] for way in answer["ways"]] == ["card", "paypal"]
    assert (answer["chosen"][0]["wayId"], answer["chosen"][0]["assumedFacts"]) == ("card", ["purchase.way"])


WHOLE = (
    "{by: purchase.coins, from: {0: 0.0139 EUR each, 60: none, 100: {tiers: {0: 0.013 EUR each, 500: 0.02 EUR each}}}}"
)
BONUS = "{by: purchase.coins, from: {0: 0, 50: 7, 100: 2.5 %, 500: 10 %}}"
ROUNDINGS = ("half up", "half even to 0.05", "up", "down to 0.05", "half up to a price point", "down to a price point")
POINTS = (
    "price_points: {EUR: [0.29, {least: 0.99, most: 9.99, step: 1.00}, 12.49, {least: 14.99, most: 498.99, step: 4}]}\n"
)


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_the_slider_of_the_guide_computes_the_same(rounding: str) -> None:
    rules = f"facts: {{purchase.coins: {{type: count}}}}\npricing: {{rounding: {rounding}}}\n"
    rules += f"packages: {{top_up: {{coins: {{least: 30, most: 900}}, bonus: {BONUS}}}}}\n"
    rules += POINTS if "point" in rounding else ""
    files = texts_of(rules, de=f"prices: {{top_up: {WHOLE}}}\n") | {"rules/engine.yaml": FOR_THE_ENGINE}
    book = sound(load_texts(files))
    listed = list_prices(book, PriceListRequest("DE", "web", request("DE web top_up").at))
    assert isinstance(listed, PriceList)
    every: Any = answer_json(PRICE_LIST, listed, reader_of(book, "en"))["chosen"]
    script = (
        'import { bonus, regularMinor } from "./slider.mjs"; const [own, numbers] = JSON.parse(process.argv[1]);'
        "const of = (n) => [regularMinor(own, n)?.toString() ?? null, bonus(own, n).toString()];"
        "console.log(JSON.stringify(numbers.map((n) => of(BigInt(n)))));"
    )
    command = [program("node", needed_for="what a slider computes"), "--input-type=module", "--eval", script]
    numbers = list(numbers_of(every[0]))
    ended = subprocess.run(
        [*command, json.dumps([every[0], numbers])],
        cwd=ROOT / "docs" / "examples" / "slider",
        capture_output=True,
        check=False,
        timeout=60,
        encoding="utf-8",
    )
    assert ended.returncode == 0, ended.stderr
    computed = [(None if minor is None else int(minor), int(more)) for minor, more in json.loads(ended.stdout)]
    assert computed == [(regular_minor(every[0], number), bonus_of(every[0], number)) for number in numbers]
    assert {minor for minor, _ in computed} > {None}
    assert {more for _, more in computed} > {0, 7}
