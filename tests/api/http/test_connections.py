"""What one connection may take, and all of them together: every bound is counted where the server keeps it."""

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx
import pytest

from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.serving import server
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect, exchange, until_closed
from tests.api.http.running import running

WATCHDOG_SECONDS = 60
"""How long anything here may take at most: generous, since other work shares the machine."""

HOST = b"Host: localhost\r\n"
LIVE = b"GET /health/live HTTP/1.1\r\n" + HOST + b"\r\n"
LAST = b"GET /health/live HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n"
CHUNKED = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
BODY = b'{"query": "{ __typename }"}'
ONE_CHUNK = b"%x\r\n%s\r\n" % (len(BODY), BODY)
QUICK = Bounds(
    head_seconds=1.0,
    request_seconds=1.0,
    idle_seconds=1.0,
    drain_seconds=1.0,
    linger_seconds=0.5,
    sweep_seconds=0.05,
)


def wait_until(holds: Callable[[], bool]) -> None:
    """Returns once it holds; fails where it never does."""
    deadline = time.monotonic() + WATCHDOG_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def resident_bytes(process: int) -> int:
    """How much memory a process has in use."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def dripping(connection: socket.socket, piece: bytes, seconds: float = 0.1) -> Iterator[None]:
    """Sends a piece now and then until the server ends the connection."""

    def drip() -> None:
        with suppress(OSError):
            while True:
                connection.sendall(piece)
                time.sleep(seconds)

    thread = Thread(target=drip, daemon=True)
    thread.start()
    yield
    connection.close()
    thread.join(WATCHDOG_SECONDS)


# What comes after the head


@pytest.mark.parametrize("name", [b"X-Forwarded-For", b"Authorization", b"Content-Type", b"Host", b"Origin"])
def test_a_trailer_is_no_header_whatever_it_is_called(start: Start, name: bytes) -> None:
    crowd = Crowd()
    api = start(Settings(trusted_proxies="*"), crowd)
    sent = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n" + CHUNKED + ONE_CHUNK
    answered = exchange(api.url, sent + b"0\r\n" + name + b": evil.example\r\nX: y\r\n\r\n")
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert answered.endswith(b'{"data":{"__typename":"Query"},"extensions":{"cost":6}}')
    assert crowd.counters.trailers_dropped == 2


def test_a_trailer_is_no_header_of_the_next_request_either(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    asked = b"POST /graphql HTTP/1.1\r\n" + HOST + CHUNKED + ONE_CHUNK + b"0\r\nSec-Fetch-Site: cross-site\r\n\r\n"
    assert exchange(api.url, asked + asked + LAST).count(b"HTTP/1.1 200 ") == 3
    assert crowd.counters.trailers_dropped == 2


@pytest.mark.parametrize(
    "filler", [b"X: " + b"y" * 60_000_000, b"X: y\r\n" * 2_000_000], ids=["one long trailer", "many trailers"]
)
@pytest.mark.parametrize("path", [b"/graphql", b"/health/live"])
def test_trailers_are_bounded_before_and_after_the_answer(tmp_path: Path, path: bytes, filler: bytes) -> None:
    with running(tmp_path) as process:
        exchange(process.url, LAST)
        before = resident_bytes(process.process.pid)
        for end in (b"0\r\n", b""):
            exchange(process.url, b"POST " + path + b" HTTP/1.1\r\n" + HOST + CHUNKED + ONE_CHUNK + end + filler)
        assert resident_bytes(process.process.pid) - before < 10_000_000
        assert httpx.get(f"{process.url}/health/live", trust_env=False).status_code == httpx.codes.OK


def test_chunk_extensions_are_bounded_and_short_ones_are_let_be(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    begun = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Connection: close\r\n" + CHUNKED
    short = b"".join(b"1;a=b\r\n%c\r\n" % byte for byte in BODY)
    assert exchange(api.url, begun + short + b"0\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    long = b"1;a=" + b"b" * 1_000_000 + b"\r\n{\r\n"
    assert exchange(api.url, begun + long)[:13] in (b"", b"HTTP/1.1 400 ")
    assert crowd.counters.framing_refused == 1


def test_a_long_head_is_refused_alike_in_one_piece_and_in_many(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    head = b"GET /health/live HTTP/1.1\r\n" + HOST + b"X-Filler: " + b"x" * 60_000 + b"\r\n\r\n"
    assert exchange(api.url, head).startswith(b"HTTP/1.1 431 ")
    with connect(api.url) as connection:
        for piece in (head[:30_000], head[30_000:]):
            connection.sendall(piece)
            time.sleep(0.05)
        assert until_closed(connection).startswith(b"HTTP/1.1 431 ")


def test_the_parsers_own_refusal_is_an_answer_like_all_others(start: Start) -> None:
    api = start(Settings())
    answered = exchange(api.url, b"GET /graphql HTTP/9.9\r\n\r\n")
    head, _, body = answered.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"\r\nx-content-type-options: nosniff" in head
    assert b"\r\ncontent-security-policy: default-src 'none'" in head
    assert b"\r\ncontent-type: application/json; charset=utf-8" in head
    assert body.startswith(b'{"errors":[{"message":')


def test_whoever_is_cut_off_leaves_no_fault_in_the_log(tmp_path: Path) -> None:
    large = b"GET /graphql?query={__typename} HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 60_000 + b"\r\n\r\n"
    asked = b"GET /graphql?query={ruleBook{digest}} HTTP/1.1\r\n" + HOST + b"\r\n"
    begun = b"POST /graphql HTTP/1.1\r\n" + HOST + CHUNKED + ONE_CHUNK
    with running(tmp_path) as process:
        for _ in range(3):
            with connect(process.url) as connection:
                connection.sendall(LIVE * 2_000)
            exchange(process.url, asked * 50 + large)
            exchange(process.url, asked + b"GET / HTTP/9.9\r\n\r\n")
            exchange(process.url, begun + b"0\r\n" + b"X: y\r\n" * 100_000)
            with connect(process.url) as connection:
                connection.sendall(asked * 50)
        assert httpx.get(f"{process.url}/health/live", trust_env=False).status_code == httpx.codes.OK
        said = process.said()
    assert "Traceback" not in said, said[-3_000:]


# The end of a connection


@pytest.mark.parametrize(
    ("sent", "piece"),
    [
        (b"GET /health/live HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n", b"x"),
        (b"GET /health/live HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Length: 100000000\r\n\r\n", b"x"),
        (
            b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
            b" ",
        ),
        (b"POST /graphql HTTP/1.1\r\n" + HOST + CHUNKED, b"1\r\n \r\n"),
        (LIVE, b"\r\n"),
        (LIVE + b"GET /health/live HTTP/1.1\r\n", b"X: y\r\n"),
        (b"", b"\r\n"),
        (b"GET /", b"a"),
    ],
    ids=["GET with a body", "chunked", "413", "slow body", "slow chunks", "idle", "second head", "blanks", "slow line"],
)
def test_one_byte_now_and_then_holds_no_connection(start: Start, sent: bytes, piece: bytes) -> None:
    crowd = Crowd(QUICK)
    api = start(Settings(), crowd)
    with connect(api.url) as connection:
        connection.sendall(sent)
        wait_until(lambda: crowd.counters.entered == 1)
        with dripping(connection, piece):
            wait_until(lambda: len(crowd) == 0)


def test_an_early_answer_arrives_although_the_client_is_still_sending(start: Start) -> None:
    api = start(Settings())
    begun = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 50000000\r\n\r\n"
    for _ in range(5):
        with connect(api.url) as connection:
            connection.sendall(begun + b" " * 500_000)
            answered = until_closed(connection)
        assert answered.startswith(b"HTTP/1.1 413 ")
        assert b"\r\nconnection: close\r\n" in answered


def test_a_request_with_all_its_body_keeps_its_connection(start: Start) -> None:
    api = start(Settings())
    request = b"POST /graphql HTTP/1.1\r\n" + HOST + CHUNKED + ONE_CHUNK + b"0\r\n\r\n"
    with connect(api.url) as connection:
        for _ in range(3):
            connection.sendall(request)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET /health/live HTTP/1.1\r\nContent-Length: 3\r\n" + HOST + b"\r\nabc" + LIVE)
        time.sleep(0.1)
        assert connection.recv(65_536).count(b"HTTP/1.1 200 ") == 2


def test_many_requests_in_one_piece_are_all_answered_a_few_at_a_time(start: Start) -> None:
    api = start(Settings())
    assert exchange(api.url, LIVE * 3_000 + LAST).count(b"HTTP/1.1 200 ") == 3_001


# Whoever reads nothing


def reading_nothing(url: str, requests: bytes) -> socket.socket:
    """A connection that asks and never reads, with a small window of its own."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    host, _, port = url.removeprefix("http://").partition(":")
    connection.connect((host, int(port)))
    connection.settimeout(0.2)
    with suppress(OSError):
        connection.sendall(requests)
    return connection


LARGE = b"GET /graphql?query={__schema{types{name%20description%20fields{name%20description}}}} HTTP/1.1\r\n" + HOST


@pytest.mark.parametrize("times", [1, 200], ids=["one answer", "many answers"])
@pytest.mark.parametrize("last", [b"", b"Connection: close\r\n"], ids=["kept", "closed"])
def test_a_client_that_reads_nothing_is_cut_off(start: Start, times: int, last: bytes) -> None:
    crowd = Crowd(QUICK)
    api = start(Settings(), crowd)
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(reading_nothing(api.url, (LARGE + b"\r\n") * (times - 1) + LARGE + last + b"\r\n"))
        wait_until(lambda: crowd.counters.entered == 5)
        wait_until(lambda: len(crowd) == 0)
        # One answer alone may fit into the kernel's buffers: then the silence after it ends the connection.
        assert times == 1 or crowd.counters.undrained == 5


def test_unsent_answers_are_bounded_for_all_connections_together(start: Start) -> None:
    crowd = Crowd(Bounds(unsent_bytes=2_000_000))
    api = start(Settings(), crowd)
    most = 0
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(reading_nothing(api.url, (LARGE + b"\r\n") * 200))
            most = max(most, sum(connection.unsent() for connection in crowd.members()))
        wait_until(lambda: crowd.counters.undrained > 0)
    assert most < 3_000_000


# Very many connections


def test_silent_connections_make_room_for_those_that_ask(start: Start) -> None:
    crowd = Crowd(Bounds(connections=20, reserve=5))
    api = start(Settings(), crowd)
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(connect(api.url))
        assert exchange(api.url, LARGE + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200 ")
        assert len(crowd) <= 25
        assert crowd.counters.evicted >= 175


def test_health_is_told_where_every_connection_is_busy(start: Start) -> None:
    crowd = Crowd(Bounds(connections=20, reserve=5))
    api = start(Settings(), crowd)
    begun = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(connect(api.url)).sendall(begun)
        wait_until(lambda: sum(connection.waiting_since is None for connection in crowd.members()) == 20)
        for path in ("live", "ready"):
            assert httpx.get(f"{api.url}/health/{path}", trust_env=False).status_code == httpx.codes.OK
        turned_away = httpx.get(f"{api.url}/graphql?query={{__typename}}", trust_env=False)
    assert turned_away.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert turned_away.headers["Retry-After"] == "1"
    assert turned_away.json()["errors"][0]["message"].startswith("The server has more connections than it can serve")


def test_those_who_are_turned_away_leave_room_for_health_although_they_stay(start: Start) -> None:
    crowd = Crowd(Bounds(connections=20, reserve=5, linger_seconds=30.0))
    api = start(Settings(), crowd)
    begun = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n"
    with ExitStack() as stack:
        for number in range(20):
            stack.enter_context(connect(api.url)).sendall(begun)
            wait_until(lambda number=number: len(crowd) == number + 1)  # type: ignore[misc]
        wait_until(lambda: sum(connection.waiting_since is None for connection in crowd.members()) == 20)
        for _ in range(10):
            lingering = stack.enter_context(connect(api.url))
            lingering.sendall(begun)
            assert lingering.recv(65_536).startswith(b"HTTP/1.1 503 ")
            assert exchange(api.url, LAST).startswith(b"HTTP/1.1 200 ")


def test_bodies_are_bounded_for_all_connections_together(start: Start) -> None:
    crowd = Crowd(Bounds(held_bytes=500_000))
    api = start(Settings(), crowd)
    begun = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 100001\r\n\r\n"
    with ExitStack() as stack:
        senders = [stack.enter_context(connect(api.url)) for _ in range(8)]
        for sender in senders:
            with suppress(ConnectionError):
                sender.sendall(begun + b" " * 100_000)
        wait_until(lambda: crowd.counters.overfull > 0)
        assert crowd.held <= 500_000 + 300_000
    wait_until(lambda: crowd.held == 0)
    assert httpx.get(f"{api.url}/health/live", trust_env=False).status_code == httpx.codes.OK


def test_connections_are_no_more_than_the_files_that_the_system_lets_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: raised.append(limits))
    for soft, hard, connections in ((256, 256, 96), (256, 4_096, 1_000), (1_024, resource.RLIM_INFINITY, 1_000)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=(soft, hard): limits)
        assert server.connections_within(1_000) == connections
    assert raised == [(256, 256), (1_160, 4_096), (1_160, resource.RLIM_INFINITY)]
