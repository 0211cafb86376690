"""The command line's JSON has the names and the shapes that the GraphQL schema gives the same things."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type

from ratecard.api.types.schema import make_schema
from tests.api.types.test_names import CACHE_KEYS, JAVASCRIPT, PYTHON
from tests.cli.running import run_json

SCHEMA = make_schema(ordered=True).core
AT = ("--at", "2026-07-01")
MARKET = ("--region", "CA-QC", "--platform", "web", *AT)
PACKAGE = (*MARKET, "--package", "coins_1000")
ITEM = (*MARKET, "--item", "fan_club")
GIFT = (*MARKET, "--creator-region", "JP", "--gift", "rose", "--creator-age", "30", "--age", "30")
LOTS = ("--lot", "20000@2026-01-01/US", "--lot", "5000@2026-02-01/KW", "--fact", "creator.tax_form=none")
PAYOUT = ("--region", "KW", "--method", "paypal", *LOTS, *AT)
OF_THE_COMMAND_LINE = {
    "PurchaseQuote.provenance",
    "GiftQuote.provenance",
    "ItemQuote.provenance",
    "PayoutQuote.provenance",
}
"""What the command line tells beside: which statements the deciding ones replaced."""

ANSWERS: list[tuple[tuple[str, ...], str]] = [
    (("prices", *MARKET), "PriceList"),
    (("quote", "purchase", *PACKAGE), "PurchaseQuote"),
    (("explain", "purchase", *PACKAGE), "PurchaseQuote"),
    (("quote", "item", *ITEM), "ItemQuote"),
    (("explain", "item", *ITEM), "ItemQuote"),
    (("gifts", *MARKET), "GiftList"),
    (("quote", "gift", *GIFT), "GiftQuote"),
    (("explain", "gift", *GIFT), "GiftQuote"),
    (("quote", "payout", *PAYOUT), "PayoutQuote"),
    (("explain", "payout", *PAYOUT), "PayoutQuote"),
    (("quote", "eligibility", "--region", "KR", *AT), "EligibilityCheck"),
]


def strangers(answer: Any, of: GraphQLNamedType) -> Iterator[str]:
    """The path of every name in an answer that its type in the schema does not have."""
    if isinstance(answer, list):
        for each in answer:
            yield from strangers(each, of)
    elif isinstance(answer, dict) and isinstance(of, GraphQLObjectType):
        for name, value in answer.items():
            if name in of.fields:
                yield from strangers(value, get_named_type(of.fields[name].type))
            elif f"{of.name}.{name}" not in OF_THE_COMMAND_LINE:
                yield f"{of.name}.{name}"
    elif isinstance(answer, dict) and set(answer) < {"code", "message"}:
        yield of.name


def names_in(answer: Any) -> Iterator[str]:
    """Every name in an answer."""
    if isinstance(answer, dict):
        yield from answer
    for each in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from names_in(each)


@pytest.mark.parametrize(("arguments", "name"), ANSWERS, ids=lambda value: str(value[:2]))
def test_an_answer_has_the_names_of_its_type_in_the_schema(arguments: tuple[str, ...], name: str) -> None:
    answer = run_json(*arguments)
    found = SCHEMA.get_type(name)
    assert found is not None
    assert sorted(set(strangers(answer, found))) == []


@pytest.mark.parametrize(
    "arguments", [*(each for each, _ in ANSWERS), ("markets", *AT)], ids=lambda value: str(value[:2])
)
def test_no_name_is_a_key_of_caches_or_a_reserved_word(arguments: tuple[str, ...]) -> None:
    assert set(names_in(run_json(*arguments))).isdisjoint(CACHE_KEYS | JAVASCRIPT | PYTHON)
