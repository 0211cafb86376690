"""What the schema says of each field, looked up once.

Who may see it, how long its list is taken to be, and whether its value is the same for equal books.
"""

from collections.abc import Mapping

import msgspec
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_argument,
)

from ratecard.api.audience import Audience
from ratecard.api.documents.inputs import Shape, Shapes
from ratecard.api.fields import AUDIENCE

LIST_LENGTH_ASSUMED = 10
LIST_LENGTHS_ASSUMED: Mapping[str, int] = {
    "Query.markets": 400,
    "GiftList.gifts": 60,
    "GiftQuote.trace": 10,
    "PayoutQuote.trace": 16,
    "PriceList.packages": 20,
    "PricedPackage.trace": 16,
    "PurchaseQuote.trace": 16,
    "TraceStep.inputs": 4,
    "__Schema.types": 60,
    "__Schema.directives": 6,
    "__Type.fields": 6,
    "__Type.inputFields": 2,
    "__Type.interfaces": 1,
    "__Type.enumValues": 3,
    "__Type.possibleTypes": 2,
    "__Field.args": 1,
    "__Directive.args": 1,
}
"""How long a list is taken to be before it is known, by "Type.field", where that is not `LIST_LENGTH_ASSUMED`."""

NOT_OF_THE_DIGEST = frozenset({"TraceStep", "TraceInput"})
"""Types that show files, lines and sources. Books with equal digests may differ in these, so no cache keeps them."""

SCHEMA_ITSELF = "__"
"""How the names of all types and fields begin by which a schema tells of itself."""


class FieldFacts(msgspec.Struct, frozen=True):
    """One field of one type. `batch` is the argument whose length is also that of the field's list, if there is one.

    `arguments` are those in which there is something to count.
    """

    name: str
    audience: Audience
    length: int
    batch: str | None
    kept: bool
    type_name: str
    arguments: Mapping[str, Shape] = {}


class Survey:
    """The facts of every field of a schema, by the names of its type and itself."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.shapes = Shapes(schema)
        self._fields: dict[str, dict[str, FieldFacts]] = {}
        for name, each in schema.type_map.items():
            if isinstance(each, GraphQLObjectType | GraphQLInterfaceType):
                self._fields[name] = {field: self._facts(each, field) for field in each.fields}
        query = schema.query_type
        assert query is not None
        for field, type_name, length in (("__schema", "__Schema", 1), ("__type", "__Type", 1)):
            self._fields[query.name][field] = _public(f"{query.name}.{field}", type_name, length)

    def field(self, type_name: str | None, field: str) -> FieldFacts | None:
        """The facts of a field, or None where the schema has no such field."""
        if field == "__typename":
            return TYPENAME
        return self._fields.get(type_name or "", {}).get(field)

    def named(self) -> Mapping[str, FieldFacts]:
        """The facts of every field by "Type.field"."""
        return {facts.name: facts for fields in self._fields.values() for facts in fields.values()}

    def _facts(self, owner: GraphQLObjectType | GraphQLInterfaceType, field: str) -> FieldFacts:
        definition = owner.fields[field]
        name = f"{owner.name}.{field}"
        type_name = get_named_type(definition.type).name
        listed = _is_list(definition.type)
        length = LIST_LENGTHS_ASSUMED.get(name, LIST_LENGTH_ASSUMED) if listed else 1
        if owner.name.startswith(SCHEMA_ITSELF):
            return _public(name, type_name, length)
        return FieldFacts(
            name=name,
            audience=max(self._audiences(owner, field), key=rank),
            length=length,
            batch=_batch_argument(definition) if listed else None,
            kept=owner.name not in NOT_OF_THE_DIGEST,
            type_name=type_name,
            arguments={
                argument: shape
                for argument, given in definition.args.items()
                if (shape := self.shapes.of(given.type)) is not None
            },
        )

    def _audiences(self, owner: GraphQLObjectType | GraphQLInterfaceType, field: str) -> list[Audience]:
        """The field's audience, and of an interface's field those of the types behind it: the narrowest one counts."""
        found = [audience_of(owner.fields[field])]
        if isinstance(owner, GraphQLInterfaceType):
            found += [audience_of(each.fields[field]) for each in self.schema.get_implementations(owner).objects]
        return found


def rank(audience: Audience) -> int:
    """The place of an audience from the widest, 0, on."""
    return RANKS[audience]


def audience_of(field: GraphQLField) -> Audience:
    """Who may see a field. One that does not say so is for the narrowest audience."""
    made = field.extensions.get("strawberry-definition")
    found = made.metadata.get(AUDIENCE) if made is not None else None
    return found if isinstance(found, Audience) else Audience.FINANCE


RANKS = {audience: place for place, audience in enumerate(Audience)}


def _public(name: str, type_name: str, length: int) -> FieldFacts:
    return FieldFacts(name, Audience.PUBLIC, length, None, True, type_name)


TYPENAME = _public("__typename", "String", 1)


def _is_list(of: GraphQLOutputType) -> bool:
    return is_list_type(get_nullable_type(of))


def _batch_argument(field: GraphQLField) -> str | None:
    """The required argument that is a list of input objects: the field answers each of them."""
    for name, argument in field.args.items():
        listed = get_nullable_type(argument.type)
        if isinstance(listed, GraphQLList) and is_required_argument(argument):
            named: GraphQLNamedType = get_named_type(listed)
            if isinstance(named, GraphQLInputObjectType):
                return name
    return None
