"""Answers by gzip and br: which a request gets, their own entity tags, and what is kept of them."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import brotli
import httpx
import pytest

from ratecard.api.audience import Audience
from ratecard.api.current import CurrentBook
from ratecard.api.http.answers import AnswerKey, Answers, KeptAnswer
from ratecard.api.http.codings import BYTES_LEAST, accepted_codings, coded, coding_for
from ratecard.api.serving.settings import Settings
from ratecard.instants import Instant
from ratecard.terms.market import Period
from tests.api.conftest import Start
from tests.api.servers import Api, serving
from tests.books import shipped

LARGE = "{ markets { region platform currency } }"
SMALL = "{ ruleBook { digest } }"
FINANCE = """
query ($inputs: [PurchaseQuoteInput!]!) {
  purchaseQuotes(inputs: $inputs) { ... on PurchaseQuote { economics { proceeds { amount currency formatted } } } }
}
"""
STRICT, LEGACY = "application/graphql-response+json", "application/json"
DECODED: dict[str, Callable[[bytes], bytes]] = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
PURCHASE = {"region": "DE", "platform": "ios", "packageId": "coins_1000"}


@pytest.fixture(scope="module")
def server() -> Iterator[Api]:
    with serving(CurrentBook(shipped()), settings=Settings(burst=10**9)) as started:
        yield started


def asked(api: Api, method: str = "GET", path: str = "/graphql", **more: Any) -> tuple[httpx.Response, bytes]:
    """A response, and its bytes as they came."""
    with api.http.stream(method, path, **more) as response:
        return response, b"".join(response.iter_raw())


def got(
    api: Api, query: str = LARGE, coding: str = "identity", media: str = LEGACY, tag: str = ""
) -> tuple[httpx.Response, bytes]:
    headers = {"Accept-Encoding": coding, "Accept": media, "If-None-Match": tag}
    return asked(api, params={"query": query}, headers=headers)


@pytest.mark.parametrize(
    ("accepted", "codings"),
    [
        (None, ("identity",)),
        ("", ("identity",)),
        ("gzip, deflate, br, zstd", ("br", "gzip", "identity")),
        ("gzip, deflate", ("gzip", "identity")),
        ("GZIP", ("gzip", "identity")),
        ("x-gzip", ("gzip", "identity")),
        ("gzip;q=1.0, br;q=0.5", ("gzip", "br", "identity")),
        ("gzip;q=0.001", ("gzip", "identity")),
        ("br;q=0, gzip", ("gzip", "identity")),
        ("identity, gzip;q=0.5", ("identity", "gzip")),
        ("gzip;q=0", ("identity",)),
        ("zstd", ("identity",)),
        ("*", ("gzip", "identity")),
        ("br, *;q=0.5", ("br", "gzip", "identity")),
        ("br, *;q=0", ("br",)),
        ("identity;q=0, gzip", ("gzip",)),
        ("*;q=0, identity", ("identity",)),
        ("identity;q=0", ()),
        ("*;q=0", ()),
        ("gzip;q=2", ("identity",)),
        ("gzip;q=nan", ("identity",)),
        ("gzip;q=0, gzip;q=1", ("identity",)),
        ("gzip" + ", a" * 200, ("gzip", "identity")),
        ("a, " * 200 + "gzip", ("identity",)),
    ],
)
def test_the_codings_are_those_accepted_the_best_first(accepted: str | None, codings: tuple[str, ...]) -> None:
    assert accepted_codings(accepted) == codings


def test_what_is_small_or_secret_goes_as_it_is_if_it_may() -> None:
    both = ("br", "gzip", "identity")
    assert coding_for(both, BYTES_LEAST, secret=False) == "br"
    assert coding_for(both, BYTES_LEAST - 1, secret=False) == "identity"
    assert coding_for(both, BYTES_LEAST, secret=True) == "identity"
    assert coding_for(("gzip",), 1, secret=True) == "gzip"


@pytest.mark.parametrize("coding", DECODED)
@pytest.mark.parametrize("media", [LEGACY, STRICT])
def test_an_answer_is_the_same_under_every_coding(server: Api, coding: str, media: str) -> None:
    _, plain = got(server)
    response, sent = got(server, coding=coding, media=media)
    assert response.status_code == httpx.codes.OK
    assert response.headers.get("Content-Encoding", "identity") == coding
    assert DECODED[coding](sent) == plain
    assert int(response.headers["Content-Length"]) == len(sent)
    assert len(sent) < len(plain) / 10 or coding == "identity"
    assert response.headers["Content-Type"].startswith(media)
    assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_each_media_type_and_coding_has_a_strong_tag_of_its_own(server: Api) -> None:
    tags = {}
    for media in (LEGACY, STRICT):
        for coding in DECODED:
            response, _ = got(server, coding=coding, media=media)
            tags[media, coding] = response.headers["ETag"]
    assert len(set(tags.values())) == 6
    assert all(re.fullmatch(r'"[\w-]+"', tag) for tag in tags.values())
    for (media, coding), tag in tags.items():
        for (other_media, other_coding), known in tags.items():
            response, sent = got(server, coding=coding, media=media, tag=known)
            same = (media, coding) == (other_media, other_coding)
            assert response.status_code == (httpx.codes.NOT_MODIFIED if same else httpx.codes.OK), (tag, known)
            if same:
                assert (response.headers["ETag"], sent) == (tag, b"")
                assert "Content-Encoding" not in response.headers
                assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_two_servers_give_the_same_tags_and_the_same_bytes(server: Api, start: Start) -> None:
    other = start(Settings())
    for coding in DECODED:
        (first, sent), (second, again) = got(server, coding=coding), got(other, coding=coding)
        assert first.headers["ETag"] == second.headers["ETag"]
        assert sent == again


def test_a_small_answer_goes_as_it_is(server: Api) -> None:
    response, sent = got(server, SMALL, "gzip, br")
    assert "Content-Encoding" not in response.headers
    assert len(sent) < BYTES_LEAST
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    only, coded_bytes = got(server, SMALL, "identity;q=0, gzip")
    assert gzip.decompress(coded_bytes) == sent
    assert only.headers["ETag"] != response.headers["ETag"]


def test_a_client_that_takes_nothing_is_told(server: Api) -> None:
    response, sent = got(server, LARGE, "identity;q=0, zstd")
    assert response.status_code == httpx.codes.NOT_ACCEPTABLE
    assert "gzip or br" in json.loads(sent)["errors"][0]["message"]


def test_an_answer_by_post_is_coded_too(server: Api) -> None:
    for coding in ("gzip", "br"):
        headers = {"Accept-Encoding": coding}
        response, sent = asked(server, "POST", json={"query": LARGE}, headers=headers)
        assert response.headers["Content-Encoding"] == coding
        assert "data" in json.loads(DECODED[coding](sent))
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in response.headers


def test_an_answer_that_nobody_keeps_is_coded_too(server: Api) -> None:
    not_sold = {"region": "DE", "platform": "web", "packageId": "coins_3"}
    query = "query ($i: [PurchaseQuoteInput!]!) { purchaseQuotes(inputs: $i) { ... on Refusal { code message } } }"
    body = {"query": query, "variables": {"i": [not_sold] * 100}}
    response, sent = asked(server, "POST", json=body, headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert len(json.loads(brotli.decompress(sent))["data"]["purchaseQuotes"]) == 100


def test_what_only_finance_sees_is_not_compressed_beside_what_a_caller_writes(server: Api) -> None:
    body = {"query": FINANCE, "variables": {"inputs": [PURCHASE] * 50}}
    response, sent = asked(server, "POST", json=body, headers={"Accept-Encoding": "gzip, br"})
    assert len(sent) > BYTES_LEAST
    assert "Content-Encoding" not in response.headers
    service = FINANCE.replace("economics { proceeds", "price { gross").replace("} } }\n}", "} } }\n}")
    body["query"] = service
    response, _ = asked(server, "POST", json=body, headers={"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "br"


def test_an_answer_is_coded_once_and_kept_so(start: Start) -> None:
    api = start(Settings())
    for coding in (*DECODED, "gzip, br", "gzip;q=0.9, identity;q=0.1"):
        got(api, coding=coding)
        asked(api, "POST", json={"query": LARGE}, headers={"Accept-Encoding": coding})
    assert api.counters.answers_compressed == 2
    assert api.counters.operations_executed == 1


def test_without_a_cache_each_answer_is_coded_anew(start: Start) -> None:
    api = start(Settings(answer_megabytes=0))
    first, second = got(api, coding="br"), got(api, coding="br")
    assert first[1] == second[1]
    assert api.counters.answers_compressed == 2


# What is kept


PERIOD = Period(Instant(100), Instant(200))
KEY = AnswerKey(b"document", None, b"{}", "digest", Audience.PUBLIC)


def test_coded_bytes_count_in_the_bound_of_what_is_kept() -> None:
    answers = Answers(1_000_000)
    body = b"".join(b"%d," % (number * number) for number in range(2_000))
    answer = KeptAnswer(body, PERIOD, None)
    answers.keep(KEY, answer)
    before = answers._kept.size
    made = {coding: answers.code(KEY, answer, coding) for coding in ("gzip", "br")}
    assert answers._kept.size == before + sum(map(len, made.values()))
    assert made == {coding: answer.coded(coding) for coding in made}
    assert made == {coding: coded(body, coding) for coding in made}


def test_coded_bytes_without_room_leave_the_answer_kept() -> None:
    body = b"".join(sha256(b"%d" % number).digest() for number in range(500))  # which nothing makes shorter
    answers = Answers(4 * (len(body) + 600))
    answer = KeptAnswer(body, PERIOD, None)
    answers.keep(KEY, answer)
    assert gzip.decompress(answers.code(KEY, answer, "gzip")) == body
    assert answers.find(KEY, Instant(150)) is answer
    assert answer.coded("gzip") is None


def test_the_codings_have_no_clock_in_them() -> None:
    assert coded(b"a" * 2_000, "gzip")[4:8] == bytes(4)  # RFC 1952: MTIME, zero for none
