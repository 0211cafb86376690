"""Every refusal of a gift and of a payout, over HTTP: a value with its code and its facts, and never an error."""

from collections.abc import Iterator
from typing import Any

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_book
from ratecard.refusals import Halted, InvalidInput, PriceChanged, Refusal
from tests.api.servers import Api, serving
from tests.books import sound
from tests.refusing import QUESTIONS
from tests.refusing_chosen import CHOSEN
from tests.refusing_earning import BOOK, GIFTS, PAYOUTS, GiftQuestion, PayoutQuestion
from tests.refusing_items import EXCHANGES, ITEMS

GIFT = """
query ($input: GiftQuoteInput!, $at: DateTime) {
  giftQuote(input: $input, at: $at) {
    __typename
    ... on Refusal { code message }
    ... on UnknownRegion { region }
    ... on UnknownPlatform { platform }
    ... on BeforeRules { begins }
    ... on QuantityOutOfRange { quantity least most }
    ... on UnknownFact { fact }
    ... on InvalidFact { fact value }
    ... on UnknownGift { giftId nearest }
    ... on GiftUnavailable { giftId region platform }
    ... on WrongKind { giftId kind known }
    ... on NoEarnings { region kind }
    ... on NoMoneyBase { region platform reason }
    ... on SenderNotEligible { giftId unmet { fact required actual } open { fact } }
    ... on CreatorNotEligible { region unmet { fact required actual } open { fact } }
    ... on UnknownLimit { limitId }
    ... on AboveLimit { limitId per allowed used asked left resetsAt }
    ... on FxStale { currency since expired }
    ... on NoFxRate { currency }
  }
}
"""
PAYOUT = """
query ($input: PayoutQuoteInput!, $at: DateTime) {
  payoutQuote(input: $input, at: $at) {
    __typename
    ... on Refusal { code message }
    ... on DiamondsOutOfRange { diamonds least most }
    ... on UnknownRegion { region }
    ... on BeforeRules { begins }
    ... on UnknownFact { fact }
    ... on InvalidFact { fact value }
    ... on NoPayouts { region }
    ... on UnknownMethod { methodId known }
    ... on CreatorNotEligible { region unmet { fact required actual } }
    ... on FactNeeded { fact }
    ... on InvalidLot { lot reason }
    ... on FxStale { currency since expired }
    ... on NoFxRate { currency }
    ... on NotEnoughDiamonds { available needed }
    ... on WrongCurrency { what given expected }
    ... on UnknownLimit { limitId known }
    ... on NothingLeft { worth { amount } withheld { amount } fee { amount currency } }
    ... on BelowMinimum { worth { amount currency } minimum { amount currency } }
    ... on AboveLimit { limitId per allowed used asked }
  }
}
"""


@pytest.fixture(scope="module")
def earning() -> Iterator[Api]:
    with serving(CurrentBook(sound(load_book(BOOK)))) as started:
        yield started


def gift_refused(api: Api, question: GiftQuestion) -> Any:
    given = {
        "region": question.region,
        "platform": question.platform,
        "creatorRegion": question.creator_region,
        "giftId": question.gift,
        "kind": question.kind,
        "count": question.count,
        "used": [{"limitId": limit, "amount": amount} for limit, amount in question.used],
        "facts": [{"name": name, "value": value} for name, value in question.facts],
    }
    return api.ask(GIFT, input=given, at=question.at)["giftQuote"]


def payout_refused(api: Api, question: PayoutQuestion) -> Any:
    lots = [
        {"diamonds": int(diamonds), "earnedAt": earned, "lotClass": kind or None, "sourceRegion": source or None}
        for diamonds, earned, kind, source in question.lots
    ]
    want = question.want
    given = {
        "region": question.region,
        "methodId": question.method,
        "diamonds": question.diamonds,
        "lots": lots,
        "want": None if want is None else {"amount": want[0], "currency": want[1]},
        "used": [{"limitId": limit, "amount": amount} for limit, amount in question.used],
        "facts": [{"name": name, "value": value} for name, value in question.facts],
    }
    return api.ask(PAYOUT, input=given, at=question.at)["payoutQuote"]


def check(refusal: Any, code: str, shows: dict[str, object]) -> None:
    assert refusal["code"] == code
    assert refusal["__typename"] == "".join(word.title() for word in code.split("_"))
    assert refusal["message"]
    assert {name: refusal[name] for name in shows} == shows


@pytest.mark.parametrize("question", GIFTS, ids=lambda question: question.code)
def test_a_refused_gift_is_a_value_with_its_code_and_its_facts(earning: Api, question: GiftQuestion) -> None:
    check(gift_refused(earning, question), question.code, question.shows)


@pytest.mark.parametrize("question", PAYOUTS, ids=lambda question: question.code)
def test_a_refused_payout_is_a_value_with_its_code_and_its_facts(earning: Api, question: PayoutQuestion) -> None:
    check(payout_refused(earning, question), question.code, question.shows)


def test_every_kind_of_refusal_is_asked_for() -> None:
    """But for InvalidInput, which the command line says of an option; test_invalid_input.py asks for it.

    No rule says PriceChanged or Halted: tests of expected prices and of halts ask for these.
    """
    asked = {
        question.code for questions in (QUESTIONS, ITEMS, CHOSEN, EXCHANGES, GIFTS, PAYOUTS) for question in questions
    }
    assert asked == {kind.code for kind in Refusal.__args__ if kind not in (InvalidInput, PriceChanged, Halted)}


def test_amounts_in_a_refusal_are_exact(earning: Api) -> None:
    by_code = {question.code: payout_refused(earning, question) for question in PAYOUTS}
    assert by_code["BELOW_MINIMUM"]["worth"] == {"amount": "99.99", "currency": "USD"}
    assert by_code["BELOW_MINIMUM"]["minimum"] == {"amount": "100.00", "currency": "USD"}
    assert by_code["NOTHING_LEFT"]["fee"] == {"amount": "110.00", "currency": "USD"}
    assert by_code["CREATOR_NOT_ELIGIBLE"]["unmet"] == [
        {"fact": "creator.age", "required": "at least 18", "actual": "17"}
    ]
