"""The id of the request that is being answered: in its answer, in the log, in a fault and in a span."""

import re
from contextvars import ContextVar
from random import getrandbits

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Set at the gate for all that is done for one request; empty outside of requests."""

_SANE = re.compile(
    rb"[0-9a-f]{16,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{26}", re.IGNORECASE
)
"""Hexadecimal digits, a UUID, or a ULID: nothing in which somebody could put an age or a key."""
_TRACE = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def request_id_of(given: bytes | None, traceparent: bytes | None) -> str:
    """The id of a request: the one that it brings where that is sane, else that of its trace, else a new one."""
    if given is not None and _SANE.fullmatch(given):
        return given.decode("ascii")
    trace = _TRACE.fullmatch(traceparent) if traceparent is not None else None
    return trace[1].decode("ascii") if trace is not None else f"{getrandbits(128):032x}"
