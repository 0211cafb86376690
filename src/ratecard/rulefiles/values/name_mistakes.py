"""What to say of a text that is not a code or name: the one that it was meant as, where only the writing differs."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from ratecard.diagnostics.fixes import POSSIBLE, SURE, Suggestion, examples, possible
from ratecard.instants import zone
from ratecard.rulefiles.near import slips, without_letters_for_digits
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.wrong import Wrong, shown

IDENTIFIER_MOST = 64
_WINTER_AND_SUMMER = (datetime(2025, 1, 1), datetime(2025, 7, 1))
FACT_OWNERS = ("buyer", "creator", "gift", "lot", "purchase")

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE | re.ASCII)


def identifier_mistake(text: str) -> Wrong:
    """What to say of a text that is not an identifier: `Coins 1000` and `coins_1OOO` were meant as coins_1000."""
    sentence = f"{shown(text)} is not an identifier"
    one = len(text) <= IDENTIFIER_MOST and not re.search(r"[;,|:]", text)
    meant = _identifier_of(text) if one else ""
    if _IDENTIFIER.fullmatch(meant):
        letters = without_letters_for_digits(text) != text
        said = f"{sentence}: letters stand among its digits" if letters else sentence
        return Wrong("not-an-identifier", said, offers=possible(meant))
    hint = "write lower-case letters, digits and underscores, a letter first"
    return Wrong("not-an-identifier", sentence, hint, examples("coins_1000"))


def _identifier_of(text: str) -> str:
    """A text as an identifier: in small letters without accents, with joints for spaces; "" where letters remain.

    `coinsLarge` is coins_large, and `iOS` and `macOS`, which are no two words, are ios and macos.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if not plain.isascii():
        return ""
    joined = re.sub(r"(?<=[a-z]{2})(?=[A-Z][a-z])", "_", without_letters_for_digits(plain))
    return re.sub(r"[^a-z0-9]+", "_", joined.lower()).strip("_")


def product_mistake(text: str) -> Wrong:
    """What to say of a text that is not the id of a store's product."""
    hint = "write the store's id: letters, digits, points, hyphens and underscores, without spaces"
    return Wrong("not-a-product", f"{shown(text)} is not the id of a product", hint, examples("com.example.coins1000"))


def fact_name_mistake(text: str) -> Wrong:
    """What to say of a text that is not a name of a fact: `Buyer.age` was meant as buyer.age."""
    sentence = f"{shown(text)} is not a name of a fact"
    hint = "write what it is about (buyer, creator, purchase, gift or lot), a point and an identifier"
    about, point, name = text.partition(".") if len(text) <= IDENTIFIER_MOST else ("", "", "")
    name = _identifier_of(name if point else about)
    if not _IDENTIFIER.fullmatch(name):
        return Wrong("not-a-fact-name", sentence, hint, examples("buyer.age"))
    if not point and name == "way":
        return Wrong("not-a-fact-name", sentence, offers=possible("purchase.way"))
    owners = (about.lower(),) if about.lower() in FACT_OWNERS else slips(about.lower(), FACT_OWNERS)
    if point and owners:
        return Wrong("not-a-fact-name", sentence, offers=possible(*(f"{owner}.{name}" for owner in owners)))
    return Wrong("not-a-fact-name", sentence, hint, examples(f"buyer.{name}"))


def language_mistake(text: str) -> Wrong:
    """What to say of a text that is not a language tag: `en_us` was meant as en-US."""
    sentence = f"{shown(text)} is not a language tag"
    match = _TAG.fullmatch(text)
    if match is None:
        return Wrong("not-a-language", sentence, "write a BCP 47 tag", examples("en", "pt-BR", "zh-Hant"))
    language, script, territory = (part or "" for part in match.groups())
    tag = "-".join(part for part in (language.lower(), script.title(), territory.upper()) if part)
    return Wrong("not-a-language", sentence, offers=(Suggestion(tag),))


def region_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not a region code: `us_ny` was meant as US-NY, Germany as DE."""
    if re.fullmatch(r"[A-Za-z]{2}([-_][A-Za-z0-9]{1,3})?", text, re.ASCII):
        return _region_as_written(text, nearby)
    country = nearby.geography.country_named(text)
    sentence = f"{shown(text)} is not a region code"
    if country:
        return Wrong("not-a-region", sentence, offers=possible(country))
    return Wrong("not-a-region", sentence, "write a code of ISO 3166", examples("DE", "US-NY"))


def _region_as_written(text: str, nearby: Nearby) -> Wrong:
    """What to say of a code in other letters: de was meant as DE; en is a language, and nobody's country.

    Of a country whose time zones are not the file's it is not sure: sv may be Swedish in place of El Salvador.
    """
    code, geography = text.upper().replace("_", "-"), nearby.geography
    country = code[:2]
    zones = geography.zones_of(country)
    if geography.zones() and not zones and not geography.countries_of(country):
        hint = "write the code of a country, and not of a language"
        return Wrong("not-a-region", f"{text} is not a region code", hint, examples("DE", "US-NY"))
    certainty = POSSIBLE if nearby.time_zone and zones and nearby.time_zone not in zones else SURE
    return Wrong("not-a-region", f"{text} is not how a region is written", offers=(Suggestion(code, certainty),))


def zone_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not a time zone: `berlin` was meant as Europe/Berlin."""
    sentence = f"{shown(text)} is not a time zone of the tz database"
    geography = nearby.geography
    meant = geography.zones_named(text) or slips(text, geography.zones())
    if meant:
        certainty = SURE if meant[0].casefold() == text.casefold() else POSSIBLE
        return Wrong("unknown-time-zone", sentence, offers=tuple(Suggestion(name, certainty) for name in meant))
    of_region = _apart(geography.zones_of(nearby.region))[:3]
    hint = "write a name of the tz database"
    return Wrong("unknown-time-zone", sentence, hint, examples(*(of_region or ("Europe/Berlin",))))


def _apart(names: Iterable[str]) -> list[str]:
    """The first of all zones whose clocks are alike in winter and in summer: Europe/Berlin, and not Busingen too."""
    found: dict[object, str] = {}
    for name in names:
        known = zone(name)
        clocks = tuple(day.replace(tzinfo=known).utcoffset() for day in _WINTER_AND_SUMMER)
        found.setdefault(clocks, name)
    return list(found.values())
