"""What a caller spends. What is refused for its size or its cost costs no more than it took to read it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from babel import localedata

from ratecard.api import bounds
from ratecard.api.documents.costs import LANGUAGE, REQUEST
from ratecard.api.serving.settings import Settings
from ratecard.locale.matching import known_tag
from ratecard.locale.preferences import preferences
from ratecard.locale.tags import COUNTERS, LOCALES_KEPT_MOST, parse_locale
from tests.api.conftest import Start
from tests.api.http.payouts import PAYOUTS, payout
from tests.api.http.raw import connect, until_closed
from tests.api.servers import Api

HEALTHY = "{ ruleBook { digest } }"
BURST = 3_000_000
SECONDS_OF_A_TEST = 100
"""With one unit a second coming back, more than any of these tests lasts."""

Asked = Callable[[Api], httpx.Response]


def post(document: str, **variables: object) -> Asked:
    return lambda api: api.post(document, **variables)


PURCHASE = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}
BATCH = "query ($inputs: [PurchaseQuoteInput!]!) { %s }"
MANY = " ".join(f"a{number}: purchaseQuotes(inputs: $inputs) {{ __typename }}" for number in range(50))
FREE: dict[str, Asked] = {
    "a body": post("{ __typename }" + " " * bounds.BODY.most),
    "a URL": lambda api: api.http.get("/graphql", params={"query": " " * bounds.URL.most}),
    "characters": post("{ __typename }" + " " * bounds.CHARACTERS.most),
    "tokens": post("{ " + "__typename " * bounds.TOKENS.most + "}"),
    "aliases": post("{ " + " ".join(f"a{number}: __typename" for number in range(300)) + " }"),
    "fields": post("{ ruleBook { " + "digest " * 2_100 + "} }"),
    "a batch": post(BATCH % "purchaseQuotes(inputs: $inputs) { __typename }", inputs=[PURCHASE] * 251),
    "lots": post(PAYOUTS, inputs=[payout(500)] * 21),
    "cost": post(BATCH % MANY, inputs=[PURCHASE] * 250),
    "a list": post("{ __typename }", unused=[1] * 1_001),
}


def left(api: Api) -> int:
    """What the caller has left, by a question that costs next to nothing."""
    return int(api.post(HEALTHY).headers["RateLimit-Remaining"])


def cost_of_reading(body: bytes) -> int:
    """What it costs to read a body: its bytes, and its values of JSON."""
    values = sum(body.count(mark) for mark in (b",", b"[", b"{"))
    return len(body) // 1_000 + values // 50


def test_numbers_of_thousands_of_digits_are_charged_by_their_length(start: Start) -> None:
    api = start(Settings(burst=BURST, rate=1))

    def taken(digits: int, count: int) -> int:
        beginning = left(api)
        body = b'{"query":"{__typename}","variables":{"unused":[%s]}}' % b",".join([b"1" * digits] * count)
        assert api.http.post("/graphql", content=body, headers={"Content-Type": "application/json"}).is_success
        return beginning - left(api)

    assert taken(digits=4_000, count=70) > 3 * taken(digits=300, count=933)


@pytest.mark.parametrize("ask", FREE.values(), ids=FREE)
def test_what_is_refused_for_its_size_or_cost_takes_no_more_than_reading_it(start: Start, ask: Asked) -> None:
    api = start(Settings(burst=BURST, rate=1, cost_most=10_000))
    api.post(HEALTHY)
    beginning = left(api)
    refused = ask(api)
    reading = max(1, cost_of_reading(refused.request.content))
    before = left(api)
    # A document is read once. One of too many tokens is read as far as there may be any.
    assert beginning - before <= reading + bounds.TOKENS.most + REQUEST
    for _ in range(3):
        refused = ask(api)
        assert httpx.codes.is_client_error(refused.status_code), refused.text[:300]
        assert "data" not in refused.json()
    assert before - left(api) <= 3 * reading + REQUEST
    assert api.counters.operations_executed == 1


def test_a_document_of_too_many_tokens_is_charged_by_those_that_were_read(start: Start) -> None:
    api = start(Settings(burst=BURST, rate=1))
    api.post(HEALTHY)
    before = left(api)
    FREE["tokens"](api)
    assert bounds.TOKENS.most - SECONDS_OF_A_TEST <= before - left(api) <= bounds.TOKENS.most + 30 + REQUEST


CHARGED: dict[str, tuple[str, dict[str, Any]]] = {
    "a mistake of syntax": ("{ " + "ruleBook { digest } " * 10, {}),
    "an unknown field": ("{ " + "ruleBook { nothing } " * 10 + "}", {}),
    "no such operation": ("query A { __typename } query B { __typename }", {}),
    "an answer": ("{ " + "ruleBook { digest } " * 10 + "}", {}),
}


@pytest.mark.parametrize(("document", "variables"), CHARGED.values(), ids=CHARGED)
def test_reading_a_document_that_is_refused_for_anything_else_is_charged(
    start: Start, document: str, variables: dict[str, Any]
) -> None:
    api = start(Settings(burst=BURST, rate=1))
    api.post(HEALTHY)
    before = left(api)
    api.post(document, **variables)
    spent = before - left(api)
    assert 4 * len(document) - SECONDS_OF_A_TEST < spent < 4 * len(document) + 100
    again = left(api)
    api.post(document, **variables)
    assert again - left(api) < 50  # it is known by now


def test_a_large_answer_that_is_kept_is_charged_for_its_bytes(start: Start) -> None:
    api = start(Settings(burst=BURST, rate=1))
    aliases = " ".join(f"{'a' * 90}{number}: name" for number in range(100))
    document = f"{{ __schema {{ types {{ {aliases} }} }} }}"
    size = len(api.post(document).content)
    assert size > 1_000_000
    left(api)
    before = left(api)
    for _ in range(10):
        api.post(document)
    assert api.counters.answers_from_cache >= 11
    spent = before - left(api)
    assert spent >= 10 * (REQUEST + size // 20_000)


# The body


HEAD = "POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{more}\r\n\r\n"


@pytest.fixture
def small(start: Start) -> Api:
    return start(Settings(body_bytes=2_000))


def head(api: Api, more: str) -> bytes:
    return HEAD.format(host=api.url.removeprefix("http://"), more=more).encode()


def test_the_bound_of_a_body_is_a_setting(small: Api) -> None:
    body = b'{"query": "{ __typename }"}'
    headers = {"Content-Type": "application/json"}
    assert small.http.post("/graphql", content=body.ljust(2_000), headers=headers).status_code == httpx.codes.OK
    refused = small.http.post("/graphql", content=body.ljust(2_001), headers=headers)
    assert refused.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert refused.json()["errors"][0]["message"] == "The body has more than 2,000 bytes."


@pytest.mark.parametrize("length", ["2001", "1000000000000", "9" * 19])
def test_a_body_is_refused_by_its_stated_length_before_any_of_it_comes(small: Api, length: str) -> None:
    with connect(small.url) as connection:
        connection.sendall(head(small, f"Content-Length: {length}"))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_chunks_is_refused_at_the_first_byte_too_many(small: Api) -> None:
    with connect(small.url) as connection:
        connection.sendall(head(small, "Transfer-Encoding: chunked") + b"7d0\r\n" + b" " * 2_000 + b"\r\n")
        connection.settimeout(0.5)
        with pytest.raises(TimeoutError):  # as long as it may still end here
            connection.recv(65_536)
        connection.settimeout(30)
        connection.sendall(b"1\r\n \r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_chunks_up_to_the_bound_is_taken(small: Api) -> None:
    body = b'{"query": "{ __typename }"}'.ljust(2_000)
    sent = b"".join(b"8\r\n%s\r\n" % body[place : place + 8] for place in range(0, 2_000, 8)) + b"0\r\n\r\n"
    with connect(small.url) as connection:
        connection.sendall(head(small, "Connection: close\r\nTransfer-Encoding: chunked") + sent)
        assert until_closed(connection).startswith(b"HTTP/1.1 200 ")


def test_whoever_asks_in_locale_after_locale_is_charged_for_reading_them(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(COUNTERS, "loaded", LOCALES_KEPT_MOST)
    api = start(Settings(burst=1_000_000, rate=1))
    names = [name.replace("_", "-") for name in sorted(localedata.locale_identifiers())[::7]][:150]
    declared = ", ".join(f"$l{number}: Locale" for number in range(len(names)))
    fields = " ".join(f"a{number}: ruleBook(locale: $l{number}) {{ digest }}" for number in range(len(names)))
    for kept in (preferences, parse_locale, known_tag):
        kept.cache_clear()

    def left(tags: list[str]) -> int:
        asked = api.post(f"query ({declared}) {{ {fields} }}", **{f"l{number}": tag for number, tag in enumerate(tags)})
        assert asked.status_code == httpx.codes.OK, asked.text
        return int(api.post("{ __typename }").headers["RateLimit-Remaining"])

    before = left(["de"] * len(names))
    same = left(["fr"] * len(names))
    many = left(names)
    assert before - same < 5_000
    assert same - many > 50 * LANGUAGE
