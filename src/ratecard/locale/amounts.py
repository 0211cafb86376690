"""Money, prices of a unit, counts, rates and instants as people of a locale read them, without losing a digit.

Convention: every function takes a tag that `parse_locale` accepts, which may ask for digits ("ar-EG-u-nu-latn"), and
raises `UnknownLocale` for others. Without that, digits are those of the locale's default numbering system. Spaces are
CLDR's and mostly no-break ones; marks that order text written from right to left are kept.
"""

from datetime import date
from functools import lru_cache

import msgspec
from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_gmt
from babel.numbers import get_currency_precision, get_currency_symbol

from ratecard.currency import Currency
from ratecard.instants import Instant, datetime_of, zone
from ratecard.locale.numerals import NumberStyle, digits_of, number_style, numbering_system, write_number
from ratecard.locale.tags import locale_of
from ratecard.money import Money, Rate
from ratecard.rounding import Rounding, RoundingMode, round_ratio


def format_money(money: Money, locale_tag: str) -> str:
    """The amount in CLDR's standard currency format: 12.99 USD is "12,99 $" in German.

    Shown are CLDR's display digits, unless the amount has digits other than zero beyond them; then the ISO
    exponent's. So 1200.00 RSD shows no decimals, 12.50 RSD two, 12.00 USD two, and 12.999 KWD three. Exact for
    amounts of any size.
    """
    style = _money_style(money.currency.code, money.currency.exponent, locale_tag)
    shown, rest = divmod(money.minor, style.minor_per_shown)
    if rest:
        return write_number(style.number, money.minor, style.exponent)
    return write_number(style.number, shown, style.digits_shown)


def format_unit_price(
    numerator: int, denominator: int, currency: Currency, digits: int, mode: RoundingMode, locale_tag: str
) -> str:
    """numerator ÷ denominator in major units, rounded by the stated mode to `digits` decimals, all of them shown.

    649 ÷ 52500 EUR half up to 5 digits is "0,01236 €" in German. `denominator` > 0.
    """
    style = _money_style(currency.code, currency.exponent, locale_tag)
    return write_number(style.number, round_ratio(numerator * 10**digits, denominator, Rounding(mode)), digits)


def format_count(count: int, locale_tag: str) -> str:
    """A whole number with the locale's groups: 1000 is "1.000" in German and "1000" in Polish and Spanish."""
    return write_number(_count_style(locale_tag), count, 0)


@lru_cache(maxsize=4096)
def format_rate(rate: Rate, locale_tag: str) -> str:
    """The rate as a percentage with all its digits: 9.975 % is "9,975 %" in German.

    A rate that does not end as a percentage is the fraction, since every other text would be another rate: "1/3".
    """
    number, _, percent = str(rate).partition(" ")
    if not percent:
        return f"{format_count(rate.numerator, locale_tag)}/{format_count(rate.denominator, locale_tag)}"
    whole, _, part = number.partition(".")
    return write_number(_percent_style(locale_tag), int(whole + part), len(part))


def format_day(day: date, locale_tag: str) -> str:
    """A day in CLDR's long form, in the digits of amounts: 2026-11-25 is "25. November 2026" in German."""
    return _in_own_digits(format_date(day, "long", locale=locale_of(locale_tag)), locale_tag)


def format_instant(instant: Instant, zone_name: str, locale_tag: str) -> str:
    """The instant on the wall clock of a zone, with the offset: "01.01.2026, 00:00:00 GMT+01:00" in German.

    The offset and not the zone's short name, because CLDR has such names for few pairs of zone and language, and
    some of them stand for several zones. The calendar is the Gregorian one in every locale, as in the rules. Raises
    ValueError for a name that is not a zone.
    """
    in_zone = zone(zone_name)
    if in_zone is None:
        raise ValueError(f"{zone_name!r} is not a time zone")
    locale = locale_of(locale_tag)
    local = datetime_of(instant).astimezone(in_zone)
    clock = format_datetime(local, "medium", tzinfo=in_zone, locale=locale)
    offset = get_timezone_gmt(local, "long", locale=locale)
    return _in_own_digits(f"{clock} {offset}", locale_tag)


def _in_own_digits(text: str, locale_tag: str) -> str:
    """The text with the digits in which the locale's amounts are written; Babel writes dates in Latin ones."""
    digits = digits_of(numbering_system(locale_tag))
    return text.translate(digits) if digits is not None else text


class _MoneyStyle(msgspec.Struct, frozen=True):
    """How amounts of one currency are written; `minor_per_shown` minor units are one of the last digit shown."""

    number: NumberStyle
    exponent: int
    digits_shown: int
    minor_per_shown: int


@lru_cache(maxsize=4096)
def _money_style(code: str, exponent: int, tag: str) -> _MoneyStyle:
    """The style of a currency in a locale. CLDR never shows more digits than ISO stores, so the lesser one is its own.

    Were CLDR to show more, the stored digits would be all there is to show.
    """
    locale = locale_of(tag)
    digits_shown = min(get_currency_precision(code), exponent)
    number = number_style(locale, tag, locale.currency_formats["standard"], _symbol(code, locale))
    return _MoneyStyle(number, exponent, digits_shown, 10 ** (exponent - digits_shown))


def _symbol(code: str, locale: Locale) -> str:
    """The currency's symbol, or its code where the locale's symbol is invisible.

    Portuguese writes the Cape Verdean escudo's sign in place of the decimal separator, and so gives an empty symbol;
    Babel leaves that separator out, and the amount would name no currency.
    """
    symbol = get_currency_symbol(code, locale)
    return symbol if symbol.strip("\u200b\u200e\u200f\u061c \xa0\u202f") else code


@lru_cache(maxsize=1024)
def _count_style(tag: str) -> NumberStyle:
    locale = locale_of(tag)
    return number_style(locale, tag, locale.decimal_formats[None])


@lru_cache(maxsize=1024)
def _percent_style(tag: str) -> NumberStyle:
    locale = locale_of(tag)
    return number_style(locale, tag, locale.percent_formats[None])
