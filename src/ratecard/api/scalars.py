"""The scalars of the API: how each is written, and that nothing else is read.

Convention: a scalar that comes in is a string and means exactly what it says. `1.10` stays `1.10`, also as an inline
literal, and a literal of another kind (a float, a name without quotes) is refused. An error names the value and says
what to write instead.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, IntValueNode, StringValueNode, ValueNode, print_ast
from strawberry.types.scalar import ScalarDefinition

from ratecard.currency import currency
from ratecard.instants import Instant, instant_of
from ratecard.locale.tags import parse_locale, tag_of
from ratecard.locale.territories import region_asked_for
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
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_PLATFORM = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,20})?([Zz]|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_LOCALE_CHARACTERS_MOST = 35
_SHOWN_CHARACTERS_MOST = 60

_FIRST = instant_of(datetime(1, 1, 1, tzinfo=UTC))
_LAST = instant_of(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))


def parse_decimal(text: str) -> Decimal:
    """The text, where it is a plain decimal: no sign but "-", no exponent, no space, ASCII digits only."""
    if not _DECIMAL.fullmatch(text):
        raise _wrong("Decimal", text, "write plain digits with a point, such as 12.99 or -0.005")
    return Decimal(text)


def parse_whole(text: str) -> BigInt:
    """The whole number of a text of up to 100 digits."""
    if not _WHOLE.fullmatch(text):
        raise _wrong("BigInt", text, "write a whole number of up to 100 digits, such as 1299")
    return BigInt(int(text))


def parse_rate(text: str) -> RateText:
    """The text, where it is a plain decimal or a fraction of two whole numbers."""
    if not _RATE.fullmatch(text):
        raise _wrong("Rate", text, "write a decimal such as 0.19, or a fraction such as 1/3")
    return RateText(text)


def parse_instant(text: str) -> Instant:
    """The instant of an RFC 3339 text; a fraction of a second is dropped, as everywhere."""
    hint = "write an RFC 3339 instant with its offset, such as 2026-07-01T00:00:00+02:00"
    matched = _INSTANT.fullmatch(text)
    if matched is None:
        raise _wrong("DateTime", text, hint)
    day, clock, offset = matched.groups()
    try:
        instant = instant_of(datetime.fromisoformat(f"{day}T{clock}{offset.upper()}"))
    except (ValueError, OverflowError):
        raise _wrong("DateTime", text, hint) from None
    if not _FIRST <= instant <= _LAST:
        raise _wrong("DateTime", text, "write an instant of the years 1 to 9999 in UTC")
    return instant


def parse_locale_tag(text: str) -> LocaleTag:
    """The canonical tag of a locale that CLDR knows. Length is asked first, so that no cache keeps a long text."""
    locale = parse_locale(text) if len(text) <= _LOCALE_CHARACTERS_MOST else None
    if locale is None:
        raise _wrong("Locale", text, "write the BCP 47 tag of a locale that CLDR knows, such as de or pt-BR")
    return LocaleTag(tag_of(locale))


def parse_region(text: str) -> RegionCode:
    """The text, where it has the form of ISO 3166. Whether the book has such a region is the book's to say.

    "DEU" is "DE": answers have the alpha-2 codes alone.
    """
    text = region_asked_for(text)
    if not _REGION.fullmatch(text):
        near = region_asked_for(text.upper().replace("_", "-"))
        hint = f"write {near}" if _REGION.fullmatch(near) else "write an ISO 3166 code, such as DE or US-NY"
        raise _wrong("RegionCode", text, hint)
    return RegionCode(text)


def parse_platform(text: str) -> PlatformCode:
    """The text, where it has the form of a platform's id. Which platforms there are is the book's to say."""
    if not _PLATFORM.fullmatch(text):
        hint = "write lower-case letters, digits and underscores, a letter first, such as ios"
        raise _wrong("PlatformCode", text, hint)
    return PlatformCode(text)


def parse_currency(text: str) -> CurrencyCode:
    """The text, where ISO 4217 has such a currency."""
    if currency(text) is None:
        raise _wrong("CurrencyCode", text, "write a code of ISO 4217, such as EUR")
    return CurrencyCode(text)


def _wrong(name: str, given: object, hint: str) -> GraphQLError:
    """The error for a value that is none of a scalar's. The value is shown, and cut where it is long."""
    shown = given if isinstance(given, str) else json.dumps(given, default=str)
    if len(shown) > _SHOWN_CHARACTERS_MOST:
        shown = f"{shown[:_SHOWN_CHARACTERS_MOST]}…"
    return GraphQLError(f"{name} cannot represent {json.dumps(shown, ensure_ascii=False)}: {hint}")


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
            raise _wrong(name, given, "write it as a string")
        return parse(given)

    def literal(node: ValueNode, _: object = None) -> object:
        if not isinstance(node, StringValueNode):
            raise _wrong(name, print_ast(node), "write it as a string, in quotes")
        return parse(node.value)

    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=url,
        serialize=write,
        parse_value=value,
        parse_literal=literal,
    )


def _whole_value(given: object) -> BigInt:
    if isinstance(given, int) and not isinstance(given, bool):
        return parse_whole(str(given))
    if not isinstance(given, str):
        raise _wrong("BigInt", given, "write a whole number, or its digits as a string")
    return parse_whole(given)


def _whole_literal(node: ValueNode, _: object = None) -> BigInt:
    if not isinstance(node, IntValueNode | StringValueNode):
        raise _wrong("BigInt", print_ast(node), "write a whole number, or its digits as a string")
    return parse_whole(node.value)


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
    raise _wrong("Date", text, "write a day of the calendar, such as 2026-07-01")


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
        "Fractions of a second are dropped.",
        parse_instant,
        instant_text,
        url="https://www.rfc-editor.org/rfc/rfc3339",
    ),
    LocaleTag: _scalar(
        "Locale",
        'The BCP 47 tag of a locale that CLDR knows, such as "de" or "pt-BR". It comes out in canonical form.',
        parse_locale_tag,
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
