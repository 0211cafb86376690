"""What the parser makes of a few bytes is bounded: headers, chunks, and requests that wait for those before them."""

from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from ratecard.api import bounds
from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect, exchange
from tests.api.http.running import running
from tests.api.http.test_connections import (
    BODY,
    CHUNKED,
    HOST,
    LARGE,
    LAST,
    LIVE,
    QUICK,
    reading_nothing,
    resident_bytes,
    wait_until,
)

SHORTEST = b"GET /x HTTP/1.1\r\n\r\n"
WAITING_MOST = 16
"""Requests of one connection that wait for those before them."""

BEGUN = b"GET /health/live HTTP/1.1\r\nConnection: close\r\n" + HOST
POST = b"POST /graphql HTTP/1.1\r\nConnection: close\r\n" + HOST


def test_headers_are_bounded_by_their_number(start: Start) -> None:
    api = start(Settings())
    assert exchange(api.url, BEGUN + b"a:\r\n" * (bounds.HEADERS.most - 2) + b"\r\n").startswith(b"HTTP/1.1 200 ")
    refused = exchange(api.url, BEGUN + b"a:\r\n" * (bounds.HEADERS.most - 1) + b"\r\n")
    assert refused.startswith(b"HTTP/1.1 431 ")
    assert b'"message":"The request has more than 200 headers."' in refused


@pytest.mark.parametrize(
    "sent",
    [b"GET /x HTTP/1.1\r\n" + b"".join(b"%02x:\r\n" % (number % 256) for number in range(9_000)), SHORTEST * 240],
    ids=["headers", "requests"],
)
def test_what_is_made_of_a_few_bytes_takes_little_memory(tmp_path: Path, sent: bytes) -> None:
    with running(tmp_path) as process, ExitStack() as stack:
        exchange(process.url, LAST)
        before = resident_bytes(process.process.pid)
        connections = [stack.enter_context(connect(process.url)) for _ in range(200)]
        for connection in connections:
            with suppress(ConnectionError):
                connection.sendall(sent)
        for connection in connections:
            with suppress(ConnectionError):
                connection.recv(1)
        assert resident_bytes(process.process.pid) - before < 40_000_000


def test_requests_that_wait_for_others_are_few_and_all_are_answered(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    with_a_body = b"POST /x HTTP/1.1\r\nContent-Length: 1\r\n\r\nx"
    assert exchange(api.url, SHORTEST * 3_000 + LAST).count(b"HTTP/1.1 ") == 3_001
    assert exchange(api.url, LIVE * 20_000 + LAST).count(b"HTTP/1.1 200 ") == 20_001
    assert exchange(api.url, (with_a_body + SHORTEST * 300) * 5 + LAST).count(b"HTTP/1.1 ") == 1_506
    assert crowd.counters.waiting_most <= WAITING_MOST


def test_requests_that_come_in_small_pieces_do_not_pile_up_either(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    with connect(api.url) as connection:
        for _ in range(30):
            connection.sendall(SHORTEST * 200)
            assert connection.recv(100)
    assert crowd.counters.waiting_most <= WAITING_MOST


def test_requests_that_wait_count_as_bodies_do(start: Start) -> None:
    crowd = Crowd(Bounds(held_bytes=500_000))
    api = start(Settings(), crowd)
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(reading_nothing(api.url, (LARGE + b"\r\n") * 1_500))
        # Whoever is one too many is let go a moment after being counted.
        wait_until(lambda: crowd.counters.overfull > 0 and crowd.held <= 500_000)
    wait_until(lambda: len(crowd) == 0)
    assert crowd.held == 0


def test_nothing_is_answered_before_the_answers_before_it_are_taken(start: Start) -> None:
    crowd = Crowd(QUICK)
    api = start(Settings(), crowd)
    aliases = " ".join(f"{'a' * 90}{number}: name" for number in range(90))
    documents = [f"{{ {name}: __schema {{ types {{ fields {{ {aliases} }} }} }} }}" for name in ("a", "b")]
    bodies = [httpx.Request("POST", api.url, json={"query": document}).content for document in documents]
    head = b"POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST
    asked = b"".join(head + b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    with reading_nothing(api.url, asked):
        wait_until(lambda: crowd.counters.undrained > 0)
    assert api.counters.operations_executed == 1


def test_a_body_in_crumbs_is_refused_and_one_in_small_chunks_is_not(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    small = BODY + b" " * 200_000
    chunks = [small[place : place + 200] for place in range(0, len(small), 200)]
    whole = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    assert exchange(api.url, POST + CHUNKED + whole).startswith(b"HTTP/1.1 200 ")
    assert crowd.counters.framing_refused == 0
    crumbs = b"".join(b"1\r\n%c\r\n" % byte for byte in BODY + b" " * 1_000) + b"0\r\n\r\n"
    refused = exchange(api.url, POST + CHUNKED + crumbs)
    assert refused.startswith(b"HTTP/1.1 400 ")
    assert b'"message":"The body comes in too many small chunks."' in refused
    assert crowd.counters.framing_refused == 1


def test_blanks_after_a_value_are_no_part_of_it(start: Start) -> None:
    api = start(Settings())
    spaced = (
        b"POST /graphql HTTP/1.1\r\nConnection: close \r\nHost: localhost \t\r\nContent-Type: application/json \r\n"
    )
    answered = exchange(api.url, spaced + b"Content-Length: %d \r\n\r\n%s" % (len(BODY), BODY))
    assert answered.startswith(b"HTTP/1.1 200 ")
