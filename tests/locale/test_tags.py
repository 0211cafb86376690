"""Tags, their locales, and the order in which languages stand in for one another."""

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from ratecard.locale.tags import (
    UnknownLocale,
    fallback_tags,
    is_right_to_left,
    locale_of,
    parent_tags,
    parse_locale,
    tag_of,
)


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("de", "de"),
        ("DE-at", "de-AT"),
        ("pt-BR", "pt-BR"),
        ("ZH-HANT-TW", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("ca-es-VALENCIA", "ca-ES-valencia"),
    ],
)
def test_a_tag_in_any_case_comes_out_canonical(tag: str, canonical: str) -> None:
    assert tag_of(locale_of(tag)) == canonical


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("zh-TW", "zh-Hant-TW"),
        ("zh-CN", "zh-Hans-CN"),
        ("sr-ME", "sr-Latn-ME"),
        ("sr-RS", "sr-Cyrl-RS"),
        ("de-Latn-DE", "de-DE"),
        ("iw", "he"),
        ("sh", "sr-Latn"),
        ("deu", "de"),
        ("en-UK", "en-GB"),
    ],
)
def test_scripts_are_filled_in_and_old_codes_replaced(tag: str, canonical: str) -> None:
    assert tag_of(locale_of(tag)) == canonical


@pytest.mark.parametrize(
    ("tag", "nearest"), [("tr-DE", "tr"), ("pt-FR", "pt-PT"), ("es-JP", "es-419"), ("sr-Latn-DE", "sr-Latn")]
)
def test_a_language_in_a_territory_without_data_is_the_nearest_it_inherits_from(tag: str, nearest: str) -> None:
    assert tag_of(locale_of(tag)) == nearest


@pytest.mark.parametrize(
    "tag",
    [
        "", "xx", "de-XX", "de-Cyrl", "de-Cyrl-DE", "en_US", "und", "root", "de-1996", "ar-u-nu-latn", "x-private",
        "de-", "-de", "de--AT", " de", "de\n", "d", "deutsch", "../de", "de-AT-AT", "ｄｅ",
    ],
)  # fmt: skip
def test_what_is_no_locale_is_none(tag: str) -> None:
    assert parse_locale(tag) is None
    with pytest.raises(UnknownLocale):
        locale_of(tag)


@given(st.text(max_size=12) | st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", fullmatch=True))
def test_any_text_is_a_locale_whose_tag_is_its_own_or_none(text: str) -> None:
    locale = parse_locale(text)
    if locale is not None:
        assert parse_locale(tag_of(locale)) == locale


def test_every_locale_of_babel_has_a_tag_that_leads_back_to_it() -> None:
    names = localedata.locale_identifiers()
    assert len(names) > 1000
    for name in names:
        assert parse_locale(tag_of(Locale.parse(name))) == Locale.parse(name)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ("en",)),
        ("de-AT", ("de-AT", "de", "en")),
        ("pt-AO", ("pt-AO", "pt-PT", "pt", "en")),
        ("es-MX", ("es-MX", "es-419", "es", "en")),
        ("en-IN", ("en-IN", "en-001", "en")),
        ("nb", ("nb", "no", "en")),
        ("zh-HK", ("zh-Hant-HK", "zh-Hant", "en")),
        ("zh-Hant-MO", ("zh-Hant-MO", "zh-Hant-HK", "zh-Hant", "en")),
        ("zh-CN", ("zh-Hans-CN", "zh-Hans", "zh", "en")),
        ("sr-Latn-RS", ("sr-Latn-RS", "sr-Latn", "en")),
    ],
)
def test_a_tag_falls_back_along_the_parents_of_cldr_and_last_to_the_first_language(
    tag: str, expected: tuple[str, ...]
) -> None:
    assert fallback_tags(tag, "en") == expected


def test_parents_are_those_from_which_babel_inherits() -> None:
    """Traditional Chinese takes nothing from simplified; the parents of a tag are themselves tags of locales."""
    for name in localedata.locale_identifiers():
        first, *parents = parent_tags(tag_of(Locale.parse(name)))
        assert parse_locale(first) == Locale.parse(name)
        assert all(parse_locale(parent) is not None for parent in parents)
        if parents:
            assert tuple(parents) == parent_tags(parents[0])


@pytest.mark.parametrize(("tag", "right_to_left"), [("ar", True), ("he", True), ("fa", True), ("de", False)])
def test_arabic_hebrew_and_persian_run_from_right_to_left(tag: str, right_to_left: bool) -> None:
    assert is_right_to_left(tag) is right_to_left
