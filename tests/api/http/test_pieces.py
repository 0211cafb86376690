"""Between two looks at the connections the event loop does a few pieces of work, however many there are."""

import asyncio
from contextlib import ExitStack, suppress

from ratecard.api.http.crowd import Crowd
from ratecard.api.http.pieces import AT_ONCE_MOST, Pieces
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect, exchange
from tests.api.http.test_connections import BODY, CHUNKED, HOST, LAST, wait_until

NO_SUCH_PATH = b"GET /x HTTP/1.1\r\n" + HOST + b"\r\n"
HEALTH = b"GET /health/live HTTP/1.1\r\n" + HOST + b"\r\n"


async def done_at_each_look(pieces: Pieces, looks: int, done: list[object]) -> list[list[object]]:
    """What was done before the first look and at each of the next ones."""
    found = [list(done)]
    for _ in range(looks):
        done.clear()
        await asyncio.sleep(0)
        found.append(list(done))
    assert pieces.counters.at_once_most <= AT_ONCE_MOST
    return found


def test_pieces_are_done_at_once_while_they_are_few_and_then_in_their_turn() -> None:
    async def run() -> None:
        pieces, done = Pieces(), list[object]()
        for number in range(25):
            pieces.do(lambda number=number: done.append(number))  # type: ignore[misc]
        first, second, third, *rest = await done_at_each_look(pieces, 4, done)
        assert (first, second, third) == ([*range(10)], [*range(10, 20)], [*range(20, 25)])
        assert rest == [[], []]
        assert pieces.counters.waited == 15

    asyncio.run(run())


def test_urgent_pieces_do_not_wait_for_the_others() -> None:
    async def run() -> None:
        pieces, done = Pieces(), list[object]()
        for number in range(1_000):
            pieces.do(lambda number=number: done.append(number))  # type: ignore[misc]
        pieces.do(lambda: done.append("urgent"), urgent=True)
        assert done[-1] == "urgent"
        for number in range(1_000):
            pieces.do(lambda number=number: done.append(-number), urgent=True)  # type: ignore[misc]
        _, second = await done_at_each_look(pieces, 1, done)
        assert len(second) == 2 * AT_ONCE_MOST  # neither kind keeps the other out

    asyncio.run(run())


def test_a_piece_that_makes_another_one_lets_the_loop_look_between_them() -> None:
    async def run() -> None:
        pieces, done = Pieces(), list[object]()

        def again() -> None:
            done.append(1)
            if len(done) < 100:
                pieces.do_later(again)

        pieces.do(again)
        for _ in range(50):
            await asyncio.sleep(0)
        assert 40 <= len(done) <= 52

    asyncio.run(run())


def test_however_many_requests_come_at_once_few_are_begun_between_two_looks(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    with ExitStack() as stack:
        connections = [stack.enter_context(connect(api.url)) for _ in range(200)]
        for connection in connections:
            connection.sendall(NO_SUCH_PATH * 100 + HEALTH * 20)
        assert exchange(api.url, LAST).startswith(b"HTTP/1.1 200 ")
        wait_until(lambda: crowd.pieces.counters.waited > 1_000)
    assert crowd.pieces.counters.at_once_most <= AT_ONCE_MOST


def test_a_large_body_is_parsed_by_pieces_and_whole(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    head = b"POST /graphql HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n" + HOST
    whole = BODY.ljust(900_000)
    assert exchange(api.url, head + b"Content-Length: %d\r\n\r\n%s" % (len(whole), whole)).startswith(b"HTTP/1.1 200 ")
    assert crowd.pieces.counters.waited >= 900_000 // 20_000
    chunked = b"POST /graphql HTTP/1.1\r\nConnection: close\r\n" + HOST + CHUNKED
    chunks = b"".join(b"%x\r\n%s\r\n" % (1_000, whole[at : at + 1_000]) for at in range(0, len(whole), 1_000))
    assert exchange(api.url, chunked + chunks + b"0\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    wait_until(lambda: len(crowd) == 0)
    assert crowd.held == 0


def test_a_connection_that_ends_while_pieces_of_it_wait_leaves_nothing(start: Start) -> None:
    crowd = Crowd()
    api = start(Settings(), crowd)
    for _ in range(20):
        with connect(api.url) as connection, suppress(ConnectionError):
            connection.sendall(NO_SUCH_PATH * 5_000)
    wait_until(lambda: len(crowd) == 0)
    assert crowd.held == 0
    assert exchange(api.url, LAST).startswith(b"HTTP/1.1 200 ")
