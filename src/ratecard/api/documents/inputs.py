"""What the arguments of an operation hold, counted before anything is executed: its lists, each bounded, and its lots.

Literals are counted once, with their document. A variable is counted for each request, and as often as the document
uses it: what is asked under two aliases is answered twice.
"""

from collections.abc import Mapping, Sequence

import msgspec
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLSchema,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
    get_nullable_type,
    type_from_ast,
)

from ratecard.api.bounds import COUNTED_LOT, LISTED, Bound
from ratecard.api.errors import TOO_LARGE, Rejected
from ratecard.rulefiles.echo import cut


class Shape(msgspec.Struct, frozen=True):
    """What is to be counted in the values of one input type: `entries` bounds a list, `fields` are those to look at."""

    entries: Bound | None
    is_lot: bool
    fields: dict[str, "Shape"]

    @property
    def counts(self) -> bool:
        """Whether there is anything to count in such a value."""
        return self.entries is not None or self.is_lot or bool(self.fields)


class Shapes:
    """The shape of each input type of a schema, found once."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._found: dict[tuple[str, bool], Shape] = {}

    def of(self, kind: GraphQLInputType) -> Shape | None:
        """The shape of a type of the schema, or None where there is nothing to count in its values."""
        entry, is_list = _entry_of(kind)
        if not isinstance(entry, GraphQLInputObjectType):
            return None
        found = self._found.get((entry.name, is_list))
        if found is None:
            found = self._found[entry.name, is_list] = self._made(entry, is_list)
        return found if found.counts else None

    def of_variable(self, kind: GraphQLInputType) -> Shape | None:
        """The shape of a type that a document states; None as well for a list that no argument takes."""
        entry, is_list = _entry_of(kind)
        return None if is_list and getattr(entry, "name", None) not in LISTED else self.of(kind)

    def _made(self, entry: GraphQLInputObjectType, is_list: bool) -> Shape:
        """The shape of an input type or a list of it. No input type of ours holds itself."""
        below = {name: self.of(field.type) for name, field in entry.fields.items()}
        return Shape(
            LISTED[entry.name] if is_list else None,
            entry.name == COUNTED_LOT,
            {name: shape for name, shape in below.items() if shape is not None},
        )


def _entry_of(kind: GraphQLInputType) -> tuple[object, bool]:
    """The type of a list's entries, or the type itself, that may be null; and whether it is a list."""
    nullable = get_nullable_type(kind)
    if isinstance(nullable, GraphQLList):
        return get_nullable_type(nullable.of_type), True
    return nullable, False


class Contents(msgspec.Struct):
    """What the literals of a selection hold: lots, and how often each variable is used that may hold some."""

    lots: int = 0
    uses: dict[str, int] = msgspec.field(default_factory=dict)

    def add(self, other: "Contents") -> None:
        """Adds what another selection beside this one holds."""
        self.lots += other.lots
        for name, times in other.uses.items():
            self.uses[name] = self.uses.get(name, 0) + times

    def add_argument(self, name: str, value: ValueNode, shape: Shape) -> None:
        """Adds one argument. Raises Rejected for a list that is too long."""
        self.lots += lots_in(name, value, shape, self.uses)


class VariableShape(msgspec.Struct, frozen=True):
    """A variable that may hold lots or bounded lists. `lots` are those of its default; `uses` may be 0."""

    name: str
    shape: Shape
    uses: int
    lots: int


class OperationInputs(msgspec.Struct, frozen=True):
    """What one operation holds by itself, and the variables that it may hold more by."""

    lots: int = 0
    variables: tuple[VariableShape, ...] = ()

    def check(self, given: Mapping[str, object], lots_most: int) -> None:
        """Raises Rejected where these variables hold a list that is too long, or all together too many lots."""
        lots = self.lots
        for variable in self.variables:
            name = variable.name
            found = lots_in(name, given[name], variable.shape, {}) if name in given else variable.lots
            lots += variable.uses * found
        if lots > lots_most:
            raise Rejected(TOO_LARGE, f"The request holds {lots:,} lots; at most {lots_most:,} are taken in one.")


def inputs_of(
    operation: OperationDefinitionNode, contents: Contents, shapes: Shapes, schema: GraphQLSchema
) -> OperationInputs:
    """What an operation holds. Raises Rejected for a default that is too long a list."""
    variables = []
    for definition in operation.variable_definitions or ():
        kind = type_from_ast(schema, definition.type)
        shape = shapes.of_variable(kind) if kind is not None else None  # type: ignore[arg-type]
        if shape is not None:
            name, default = definition.variable.name.value, definition.default_value
            lots = 0 if default is None else lots_in(name, default, shape, {})
            variables.append(VariableShape(name, shape, contents.uses.get(name, 0), lots))
    return OperationInputs(contents.lots, tuple(variables))


def lots_in(name: str, value: object, shape: Shape, uses: dict[str, int]) -> int:
    """How many lots a value holds, which is a literal or came as JSON; a single value counts as a list of one.

    `uses` learns of each variable in a literal. Raises Rejected for a list that is too long, by the name of its place.
    """
    if shape.entries is None:
        return _lots_in_object(value, shape, uses)
    entries = _entries(value)
    if len(entries) > shape.entries.most:
        message = f"{cut(name)} holds {len(entries):,} entries; at most {shape.entries} are taken"
        raise Rejected(TOO_LARGE, message)
    return sum(_lots_in_object(entry, shape, uses) for entry in entries)


def _lots_in_object(value: object, shape: Shape, uses: dict[str, int]) -> int:
    if isinstance(value, VariableNode):
        uses[value.name.value] = uses.get(value.name.value, 0) + 1
        return 0
    fields = _fields(value)
    if fields is None:
        return 0
    lots = int(shape.is_lot)
    for name, below in shape.fields.items():
        found = fields.get(name)
        if found is not None:
            lots += lots_in(name, found, below, uses)
    return lots


def _entries(value: object) -> Sequence[object]:
    if isinstance(value, ListValueNode):
        return value.values
    if value is None or isinstance(value, NullValueNode):
        return ()
    return value if isinstance(value, list) else (value,)


def _fields(value: object) -> Mapping[str, object] | None:
    """The fields of an object; None for what is none, which executing refuses."""
    if isinstance(value, ObjectValueNode):
        return {field.name.value: field.value for field in value.fields}
    return value if isinstance(value, dict) else None
