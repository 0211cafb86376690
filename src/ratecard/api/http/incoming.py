"""The part of a request around its question: headers and body, read within bounds of size and time."""

import asyncio

import msgspec
from litestar.types import Receive, Scope

from ratecard.api.callers.addresses import asker_of
from ratecard.api.errors import BAD_REQUEST, Rejected
from ratecard.api.http.statuses import BODY_TOO_LARGE, TIMED_OUT, WRONG_MEDIA_TYPE

BODY_SECONDS_MOST = 10.0
DIGITS_MOST = 20

WANTED = {
    b"host": 0,
    b"accept": 1,
    b"accept-encoding": 2,
    b"content-type": 3,
    b"content-length": 4,
    b"content-encoding": 5,
    b"authorization": 6,
    b"origin": 7,
    b"sec-fetch-site": 8,
    b"access-control-request-method": 9,
    b"if-none-match": 10,
}
COMBINED = {b"accept", b"accept-encoding", b"if-none-match"}


class Headers(msgspec.Struct, frozen=True):
    """The headers that decide anything here; None where a request has none of that name.

    `repeated` is the name of one that comes twice though it may come once only; its value is then empty.
    """

    repeated: str | None
    host: bytes | None
    accept: bytes | None
    accept_encoding: bytes | None
    content_type: bytes | None
    content_length: bytes | None
    content_encoding: bytes | None
    authorization: bytes | None
    origin: bytes | None
    sec_fetch_site: bytes | None
    access_control_request_method: bytes | None
    if_none_match: bytes | None


def headers_of(scope: Scope) -> Headers:
    """The headers of a request."""
    found: list[bytes | None] = [None] * len(WANTED)
    repeated = None
    for name, value in scope["headers"]:
        place = WANTED.get(name)
        if place is not None:
            before = found[place]
            if before is None:
                found[place] = value
            elif name in COMBINED:
                found[place] = before + b"," + value
            else:
                found[place], repeated = b"", name.decode("ascii")
    return Headers(repeated, *found)


async def receive_body(headers: Headers, receive: Receive, bytes_most: int, body: bytearray) -> None:
    """Puts the body of a request into `body`. Raises Rejected where it is encoded, too large, or too long in coming.

    One that states its length is refused by that, and any other at the first byte too many. What came until then is in
    `body` all the same.
    """
    if headers.content_encoding not in (None, b"identity"):
        raise Rejected(BAD_REQUEST, "Send the body without Content-Encoding.", reason=WRONG_MEDIA_TYPE)
    stated = headers.content_length
    if stated is not None and _is_beyond(stated, bytes_most):
        raise _too_large(bytes_most)
    try:
        async with asyncio.timeout(BODY_SECONDS_MOST):
            await _receive_into(body, receive, bytes_most)
    except TimeoutError:
        raise Rejected(BAD_REQUEST, "The body took too long to come.", reason=TIMED_OUT) from None


def _is_beyond(stated: bytes, bytes_most: int) -> bool:
    digits = stated.lstrip(b"0") or b"0"
    return not digits.isdigit() or len(digits) > DIGITS_MOST or int(digits) > bytes_most


async def _receive_into(body: bytearray, receive: Receive, bytes_most: int) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Rejected(BAD_REQUEST, "The body ended before it was whole.")
        body += message.get("body", b"")  # type: ignore[arg-type]
        if len(body) > bytes_most:
            raise _too_large(bytes_most)
        if not message.get("more_body"):
            return


def _too_large(bytes_most: int) -> Rejected:
    return Rejected(BAD_REQUEST, f"The body has more than {bytes_most:,} bytes.", reason=BODY_TOO_LARGE)


def text_of(value: bytes | None) -> str | None:
    """A header's value as text. Bytes beyond ASCII are kept apart by Latin-1, as ASGI servers do."""
    return None if value is None else value.decode("latin-1")


def address_of(scope: Scope) -> str:
    """Where a request comes from, as it is charged."""
    client = scope.get("client")
    return asker_of(client[0] if client else "unknown")
