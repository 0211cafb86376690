"""What the arguments of an operation hold, counted before anything is executed: lists, each bounded, lots, and work.

A variable is counted once for each request, and as often as the document uses it: what is asked under two aliases is
answered twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLScalarType,
    GraphQLSchema,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    get_nullable_type,
    type_from_ast,
)

from ratecard.api.bounds import COUNTED_LOT, LISTED, Bound
from ratecard.api.documents.costs import INPUTS, LISTED_IN_TEXT, LISTS_LOTS, SEARCHES
from ratecard.api.errors import TOO_LARGE, Rejected
from ratecard.rulefiles.echo import cut


class InputShape(msgspec.Struct, frozen=True):
    """What is counted in the values of one input type.

    `entries` bounds a list. Each object takes `units`, and by `search` one more for each of its lots. `fields` are the
    input objects in it. A text with commas takes `beyond_first` for each of its entries but one.
    """

    entries: Bound | None
    units: int
    is_lot: bool
    lists_lots: bool
    search: str | None
    fields: dict[str, "InputShape"]
    beyond_first: int = 0


class Shapes:
    """The shape of each input type of a schema, found once."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._found: dict[str, InputShape | None] = {}

    def of(self, kind: GraphQLInputType) -> InputShape | None:
        """The shape of a type, or None where there is nothing to count in its values."""
        text = str(get_nullable_type(kind))
        if text not in self._found:
            self._found[text] = self._made(get_nullable_type(kind))
        return self._found[text]

    def of_variable(self, kind: GraphQLInputType) -> InputShape | None:
        """The shape of a type that a document states; None as well for a list that no argument takes."""
        nullable = get_nullable_type(kind)
        if isinstance(nullable, GraphQLList):
            entry = get_nullable_type(nullable.of_type)
            if getattr(entry, "name", None) not in LISTED:
                return None
        return self.of(kind)

    def _made(self, kind: object) -> InputShape | None:
        """The shape of a type that may be null. No input type of ours holds itself."""
        entry = get_nullable_type(kind.of_type) if isinstance(kind, GraphQLList) else kind
        if isinstance(entry, GraphQLScalarType) and entry is kind and entry.name in LISTED_IN_TEXT:
            return InputShape(None, 0, False, False, None, {}, LISTED_IN_TEXT[entry.name])
        if isinstance(entry, GraphQLScalarType) and entry is not kind and entry.name in LISTED:
            return InputShape(LISTED[entry.name], INPUTS.get(entry.name, 1), False, False, None, {})
        if not isinstance(entry, GraphQLInputObjectType):
            return None
        below = {name: self.of(field.type) for name, field in entry.fields.items()}
        name = entry.name
        return InputShape(
            LISTED[name] if isinstance(kind, GraphQLList) else None,
            INPUTS.get(name, 1),
            name == COUNTED_LOT,
            name in LISTS_LOTS,
            SEARCHES.get(name),
            {name: shape for name, shape in below.items() if shape is not None},
        )


class Tally(NamedTuple):
    """What a value holds: `entries` of a list, `lots`, the lots `answered`, and the `units` that reading it takes."""

    entries: int = 0
    lots: int = 0
    answered: int = 0
    units: int = 0


NOTHING = Tally()


def together(tallies: Sequence[Tally]) -> Tally:
    """The sum of tallies. Its entries are theirs."""
    return Tally(*map(sum, zip(*tallies, strict=True))) if tallies else NOTHING


class Given:
    """The variables of one request, or those of none: then a variable holds nothing. Each is counted once."""

    def __init__(self, values: Mapping[str, object], defaults: Mapping[str, ValueNode]) -> None:
        self._values = values
        self._defaults = defaults
        self._tallies: dict[str, Tally] = {}

    def value(self, name: str) -> object:
        """The value of a variable, or its default, which is a literal; None where there is neither."""
        return self._values[name] if name in self._values else self._defaults.get(name)

    def tally(self, name: str, shape: InputShape) -> Tally:
        """What a variable holds. Raises Rejected for a list that is too long."""
        found = self._tallies.get(name)
        if found is None:
            found = self._tallies[name] = tally_of(name, self.value(name), shape, self)
        return found


def tally_of(name: str, value: object, shape: InputShape, given: Given) -> Tally:
    """What a value holds, which is a literal or came as JSON; a single value counts as a list of one.

    Raises Rejected for a list that is too long, by the name of its place.
    """
    if isinstance(value, VariableNode):
        return given.tally(value.name.value, shape)
    if shape.beyond_first:
        return Tally(units=shape.beyond_first * _text(value).count(","))
    if shape.entries is None:
        return _tally_of_object(value, shape, given)
    entries = _entries(value)
    if len(entries) > shape.entries.most:
        message = f"{cut(name)} holds {len(entries):,} entries; at most {shape.entries} are taken"
        raise Rejected(TOO_LARGE, message)
    return together([_tally_of_entry(entry, shape, given) for entry in entries])._replace(entries=len(entries))


def _tally_of_entry(value: object, shape: InputShape, given: Given) -> Tally:
    if isinstance(value, VariableNode):
        return given.tally(value.name.value, msgspec.structs.replace(shape, entries=None))
    return _tally_of_object(value, shape, given)


def _tally_of_object(value: object, shape: InputShape, given: Given) -> Tally:
    fields = _fields(value)
    if fields is None:
        return Tally(1)
    lots, units = int(shape.is_lot), shape.units
    for name, below in shape.fields.items():
        found = fields.get(name)
        if found is not None:
            tally = tally_of(name, found, below, given)
            lots += tally.lots
            units += tally.units
    if shape.search is not None and _is_given(fields.get(shape.search), given):
        units += lots
    return Tally(1, lots, max(lots, 1) if shape.lists_lots else 0, units)


def _text(value: object) -> str:
    """The text that a value is, a literal or one that came as JSON; empty where it is none."""
    if isinstance(value, StringValueNode):
        return value.value
    return value if isinstance(value, str) else ""


def _is_given(value: object, given: Given) -> bool:
    if isinstance(value, VariableNode):
        value = given.value(value.name.value)
    return value is not None and not isinstance(value, NullValueNode)


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


class Argument(msgspec.Struct, frozen=True):
    """One argument of a field that holds something to count, as the document has it. A `batch` is answered by entry."""

    name: str
    value: ValueNode
    shape: InputShape
    batch: bool

    def tally(self, given: Given) -> Tally:
        """What it holds. Raises Rejected for a list that is too long."""
        return tally_of(self.name, self.value, self.shape, given)

    def languages(self, given: Given) -> Iterable[str]:
        """The languages that it names, as they are written; none where it is not a list of languages."""
        if not self.shape.beyond_first:
            return ()
        value = given.value(self.value.name.value) if isinstance(self.value, VariableNode) else self.value
        return _text(value).split(",")


def defaults_of(operation: OperationDefinitionNode, shapes: Shapes, schema: GraphQLSchema) -> dict[str, ValueNode]:
    """The defaults of the variables in which there is something to count. Raises Rejected for too long a list."""
    defaults: dict[str, ValueNode] = {}
    for definition in operation.variable_definitions or ():
        kind, default = type_from_ast(schema, definition.type), definition.default_value
        shape = shapes.of_variable(kind) if kind is not None else None  # type: ignore[arg-type]
        if shape is not None and default is not None:
            name = definition.variable.name.value
            tally_of(name, default, shape, Given({}, {}))
            defaults[name] = default
    return defaults
