"""Values that are built to break a reader: numbers of thousands of digits, headers that are sent to be remembered."""

import json
import sys
from collections.abc import Iterator

import httpx
import pytest
from graphql import is_input_object_type, is_input_type, is_leaf_type

from ratecard.api.current import CurrentBook
from ratecard.api.http import codings, negotiation
from ratecard.api.serving.settings import Settings
from ratecard.api.types.schema import make_schema
from tests.api.servers import Api, serving
from tests.books import shipped

JSON = {"Content-Type": "application/json"}
DIGITS = ("9" * 20, "9" * 4_299, "9" * 5_000, "-" + "9" * 5_000, "9" * 5_000 + ".5e5", "1e5000", "0." + "9" * 5_000)
PYTHONS_OWN = (
    "Exceeds the limit",
    "integer string",
    "Traceback",
    "int()",
    "set_int_max",
    "OverflowError",
    "out of range - at",
)


@pytest.fixture(scope="module")
def rich() -> Iterator[Api]:
    """A server that counts no cost: documents of thousands of digits are dear."""
    with serving(CurrentBook(shipped()), settings=Settings(burst=10**12, rate=10**12)) as api:
        yield api


def input_types() -> Iterator[str]:
    """Every type that an argument or a variable can have, but for those that name a few values."""
    for name, kind in make_schema(ordered=False).core.type_map.items():
        if is_input_type(kind) and not name.startswith("__") and (is_leaf_type(kind) or is_input_object_type(kind)):
            yield name


def check(response: httpx.Response) -> None:
    """It is answered in words of ours, and no fault."""
    assert response.status_code in (200, 400), response.text[:300]
    assert "INTERNAL_SERVER_ERROR" not in response.text
    assert not [words for words in PYTHONS_OWN if words in response.text], response.text[:300]
    assert response.json()["errors"]


@pytest.mark.parametrize("name", sorted(input_types()))
def test_a_number_of_thousands_of_digits_is_refused_in_our_words_wherever_it_stands(rich: Api, name: str) -> None:
    for digits in DIGITS:
        literal = f"query ($a: {name} = {digits}) {{ ruleBook {{ digest }} }}"
        check(rich.http.post("/graphql", json={"query": literal}))
    for opening, closing in (("[", "]"), ("[[", "]]"), ("[" * 40, "]" * 40)):
        kind, default = f"{opening}{name}{closing}", f"{opening}{'9' * 5_000}{closing}"
        check(rich.http.post("/graphql", json={"query": f"query ($a: {kind} = {default}) {{ ruleBook {{ digest }} }}"}))


QUOTES = "query ($i: [PurchaseQuoteInput!]!) { purchaseQuotes(inputs: $i) { __typename ... on Refusal { message } } }"
QUANTITY = (
    '{{ purchaseQuotes(inputs: [{{region: "DE", platform: "ios", packageId: "coins_1000", quantity: {}}}])'
    " {{ __typename ... on Refusal {{ message }} }} }}"
)
PURCHASE = '{"region": "DE", "platform": "ios", "packageId": "coins_1000", "quantity": %s}'


@pytest.mark.parametrize("digits", DIGITS[:-1])
def test_a_count_of_thousands_of_digits_is_refused_in_our_words(rich: Api, digits: str) -> None:
    asked = b'{"query": %s, "variables": {"i": [%s]}}' % (json.dumps(QUOTES).encode(), (PURCHASE % digits).encode())
    for body in (
        asked,
        asked.replace(b'"i": [', b'"i": {"a": [').replace(b"]}}", b"]}}}"),
        asked.replace(b'"i"', b'"j"'),
    ):
        response = rich.http.post("/graphql", content=body, headers=JSON)
        assert response.status_code in (200, 400)
        assert not [words for words in PYTHONS_OWN if words in response.text], response.text[:300]
        assert "INTERNAL_SERVER_ERROR" not in response.text
        assert b'"errors"' in response.content or b'"InvalidInput"' in response.content
    answered = rich.http.post("/graphql", json={"query": QUANTITY.format(digits)})
    assert b'"InvalidInput"' in answered.content
    assert not [words for words in PYTHONS_OWN if words in answered.text]


def test_a_number_beyond_those_of_this_process_is_refused_alike_in_a_body_and_a_url(rich: Api) -> None:
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    message = "The request holds a number beyond those that can be read."
    for response in (
        rich.http.post(
            "/graphql", content=f'{{"query": "{{ __typename }}", "variables": {{"a": {digits}}}}}', headers=JSON
        ),
        rich.http.get("/graphql", params={"query": "{ __typename }", "variables": f'{{"a": {digits}}}'}),
        rich.http.post("/graphql", content=digits, headers=JSON),
    ):
        assert response.status_code == httpx.codes.BAD_REQUEST
        assert response.json()["errors"][0]["message"] == message


def test_long_headers_are_not_remembered(rich: Api) -> None:
    remembered = (negotiation._remembered, negotiation._is_json_remembered, codings._remembered)
    for cache in remembered:
        cache.cache_clear()
    for number in range(50):
        filler = ", ".join(f"x/{number}{n}" for n in range(200))
        headers = {
            "Accept": f"application/json, {filler}",
            "Accept-Encoding": f"gzip, {filler}",
            "Content-Type": f"application/json; a={number}{'x' * 2_000}",
        }
        answered = rich.http.post("/graphql", content=b'{"query": "{ __typename }"}', headers=headers)
        assert answered.status_code == httpx.codes.OK
    assert [cache.cache_info().currsize for cache in remembered] == [0, 0, 0]
