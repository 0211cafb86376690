"""Items and exchanges over HTTP: quoted, listed, refused, each as a type of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_book
from tests.api.servers import Api, serving
from tests.books import sound
from tests.refusing_items import BOOK, EXCHANGES, ITEMS, ExchangeQuestion, ItemQuestion

QUOTE = """
query ($input: ItemQuoteInput!, $at: DateTime) {
  itemQuote(input: $input, at: $at, locale: "en") {
    __typename
    ... on ItemQuote {
      itemId label kinds storeProductId quantity price { listed { amount } gross { amount } }
      savings { amount { amount } } uses { limitId itemId amount } shows { perks { perkId } } trace { figure }
    }
    ... on Refusal { code message }
    ... on UnknownItem { itemId nearest }
    ... on ItemNotSold { region platform itemId at }
    ... on ItemNotEligible { itemId unmet { fact required actual } }
    ... on QuantityOutOfRange { quantity least most }
    ... on FactNeeded { fact }
    ... on AboveLimit { limitId allowed used left }
  }
}
"""
LIST = """
query ($at: DateTime, $buyer: BuyerInput) {
  priceList(region: "DE", platform: "ios", locale: "en", at: $at, buyer: $buyer) {
    ... on PriceList {
      sellsNothing bestValue packages { packageId } items { itemId label price { listed { amount } } }
      withheldItems { itemId refusal { __typename code } }
    }
  }
}
"""
EXCHANGE = """
query ($input: ExchangeQuoteInput!, $at: DateTime) {
  exchangeQuote(input: $input, at: $at, locale: "en") {
    __typename
    ... on ExchangeQuote { unitId count label receivedUnitId received receivedLabel trace { figure formula } }
    ... on Refusal { code message }
    ... on UnknownUnit { unitId known }
    ... on NotExchanged { unitId region platform }
    ... on NothingReceived { unitId count leastGiven: least }
    ... on QuantityOutOfRange { quantity least most }
    ... on UnknownRegion { region }
  }
}
"""
AT = "2026-07-01T00:00:00Z"


@pytest.fixture(scope="module")
def selling() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK)))) as started:
        yield started


def asked(api: Api, question: ItemQuestion) -> Any:
    given = {
        "region": "DE",
        "platform": "ios",
        "itemId": question.item,
        "quantity": question.quantity,
        "facts": [{"name": name, "value": value} for name, value in question.facts],
        "used": [
            {"limitId": limit.partition("/item:")[0], "itemId": limit.partition("/item:")[2], "amount": amount}
            for limit, amount in question.used
        ],
    }
    return api.ask(QUOTE, input=given, at=question.at)["itemQuote"]


def test_an_item_is_quoted(selling: Api) -> None:
    answer = selling.ask(QUOTE, input={"region": "DE", "platform": "web", "itemId": "tier_1"}, at=AT)["itemQuote"]
    assert (answer["__typename"], answer["label"], answer["kinds"]) == ("ItemQuote", "Tier 1", ["subscription"])
    assert answer["price"] == {"listed": {"amount": "3.99"}, "gross": {"amount": "3.99"}}
    assert answer["savings"] == [{"amount": {"amount": "1.00"}}]
    assert next(step["figure"] for step in answer["trace"]) == "listed"


def test_a_list_has_items_apart(selling: Api) -> None:
    answer = selling.ask(LIST, at=AT, buyer={"age": 15, "member": True})["priceList"]
    assert [item["itemId"] for item in answer["items"]] == ["tier_2", "tier_1"]
    assert answer["items"][0] == {"itemId": "tier_2", "label": "Tier 2", "price": {"listed": {"amount": "8.00"}}}
    assert answer["packages"] == [{"packageId": "coins_100"}]
    assert answer["withheldItems"] == [
        {"itemId": "shout", "refusal": {"__typename": "ItemNotEligible", "code": "ITEM_NOT_ELIGIBLE"}}
    ]


@pytest.mark.parametrize("question", ITEMS, ids=lambda question: f"{question.code} {question.item}")
def test_a_refused_item_is_a_value_with_its_code_and_its_facts(selling: Api, question: ItemQuestion) -> None:
    refusal = asked(selling, question)
    assert refusal["code"] == question.code
    assert refusal["__typename"] == "".join(word.title() for word in question.code.split("_"))
    assert {name: refusal[name] for name in question.shows} == question.shows


def test_an_exchange_is_quoted_with_its_step(selling: Api) -> None:
    given = {"region": "DE", "platform": "ios", "unitId": "ticket", "count": 10}
    assert selling.ask(EXCHANGE, input=given, at=AT)["exchangeQuote"] == {
        **{"__typename": "ExchangeQuote", "unitId": "ticket", "count": 10, "label": "10 Ticket"},
        **{"receivedUnitId": "gem", "received": "3", "receivedLabel": "3 gems"},
        "trace": [{"figure": "received", "formula": "10 × 1 per 3, down"}],
    }


def test_units_come_with_a_package(selling: Api) -> None:
    document = """query ($at: DateTime) {
      purchaseQuote(at: $at, locale: "en", input: {region: "DE", platform: "ios", packageId: "coins_100"}) {
        ... on PurchaseQuote { units { unitId count label labelLocale } }
      }
    }"""
    units = [{"unitId": "ticket", "count": "5", "label": "5 Ticket", "labelLocale": "en"}]
    assert selling.ask(document, at=AT)["purchaseQuote"] == {"units": units}


@pytest.mark.parametrize("question", EXCHANGES, ids=lambda question: f"{question.code} {question.unit}")
def test_a_refused_exchange_is_a_value_with_its_code_and_its_facts(selling: Api, question: ExchangeQuestion) -> None:
    given = {
        **{"region": question.region, "platform": question.platform},
        **{"unitId": question.unit, "count": question.count},
    }
    refusal = selling.ask(EXCHANGE, input=given, at=question.at)["exchangeQuote"]
    assert refusal["code"] == question.code
    facts = {"least": refusal.get("leastGiven"), **refusal}
    assert {name: facts[name] for name in question.shows} == question.shows
