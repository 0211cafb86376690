"""The status of every answer over HTTP, in one table.

GraphQL over HTTP has two media types. Under `application/graphql-response+json` a status tells whether the request
could be executed. Under the older `application/json` a well-formed request is answered with 200, whatever became of it.
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

METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
NOT_ACCEPTED = "NOT_ACCEPTED"
TIMED_OUT = "TIMED_OUT"
BODY_TOO_LARGE = "BODY_TOO_LARGE"
URL_TOO_LONG = "URL_TOO_LONG"
WRONG_MEDIA_TYPE = "WRONG_MEDIA_TYPE"
FOREIGN_NAME = "FOREIGN_NAME"
CROSS_SITE = "CROSS_SITE"

STATUSES: Mapping[str, Status] = {
    # The document or its variables are wrong: well-formed over HTTP.
    errors.PARSE_FAILED: Status(400, 200),
    errors.VALIDATION_FAILED: Status(400, 200),
    errors.MUTATION: Status(400, 200),
    errors.OPERATION_UNRESOLVED: Status(400, 200),
    errors.BAD_USER_INPUT: Status(400, 200),
    errors.PERSISTED_NOT_FOUND: Status(400, 200),
    errors.PERSISTED_NOT_SUPPORTED: Status(400, 200),
    # The request is wrong, or asks for what is not given.
    errors.BAD_REQUEST: Status(400, 400),
    errors.TOO_LARGE: Status(400, 400),
    errors.INTROSPECTION_OFF: Status(403, 403),
    errors.UNAUTHENTICATED: Status(401, 401),
    errors.FORBIDDEN: Status(403, 403),
    errors.NOT_IN_LIST: Status(403, 403),
    errors.RATE_LIMITED: Status(429, 429),
    METHOD_NOT_ALLOWED: Status(405, 405),
    NOT_ACCEPTED: Status(406, 406),
    TIMED_OUT: Status(408, 408),
    BODY_TOO_LARGE: Status(413, 413),
    URL_TOO_LONG: Status(414, 414),
    WRONG_MEDIA_TYPE: Status(415, 415),
    FOREIGN_NAME: Status(421, 421),
    CROSS_SITE: Status(403, 403),
    errors.INTERNAL: Status(FAULT, FAULT),
}
"""By the reason of a refusal. Reasons of HTTP alone are told with the code BAD_REQUEST."""
