"""Names of the contract: no normalising cache takes them for a key, and no client's language reserves them."""

import keyword
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    specified_directives,
)

from ratecard.api.types.schema import make_schema

CACHE_KEYS = {"id", "_id"}
"""By a field of such a name Apollo Client and graphcache keep one object for all answers that hold it."""

PYTHON = {*keyword.kwlist, *keyword.softkwlist, "match", "case", "type", "_"}
"""The keywords of the Python that runs, and the soft ones of every Python from 3.10 on."""

JAVASCRIPT = {
    *("arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete"),
    *("do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements"),
    *("import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public"),
    *("return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with"),
    *("yield", "undefined", "NaN", "Infinity", "constructor", "__proto__", "hasOwnProperty", "toString", "valueOf"),
}
"""ECMAScript's reserved words, those of strict mode and of modules, and names that every object has already."""


def names_of(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """The path and the last name of each type, field, argument, input field, enum value and directive of ours."""
    own = {name: each for name, each in schema.type_map.items() if not name.startswith("__")}
    for name, each in own.items():
        yield name, name
        if isinstance(each, GraphQLEnumType):
            yield from ((f"{name}.{value}", value) for value in each.values)
        if isinstance(each, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", field) for field in each.fields)
        if isinstance(each, GraphQLObjectType | GraphQLInterfaceType):
            for field, found in each.fields.items():
                yield f"{name}.{field}", field
                yield from ((f"{name}.{field}({argument}:)", argument) for argument in found.args)
    for directive in schema.directives:
        if directive.name not in {each.name for each in specified_directives}:
            yield f"@{directive.name}", directive.name
            yield from ((f"@{directive.name}({argument}:)", argument) for argument in directive.args)


def wrong_names(schema: GraphQLSchema) -> list[str]:
    """The path of every name that a cache takes for a key, or that JavaScript or Python reserves."""
    forbidden = CACHE_KEYS | PYTHON | JAVASCRIPT
    return [path for path, name in names_of(schema) if name in forbidden]


def test_no_name_is_a_key_of_caches_or_a_reserved_word_of_javascript_or_python() -> None:
    schema: GraphQLSchema = make_schema(ordered=True)._schema
    assert len(dict(names_of(schema))) > 300
    assert wrong_names(schema) == []


def test_such_a_name_would_be_seen_wherever_it_stood() -> None:
    wrong = """
    directive @seen(is: Int) on FIELD_DEFINITION
    type Query { a(from: Int): Int id: ID good: B }
    interface B { _id: ID }
    enum C { fine None new }
    input D { class: C package: Int lotClass: C }
    """
    assert wrong_names(build_schema(wrong)) == [
        "Query.a(from:)",
        "Query.id",
        "B._id",
        "C.None",
        "C.new",
        "D.class",
        "D.package",
        "@seen(is:)",
    ]
