"""Every shipped name is in its own script, and every tax has a name in a language that people there read."""

import unicodedata
from collections.abc import Iterator

import pytest
from babel.languages import get_official_languages

from tests.books import shipped
from tests.shipped.walking import countries, every_list, list_now

# What the Unicode names of a language's letters begin with; a language that is not here is written in Latin letters.
SCRIPTS = {
    "ar": ("ARABIC",),
    "bg": ("CYRILLIC",),
    "el": ("GREEK",),
    "he": ("HEBREW",),
    "hi": ("DEVANAGARI",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "kk": ("CYRILLIC",),
    "ko": ("HANGUL",),
    "ru": ("CYRILLIC",),
    "th": ("THAI",),
    "uk": ("CYRILLIC",),
    "zh-Hant": ("CJK",),
}


def names() -> Iterator[tuple[str, str, str]]:
    """Every name that the book shows, with where it is from and its language."""
    book = shipped()
    for tag, forms in book.coin.names.items():
        yield from (("coin", tag, text) for text in forms.values())
    for platform, by_tag in book.platforms.items():
        if len(set(by_tag.values())) > 1:  # "App Store" is one name in all languages
            yield from ((platform, tag, text) for tag, text in by_tag.items())
    for name, fact in book.facts.items():
        yield from ((name, tag, text) for tag, text in fact.names.items())
    for listed in every_list():
        for line in listed.packages[0].tax.lines:
            yield from ((f"{listed.request.region} {line.id}", tag, text) for tag, text in line.names.items())


def letters(text: str) -> str:
    """The letters of a name, an abbreviation in brackets apart: 統合売上税 of 統合売上税 (HST)."""
    return "".join(letter for letter in text.partition(" (")[0] if letter.isalpha())


def in_script(tag: str, text: str) -> bool:
    """Whether every letter belongs to the language's script."""
    script = SCRIPTS.get(tag, ("LATIN",))
    return bool(letters(text)) and all(unicodedata.name(letter).startswith(script) for letter in letters(text))


def test_every_name_is_written_in_its_own_script() -> None:
    found = list(names())
    assert {tag for _, tag, _ in found} >= set(SCRIPTS) | set(shipped().languages)
    assert [(where, tag, text) for where, tag, text in found if not in_script(tag, text)] == []


@pytest.mark.parametrize(
    ("tag", "text"), [("ja", "VAT"), ("bg", "DDS"), ("de", "МwSt."), ("ar", "ضريبة VAT"), ("el", "ΦΠA"), ("ko", "")]
)
def test_a_name_in_another_script_is_seen(tag: str, text: str) -> None:
    """The second M and the last A are the look-alikes of another script."""
    assert not in_script(tag, text)


@pytest.mark.parametrize("country", [code for code in countries() if code not in {"CA", "HK", "KW", "US"}])
def test_every_tax_has_a_name_in_a_language_of_its_country(country: str) -> None:
    spoken = {tag.partition("_")[0] for tag in get_official_languages(country, de_facto=True)}
    for line in list_now(country, "ios").packages[0].tax.lines:
        assert spoken & {tag.partition("-")[0] for tag in line.names}, (country, line.id, spoken)


def test_every_tax_has_a_name_in_every_language_of_the_book() -> None:
    for listed in every_list():
        for line in listed.packages[0].tax.lines:
            assert set(shipped().languages) <= set(line.names), (listed.request, line.id)
