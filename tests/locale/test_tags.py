"""Tags, their locales, and the order in which languages stand in for one another."""

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from ratecard.locale.tags import (
    LOCALES_KEPT_MOST,
    UnknownLocale,
    digits_asked,
    locale_of,
    parent_tags,
    parse_locale,
    tag_of,
    with_digits,
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
    if tag != "ar-u-nu-latn":  # which asks for digits, and is handed on among us
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
    ("tag", "parents"),
    [
        ("en", ()),
        ("de-AT", ("de",)),
        ("pt-AO", ("pt-PT", "pt")),
        ("es-MX", ("es-419", "es")),
        ("en-IN", ("en-001", "en")),
        ("nb", ("no",)),
        ("zh-HK", ("zh-Hant",)),
        ("zh-Hant-MO", ("zh-Hant-HK", "zh-Hant")),
        ("zh-CN", ("zh-Hans", "zh")),
        ("sr-Latn-RS", ("sr-Latn",)),
        ("ar-EG-u-nu-latn", ("ar",)),
    ],
)
def test_a_tag_has_the_parents_of_cldr(tag: str, parents: tuple[str, ...]) -> None:
    assert parent_tags(tag)[1:] == parents


def test_parents_are_those_from_which_babel_inherits() -> None:
    """Traditional Chinese takes nothing from simplified; the parents of a tag are themselves tags of locales."""
    for name in localedata.locale_identifiers():
        first, *parents = parent_tags(tag_of(Locale.parse(name)))
        assert parse_locale(first) == Locale.parse(name)
        assert all(parse_locale(parent) is not None for parent in parents)
        if parents:
            assert tuple(parents) == parent_tags(parents[0])


def test_a_tag_may_ask_for_digits_and_stays_a_locale() -> None:
    tag = with_digits("ar-EG", "latn")
    assert (tag, digits_asked(tag), tag_of(locale_of(tag))) == ("ar-EG-u-nu-latn", "latn", "ar-EG")
    assert digits_asked("ar-EG") is None


def test_the_data_of_a_few_locales_stay_in_memory_whoever_asks_for_all_of_them() -> None:
    for number, name in enumerate(sorted(localedata.locale_identifiers())):
        locale = parse_locale(name.replace("_", "-"))
        assert locale is None or locale.number_symbols
        if number % 10 == 0:
            assert len(localedata._cache) <= 2 * LOCALES_KEPT_MOST
    assert parse_locale("de").language_name == "Deutsch"  # type: ignore[union-attr]
