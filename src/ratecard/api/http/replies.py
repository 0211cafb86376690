"""What goes back over HTTP: a status, headers and bytes."""

from collections.abc import Sequence

import msgspec
from litestar.types import Send

from ratecard.api.errors import Body, Rejected
from ratecard.api.http.guarding import SECURITY_HEADERS, Header
from ratecard.api.http.negotiation import LEGACY, STRICT
from ratecard.api.http.statuses import STATUSES

PRIVATE = b"private, no-store"

CONTENT_TYPES: dict[str, Header] = {
    media: (b"content-type", f"{media}; charset=utf-8".encode()) for media in (LEGACY, STRICT)
}


class Reply(msgspec.Struct, frozen=True):
    """One answer over HTTP. The headers that every answer has are added when it is sent."""

    status: int
    headers: tuple[Header, ...]
    body: bytes = b""


class RejectedWith(Rejected):
    """A refusal that has headers of its own."""

    def __init__(self, code: str, message: str, headers: tuple[Header, ...], reason: str = "") -> None:
        super().__init__(code, message, reason=reason)
        self.headers = headers


def json_reply(status: int, body: Body, media: str, *headers: Header) -> Reply:
    """An answer that nobody may keep."""
    return Reply(status, (CONTENT_TYPES[media], (b"cache-control", PRIVATE), *headers), msgspec.json.encode(body))


def refusal_reply(refusal: Rejected, media: str | None, *headers: Header) -> Reply:
    """A refusal as it goes back: its status is in the table, by its reason and the media type."""
    status = STATUSES[refusal.reason]
    own = refusal.headers if isinstance(refusal, RejectedWith) else ()
    code = status.strict if media == STRICT else status.legacy
    told = CONTENT_TYPES[media or LEGACY]
    kept = () if any(name == b"cache-control" for name, _ in own) else ((b"cache-control", PRIVATE),)
    return Reply(code, (told, *kept, *own, *headers), msgspec.json.encode(refusal.body))


async def send_reply(send: Send, reply: Reply, more: Sequence[Header] = ()) -> None:
    """Sends an answer, with the headers that every answer has."""
    headers = [*reply.headers, *more, *SECURITY_HEADERS]
    if reply.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(reply.body)))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body, "more_body": False})
