"""Language tags (BCP 47), the locales behind them, and the order in which languages stand in for one another.

Convention: a `tag` has hyphens and is canonical in everything handed out ("zh-Hant-TW"); Babel's names have
underscores and stay inside this module. What CLDR knows is what the installed Babel knows.

Tags with extensions ("ar-u-nu-latn") are not supported: a Babel locale cannot carry them, and to drop one silently
would show other digits than the caller asked for.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, localedata
from babel.core import get_global

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<territory>[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?P<variant>[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))?",
    re.ASCII | re.IGNORECASE,
)


class UnknownLocale(ValueError):
    """A tag that `parse_locale` refuses was passed on as if it were a locale: a wrong call, not wrong data."""


@lru_cache(maxsize=1024)
def parse_locale(tag: str) -> Locale | None:
    """The locale of a BCP 47 tag in any case, or None where CLDR knows none.

    Old codes are replaced ("iw" is "he") and a script is filled in where the territory decides it ("zh-TW" is
    "zh-Hant-TW", "sr-ME" is "sr-Latn-ME"). A known language in a known territory that CLDR has no data of its own
    for is the nearest that it inherits from: "tr-DE" is "tr", "pt-FR" is "pt-PT". None are "xx" (no language of
    CLDR's), "de-XX" (no territory), "de-Cyrl" (no script of German), "en_US" (not BCP 47) and tags with extensions.
    """
    matched = _TAG.fullmatch(tag)
    if matched is None:
        return None
    language, script, territory, variant = _replaced(*matched.groups())
    known = _known_names()
    likely = _likely_script(language, territory)
    # CLDR's names spell the usual script for some languages ("zh_Hans_CN") and leave it out for others ("de_DE").
    for candidate in (script, {None: likely, likely: None}.get(script, script)):
        name = _joined(language, candidate, territory, variant)
        if name in known:
            return Locale.parse(name)
    if variant is None and territory in _known_territories():
        name = next((parent for parent in _parents(_joined(language, script, territory)) if parent in known), "")
        return Locale.parse(name) if name else None
    return None


def locale_of(tag: str) -> Locale:
    """The locale of a tag that was parsed before. Raises UnknownLocale where `parse_locale` gives None."""
    locale = parse_locale(tag)
    if locale is None:
        raise UnknownLocale(f"{tag!r} is not a BCP 47 tag of a locale that CLDR knows")
    return locale


def tag_of(locale: Locale) -> str:
    """The canonical tag of a locale: language-Script-TERRITORY-variant, as in "zh-Hant-TW"."""
    return _tag(str(locale))


@lru_cache(maxsize=1024)
def parent_tags(tag: str) -> tuple[str, ...]:
    """The tag in canonical form and then CLDR's parents, nearest first, without the root.

    Mostly one part less each ("de-AT", "de"), but CLDR states exceptions ("pt-AO", "pt-PT", "pt"; "es-MX", "es-419",
    "es"), and a script that is not the language's usual one has no parent: people who read "zh-Hant" are not
    served "zh". Raises UnknownLocale.
    """
    name = str(locale_of(tag))
    return (_tag(name), *(_tag(parent) for parent in _parents(name)))


@lru_cache(maxsize=1024)
def fallback_tags(tag: str, last_resort: str) -> tuple[str, ...]:
    """The tags to look under for a text in `tag`: itself, CLDR's parents, then the book's first language.

    ("pt-AO", "en") is "pt-AO", "pt-PT", "pt", "en". Each stands once. Raises UnknownLocale.
    """
    return tuple(dict.fromkeys((*parent_tags(tag), tag_of(locale_of(last_resort)))))


def is_right_to_left(tag: str) -> bool:
    """Whether the locale is written from right to left, as Arabic is. Raises UnknownLocale."""
    return locale_of(tag).text_direction == "rtl"


def _replaced(
    language: str, script: str | None, territory: str | None, variant: str | None
) -> tuple[str, str | None, str | None, str | None]:
    """The parts in canonical case, with codes that CLDR has retired replaced: "sh" is "sr-Latn", "UK" is "GB"."""
    alias = get_global("language_aliases").get(language.lower(), language.lower())
    new_language, *implied = alias.split("_")
    script = script.title() if script else next((part for part in implied if len(part) == 4), None)
    territory = territory.upper() if territory else next((part for part in implied if len(part) != 4), None)
    if territory:
        territory = get_global("territory_aliases").get(territory, (territory,))[0]
    return new_language, script, territory, variant.upper() if variant else None


def _likely_script(language: str, territory: str | None) -> str | None:
    """The script in which the language is usually written there: Latn for "sr" in "ME", else Cyrl for "sr"."""
    likely = get_global("likely_subtags")
    full = likely.get(_joined(language, territory)) or likely.get(language)
    return next((part for part in full.split("_")[1:] if len(part) == 4), None) if full else None


def _parents(name: str) -> Iterator[str]:
    """CLDR's parents of a Babel name, nearest first, without the root."""
    exceptions = get_global("parent_exceptions")
    while True:
        language, *rest = name.split("_")
        unusual_script = len(rest) == 1 and len(rest[0]) == 4 and rest[0] != _likely_script(language, None)
        name = exceptions.get(name) or ("" if unusual_script else name.rpartition("_")[0])
        if name in ("", "root"):
            return
        yield name


def _joined(*parts: str | None) -> str:
    return "_".join(part for part in parts if part)


def _tag(name: str) -> str:
    """The tag of a Babel name. Only variants differ in more than the hyphen: they are lower case in BCP 47."""
    return "-".join(part.lower() if len(part) > 4 else part for part in name.split("_"))


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    return frozenset(localedata.locale_identifiers())


@lru_cache(maxsize=1)
def _known_territories() -> frozenset[str]:
    return frozenset(map(str, Locale("en").territories))
