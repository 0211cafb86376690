"""The status of each refusal: one for both media types, but where the specification asks for two."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from ratecard.api import errors
from ratecard.api.http import statuses
from ratecard.api.http.statuses import STATUSES
from tests.api.servers import Api

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "for-services.md"
LEGACY, STRICT = "application/json", "application/graphql-response+json"
JSON = {"Content-Type": LEGACY}
ASKED = {"region": "DE", "platform": "ios", "packageId": "coins_100"}
BATCH = "query ($inputs: [PurchaseQuoteInput!]!) { purchaseQuotes(inputs: $inputs) { __typename } }"

OF_GRAPHQL = {
    *(errors.PARSE_FAILED, errors.VALIDATION_FAILED, errors.MUTATION, errors.OPERATION_UNRESOLVED),
    *(errors.BAD_USER_INPUT, errors.PERSISTED_NOT_FOUND, errors.PERSISTED_NOT_SUPPORTED),
}
"""Reasons for which GraphQL refuses a request that is well-formed over HTTP."""


class Refused(NamedTuple):
    """A request that is refused for a reason."""

    reason: str
    body: Any
    method: str = "POST"
    headers: dict[str, str] = JSON
    path: str = "/graphql"


def hashed(of: str) -> dict[str, object]:
    """A request for a persisted document alone."""
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": of}}}


REFUSED = [
    Refused(errors.PARSE_FAILED, {"query": "{"}),
    Refused(errors.VALIDATION_FAILED, {"query": "{ nothing }"}),
    Refused(
        errors.VALIDATION_FAILED, {"query": '{ priceList(region: 5, platform: "ios", locale: "de") { __typename } }'}
    ),
    Refused(errors.MUTATION, {"query": "mutation { nothing }"}),
    Refused(errors.OPERATION_UNRESOLVED, {"query": "query A { ruleBook { digest } }", "operationName": "B"}),
    Refused(errors.BAD_USER_INPUT, {"query": BATCH}),
    Refused(errors.BAD_USER_INPUT, {"query": BATCH, "variables": {"inputs": [{**ASKED, "quantity": "1"}]}}),
    Refused(errors.TOO_LARGE, {"query": BATCH, "variables": {"inputs": [ASKED] * 251}}),
    Refused(errors.PERSISTED_NOT_FOUND, hashed("0" * 64)),
    Refused(errors.BAD_REQUEST, []),
    Refused(errors.BAD_REQUEST, {"query": 5}),
    Refused(errors.TOO_LARGE, {"query": "{ " + " ".join(f"a{n}: ruleBook {{ digest }}" for n in range(300)) + "}"}),
    Refused(statuses.METHOD_NOT_ALLOWED, {}, method="PUT"),
    Refused(statuses.BODY_TOO_LARGE, {"query": "#" * 2_000_000}),
    Refused(statuses.URL_TOO_LONG, None, method="GET", path="/graphql?query=" + "a" * 17_000),
    Refused(statuses.WRONG_MEDIA_TYPE, {}, headers={"Content-Type": "text/plain"}),
    Refused(statuses.FOREIGN_NAME, {}, headers={**JSON, "Host": "elsewhere.example"}),
]


@pytest.mark.parametrize("accepted", [LEGACY, STRICT])
@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.reason)
def test_a_refused_request_has_the_status_of_its_reason(api: Api, refused: Refused, accepted: str) -> None:
    content = None if refused.body is None else json.dumps(refused.body)
    headers = {**refused.headers, "Accept": accepted}
    response = api.http.request(refused.method, refused.path, content=content, headers=headers)
    expected = STATUSES[refused.reason]
    assert response.status_code == (expected.strict if accepted == STRICT else expected.legacy), response.text
    assert response.headers["content-type"] == f"{accepted}; charset=utf-8"
    body = response.json()
    assert set(body) == {"errors"}
    code = body["errors"][0]["extensions"]["code"]
    own = {errors.MUTATION: errors.VALIDATION_FAILED}.get(refused.reason, refused.reason)
    assert code == (own if own in vars(errors).values() else errors.BAD_REQUEST)


@pytest.mark.parametrize("accepted", [LEGACY, STRICT])
def test_what_is_answered_is_200_under_both_whatever_was_refused_in_it(api: Api, accepted: str) -> None:
    query = '{ priceList(region: "de", platform: "ios", locale: "de") { __typename } markets(at: "x") { region } }'
    response = api.http.post("/graphql", json={"query": query}, headers={"Accept": accepted})
    assert response.status_code == httpx.codes.OK
    assert response.json()["data"] == {"priceList": {"__typename": "InvalidInput"}, "markets": None}


def test_only_what_graphql_refuses_has_another_status_under_each_media_type() -> None:
    assert {reason for reason, status in STATUSES.items() if status.strict != status.legacy} == OF_GRAPHQL
    assert {STATUSES[reason] for reason in OF_GRAPHQL} == {(400, 200)}


def test_the_guide_shows_the_table() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\d+) \| (\d+) \|", GUIDE.read_text("utf-8"), re.MULTILINE)
    shown = {code: (int(strict), int(legacy)) for code, strict, legacy in rows}
    codes = {reason: tuple(status) for reason, status in STATUSES.items() if reason in vars(errors).values()}
    del codes[errors.MUTATION]
    assert shown == codes
