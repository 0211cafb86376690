"""The schema of the API, with its scalars."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from ratecard.api.query import Query
from ratecard.api.resolving import resolve_directly
from ratecard.api.scalars import SCALARS


class Schema(strawberry.Schema):
    """Strawberry's schema, which makes the types; graphql-core's behind it is what answers."""

    @property
    def core(self) -> GraphQLSchema:
        """graphql-core's schema behind it, which is what executes."""
        found: GraphQLSchema = self._schema
        return found


def make_schema(*, ordered: bool) -> Schema:
    """The schema of the API.

    `ordered` sorts it by name, for publishing. Such a schema answers nothing: Strawberry 0.341 does not find the
    members of its unions again once it has sorted them.
    """
    made = Schema(query=Query, config=StrawberryConfig(scalar_map=SCALARS, sort_schema=ordered))
    resolve_directly(made.core)
    return made
