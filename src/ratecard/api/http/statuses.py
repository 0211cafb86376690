"""The status of every answer over HTTP, in one table: one for each reason, the same under both media types.

The one exception is what the specification of GraphQL over HTTP asks for. A well-formed request that GraphQL refuses
before it executes anything is 400 under `application/graphql-response+json`, where an answer without data must be 4xx
or 5xx, and 200 under the older `application/json`, where it should be 200. What has data is 200 under both.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ratecard.api import errors


class Status(NamedTuple):
    """The status under each media type."""

    strict: int
    legacy: int


OK = 200
NO_CONTENT = 204
NOT_MODIFIED = 304
FAULT = 500
NOT_FOUND = 404
NOT_AVAILABLE = 501
NOT_READY = 503

METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
NOT_ACCEPTED = "NOT_ACCEPTED"
TIMED_OUT = "TIMED_OUT"
BODY_TOO_LARGE = "BODY_TOO_LARGE"
URL_TOO_LONG = "URL_TOO_LONG"
WRONG_MEDIA_TYPE = "WRONG_MEDIA_TYPE"
FOREIGN_NAME = "FOREIGN_NAME"
CROSS_SITE = "CROSS_SITE"

GRAPHQL_REFUSES = Status(400, 200)


def http_refuses(status: int) -> Status:
    """One status under both media types."""
    return Status(status, status)


STATUSES: Mapping[str, Status] = {
    errors.PARSE_FAILED: GRAPHQL_REFUSES,
    errors.VALIDATION_FAILED: GRAPHQL_REFUSES,
    errors.MUTATION: GRAPHQL_REFUSES,
    errors.OPERATION_UNRESOLVED: GRAPHQL_REFUSES,
    errors.BAD_USER_INPUT: GRAPHQL_REFUSES,
    errors.PERSISTED_NOT_FOUND: GRAPHQL_REFUSES,
    errors.PERSISTED_NOT_SUPPORTED: GRAPHQL_REFUSES,
    errors.BAD_REQUEST: http_refuses(400),
    errors.TOO_LARGE: http_refuses(400),
    errors.ANSWER_TOO_LARGE: http_refuses(400),
    errors.INTROSPECTION_OFF: http_refuses(403),
    errors.UNAUTHENTICATED: http_refuses(401),
    errors.FORBIDDEN: http_refuses(403),
    errors.NOT_IN_LIST: http_refuses(403),
    errors.RATE_LIMITED: http_refuses(429),
    METHOD_NOT_ALLOWED: http_refuses(405),
    NOT_ACCEPTED: http_refuses(406),
    TIMED_OUT: http_refuses(408),
    BODY_TOO_LARGE: http_refuses(413),
    URL_TOO_LONG: http_refuses(414),
    WRONG_MEDIA_TYPE: http_refuses(415),
    FOREIGN_NAME: http_refuses(421),
    CROSS_SITE: http_refuses(403),
    errors.INTERNAL: http_refuses(FAULT),
}
"""By the reason of a refusal. Reasons of HTTP alone are told with the code BAD_REQUEST."""
