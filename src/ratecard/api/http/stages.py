"""One request to the endpoint as it becomes known: its envelope, its bill, what is allowed, what answering takes."""

from typing import Any, NamedTuple

import msgspec

from ratecard.api.audience import Audience
from ratecard.api.bounds import URL
from ratecard.api.callers.callers import Caller
from ratecard.api.current import BesideBook
from ratecard.api.documents.documents import Operation, Prepared, refuse_fields
from ratecard.api.errors import BAD_REQUEST, Rejected
from ratecard.api.http.answers import AnswerKey, KeptAnswer
from ratecard.api.http.codings import Codings
from ratecard.api.http.incoming import Headers
from ratecard.api.http.negotiation import is_json
from ratecard.api.http.preview import previewed
from ratecard.api.http.replies import RejectedWith
from ratecard.api.http.requests import GraphQLRequest
from ratecard.api.http.statuses import METHOD_NOT_ALLOWED, URL_TOO_LONG, WRONG_MEDIA_TYPE
from ratecard.api.telemetry.families import OK as ANSWERED
from ratecard.api.telemetry.families import OTHER
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant

ALLOWED = (b"allow", b"GET, HEAD, POST, OPTIONS")


class RequestSeen(msgspec.Struct):
    """What is known of a request for those who watch the server: when it began, what it asks, and how it ends.

    `began` is in nanoseconds of a clock that never goes back. `span` is that of OpenTelemetry, where there is one.
    """

    began: int
    operation: str = OTHER
    code: str = ANSWERED
    cost: int = 0
    span: Any = None


class RequestHead(NamedTuple):
    """What of a request is there before its body, and in what form its answer goes back."""

    method: str
    headers: Headers
    query_string: bytes
    media: str
    codings: Codings
    seen: RequestSeen


class AllowedRequest(NamedTuple):
    """One request that may be answered. `shared` says that its answer depends on nothing but its URL.

    `present` is the instant that it wants to be the present one, where it is another than the clock's.
    """

    asked: GraphQLRequest
    caller: Caller
    prepared: Prepared
    operation: Operation
    media: str
    codings: Codings
    shared: bool
    if_none_match: bytes | None
    seen: RequestSeen
    present: Instant | None = None


class Bill(msgspec.Struct):
    """What a request has cost its caller so far, beside the answer itself."""

    caller: Caller
    cost: int = 0
    is_paid: bool = False


class Planned(NamedTuple):
    """What answering will take: a kept answer, or executing, at this cost. Book and clock were read here, once.

    `languages` are those whose reading is in the cost, `beside` is what is known of the book beside.
    A `preview` is of an instant that is not the present one.
    """

    key: AnswerKey
    book: RuleBook
    now: Instant
    answer: KeptAnswer | None
    cost: int
    languages: int = 0
    beside: BesideBook | None = None
    preview: bool = False


def check_envelope(envelope: RequestHead) -> None:
    """Raises Rejected for a request of which nothing further needs to be read."""
    if envelope.method == "POST":
        content_type = envelope.headers.content_type
        if content_type is None or not is_json(content_type.decode("latin-1")):
            raise Rejected(BAD_REQUEST, "Send Content-Type: application/json.", reason=WRONG_MEDIA_TYPE)
    elif envelope.method != "GET":
        raise RejectedWith(BAD_REQUEST, "Ask by GET or POST.", (ALLOWED,), reason=METHOD_NOT_ALLOWED)
    elif len(envelope.query_string) > URL.most:
        raise Rejected(BAD_REQUEST, f"The URL has more than {URL} bytes.", reason=URL_TOO_LONG)


def allowed_request(
    asked: GraphQLRequest, caller: Caller, prepared: Prepared, operation: Operation, envelope: RequestHead
) -> AllowedRequest:
    """The question of a request whose operation may be answered to its caller."""
    method, headers, _, media, codings, seen = envelope
    shared = method == "GET" and headers.authorization is None and operation.audience is Audience.PUBLIC
    present, tag = previewed(headers, caller.audience), headers.if_none_match
    return AllowedRequest(
        asked, caller, prepared, operation, media, codings, shared, if_none_match=tag, seen=seen, present=present
    )


def check_audience(operation: Operation, caller: Caller) -> None:
    """Raises Rejected where the operation is for another audience."""
    if not caller.audience.sees(operation.audience):
        raise refuse_fields(operation.needs, caller.audience)
