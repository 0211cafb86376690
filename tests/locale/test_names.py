"""Which of several texts answers a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.locale.names import pick
from ratecard.locale.preferences import Preferences
from ratecard.locale.tags import UnknownLocale
from tests.locale.readers import reader_of

NAMES = {"en": "coin", "de": "Münze", "pt-PT": "moeda (PT)", "pt": "moeda", "ja": "コイン"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("de", ("Münze", "de")),
        ("DE-at", ("Münze", "de")),
        ("pt-AO", ("moeda (PT)", "pt-PT")),
        ("pt-BR", ("moeda", "pt")),
        ("fr", ("coin", "en")),
    ],
)
def test_a_name_falls_back_along_the_parents_and_then_to_the_first_language(
    asked: str, expected: tuple[str, str]
) -> None:
    assert pick(NAMES, reader_of(asked, "en")) == expected


def test_a_text_for_every_language_answers_in_the_asked_one() -> None:
    assert pick({"und": "App Store"}, reader_of("pt-br", "en")) == ("App Store", "pt-BR")
    assert pick({"und": "App Store", "en": "The App Store"}, reader_of("de", "en")) == ("App Store", "de")
    assert pick({"und": "App Store", "de": "Der App Store"}, reader_of("de-AT", "en")) == ("Der App Store", "de")


def test_readers_of_traditional_chinese_are_not_served_simplified() -> None:
    assert pick({"zh": "币", "en": "coin"}, reader_of("zh-TW", "en")) == ("coin", "en")


def test_the_first_language_may_be_named_more_closely_than_the_texts() -> None:
    assert pick({"ja": "コイン", "en": "coin"}, reader_of("fr", "en-GB")) == ("coin", "en")


def test_without_any_better_text_the_first_by_tag_is_shown() -> None:
    assert pick({"ja": "コイン", "bg": "монета"}, reader_of("fr", "en")) == ("монета", "bg")


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        ("en fr", "de,en;q=0", "fr"),
        ("en fr", "en;q=0", "fr"),
        ("en fr", "*,en;q=0", "fr"),
        ("en-GB fr", "de,en;q=0", "fr"),
        ("en fr", "de,en-GB;q=0", "en"),
        ("en-GB fr", "de,en;q=0,en-GB;q=0.1", "en-GB"),
        ("en en-GB fr", "en-AU,en;q=0", "fr"),
        ("fr pt-BR", "pt,pt-BR;q=0", "fr"),
        ("en nb", "da,no;q=0", "en"),
        ("en zh-Hant", "de,zh;q=0", "en"),
        # Where there is nothing else, it is answered all the same.
        ("en", "de,en;q=0", "en"),
        ("bg en", "de,bg;q=0,en;q=0", "en"),
        ("en fr", "de,*;q=0", "en"),
        ("en fr", "de,xx;q=0,en-XX;q=0", "en"),
    ],
)
def test_a_refused_language_stands_in_only_for_want_of_any_other(stated: str, asked: str, expected: str) -> None:
    texts = {tag: f"in {tag}" for tag in stated.split()}
    assert pick(texts, reader_of(asked, "en", "bg")) == (f"in {expected}", expected)


def test_a_text_for_every_language_is_in_none_that_is_refused() -> None:
    assert pick({"und": "App Store", "en": "The App Store"}, reader_of("xx,en;q=0", "en", "bg")) == ("App Store", "bg")


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        # Each language of the list in turn, whole, before the next one.
        ("de en pt-BR", "pt-PT,en", "pt-BR"),
        ("de en zh-Hans", "zh-TW,en", "en"),
        ("de en zh-Hans", "zh-TW,zh,en", "zh-Hans"),
        ("en sr", "sr-Latn,en", "sr"),
        ("de fr", "ja,fr,de", "fr"),
        ("de fr", "tlh,de;q=0.1,fr;q=0.2", "fr"),
        # A related language only after all that were named, and before the book's own.
        ("bg de", "gsw", "de"),
        ("bg en nb", "da,en", "en"),
        ("bg nb", "da,en", "nb"),
        ("ar en", "arz", "ar"),
        ("bg en ru", "uk", "bg"),
        # The book's languages in their order, then the first by tag.
        ("de en ja", "fr", "en"),
        ("de en ja", "xx", "en"),
        ("de ja", "fr", "ja"),
        ("el pl", "fr", "el"),
    ],
)
def test_of_a_list_the_first_language_that_has_a_text_answers(stated: str, asked: str, expected: str) -> None:
    names = {tag: tag for tag in stated.split()}
    assert pick(names, reader_of(asked, "bg", "en", "ja")) == (expected, expected)


def test_a_text_for_every_language_answers_the_first_of_a_list() -> None:
    assert pick({"und": "App Store", "de": "Der App Store"}, reader_of("fr,de")) == ("App Store", "fr")
    assert pick({"und": "App Store", "de": "Der App Store"}, reader_of("de-CH,fr")) == ("Der App Store", "de")
    assert pick({"und": "App Store"}, reader_of("xx", "bg")) == ("App Store", "bg")
    assert pick({"und": "App Store"}, reader_of("ar-EG-u-nu-latn")) == ("App Store", "ar-EG")


@given(
    st.dictionaries(st.sampled_from(["und", *NAMES]), st.text(), min_size=1),
    st.sampled_from(["de-AT", "pt-AO", "fr", "zh-TW"]),
    st.sampled_from(["en", "ja"]),
)
def test_a_name_is_always_found_and_is_one_of_those_stated(names: dict[str, str], asked: str, first: str) -> None:
    text, tag = pick(names, reader_of(asked, first))
    assert text == names.get(tag, names.get("und"))


def test_wrong_calls_raise() -> None:
    with pytest.raises(ValueError, match="no text"):
        pick({}, reader_of("de", "en"))
    with pytest.raises(UnknownLocale):
        pick(NAMES, Preferences("xx", ("xx",), ("en",)))
