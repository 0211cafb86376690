"""What CLDR knows of countries, their money and their time zones, by the names that people write for them.

Convention: codes are upper case, texts in any case. Nothing depends on today: a currency without an end is current.
"""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name

from ratecard.currency import CURRENCIES
from ratecard.locale.territories import is_territory, official_territory

_ENGLISH = "en"

# Codes that people use for tokens, which ISO 4217 does not have. BTC and XBT: ISO's news item 2729 on ISO 24165; the
# others: the README of digital_token 0.6.0, which reads the registry of ISO 24165.
_TOKENS = {
    "ADA": "Ada",
    "BNB": "Binance BNB",
    "BSV": "Bitcoin SV",
    "BTC": "Bitcoin",
    "DASH": "Dash",
    "DOGE": "Dogecoin",
    "ETH": "Ethereum",
    "LTC": "Litecoin",
    "XBT": "Bitcoin",
}


LATE_YEAR = 2015
"""The year from which on currencies are of late: a book may answer of times before today."""


@lru_cache(maxsize=1024)
def currencies_of(region: str) -> tuple[str, ...]:
    """The codes of a country's legal tender without an end, the latest first: ("EUR",) for HR; () for no country."""
    stated = get_global("territory_currencies").get(region.partition("-")[0], ())
    current = [(start or (0, 0, 0), code) for code, start, end, tender in stated if end is None and tender]
    return tuple(code for _, code in sorted(current, reverse=True) if code in CURRENCIES)


@lru_cache(maxsize=1024)
def currencies_of_late(region: str) -> frozenset[str]:
    """The codes of a country's legal tender since 2015, HRK and EUR for HR; none for no country."""
    stated = get_global("territory_currencies").get(region.partition("-")[0], ())
    return frozenset(code for code, _, end, tender in stated if tender and (end is None or end[0] >= LATE_YEAR))


@lru_cache(maxsize=1024)
def currencies_around(region: str) -> frozenset[str]:
    """The codes of the currencies of all countries in a region's part of the world: Europe's and Asia's for RU.

    A part of the world is what the names of its time zones begin with.
    """
    parts = {name.partition("/")[0] for name in zones_of(region)}
    countries = [str(country) for country in get_global("territory_zones") if is_territory(str(country))]
    near = [country for country in countries if parts & {name.partition("/")[0] for name in zones_of(country)}]
    return frozenset(code for country in near for code in currencies_of(country))


def other_money(code: str) -> str:
    """The English name of what a code stands for that is not a currency here: "Gold" for XAU; "" for any other code.

    Those are metals, units of account and currencies long gone, which CLDR names, and tokens.
    """
    return _TOKENS.get(code) or str("" if code in CURRENCIES else Locale(_ENGLISH).currencies.get(code, ""))


@lru_cache(maxsize=1024)
def currencies_named(text: str) -> tuple[str, ...]:
    """The codes of all currencies in use that an English word or sign names: ("JPY",) for "yen", many for "dollar"."""
    wanted = " ".join(text.casefold().split())
    return tuple(code for code, names in _names_of_currencies() if wanted in names)


@lru_cache(maxsize=1)
def _names_of_currencies() -> tuple[tuple[str, frozenset[str]], ...]:
    """Each currency in use with its English names, their last words and its signs, in small letters."""
    english = Locale(_ENGLISH)
    in_use = sorted({code for region in get_global("territory_currencies") for code in currencies_of(str(region))})
    return tuple((code, frozenset(_names_of(code, english))) for code in in_use)


def _names_of(code: str, english: Locale) -> set[str]:
    names = {str(english.currencies.get(code, code)).casefold()}
    names |= {get_currency_name(code, count=count, locale=english).casefold() for count in (1, 2)}
    sign = str(english.currency_symbols.get(code, code))
    bare = re.sub(r"^[A-Z]+", "", sign)
    signs = {sign, bare, code[:2] + bare} - {code, code[:2], ""} if bare else set()
    return names | {name.rpartition(" ")[2] for name in names} | {sign.casefold() for sign in signs}


@lru_cache(maxsize=1024)
def signs_of(currency: str, region: str) -> tuple[str, ...]:
    """The signs and words by which people in a region write a currency, in its languages: "$" and "CA$" for CAD in CA.

    A word is the last one of a name, as the sign of the yen is in Japan: 円.
    """
    country = region.partition("-")[0]
    languages = get_global("territory_languages").get(country, {})
    names = [f"{language}_{country}" for language in languages] + [_ENGLISH]
    locales = list(filter(None, map(_locale, names)))
    signs = {str(locale.currency_symbols.get(currency, "")) for locale in locales}
    signs |= {get_currency_name(currency, count=1, locale=locale).rpartition(" ")[2] for locale in locales[:-1]}
    return tuple(sorted(signs - {"", currency}))


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=1024)
def country_named(text: str) -> str:
    """The code of the country of a code or an English name: "DE" for "DE", "deu" and "Germany"; "" for no country."""
    code = text.upper()
    official = official_territory(code) or code
    if is_territory(official):
        return official
    return _codes_by_name().get(text.casefold(), "")


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    named = {str(code): str(name) for code, name in Locale(_ENGLISH).territories.items()}
    return {name.casefold(): code for code, name in named.items() if is_territory(code)}


ZONES_MOST = 3


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The names of all time zones of countries: not Etc/GMT+1, which is one hour behind UTC and not before it."""
    return tuple(str(name) for name in get_global("zone_territories") if not str(name).startswith("Etc/"))


@lru_cache(maxsize=1024)
def zones_named(text: str) -> tuple[str, ...]:
    """The time zones that a text was meant as: ("Europe/Berlin",) for "berlin" and for Windows' name of it."""
    windows = get_global("windows_zone_mapping").get(text)
    if windows:
        return (str(windows),)
    wanted = re.sub(r"[\s_-]+", "_", text.casefold())
    same = [name for name in zones() if name.casefold() == wanted]
    city = [name for name in zones() if name.casefold().rpartition("/")[2] == wanted.rpartition("/")[2]]
    return tuple(sorted(same or city)[:ZONES_MOST])


def zones_of(region: str) -> tuple[str, ...]:
    """The time zones of a country, those of its large cities first: Europe/Berlin for DE; () for no country."""
    country = region.partition("-")[0]
    listed = list(map(str, get_global("territory_zones").get(country, ()))) if is_territory(country) else []
    usual = frozenset(map(str, get_global("windows_zone_mapping").values()))
    return tuple(sorted(listed, key=lambda zone: (zone not in usual, listed.index(zone))))
