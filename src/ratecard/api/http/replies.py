"""What goes back over HTTP: a status, headers and bytes."""

from collections.abc import Mapping

import msgspec
from litestar.types import Send

from ratecard.api.errors import Body, Rejected
from ratecard.api.http.codings import IDENTITY
from ratecard.api.http.guarding import Header
from ratecard.api.http.negotiation import LEGACY, STRICT
from ratecard.api.http.statuses import STATUSES

PRIVATE: Header = (b"cache-control", b"private, no-store")
VARY: Header = (b"vary", b"Accept, Accept-Encoding")

BOOK_HEADER = b"ratecard-book"
"""The digest of the book that an answer is from, as its caller sees it."""

CONTENT_TYPES: dict[str, Header] = {
    media: (b"content-type", f"{media}; charset=utf-8".encode()) for media in (LEGACY, STRICT)
}


class Reply(msgspec.Struct, frozen=True):
    """One answer over HTTP. The headers that every answer has are added on its way out.

    `book` is the digest of the book that it was answered from, as the caller sees it; empty where no book was asked.
    """

    status: int
    headers: tuple[Header, ...]
    body: bytes = b""
    book: str = ""


class RejectedWith(Rejected):
    """A refusal that has headers of its own."""

    def __init__(self, code: str, message: str, headers: tuple[Header, ...], reason: str = "") -> None:
        super().__init__(code, message, reason=reason)
        self.headers = headers


def json_reply(status: int, body: Body, media: str) -> Reply:
    """An answer that nobody may keep."""
    return Reply(status, (CONTENT_TYPES[media], PRIVATE, VARY), msgspec.json.encode(body))


def refusal_reply(refusal: Rejected, media: str | None) -> Reply:
    """A refusal as it goes back: its status is in the table, by its reason and the media type."""
    status = STATUSES[refusal.reason]
    own = refusal.headers if isinstance(refusal, RejectedWith) else ()
    code = status.strict if media == STRICT else status.legacy
    told = CONTENT_TYPES[media or LEGACY]
    kept = () if any(name == b"cache-control" for name, _ in own) else (PRIVATE,)
    return Reply(code, (told, *kept, VARY, *own), msgspec.json.encode(refusal.body))


def coding_header(coding: str) -> tuple[Header, ...]:
    """How a body is coded, where it is."""
    return () if coding == IDENTITY else ((b"content-encoding", coding.encode()),)


def with_headers(reply: Reply, more: Mapping[str, str]) -> Reply:
    """An answer with further headers, where there are any."""
    if not more:
        return reply
    told = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in more.items())
    return msgspec.structs.replace(reply, headers=(*reply.headers, *told))


async def send_reply(send: Send, reply: Reply, book: str = "") -> None:
    """Sends an answer, with the digest of the book that it is from, else of `book`, the one in force for strangers."""
    headers = [*reply.headers]
    if reply.book or book:
        headers.append((BOOK_HEADER, (reply.book or book).encode()))
    if reply.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(reply.body)))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body, "more_body": False})
