"""The scalars of the API by their Python types, and the texts that are read as each.

Convention: a scalar that comes in is a string and means exactly what it says. `1.10` stays `1.10`. What is wrong is
named, and what to write instead. A text that cannot be read raises `Unreadable`, which the schema turns into the
refusal of its own question (`misread`): a person may have typed it.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NewType

from ratecard.api.types.misread import Unreadable
from ratecard.instants import EARLIEST, LATEST, YEARS, Instant, instant_of, is_within_years, parse_moment
from ratecard.locale.preferences import Malformed, read_preferences
from ratecard.locale.territories import region_asked_for
from ratecard.quotes.codes import HOW_WRITTEN
from ratecard.rulefiles.values import asked, scalars
from ratecard.rulefiles.values.offered import is_sound_code
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
PromotionCode = NewType("PromotionCode", str)

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
        raise wrong_value("a plain decimal", text, "write plain digits with a point, such as 12.99 or -0.005")
    return Decimal(text)


def parse_whole(text: str) -> BigInt:
    """The whole number of a text of up to 100 digits."""
    if not _WHOLE.fullmatch(text):
        raise wrong_value("a whole number", text, "write a whole number of up to 100 digits, such as 1299")
    return BigInt(int(text))


def parse_rate(text: str) -> RateText:
    """The text, where it is a plain decimal or a fraction of two whole numbers."""
    if not _RATE.fullmatch(text):
        raise wrong_value("a rate", text, "write a decimal such as 0.19, or a fraction such as 1/3")
    return RateText(text)


def parse_instant(text: str) -> Instant:
    """The instant of an RFC 3339 text; a fraction of a second is dropped, as everywhere."""
    hint = "write an RFC 3339 instant with its offset, such as 2026-07-01T00:00:00+02:00"
    matched = _INSTANT.fullmatch(text)
    if matched is None:
        raise wrong_value("an instant", text, hint)
    day, clock, offset = matched.groups()
    try:
        moment = parse_moment(f"{day}T{clock}{offset.upper()}")
    except ValueError:
        raise wrong_value("an instant", text, hint) from None
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
    _read(scalars.parse_currency, text)
    return CurrencyCode(text)


def parse_code(text: str) -> PromotionCode:
    """The text, where it can be the code of a promotion. Whether it is one is the book's to say."""
    if not is_sound_code(text):
        raise wrong_value("a code", text, HOW_WRITTEN)
    return PromotionCode(text)


def _read(parse: Callable[[str], object], text: str) -> str:
    """The text, where the rule files' own parser takes it: what people write is written alike everywhere."""
    found = parse(text)
    if isinstance(found, Wrong):
        raise Unreadable(f"{found.sentence}; {found.advice}")
    return text


def parse_day(text: str) -> Day:
    """The text, where it is a day of the calendar."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return Day(date.fromisoformat(text).isoformat())
    except ValueError:
        pass
    raise wrong_value("a day", text, "write a day of the calendar, such as 2026-07-01")


def wrong_value(what: str, given: str, hint: str) -> Unreadable:
    """For a text that is not a value of its scalar. The text is shown, and cut where it is long."""
    return Unreadable(f"{shown(given)} is not {what}; {hint}")
