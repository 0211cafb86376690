"""The scalars of the API: how each is written, and that nothing else is read.

Convention: a scalar that comes in is a string and means exactly what it says. `1.10` stays `1.10`, also as an inline
literal, and a literal of another kind (a float, a name without quotes) is refused. What is wrong is named, and what to
write instead.

A value of the wrong JSON type is an error of the request. A text that cannot be read raises `Unreadable`, which the
schema turns into the refusal of its own question (`misread`): a person may have typed it.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Any, NewType

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

from ratecard.api.types.misread import Unreadable
from ratecard.instants import EARLIEST, LATEST, YEARS, Instant, instant_of, is_within_years, parse_moment
from ratecard.locale.preferences import Malformed, read_preferences
from ratecard.locale.territories import region_asked_for
from ratecard.rulefiles import asked, values
from ratecard.rulefiles.echo import cut
from ratecard.rulefiles.wrong import Wrong, shown
from ratecard.showing import instant_text

Decimal = NewType("Decimal", str)
BigInt = NewType("BigInt", int)
CoinCount = NewType("CoinCount", int)
DiamondCount = NewType("DiamondCount", int)
Day = NewType("Day", str)
RateText = NewType("RateText", str)
LocaleTag = NewType("LocaleTag", str)
RegionCode = NewType("RegionCode", str)
PlatformCode = NewType("PlatformCode", str)
CurrencyCode = NewType("CurrencyCode", str)

LARGEST_SAFE_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,100})?", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,99})", re.ASCII)
_RATE = re.compile(rf"{_DECIMAL.pattern}|[0-9]{{1,100}}/[1-9][0-9]{{0,99}}", re.ASCII)
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,20})?([Zz]|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)


def parse_decimal(text: str) -> Decimal:
    """The text, where it is a plain decimal: no sign but "-", no exponent, no space, ASCII digits only."""
    if not _DECIMAL.fullmatch(text):
        raise _wrong("a plain decimal", text, "write plain digits with a point, such as 12.99 or -0.005")
    return Decimal(text)


def parse_whole(text: str) -> BigInt:
    """The whole number of a text of up to 100 digits."""
    if not _WHOLE.fullmatch(text):
        raise _wrong("a whole number", text, "write a whole number of up to 100 digits, such as 1299")
    return BigInt(int(text))


def parse_rate(text: str) -> RateText:
    """The text, where it is a plain decimal or a fraction of two whole numbers."""
    if not _RATE.fullmatch(text):
        raise _wrong("a rate", text, "write a decimal such as 0.19, or a fraction such as 1/3")
    return RateText(text)


def parse_instant(text: str) -> Instant:
    """The instant of an RFC 3339 text; a fraction of a second is dropped, as everywhere."""
    hint = "write an RFC 3339 instant with its offset, such as 2026-07-01T00:00:00+02:00"
    matched = _INSTANT.fullmatch(text)
    if matched is None:
        raise _wrong("an instant", text, hint)
    day, clock, offset = matched.groups()
    try:
        moment = parse_moment(f"{day}T{clock}{offset.upper()}")
    except ValueError:
        raise _wrong("an instant", text, hint) from None
    if not is_within_years(moment):
        most = f"write an instant from {instant_text(EARLIEST)} to {instant_text(LATEST)}"
        raise Unreadable(f"{text} is not within the years {YEARS[0]} to {YEARS[-1]}; {most}")
    return instant_of(moment)


def parse_locales(text: str) -> LocaleTag:
    """The text, where it is a language tag or a list of them as browsers send it. Who knows them is asked later."""
    asked = read_preferences(text)
    if isinstance(asked, Malformed):
        raise Unreadable(f"{asked.sentence}; {asked.hint}")
    return LocaleTag(text)


def locale_tag(tag: str | None) -> LocaleTag | None:
    """The language that a text is in; None where it is in none."""
    return None if tag is None else LocaleTag(tag)


def parse_region(text: str) -> RegionCode:
    """The text, where it has the form of ISO 3166. Whether the book has such a region is the book's to say.

    "DEU" is "DE": answers have the alpha-2 codes alone.
    """
    return RegionCode(_read(asked.parse_asked_region, region_asked_for(text)))


def parse_platform(text: str) -> PlatformCode:
    """The text, where it has the form of a platform's id. Which platforms there are is the book's to say."""
    return PlatformCode(_read(asked.parse_platform, text))


def parse_currency(text: str) -> CurrencyCode:
    """The text, where ISO 4217 has such a currency."""
    _read(values.parse_currency, text)
    return CurrencyCode(text)


def _read(parse: Callable[[str], object], text: str) -> str:
    """The text, where the rule files' own parser takes it: what people write is written alike everywhere."""
    found = parse(text)
    if isinstance(found, Wrong):
        raise Unreadable(f"{found.sentence}; {found.advice}")
    return text


def _wrong(what: str, given: str, hint: str) -> Unreadable:
    """For a text that is not a value of its scalar. The text is shown, and cut where it is long."""
    return Unreadable(f"{shown(given)} is not {what}; {hint}")


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
        raise _wrong(_INT, json.dumps(given), "write a whole number, such as 1")
    return int(given)


def _int_literal(node: ValueNode, _: object = None) -> int:
    if not isinstance(node, IntValueNode | FloatValueNode):
        raise _misshapen("Int", print_ast(node), "write a whole number")
    if isinstance(node, FloatValueNode) or len(node.value) > _INT_CHARACTERS_MOST:
        raise _wrong(_INT, node.value, "write a whole number, such as 1")
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


def parse_day(text: str) -> Day:
    """The text, where it is a day of the calendar."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return Day(date.fromisoformat(text).isoformat())
    except ValueError:
        pass
    raise _wrong("a day", text, "write a day of the calendar, such as 2026-07-01")


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
    CurrencyCode: _scalar(
        "CurrencyCode",
        'A currency by ISO 4217, such as "EUR".',
        parse_currency,
        url="https://www.iso.org/iso-4217-currency-codes.html",
    ),
}
"""Each scalar by the Python type that fields and arguments name."""
