"""Turns at the processor. One process answers one request at a time; between two of them it looks at its connections.

Without turns, a thousand requests that arrive at once are worked off in one go, and a question about the server's
health waits until they are done. Callers take turns with each other, too: whoever sends a thousand waits for their own.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from litestar.types import Receive

TURN_SECONDS = 0.005
"""Work that is done in one go, before the connections are looked at again; a request that takes longer is one go."""

LOOKS_LEAST = 8
"""How often the connections are looked at between two goes: to let one in, to read what it asks, and to answer it.

Each of that takes one look or two; a look at a thousand connections takes some microseconds.
"""

LOOKS_MOST = 1_000
"""How often they are looked at while new ones come: uvloop lets in one at each look."""


class Gone(Exception):
    """The client is not there any more."""


class TurnCounters:
    """Requests that waited for a turn so far, and those whose client was gone before it came. Tests read it."""

    def __init__(self) -> None:
        self.waited = 0
        self.gone = 0


class Turns:
    """The turns of one event loop. `turn_seconds` is how much is done before others are looked at."""

    def __init__(self, turn_seconds: float | None = None) -> None:
        self.counters = TurnCounters()
        self._turn_seconds = TURN_SECONDS if turn_seconds is None else turn_seconds
        self._used = 0.0
        self._is_look_scheduled = False
        self._looks = 0
        self._quiet_looks = 0
        self._seen = 0
        self._entered: Callable[[], int] = lambda: 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._given: asyncio.Future[None] | None = None
        """The turn that was given and is not over: there is one at a time, or several would be taken in one go."""

    def watch(self, entered: Callable[[], int]) -> None:
        """Lets no turn begin while connections wait to be let in. `entered` tells how many came so far."""
        self._entered = entered

    @asynccontextmanager
    async def of(self, caller: str, receive: Receive) -> AsyncIterator[bool]:
        """A turn of this caller's, which begins at once where there is time; whether it had to be waited for.

        What is done in it must not wait. Raises Gone where the client ends the connection, or is given up, before the
        turn comes.
        """
        waited = bool(self._waiting) or self._used >= self._turn_seconds
        if waited:
            await self._wait(caller, receive)
        began = time.perf_counter()
        try:
            yield waited
        finally:
            self._used += time.perf_counter() - began
            if waited:
                self._given = None
            if self._used < self._turn_seconds:
                self._give()
            else:
                self._looks = self._quiet_looks = 0  # looks from before this go have not seen who came in it
            self._schedule_look()

    async def _wait(self, caller: str, receive: Receive) -> None:
        self.counters.waited += 1
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, deque()).append(turn)
        self._schedule_look()
        leaving = asyncio.ensure_future(_left(receive))
        leaving.add_done_callback(lambda _: turn.cancel())
        try:
            await turn
        except asyncio.CancelledError:
            if self._given is turn:
                self._given = None
            self._schedule_look()  # in case that the turn was given, and nobody is there to take it
            if not leaving.done():
                raise
            self.counters.gone += 1
            raise Gone from None
        finally:
            leaving.cancel()

    def _schedule_look(self) -> None:
        if not self._is_look_scheduled:
            self._is_look_scheduled = True
            asyncio.get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        """The event loop comes by, which looks at its connections each time that it does."""
        self._is_look_scheduled = False
        entered = self._entered()
        self._looks += 1
        self._quiet_looks = self._quiet_looks + 1 if entered == self._seen else 0
        self._seen = entered
        if self._quiet_looks < LOOKS_LEAST and self._looks < LOOKS_MOST:
            self._schedule_look()
            return
        self._looks = self._quiet_looks = 0
        self._used = 0.0
        self._give()

    def _give(self) -> None:
        """Gives a turn to the next caller who waits, once the one before is over."""
        while self._waiting and self._given is None:
            caller, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[caller] = turns
            if not turn.done():
                turn.set_result(None)
                self._given = turn


async def _left(receive: Receive) -> None:
    """Returns when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
