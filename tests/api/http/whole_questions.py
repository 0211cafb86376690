"""Questions that ask for every field of an audience at once, with every refusal that it may meet."""

from collections.abc import Iterable, Sequence
from functools import cache

from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from ratecard.api.audience import Audience
from ratecard.api.documents.survey import Survey
from ratecard.api.types.schema import make_schema

SCHEMA = make_schema(ordered=False).core
FIELDS = Survey(SCHEMA).named()


@cache
def document(asked: tuple[str, ...], audience: Audience, without: tuple[str, ...] = ()) -> str:
    """A query that asks each of these fields of `Query` with its arguments ("eligibility(region: …)") for all of it.

    `without` are fields that are left out, as "PriceList.items": with all of them it would have too many tokens.
    """
    query = SCHEMA.query_type
    assert query is not None
    parts = []
    for number, field in enumerate(asked):
        target = get_named_type(query.fields[field.partition("(")[0]].type)
        parts.append(f"a{number}: {field} {{ {Selection(audience, without).of(target)} }}")
    return f"{{ {' '.join(parts)} }}"


class Selection:
    """Everything that an audience may see below a type. Fields of one name and different types get other names."""

    def __init__(self, audience: Audience, without: Sequence[str] = ()) -> None:
        self._audience = audience
        self._without = frozenset(without)
        self._shapes: dict[tuple[int, str], str] = {}

    def of(self, target: GraphQLNamedType, depth: int = 0) -> str:
        """The text of the selection."""
        if isinstance(target, GraphQLUnionType):
            return "__typename " + self._each(target.types, depth)
        if isinstance(target, GraphQLInterfaceType):
            return "__typename " + self._each(SCHEMA.get_implementations(target).objects, depth)
        assert isinstance(target, GraphQLObjectType)
        return self._fields(target, depth)

    def _each(self, types: Iterable[GraphQLObjectType], depth: int) -> str:
        return " ".join(f"... on {each.name} {{ __typename {self._fields(each, depth)} }}" for each in types)

    def _fields(self, owner: GraphQLObjectType, depth: int) -> str:
        found = []
        for name, field in owner.fields.items():
            path = f"{owner.name}.{name}"
            if path in self._without or not self._audience.sees(FIELDS[path].audience):
                continue
            kind = get_named_type(field.type)
            below = "" if is_leaf_type(kind) else f" {{ {self.of(kind, depth + 1)} }}"
            shape = str(field.type)
            same = self._shapes.setdefault((depth, name), shape) == shape
            found.append((name if same else f"{owner.name}_{name}: {name}") + below)
        return " ".join(found)
