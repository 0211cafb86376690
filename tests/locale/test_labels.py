"""Counts with their units, and the plurals of languages that have more than two."""

import pytest

from ratecard.locale.labels import CATEGORIES, label, plural_categories
from ratecard.locale.tags import locale_of
from tests.locale.readers import reader_of
from tests.locale.shipped import SHIPPED_LOCALES

COINS = {
    "en": {"one": "coin", "other": "coins"},
    "de": {"one": "Münze", "other": "Münzen"},
    "fr": {"one": "pièce", "other": "pièces"},
    "ja": {"other": "コイン"},
    "pl": {"one": "moneta", "few": "monety", "many": "monet"},
    "ru": {"one": "монета", "few": "монеты", "many": "монет"},
    "ro": {"one": "monedă", "few": "monede", "other": "monede"},
    "sw": {"other": "sarafu"},
    "ar": {"zero": "عملة", "one": "عملة", "two": "عملتان", "few": "عملات", "many": "عملةً", "other": "عملة"},
}

# Every category by its own name, so that a test sees which one was taken.
NAMED = {name: name for name in CATEGORIES}


@pytest.mark.parametrize(
    ("count", "tag", "text"),
    [
        (1, "en", "1 coin"),
        (0, "en", "0 coins"),
        (1000, "en", "1,000 coins"),
        (1, "de", "1 Münze"),
        (1000, "de", "1.000 Münzen"),
        (1000, "de-CH", "1’000 Münzen"),
        (0, "fr", "0 pièce"),
        (1, "fr", "1 pièce"),
        (2, "fr", "2 pièces"),
        (1_000_000, "fr", "1\u202f000\u202f000 pièces"),
        (1000, "ja", "1,000コイン"),
        (1, "pl", "1 moneta"),
        (1000, "pl", "1000 monet"),
        (22, "pl", "22 monety"),
        (3, "ro", "3 monede"),
        (20, "ro", "20 de monede"),
        (5, "sw", "sarafu 5"),
        (3, "ar", "3 عملات"),
        (11, "ar-KW", "١١ عملةً"),
    ],
)
def test_a_count_and_its_unit_agree(count: int, tag: str, text: str) -> None:
    assert label(count, COINS, reader_of(tag))[0] == text


def test_the_language_of_the_words_is_told_and_counts() -> None:
    assert label(1000, COINS, reader_of("de-CH")) == ("1’000 Münzen", "de")
    assert label(1000, COINS, reader_of("hu", "de")) == ("1000 Münzen", "de")
    assert label(3, {"und": {"other": "VIP"}}, reader_of("de-at")) == ("3 VIP", "de-AT")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("pt-BR", "1.000 coins"),
        ("hu", "1000 coins"),
        ("hi", "1,000 coins"),
        ("ar-EG", "١٬٠٠٠ coins"),
        ("ar-EG-u-nu-latn", "1,000 coins"),
        ("fa", "۱٬۰۰۰ coins"),
        ("tlh", "1,000 coins"),
        ("pt-BR,en;q=0.5,fr;q=0.6", "1.000 pièces"),
    ],
)
def test_a_number_is_the_readers_also_beside_a_noun_of_another_language(tag: str, text: str) -> None:
    """In Brazil "1,000 coins | R$ 54,90" reads as one coin."""
    words = {tag: COINS[tag] for tag in ("en", "fr")}
    assert label(1000, words, reader_of(tag))[0] == text


def test_the_form_of_the_noun_is_that_of_its_own_language() -> None:
    assert label(1000, {"fr": NAMED}, reader_of("pl", "fr")) == ("1000 other", "fr")
    assert label(0, {"fr": NAMED}, reader_of("en", "fr")) == ("0 one", "fr")
    assert label(5, {"sw": {"other": "sarafu"}}, reader_of("ar-EG", "sw")) == ("sarafu ٥", "sw")


@pytest.mark.parametrize(
    ("tag", "categories"),
    [
        (
            "ar",
            {
                0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 101: "other",
                102: "other", 103: "few", 110: "few", 111: "many", 199: "many", 200: "other", 1000: "other",
            },
        ),
        (
            "pl",
            {
                0: "many", 1: "one", 2: "few", 4: "few", 5: "many", 12: "many", 14: "many", 21: "many", 22: "few",
                112: "many", 122: "few", 1000: "many", 1001: "many", 1002: "few",
            },
        ),
        (
            "ru",
            {
                0: "many", 1: "one", 2: "few", 4: "few", 5: "many", 11: "many", 12: "many", 21: "one", 22: "few",
                101: "one", 111: "many", 112: "many", 1000: "many",
            },
        ),
        ("ja", {0: "other", 1: "other", 2: "other", 1000: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other", 1000: "other", 1_000_000: "many"}),
        ("en", {0: "other", 1: "one", 2: "other", 21: "other"}),
        ("lt", {0: "other", 1: "one", 2: "few", 10: "other", 11: "other", 21: "one", 22: "few"}),
        ("pt-PT", {0: "other", 1: "one", 2: "other"}),
        ("pt-BR", {0: "one", 1: "one", 2: "other"}),
    ],
)  # fmt: skip
def test_each_count_takes_the_category_of_its_language(tag: str, categories: dict[int, str]) -> None:
    shown = {count: label(count, {tag: NAMED}, reader_of(tag))[0] for count in categories}
    assert {count: next(c for c in CATEGORIES if c in text) for count, text in shown.items()} == categories


def test_a_count_below_zero_takes_the_category_of_its_size() -> None:
    assert label(-1, COINS, reader_of("en"))[0] == "-1 coin"


def test_a_missing_category_takes_the_form_of_other_and_then_the_most_general() -> None:
    assert label(2, {"pl": {"one": "moneta", "other": "monety"}}, reader_of("pl"))[0] == "2 monety"
    assert label(2, {"en": {"one": "coin"}}, reader_of("en"))[0] == "2 coin"
    with pytest.raises(ValueError, match="no plural form"):
        label(2, {"en": {}}, reader_of("en"))


@pytest.mark.parametrize(
    ("tag", "categories"),
    [
        ("en", ("one", "other")),
        ("ja", ("other",)),
        ("ar", CATEGORIES),
        ("pl", ("one", "few", "many")),
        ("ru", ("one", "few", "many")),
        ("cs", ("one", "few", "other")),
        ("lt", ("one", "few", "other")),
        ("fr", ("one", "many", "other")),
        ("he", ("one", "two", "other")),
        ("cy", CATEGORIES),
        ("lv", ("zero", "one", "other")),
    ],
)
def test_the_categories_of_a_language_are_those_of_whole_numbers(tag: str, categories: tuple[str, ...]) -> None:
    assert plural_categories(tag) == categories


@pytest.mark.parametrize("tag", SHIPPED_LOCALES)
def test_no_whole_number_has_a_category_that_is_not_listed(tag: str) -> None:
    plural_form = locale_of(tag).plural_form
    assert {plural_form(count) for count in (*range(2500), *range(10**6, 10**6 + 200))} <= set(plural_categories(tag))
