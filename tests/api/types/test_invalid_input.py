"""What a person may have typed wrongly is a refusal of that question, and never the end of another."""

import json
from typing import Any

import httpx
import pytest

from tests.api.servers import Api
from tests.api.types.mistyping import (
    AT,
    PAID,
    READ_AS_THEY_ARE,
    RIGHT,
    WRONG,
    Place,
    arguments_text,
    mistyped,
    places,
    variables_of,
)
from tests.cli.running import run

READ = "{ __typename ... on InvalidInput { path } ... on Refusal { code message } }"
PLACES = [place for place in places() if place.scalar not in READ_AS_THEY_ARE]


def test_every_scalar_that_comes_in_is_mistyped_somewhere() -> None:
    """A scalar that is new must be told here how it can be mistyped."""
    assert {place.scalar for place in PLACES} == set(WRONG)
    assert len(PLACES) > 80


def answers(api: Api, place: Place, value: object, *, literally: bool) -> Any:
    """The answers to three questions of one request: one mistyped, the same as it should be, and another."""
    right = RIGHT[place.field]
    wrong = mistyped(right, place.path, value)
    others = f"good: {place.field}({arguments_text(right)}) {READ} book: ruleBook {{ digest }}"
    if literally:
        response = api.post(f"{{ bad: {place.field}({arguments_text(wrong)}) {READ} {others} }}")
    else:
        named = ", ".join(f"{name}: ${name}" for name in wrong)
        declared = ", ".join(each for each in variables_of(place.field).split(", ") if each[1:].split(":")[0] in wrong)
        response = api.post(f"query ({declared}) {{ bad: {place.field}({named}) {READ} {others} }}", **wrong)
    assert response.status_code == httpx.codes.OK, response.text
    assert "errors" not in response.json(), response.text
    return response.json()["data"]


@pytest.mark.parametrize("literally", [True, False], ids=["literal", "variable"])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join([place.field, *map(str, place.path)]))
def test_a_mistyped_value_refuses_its_own_question_and_no_other(api: Api, place: Place, literally: bool) -> None:
    for value in WRONG[place.scalar]:
        data = answers(api, place, value, literally=literally)
        bad, good = data["bad"], data["good"]
        if isinstance(bad, list) and place.path[0] == "inputs":
            assert [bad[0], bad[2]] == [good[0], good[2]]
            bad, good = [bad[1]], [good[1]]
        for refused in bad if isinstance(bad, list) else [bad]:
            assert (refused["__typename"], refused["code"]) == ("InvalidInput", "INVALID_INPUT"), value
            assert refused["path"] == list(map(str, place.path))
            assert len(refused["message"]) < 300
        assert {each["__typename"] for each in (good if isinstance(good, list) else [good])} <= {
            *(
                "PriceList",
                "GiftList",
                "EligibilityCheck",
                "ExchangeQuote",
                "ChosenQuote",
                "PurchaseQuote",
                "ItemQuote",
                "GiftQuote",
                "PayoutQuote",
            )
        }
        assert data["book"]["digest"]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e308", "9" * 400 + ".5"])
@pytest.mark.parametrize("name", ["quantity", "buyer"])
def test_a_number_beyond_what_json_readers_keep_refuses_its_own_question(api: Api, number: str, name: str) -> None:
    right = RIGHT["purchaseQuote"]["input"]
    wrong = {**right, name: 5} if name == "quantity" else {**right, name: {"age": 5}}
    query = (
        f"query ($inputs: [PurchaseQuoteInput!]!, $at: DateTime) {{ purchaseQuotes(inputs: $inputs, at: $at) {READ} }}"
    )
    asked = json.dumps({"query": query, "variables": {"inputs": [right, wrong, right], "at": AT}})
    head = {"content-type": "application/json"}
    response = api.http.post("/graphql", content=asked.replace(": 5", f": {number}"), headers=head)
    first, refused, third = response.json()["data"]["purchaseQuotes"]
    assert first == third == {"__typename": "PurchaseQuote"}
    path = ["inputs", "1", "quantity"] if name == "quantity" else ["inputs", "1", "buyer", "age"]
    assert (refused["code"], refused["path"]) == ("INVALID_INPUT", path)
    assert "is not a whole number" in refused["message"]


def test_a_number_beyond_floats_is_not_remembered_as_another_one(api: Api) -> None:
    """What is kept of an answer has its variables for a key: infinity would be null there."""
    query = (
        'query ($age: Int) { eligibility(region: "DE", at: "2026-07-01T00:00:00Z", buyer: {age: $age}) ' + READ + "}"
    )
    kinds = []
    for number in ("null", "1e400", "null", "-1e400"):
        asked = json.dumps({"query": query, "variables": {"age": 5}}).replace(": 5}", f": {number}}}")
        response = api.http.post("/graphql", content=asked, headers={"content-type": "application/json"})
        kinds.append(response.json()["data"]["eligibility"]["__typename"])
    assert kinds == ["EligibilityCheck", "InvalidInput", "EligibilityCheck", "InvalidInput"]


@pytest.mark.parametrize(("field", "argument"), [("markets", "at"), ("markets", "locale"), ("ruleBook", "locale")])
def test_a_field_that_cannot_refuse_is_null_with_an_error_of_its_own(api: Api, field: str, argument: str) -> None:
    response = api.post(f'{{ bad: {field}({argument}: "!!") {{ __typename }} good: ruleBook {{ digest }} }}')
    assert response.status_code == httpx.codes.OK
    body = response.json()
    assert (body["data"]["bad"], bool(body["data"]["good"]["digest"])) == (None, True)
    (error,) = body["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["bad"], "BAD_USER_INPUT")
    assert error["message"].startswith(("!! is not a", '"!!" is not a'))


DECIMALS = "50.555 EUR has more decimals than EUR has; write at most 2 decimals"
LOT = {"diamonds": 90_000, "earnedAt": "2026-01-01T00:00:00Z", "lotClass": "earned"}
JUDGED: list[tuple[dict[str, object], list[str], str]] = [
    ({"want": {"amount": "50.555", "currency": "EUR"}}, ["want", "amount"], DECIMALS),
    ({"want": {"amount": "100.5", "currency": "JPY"}}, ["want", "amount"], "100.5 JPY has more decimals than JPY has;"),
    ({"want": {"amount": "0", "currency": "EUR"}}, ["want", "amount"], "0 EUR is not above zero"),
    ({"want": {"amount": "-5.00", "currency": "EUR"}}, ["want", "amount"], "-5.00 EUR is not above zero"),
    (
        {"want": {"amount": "-0.001", "currency": "EUR"}},
        ["want", "amount"],
        "-0.001 EUR has more decimals",
    ),
    (
        {"lots": [LOT, {**LOT, "sourceRegion": "UK"}]},
        ["lots", "1", "sourceRegion"],
        "UK is not a country of ISO 3166-1; did you mean GB?",
    ),
    ({"lots": [{**LOT, "sourceRegion": "QQ-NY"}]}, ["lots", "0", "sourceRegion"], "QQ is not a country of ISO 3166-1"),
    ({"lots": [{**LOT, "sourceRegion": "XYZ"}]}, ["lots", "0", "sourceRegion"], "XYZ is not a country of ISO 3166-1"),
    ({"diamonds": 5}, ["want"], "want asks how many diamonds are needed; state it without diamonds"),
    (
        {"used": [{"limitId": "daily", "amount": "much"}]},
        ["used", "0", "amount"],
        "much is not an amount",
    ),
    ({"used": [{"limitId": "daily", "amount": "-5 USD"}]}, ["used", "0", "amount"], "-5 USD is not an amount"),
    ({"used": [{"limitId": "daily", "amount": "1.555 USD"}]}, ["used", "0", "amount"], "1.555 USD has more decimals"),
    (
        {"used": [{"limitId": each, "amount": "1 USD"} for each in ("daily", "weekly", "daily")]},
        ["used", "2", "limitId"],
        "what was used of daily is stated twice",
    ),
]


@pytest.mark.parametrize(("changes", "path", "said"), JUDGED, ids=lambda value: str(value)[:40])
def test_what_can_be_read_and_not_be_meant_refuses_its_own_payout(
    api: Api, changes: dict[str, object], path: list[str], said: str
) -> None:
    wrong = {**PAID, **changes}
    query = f"query ($inputs: [PayoutQuoteInput!]!, $at: DateTime) {{ payoutQuotes(inputs: $inputs, at: $at) {READ} }}"
    first, second, third = api.ask(query, inputs=[PAID, wrong, PAID], at=AT)["payoutQuotes"]
    assert first == third == {"__typename": "PayoutQuote"}
    assert (second["code"], second["path"]) == ("INVALID_INPUT", ["inputs", "1", *path])
    assert said in second["message"]
    single = f"query ($input: PayoutQuoteInput!, $at: DateTime) {{ payoutQuote(input: $input, at: $at) {READ} }}"
    refused = api.ask(single, input=wrong, at=AT)["payoutQuote"]
    assert (refused["path"], refused["message"]) == (["input", *path], second["message"])


@pytest.mark.parametrize(
    ("field", "path", "value"),
    [
        ("payoutQuotes", ("inputs", 1, "want", "amount"), 50.5),
        ("payoutQuotes", ("inputs", 1, "region"), ["DE"]),
        ("payoutQuotes", ("inputs", 1, "diamonds"), True),
        ("payoutQuotes", ("inputs", 1, "methodId"), None),
        ("payoutQuotes", ("inputs", 1, "diamond"), 5),
        ("purchaseQuotes", ("inputs", 1, "quantity"), "1"),
        ("purchaseQuotes", ("inputs", 1, "quantity"), True),
        ("purchaseQuotes", ("inputs", 1, "buyer", "member"), "yes"),
        ("priceList", ("at",), 1_782_864_000),
    ],
)
def test_a_value_of_another_shape_is_an_error_of_the_request(
    api: Api, field: str, path: tuple[str | int, ...], value: object
) -> None:
    """No person types a JSON type: the program that asks is wrong, and would be at every question."""
    wrong = mistyped(RIGHT[field], path, value)
    assert api.error(f"{{ {field}({arguments_text(wrong)}) {READ} }}")["extensions"]["code"] == (
        "GRAPHQL_VALIDATION_FAILED"
    )


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        (["--want", "50.555 EUR"], {"want": {"amount": "50.555", "currency": "EUR"}}),
        (["--want", "100.5 JPY"], {"want": {"amount": "100.5", "currency": "JPY"}}),
        (["--want", "0.00 EUR"], {"want": {"amount": "0.00", "currency": "EUR"}}),
        (["--used", "daily=much"], {"used": [{"limitId": "daily", "amount": "much"}]}),
        (["--used", "daily=1.555 USD"], {"used": [{"limitId": "daily", "amount": "1.555 USD"}]}),
        (["--used", "daily=1", "--used", "daily=2"], {"used": [{"limitId": "daily", "amount": "1"}] * 2}),
        (["--lot", "9@2026-01-01/UK"], {"lots": [{**LOT, "sourceRegion": "UK"}]}),
        (["--region", "de"], {"region": "de"}),
        (["--region", "Germany"], {"region": "Germany"}),
    ],
    ids=str,
)
def test_the_command_line_says_the_same_sentence(api: Api, given: list[str], changes: dict[str, object]) -> None:
    query = f"query ($input: PayoutQuoteInput!) {{ payoutQuote(input: $input) {READ} }}"
    refused = api.ask(query, input={**PAID, **changes})["payoutQuote"]
    where = [] if "--region" in given else ["--region", "DE"]
    result = run("quote", "payout", "--method", "paypal", "--lot", "90000@2026-01-01", *where, *given)
    assert result.exit_code == 2
    assert refused["message"] in " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize("at", ["9999-12-31T23:00:00Z", "3000-01-01T00:00Z", "2999-12-31T23:59:59-01:00", "1969-12-31"])
def test_the_command_line_takes_the_same_years(at: str) -> None:
    result = run("prices", "--region", "DE", "--platform", "ios", "--at", at)
    assert result.exit_code == 2
    assert f"{at} is not within the years 1970 to 2999" in " ".join(result.output.replace("│", " ").split())
