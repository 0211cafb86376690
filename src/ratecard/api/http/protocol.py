"""HTTP/1.1 over one connection: uvicorn's, with bounds on what comes before a request's body.

uvicorn's own protocol keeps every header that is sent, however many, and waits for them without end.
"""

import asyncio

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ratecard.api.errors import request_error

HEAD_BYTES_MOST = 48_000
"""For the request line and all headers together. The URL has a narrower bound of its own."""

HEAD_SECONDS_MOST = 10.0

STATUS_LINES = {408: b"408 Request Timeout", 431: b"431 Request Header Fields Too Large"}


class BoundedHttp(HttpToolsProtocol):
    """Closes connections whose next request takes too many bytes or too long to say what it is."""

    head_bytes = 0
    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there, and has to say something soon."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The next bytes, which are parsed only while they stay within the bounds."""
        if self.head_timer is not None or self.scope is None or self.head_bytes:
            self.head_bytes += len(data)
        super().data_received(data)
        if self.head_bytes > HEAD_BYTES_MOST and self.head_timer is not None:
            self._refuse(431, f"The headers have more than {HEAD_BYTES_MOST:,} bytes.")

    def on_message_begin(self) -> None:
        """A request begins: the first of a connection, or the next one."""
        super().on_message_begin()
        if self.head_timer is None:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """All headers are there; what follows is bounded by whoever reads the body."""
        self._stop_timer()
        self.head_bytes = 0
        super().on_headers_complete()

    def _expect_head(self) -> None:
        self.head_bytes = 0
        self.head_timer = self.loop.call_later(HEAD_SECONDS_MOST, self._too_slow)

    def _stop_timer(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def _too_slow(self) -> None:
        self._refuse(408, f"The headers took more than {HEAD_SECONDS_MOST:g} seconds to come.")

    def _refuse(self, status: int, message: str) -> None:
        self._stop_timer()
        if self.transport.is_closing():
            return
        body = msgspec.json.encode(request_error(message))
        head = b"HTTP/1.1 %s\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: %d\r\n" % (
            STATUS_LINES[status],
            len(body),
        )
        self.transport.write(head + b"connection: close\r\n\r\n" + body)
        self.transport.close()
