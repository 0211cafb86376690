"""Requests that are made to hurt, whatever GraphQL they hold: a clear 4xx, and never a fault."""

import gzip
import json

import httpx
import pytest

from ratecard.api import bounds
from ratecard.api.http import incoming
from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.http.statuses import STATUSES
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect, exchange, until_closed
from tests.api.servers import Api

HEALTHY = "{ ruleBook { digest } }"
JSON = {"Content-Type": "application/json"}
NESTED = "query ($facts: [FactInput!]) { " + 'priceList(region: "DE", platform: "ios", locale: "de", facts: $facts) {'
NESTED += " __typename } }"


def error_of(response: httpx.Response) -> str:
    """The one error's message, of an answer that has nothing else."""
    body = response.json()
    assert set(body) == {"errors"}
    (error,) = body["errors"]
    message: str = error["message"]
    return message


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (gzip.compress(b'{"query": "{ __typename }"}', mtime=0), 400),
        (json.dumps({"query": HEALTHY, "variables": {"a": "x"}}).encode("utf-16"), 400),
        (b'\xef\xbb\xbf{"query": "{ __typename }"}', 400),
        (b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 5_000 + b"}}", 400),
        (b'{"query": "{ __typename }", "variables": {"a": NaN}}', 400),
        (b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 500 + b"]" * 500 + b"}}", 400),
        (b'{"query": "{ __typename }", "extensions": {"a": ' + b'{"a":' * 100 + b"1" + b"}" * 100 + b"}}", 400),
        (b'{"query": "{ __typename }", "variables": {"a": [' + b"0," * 2_000 + b"0]}}", 400),
        (b'{"query": "{ \\ud800 }"}', 400),
        (b'{"query": "{ __typename }", "operationName": 5}', 400),
        (b'{"query": "{ __typename }", "variables": "{}"}', 400),
        (b'{"query": "{ __typename }", "documentId": "sha256:00"}', 400),
        (b'{"query": null, "documentId": "md5:00"}', 400),
        (b'{"extensions": {"persistedQuery": true}}', 400),
        (b'{"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "' + b"0" * 64 + b'"}}}', 400),
        (b'{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "' + b"Z" * 64 + b'"}}}', 400),
    ],
)
def test_a_body_that_can_not_be_taken_is_refused(api: Api, body: bytes, status: int) -> None:
    response = api.http.post("/graphql", content=body, headers=JSON)
    assert response.status_code == status
    assert error_of(response)


def test_a_list_in_the_variables_has_a_bound_and_a_depth_for_every_argument(api: Api) -> None:
    for facts in ([{"name": "a", "value": "b"}] * 1_001, [[[[[["a"]]]]]] * 2, ["a"] * 200):
        response = api.post(NESTED, facts=facts)
        assert httpx.codes.is_success(response.status_code) or response.status_code == httpx.codes.BAD_REQUEST
        assert response.json()["errors"]
    too_many = api.post(NESTED, facts=[{"name": "a", "value": "b"}] * 51)
    assert too_many.status_code == httpx.codes.BAD_REQUEST
    assert error_of(too_many) == "facts holds 51 entries; at most 50 are taken"


def test_a_compressed_body_is_refused_by_its_header(api: Api) -> None:
    response = api.http.post("/graphql", content=b"x", headers={**JSON, "Content-Encoding": "gzip"})
    assert response.status_code == httpx.codes.UNSUPPORTED_MEDIA_TYPE


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json; charset=latin-1",
        "application/graphql",
        "",
    ],
)
def test_a_body_of_another_type_is_refused_so_that_no_form_of_another_site_asks(api: Api, content_type: str) -> None:
    response = api.http.post("/graphql", content=b'{"query": "{ __typename }"}', headers={"Content-Type": content_type})
    assert response.status_code == httpx.codes.UNSUPPORTED_MEDIA_TYPE
    assert error_of(response)


def test_a_body_is_bounded_with_and_without_a_stated_length(api: Api) -> None:
    large = b'{"query": "' + b" " * bounds.BODY.most + b'"}'
    assert api.http.post("/graphql", content=large, headers=JSON).status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    chunks = (large[start : start + 10_000] for start in range(0, len(large), 10_000))
    chunked = api.http.post("/graphql", content=chunks, headers=JSON)
    assert chunked.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE


def test_a_url_is_bounded(api: Api) -> None:
    long = api.http.get("/graphql", params={"query": HEALTHY + " " * bounds.URL.most})
    assert long.status_code == httpx.codes.REQUEST_URI_TOO_LONG
    assert error_of(long)


@pytest.mark.parametrize(
    "query_string",
    [
        "query={__typename}&query={__typename}",
        "query={__typename}&variables={}&variables={}",
        "query=%ff%fe",
        "query={__typename}&variables=[]",
        "query={__typename}&variables={",
        "query={__typename}&extensions=5",
        "&".join(f"a{n}=1" for n in range(50)),
        "query={__typename}&documentId=sha256:" + "0" * 64,
        "",
    ],
)
def test_a_url_that_can_not_be_taken_is_refused(api: Api, query_string: str) -> None:
    response = api.http.get(f"/graphql?{query_string}")
    assert response.status_code == httpx.codes.BAD_REQUEST
    assert error_of(response)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_another_method_is_refused_with_those_that_there_are(api: Api, method: str) -> None:
    response = api.http.request(method, "/graphql")
    assert response.status_code in (httpx.codes.METHOD_NOT_ALLOWED, httpx.codes.BAD_REQUEST)
    if response.status_code == httpx.codes.METHOD_NOT_ALLOWED:
        assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_nothing_is_changed_by_get(api: Api) -> None:
    response = api.http.get("/graphql", params={"query": "mutation { __typename }"})
    assert response.status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert response.headers["Allow"] == "POST"
    assert error_of(response) == "Nothing is changed by GET."


@pytest.mark.parametrize("name", ["Host", "Authorization", "Content-Type", "Origin"])
def test_a_header_that_decides_something_comes_once(api: Api, name: str) -> None:
    host = api.url.removeprefix("http://")
    twice = f"{name}: {host}\r\n" * (1 if name == "Host" else 2)
    sent = f"GET /graphql?query={{__typename}} HTTP/1.1\r\nHost: {host}\r\n{twice}Connection: close\r\n\r\n"
    assert exchange(api.url, sent.encode()).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"GET /graphql HTTP/9.9\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /graphql?query=\xff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_are_a_4xx(api: Api, sent: bytes) -> None:
    assert exchange(api.url, sent).startswith(b"HTTP/1.1 4")


def test_headers_are_bounded(api: Api) -> None:
    begun = b"GET /graphql HTTP/1.1\r\nHost: localhost\r\n"
    for filler in (b"X-Filler: " + b"x" * 60_000, b"A: b\r\n" * 10_000):
        assert exchange(api.url, begun + filler).startswith(b"HTTP/1.1 431 ")
    # Whoever goes on sending is cut off, and may lose the answer.
    assert exchange(api.url, begun + b"X-Filler: " + b"x" * 50_000_000)[:13] in (b"", b"HTTP/1.1 431 ")


def test_headers_and_bodies_have_to_come_in_time(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "BODY_SECONDS_MOST", 0.2)
    api = start(Settings(), Crowd(Bounds(head_seconds=0.2, sweep_seconds=0.05)))
    with connect(api.url) as silent:
        assert until_closed(silent).startswith(b"HTTP/1.1 408 ")
    assert exchange(api.url, b"GET /graphql HTTP/1.1\r\nHost: loc").startswith(b"HTTP/1.1 408 ")
    begun = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n"
    assert exchange(api.url, begun + b"Connection: close\r\n\r\n{").startswith(b"HTTP/1.1 408 ")
    with connect(api.url) as kept:
        kept.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert kept.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_requests_may_follow_one_another_on_one_connection(api: Api) -> None:
    one = b"GET /graphql?query={__typename} HTTP/1.1\r\nHost: localhost\r\n"
    answered = exchange(api.url, (one + b"\r\n") * 40 + one + b"Connection: close\r\n\r\n")
    assert answered.count(b"HTTP/1.1 200 ") == 41


def test_every_answer_has_the_headers_of_an_answer_that_is_data_only(api: Api) -> None:
    responses = [
        api.post(HEALTHY),
        api.post("{"),
        api.http.get("/graphql", params={"query": HEALTHY}),
        api.http.put("/graphql"),
        api.http.get("/health/live"),
        api.http.get("/nothing"),
        api.http.get("/graphql", headers={"Host": "evil.example"}),
        api.http.get("/health/live", headers={"Host": "evil.example"}),
    ]
    for response in responses:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Content-Type"].startswith("application/json")
        assert "Server" not in response.headers


def test_no_refusal_of_a_request_is_a_fault_of_ours() -> None:
    for reason, status in STATUSES.items():
        if reason != "INTERNAL_SERVER_ERROR":
            assert httpx.codes.is_client_error(status.strict), reason
            assert status.legacy in (httpx.codes.OK, status.strict), reason


# Other sites


def test_a_page_of_another_site_can_not_ask(api: Api) -> None:
    for headers in ({}, {"Origin": "https://evil.example"}):
        response = api.http.get(
            "/graphql", params={"query": HEALTHY}, headers={"Sec-Fetch-Site": "cross-site", **headers}
        )
        assert response.status_code == httpx.codes.FORBIDDEN
        assert "data" not in response.json()
        assert not [name for name in response.headers if name.lower().startswith("access-control")]
    for site in ("same-origin", "same-site", "none"):
        asked = api.http.get("/graphql", params={"query": HEALTHY}, headers={"Sec-Fetch-Site": site})
        assert asked.status_code == httpx.codes.OK
