"""What stands in `errors`: malformed requests and faults, each with one of Apollo's codes. Refusals never do.

A request's fault is told as it is. Ours is masked: the caller gets an id, and the log has the id with all the rest.
"""

import logging
from typing import Any
from uuid import uuid4

from graphql import GraphQLError, GraphQLFormattedError, GraphQLSyntaxError
from strawberry.types.execution import ExecutionResult, PreExecutionError

Body = dict[str, Any]
"""The body of an answer, ready to become JSON."""

LOG = logging.getLogger("ratecard.api")

BAD_REQUEST = "BAD_REQUEST"
PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL_SERVER_ERROR"


class BadInput(GraphQLError):
    """Arguments that fit their types and still cannot be taken, such as a list that is too long."""


def response_of(result: ExecutionResult) -> Body:
    """The body of an answer: its data, and its errors with their codes, faults masked."""
    response: Body = {"data": result.data}
    if result.errors:
        before = isinstance(result, PreExecutionError)
        response["errors"] = [_told(error, before) for error in result.errors]
    return response


def request_error(message: str) -> Body:
    """The body of an answer to a request that holds no GraphQL that could be read."""
    return {"errors": [{"message": message, "extensions": {"code": BAD_REQUEST}}]}


def fault(error: BaseException) -> GraphQLFormattedError:
    """A fault of ours, logged under a new id, as the caller learns of it: by that id alone."""
    fault_id = uuid4().hex
    LOG.error("fault %s", fault_id, exc_info=error)
    message = f"The server failed to answer. Its log has the reason under the id {fault_id}."
    return {"message": message, "extensions": {"code": INTERNAL, "id": fault_id}}


def _told(error: GraphQLError, before_execution: bool) -> GraphQLFormattedError:
    if _is_fault(error):
        masked = fault(error.original_error or error)
        return {**error.formatted, **masked}
    code = BAD_USER_INPUT
    if isinstance(error, GraphQLSyntaxError):
        code = PARSE_FAILED
    elif before_execution:
        code = VALIDATION_FAILED
    return {**error.formatted, "extensions": {"code": code}}


def _is_fault(error: GraphQLError) -> bool:
    """Whether an error is ours: it began as an exception that no check of a request's own raises."""
    return error.original_error is not None and not isinstance(error.original_error, GraphQLError)
