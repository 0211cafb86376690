"""What normalising caches have to know of the schema, in the forms in which they take it.

A cache does not know which types a fragment on an interface or a union matches. Apollo Client then drops the fragment
without a word, and urql's graphcache guesses. Told which types there are, both answer `... on Refusal`.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from graphql import GraphQLSchema, introspection_from_schema

SCALAR = {"kind": "SCALAR", "name": "Any"}
"""What stands for each scalar, enum and input: caches look into objects only."""

COMPOSITE = ("OBJECT", "INTERFACE", "UNION")


def possible_types(schema: GraphQLSchema) -> dict[str, list[str]]:
    """The names of the object types that each interface and union can be, for Apollo Client's `InMemoryCache`.

    Refusal: [AboveLimit, BeforeRules, …].
    """
    return {
        described["name"]: [possible["name"] for possible in described["possibleTypes"]]
        for described in _types(schema)
        if described["possibleTypes"] is not None
    }


def minified_introspection(schema: GraphQLSchema) -> dict[str, Any]:
    """The objects, interfaces and unions with their fields, as @urql/introspection's `minifyIntrospectionQuery` has it.

    Descriptions, directives and introspection's own types are left out; scalars, enums and inputs are all `Any`.
    """
    query = schema.query_type
    assert query is not None
    types = [*(_minified(described) for described in _types(schema)), SCALAR]
    roots = {"queryType": {"kind": "OBJECT", "name": query.name}, "mutationType": None, "subscriptionType": None}
    return {"__schema": {**roots, "types": types, "directives": []}}


def possible_types_text(schema: GraphQLSchema) -> str:
    """schema/possible-types.json."""
    return msgspec.json.format(msgspec.json.encode(possible_types(schema)), indent=2).decode() + "\n"


def introspection_text(schema: GraphQLSchema) -> str:
    """schema/introspection.json: a line for each type, so that a difference can be read."""
    content = minified_introspection(schema)["__schema"]
    types = ",\n".join(msgspec.json.encode(described).decode() for described in content["types"])
    rest = msgspec.json.encode({name: value for name, value in content.items() if name != "types"}).decode()
    return f'{{"__schema":{rest[:-1]},"types":[\n{types}\n]}}}}\n'


def _types(schema: GraphQLSchema) -> list[dict[str, Any]]:
    """Introspection's word on each object, interface and union of ours, in order of name."""
    told: Mapping[str, Any] = introspection_from_schema(schema, descriptions=False)
    types = [described for described in told["__schema"]["types"] if described["kind"] in COMPOSITE]
    return sorted(
        (described for described in types if not described["name"].startswith("__")),
        key=lambda described: str(described["name"]),
    )


def _minified(told: Mapping[str, Any]) -> dict[str, Any]:
    short: dict[str, Any] = {"kind": told["kind"], "name": told["name"]}
    if told["fields"] is not None:
        short["fields"] = [
            {
                "name": field["name"],
                "type": _type(field["type"]),
                "args": [_argument(argument) for argument in field["args"]],
            }
            for field in told["fields"]
        ]
        short["interfaces"] = [{"kind": "INTERFACE", "name": interface["name"]} for interface in told["interfaces"]]
    if told["possibleTypes"] is not None:
        short["possibleTypes"] = [
            {"kind": possible["kind"], "name": possible["name"]} for possible in told["possibleTypes"]
        ]
    return short


def _argument(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": told["name"], "type": _type(told["type"])}


def _type(told: Mapping[str, Any]) -> dict[str, Any]:
    if told["kind"] in ("NON_NULL", "LIST"):
        return {"kind": told["kind"], "ofType": _type(told["ofType"])}
    return {"kind": told["kind"], "name": told["name"]} if told["kind"] in COMPOSITE else SCALAR
