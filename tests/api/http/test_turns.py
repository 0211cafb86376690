"""Turns at the processor: whoever asks much at once waits for their own, and questions about health for nobody."""

import asyncio
from contextlib import ExitStack
from itertools import pairwise
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from ratecard.api.http.answering import Answering
from ratecard.api.http.turns import LOOKS_LEAST, Gone, Turns
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect

WATCHDOG_SECONDS = 30


async def staying() -> Any:
    """What comes next of a client who only waits for the answer."""
    await asyncio.Event().wait()


async def leaving() -> Any:
    return {"type": "http.disconnect"}


def test_callers_take_turns_and_connections_are_looked_at_between_two_of_them() -> None:
    order: list[str] = []
    looks = 0

    async def look() -> None:
        nonlocal looks
        while True:
            looks += 1
            await asyncio.sleep(0)

    async def ask(turns: Turns, caller: str) -> None:
        async with turns.of(caller, staying):
            order.append(f"{caller} {looks}")

    async def run() -> int:
        turns = Turns(turn_seconds=0.0)
        looking = asyncio.ensure_future(look())
        await asyncio.wait_for(
            asyncio.gather(*(ask(turns, caller) for caller in ["a"] * 10 + ["b"] * 2)), WATCHDOG_SECONDS
        )
        looking.cancel()
        return turns.counters.waited

    assert asyncio.run(run()) == 12
    assert [entry.split()[0] for entry in order] == ["a", "b", "a", "b", *["a"] * 8]
    looked = [entry.split()[1] for entry in order]
    assert len(set(looked)) == 12


def test_connections_are_looked_at_between_long_turns_also_behind_very_many_short_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    looks = 0
    began: list[int] = []
    monkeypatch.setattr("ratecard.api.http.turns.time", SimpleNamespace(perf_counter=lambda: now))

    async def look() -> None:
        nonlocal looks
        while True:
            looks += 1
            await asyncio.sleep(0)

    async def ask(turns: Turns, caller: str, seconds: float) -> None:
        nonlocal now
        async with turns.of(caller, staying):
            if seconds >= 1.0:
                began.append(looks)
            now += seconds

    async def run() -> None:
        turns = Turns(turn_seconds=0.005)
        looking = asyncio.ensure_future(look())
        short = [ask(turns, f"short {number}", 0.0001) for number in range(500)]
        long = [ask(turns, f"long {number}", 1.0) for number in range(5)]
        await asyncio.wait_for(asyncio.gather(ask(turns, "first", 0.006), *short, *long), WATCHDOG_SECONDS)
        looking.cancel()

    asyncio.run(run())
    assert [later - earlier >= LOOKS_LEAST for earlier, later in pairwise(began)] == [True] * 4


def test_nobody_waits_where_there_is_time() -> None:
    async def run() -> int:
        turns = Turns(turn_seconds=1_000.0)
        for _ in range(100):
            async with turns.of("a", staying):
                pass
        return turns.counters.waited

    assert asyncio.run(run()) == 0


def test_a_client_who_is_gone_and_one_who_gives_up_have_no_turn_and_keep_nobody_waiting() -> None:
    done: list[str] = []

    async def ask(turns: Turns, name: str, receive: Any) -> None:
        async with turns.of(name, receive):
            done.append(name)

    async def run() -> tuple[int, int]:
        turns = Turns(turn_seconds=0.0)
        tasks = [
            asyncio.ensure_future(ask(turns, name, receive))
            for name, receive in (("a", staying), ("gone", leaving), ("cancelled", staying), ("b", staying))
        ]
        await asyncio.sleep(0)
        tasks[2].cancel()
        results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), WATCHDOG_SECONDS)
        assert isinstance(results[1], Gone | type(None))
        assert isinstance(results[2], asyncio.CancelledError)
        await asyncio.wait_for(ask(turns, "last", staying), WATCHDOG_SECONDS)
        return turns.counters.waited, len(turns._waiting)

    waited, still = asyncio.run(run())
    assert [name for name in done if name not in ("gone",)] == ["a", "b", "last"]
    assert (waited >= 4, still) == (True, 0)


def test_health_is_told_while_very_many_requests_wait_for_their_answers(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, told = Event(), Event()
    began: list[bool] = []
    execute = Answering._execute

    def slow(endpoint: Answering, *given: Any) -> Any:
        assert sent.wait(WATCHDOG_SECONDS)
        # All others wait for a question about health that came after them.
        began.append(len(began) < 20 or told.wait(WATCHDOG_SECONDS))
        return execute(endpoint, *given)

    monkeypatch.setattr(Answering, "_execute", slow)
    monkeypatch.setattr("ratecard.api.http.turns.TURN_SECONDS", 0.0)
    api = start(Settings())
    with ExitStack() as stack:
        connections = [stack.enter_context(connect(api.url)) for _ in range(100)]
        for number, connection in enumerate(connections):
            path = f"/graphql?query={{ruleBook{{digest}}}}%23{number}"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        asking = stack.enter_context(connect(api.url))
        asking.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        sent.set()
        assert asking.recv(65_536).startswith(b"HTTP/1.1 200 ")
        told.set()
        for connection in connections:
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
    assert began == [True] * 100
