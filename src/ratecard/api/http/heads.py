"""What the head of a request means, where it can be said in more than one way: its target, its coding, its protocol.

The rules are those of RFC 9110 and RFC 9112, whose sections are named.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import httptools

HTTP_SCHEMES = frozenset({b"http", b"https"})

ANYTHING = b"*"
"""The target of an OPTIONS about the whole server."""

HeaderFields = Sequence[tuple[bytes, bytes]]


class Head(NamedTuple):
    """The request line and the headers, whose names are in small letters."""

    method: bytes
    target: bytes
    version: str
    fields: HeaderFields


class HeadRefused(Exception):
    """A head that is refused. `status` is that of the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def head_without_upgrade(head: Head) -> bytes:
    """The bytes of a head that asks for no other protocol.

    A server may ignore it (RFC 9110, section 7.8), and this one always does: Java's HttpClient has it in every
    first request.
    """
    lines = [b"%s %s HTTP/%s" % (head.method, head.target, head.version.encode("ascii"))]
    lines += [b"%s: %s" % field for field in head.fields if field[0] != b"upgrade"]
    return b"\r\n".join([*lines, b"", b""])


def meant_headers(target: bytes, fields: HeaderFields) -> HeaderFields:
    """The headers as they are meant: where the target names a server, that name is the `Host`, and no other.

    Raises HeadRefused for a target of another kind, and for a body in a coding that is not undone here (RFC 9112,
    sections 3.2.2 and 6.1).
    """
    if any(name == b"transfer-encoding" and value.lower() != b"chunked" for name, value in fields):
        raise HeadRefused(501, "Send the body with Transfer-Encoding: chunked alone, or with Content-Length.")
    if target.startswith(b"/") or target == ANYTHING:
        return fields
    return _with_host(_server_named_by(target), fields)


def meant_target(target: bytes) -> bytes:
    """The target with a path: an address without one means `/` (RFC 9112, section 3.2.1)."""
    if target.startswith(b"/") or target == ANYTHING:
        return target
    url: Any = httptools.parse_url(target)
    if url.path:
        return target
    return b"/" if url.query is None else b"/?" + url.query


def _server_named_by(target: bytes) -> bytes:
    url: Any = httptools.parse_url(target)  # each part may be None, whatever its types say
    if url.schema is None or url.schema.lower() not in HTTP_SCHEMES or not url.host or url.userinfo is not None:
        raise HeadRefused(400, "The request's target is neither a path nor an address of http or https.")
    host: bytes = b"[%s]" % url.host if b":" in url.host else url.host
    return host if url.port is None else b"%s:%d" % (host, url.port)


def _with_host(named: bytes, fields: HeaderFields) -> HeaderFields:
    if not any(name == b"host" for name, _ in fields):
        return [*fields, (b"host", named)]
    return [(name, named if name == b"host" else value) for name, value in fields]
