"""The shortest way from graphql-core to a resolver, with the same meaning as Strawberry's own.

Strawberry wraps each resolver in several calls, converts each argument once more after graphql-core has, and finds the
member of a union by trying all. For a batch that is a third of its time. Our fields have nothing that needs it: no
extensions, no permissions, no awaiting, no generics. One that does keeps Strawberry's way.

What cannot be read (`misread`) ends here: a resolver is called with arguments that are all read, but for the inputs of
a batch, which it answers one by one.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_input_object_type,
    is_list_type,
)
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from ratecard.api import bounds
from ratecard.api.context import Context, Info
from ratecard.api.errors import BadInput
from ratecard.api.libraries import LibraryChanged
from ratecard.api.types.misread import Misread, first_misread, read_leniently
from ratecard.api.types.refusals import refuse_misread
from ratecard.api.types.scalar_definitions import Int

BATCH, SINGLE = "inputs", "input"
"""The argument that holds the questions of a batch, or the only one."""

REFERENCE = "reference"
"""What of an input comes back beside its answer, also where all else of it cannot be read."""

BEHIND = "strawberry-definition"
"""The key under which Strawberry's definition stands in what it made for graphql-core."""


def resolve_directly(schema: GraphQLSchema) -> None:
    """Puts direct resolvers into a schema that Strawberry made. Done once, before it answers anything.

    Raises LibraryChanged where its types do not carry Strawberry's definitions: without them a value that cannot be
    read would end the whole request.
    """
    types = {name: named_type for name, named_type in schema.type_map.items() if not name.startswith("__")}
    names: dict[type, str] = {}
    for name, named_type in types.items():
        definition = named_type.extensions.get(BEHIND)
        if isinstance(named_type, GraphQLObjectType) and isinstance(definition, StrawberryObjectDefinition):
            names[definition.origin] = name
        if isinstance(named_type, GraphQLInputObjectType) and isinstance(definition, StrawberryObjectDefinition):
            _make_inputs_directly(named_type, definition)
        if isinstance(named_type, Int) or (
            isinstance(named_type, GraphQLScalarType) and BEHIND in named_type.extensions
        ):
            read_leniently(named_type)
    if not names:
        raise LibraryChanged(
            f"no type has the extension {BEHIND}, which is needed so that resolvers are called directly"
        )
    for named_type in types.values():
        if isinstance(named_type, GraphQLObjectType):
            for field in named_type.fields.values():
                _resolve_field_directly(field)
        _name_types_directly(named_type, names)
    _tell_one_of(schema)


def _tell_one_of(schema: GraphQLSchema) -> None:
    """Lets every type tell `isOneOf`, which is null but for input objects. Strawberry fails at lists and non-nulls."""
    introspected = schema.type_map.get("__Type")
    if not isinstance(introspected, GraphQLObjectType) or "isOneOf" not in introspected.fields:
        raise LibraryChanged("the schema has no __Type.isOneOf, which is needed so that every type tells its own")
    introspected.fields["isOneOf"].resolve = lambda of, _: of.is_one_of if is_input_object_type(of) else None


def _resolve_field_directly(field: GraphQLField) -> None:
    definition = field.extensions.get(BEHIND)
    if not isinstance(definition, StrawberryField) or definition.extensions or definition.is_async:
        return
    resolver = definition.base_resolver
    if resolver is None or not resolver.self_parameter or resolver.root_parameter or resolver.parent_parameter:
        return
    method: Any = resolver.wrapped_func
    if len(resolver.signature.parameters) == 1:
        field.resolve = _of_itself(method)
        return
    python_names = {
        argument.graphql_name or _camel(argument.python_name): argument for argument in definition.arguments
    }
    if set(python_names) != set(field.args):
        return
    for name, argument in field.args.items():
        argument.out_name = python_names[name].python_name
    if resolver.info_parameter is not None:
        names = {argument.python_name: name for name, argument in python_names.items()}
        field.resolve = _of_arguments(method, definition, names, _refusing(field))


def _of_itself(method: Callable[[Any], object]) -> Callable[..., object]:
    def resolve(source: Any, _: object) -> object:
        return method(source)

    return resolve


Refusing = Callable[[Context, Misread, dict[str, Any]], object]
"""The answer of a field to arguments of which one cannot be read."""


def _of_arguments(
    method: Callable[..., object], field: StrawberryField, names: dict[str, str], refusing: Refusing
) -> Callable[..., object]:
    def resolve(source: Any, info: Any, **arguments: Any) -> object:
        for_all = arguments
        if BATCH in arguments:
            for_all = {name: value for name, value in arguments.items() if name != BATCH}
        misread = first_misread(for_all, names)
        if misread is not None:
            return refusing(info.context, misread, arguments)
        return method(source, info=Info(_raw_info=info, _field=field), **arguments)

    return resolve


def _refusing(field: GraphQLField) -> Refusing:
    """How a field refuses: by a member of its union, by one for each question of a batch, or by an error of its own."""
    if not isinstance(get_named_type(field.type), GraphQLUnionType):
        return _refuse_by_error
    return _refuse_each if is_list_type(get_nullable_type(field.type)) else _refuse_one


def _refuse_one(context: Context, misread: Misread, arguments: dict[str, Any]) -> object:
    asked = arguments.get(SINGLE)
    return refuse_misread(context, misread, getattr(asked, REFERENCE, None))


def _refuse_each(context: Context, misread: Misread, arguments: dict[str, Any]) -> object:
    return [refuse_misread(context, misread, asked.reference) for asked in arguments[BATCH]]


def _refuse_by_error(_: object, misread: Misread, __: object) -> object:
    raise BadInput(misread.message)


def _make_inputs_directly(made: GraphQLInputObjectType, definition: StrawberryObjectDefinition) -> None:
    """Lets graphql-core make our objects of an input type itself, by the Python names of their fields."""
    if definition.is_one_of or definition.from_input is not None:
        return
    python_names = {field.graphql_name or _camel(field.python_name): field.python_name for field in definition.fields}
    if set(python_names) != set(made.fields):
        return
    for name, field in made.fields.items():
        field.out_name = python_names[name]
    names = {python_name: name for name, python_name in python_names.items()}
    cls: Any = definition.origin

    def out_type(value: dict[str, Any]) -> Any:
        misread = first_misread(value, names)
        if misread is None:
            return cls(**value)
        reference = value.get(REFERENCE)
        kept = isinstance(reference, str) and len(reference) <= bounds.REFERENCE.most
        return msgspec.structs.replace(misread, reference=reference if kept else None)

    made.out_type = out_type  # type: ignore[method-assign]  # graphql-core's own way to set it


def _name_types_directly(each: GraphQLNamedType, names: dict[type, str]) -> None:
    """Finds the type of a value of a union or interface by its class."""
    if isinstance(each, GraphQLUnionType | GraphQLInterfaceType):
        otherwise = each.resolve_type

        def resolve_type(value: Any, info: Any, of: Any) -> Any:
            return names.get(type(value)) or (otherwise(value, info, of) if otherwise else None)

        each.resolve_type = resolve_type
    elif isinstance(each, GraphQLObjectType) and each.is_type_of is not None:
        strawberrys = each.is_type_of

        def is_type_of(value: Any, info: Any) -> Any:
            return names.get(type(value)) == each.name or strawberrys(value, info)

        each.is_type_of = is_type_of


def _camel(name: str) -> str:
    """The name of an argument or field in the schema, as Strawberry writes it."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
