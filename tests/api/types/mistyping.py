"""Every place in the arguments of the schema where a person may mistype, found in the schema itself."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from ratecard.api.types.schema import make_schema

AT = "2026-07-01T00:00:00Z"
BUYER = {"age": 30, "member": True, "purchases": 0}
CREATOR = {"age": 30, "followers": 20_000, "liveDays": 20, "payouts": 2, "grade": "standard", "taxForm": "w9"}
SENT = {"region": "DE", "platform": "web", "creatorRegion": "JP", "giftId": "rose", "count": 2, "kind": "live"}
PAID = {
    "region": "DE",
    "methodId": "paypal",
    "lots": [{"diamonds": 90_000, "earnedAt": "2026-01-01T00:00:00Z", "sourceRegion": "US", "lotClass": "earned"}],
    "want": {"amount": "50.00", "currency": "EUR"},
    "used": [{"limitId": "daily", "amount": "1 USD"}],
    "creator": CREATOR,
}
MARKET: dict[str, Any] = {"region": "DE", "platform": "ios", "locale": "de", "at": AT, "buyer": BUYER}
QUOTED: dict[str, dict[str, Any]] = {
    "purchaseQuote": {
        **{"region": "DE", "platform": "ios", "packageId": "coins_100", "quantity": 2, "buyer": BUYER},
        "expected": {"amount": "2.78", "currency": "EUR"},
    },
    "itemQuote": {"region": "GB", "platform": "web", "itemId": "fan_club", "quantity": 2, "buyer": BUYER},
    "giftQuote": {**SENT, "buyer": BUYER, "creator": CREATOR},
    "payoutQuote": PAID,
}
RIGHT: dict[str, dict[str, Any]] = {
    "priceList": MARKET,
    "exchangeQuote": {
        "input": {"region": "DE", "platform": "web", "unitId": "ticket", "count": 2, "buyer": BUYER},
        "locale": "de",
        "at": AT,
    },
    "chosenQuote": {
        "input": {"region": "US-NY", "platform": "web", "thingId": "top_up", "coins": 200, "buyer": BUYER},
        "locale": "de",
        "at": AT,
    },
    "gifts": MARKET,
    "eligibility": {"region": "DE", "at": AT, "buyer": BUYER, "creator": CREATOR},
    **{name: {"input": asked, "locale": "de", "at": AT} for name, asked in QUOTED.items()},
    **{f"{name}s": {"inputs": [asked] * 3, "locale": "de", "at": AT} for name, asked in QUOTED.items()},
}
"""Arguments of each field that refuses by a member of its union: all of them, and all that can be read."""

WRONG: dict[str, tuple[object, ...]] = {
    "DateTime": (
        *("2026-02-30T00:00:00Z", "2026-07-01", "tomorrow", "9999-12-31T23:00:00Z", "1969-12-31T23:59:59Z"),
        *("3000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2999-12-31T23:59:59-00:01", ""),
    ),
    "RegionCode": ("de", "us_ny", "Germany", "DE\n", "ＤＥ", ""),
    "PlatformCode": ("iOS", "my shop", ""),
    "PromotionCode": ("", " ", "A\nB", "X" * 65),
    "CurrencyCode": ("eur", "EURO", "€", ""),
    "Decimal": ("50,5", "1e3", " 50", "½", "", "5" * 101),
    "Diamonds": ("12x", "1.5", 1.5, "", "9" * 101),
    "Int": (3_000_000_000, -3_000_000_000, 1.5, 10**25),
    "Locale": ("!!", ""),
}
"""For each scalar, texts and numbers that are not its values."""

READ_AS_THEY_ARE = {"ID", "String", "Boolean"}
"""Scalars that read whatever has their JSON type; what a text names is the book's to say."""


class Place(NamedTuple):
    """A field of the query, the path to one value in its arguments, and the scalar that reads it."""

    field: str
    path: tuple[str | int, ...]
    scalar: str


def places() -> Iterator[Place]:
    """Every value in the arguments of every field that refuses by a member of its union. Of a batch, in the second."""
    query = SCHEMA.query_type
    assert isinstance(query, GraphQLObjectType)
    for field in RIGHT:
        for name, argument in query.fields[field].args.items():
            yield from (Place(field, path, scalar) for path, scalar in _below((name,), argument.type))


def _below(path: tuple[str | int, ...], of: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(of, GraphQLNonNull):
        yield from _below(path, of.of_type)
    elif isinstance(of, GraphQLList):
        yield from _below((*path, 1 if path == ("inputs",) else 0), of.of_type)
    elif isinstance(of, GraphQLInputObjectType):
        for name, each in of.fields.items():
            yield from _below((*path, name), each.type)
    else:
        yield path, get_named_type(of).name


def mistyped(arguments: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The arguments with another value at a place. What leads there and is not among them is made."""
    changed: dict[str, Any] = json.loads(json.dumps(arguments))  # each place an object of its own
    inside: Any = changed
    for step, after in pairwise(path):
        if isinstance(inside, dict) and step not in inside:
            inside[step] = [{}] if isinstance(after, int) else {}
        inside = inside[step]
    inside[path[-1]] = value
    return changed


def literal(value: object) -> str:
    """A value as a document has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def arguments_text(arguments: dict[str, Any]) -> str:
    """Arguments as a document has them."""
    return ", ".join(f"{name}: {literal(value)}" for name, value in arguments.items())


def variables_of(field: str) -> str:
    """The declaration of a variable for each argument of a field, all of them optional."""
    query = SCHEMA.query_type
    assert isinstance(query, GraphQLObjectType)
    return ", ".join(f"${name}: {argument.type}" for name, argument in query.fields[field].args.items())


SCHEMA: GraphQLSchema = make_schema(ordered=False).core
