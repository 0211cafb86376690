"""What the schema says of each scalar: its name, its description, and how its values come in and go out.

Convention: a literal of another kind than a string (a float, a name without quotes) is refused, but for counts. A value
of the wrong JSON type is an error of the request.
"""

import json
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import strawberry
from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    FloatValueNode,
    GraphQLError,
    GraphQLInt,
    GraphQLNamedType,
    GraphQLScalarType,
    IntValueNode,
    StringValueNode,
    ValueNode,
    print_ast,
)
from strawberry.types.scalar import ScalarDefinition

from ratecard.api.types.scalars import (
    BigInt,
    CoinCount,
    CurrencyCode,
    Day,
    Decimal,
    DiamondCount,
    LocaleTag,
    PlatformCode,
    PromotionCode,
    RateText,
    RegionCode,
    parse_code,
    parse_currency,
    parse_day,
    parse_decimal,
    parse_instant,
    parse_locales,
    parse_platform,
    parse_rate,
    parse_region,
    parse_whole,
    wrong_value,
)
from ratecard.instants import Instant
from ratecard.rulefiles.echo import cut
from ratecard.showing import instant_text

LARGEST_SAFE_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""


def _misshapen(name: str, given: object, hint: str) -> GraphQLError:
    """The error of a request for a value of the wrong JSON type, or a literal of the wrong kind."""
    shown = given if isinstance(given, str) else json.dumps(given, default=str)
    return GraphQLError(f"{name} cannot represent {json.dumps(cut(shown), ensure_ascii=False)}: {hint}")


def _scalar(
    name: str,
    description: str,
    parse: Callable[[str], object],
    write: Callable[[Any], object] = str,
    url: str | None = None,
) -> ScalarDefinition:
    """A scalar that comes in as a string only."""

    def value(given: object) -> object:
        if not isinstance(given, str):
            raise _misshapen(name, given, "write it as a string")
        return parse(given)

    def literal(node: ValueNode, _: object = None) -> object:
        if not isinstance(node, StringValueNode):
            raise _misshapen(name, print_ast(node), "write it as a string, in quotes")
        return parse(node.value)

    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=url,
        serialize=write,
        parse_value=value,
        parse_literal=literal,
    )


_INT = f"a whole number from {GRAPHQL_MIN_INT:,} to {GRAPHQL_MAX_INT:,}"
_INT_CHARACTERS_MOST = 20
_WHOLE_HINT = "write a whole number, or its digits as a string"


def _whole_value(given: object) -> BigInt:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise _misshapen("BigInt", given, _WHOLE_HINT)
    return parse_whole(given if isinstance(given, str) else json.dumps(given))


def _whole_literal(node: ValueNode, _: object = None) -> BigInt:
    if not isinstance(node, IntValueNode | FloatValueNode | StringValueNode):
        raise _misshapen("BigInt", print_ast(node), _WHOLE_HINT)
    return parse_whole(node.value)


def _int_value(given: object) -> int:
    """GraphQL's own Int, for which too many digits and a fraction are what people type, too."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise _misshapen("Int", given, "write a whole number")
    if not GRAPHQL_MIN_INT <= given <= GRAPHQL_MAX_INT or given != int(given):
        raise wrong_value(_INT, json.dumps(given), "write a whole number, such as 1")
    return int(given)


def _int_literal(node: ValueNode, _: object = None) -> int:
    if not isinstance(node, IntValueNode | FloatValueNode):
        raise _misshapen("Int", print_ast(node), "write a whole number")
    if isinstance(node, FloatValueNode) or len(node.value) > _INT_CHARACTERS_MOST:
        raise wrong_value(_INT, node.value, "write a whole number, such as 1")
    return _int_value(int(node.value))


def write_coins(count: int) -> int | str:
    """A JSON number where every reader keeps it exactly, else its digits as a string."""
    return count if abs(count) <= LARGEST_SAFE_NUMBER else str(count)


def _count_scalar(name: str, description: str) -> ScalarDefinition:
    """A count of a unit of its own."""
    return strawberry.scalar(
        name=name,
        description=f"{description} It is a JSON number up to 2^53 − 1, which every reader keeps exactly, and above "
        "that a string of digits.",
        serialize=write_coins,
        parse_value=_whole_value,
        parse_literal=_whole_literal,
    )


class Int(GraphQLScalarType):
    """GraphQL's own Int: the same name and meaning, but that what it cannot read is `Unreadable`."""

    reserved_types = MappingProxyType[str, GraphQLNamedType]({})  # else the name could not be given again

    def __init__(self, name: str = "Int") -> None:
        super().__init__(
            name,
            description=GraphQLInt.description,
            serialize=GraphQLInt.coerce_output_value,
            parse_value=_int_value,
            parse_literal=_int_literal,
        )

    def __new__(cls, name: str = "Int") -> "Int":
        """Takes no name, which the class fixes."""
        return super().__new__(cls, name)


def int_scalar() -> ScalarDefinition:
    """The definition of an Int for one schema."""
    made = Int()
    return ScalarDefinition(
        name=made.name,
        description=made.description,
        specified_by_url=None,
        serialize=made.serialize,
        parse_value=_int_value,
        parse_literal=_int_literal,
        implementation=made,
    )


SCALARS: dict[object, ScalarDefinition] = {
    Decimal: _scalar(
        "Decimal",
        'An exact decimal as a string of plain digits, such as "12.99". Never a JSON number, and never with an '
        'exponent, a group separator or a sign other than "-".',
        parse_decimal,
        url="https://www.w3.org/TR/xmlschema11-2/#decimal",
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description='A whole number of any size. It comes out as a string of digits, such as "1299", and goes in as a '
        "string or as a whole number.",
        specified_by_url="https://www.w3.org/TR/xmlschema11-2/#integer",
        serialize=str,
        parse_value=_whole_value,
        parse_literal=_whole_literal,
    ),
    CoinCount: _count_scalar("Coins", "A number of coins, a unit of its own that adds to no money."),
    DiamondCount: _count_scalar("Diamonds", "A number of diamonds, a unit of its own that adds to no coins or money."),
    Day: _scalar(
        "Date",
        'A day of the calendar in some region, such as "2026-07-01", without a time of day or a zone.',
        parse_day,
        url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    ),
    RateText: _scalar(
        "Rate",
        'An exact share as a string: a plain decimal where it ends, "0.19" for 19 %, else a fraction, "1/3".',
        parse_rate,
    ),
    Instant: _scalar(
        "DateTime",
        'An instant by RFC 3339. An offset or Z is required; it comes out in UTC, such as "2026-06-30T22:00:00Z". '
        'Fractions of a second are dropped. What comes in lies from "1970-01-01T00:00:00Z" to "2999-12-31T23:59:59Z", '
        "both included.",
        parse_instant,
        instant_text,
        url="https://www.rfc-editor.org/rfc/rfc3339",
    ),
    LocaleTag: _scalar(
        "Locale",
        'A language tag by BCP 47, such as "de" or "pt-BR". Going in, it may be a list as browsers send it, '
        '"pt-BR,pt;q=0.9,en", of at most 20 tags and 400 characters; what CLDR does not know is answered in the next '
        "best language. Coming out, it is the one tag, in canonical form, that a text is written for.",
        parse_locales,
        url="https://www.rfc-editor.org/info/bcp47",
    ),
    RegionCode: _scalar(
        "RegionCode",
        'A country by ISO 3166-1 alpha-2, such as "DE", or a subdivision of one by ISO 3166-2, such as "US-NY". An '
        'alpha-3 code such as "DEU" is taken too, and comes out as alpha-2. A code that the book does not have is '
        "answered with UnknownRegion.",
        parse_region,
        url="https://www.iso.org/iso-3166-country-codes.html",
    ),
    PlatformCode: _scalar(
        "PlatformCode",
        'Where something is bought, by the id that the rules declare, such as "ios". One that they do not declare is '
        "answered with UnknownPlatform.",
        parse_platform,
    ),
    PromotionCode: _scalar(
        "PromotionCode",
        'A code that a buyer brings, as it was typed, such as "WELCOME10": 1 to 64 characters. Capital and small '
        "letters from A to Z are the same, and spaces around it do not count.",
        parse_code,
    ),
    CurrencyCode: _scalar(
        "CurrencyCode",
        'A currency by ISO 4217, such as "EUR".',
        parse_currency,
        url="https://www.iso.org/iso-4217-currency-codes.html",
    ),
}
"""Each scalar by the Python type that fields and arguments name."""
