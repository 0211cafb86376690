"""What one connection sends, parsed a slice at a time and counted: its headers, its chunks, what stands beside them.

uvicorn's own protocol keeps every header that is sent, also those after a body, and parses all that came at once.
Nothing here knows of time, or of how a connection ends.
"""

import asyncio
from abc import abstractmethod
from enum import Enum
from typing import Any, NoReturn

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ratecard.api.http.closing import BUSY
from ratecard.api.http.crowd import Crowd, Crowded
from ratecard.api.http.heads import Head, HeadRefused, head_without_upgrade, meant_headers, meant_target

SLICE_BYTES = 4_096
"""How much is parsed at once. What is counted is counted by slices, so each bound holds to within one."""

HEAD_END = b"\r\n\r\n"
HEADS_AT_ONCE_MOST = 15
SHORT_SLICE_BYTES = 256
"""Of a slice that may hold the heads of more requests: fifteen of the shortest, "GET / HTTP/1.1", do not fit."""

UNREADABLE = "Invalid HTTP request received."

SLICES_AT_ONCE = 2
"""Of what one connection sends, before the others are looked at."""


class Beyond(Exception):
    """The parser has come to more of something than there may be. It looks no further."""


class Incoming(Enum):
    """What of a request comes next on a connection."""

    NOTHING = "nothing"
    HEAD = "head"
    BODY = "body"


class BoundedParsing(HttpToolsProtocol, Crowded):
    """The parser of one connection. It stops at the first thing of which there is more than `Bounds` allow."""

    def __init__(self, *given: Any, crowd: Crowd, **named: Any) -> None:
        self._crowd = crowd
        self._bounds = crowd.bounds
        self._incoming = Incoming.NOTHING
        self._turns = 0
        self._beside = 0
        self._body_bytes = 0
        self._chunks = 0
        self._chunked_bytes = 0
        self._beyond: tuple[int, str] | None = None
        self._head_held = 0
        self._again = b""
        self._is_again = False
        self._unfed = b""
        self._is_rest_awaited = False
        super().__init__(*given, **named)

    # What the whole connection tells, beside what the crowd asks of it

    @property
    @abstractmethod
    def is_refused(self) -> bool:
        """Whether a refusal is written once the answers before it are."""

    @abstractmethod
    def refuse(self, status: int, message: str) -> None:
        """Says why what came is not taken, after the answers to what came before it, and ends the connection."""

    # What the parser tells

    def on_message_begin(self) -> None:
        """A request begins: the first of a connection, or the next one."""
        if not self._is_again:
            self._turn(Incoming.HEAD)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """One field of the head. What comes after a body is not a header, whatever it is called, and is dropped."""
        if self._incoming is Incoming.BODY:
            self._crowd.counters.trailers_dropped += 1
            return
        if len(self.headers) >= self._bounds.headers:
            self._go_beyond(431, f"The request has more than {self._bounds.headers:,} headers.")
        super().on_header(name, value.rstrip(b" \t"))  # no part of a value, says RFC 9110, section 5.5

    def on_headers_complete(self) -> None:
        """All headers are there; the request is answered from here on."""
        method = self.parser.get_method()
        if self.parser.should_upgrade() and method != b"CONNECT":
            self._again = head_without_upgrade(Head(method, self.url, self.parser.get_http_version(), self.headers))
            return
        try:
            self.headers[:] = meant_headers(self.url, self.headers)
            self.url = meant_target(self.url)
        except HeadRefused as refused:
            self._go_beyond(refused.status, str(refused))
        if self.parser.get_http_version() == "1.0":
            self.expect_100_continue = False  # says RFC 9110, section 10.1.1
        super().on_headers_complete()
        self._turn(Incoming.BODY)

    def on_chunk_header(self) -> None:
        """A chunk of a body begins. A body in crumbs is not taken: each of them is work, and no client needs it."""
        self._chunks += 1
        if self._chunks > self._bounds.chunks_least + self._chunked_bytes // self._bounds.bytes_per_chunk:
            self._crowd.counters.framing_refused += 1
            self._go_beyond(400, "The body comes in too many small chunks.")

    def on_body(self, body: bytes) -> None:
        """The next bytes of a body."""
        self._body_bytes += len(body)
        self._chunked_bytes += len(body)
        super().on_body(body)
        if not self.cycle.response_complete and not self._crowd.hold(self, len(body)):
            self.refuse(503, BUSY)

    def on_message_complete(self) -> None:
        """The request is there with all of its body."""
        if self._again:
            return
        self._turn(Incoming.NOTHING)
        if not self.parser.should_keep_alive():  # a trailer may say so, and the parser reads nothing behind it
            self.cycle.keep_alive = False
        super().on_message_complete()

    # What comes, and what of it waits

    @property
    def has_unfed(self) -> bool:
        """Whether there is something that was read and not parsed."""
        return bool(self._unfed)

    def _parse(self, data: bytes) -> None:
        """Parses bytes as uvicorn does, but for a wish to speak another protocol, which is not followed.

        The parser stops behind such a head as if no body came. A new one takes the head again, without the wish.
        """
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.logger.warning(UNREADABLE)
            self.refuse(*(self._beyond or (400, UNREADABLE)))
        except httptools.HttpParserUpgrade as stopped:
            if self._again:
                self._parse_again(data[stopped.args[0] :])

    def _parse_again(self, rest: bytes) -> None:
        head, self._again = self._again, b""
        self.parser = httptools.HttpRequestParser(self)
        self._is_again = True
        self._parse(head)
        self._is_again = False
        if not self.is_refused and not self.has_ended:
            self._parse(rest)

    def _feed(self, data: bytes) -> None:
        turns, body_bytes, before = self._turns, self._body_bytes, self._incoming
        self._parse(data)
        if self._turns == turns:
            self._beside += len(data) - (self._body_bytes - body_bytes)
        elif before is Incoming.NOTHING and self._incoming is Incoming.HEAD and self._turns == turns + 1:
            self._beside = len(data)
        else:
            return
        if self._incoming is Incoming.HEAD and not self._hold_head():
            self.refuse(503, BUSY)
        if self._incoming is not Incoming.BODY:
            if self._beside > self._bounds.head_bytes:
                self.refuse(431, f"The headers have more than {self._bounds.head_bytes:,} bytes.")
        elif self._beside > self._bounds.framing_bytes + self._chunks * self._bounds.chunk_line_bytes:
            self._crowd.counters.framing_refused += 1
            self.refuse(400, f"The body has more than {self._bounds.framing_bytes:,} bytes beside its own.")

    def _hold_head(self) -> bool:
        """Counts what there is of a head with all that is held; False where that is too much."""
        more, self._head_held = self._beside - self._head_held, self._beside
        return self._crowd.hold(self, more)

    def _feed_some(self, data: bytes) -> None:
        """Parses the beginning, and keeps the rest until others had their turn and earlier requests are answered."""
        start = slices = 0
        while start < len(data) and not self.has_ended and not self.is_refused:
            if self.pipeline or slices == SLICES_AT_ONCE:
                self._keep_unfed(data[start:])
                return
            heads = data.count(HEAD_END, start, start + SLICE_BYTES)
            size = SLICE_BYTES if heads <= HEADS_AT_ONCE_MOST else SHORT_SLICE_BYTES
            self._feed(data[start : start + size])
            start += size
            slices += 1

    def _keep_unfed(self, data: bytes) -> None:
        self.flow.pause_reading()
        if not self._crowd.hold(self, len(data)):
            self.refuse(503, BUSY)
            return
        self._unfed = data
        if not self.pipeline:
            self._await_rest()

    def _await_rest(self) -> None:
        if not self._is_rest_awaited:
            self._is_rest_awaited = True
            self._crowd.pieces.do_later(self._feed_rest)

    def _feed_rest(self) -> None:
        self._is_rest_awaited = False
        if not self._unfed or self.pipeline or self.has_ended:
            return
        data, self._unfed = self._unfed, b""
        self._crowd.hold(self, -len(data))
        self._feed_some(data)
        if not self._unfed and not self.pipeline and not self.has_ended:
            self.flow.resume_reading()

    def _turn(self, incoming: Incoming) -> None:
        """Another part of a request comes; what comes beside it is counted anew."""
        self._incoming = incoming
        self._turns += 1
        self._beside = self._chunks = self._chunked_bytes = self._head_held = 0

    def _go_beyond(self, status: int, message: str) -> NoReturn:
        """Ends the parsing of what came, which is refused by this status and message."""
        self._beyond = status, message
        raise Beyond


class Flow(FlowControl):
    """Reads no more of a connection while something that was read is not parsed."""

    def __init__(self, transport: asyncio.Transport, protocol: BoundedParsing) -> None:
        super().__init__(transport)
        self._protocol = protocol

    def resume_reading(self) -> None:
        """Goes on reading where that helps anybody."""
        if not self._protocol.has_unfed:
            super().resume_reading()
