"""All connections of one server process together: how many there are, what they hold, and which have had their time.

Each connection says by `deadline` until when it may go on as it does. One sweep looks at all of them, so that a request
sets no timer of its own. Times are seconds of the event loop's clock; what is late is ended within `sweep_seconds`.
"""

import asyncio
from math import inf
from operator import itemgetter
from typing import Protocol

import msgspec

from ratecard.api.bounds import HEAD, HEADERS
from ratecard.api.http.pieces import Pieces


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What connections may take, each and together. Bytes count what this process keeps, not the kernel."""

    connections: int = 1_000
    """Open at once. Beyond, those that have asked nothing for longest are closed."""

    reserve: int = 100
    """Connections beyond that are let in for questions about the server's health alone."""

    head_bytes: int = HEAD.most
    """For the request line and all headers together. The URL has a narrower bound of its own."""

    headers: int = HEADERS.most

    head_seconds: float = 10.0
    request_seconds: float = 30.0
    """From a request's headers to the last byte of its answer handed over."""

    idle_seconds: float = 20.0
    """Between two requests of one connection."""

    drain_seconds: float = 10.0
    """For the client to take what was written for it."""

    framing_bytes: int = 4_096
    """Beside a body's own bytes: trailers and chunk extensions, after `chunk_line_bytes` for each chunk."""

    chunk_line_bytes: int = 16
    chunks_least: int = 256
    """So many chunks any body may have, and one more for each `bytes_per_chunk` of it: each takes a microsecond."""

    bytes_per_chunk: int = 128
    linger_bytes: int = 1_000_000
    linger_seconds: float = 2.0
    """For what is still sent after an answer that did not wait for it: thrown away, so that the answer is not lost."""

    held_bytes: int = 32_000_000
    """Heads and bodies that are coming in, and what waits for requests before it, of all connections together."""

    waiting_bytes: int = 5_000
    """Counted for a request that waits for those before it on its connection, beside what came for it."""

    header_bytes: int = 150
    """Counted for each header of a request until it is answered, beside its own bytes."""

    unsent_bytes: int = 32_000_000
    """Answers that are not taken, of all connections together."""

    sweep_seconds: float = 0.5


class Crowded(Protocol):
    """What the crowd knows of one connection."""

    deadline: float
    waiting_since: float | None
    """Since when it has asked nothing, or not all of a head; None while a request is under way."""

    held: int
    """Bytes that came in for requests which have no answer yet."""

    undrained_since: float | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is sent."""
        ...

    def unsent(self) -> int:
        """Bytes that were written and not taken."""
        ...

    def expire(self) -> None:
        """Ends what has taken too long."""
        ...

    def cut(self) -> None:
        """Ends the connection at once, with all that was to be sent."""
        ...


class TrafficCounters:
    """What was let in, dropped or cut off so far, by kind, and how many requests waited on one connection.

    Tests read it.
    """

    def __init__(self) -> None:
        self.entered = 0
        self.trailers_dropped = 0
        self.framing_refused = 0
        self.waiting_most = 0
        self.expired = 0
        self.undrained = 0
        self.evicted = 0
        self.turned_away = 0
        self.overfull = 0


class Crowd:
    """The connections of one event loop. `bounds` are the same for all of them."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self.counters = TrafficCounters()
        self.pieces = Pieces()
        self.held = 0
        self._connections: set[Crowded] = set()
        self._reserve: set[Crowded] = set()
        self._sweeper: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._connections)

    def enter(self, connection: Crowded, loop: asyncio.AbstractEventLoop) -> bool:
        """Takes a connection in, into the reserve where all other places are taken; False where there is no room."""
        if self._is_full and not self._evict(self._connections - self._reserve):
            if len(self._reserve) >= self.bounds.reserve and not self._evict(self._reserve):
                self.counters.turned_away += 1
                return False
            self._reserve.add(connection)
        self._connections.add(connection)
        self.counters.entered += 1
        if self._sweeper is None:
            self._sweeper = loop.call_later(self.bounds.sweep_seconds, self._sweep, loop)
        return True

    def admits(self, connection: Crowded) -> bool:
        """Whether this connection may ask anything: one of the reserve may once another place is free, and takes it."""
        if connection in self._reserve and not self._is_full:
            self._reserve.discard(connection)
        return connection not in self._reserve

    def leave(self, connection: Crowded) -> None:
        """A connection is gone, and all that it held."""
        self._forget(connection)
        self.release(connection)

    def members(self) -> tuple[Crowded, ...]:
        """Every connection there is."""
        return tuple(self._connections)

    def count(self, connection: Crowded, size: int) -> None:
        """Counts bytes that are held whatever the bound is."""
        connection.held += size
        self.held += size

    def hold(self, connection: Crowded, size: int) -> bool:
        """Counts bytes that came in, or went if there are less than none; False where all together hold too many.

        Connections that hold only a part of a head make room first, for they have not asked anything.
        """
        self.count(connection, size)
        if self.held > self.bounds.held_bytes:
            self._make_room(connection)
        if self.held <= self.bounds.held_bytes:
            return True
        self.counters.overfull += 1
        return False

    def release(self, connection: Crowded) -> None:
        """What this connection holds is answered, or of no interest any more."""
        self.held -= connection.held
        connection.held = 0

    def relieve(self) -> None:
        """Cuts off those who have left their answers lying for longest, until what is unsent is within its bound.

        Whoever was written to just now comes last, whoever leaves most of it lying before others.
        """
        late = sorted(
            (connection for connection in self._connections if connection.unsent()),
            key=lambda connection: (
                inf if connection.undrained_since is None else connection.undrained_since,
                -connection.unsent(),
            ),
        )
        total = sum(connection.unsent() for connection in late)
        for connection in late:
            if total <= self.bounds.unsent_bytes:
                return
            total -= connection.unsent()
            self.counters.undrained += 1
            connection.cut()

    @property
    def _is_full(self) -> bool:
        """Whether all places but those of the reserve are taken."""
        return len(self._connections) - len(self._reserve) >= self.bounds.connections

    def _evict(self, among: set[Crowded]) -> bool:
        """Ends the connection that has waited for longest without asking anything; else one that is ending anyway."""
        waiting = [
            (connection.waiting_since, connection) for connection in among if connection.waiting_since is not None
        ]
        ending = [(connection.deadline, connection) for connection in among if connection.has_ended]
        if not waiting and not ending:
            return False
        _, oldest = min(waiting or ending, key=itemgetter(0))
        self.counters.evicted += 1
        self._forget(oldest)
        oldest.cut()
        return True

    def _make_room(self, newcomer: Crowded) -> None:
        """Ends those that hold a head which is not whole, from the one that began it first, while too much is held."""
        heads = [
            (connection.waiting_since, connection)
            for connection in self._connections
            if connection.held and connection.waiting_since is not None and connection is not newcomer
        ]
        for _, connection in sorted(heads, key=itemgetter(0)):
            if self.held <= self.bounds.held_bytes:
                return
            self.counters.evicted += 1
            self._forget(connection)
            self.release(connection)
            connection.cut()

    def _forget(self, connection: Crowded) -> None:
        self._connections.discard(connection)
        self._reserve.discard(connection)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in list(self._connections):
            if not connection.unsent():
                connection.undrained_since = None
            elif connection.undrained_since is None:
                connection.undrained_since = now
            elif now - connection.undrained_since >= self.bounds.drain_seconds:
                self.counters.undrained += 1
                connection.cut()
                continue
            if now >= connection.deadline:
                self.counters.expired += 1
                connection.expire()
        self._sweeper = loop.call_later(self.bounds.sweep_seconds, self._sweep, loop) if self._connections else None
