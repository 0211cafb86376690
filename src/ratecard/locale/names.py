"""Texts for people in several languages, and which of them answers a request.

Convention: the keys of a mapping by language are canonical tags (`tag_of`), and `und` for what holds in every language,
as in `name: App Store`.
"""

from collections.abc import Mapping
from typing import TypeVar

from ratecard.locale.tags import locale_of, parent_tags, tag_of

Names = Mapping[str, str]
UNDETERMINED = "und"

_Text = TypeVar("_Text")


def pick_name(names: Names, asked_tag: str, first_language: str) -> tuple[str, str]:
    """The text for the asked language and the tag it was found under.

    Looked under in turn: the asked tag and CLDR's parents of it, `und`, the book's first language and its parents, and
    last any, by sorted tag. What stands under `und` gives the asked tag back, because it is a text in that language
    too. {"de": "Münze", "en": "coin"} asked in "de-AT" gives ("Münze", "de"). `names` must not be empty.
    """
    return pick(names, asked_tag, first_language)


def pick(texts: Mapping[str, _Text], asked_tag: str, first_language: str) -> tuple[_Text, str]:
    """The same choice as `pick_name` for anything that is stated by language, such as plural forms.

    Raises ValueError where there is nothing to choose from, and UnknownLocale.
    """
    for tag in parent_tags(asked_tag):
        if tag in texts:
            return texts[tag], tag
    if UNDETERMINED in texts:
        return texts[UNDETERMINED], tag_of(locale_of(asked_tag))
    for tag in parent_tags(first_language):
        if tag in texts:
            return texts[tag], tag
    if not texts:
        raise ValueError("no text in any language was given")
    last = min(texts)
    return texts[last], last
