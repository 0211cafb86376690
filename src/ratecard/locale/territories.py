"""Region codes that exist, and the names of their countries.

Convention: codes are upper case. CLDR, as Babel carries it, has countries but no subdivisions; of "US-NY" the form and
the country are checked, and whether the book has such a region is the book's to say.
"""

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from ratecard.locale.preferences import Preferences
from ratecard.locale.tags import locale_of, tag_of

# Codes that CLDR names and ISO 3166-1 does not assign: reserved for others' use (AC, EU, …), made up by CLDR
# (QO, XA, XB, ZZ). Kosovo's XK is not assigned either, and stays, because stores sell there under it.
_NOT_ASSIGNED = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})

# Greece in numbers for VAT: directive 2006/112/EC, article 215. CLDR does not have it.
_OTHERWISE = {"EL": ("GR",)}

_COUNTRY = re.compile(r"[A-Z]{2}")
_ALPHA_3 = re.compile(r"[A-Z]{3}")
_SUBDIVISION = re.compile(r"([A-Z]{2})-([A-Z0-9]{1,3})")


def is_territory(code: str) -> bool:
    """Whether this is a country's code by ISO 3166-1 alpha-2 that CLDR has a name for: "DE", not "EU", not "de"."""
    return code in _territories()


def official_territories(code: str) -> tuple[str, ...]:
    """The countries' codes that another one stands for: ("GB",) for "UK", ("CW", "SX", "BQ") for "AN", () for "DE"."""
    official = map(str, get_global("territory_aliases").get(code, ()))
    return _OTHERWISE.get(code) or tuple(filter(is_territory, official))


def official_territory(code: str) -> str | None:
    """The country's code that another one stands for, "GB" for "UK"; None where CLDR knows of no single one."""
    official = official_territories(code)
    return official[0] if len(official) == 1 else None


def region_asked_for(code: str) -> str:
    """The region that a question means: the alpha-2 code of an alpha-3 one, "DE" for "DEU"; any other text as it is.

    Books and answers have the alpha-2 codes alone.
    """
    return official_territory(code) or code if _ALPHA_3.fullmatch(code) else code


def wrong_country(code: str) -> str | None:
    """Why a region's code names no country, and what to write; None where it names one.

    For what a book need not know: where the money of a lot came from. "UK" would be abroad everywhere, in Britain too.
    """
    country = code.partition("-")[0]
    if is_territory(country):
        return None
    official = official_territory(country)
    hint = f"did you mean {official}?" if official else "write a code of ISO 3166, such as DE or US-NY"
    return f"{country} is not a country of ISO 3166-1; {hint}"


def is_subdivision(code: str) -> bool:
    """Whether this has the form of ISO 3166-2 with a country that exists: "US-NY" and "US-ZZ", not "XX-NY"."""
    matched = _SUBDIVISION.fullmatch(code)
    return matched is not None and is_territory(matched[1])


def territory_name(code: str, reader: Preferences) -> tuple[str, str | None]:
    """The country's name for a reader, and the language that it is in: ("Deutschland", "de") for "DE".

    A subdivision's is its country's, "Vereinigte Staaten (NY)". Looked up in the reader's locale, in the languages
    asked for, and in the book's; a code that CLDR names in none of them is its own name, in no language.
    """
    country, _, part = code.partition("-")
    for tag in (reader.locale, *reader.languages, *reader.book_languages):
        name = locale_of(tag).territories.get(country)
        if name is not None:
            return (f"{name} ({part})" if part else str(name)), tag_of(locale_of(tag))
    return code, None


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    named = map(str, Locale("en").territories)
    return frozenset(code for code in named if _COUNTRY.fullmatch(code)) - _NOT_ASSIGNED
