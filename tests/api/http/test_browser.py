"""A page of another origin in Chromium asks as a frontend does and reads the answer, if its origin is listed."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.browser import chromium, page_of, told_by
from tests.books import shipped

PRICES = (
    '{ priceList(region: "DE", platform: "ios", locale: "de") { ... on PriceList { packages { packageId label } } } }'
)

SCRIPT = """
const url = %(url)s, query = %(query)s;
const headers = {
  "content-type": "application/json", "accept": "application/graphql-response+json, application/json;q=0.9",
  "apollo-require-preflight": "true", "apollographql-client-name": "shop", "apollographql-client-version": "1.0",
  "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "baggage": "a=b", "sentry-trace": "c-d-1",
};
const read = async (target, options) => {
  const response = await fetch(target, options);
  const names = ["etag", "retry-after", "ratelimit-remaining", "content-type", "content-encoding"];
  const told = Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));
  const text = await response.text();
  return {status: response.status, headers: told, body: text && JSON.parse(text)};
};
const post = (more) => read(url, {method: "POST", headers, body: JSON.stringify({query}), ...more});
const target = `${url}?query=${encodeURIComponent(query)}`;
const first = await told(read(target, {}));
const etag = first.headers ? first.headers.etag : "none";
return {
  posted: await told(post({})),
  broken: await told(read(url, {method: "POST", headers, body: "{"})),
  got: first,
  unchanged: await told(read(target, {headers: {"if-none-match": etag}, cache: "no-store"})),
  head: await told(read(target, {method: "HEAD"})),
  alive: await told(read(new URL("/health/live", url), {headers: {traceparent: headers.traceparent}})),
  missing: await told(read(new URL("/nothing", url), {})),
  cookies: await told(post({credentials: "include"})),
  strange: await told(post({headers: {...headers, "x-shop": "1"}})),
};
"""


@contextmanager
def asking(url: str, port: int) -> Iterator[None]:
    """The page on a port that was chosen before, so that its origin could be listed."""
    script = SCRIPT % {"url": json.dumps(url), "query": json.dumps(PRICES)}
    with page_of(script, port):
        yield


@pytest.fixture
def page_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_a_listed_origin_asks_and_reads_the_answers(
    start: Start, tmp_path: Path, page_port: int, host: str
) -> None:
    """Once of the same site at another port, and once of another site."""
    browser, origin = chromium(), f"http://{host}:{page_port}"
    api = start(Settings(cors_origins=(origin,)))
    with asking(f"{api.url}/graphql", page_port):
        told = told_by(browser, origin, tmp_path / "profile")
    for name, status in (
        ("posted", 200),
        ("got", 200),
        ("broken", 400),
        ("alive", 200),
        ("missing", 404),
        ("head", 200),
    ):
        assert told[name].get("status") == status, (name, told[name])
    answer = api.ask(PRICES)
    assert told["posted"]["body"]["data"] == told["got"]["body"]["data"] == answer
    assert answer["priceList"]["packages"][0]["label"] == "100 Münzen"
    assert int(told["posted"]["headers"]["ratelimit-remaining"]) > 0
    assert told["broken"]["body"]["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert told["unchanged"]["status"] == 304
    assert told["got"]["headers"]["etag"] == told["unchanged"]["headers"]["etag"] == told["head"]["headers"]["etag"]
    # Cookies are not for this server, and a header that is not listed is not sent.
    assert "Failed to fetch" in told["cookies"]["error"]
    assert "Failed to fetch" in told["strange"]["error"]
    assert shipped().digest not in json.dumps(told)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_an_origin_that_is_not_listed_reads_nothing(
    start: Start, tmp_path: Path, page_port: int, host: str
) -> None:
    browser = chromium()
    api = start(Settings(cors_origins=("https://shop.example",)))
    with asking(f"{api.url}/graphql", page_port):
        told = told_by(browser, f"http://{host}:{page_port}", tmp_path / "profile")
    assert [name for name, result in told.items() if list(result) != ["error"]] == []
    assert len(told) == 9
