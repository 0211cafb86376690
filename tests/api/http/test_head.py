"""HEAD is a GET whose body stays behind, on every route, whatever the answer is."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from tests.api.http.raw import exchange
from tests.api.servers import Api, serving
from tests.books import shipped

LARGE = {"query": "{ markets { region platform } }"}
ASKED: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "an answer": ("/graphql", LARGE, {"Accept-Encoding": "identity"}),
    "an answer by gzip": ("/graphql", LARGE, {"Accept-Encoding": "gzip"}),
    "an answer by br": ("/graphql", LARGE, {"Accept-Encoding": "br"}),
    "the other media type": ("/graphql", LARGE, {"Accept": "application/graphql-response+json"}),
    "an answer that is private": ("/graphql", {"query": "{ nothing }"}, {}),
    "a mutation": ("/graphql", {"query": "mutation { __typename }"}, {}),
    "no question": ("/graphql", {}, {}),
    "another media type": ("/graphql", LARGE, {"Accept": "image/png"}),
    "the page": ("/graphql", {}, {"Accept": "text/html"}),
    "the root": ("/", {}, {}),
    "the root as a page": ("/", {}, {"Accept": "text/html"}),
    "alive": ("/health/live", {}, {}),
    "ready": ("/health/ready", {}, {}),
    "nothing": ("/nothing", {}, {}),
    "another name": ("/health/live", {}, {"Host": "evil.example"}),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Api]:
    settings = Settings(cors_origins=("https://shop.example",), burst=10**9, rate=10**9)
    with serving(CurrentBook(shipped()), settings=settings) as started:
        yield started


@pytest.mark.parametrize(("path", "params", "headers"), ASKED.values(), ids=ASKED)
def test_head_has_the_status_and_the_headers_of_get(
    server: Api, path: str, params: dict[str, Any], headers: dict[str, str]
) -> None:
    sent = {"Origin": "https://shop.example", **headers}

    def seen(method: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        response = server.http.request(method, path, params=params, headers=sent)
        lines = [(name, value) for name, value in response.headers.raw if name not in (b"date", b"x-request-id")]
        return response.status_code, lines, response.content

    seen("GET")  # so that the answer is known to both
    status, lines, body = seen("GET")
    assert seen("HEAD") == (status, lines, b"")
    assert body
    assert int(dict(lines)[b"content-length"]) > 0


def test_head_knows_what_has_not_changed(server: Api) -> None:
    tag = server.http.head("/graphql", params=LARGE).headers["ETag"]
    assert tag == server.http.get("/graphql", params=LARGE).headers["ETag"]
    unchanged = server.http.head("/graphql", params=LARGE, headers={"If-None-Match": tag})
    assert unchanged.status_code == httpx.codes.NOT_MODIFIED


def test_no_byte_of_a_body_follows_the_headers(server: Api) -> None:
    for path in ("/", "/graphql?query={markets{region}}", "/health/live", "/nothing"):
        request = f"{path} HTTP/1.1\r\nHost: localhost\r\n"
        both = exchange(server.url, f"HEAD {request}\r\nGET {request}Connection: close\r\n\r\n".encode())
        first, second = both.split(b"\r\n\r\n", 1)
        assert second.startswith(first[:13])
        assert second.count(b"HTTP/1.1 ") == 1


def test_what_a_route_allows_has_head_beside_get(server: Api) -> None:
    for method, path in (
        ("PUT", "/graphql"),
        ("OPTIONS", "/graphql"),
        ("POST", "/health/live"),
        ("OPTIONS", "/health/live"),
    ):
        allowed = server.http.request(method, path).headers["Allow"].split(", ")
        assert {"GET", "HEAD", "OPTIONS"} <= set(allowed)
        assert len(set(allowed)) == len(allowed)
    mutation = server.http.head("/graphql", params={"query": "mutation { __typename }"})
    assert mutation.headers["Allow"] == "POST"
