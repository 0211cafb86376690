"""What the schema says of each field, looked up once.

Who may see it, how long its list is taken to be, and whether its value is the same for equal books.
"""

from collections.abc import Iterator, Mapping

import msgspec
from graphql import (
    BooleanValueNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    GraphQLWrappingType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

from ratecard.api.audience import Audience, narrowest
from ratecard.api.documents.costs import (
    ANSWER,
    ANSWERS,
    ASKED,
    ASKED_OF_EACH,
    FIELD,
    FIELDS,
    LENGTHS,
    PLAIN_LIST,
    USUAL_LENGTH,
    Per,
    Work,
    plus,
)
from ratecard.api.documents.inputs import InputShape, Shapes
from ratecard.api.types.fields import AUDIENCE

UNWRAPPING = "ofType"
"""The field of `__Type` that takes one wrapping off: of `[Int!]!` it gives `[Int!]`."""

NOT_OF_THE_DIGEST = frozenset(
    {"TraceStep", "TraceInput", "GuardReport", "Guard", "GuardBound", "GuardFinding"}
    | {"GuardNote", "GuardException", "GuardGap"}
    | {"SignedQuote", "QuoteVerification"}
)
"""Types that show files, lines and sources, or depend on keys: no cache keeps them, which goes by the digest."""

SCHEMA_ITSELF = "__"
"""How the names of all types and fields begin by which a schema tells of itself."""


class FieldFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One field of one type: `work` is what it takes itself, `length` how many objects stand below it.

    `batch` is the argument whose length is that of the field's list, if there is one. `arguments` are those in which
    there is something to count, and `asked` is what the field takes more where an argument is given. `answer` is what
    each answer takes beside its fields. `counts` says how many a type of the schema has of what the fields below count
    by.
    `asked_of_each` is what each answer takes more where an argument is given.
    """

    name: str
    audience: Audience
    work: Work
    length: Work
    answer: Work
    batch: str | None
    kept: bool
    type_name: str
    arguments: Mapping[str, InputShape] = {}
    asked: Mapping[str, Work] = {}
    asked_of_each: Mapping[str, Work] = {}
    counts: Work | None = None

    def own_work(self, node: FieldNode) -> Work:
        """What it takes itself where it is asked for so, with what arguments that are not `false` ask of it."""
        own = dict(self.work)
        for argument in (node.arguments or ()) if self.asked else ():
            if not (isinstance(argument.value, BooleanValueNode) and not argument.value.value):
                plus(own, self.asked.get(argument.name.value, {}))
        return own

    def each_work(self, node: FieldNode) -> Work:
        """What each answer takes beside its fields where it is asked for so, with what arguments ask of it."""
        each = dict(self.answer)
        for argument in (node.arguments or ()) if self.asked_of_each else ():
            plus(each, self.asked_of_each.get(argument.name.value, {}))
        return each


class Survey:
    """The facts of every field of a schema, by the names of its type and itself."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.wraps_most = max(map(_wraps, _types_in(schema)))
        self.shapes = Shapes(schema)
        self._fields: dict[str, dict[str, FieldFacts]] = {}
        for name, named_type in schema.type_map.items():
            if isinstance(named_type, GraphQLObjectType | GraphQLInterfaceType):
                self._fields[name] = {field: self._facts(named_type, field) for field in named_type.fields}
        query = schema.query_type
        assert query is not None
        for field, type_name in (("__schema", "__Schema"), ("__type", "__Type")):
            self._fields[query.name][field] = _public(
                f"{query.name}.{field}", type_name, ONE, self._counts(field, type_name)
            )

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
        length = LENGTHS.get(name, USUAL) if listed else ONE
        if owner.name.startswith(SCHEMA_ITSELF):
            return _public(name, type_name, length, self._counts(name, type_name))
        return FieldFacts(
            name=name,
            audience=narrowest(self._audiences(owner, field)),
            work=FIELDS.get(name, LEAVES if listed and is_leaf_type(get_named_type(definition.type)) else ONE_FIELD),
            length=length,
            answer=ANSWERS.get(name, {}),
            batch=_batch_argument(definition) if listed else None,
            kept=owner.name not in NOT_OF_THE_DIGEST,
            type_name=type_name,
            asked=ASKED.get(name, {}),
            asked_of_each=ASKED_OF_EACH.get(name, {}),
            arguments={
                argument: shape
                for argument, given in definition.args.items()
                if (shape := self.shapes.of(given.type)) is not None
            },
        )

    def _counts(self, name: str, type_name: str) -> Work | None:
        """How much the one type that a field of the schema itself tells has of each kind, at most; or all together."""
        if type_name != "__Type":
            return None
        parts = [_parts(self.schema, named_type) for named_type in self.schema.type_map.values()]
        if name == "__Schema.types":
            return {**{per: sum(part.get(per, 0) for part in parts) for per in PARTS}, ANSWER: len(parts)}
        return {per: max(part.get(per, 0) for part in parts) for per in PARTS}

    def _audiences(self, owner: GraphQLObjectType | GraphQLInterfaceType, field: str) -> list[Audience]:
        """The field's audience, and of an interface's field those of the types behind it: the narrowest one counts."""
        found = [audience_of(owner.fields[field])]
        if isinstance(owner, GraphQLInterfaceType):
            found += [
                audience_of(implementation.fields[field])
                for implementation in self.schema.get_implementations(owner).objects
            ]
        return found


def _types_in(schema: GraphQLSchema) -> Iterator[object]:
    """The type of each field, argument and input field of a schema."""
    for named_type in schema.type_map.values():
        if isinstance(named_type, GraphQLObjectType | GraphQLInterfaceType):
            for field in named_type.fields.values():
                yield field.type
                yield from (argument.type for argument in field.args.values())
        elif isinstance(named_type, GraphQLInputObjectType):
            yield from (field.type for field in named_type.fields.values())
    for directive in schema.directives:
        yield from (argument.type for argument in directive.args.values())


def _wraps(of: object) -> int:
    """How often a type is wrapped: 3 times in `[Int!]!`."""
    return 1 + _wraps(of.of_type) if isinstance(of, GraphQLWrappingType) else 0


def audience_of(field: GraphQLField) -> Audience:
    """Who may see a field. One that does not say so is for the narrowest audience."""
    made = field.extensions.get("strawberry-definition")
    found = made.metadata.get(AUDIENCE) if made is not None else None
    return found if isinstance(found, Audience) else Audience.FINANCE


PARTS = (Per.TYPE_FIELD, Per.INPUT_FIELD, Per.ENUM_VALUE, Per.POSSIBLE_TYPE, Per.INTERFACE)
ONE: Work = {ANSWER: 1}
ONE_FIELD: Work = {ANSWER: FIELD}
LEAVES: Work = {ANSWER: PLAIN_LIST}
USUAL: Work = {ANSWER: USUAL_LENGTH}


def _public(name: str, type_name: str, length: Work, counts: Work | None = None) -> FieldFacts:
    work = FIELDS.get(name, ONE_FIELD)
    return FieldFacts(
        name=name,
        audience=Audience.PUBLIC,
        work=work,
        length=length,
        answer={},
        batch=None,
        kept=True,
        type_name=type_name,
        counts=counts,
    )


def _parts(schema: GraphQLSchema, of: GraphQLNamedType) -> dict[Per, int]:
    """How much of each kind a type of the schema has."""
    found: dict[Per, int] = {}
    if isinstance(of, GraphQLObjectType | GraphQLInterfaceType):
        found = {Per.TYPE_FIELD: len(of.fields), Per.INTERFACE: len(of.interfaces)}
    if isinstance(of, GraphQLUnionType | GraphQLInterfaceType):
        found[Per.POSSIBLE_TYPE] = len(schema.get_possible_types(of))
    if isinstance(of, GraphQLInputObjectType):
        found[Per.INPUT_FIELD] = len(of.fields)
    if isinstance(of, GraphQLEnumType):
        found[Per.ENUM_VALUE] = len(of.values)
    return found


TYPENAME = _public("__typename", "String", ONE)


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
