"""Which of several languages somebody reads best: CLDR's language matching, within a language and beyond it.

Convention: tags are canonical (`tag_of`). Within a language CLDR's parents go first ("de-AT", "de"), then its other
forms in the same script, the nearest relation first ("es-AR" for "es-MX", since both come from "es-419"). Another
script counts where its readers read it: Serbian in both, Chinese in neither.
"""

from collections.abc import Iterator
from functools import lru_cache

from babel.core import get_global

from ratecard.locale.cldr_matching import DISTANCE_MOST, LANGUAGES_READ, SAME_LANGUAGE_MOST, SCRIPTS_READ
from ratecard.locale.subtags import Subtags, read_tag
from ratecard.locale.tags import canonical, likely_territory, locale_named, parent_tags, tag_of

UNDETERMINED = "und"
"""The key of a text that holds in every language; no language itself."""


@lru_cache(maxsize=1024)
def known_tag(asked: Subtags) -> str | None:
    """The canonical tag of the locale that a well-formed tag means, or None where CLDR knows none of that language.

    What CLDR does not know is left away, extensions and unknown variants first, then the territory: "de-XX" is "de".
    A language that another one's name covers is that one: "arz-EG", Egyptian Arabic, is "ar-EG". None for "tlh".
    """
    for language, script in _forms(asked):
        for territory, variant in ((asked.territory, asked.variant), (asked.territory, None), (None, None)):
            locale = locale_named(Subtags(language, script, territory, variant))
            if locale is not None:
                return tag_of(locale)
    return None


@lru_cache(maxsize=4096)
def closest(tag: str, stated: tuple[str, ...]) -> str | None:
    """The one of the stated tags that is the same language and that readers of `tag` read best; None where none is.

    Of ("en", "pt-BR") "pt-BR" for "pt-PT"; of ("nb", "nn") "nb" for "no"; of ("en", "zh-Hans") None for "zh-Hant".
    Raises UnknownLocale.
    """
    for form in (tag, *_other_scripts(tag)):
        parent = next((parent for parent in parent_tags(form) if parent in stated), None)
        if parent is not None:
            return parent
        ranked = [(rank, other) for other in stated if (rank := _rank(form, other)) is not None]
        if ranked:
            return min(ranked)[1]
    return None


@lru_cache(maxsize=1024)
def relatives(asked: Subtags) -> tuple[str, ...]:
    """Tags of other languages that readers of this one read, by CLDR, nearest first: ("de-CH",) for "gsw".

    Each with the asked territory, or the one where the language is at home, as far as CLDR knows the pair.
    """
    own = canonical(asked)
    territory = own.territory or likely_territory(own.language, own.script)
    tags: list[tuple[int, str]] = []
    for apart, language in LANGUAGES_READ.get(own.language, ()):
        other_scripts = [(more, script) for more, read, script in _scripts_read(own) if read == language]
        for more, script in ((0, own.script), *other_scripts):
            locale = locale_named(Subtags(language, script, territory))
            if locale is not None and apart + more <= DISTANCE_MOST:
                tags.append((apart + more, tag_of(locale)))
    return tuple(dict.fromkeys(tag for _, tag in sorted(tags)))


def subtags_of(tag: str) -> Subtags:
    """The parts of a canonical tag, with its usual script: "zh" is Chinese in Hans."""
    subtags = read_tag(tag)
    assert subtags is not None
    return canonical(subtags)


def _rank(tag: str, stated: str) -> tuple[int, int, bool, int] | None:
    """How near a stated tag is to an asked one, the least first; None for another language or another script.

    Counted are CLDR's distance of the languages, how far up the parents the two meet, whether the stated one is at
    home elsewhere than their common parent ("pt-PT" is, of "pt"), and how far below that parent it stands.
    """
    if stated == UNDETERMINED:
        return None
    own, other = subtags_of(tag), subtags_of(stated)
    if other.script != own.script or _family(other.language) != _family(own.language):
        return None
    apart = next((apart for apart, read in LANGUAGES_READ.get(own.language, ()) if read == other.language), 0)
    parents, others = parent_tags(tag), parent_tags(stated)
    shared = next((parent for parent in parents if parent in others), None)
    if shared is None:
        return apart, len(parents), True, len(others)
    home = likely_territory(subtags_of(shared).language, other.script)
    return apart, parents.index(shared), other.territory not in (None, home), others.index(shared)


def _forms(asked: Subtags) -> Iterator[tuple[str, str | None]]:
    """Language and script as asked, then in another script that its readers read, then the language that covers it."""
    yield asked.language, asked.script
    own = canonical(asked)
    for _, language, script in _scripts_read(own):
        if language == own.language:
            yield language, script
    for apart, language in LANGUAGES_READ.get(own.language, ()):
        if apart <= SAME_LANGUAGE_MOST:
            yield language, own.script


def _other_scripts(tag: str) -> Iterator[str]:
    """The same language in the same territory in other scripts that its readers read: "sr-Cyrl-ME" of "sr-Latn-ME"."""
    own = subtags_of(tag)
    for _, language, script in _scripts_read(own):
        locale = locale_named(Subtags(language, script, own.territory)) if language == own.language else None
        if locale is not None:
            yield tag_of(locale)


def _scripts_read(own: Subtags) -> Iterator[tuple[int, str, str]]:
    """What readers of a language in a script read in other ones: distance of the script, language, script."""
    for apart, read in SCRIPTS_READ.get(f"{own.language}-{own.script}", ()):
        language, _, script = read.partition("-")
        yield apart, language, script


def _family(language: str) -> str:
    """The language from which CLDR lets another inherit as a whole: "no" for "nb" and "nn", else itself."""
    parent = get_global("parent_exceptions").get(language, language)
    return language if "_" in parent else parent
