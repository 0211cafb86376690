"""Texts for people in several languages, and which of them answers a request.

Convention: the keys of a mapping by language are canonical tags (`tag_of`), and `und` for what holds in every language,
as in `name: App Store`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from ratecard.locale.matching import UNDETERMINED, closest, relatives, subtags_of
from ratecard.locale.preferences import Preferences, acceptable
from ratecard.locale.tags import locale_of, tag_of

NamesByLanguage = Mapping[str, str]

_Text = TypeVar("_Text")


def pick(texts: Mapping[str, _Text], reader: Preferences) -> tuple[_Text, str]:
    """The text for a reader, and the tag of the language that it is in; for names and plural forms alike.

    For each language that was asked for, in turn: the one stated that its readers read best (`closest`), or else what
    stands under `und`, which is a text in that language too. Then a related language that the reader reads by CLDR,
    the book's languages in their order, and last any, by sorted tag. {"de": "Münze", "en": "coin"} asked in "de-AT"
    gives ("Münze", "de"). Raises ValueError where there is nothing to choose from.
    """
    if reader.languages and reader.languages[0] in texts:  # what most readers find, without building a key
        return texts[reader.languages[0]], reader.languages[0]
    key, tag = _chosen(tuple(texts), reader)
    return texts[key], tag


@lru_cache(maxsize=4096)
def _chosen(stated: tuple[str, ...], reader: Preferences) -> tuple[str, str]:
    """The key under which the text for a reader stands, and the language that it is in.

    What is in a refused language stands there for want of any other.
    """
    if reader.refused:
        named = tuple(tag for tag in stated if tag != UNDETERMINED)
        left = acceptable(named, reader.languages, reader.refused)
        stated = tuple(tag for tag in stated if tag == UNDETERMINED or tag in left) or stated
    for language in reader.languages:
        tag = closest(language, stated)
        if tag is not None:
            return tag, tag
        if UNDETERMINED in stated:
            return UNDETERMINED, language
    if UNDETERMINED in stated:
        return UNDETERMINED, tag_of(locale_of(reader.locale))
    related = (relative for language in reader.languages for relative in relatives(subtags_of(language)))
    for language in (*related, *reader.book_languages):
        tag = closest(language, stated)
        if tag is not None:
            return tag, tag
    if not stated:
        raise ValueError("no text in any language was given")
    return min(stated), min(stated)
