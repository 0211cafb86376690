"""What stands in `errors`: malformed requests and faults, each with a code. Refusals never do.

Codes are Apollo's where it has one. A request's fault is told as it is. Ours is masked: the caller gets an id, and the
log has the id with all the rest.
"""

import logging
import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from graphql import ExecutionResult, GraphQLError, GraphQLFormattedError

from ratecard.api.request_ids import REQUEST_ID
from ratecard.api.wording import in_json
from ratecard.rulefiles.echo import CHARACTERS_MOST, cut

Body = dict[str, Any]
"""The body of an answer, ready to become JSON."""

LOG = logging.getLogger("ratecard.api")

BAD_REQUEST = "BAD_REQUEST"
PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
OPERATION_UNRESOLVED = "OPERATION_RESOLUTION_FAILURE"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL_SERVER_ERROR"
TOO_LARGE = "OPERATION_TOO_LARGE"
ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE"
INTROSPECTION_OFF = "INTROSPECTION_DISABLED"
UNAUTHENTICATED = "UNAUTHENTICATED"
FORBIDDEN = "FORBIDDEN"
RATE_LIMITED = "RATE_LIMITED"
PERSISTED_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
PERSISTED_NOT_SUPPORTED = "PERSISTED_QUERY_NOT_SUPPORTED"
NOT_IN_LIST = "QUERY_NOT_IN_SAFE_LIST"

MUTATION = "MUTATION"
"""The reason of a refusal that is told as VALIDATION_FAILED: the document would change something."""

ERRORS_MOST = 5
"""Errors told of one request. The first ones say what to mend."""


MESSAGE_MOST = 400
"""Characters of one message."""

MESSAGE_READ_MOST = 10_000
"""Characters of a message that are looked at before it is cut."""

_PIECES = re.compile(rf"(?<!\w)'[^']*'|\"[^\"]*\"|\S{{{CHARACTERS_MOST + 3},}}")
"""Quotations, and long runs without a space."""


class BadInput(GraphQLError):
    """Arguments that cannot be read, of a field that has no refusal to say so: markets at 2026-02-30."""


class Rejected(Exception):
    """A request that is answered by errors alone. All its errors have one code.

    `reason` is what decides the status over HTTP: the code itself, or another one where a code has two causes.
    """

    def __init__(
        self, code: str, *messages: str | GraphQLFormattedError, reason: str = "", **extensions: object
    ) -> None:
        super().__init__(code)
        self.reason = reason or code
        self.errors: list[GraphQLFormattedError] = [
            {**_formatted(message), "extensions": {"code": code, **extensions, **_extensions(message)}}
            for message in messages
        ]

    def afresh(self) -> "Rejected":
        """The same refusal, to be raised anew: it holds nothing of where this one was raised."""
        made = Rejected(str(self.args[0]), reason=self.reason)
        made.errors = self.errors
        return made

    @property
    def body(self) -> Body:
        """The body of the answer: errors, each with the request's id, and no data."""
        return {"errors": [with_request_id(error) for error in self.errors]}


def executed(result: ExecutionResult) -> Body:
    """The body of an answer that was executed: its data, and its errors with their codes, faults masked.

    Raises Rejected where nothing but the caller's own input kept it from being answered.
    """
    if not result.errors:
        return {"data": result.data}
    if result.data is None and all(error.path is None or _is_bad_input(error) for error in result.errors):
        raise Rejected(BAD_USER_INPUT, *formatted(result.errors))
    return {"data": result.data, "errors": [_with_code(error) for error in result.errors]}


def request_error(message: str, code: str = BAD_REQUEST) -> Body:
    """The body of an answer to a request that holds no GraphQL that could be read."""
    return Rejected(code, message).body


def with_request_id(error: GraphQLFormattedError) -> GraphQLFormattedError:
    """An error that says which request it is of, where it is of one."""
    request_id = REQUEST_ID.get()
    return {**error, "extensions": {**error["extensions"], "requestId": request_id}} if request_id else error


def fault(error: BaseException) -> GraphQLFormattedError:
    """A fault of ours, logged under the request's id, as the caller learns of it: by that id alone."""
    fault_id = REQUEST_ID.get() or uuid4().hex
    LOG.error("fault %s", fault_id, exc_info=error)
    message = f"The server failed to answer. Its log has the reason under the id {fault_id}."
    return with_request_id({"message": message, "extensions": {"code": INTERNAL, "id": fault_id}})


def formatted(errors: Sequence[GraphQLError]) -> list[GraphQLFormattedError]:
    """The first few errors, ready to be told."""
    return [told(error) for error in errors[:ERRORS_MOST]]


def told(error: GraphQLError) -> GraphQLFormattedError:
    """An error of graphql-core's as it is told: of the caller's own text no more than the beginning comes back."""
    found = error.formatted
    found["message"] = brief_message(in_json(found["message"]))
    if "locations" in found:
        found["locations"] = found["locations"][:ERRORS_MOST]
    if "path" in found:
        found["path"] = [cut(step) if isinstance(step, str) else step for step in found["path"]]
    return found


def brief_message(message: str) -> str:
    """A message with each long quotation, and each long run of characters, cut; and all of it at 400 characters."""
    brief = _PIECES.sub(lambda piece: _cut_inside(piece[0]), message[:MESSAGE_READ_MOST])
    return brief if len(brief) <= MESSAGE_MOST else brief[: MESSAGE_MOST - 1] + "…"


def _cut_inside(text: str) -> str:
    """A quotation or a run of characters, cut; the marks of a quotation stay around it."""
    quoted = text[0] in "\"'" and text[-1] == text[0]
    return text[0] + cut(text[1:-1]) + text[-1] if quoted else cut(text)


def _formatted(message: str | GraphQLFormattedError) -> GraphQLFormattedError:
    return {"message": message} if isinstance(message, str) else message


def _extensions(message: str | GraphQLFormattedError) -> dict[str, Any]:
    return {} if isinstance(message, str) else message.get("extensions", {})


def _is_bad_input(error: GraphQLError) -> bool:
    return isinstance(error.original_error or error, BadInput)


def _with_code(error: GraphQLError) -> GraphQLFormattedError:
    if _is_bad_input(error):
        return with_request_id({**told(error), "extensions": {"code": BAD_USER_INPUT}})
    return {**told(error), **fault(error.original_error or error)}
