"""Direct resolvers mean what Strawberry's own do: the same questions are answered alike by both."""

from typing import Any

import pytest
import strawberry
from graphql import execute_sync, parse
from strawberry.schema.config import StrawberryConfig

from ratecard.api.context import Context
from ratecard.api.types.query import Query
from ratecard.api.types.scalar_definitions import SCALARS
from ratecard.api.types.schema import CHOSEN, make_schema
from tests.api.servers import NOW, RECHARGE
from tests.books import shipped

DIRECT = make_schema(ordered=False).core
STRAWBERRYS = strawberry.Schema(Query, types=CHOSEN, config=StrawberryConfig(scalar_map=SCALARS))._schema

QUOTE = """
query ($input: PurchaseQuoteInput!, $locale: Locale, $at: DateTime) {
  purchaseQuote(input: $input, locale: $locale, at: $at) {
    __typename
    ... on PurchaseQuote {
      at quantity facts { name value } perCoin { amount rounding } openConditions { fact }
      economics { collectedBy commissionLines { commissionLineId base fixed { amount } } }
      trace { figure operation inputs { name } }
    }
    ... on Refusal { code message }
  }
}
"""
CHOSEN_LIST = """
{
  priceList(region: "US-NY", platform: "web", locale: "en", at: "2026-07-01T00:00:00Z") {
    ... on PriceList {
      chosen { __typename thingId shows { image } ... on ChosenCoins { tiers { eachCoin } rounding { mode } } }
    }
  }
}
"""
MEMBER = {"name": "buyer.member", "value": "yes"}
SOLD = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (RECHARGE, {"region": "DE", "platform": "ios", "locale": "de"}),
        (CHOSEN_LIST, {}),
        (RECHARGE, {"region": "ZZ", "platform": "ios", "locale": "de"}),
        (QUOTE, {"input": SOLD}),
        (QUOTE, {"input": {**SOLD, "quantity": 7, "buyer": {"age": 20}, "facts": [MEMBER]}}),
        (QUOTE, {"input": {**SOLD, "buyer": None, "facts": None}, "locale": None, "at": None}),
        (QUOTE, {"input": SOLD, "locale": "fr", "at": "2026-01-01T00:00:00Z"}),
        (QUOTE, {"input": {**SOLD, "quantity": 0}}),
        ("{ markets(locale: \"de\") { region regionName validUntil } }", {}),
        ("{ ruleBook { digest facts { name kind values } } }", {}),
        ("{ __schema { types { name kind enumValues { name } inputFields { name defaultValue } } } }", {}),
    ],
)  # fmt: skip
def test_both_ways_give_the_same_answer(document: str, variables: dict[str, Any]) -> None:
    direct, strawberrys = (
        execute_sync(schema, parse(document), context_value=Context(shipped(), NOW), variable_values=variables)
        for schema in (DIRECT, STRAWBERRYS)
    )
    assert direct.errors is strawberrys.errors is None
    assert direct.data == strawberrys.data


def test_every_field_of_ours_is_resolved_directly() -> None:
    """None of them has anything that would need Strawberry's way."""
    for name, each in DIRECT.type_map.items():
        for field in getattr(each, "fields", {}).values():
            resolve = getattr(field, "resolve", None)
            if resolve is not None and not name.startswith("__") and hasattr(each, "is_type_of"):
                assert resolve.__module__ == "ratecard.api.types.resolving", name
