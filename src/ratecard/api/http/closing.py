"""How an answer ends a connection, or lets it be; and the answers that are given without the application."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from ratecard.api.errors import request_error
from ratecard.api.http.guarding import SECURITY_HEADERS

STATUS_LINES = {
    400: b"400 Bad Request",
    408: b"408 Request Timeout",
    431: b"431 Request Header Fields Too Large",
    501: b"501 Not Implemented",
    503: b"503 Service Unavailable",
}

BUSY = "The server has more connections than it can serve. Ask again in a moment."

AsgiApp = Callable[..., Any]


class Ending(Protocol):
    """What an answer knows of its connection."""

    transport: Any

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is sent."""
        ...

    def finish(self) -> None:
        """Closes the connection when all is sent."""
        ...


class Closing:
    """The transport as an answer knows it: it writes, and says when it is the connection's last one."""

    def __init__(self, protocol: Ending) -> None:
        self._protocol = protocol
        self.is_closing = protocol.transport.is_closing
        self.close = protocol.finish

    def write(self, data: bytes) -> None:
        """Sends bytes, or drops them where the connection has ended meanwhile."""
        if not self._protocol.has_ended:
            self._protocol.transport.write(data)


def closing_unread(cycle: RequestResponseCycle, app: AsgiApp) -> AsgiApp:
    """The application, which ends the connection by an answer that did not wait for the request's whole body.

    Nothing is answered before the answers before it are taken: else one lies with the connection, and one waits for it.
    """

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if cycle.flow.write_paused:
            await cycle.flow.drain()
        if cycle.disconnected:
            return

        async def send_last(message: Any) -> None:
            if cycle.more_body and message["type"] == "http.response.start":
                cycle.keep_alive = False
            await send(message)

        await app(scope, receive, send_last)

    return answer


async def busy(_: Any, __: Any, send: Any) -> None:
    """The answer of a server that has too many connections."""
    body = msgspec.json.encode(request_error(BUSY))
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"1"),
        (b"connection", b"close"),
        *SECURITY_HEADERS,
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def refusal(status: int, message: str) -> bytes:
    """The bytes of an answer to a request that never reached the application."""
    body = msgspec.json.encode(request_error(message))
    headers = (
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *SECURITY_HEADERS,
        (b"connection", b"close"),
    )
    lines = b"".join(b"%s: %s\r\n" % header for header in headers)
    return b"HTTP/1.1 %s\r\n%s\r\n%s" % (STATUS_LINES[status], lines, body)
