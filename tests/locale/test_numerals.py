"""Digits, groups and signs: what Babel leaves out of CLDR, and what must stay true when Babel is updated."""

import unicodedata

import pytest
from babel import Locale, localedata

from ratecard.locale.amounts import format_count
from ratecard.locale.numerals import MINIMUM_GROUPING_DIGITS, ZEROS, digits_of, numbering_system
from ratecard.locale.tags import parse_locale, tag_of
from tests.locale.shipped import SHIPPED_LOCALES


def test_the_digits_of_every_locale_are_known() -> None:
    """Else an update of Babel brought a numbering system whose zero is to be added."""
    for name in localedata.locale_identifiers():
        locale = Locale.parse(name)
        assert numbering_system(tag_of(locale)) == locale.default_numbering_system, name


@pytest.mark.parametrize("system", sorted(ZEROS))
def test_a_zero_is_followed_by_one_to_nine(system: str) -> None:
    assert [unicodedata.decimal(chr(ZEROS[system] + digit)) for digit in range(10)] == list(range(10))


def test_latin_digits_need_no_translation() -> None:
    assert digits_of("latn") is None
    assert "2026".translate(digits_of("arab") or {}) == "٢٠٢٦"


def test_the_table_of_smallest_groups_names_locales() -> None:
    for tag in MINIMUM_GROUPING_DIGITS:
        locale = parse_locale(tag)
        assert locale is not None
        assert tag_of(locale) == tag


@pytest.mark.parametrize(
    ("tag", "thousand", "ten_thousand", "million"),
    [
        ("de", "1.000", "10.000", "1.000.000"),
        ("de-CH", "1’000", "10’000", "1’000’000"),
        ("pl", "1000", "10\xa0000", "1\xa0000\xa0000"),
        ("es", "1000", "10.000", "1.000.000"),
        ("es-MX", "1,000", "10,000", "1,000,000"),
        ("pt-PT", "1000", "10\xa0000", "1\xa0000\xa0000"),
        ("pt-BR", "1.000", "10.000", "1.000.000"),
        ("pt-AO", "1\xa0000", "10\xa0000", "1\xa0000\xa0000"),
        ("bg", "1000", "10\xa0000", "1\xa0000\xa0000"),
        ("it", "1000", "10.000", "1.000.000"),
        ("hi", "1,000", "10,000", "10,00,000"),
        ("mr", "१,०००", "१०,०००", "१०,००,०००"),
        ("ar-KW", "١٬٠٠٠", "١٠٬٠٠٠", "١٬٠٠٠٬٠٠٠"),
        ("bn", "১,০০০", "১০,০০০", "১০,০০,০০০"),
        ("fr", "1\u202f000", "10\u202f000", "1\u202f000\u202f000"),
        ("en-US-posix", "1000", "10000", "1000000"),
    ],
)
def test_counts_are_grouped_as_the_locale_does(tag: str, thousand: str, ten_thousand: str, million: str) -> None:
    assert [format_count(count, tag) for count in (1000, 10_000, 1_000_000)] == [thousand, ten_thousand, million]


@pytest.mark.parametrize("tag", SHIPPED_LOCALES)
def test_counts_below_a_thousand_have_no_groups(tag: str) -> None:
    assert [unicodedata.decimal(character) for character in format_count(987, tag)] == [9, 8, 7]


@pytest.mark.parametrize(("tag", "text"), [("en", "-5"), ("sv", "\u22125"), ("he", "\u200e-5"), ("ar-KW", "\u061c-٥")])
def test_the_minus_sign_is_the_locales(tag: str, text: str) -> None:
    assert format_count(-5, tag) == text
