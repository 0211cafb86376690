"""What every request passes on its way in, and every answer on its way out, whatever route it is for.

In: the server's own name, and preflights, which are answered here. Out: the headers of every answer, those that let a
page of another origin read it among them, each once. A HEAD is a GET whose answer leaves its body behind.
"""

from typing import cast

from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from ratecard.api.errors import Rejected
from ratecard.api.http.guarding import SECURITY_HEADERS, Guarding, Header, is_preflight
from ratecard.api.http.incoming import Headers, headers_of, text_of
from ratecard.api.http.negotiation import negotiated
from ratecard.api.http.replies import Reply, refusal_reply, send_reply
from ratecard.api.http.statuses import NO_CONTENT
from ratecard.api.request_ids import REQUEST_ID, request_id_of

ORIGIN = b"Origin"


class Gate:
    """The outermost application: what is behind it answers no request that means another server."""

    def __init__(self, behind: ASGIApp, guarding: Guarding) -> None:
        self._behind = behind
        self._guarding = guarding

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or hands on what is none, such as the start of the process."""
        if scope["type"] != ScopeType.HTTP:
            await self._behind(scope, receive, send)
            return
        method, headers = cast(str, scope["method"]), headers_of(scope)
        REQUEST_ID.set(request_id_of(headers.x_request_id, headers.traceparent))
        is_head = method == "HEAD"
        sending = self._completing(headers, is_head, send)
        reply = self._reply(method, headers)
        if reply is not None:
            await send_reply(sending, reply)
            return
        if is_head:
            scope = {**scope, "method": HttpMethod.GET}
        await self._behind(scope, receive, sending)

    def _reply(self, method: str, headers: Headers) -> Reply | None:
        """The answer to a preflight and to what is refused already; None for all else."""
        try:
            self._guarding.check_name(headers)
            if is_preflight(method, headers):
                self._guarding.check_site(headers)
                return Reply(NO_CONTENT, self._guarding.preflight_headers(headers))
        except Rejected as refusal:
            return refusal_reply(refusal, negotiated(text_of(headers.accept) or ""))
        return None

    def _completing(self, request: Headers, is_head: bool, send: Send) -> Send:
        """Sends an answer with the headers that every answer has; that to a HEAD without its body."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send({**message, "headers": self._completed(message, request)})
            elif is_head and message["type"] == "http.response.body":
                await send({**message, "body": b""})
            else:
                await send(message)

        return complete

    def _completed(self, message: HTTPResponseStartEvent, request: Headers) -> list[Header]:
        told = dict(message["headers"])
        if self._guarding.varies_by_origin:
            before = told.get(b"vary")
            told[b"vary"] = before + b", " + ORIGIN if before else ORIGIN
        for name, value in SECURITY_HEADERS:
            told.setdefault(name, value)
        allow = told.get(b"allow")
        if allow is not None:
            told[b"allow"] = _with_head(allow)
        told[b"x-request-id"] = REQUEST_ID.get().encode()
        return [*told.items(), *self._guarding.reading_headers(request)]


def _with_head(allow: bytes) -> bytes:
    """The methods of a route, with HEAD where it has GET."""
    methods = [method.strip() for method in allow.split(b",")]
    if b"GET" in methods and b"HEAD" not in methods:
        methods.insert(methods.index(b"GET") + 1, b"HEAD")
    return b", ".join(methods)
