"""What a reader asks for, from one tag or a list as browsers send it, and what becomes of it with a book's languages.

Convention: tags that come in are anybody's text; tags in `Preferences` are canonical and CLDR's.
"""

import re
from functools import lru_cache

import msgspec

from ratecard.locale.matching import known_tag, relatives
from ratecard.locale.numerals import honoured_digits
from ratecard.locale.subtags import Subtags, read_tag
from ratecard.locale.tags import locale_named, parent_tags, tag_of, with_digits

CHARACTERS_MOST = 400
TAGS_MOST = 20

_WEIGHT = re.compile(r"[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_SHOWN_CHARACTERS_MOST = 60


class Malformed(msgspec.Struct, frozen=True):
    """Why a text is not a list of tags, as a sentence, and what to write instead."""

    sentence: str
    hint: str


class WantedTags(msgspec.Struct, frozen=True):
    """The tags of a list that are wanted, the most preferred first; and those with a weight of 0, which are not."""

    wanted: tuple[Subtags, ...]
    refused: tuple[Subtags, ...] = ()


class Preferences(msgspec.Struct, frozen=True):
    """For whom an answer is written.

    `locale` writes numbers, days and the names of countries; it may ask for digits ("ar-EG-u-nu-latn"). `languages`
    are those that the reader asked for and CLDR knows, the preferred one first, and may be none. `book_languages` are
    the book's, which stand in for them. The `refused` ones are for want of any other.
    """

    locale: str
    languages: tuple[str, ...]
    book_languages: tuple[str, ...]
    refused: tuple[str, ...] = ()


def read_preferences(text: str) -> WantedTags | Malformed:
    """The tags of "pt-BR", of "pt-BR,pt,en", or of "pt-BR,pt;q=0.9,en;q=0.8".

    As in an Accept-Language header (RFC 9110, 12.5.4): a tag without a weight has 1, equal weights keep their order, 0
    is not acceptable, "*" is whatever there is. Unknown languages are no fault, only tags that are not well formed, and
    lists beyond `CHARACTERS_MOST` and `TAGS_MOST`.
    """
    if len(text) > CHARACTERS_MOST:  # asked first, so that nothing remembers a long text
        return Malformed(f"{_shown(text)} has {len(text)} characters", f"write at most {CHARACTERS_MOST}")
    return _read(text)


@lru_cache(maxsize=1024)
def _read(text: str) -> WantedTags | Malformed:
    items = [item for item in (item.strip(" \t") for item in text.split(",")) if item]
    if not items:
        return Malformed(f"{_shown(text)} names no language", _HINT)
    if len(items) > TAGS_MOST:
        return Malformed(f"{len(items)} languages are listed", f"write at most {TAGS_MOST}")
    weighted: list[tuple[int, Subtags]] = []
    refused: list[Subtags] = []
    for item in items:
        tag, semicolon, parameter = (part.strip(" \t") for part in item.partition(";"))
        weight = _thousandths(parameter) if semicolon else 1000
        if weight is None:
            return Malformed(f"{_shown(parameter)} is not a weight", "write a weight from 0 to 1, such as pt;q=0.9")
        subtags = Subtags("und") if tag == "*" else read_tag(tag)
        if subtags is None:
            return Malformed(f"{_shown(tag)} is not a language tag", _HINT)
        if weight:
            weighted.append((weight, subtags))
        else:
            refused.append(subtags)
    return WantedTags(tuple(subtags for _, subtags in sorted(weighted, key=lambda item: -item[0])), tuple(refused))


@lru_cache(maxsize=1024)
def preferences(asked: WantedTags, book_languages: tuple[str, ...]) -> Preferences:
    """Whom to write for. With nothing that CLDR knows among the tags, it is the book's first language.

    A language that CLDR knows by its matching alone is stood in for by one that its readers read, after all that were
    named: ("tlh", "de") is German and then English. What is refused stands in last. `book_languages` must not be empty.
    """
    refused = tuple(tag_of(known) for known in map(locale_named, asked.refused) if known is not None)
    tagged = [(tag, subtags) for subtags in asked.wanted if (tag := known_tag(subtags)) is not None]
    named = tuple(tag for tag, _ in tagged)
    unknown = [subtags for subtags in asked.wanted if known_tag(subtags) is None]
    beside = [(tag, subtags) for subtags in unknown for tag in acceptable(relatives(subtags), named, refused)]
    ordered = [*tagged, *beside]
    left = acceptable(book_languages, named, refused)
    book_languages = (*left, *(tag for tag in book_languages if tag not in left))
    locale = book_languages[0]
    if ordered:
        locale, subtags = ordered[0]
        system = honoured_digits(locale, subtags.digits)
        locale = with_digits(locale, system) if system else locale
    return Preferences(locale, tuple(dict.fromkeys(tag for tag, _ in ordered)), book_languages, refused)


def acceptable(tags: tuple[str, ...], wanted: tuple[str, ...], refused: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the tags that are not refused. What is said of the nearest tag above counts: RFC 4647, 2.1.

    With "en" refused and "en-GB" wanted, "en-GB" is acceptable, and "en-AU" is not. What nobody named is.
    """
    return tuple(tag for tag in tags if not refused or not _is_refused(tag, wanted, refused))


def _is_refused(tag: str, wanted: tuple[str, ...], refused: tuple[str, ...]) -> bool:
    above = (*parent_tags(tag), tag.partition("-")[0])
    return next((name not in wanted for name in above if name in wanted or name in refused), False)


_HINT = "write a BCP 47 tag such as de or pt-BR, or a list such as pt-BR,pt;q=0.9,en"


def _thousandths(parameter: str) -> int | None:
    """The weight of "q=0.9", 900 thousandths; None for any other parameter."""
    weight = _WEIGHT.fullmatch(parameter)
    return int(weight[1].replace(".", "").ljust(4, "0")) if weight else None


def _shown(text: str) -> str:
    """The text in quotes, cut where it is long; what cannot be seen, or moves what stands beside it, is escaped."""
    cut = text if len(text) <= _SHOWN_CHARACTERS_MOST else f"{text[:_SHOWN_CHARACTERS_MOST]}…"
    seen = (
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in cut
    )
    return f'"{"".join(seen)}"'
