"""The part of a request around its question: headers and body, read within bounds of size and time."""

import asyncio

import msgspec
from litestar.types import Receive, Scope

from ratecard.api.callers.addresses import asker_of
from ratecard.api.errors import BAD_REQUEST, Rejected
from ratecard.api.http.statuses import BODY_TOO_LARGE, TIMED_OUT, WRONG_MEDIA_TYPE

BODY_BYTES_MOST = 200_000
BODY_SECONDS_MOST = 10.0

WANTED = {
    b"host": 0,
    b"accept": 1,
    b"content-type": 2,
    b"content-length": 3,
    b"content-encoding": 4,
    b"authorization": 5,
    b"origin": 6,
    b"sec-fetch-site": 7,
    b"if-none-match": 8,
}
COMBINED = {b"accept", b"if-none-match"}


class Headers(msgspec.Struct, frozen=True):
    """The headers that decide anything here; None where a request has none of that name."""

    host: bytes | None
    accept: bytes | None
    content_type: bytes | None
    content_length: bytes | None
    content_encoding: bytes | None
    authorization: bytes | None
    origin: bytes | None
    sec_fetch_site: bytes | None
    if_none_match: bytes | None


def headers_of(scope: Scope) -> Headers:
    """The headers of a request. Raises Rejected where one comes twice that may come once only."""
    found: list[bytes | None] = [None] * len(WANTED)
    for name, value in scope["headers"]:
        place = WANTED.get(name)
        if place is not None:
            before = found[place]
            if before is None:
                found[place] = value
            elif name in COMBINED:
                found[place] = before + b"," + value
            else:
                raise Rejected(BAD_REQUEST, f"The header {name.decode('ascii')} comes twice.")
    return Headers(*found)


async def body_of(headers: Headers, receive: Receive) -> bytes:
    """The body of a request. Raises Rejected where it is encoded, too large, or too long in coming."""
    if headers.content_encoding not in (None, b"identity"):
        raise Rejected(BAD_REQUEST, "Send the body without Content-Encoding.", reason=WRONG_MEDIA_TYPE)
    stated = headers.content_length
    if stated is not None and (not stated.isdigit() or int(stated[:20]) > BODY_BYTES_MOST):
        raise _too_large()
    try:
        async with asyncio.timeout(BODY_SECONDS_MOST):
            return await _received(receive)
    except TimeoutError:
        raise Rejected(BAD_REQUEST, "The body took too long to come.", reason=TIMED_OUT) from None


async def _received(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")  # type: ignore[assignment]
    while message.get("more_body"):
        if len(body) > BODY_BYTES_MOST:
            break
        message = await receive()
        body += message.get("body", b"")  # type: ignore[operator]
    if len(body) > BODY_BYTES_MOST:
        raise _too_large()
    return body


def _too_large() -> Rejected:
    message = f"The body has more than {BODY_BYTES_MOST:,} bytes."
    return Rejected(BAD_REQUEST, message, reason=BODY_TOO_LARGE)


def text_of(value: bytes | None) -> str | None:
    """A header's value as text. Bytes beyond ASCII are kept apart by Latin-1, as ASGI servers do."""
    return None if value is None else value.decode("latin-1")


def address_of(scope: Scope) -> str:
    """Where a request comes from, as it is charged."""
    client = scope.get("client")
    return asker_of(client[0] if client else "unknown")
