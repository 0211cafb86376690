"""The schema of the API, with its scalars and the bounds on what is parsed."""

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from ratecard.api.query import Query
from ratecard.api.scalars import SCALARS

TOKENS_MOST = 5_000
DOCUMENTS_KEPT_MOST = 256


class Schema(strawberry.Schema):
    """Strawberry's schema, which would log every mistake of a caller as an error. `errors` logs what is ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs nothing."""


def make_schema(*, ordered: bool) -> Schema:
    """The schema of the API.

    `ordered` sorts it by name, for publishing. Such a schema answers nothing: Strawberry 0.341 does not find the
    members of its unions again once it has sorted them.
    """
    return Schema(
        query=Query,
        config=StrawberryConfig(scalar_map=SCALARS, sort_schema=ordered),
        extensions=[
            lambda: MaxTokensLimiter(max_token_count=TOKENS_MOST),
            lambda: ParserCache(maxsize=DOCUMENTS_KEPT_MOST),
            lambda: ValidationCache(maxsize=DOCUMENTS_KEPT_MOST),
        ],
    )
