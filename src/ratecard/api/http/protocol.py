"""HTTP/1.1 over one connection: uvicorn's, with bounds on all that a client may send, leave lying, or not finish.

uvicorn's own protocol waits without end for whoever sends a byte now and then, and for whoever reads nothing. Here is
until when a connection may go on, and how it ends; `parsing` bounds what it sends. What one connection may take stands
in `Bounds`.
"""

import asyncio
from functools import partial
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from ratecard.api.http.closing import BUSY, AsgiApp, Closing, busy, closing_unread, refusal
from ratecard.api.http.crowd import Crowd
from ratecard.api.http.front import URGENT_PATHS
from ratecard.api.http.parsing import BoundedParsing, Flow, Incoming


class BoundedHttp(BoundedParsing):
    """One connection, a member of its server's `crowd`, which ends it when its `deadline` has passed."""

    def __init__(self, *given: Any, crowd: Crowd, **named: Any) -> None:
        self.deadline = 0.0
        self.waiting_since: float | None = None
        self.undrained_since: float | None = None
        self.held = 0
        self._answering: RequestResponseCycle | None = None
        self._refusal: bytes | None = None
        self._lingering: int | None = None
        super().__init__(*given, crowd=crowd, **named)

    # What the event loop tells

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there, and has to say something soon."""
        super().connection_made(transport)
        self.flow = Flow(transport, self)
        self._wait(self._bounds.head_seconds)
        if not self._crowd.enter(self, self.loop):
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._crowd.leave(self)
        self._give_up()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The next bytes, which are parsed only while they stay within the bounds."""
        if self._lingering is not None:
            self._discard(len(data))
        elif self._refusal is not None:
            self.flow.pause_reading()  # until the refusal is sent, and what comes is thrown away
        elif self._unfed:
            self._crowd.hold(self, len(data))
            self._unfed += data
        else:
            self._feed_some(data)

    def eof_received(self) -> None:
        """The client sends no more. The event loop closes the connection when all is sent."""
        super().eof_received()
        self._hurry(self._bounds.drain_seconds)

    def pause_writing(self) -> None:
        """More is written than the client takes."""
        super().pause_writing()
        if self.undrained_since is None:
            self.undrained_since = self.loop.time()
        self._crowd.relieve()

    def resume_writing(self) -> None:
        """The client has taken what was written, but for a little."""
        super().resume_writing()
        self.undrained_since = None

    def shutdown(self) -> None:
        """The server stops: what is asked is answered, and nothing more."""
        super().shutdown()
        if self.transport.is_closing():
            self._hurry(self._bounds.drain_seconds)

    # What the parser tells

    def on_message_begin(self) -> None:
        """A request begins: the first of a connection, or the next one."""
        if self.cycle is None or self.cycle.response_complete:
            self._wait(self._bounds.head_seconds)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """All headers are there; the request is answered from here on."""
        is_first = not self._is_answering
        super().on_headers_complete()
        if self._again:
            return  # the head is taken once more
        weight = self._bounds.header_bytes * len(self.headers)
        if is_first:  # there is one on each connection, which is answered whatever others hold: it may be about health
            self._request()
            self._crowd.count(self, weight)
        elif not self._crowd.hold(self, weight + self._bounds.waiting_bytes):
            self.refuse(503, BUSY)
        counters = self._crowd.counters
        counters.waiting_most = max(counters.waiting_most, len(self.pipeline))

    # What the answer tells

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: AsgiApp) -> None:
        """Begins to answer. One whose request is not all read when its answer is there ends the connection."""
        self._answering = cycle
        cycle.transport = cast(asyncio.Transport, Closing(self))
        if self.parser is not None and self.parser.should_upgrade():
            cycle.keep_alive = False
        urgent = cycle.scope["path"] in URGENT_PATHS
        is_busy = not urgent and not self._crowd.admits(self)
        if is_busy:
            self._crowd.counters.turned_away += 1
        begin = partial(super()._start_asgi_task, cycle, closing_unread(cycle, busy if is_busy else app))
        self._crowd.pieces.do(lambda: None if cycle.disconnected else begin(), urgent=urgent)

    def on_response_complete(self) -> None:
        """An answer is written: the next request may be read, or answered."""
        self._crowd.release(self)
        super().on_response_complete()
        headers = sum(len(list(cycle.scope["headers"])) for cycle, _ in self.pipeline)
        waiting = len(self.pipeline) * self._bounds.waiting_bytes + headers * self._bounds.header_bytes
        self._crowd.hold(self, len(self._unfed) + self._head_held + waiting)
        self._unset_keepalive_if_required()
        if self.has_ended:
            return
        if self._refusal is not None and not self._is_answering:
            self._end(self._refusal)
            return
        if self._unfed and not self.pipeline:
            self._await_rest()
        if self._is_answering:
            self._request()
        elif self._incoming is Incoming.HEAD:
            self._wait(self._bounds.head_seconds)
        else:
            self._wait(self._bounds.idle_seconds)

    def finish(self) -> None:
        """Closes the connection when all is sent. Whoever still answers a request of it writes to nobody.

        Where the client is still sending, what comes is thrown away for a moment: a connection closed over unread bytes
        is reset, and the client may lose the answer that says why.
        """
        self._give_up()
        if self.transport.is_closing():
            return
        if self._incoming is Incoming.NOTHING or not self.transport.can_write_eof():
            self.transport.close()
            self._hurry(self._bounds.drain_seconds)
            return
        self._lingering = self._bounds.linger_bytes
        self.transport.write_eof()
        self.flow.resume_reading()
        self._hurry(self._bounds.linger_seconds)

    # What the crowd asks and tells

    @property
    def is_refused(self) -> bool:
        """Whether a refusal is written once the answers before it are."""
        return self._refusal is not None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is sent."""
        return self._lingering is not None or self.transport.is_closing()

    def unsent(self) -> int:
        """Bytes that were written and not taken."""
        return self.transport.get_write_buffer_size()

    def expire(self) -> None:
        """Ends what has taken too long: a head, a request, a silence, or the end of a connection."""
        if self.has_ended:
            self.cut()
        elif self._is_answering:
            self._end(refusal(408, f"The request took more than {self._bounds.request_seconds:g} seconds."))
        elif self._incoming is Incoming.HEAD or self._answering is None:
            self._end(refusal(408, f"The headers took more than {self._bounds.head_seconds:g} seconds to come."))
        else:
            self.finish()

    def cut(self) -> None:
        """Ends the connection at once, with all that was to be sent. Whoever still answers it writes to nobody."""
        self._give_up()
        self.transport.abort()

    # Within

    @property
    def _is_answering(self) -> bool:
        """Whether there is a request whose answer is not all written."""
        return self._answering is not None and not self._answering.response_complete

    def _give_up(self) -> None:
        """Nothing more is answered: whoever is about it is told, and what waits is forgotten."""
        waiting = [cycle for cycle, _ in self.pipeline]
        for cycle in [self._answering, *waiting] if self._answering is not None else waiting:
            if not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        self._unfed = b""
        self._refusal = None

    def _request(self) -> None:
        """A request is under way, and has to be answered within its time."""
        self.waiting_since = None
        self.deadline = self.loop.time() + self._bounds.request_seconds

    def _wait(self, seconds: float) -> None:
        """Nothing is asked yet, and has to be within these seconds."""
        self.waiting_since = self.loop.time()
        self.deadline = self.waiting_since + seconds

    def _hurry(self, seconds: float) -> None:
        """The connection ends; for what is left there are these seconds."""
        self.waiting_since = None
        self.deadline = self.loop.time() + seconds

    def _discard(self, size: int) -> None:
        assert self._lingering is not None
        self._lingering -= size
        if self._lingering < 0:
            self.cut()

    def refuse(self, status: int, message: str) -> None:
        """Says why what came is not taken, after the answers to what came before it, and ends the connection."""
        if self.has_ended or self._refusal is not None:
            return
        is_body = self._incoming is Incoming.BODY
        if not self._is_answering or (is_body and self.cycle is self._answering):
            self._end(refusal(status, message))
            return
        if is_body:
            self.pipeline.popleft()  # the newest, whose body it is
        self._refusal = refusal(status, message)

    def _end(self, last: bytes) -> None:
        """Ends the connection by these bytes, or at once where an answer has begun."""
        if self._is_answering and cast(RequestResponseCycle, self._answering).response_started:
            self.cut()
            return
        self.transport.write(last)
        self.finish()
