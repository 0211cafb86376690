"""Language tags (BCP 47), the locales behind them, and the order in which languages stand in for one another.

Convention: a `tag` has hyphens and is canonical in everything handed out ("zh-Hant-TW"); Babel's names have
underscores and stay inside this module. What CLDR knows is what the installed Babel knows.

A tag may end in "-u-nu-" and a numbering system, which a Babel locale cannot carry: "ar-EG-u-nu-latn" is Egyptian
Arabic with Latin digits. Whatever writes numbers asks `digits_asked` for it.
"""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, localedata
from babel.core import get_global

from ratecard.locale.subtags import Subtags, read_tag

_DIGITS = "-u-nu-"


LOCALES_KEPT_MOST = 128
"""Locales whose data stay in memory, of the thousand that CLDR has; one takes some 200 kB."""


class UnknownLocale(ValueError):
    """A tag of no locale was passed on as if it were one: a wrong call, not wrong data."""


@lru_cache(LOCALES_KEPT_MOST)
def parse_locale(tag: str) -> Locale | None:
    """The locale of a BCP 47 tag in any case, or None where CLDR knows none. For tags that rules state.

    Old codes are replaced ("iw" is "he") and a script is filled in where the territory decides it ("zh-TW" is
    "zh-Hant-TW", "sr-ME" is "sr-Latn-ME"). A known language in a known territory that CLDR has no data of its own
    for is the nearest that it inherits from: "tr-DE" is "tr", "pt-FR" is "pt-PT". None are "xx" (no language of
    CLDR's), "de-XX" (no territory), "de-Cyrl" (no script of German), "en_US" (not BCP 47) and tags with extensions.
    """
    subtags = read_tag(tag)
    locale = locale_named(subtags) if subtags is not None and subtags.is_plain else None
    if locale is not None:
        _make_room(str(locale))
    return locale


class LocaleCounters:
    """How many locales were read from CLDR so far. Each takes some milliseconds, which whoever asks is charged for."""

    def __init__(self) -> None:
        self.loaded = 0


COUNTERS = LocaleCounters()


def _make_room(name: str) -> None:
    """Counts a locale whose data will be read. Babel would keep those of every locale that was ever asked for."""
    if name not in localedata._cache:
        COUNTERS.loaded += 1
        if len(localedata._cache) > LOCALES_KEPT_MOST:
            with localedata._cache_lock:
                localedata._cache.clear()


def locale_named(subtags: Subtags) -> Locale | None:
    """The locale of a tag's language, script, territory and variant, as for `parse_locale`, or None."""
    language, script, territory = _replaced(subtags)
    variant = subtags.variant.upper() if subtags.variant else None
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


def canonical(subtags: Subtags) -> Subtags:
    """The same tag with old codes replaced and its usual script filled in: "sh" is "sr-Latn", "yue" is "yue-Hant"."""
    language, script, territory = _replaced(subtags)
    likely = script or _likely_script(language, territory)
    return Subtags(language, likely, territory, subtags.variant, subtags.digits, subtags.is_plain)


def likely_territory(language: str, script: str | None) -> str | None:
    """The territory in which the language is usually written so: "CH" for "gsw"; None where CLDR does not say."""
    full = _likely(language, script)
    return next((part for part in full[1:] if len(part) != 4), None)


def locale_of(tag: str) -> Locale:
    """The locale of a tag that was parsed before. Raises UnknownLocale where `parse_locale` gives None."""
    locale = parse_locale(tag.partition(_DIGITS)[0])
    if locale is None:
        raise UnknownLocale(f"{tag!r} is not a BCP 47 tag of a locale that CLDR knows")
    return locale


def digits_asked(tag: str) -> str | None:
    """The numbering system that a tag asks for: "latn" for "ar-EG-u-nu-latn"; None where it asks for none."""
    return tag.partition(_DIGITS)[2] or None


def with_digits(tag: str, system: str) -> str:
    """The tag that asks for a numbering system: ("ar-EG", "latn") is "ar-EG-u-nu-latn"."""
    return f"{tag}{_DIGITS}{system}"


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


def _replaced(subtags: Subtags) -> tuple[str, str | None, str | None]:
    """Language, script and territory, with codes that CLDR has retired replaced: "sh" is "sr-Latn", "UK" is "GB"."""
    language, *implied = get_global("language_aliases").get(subtags.language, subtags.language).split("_")
    script = subtags.script or next((part for part in implied if len(part) == 4), None)
    territory = subtags.territory or next((part for part in implied if len(part) != 4), None)
    if territory:
        territory = get_global("territory_aliases").get(territory, (territory,))[0]
    return language, script, territory


def _likely_script(language: str, territory: str | None) -> str | None:
    """The script in which the language is usually written there: Latn for "sr" in "ME", else Cyrl for "sr"."""
    return next((part for part in _likely(language, territory)[1:] if len(part) == 4), None)


def _likely(language: str, part: str | None) -> list[str]:
    """Language, script and territory that CLDR supposes for a language, with another part where it knows the pair."""
    likely = get_global("likely_subtags")
    full = likely.get(_joined(language, part)) or likely.get(language) or language
    return list(full.split("_"))


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
