"""Which of several texts answers a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.locale.names import pick_name
from ratecard.locale.tags import UnknownLocale

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
    assert pick_name(NAMES, asked, "en") == expected


def test_a_text_for_every_language_answers_in_the_asked_one() -> None:
    assert pick_name({"und": "App Store"}, "pt-br", "en") == ("App Store", "pt-BR")
    assert pick_name({"und": "App Store", "en": "The App Store"}, "de", "en") == ("App Store", "de")
    assert pick_name({"und": "App Store", "de": "Der App Store"}, "de-AT", "en") == ("Der App Store", "de")


def test_readers_of_traditional_chinese_are_not_served_simplified() -> None:
    assert pick_name({"zh": "币", "en": "coin"}, "zh-TW", "en") == ("coin", "en")


def test_the_first_language_may_be_named_more_closely_than_the_texts() -> None:
    assert pick_name({"ja": "コイン", "en": "coin"}, "fr", "en-GB") == ("coin", "en")


def test_without_any_better_text_the_first_by_tag_is_shown() -> None:
    assert pick_name({"ja": "コイン", "bg": "монета"}, "fr", "en") == ("монета", "bg")


@given(
    st.dictionaries(st.sampled_from(["und", *NAMES]), st.text(), min_size=1),
    st.sampled_from(["de-AT", "pt-AO", "fr", "zh-TW"]),
    st.sampled_from(["en", "ja"]),
)
def test_a_name_is_always_found_and_is_one_of_those_stated(names: dict[str, str], asked: str, first: str) -> None:
    text, tag = pick_name(names, asked, first)
    assert text == names.get(tag, names.get("und"))


def test_wrong_calls_raise() -> None:
    with pytest.raises(ValueError, match="no text"):
        pick_name({}, "de", "en")
    with pytest.raises(UnknownLocale):
        pick_name(NAMES, "xx", "en")
