"""Requests that follow one another on a connection before the first is answered: each has its own fate."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

import pytest
import uvicorn
from uvicorn.server import ServerState

from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.http.protocol import BoundedHttp
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import exchange
from tests.api.http.test_connections import CHUNKED, HOST, LAST, LIVE

WATCHDOG_SECONDS = 10


def ask(path: str, more: bytes = b"") -> bytes:
    return b"GET /" + path.encode() + b" HTTP/1.1\r\n" + HOST + more + b"\r\n"


class Answering:
    """An application that answers each path when it is let, and notes which requests were told that nobody waits."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.told: list[str] = []
        self.let = asyncio.Event()
        self.changed = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        self.note(self.begun, path)
        whole = asyncio.Event()
        leaving = asyncio.ensure_future(self.left(path, receive, whole))
        await whole.wait()
        await self.let.wait()
        leaving.cancel()
        body = path.encode()
        headers = [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def left(self, path: str, receive: Any, whole: asyncio.Event) -> None:
        while (message := await receive())["type"] != "http.disconnect":
            if not message["more_body"]:
                whole.set()
        self.note(self.told, path)

    def note(self, notes: list[str], path: str) -> None:
        notes.append(path)
        self.changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Returns once it holds; fails where it never does."""
        async with asyncio.timeout(WATCHDOG_SECONDS):
            while not holds():
                self.changed.clear()
                await self.changed.wait()


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(app: Answering, crowd: Crowd) -> AsyncIterator[Streams]:
    """A connection to a server of this application."""
    config = uvicorn.Config(cast(Any, app), log_level="critical", access_log=False, lifespan="off")
    make = partial(BoundedHttp, config, ServerState(), {}, crowd=crowd)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(cast(Any, make), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()
        await server.wait_closed()


def run(test: Callable[[Answering, Crowd, Streams], Awaitable[None]]) -> None:
    """Runs a test on one connection."""

    async def on_connection() -> None:
        app, crowd = Answering(), Crowd(Bounds(linger_seconds=0.2, sweep_seconds=0.05))
        async with connected(app, crowd) as streams:
            await test(app, crowd, streams)
            app.let.set()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    asyncio.run(on_connection())


# The end of a connection


def leave(_: Crowd, streams: Streams) -> None:
    streams[1].transport.abort()


def cut(crowd: Crowd, _: Streams) -> None:
    crowd.members()[0].cut()


def expire(crowd: Crowd, _: Streams) -> None:
    crowd.members()[0].expire()


@pytest.mark.parametrize("end", [leave, cut, expire])
@pytest.mark.parametrize("more", [[], ["second"], ["second", "third"]], ids=["alone", "one more", "two more"])
def test_the_request_under_way_is_told_of_the_end(end: Callable[[Crowd, Streams], None], more: list[str]) -> None:
    async def test(app: Answering, crowd: Crowd, streams: Streams) -> None:
        streams[1].write(b"".join(map(ask, ["first", *more])))
        await app.until(lambda: bool(app.begun))
        end(crowd, streams)
        await app.until(lambda: bool(app.told))
        assert app.told == app.begun == ["/first"]  # and none of those that waited is begun

    run(test)


def test_the_second_request_is_told_of_the_end_when_it_is_under_way() -> None:
    async def test(app: Answering, crowd: Crowd, streams: Streams) -> None:
        streams[1].write(ask("first") + ask("second") + ask("third"))
        await app.until(lambda: bool(app.begun))
        app.let.set()
        await app.until(lambda: bool(app.begun))
        app.let.clear()
        leave(crowd, streams)
        await app.until(lambda: app.begun[-1] in app.told)

    run(test)


def test_a_request_that_takes_too_long_is_refused_as_such_although_a_head_comes_behind_it() -> None:
    async def test(app: Answering, crowd: Crowd, streams: Streams) -> None:
        streams[1].write(ask("first") + b"GET /second HTTP/1.1\r\nHost: ")
        await app.until(lambda: bool(app.begun))
        expire(crowd, streams)
        answered = await streams[0].read()
        assert answered.startswith(b"HTTP/1.1 408 ")
        assert b"The request took more than 30 seconds." in answered

    run(test)


def test_a_request_behind_it_gives_none_more_time() -> None:
    async def test(app: Answering, crowd: Crowd, streams: Streams) -> None:
        streams[1].write(ask("first"))
        await app.until(lambda: bool(app.begun))
        (connection,) = crowd.members()
        until = connection.deadline
        streams[1].write(ask("second"))
        while not cast(BoundedHttp, connection).pipeline:
            await asyncio.sleep(0.01)
        assert connection.deadline == until

    run(test)


def test_a_client_that_takes_its_answers_leaves_none_lying() -> None:
    async def test(app: Answering, crowd: Crowd, streams: Streams) -> None:
        streams[1].write(ask("first"))
        await app.until(lambda: bool(app.begun))
        connection = cast(BoundedHttp, crowd.members()[0])
        connection.pause_writing()
        assert connection.undrained_since is not None
        connection.resume_writing()
        assert connection.undrained_since is None

    run(test)


# A request that cannot be read


TOO_MANY_HEADERS = ask("second", b"a:\r\n" * 201)
REFUSED = {
    "no request": (b"NO REQUEST\r\n\r\n", 400),
    "a wrong version": (b"GET / HTTP/9.9\r\n\r\n", 400),
    "a wrong address": (b"GET http://:x@:99999999/ HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "an address that is not a text": (b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "too many headers": (TOO_MANY_HEADERS, 431),
    "too long a head": (ask("second", b"x: " + b"y" * 80_000 + b"\r\n"), 431),
    "wrong chunks": (b"POST /second HTTP/1.1\r\n" + HOST + CHUNKED + b"zz\r\n", 400),
    "small chunks": (b"POST /second HTTP/1.1\r\n" + HOST + CHUNKED + b"1\r\n \r\n" * 300, 400),
}


@pytest.mark.parametrize("refused", REFUSED)
@pytest.mark.parametrize("before", [["first"], ["first", "other"]], ids=["one before", "two before"])
@pytest.mark.parametrize("behind", [b"", ask("behind") * 20_000], ids=["", "more behind"])
def test_a_request_that_cannot_be_read_takes_no_answer_away(refused: str, before: list[str], behind: bytes) -> None:
    async def test(app: Answering, _: Crowd, streams: Streams) -> None:
        sent, status = REFUSED[refused]
        streams[1].write(b"".join(map(ask, before)) + sent + behind)
        await app.until(lambda: bool(app.begun))
        await asyncio.sleep(0.05)
        app.let.set()
        answered = await asyncio.wait_for(streams[0].read(), WATCHDOG_SECONDS)
        *answers, refusal = answered.split(b"HTTP/1.1 ")[1:]
        assert [answer.split(b"\r\n\r\n")[1] for answer in answers] == [f"/{path}".encode() for path in before]
        assert refusal.startswith(b"%d " % status)
        assert [path for path in app.begun if path != "/second"] == [f"/{path}" for path in before]
        assert "/second" in app.told or app.told == []

    run(test)


def test_a_body_that_cannot_be_read_is_refused_at_once() -> None:
    async def test(app: Answering, _: Crowd, streams: Streams) -> None:
        streams[1].write(b"POST /first HTTP/1.1\r\n" + HOST + CHUNKED + b"zz\r\n")
        assert (await asyncio.wait_for(streams[0].read(), WATCHDOG_SECONDS)).startswith(b"HTTP/1.1 400 ")
        await app.until(lambda: app.told == app.begun)

    run(test)


def test_questions_before_one_that_cannot_be_read_are_answered(start: Start) -> None:
    api = start(Settings())
    answered = exchange(
        api.url, LIVE * 20 + b"GET /graphql?query={ruleBook{digest}} HTTP/1.1\r\n" + HOST + b"\r\n?\r\n"
    )
    assert answered.count(b"HTTP/1.1 200 ") == 21
    assert answered.count(b"HTTP/1.1 400 ") == 1
    assert exchange(api.url, LAST).startswith(b"HTTP/1.1 200 ")
