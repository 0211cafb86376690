"""No message speaks of Python: what came as JSON is shown as JSON."""

import re
from typing import Any

import pytest

from ratecard.api.wording import written
from tests.api.servers import Api

PYTHON = re.compile(r"\b(?:None|True|False|dict|NoneType|nan|inf|Undefined)\b|'\w+':|[A-Z][a-z]+Error")
PURCHASE = 'purchaseQuote(input: {region: "DE", platform: "ios", packageId: "p", quantity: $x}) { __typename }'
ASKED = {
    "Int!": PURCHASE,
    "String!": "__type(name: $x) { name }",
    "Boolean!": '__type(name: "Query") { name @skip(if: $x) kind }',
    "DateTime!": "markets(at: $x) { region }",
    "Locale!": 'priceList(region: "DE", platform: "ios", locale: $x) { __typename }',
    "PurchaseQuoteInput!": "purchaseQuote(input: $x) { __typename }",
    "[PayoutQuoteInput!]!": "payoutQuotes(inputs: $x) { __typename }",
}
GIVEN: list[Any] = [
    True,
    False,
    None,
    1.5,
    2**40,
    "x",
    [None, True],
    {"a": True, "b": None},
    {"region": None},
    [[{"a": {}}]],
]


@pytest.mark.parametrize("kind", ASKED)
def test_a_wrong_value_is_shown_as_json(api: Api, kind: str) -> None:
    for value in GIVEN:
        answered = api.post(f"query ($x: {kind}) {{ {ASKED[kind]} }}", x=value)
        assert answered.is_success or answered.is_client_error
        messages = [error["message"] for error in answered.json().get("errors", ())]
        assert [message for message in messages if PYTHON.search(message)] == []


@pytest.mark.parametrize(
    "document",
    [
        "{ purchaseQuote(input: null) { __typename } }",
        "{ payoutQuotes(inputs: [null]) { __typename } }",
        "{ payoutQuotes(inputs: [{region: null}]) { __typename } }",
        "{ __typename @skip(if: null) }",
        "query ($x: [Int!] = [null]) { __typename }",
    ],
)
def test_a_null_that_is_not_taken_is_called_so(api: Api, document: str) -> None:
    messages = [error["message"] for error in api.post(document).json()["errors"]]
    assert any("not to be null" in message for message in messages)
    assert not any(PYTHON.search(message) for message in messages)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        ({"a": [True, None], "b": {"c": {"d": 1}}}, '{"a": [true, null], "b": {"c": {…}}}'),
        ([[[1]], []], "[[[…]], []]"),
        (list(range(12)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …]"),
        ("x" * 100, f'"{"x" * 57}…"'),
        ({}, "{}"),
    ],
)
def test_a_value_is_written_as_json_and_no_more_of_it_than_fits(value: Any, shown: str) -> None:
    assert written(value) == shown
