"""Malformed requests and faults: `errors` with Apollo's codes, and faults behind an id."""

import logging
from typing import cast

import httpx
import pytest

from ratecard.api.bounds import BODY
from ratecard.api.current import CurrentBook
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from tests.api.servers import Api, serving
from tests.books import shipped

SECRET = "margin of 42 on line 7"
HEALTHY = "{ ruleBook { digest } }"


class BrokenBook:
    """A book that fails where it is asked for anything but its digest and languages."""

    digest = "of no book"
    languages = ("en",)

    def seen_by(self, _: object) -> "BrokenBook":
        return self

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(SECRET)


def broken_clock() -> Instant:
    raise RuntimeError(SECRET)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ ruleBook { digest }", "GRAPHQL_PARSE_FAILED"),
        ("{ ruleBook { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ruleBook }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ purchaseQuotes { __typename } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($a: [FactInput!]!) { ruleBook { digest } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($at: DateTime!) { markets(at: $at) { region } }", "BAD_USER_INPUT"),
        ("{ " + "ruleBook { digest } " * 2_000 + "}", "GRAPHQL_PARSE_FAILED"),
    ],
)
def test_a_malformed_request_has_the_code_of_its_fault(api: Api, query: str, code: str) -> None:
    assert api.error(query)["extensions"]["code"] == code


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"5", b'"text"', b"null", b"[]", b"{", b"\xff\xfe", b"{}", b'{"query": 5}'),
        *(b'[{"query": "{ ruleBook { digest } }"}]', b'{"query": "{ a }", "variables": []}'),
        *(b"[" * 50_000, b'{"query": ' + b"9" * 5_000 + b"}"),
    ],
)
def test_a_body_without_graphql_is_told_so(api: Api, body: bytes) -> None:
    response = api.http.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == httpx.codes.BAD_REQUEST
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_a_body_has_a_bound(api: Api) -> None:
    response = api.post(f"{HEALTHY} #{'x' * BODY.most}")
    assert response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_another_content_type_is_refused(api: Api) -> None:
    response = api.http.post("/graphql", content=HEALTHY, headers={"Content-Type": "text/plain"})
    assert response.status_code == httpx.codes.UNSUPPORTED_MEDIA_TYPE


def test_a_request_by_get_is_answered_and_one_without_a_query_is_told_so(api: Api) -> None:
    assert api.http.get("/graphql", params={"query": HEALTHY}).json()["data"]["ruleBook"]["digest"] == shipped().digest
    for accepted, status in (("image/png", httpx.codes.NOT_ACCEPTABLE), ("*/*", httpx.codes.BAD_REQUEST)):
        response = api.http.get("/graphql", headers={"Accept": accepted})
        assert response.status_code == status
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_fault_is_masked_with_an_id_and_logged_under_it(caplog: pytest.LogCaptureFixture) -> None:
    with serving(CurrentBook(cast(RuleBook, BrokenBook()))) as broken, caplog.at_level(logging.ERROR):
        response = broken.post("{ ruleBook { platforms } }")
    assert response.status_code == httpx.codes.OK
    assert SECRET not in response.text
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["path"] == ["ruleBook", "platforms"]
    fault_id = error["extensions"]["id"]
    assert fault_id in error["message"]
    assert f"fault {fault_id}" in caplog.text
    assert SECRET in caplog.text


def test_a_fault_outside_of_graphql_is_masked_too(caplog: pytest.LogCaptureFixture) -> None:
    with serving(CurrentBook(shipped()), broken_clock) as broken, caplog.at_level(logging.ERROR):
        response = broken.post(HEALTHY)
    assert response.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert SECRET not in response.text
    (error,) = response.json()["errors"]
    assert error["extensions"]["id"] in caplog.text


def test_a_mistake_of_a_caller_is_not_logged(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="ratecard"), caplog.at_level(logging.ERROR):
        api.error("{ ruleBook { nothing } }")
    assert not caplog.records
