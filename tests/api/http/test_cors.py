"""Pages of other origins: the Fetch standard's own checks, on every kind of reply that the server has."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.bounds import BODY, URL
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.http import incoming
from ratecard.api.http.origins import CORS_HEADERS
from ratecard.api.serving.settings import Settings
from ratecard.instants import Instant
from tests.api.conftest import Start
from tests.api.http.fetch_standard import (
    Request,
    Response,
    cors_check,
    needs_preflight,
    preflight_check,
    preflight_of,
    readable,
    sending,
)
from tests.api.http.raw import exchange
from tests.api.servers import Api, serving, still_clock
from tests.books import shipped

SHOP, EVIL = "https://shop.example", "https://shop.example.evil.example"
ASKS = {"query": "{ ruleBook { digest } }"}
MARKETS = {"query": "{ markets { region } }"}
ECONOMICS = '{ purchaseQuotes(inputs: [{region: "DE", platform: "ios", packageId: "coins_1000"}]) { __typename } }'
JSON = {"Content-Type": "application/json"}

NOT_FOR_PAGES = {
    *("content-encoding", "connection", "vary", "x-content-type-options", "content-security-policy"),
    *("referrer-policy", "cross-origin-resource-policy", "access-control-allow-origin"),
    *("access-control-expose-headers", "access-control-allow-methods", "access-control-allow-headers"),
    "access-control-max-age",
}
"""What the browser acts on by itself."""


class Servers:
    """A server with callers, one whose callers may spend little, and one whose clock fails."""

    def __init__(self, stack: ExitStack, keys: Path) -> None:
        new_key(keys, "books", Audience.FINANCE)

        def broken_clock() -> Instant:
            raise RuntimeError("no time")

        def started(clock: Callable[[], Instant], **settings: Any) -> Api:
            chosen = Settings(cors_origins=("https://other.example", SHOP), **settings)
            return stack.enter_context(serving(CurrentBook(shipped()), clock, chosen))

        self.api = started(still_clock, keys=keys)
        self.poor = started(still_clock, burst=1, rate=1)
        self.broken = started(broken_clock)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack, tmp_path_factory.mktemp("cors") / "keys.json")


Reply = Callable[[Servers, dict[str, str]], httpx.Response]


def by(
    method: str, path: str = "/graphql", of: str = "api", headers: dict[str, str] | None = None, **more: Any
) -> Reply:
    def ask(servers: Servers, origin: dict[str, str]) -> httpx.Response:
        api: Api = getattr(servers, of)
        return api.http.request(method, path, headers={**(headers or {}), **origin}, **more)

    return ask


def unchanged(servers: Servers, origin: dict[str, str]) -> httpx.Response:
    tag = servers.api.http.get("/graphql", params=MARKETS).headers["ETag"]
    return servers.api.http.get("/graphql", params=MARKETS, headers={"If-None-Match": tag, **origin})


def in_chunks(servers: Servers, origin: dict[str, str]) -> httpx.Response:
    chunks = (b" " * 50_000 for _ in range(BODY.most // 50_000 + 1))
    return servers.api.http.post("/graphql", content=chunks, headers={**JSON, **origin})


def spent(servers: Servers, origin: dict[str, str]) -> httpx.Response:
    servers.poor.http.post("/graphql", json=ASKS)
    return servers.poor.http.post("/graphql", json=ASKS, headers=origin)


PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
LARGE = b" " * (BODY.most + 1)
UNKNOWN_HASH = '{"persistedQuery": {"version": 1, "sha256Hash": "%s"}}' % ("0" * 64)
KINDS: dict[str, tuple[int, Reply]] = {
    "a preflight": (204, by("OPTIONS", headers=PREFLIGHT)),
    "a preflight of the health": (204, by("OPTIONS", "/health/live", headers=PREFLIGHT)),
    "a preflight of no route": (204, by("OPTIONS", "/nothing", headers=PREFLIGHT)),
    "the methods": (204, by("OPTIONS")),
    "a POST": (200, by("POST", json=ASKS)),
    "a POST with errors": (200, by("POST", json={"query": "{ nothing }"})),
    "a GET": (200, by("GET", params=ASKS)),
    "a GET by gzip": (200, by("GET", params=MARKETS, headers={"Accept-Encoding": "gzip"})),
    "a GET by br": (200, by("GET", params=MARKETS, headers={"Accept-Encoding": "br"})),
    "a HEAD": (200, by("HEAD", params=ASKS)),
    "a GET that has not changed": (304, unchanged),
    "a body that is not JSON": (400, by("POST", content=b"{", headers=JSON)),
    "a GET without a question": (400, by("GET")),
    "a wrong token": (401, by("POST", json=ASKS, headers={"Authorization": "Bearer x"})),
    "a field of another audience": (403, by("POST", json={"query": ECONOMICS})),
    "no route": (404, by("GET", "/nothing")),
    "a HEAD of no route": (404, by("HEAD", "/nothing")),
    "another method": (405, by("PUT", json=ASKS)),
    "a mutation by GET": (405, by("GET", params={"query": "mutation { __typename }"})),
    "another method of the health": (405, by("POST", "/health/live")),
    "another method at the root": (405, by("POST", "/", json=ASKS)),
    "another media type": (406, by("POST", json=ASKS, headers={"Accept": "image/png"})),
    "no coding": (406, by("POST", json=ASKS, headers={"Accept-Encoding": "identity;q=0"})),
    "a body of a stated length": (413, by("POST", content=LARGE, headers=JSON)),
    "a body in chunks": (413, in_chunks),
    "a long URL": (414, by("GET", params={"query": " " * URL.most})),
    "a form": (415, by("POST", content=b"a=b", headers={"Content-Type": "text/plain"})),
    "another name": (421, by("POST", json=ASKS, headers={"Host": "evil.example"})),
    "too much at once": (429, spent),
    "a fault": (500, by("POST", of="broken", json=ASKS)),
    "an unknown hash": (200, by("GET", params={"extensions": UNKNOWN_HASH})),
    "alive": (200, by("GET", "/health/live")),
    "ready": (200, by("GET", "/health/ready")),
    "a HEAD of the health": (200, by("HEAD", "/health/live")),
    "the page": (200, by("GET", "/", headers={"Accept": "text/html"})),
    "the page at the endpoint": (200, by("GET", headers={"Accept": "text/html"})),
    "the root as data": (200, by("GET", "/")),
    "the root as an image": (406, by("GET", "/", headers={"Accept": "image/png"})),
}  # fmt: skip


def seen(answered: httpx.Response) -> Response:
    """A response with each header line by itself."""
    return Response(answered.status_code, [(a.decode("latin-1"), b.decode("latin-1")) for a, b in answered.headers.raw])


def once(response: Response) -> None:
    names = [name.lower() for name, _ in response.headers]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(("status", "reply"), KINDS.values(), ids=KINDS)
def test_a_listed_origin_may_read_every_kind_of_reply(servers: Servers, status: int, reply: Reply) -> None:
    request = Request("POST", SHOP)
    response = seen(reply(servers, {"Origin": SHOP}))
    assert response.status == status
    assert cors_check(request, response)
    assert cors_check(request._replace(credentials="omit"), response)
    # The server knows nobody by cookies.
    assert not cors_check(request._replace(credentials="include"), response)
    assert not cors_check(request._replace(origin=EVIL), response)
    once(response)
    assert "Origin" in dict(response.headers)["vary"].split(", ")
    assert {name for name, _ in response.headers} - NOT_FOR_PAGES <= readable(request, response)


@pytest.mark.parametrize(("status", "reply"), KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(
    "origin", [EVIL, "null", "http://shop.example", "https://shop.example:8443", "HTTPS://SHOP.EXAMPLE"]
)
def test_no_other_origin_may_read_any(servers: Servers, status: int, reply: Reply, origin: str) -> None:
    response = seen(reply(servers, {"Origin": origin}))
    assert response.status == status
    assert not cors_check(Request("POST", origin), response)
    assert not [name for name, _ in response.headers if name.startswith("access-control")]
    once(response)
    # A cache that keeps this answer may not give it to a listed origin, which could not read it.
    assert "Origin" in dict(response.headers)["vary"].split(", ")


def test_replies_on_a_bare_connection_are_read_too(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "BODY_SECONDS_MOST", 0.2)
    api = start(Settings(cors_origins=(SHOP,)))
    host = api.url.removeprefix("http://")
    begun = f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nOrigin: {SHOP}\r\nConnection: close\r\n"
    for more, status in (
        ("Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{", 408),
        ("Content-Type: application/json\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 400),
    ):
        head = exchange(api.url, (begun + more).encode()).partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        lines = [(name, value) for name, _, value in (line.partition(": ") for line in head[1:])]
        response = Response(int(head[0].split()[1]), lines)
        assert response.status == status
        assert cors_check(Request("POST", SHOP), response)
        once(response)
    twice = f"{begun}Origin: {SHOP}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    assert b"access-control" not in exchange(api.url, twice.encode())


def allowed(api: Api, request: Request, path: str = "/graphql") -> bool:
    """Whether a browser would send this request, and let the page read the answer."""
    if needs_preflight(request):
        response = seen(api.http.options(path, headers=preflight_of(request)))
        once(response)
        if not preflight_check(request, response):
            return False
    sent = {**dict(request.headers), "Origin": request.origin}
    return cors_check(request, seen(api.http.request(request.method, path, headers=sent, content=json.dumps(ASKS))))


@pytest.fixture(scope="module")
def shop() -> Iterator[Api]:
    with serving(CurrentBook(shipped()), settings=Settings(cors_origins=(SHOP,))) as started:
        yield started


APOLLO = ("accept", "apollo-require-preflight", "apollographql-client-name", "apollographql-client-version")
TRACED = ("traceparent", "tracestate", "baggage", "sentry-trace")


@pytest.mark.parametrize("names", [(), APOLLO, TRACED, ("Authorization", "If-None-Match"), CORS_HEADERS])
def test_a_page_may_send_what_clients_and_tracing_add(shop: Api, names: tuple[str, ...]) -> None:
    assert allowed(shop, sending(*names, origin=SHOP))
    assert allowed(shop, sending(*names, method="GET", origin=SHOP), "/graphql?query={__typename}")
    assert allowed(shop, sending(*names, method="GET", origin=SHOP), "/health/live")
    assert not allowed(shop, sending(*names, origin=EVIL))


def test_a_page_may_send_no_other_header_or_method_and_no_cookies(shop: Api) -> None:
    assert not allowed(shop, sending("x-shop", origin=SHOP))
    assert not allowed(shop, sending(*CORS_HEADERS, "x-shop", origin=SHOP))
    for method in ("PUT", "DELETE", "PATCH"):
        assert not allowed(shop, sending(method=method, origin=SHOP))
    assert not allowed(shop, sending(origin=SHOP)._replace(credentials="include"))


def test_the_allowed_request_headers_are_a_setting(start: Start) -> None:
    api = start(Settings(cors_origins=(SHOP,), cors_headers=("Content-Type", "X-Shop")))
    assert allowed(api, sending("x-shop", origin=SHOP))
    assert not allowed(api, sending("x-shop", "authorization", origin=SHOP))
    assert not allowed(api, sending("traceparent", origin=SHOP))


def test_a_preflight_costs_nothing_and_executes_nothing(start: Start) -> None:
    api = start(Settings(cors_origins=(SHOP,), burst=10, rate=1))
    for _ in range(20):
        assert (
            api.http.options("/graphql", headers=preflight_of(sending(origin=SHOP))).status_code
            == httpx.codes.NO_CONTENT
        )
    assert api.counters.operations_executed == 0


def test_without_origins_no_answer_speaks_of_them(start: Start) -> None:
    api = start(Settings())
    for answered in (
        api.post("{ __typename }"),
        api.http.options("/graphql", headers=preflight_of(sending(origin=SHOP))),
    ):
        response = seen(answered)
        assert not [name for name, _ in response.headers if name.startswith("access-control")]
        assert "Origin" not in dict(response.headers).get("vary", "")


def test_a_page_of_a_site_that_is_not_listed_is_not_even_answered(shop: Api) -> None:
    page = {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"}
    for response in (
        shop.http.get("/graphql", params=ASKS, headers=page),
        shop.http.post("/graphql", json=ASKS, headers=page),
        shop.http.options("/graphql", headers={**preflight_of(sending(origin=EVIL)), **page}),
        shop.http.get("/health/ready", headers=page),
    ):
        assert response.status_code == httpx.codes.FORBIDDEN
        assert shipped().digest not in response.text
    listed = {"Origin": SHOP, "Sec-Fetch-Site": "cross-site"}
    assert shop.http.post("/graphql", json=ASKS, headers=listed).status_code == httpx.codes.OK
