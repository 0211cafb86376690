"""Answers to Python callers: the API's own, with exact types, for every market."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, build_schema

import ratecard
from ratecard.api.current import CurrentBook
from ratecard.currency import Currency
from ratecard.money import Money, Rate
from ratecard.python import answers, gifts, items, limits, payouts, prices, purchases
from ratecard.terms.tax import TaxStatus
from tests.api.servers import Api, serving
from tests.books import shipped
from tests.python.asking import AT, CREATOR, LOTS

SCHEMA = Path(__file__).parents[2] / "schema" / "schema.graphql"


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with serving(CurrentBook(shipped())) as started:
        yield started


PURCHASE = """
query ($input: PurchaseQuoteInput!, $at: DateTime) {
  purchaseQuote(input: $input, at: $at) {
    ... on PurchaseQuote {
      region platform packageId quantity coins bonus total currency assumedFacts bookDigest validFrom validUntil
      price { listed { ...M } gross { ...M } net { ...M } tax { ...M } taxStatus
        lines { taxLineId rate amount { ...M } } }
      economics { commission { ...M } proceeds { ...M } remittance { ...M } collectedBy }
      openConditions { fact required actual }
      trace { figure output formula rounding file line source }
    }
    ... on Refusal { code }
  }
}
fragment M on Money { amount currency }
"""
GIFT = """
query ($input: GiftQuoteInput!, $at: DateTime) {
  giftQuote(input: $input, at: $at) {
    ... on GiftQuote {
      region platform creatorRegion giftId count kind coins worth { amount currency } assumedFacts validFrom validUntil
      earnings { diamonds amount parts { recipientId diamonds } } openConditions { fact required actual }
    }
    ... on Refusal { code }
  }
}
"""
PAYOUT = """
query ($input: PayoutQuoteInput!, $at: DateTime) {
  payoutQuote(input: $input, at: $at) {
    ... on PayoutQuote {
      region methodId diamonds lots { lot diamonds earnedAt sourceRegion releasedAt } lotsAssumed
      value { ...M } withheld { ...M } withholding { withholdingLineId rate amount { ...M } } fee { ...M }
      remainder { ...M } paid { ...M } exchangeCost { ...M } releasedAt paidOn openLimits { limitId most per }
      raised { wanted { ...M } paid { ...M } minimum { ...M } } assumedFacts unknownValues validFrom validUntil
      openConditions { fact required actual }
    }
    ... on Refusal { code }
  }
}
fragment M on Money { amount currency }
"""


def differences(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """Where an answer of the API and one to Python differ, by the names and the values of what the API shows."""
    if isinstance(theirs, dict) and isinstance(ours, Money):
        return [] if (ours.amount, ours.currency.code) == (theirs["amount"], theirs["currency"]) else [path]
    if isinstance(theirs, dict):
        return [
            found for name, value in theirs.items() for found in differences(part(ours, name), value, f"{path}.{name}")
        ]
    if isinstance(theirs, list):
        if len(ours) != len(theirs):
            return [path]
        return [
            found
            for index, (mine, other) in enumerate(zip(ours, theirs, strict=True))
            for found in differences(mine, other, f"{path}[{index}]")
        ]
    return [] if plain(ours) == theirs else [f"{path}: {plain(ours)!r} is not {theirs!r}"]


def part(ours: Any, name: str) -> Any:
    """The part of an answer that the API calls so."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    place = getattr(ours, "place", None)
    if name in ("file", "line"):
        return getattr(place, name, None)
    return getattr(ours, "requirement" if name == "required" else words)


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Currency):
        return value.code
    if isinstance(value, Rate):
        return str(Decimal(value.numerator) / Decimal(value.denominator))
    if isinstance(value, TaxStatus):
        return value.value
    if value in ("store", "seller"):
        return value.upper()
    return value if type(value) in (int, bool, str, type(None)) else str(value)


def test_every_market_answers_in_python_as_over_graphql(book: ratecard.Book, api: Api) -> None:
    told = 0
    for market in book.markets:
        given: dict[str, Any] = {"region": market.region, "platform": market.platform}
        answer = book.purchase(**given, package="coins_1000", quantity=3, at=AT)
        shown = api.ask(PURCHASE, input={**given, "packageId": "coins_1000", "quantity": 3}, at=AT.isoformat())
        assert differences(answer, shown["purchaseQuote"]) == []
        told += isinstance(answer, ratecard.PurchaseQuote)
    assert told > 100


@pytest.mark.parametrize("facts", [{}, {"buyer.age": 30, "creator.grade": "partner"}, {"buyer.age": 12}])
@pytest.mark.parametrize("count", [1, 10, 0])
def test_a_gift_is_answered_as_over_graphql(
    book: ratecard.Book, api: Api, facts: dict[str, int | str], count: int
) -> None:
    listed = [{"name": name, "value": str(value)} for name, value in facts.items()]
    for gift in ("rose", "roze"):
        answer = book.gift(
            region="DEU", platform="web", creator_region="KR", gift=gift, at=AT, count=count, kind="video", facts=facts
        )
        where = {"region": "DE", "platform": "web", "creatorRegion": "KR", "giftId": gift, "kind": "video"}
        shown = api.ask(GIFT, input={**where, "count": count, "facts": listed}, at=AT.isoformat())
        assert differences(answer, shown["giftQuote"]) == []


@pytest.mark.parametrize("region", ["DE", "US", "KR", "JP", "XX"])
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"diamonds": 25_000}, {"diamonds": 25_000}),
        ({"want": ratecard.amount("5.00", "EUR")}, {"want": {"amount": "5.00", "currency": "EUR"}}),
        ({"want": ratecard.amount(1, "EUR")}, {"want": {"amount": "1", "currency": "EUR"}}),
        ({"used": {"daily": ratecard.amount("950", "USD")}}, {"used": [{"limitId": "daily", "amount": "950 USD"}]}),
        ({"used": {"monthly": 2}}, {"used": [{"limitId": "monthly", "amount": "2 payouts"}]}),
        ({"want": ratecard.amount(-1, "EUR")}, {"want": {"amount": "-1", "currency": "EUR"}}),
    ],
)
def test_a_payout_is_answered_as_over_graphql(
    book: ratecard.Book, api: Api, region: str, asked: dict[str, Any], shown: dict[str, Any]
) -> None:
    answer = book.payout(region=region, method="bank", at=AT, lots=LOTS, facts=CREATOR, **asked)
    lots = [
        {
            "diamonds": lot.diamonds,
            "earnedAt": lot.earned_at.isoformat(),
            "lotClass": lot.lot_class,
            "sourceRegion": lot.source_region,
        }
        for lot in LOTS
    ]
    facts = [{"name": name, "value": str(value)} for name, value in CREATOR.items()]
    where = {"region": region, "methodId": "bank", "lots": lots, "facts": facts}
    assert differences(answer, api.ask(PAYOUT, input={**where, **shown}, at=AT.isoformat())["payoutQuote"]) == []


PYTHON_ALONE = {
    "names": "the rules' names by language, of which the API gives the reader's",
    "traced": "makes the trace",
    "looked_up": "looks up `library_values`, a property",
    "requirement": "`required` in the API",
    "place": "file, line and column in the API",
}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        *[(kind, kind.__name__) for kind in (purchases.PurchaseQuote, purchases.PriceList, prices.Price)],
        *[(kind, kind.__name__) for kind in (prices.PurchaseEconomics, prices.TaxLine)],
        (purchases.WithheldPackage, "WithheldPackage"),
        *[(kind, kind.__name__) for kind in (items.ItemQuote, items.WithheldItem)],
        *[(kind, kind.__name__) for kind in (gifts.GiftQuote, gifts.GiftEarnings, gifts.RecipientPart)],
        *[(kind, kind.__name__) for kind in (payouts.PayoutQuote, payouts.PaidLot, payouts.Withheld)],
        *[(kind, kind.__name__) for kind in (limits.OpenLimit, limits.UsedAmount, payouts.RaisedWant)],
        (answers.TraceStep, "TraceStep"),
    ],
)
def test_python_has_the_names_of_the_api(ours: Any, theirs: str) -> None:
    published = build_schema(SCHEMA.read_text("utf-8")).type_map[theirs]
    assert isinstance(published, GraphQLObjectType | GraphQLInterfaceType)
    known = {
        "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name) for name in published.fields
    }
    allowed = known | PYTHON_ALONE.keys() | ({"facts"} if "Quote" in theirs else set())
    assert {field.name for field in fields(ours)} - allowed == set()
