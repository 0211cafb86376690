"""What a head means: another protocol that is wished for, a target that names a server, a coding, a length."""

from contextlib import ExitStack, suppress

import httpx
import pytest

from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect, exchange
from tests.api.http.test_connections import BODY, HOST, LAST, ONE_CHUNK, wait_until

JSON = b"Content-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
WISH = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAA\r\n"
"""As Java's HttpClient sends it before its first request."""

FRAMED = {"length": (LENGTH, BODY), "chunks": (CHUNKED, ONE_CHUNK + b"0\r\n\r\n")}
ANSWERED = b'"data":{"__typename":"Query"}'


def post(*fields: bytes, body: bytes = BODY, target: bytes = b"/graphql") -> bytes:
    return b"POST %s HTTP/1.1\r\n%s\r\n%s" % (target, b"".join((*fields, JSON)), body)


@pytest.mark.parametrize("wish", [WISH, WISH.replace(b"h2c", b"websocket"), WISH.lower()], ids=["h2c", "ws", "small"])
@pytest.mark.parametrize("framing", FRAMED)
def test_a_wish_for_another_protocol_is_not_followed_and_takes_no_body_away(
    start: Start, framing: str, wish: bytes
) -> None:
    api = start(Settings())
    framed, body = FRAMED[framing]
    said = exchange(api.url, post(HOST, wish, framed, body=body) * 2 + LAST)
    assert said.count(b"HTTP/1.1 200 ") == 3
    assert said.count(ANSWERED) == 2
    assert b"upgrade" not in said.lower()


@pytest.mark.parametrize("framing", FRAMED)
def test_the_wish_is_found_wherever_the_pieces_end(start: Start, framing: str) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    framed, body = FRAMED[framing]
    sent = post(HOST, WISH, framed, body=body)
    for end in range(1, len(sent), 7):
        with connect(api.url) as connection:
            connection.sendall(sent[:end])
            wait_until(lambda: crowd.held > 0 or any(member.waiting_since is None for member in crowd.members()))
            connection.sendall(sent[end:])
            assert ANSWERED in connection.recv(65_536)
        wait_until(lambda: len(crowd) == 0)


def test_a_long_body_behind_the_wish_comes_whole(start: Start) -> None:
    api = start(Settings())
    body = b'{"query": "{ __typename }' + b" " * 50_000 + b'"}'
    said = exchange(api.url, post(HOST, WISH, b"Content-Length: %d\r\n" % len(body), body=body) + LAST)
    assert said.count(b"HTTP/1.1 200 ") == 2
    assert ANSWERED in said


def test_a_tunnel_is_refused_and_closed(start: Start) -> None:
    said = exchange(start(Settings()).url, b"CONNECT localhost:80 HTTP/1.1\r\n" + HOST + b"\r\n" + LAST)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    ("coding", "status"),
    [(b"gzip, chunked", b"501"), (b"identity, chunked", b"501"), (b"chunked\r\nTransfer-Encoding: chunked", b"400")],
)
def test_a_body_in_a_coding_that_is_not_undone_is_refused(start: Start, coding: bytes, status: bytes) -> None:
    sent = post(HOST, b"Transfer-Encoding: " + coding + b"\r\n", body=ONE_CHUNK + b"0\r\n\r\n")
    said = exchange(start(Settings()).url, sent + LAST)
    assert said.split(b" ")[1] == status
    assert said.count(b"HTTP/1.1 ") == 1
    assert (b"Send the body with Transfer-Encoding: chunked alone" in said) == (status == b"501")


def test_zeros_before_a_length_are_no_part_of_it(start: Start) -> None:
    length = b"Content-Length: " + b"0" * 30 + b"%d\r\n" % len(BODY)
    assert ANSWERED in exchange(start(Settings()).url, post(HOST, length, b"Connection: close\r\n"))


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        (b"http://localhost/graphql", b"evil.example", b"200"),
        (b"HTTPS://localhost:8080/graphql", b"evil.example", b"200"),
        (b"http://[::1]/graphql", b"localhost", b"421"),
        (b"http://evil.example/graphql", b"localhost", b"421"),
        (b"http://localhost@evil.example/graphql", b"localhost", b"400"),
        (b"http://evil.example@localhost/graphql", b"localhost", b"400"),
        (b"ftp://localhost/graphql", b"localhost", b"400"),
    ],
)
def test_a_target_that_names_a_server_counts_and_not_the_host_beside_it(
    start: Start, target: bytes, host: bytes, status: bytes
) -> None:
    sent = post(b"Host: " + host + b"\r\n", LENGTH, b"Connection: close\r\n", target=target)
    assert exchange(start(Settings()).url, sent).split(b" ")[1] == status


def test_a_target_that_names_a_server_stands_for_the_host_that_is_missing(start: Start) -> None:
    sent = post(LENGTH, b"Connection: close\r\n", target=b"http://localhost/graphql")
    assert exchange(start(Settings()).url, sent).split(b" ")[1] == b"200"


@pytest.mark.parametrize(("target", "path"), [(b"http://localhost", b"/"), (b"http://localhost?a=b", b"/?a=b")])
def test_an_address_without_a_path_means_the_root(start: Start, target: bytes, path: bytes) -> None:
    api = start(Settings())
    said = [
        exchange(api.url, b"GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" % (asked, HOST)) for asked in (target, path)
    ]
    assert said[0].startswith(b"HTTP/1.1 200 ")
    assert said[0].partition(b"\r\n\r\n")[2] == said[1].partition(b"\r\n\r\n")[2]


def test_heads_that_are_not_whole_count_for_all_connections_together(start: Start) -> None:
    crowd = Crowd(Bounds(held_bytes=300_000))
    api = start(Settings(), crowd)
    begun = b"GET /graphql HTTP/1.1\r\n" + HOST + b"".join(b"x%d: %s\r\n" % (n, b"v" * 200) for n in range(150))
    with ExitStack() as stack:
        for _ in range(20):
            with suppress(ConnectionError):
                stack.enter_context(connect(api.url)).sendall(begun)
        wait_until(lambda: crowd.counters.evicted > 0)
        assert crowd.held <= 300_000 + 20 * 4_096
        large = b" " * 200_000 + b'{"query":"{__typename}"}'
        answer = httpx.post(
            f"{api.url}/graphql", content=large, headers={"Content-Type": "application/json"}, trust_env=False
        )
        assert answer.status_code == httpx.codes.OK
    wait_until(lambda: crowd.held == 0)
    assert httpx.get(f"{api.url}/health/live", trust_env=False).status_code == httpx.codes.OK


def test_a_head_that_came_in_pieces_is_counted_until_its_answer_and_no_longer(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    begun = LAST.replace(b"Connection: close\r\n", b"x: %s\r\n" % (b"v" * 5_000))[:-2]
    with connect(api.url) as connection:
        for _ in range(3):
            connection.sendall(begun)
            wait_until(lambda: crowd.held > 5_000)
            connection.sendall(b"\r\n")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
            wait_until(lambda: crowd.held == 0)


def test_a_trailer_that_closes_ends_the_connection_with_its_answer(start: Start) -> None:
    closing = post(HOST, CHUNKED, body=ONE_CHUNK + b"0\r\nConnection: close\r\n\r\n")
    said = exchange(start(Settings()).url, closing + LAST)
    assert said.count(b"HTTP/1.1 200 ") == 1
    assert b"\r\nconnection: close\r\n" in said


def test_nobody_of_http_1_0_is_told_to_go_on(start: Start) -> None:
    sent = post(HOST, LENGTH, b"Expect: 100-continue\r\n").replace(b"HTTP/1.1", b"HTTP/1.0")
    said = exchange(start(Settings()).url, sent)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert ANSWERED in said


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ((b"Host: localhost:\xb2\r\n",), b"421"),
        ((HOST, b"Sec-Fetch-Site: Cross-Site\r\n"), b"403"),
    ],
)
def test_another_way_to_write_it_passes_no_check(start: Start, fields: tuple[bytes, ...], status: bytes) -> None:
    sent = post(*fields, LENGTH, b"Connection: close\r\n")
    assert exchange(start(Settings()).url, sent).split(b" ")[1] == status


def test_requests_that_wait_weigh_more_than_their_bytes(start: Start) -> None:
    crowd = Crowd(Bounds(waiting_bytes=1_000_000, held_bytes=3_500_000))
    api = start(Settings(), crowd)
    with connect(api.url) as connection:
        connection.sendall(LAST.replace(b"Connection: close\r\n", b"") * 12)
        wait_until(lambda: crowd.counters.overfull > 0)
    wait_until(lambda: crowd.held == 0)


def test_headers_weigh_more_than_their_bytes(start: Start) -> None:
    crowd = Crowd(Bounds(header_bytes=20_000, waiting_bytes=0, held_bytes=1_500_000))
    api = start(Settings(), crowd)
    request = LAST.replace(b"Connection: close\r\n", b"".join(b"a%d:0\r\n" % number for number in range(20)))
    with connect(api.url) as connection:
        connection.sendall(request * 8)
        wait_until(lambda: crowd.counters.overfull > 0)
    wait_until(lambda: crowd.held == 0)
    with connect(api.url) as connection:
        connection.sendall(request)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        wait_until(lambda: crowd.held == 0)


def test_one_request_of_each_connection_is_answered_whatever_others_hold(start: Start) -> None:
    crowd = Crowd(Bounds(header_bytes=1_000_000, held_bytes=500_000))
    api = start(Settings(), crowd)
    assert exchange(api.url, LAST).startswith(b"HTTP/1.1 200 ")
    wait_until(lambda: crowd.held == 0)
