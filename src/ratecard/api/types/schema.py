"""The schema of the API, with its scalars."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from ratecard.api.libraries import needed
from ratecard.api.types.chosen_listed import ChosenAmount, ChosenCoins
from ratecard.api.types.query import Query
from ratecard.api.types.resolving import resolve_directly
from ratecard.api.types.scalar_definitions import SCALARS, int_scalar
from ratecard.api.wording import show_values_as_json

CHOSEN = (ChosenCoins, ChosenAmount)
"""The types behind an interface that no union names: nothing else leads to them."""


class Schema(strawberry.Schema):
    """Strawberry's schema, which makes the types; graphql-core's behind it is what answers."""

    @property
    def core(self) -> GraphQLSchema:
        """graphql-core's schema behind it, which is what executes."""
        behind: GraphQLSchema = needed(self, "_schema", "graphql-core answers without Strawberry's calls around it")
        return behind


def make_schema(*, ordered: bool) -> Schema:
    """The schema of the API.

    `ordered` sorts it by name, for publishing. Such a schema answers nothing: Strawberry 0.341 does not find the
    members of its unions again once it has sorted them, and it has GraphQL's own Int.

    Raises LibraryChanged where graphql-core or Strawberry lacks what we use of it.
    """
    show_values_as_json()
    scalars = SCALARS if ordered else SCALARS | {int: int_scalar()}
    made = Schema(query=Query, types=CHOSEN, config=StrawberryConfig(scalar_map=scalars, sort_schema=ordered))
    resolve_directly(made.core)
    return made
