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
    b"host": "host",
    b"accept": "accept",
    b"accept-encoding": "accept_encoding",
    b"content-type": "content_type",
    b"content-length": "content_length",
    b"content-encoding": "content_encoding",
    b"authorization": "authorization",
    b"origin": "origin",
    b"sec-fetch-site": "sec_fetch_site",
    b"access-control-request-method": "access_control_request_method",
    b"if-none-match": "if_none_match",
    b"ratecard-at": "ratecard_at",
    b"x-request-id": "x_request_id",
    b"traceparent": "traceparent",
    b"tracestate": "tracestate",
}
COMBINED = {b"accept", b"accept-encoding", b"if-none-match", b"x-request-id", b"traceparent", b"tracestate"}


class Headers(msgspec.Struct, frozen=True, kw_only=True):
    """The headers that decide anything here; None where a request has none of that name.

    `repeated` is the name of one that comes twice though it may come once only; its value is then empty.
    """

    repeated: str | None
    host: bytes | None = None
    accept: bytes | None = None
    accept_encoding: bytes | None = None
    content_type: bytes | None = None
    content_length: bytes | None = None
    content_encoding: bytes | None = None
    authorization: bytes | None = None
    origin: bytes | None = None
    sec_fetch_site: bytes | None = None
    access_control_request_method: bytes | None = None
    if_none_match: bytes | None = None
    ratecard_at: bytes | None = None
    x_request_id: bytes | None = None
    traceparent: bytes | None = None
    tracestate: bytes | None = None


def headers_of(scope: Scope) -> Headers:
    """The headers of a request."""
    found: dict[str, bytes] = {}
    repeated = None
    for name, value in scope["headers"]:
        field = WANTED.get(name)
        if field is not None:
            before = found.get(field)
            if before is None:
                found[field] = value
            elif name in COMBINED:
                found[field] = before + b"," + value
            else:
                found[field], repeated = b"", name.decode("ascii")
    return Headers(repeated=repeated, **found)


def carried(headers: Headers) -> dict[str, str]:
    """The headers of a request that say of which trace it is a part."""
    pairs = (("traceparent", headers.traceparent), ("tracestate", headers.tracestate))
    return {name: value.decode("latin-1") for name, value in pairs if value is not None}


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
