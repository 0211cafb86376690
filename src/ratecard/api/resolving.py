"""The shortest way from graphql-core to a resolver, with the same meaning as Strawberry's own.

Strawberry wraps each resolver in several calls, converts each argument once more after graphql-core has, and finds the
member of a union by trying all. For a batch that is a third of its time. Our fields have nothing that needs it: no
extensions, no permissions, no awaiting, no generics. One that does keeps Strawberry's way.
"""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
)
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from ratecard.api.context import Info

BEHIND = "strawberry-definition"
"""The key under which Strawberry's definition stands in what it made for graphql-core."""


def resolve_directly(schema: GraphQLSchema) -> None:
    """Puts direct resolvers into a schema that Strawberry made. Done once, before it answers anything."""
    types = {name: each for name, each in schema.type_map.items() if not name.startswith("__")}
    names: dict[type, str] = {}
    for name, each in types.items():
        definition = each.extensions.get(BEHIND)
        if isinstance(each, GraphQLObjectType) and isinstance(definition, StrawberryObjectDefinition):
            names[definition.origin] = name
        if isinstance(each, GraphQLInputObjectType) and isinstance(definition, StrawberryObjectDefinition):
            _make_inputs_directly(each, definition)
    for each in types.values():
        if isinstance(each, GraphQLObjectType):
            for field in each.fields.values():
                _resolve_field_directly(field)
        _name_types_directly(each, names)


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
    field.resolve = _of_arguments(method, definition, resolver.info_parameter is not None)


def _of_itself(method: Callable[[Any], object]) -> Callable[..., object]:
    def resolve(source: Any, _: object) -> object:
        return method(source)

    return resolve


def _of_arguments(method: Callable[..., object], field: StrawberryField, with_info: bool) -> Callable[..., object]:
    def resolve_with_info(source: Any, info: Any, **arguments: Any) -> object:
        return method(source, info=Info(_raw_info=info, _field=field), **arguments)

    def resolve(source: Any, _: object, **arguments: Any) -> object:
        return method(source, **arguments)

    return resolve_with_info if with_info else resolve


def _make_inputs_directly(made: GraphQLInputObjectType, definition: StrawberryObjectDefinition) -> None:
    """Lets graphql-core make our objects of an input type itself, by the Python names of their fields."""
    if definition.is_one_of or definition.from_input is not None:
        return
    python_names = {field.graphql_name or _camel(field.python_name): field.python_name for field in definition.fields}
    if set(python_names) != set(made.fields):
        return
    for name, field in made.fields.items():
        field.out_name = python_names[name]
    cls: Any = definition.origin

    def out_type(value: dict[str, Any]) -> Any:
        return cls(**value)

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
