"""Every refusal, over HTTP: a value with its code and its facts, and never an error."""

from typing import Any

import pytest

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.loading import load_book
from tests.api.servers import Api, serving
from tests.books import sound
from tests.cases.smallest import CASES
from tests.refusing import QUESTIONS, Question

QUOTE = """
query ($input: PurchaseQuoteInput!, $at: DateTime) {
  purchaseQuote(input: $input, at: $at) {
    __typename
    ... on Refusal { code message }
    ... on UnknownRegion { region nearestRegions: nearest }
    ... on UnknownPlatform { platform known }
    ... on UnknownPackage { packageId nearest }
    ... on NotSold { region platform packageId at sourceRegion sourcePlatform sourcePackageId assumedFacts }
    ... on BeforeRules { at begins }
    ... on QuantityOutOfRange { quantity least most }
    ... on NotEligible { packageId unmet { fact required actual } open { fact required actual } }
    ... on FactNeeded { fact }
    ... on UnknownFact { fact knownFacts: known }
    ... on InvalidFact { fact value allowed }
    ... on UnknownLimit { limitId knownLimits: known }
    ... on AboveLimit { limitId per allowed used asked left resetsAt byListed assumedFacts }
    ... on OverBudget { budget spent asked leftOfBudget: left byListed assumedFacts }
    ... on OutsideEnvelope { region platform packageId }
  }
}
"""
FOLLOWING = CASES / "good" / "following"
LIST = """
query ($region: RegionCode!, $platform: PlatformCode!, $at: DateTime, $facts: [FactInput!], $buyer: BuyerInput) {
  priceList(region: $region, platform: $platform, locale: "en", at: $at, facts: $facts, buyer: $buyer) {
    __typename
    ... on Refusal { code message }
  }
}
"""


def asked(api: Api, question: Question) -> Any:
    """The answer to one of the questions that are refused."""
    given = {
        "region": question.region,
        "platform": question.platform,
        "packageId": question.package,
        "quantity": question.quantity,
        "facts": [{"name": name, "value": value} for name, value in question.facts],
        "used": [{"limitId": limit, "amount": amount} for limit, amount in question.used],
        "budget": question.budget and dict(zip(("most", "used"), question.budget, strict=True)),
    }
    return api.ask(QUOTE, input=given, at=question.at)["purchaseQuote"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_a_refused_purchase_is_a_value_with_its_code_and_its_facts(refusing: Api, question: Question) -> None:
    refusal = asked(refusing, question)
    assert refusal["code"] == question.code
    assert refusal["__typename"] == "".join(word.title() for word in question.code.split("_"))
    assert refusal["message"]
    facts = {**refusal, "left": refusal.get("left", refusal.get("leftOfBudget"))}
    assert {name: facts[name] for name in question.shows} == question.shows


def test_a_price_that_follows_another_is_refused_with_the_market_that_lacks_it() -> None:
    turkish = Question("NOT_SOLD", {}, region="TR", platform="web", package="coins_9000", at="2026-08-02T00:00:00Z")
    with serving(CurrentBook(sound(load_book(FOLLOWING))), settings=Settings(burst=1_000, rate=1_000)) as api:
        refusal = asked(api, turkish)
    assert {name: refusal[name] for name in ("sourceRegion", "sourcePlatform", "sourcePackageId")} == {
        "sourceRegion": "US",
        "sourcePlatform": "ios",
        "sourcePackageId": "coins_9000",
    }


def test_lists_and_instants_in_a_refusal_are_typed(refusing: Api) -> None:
    by_code = {question.code: asked(refusing, question) for question in QUESTIONS}
    assert by_code["UNKNOWN_REGION"]["nearestRegions"] == []
    assert by_code["UNKNOWN_PACKAGE"]["nearest"] == ["plain"]
    assert by_code["UNKNOWN_FACT"]["knownFacts"] == ["buyer.age", "buyer.member", "buyer.purchases"]
    assert by_code["NOT_SOLD"]["at"] == "2026-07-01T00:00:00Z"
    assert by_code["BEFORE_RULES"]["at"] == "2024-12-31T22:59:59Z"
    assert by_code["INVALID_FACT"]["allowed"] == "a whole number from 0"
    assert by_code["NOT_ELIGIBLE"]["unmet"] == [{"fact": "buyer.age", "required": "at least 18", "actual": "17"}]
    assert by_code["NOT_ELIGIBLE"]["open"] == []


def test_a_price_list_is_refused_for_what_holds_for_all_its_packages(refusing: Api) -> None:
    market = {"region": "DE", "platform": "ios"}
    for changes, refused in (
        ({"region": "XX"}, "UnknownRegion"),
        ({"platform": "console"}, "UnknownPlatform"),
        ({"at": "2020-01-01T00:00:00Z"}, "BeforeRules"),
        ({"facts": [{"name": "buyer.height", "value": "180"}]}, "UnknownFact"),
        ({"buyer": {"age": -1}}, "InvalidFact"),
    ):
        assert refusing.ask(LIST, **{**market, **changes})["priceList"]["__typename"] == refused
    assert refusing.ask(LIST, **market)["priceList"]["__typename"] == "PriceList"


def test_a_fact_given_twice_must_be_the_same(refusing: Api) -> None:
    market = {"region": "DE", "platform": "ios", "buyer": {"age": 21}}
    same = refusing.ask(LIST, **market, facts=[{"name": "buyer.age", "value": "21"}])
    assert same["priceList"]["__typename"] == "PriceList"
    other = refusing.ask(LIST, **market, facts=[{"name": "buyer.age", "value": "20"}])
    assert other["priceList"]["__typename"] == "InvalidFact"


def test_a_common_fact_that_the_book_does_not_declare_is_unknown(api: Api) -> None:
    facts = [{"name": "creator.height", "value": "180"}]
    refusal = api.ask(LIST, region="DE", platform="ios", facts=facts)["priceList"]
    assert refusal["code"] == "UNKNOWN_FACT"
    assert refusal["message"].startswith("creator.height is not a fact of this book")


def test_a_list_of_facts_has_a_bound_and_says_which(refusing: Api) -> None:
    facts = [{"name": "buyer.age", "value": "21"}]
    market = {"region": "DE", "platform": "ios"}
    assert refusing.ask(LIST, **market, facts=facts * 50)["priceList"]["__typename"] == "PriceList"
    error = refusing.error(LIST, **market, facts=facts * 51)
    assert error["extensions"]["code"] == "OPERATION_TOO_LARGE"
    assert error["message"] == "facts holds 51 entries; at most 50 are taken"
