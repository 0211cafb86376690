"""Chosen numbers over HTTP, on the command line and from Python: the same figures and the same refusals."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

import ratecard
from ratecard.api.current import CurrentBook
from ratecard.loading import load_book
from ratecard.refusals import InvalidInput
from tests.api.servers import Api, serving
from tests.books import sound
from tests.cli.running import run, run_json
from tests.refusing_chosen import BOOK, CHOSEN, ChosenQuestion

QUOTE = """
query ($input: ChosenQuoteInput!, $at: DateTime) {
  chosenQuote(input: $input, at: $at, locale: "en") {
    __typename
    ... on ChosenQuote { thingId label coins bonus price { listed { amount } } perCoin { numerator denominator } }
    ... on Refusal { code message }
    ... on ChoiceOutOfRange { thingId named least most step nearest }
    ... on SpendTooLow { thingId least costs }
    ... on QuantityOutOfRange { quantity leastQuantity: least mostQuantity: most }
    ... on UnknownPackage { packageId }
    ... on InvalidInput { path }
  }
}
"""
AT = "2026-07-01T00:00:00Z"
MARKET: dict[str, Any] = {"region": "DE", "platform": "web"}
FIGURES = [
    ({"thingId": "top_up", "coins": 6000}, 6000, 60, "83.00"),
    ({"thingId": "whole", "coins": 6000}, 6000, 0, "81.00"),
    ({"thingId": "top_up", "coins": 5001}, 5001, 50, "69.51"),
    ({"thingId": "top_up", "spend": "20 EUR"}, 1439, 0, "20.00"),
    ({"thingId": "whole", "spend": "67.49 EUR"}, 4850, 0, "67.42"),
    ({"thingId": "whole", "spend": "67.50 EUR"}, 5000, 0, "67.50"),
    ({"thingId": "shout", "amount": "5.50 EUR"}, 0, 0, "5.50"),
    ({"thingId": "shout", "spend": "7.77 EUR"}, 0, 0, "7.50"),
]


@pytest.fixture(scope="module")
def choosing() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK)))) as started:
        yield started


def options(asked: dict[str, Any]) -> list[str]:
    """What is asked as options of the command line."""
    named = {"thingId": "--thing"}
    return [part for name, value in asked.items() for part in (named.get(name, f"--{name}"), str(value))]


@pytest.mark.parametrize(("asked", "coins", "bonus", "listed"), FIGURES)
def test_all_faces_tell_the_same(choosing: Api, asked: dict[str, Any], coins: int, bonus: int, listed: str) -> None:
    answer = choosing.ask(QUOTE, input={**MARKET, **asked, "buyer": {"age": 20}}, at=AT)["chosenQuote"]
    assert answer["__typename"] == "ChosenQuote", answer
    assert (int(answer["coins"]), int(answer["bonus"]), answer["price"]["listed"]["amount"]) == (coins, bonus, listed)
    assert (answer["perCoin"] is None) == (coins == 0)
    command = ("--book", str(BOOK), "--region", "DE", "--platform", "web", "--at", AT, "--age", "20", *options(asked))
    assert run_json("quote", "chosen", *command)["price"]["listed"]["amount"] == listed
    assert run_json("explain", "chosen", *command)["trace"]
    assert run("quote", "chosen", *command).exit_code == 0
    numbers: dict[str, Any] = {
        name: ratecard.amount(*value.split()) if isinstance(value, str) else value
        for name, value in asked.items()
        if name != "thingId"
    }
    quote = ratecard.load(BOOK).chosen(
        **MARKET, thing=asked["thingId"], at=datetime(2026, 7, 1, tzinfo=UTC), facts={"buyer.age": 20}, **numbers
    )
    assert isinstance(quote, ratecard.ChosenQuote)
    assert (quote.coins, quote.bonus, quote.price.listed.amount) == (coins, bonus, listed)
    assert quote.trace


@pytest.mark.parametrize("question", CHOSEN, ids=lambda question: f"{question.code} {question.thing}")
def test_a_refusal_is_told_alike(choosing: Api, question: ChosenQuestion) -> None:
    stated = {"coins": question.coins, "amount": question.amount, "spend": question.spend}
    asked = {name: value for name, value in stated.items() if value is not None}
    given = {**MARKET, "thingId": question.thing, "quantity": question.quantity, **asked}
    answer = choosing.ask(QUOTE, input=given, at=question.at)["chosenQuote"]
    assert answer["code"] == question.code
    shows = {{"most": "mostQuantity"}.get(name, name) if "leastQuantity" in answer else name for name in question.shows}
    assert shows <= answer.keys()
    command = ("--book", str(BOOK), "--region", "DE", "--platform", "web", "--at", question.at)
    told = options({"thingId": question.thing, "quantity": question.quantity, **asked})
    refusal = run_json("quote", "chosen", *command, *told, code=1)["refusal"]
    assert {name: refusal[name] for name in question.shows} == question.shows


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"thingId": "top_up", "coins": 2_000_000_000}, ["input", "coins"]),
        ({"thingId": "top_up", "coins": -1}, ["input", "coins"]),
        ({"thingId": "top_up", "amount": "5.00 EUR"}, ["input", "amount"]),
        ({"thingId": "shout", "coins": 5}, ["input", "coins"]),
        ({"thingId": "shout", "amount": "5.001 EUR"}, ["input", "amount"]),
        ({"thingId": "shout", "amount": "5.00"}, ["input", "amount"]),
        ({"thingId": "shout", "amount": "9" * 1500 + " EUR"}, ["input", "amount"]),
        ({"thingId": "top_up", "spend": "5.00 USD"}, ["input", "spend"]),
        ({"thingId": "top_up", "spend": "5.00 EUR", "coins": 50}, ["input", "spend"]),
        ({"thingId": "coins_100", "coins": 50}, ["input", "coins"]),
    ],
)
def test_what_cannot_be_meant_ends_its_own_question(choosing: Api, asked: dict[str, Any], path: list[str]) -> None:
    answer = choosing.ask(QUOTE, input={**MARKET, **asked}, at=AT)["chosenQuote"]
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path), answer


def test_a_number_of_thousands_of_digits_is_refused_and_not_written() -> None:
    told: dict[str, Any] = {
        "region": "DE",
        "platform": "web",
        "thing": "top_up",
        "at": datetime(2026, 7, 1, tzinfo=UTC),
    }
    answer = ratecard.load(BOOK).chosen(**told, coins=10**99)
    assert isinstance(answer, InvalidInput)
    with pytest.raises(ValueError, match="100 digits"):
        ratecard.load(BOOK).chosen(**told, coins=10**5000)
