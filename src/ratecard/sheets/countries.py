"""The region that a cell of a sheet names: by code, or by a country's name as stores and people write it.

Names are CLDR's in `LANGUAGES`; those that CLDR writes otherwise stand in `_OTHERWISE`, most of them as the App Store
has them. A name that belongs to no country is never taken for a similar one.
"""

import re
import unicodedata
from functools import lru_cache

from babel import Locale

from ratecard.locale.geography import country_named
from ratecard.locale.territories import is_territory
from ratecard.rulefiles.near import nearest

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr", "ja", "ko", "zh")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")

_NEVER_IN_NAMES = re.compile(r"[#*?!~=;@%$]")

_OTHERWISE = {
    "AE": "UAE",
    "BS": "The Bahamas",
    "CD": "Congo, Democratic Republic of the; Democratic Republic of the Congo",
    "CG": "Congo, Republic of the; Republic of the Congo",
    "CI": "Ivory Coast",
    "CN": "China mainland; Mainland China",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic",
    "FM": "Micronesia, Federated States of; Federated States of Micronesia",
    "GB": "Great Britain; Britain",
    "GM": "The Gambia",
    "HK": "Hong Kong; Hong Kong SAR",
    "KN": "Saint Kitts and Nevis",
    "KR": "Korea, Republic of; Republic of Korea; Korea",
    "LA": "Lao People's Democratic Republic",
    "LC": "Saint Lucia",
    "MD": "Republic of Moldova; Moldova, Republic of",
    "MK": "Macedonia; Republic of North Macedonia",
    "MM": "Myanmar; Burma",
    "MO": "Macau; Macao; Macau SAR; Macao SAR",
    "NL": "Holland; The Netherlands",
    "PH": "The Philippines",
    "PS": "Palestine",
    "RU": "Russian Federation",
    "SZ": "Swaziland",
    "TR": "Turkey",
    "TZ": "United Republic of Tanzania; Tanzania, United Republic of",
    "US": "United States of America; U.S.A.; U.S.; The United States",
    "VC": "Saint Vincent and the Grenadines; St. Vincent and the Grenadines",
    "VN": "Viet Nam",
    "XK": "XKS",
}


def region_named(text: str) -> str:
    """The code of the region that a text names: "DE" for "de", "DEU" and "Deutschland"; "US-NY" as it is; else "".

    "#Germany" is a row that somebody took out, and not Germany. A number is not a region here.
    """
    if _NEVER_IN_NAMES.search(text) or not any(map(str.isalpha, text)):
        return ""
    code = text.strip().upper().replace("_", "-")
    if _SUBDIVISION.fullmatch(code):
        return code if is_territory(code[:2]) else ""
    return country_named(text.strip()) or _by_name().get(_folded(text), "")


def similar_names(text: str) -> tuple[str, ...]:
    """Names of countries that look like a text, for what to write: ("Germany",) for "Germny"."""
    english = {str(name) for code, name in Locale("en").territories.items() if is_territory(str(code))}
    return nearest(text, english, most=2)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """The codes of countries by their folded names; a name of two countries is left out."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if is_territory(str(code)):
                found.setdefault(_folded(str(name)), set()).add(str(code))
    for code, names in _OTHERWISE.items():
        for name in names.split("; "):
            found.setdefault(_folded(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _folded(name: str) -> str:
    """A name without case, accents, marks and small words that are written in many ways."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    words = ("saint" if word == "st" else word for word in letters.split())
    return " ".join(word for word in words if word != "the")
