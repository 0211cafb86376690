"""Money, unit prices, rates and instants as people read them: examples that were worked out by hand."""

import re
import unicodedata
from datetime import date
from fractions import Fraction

import pytest
from babel.numbers import get_currency_precision

from ratecard.currency import CURRENCIES, CURRENT, Currency
from ratecard.instants import Instant
from ratecard.locale.amounts import (
    format_count,
    format_day,
    format_instant,
    format_money,
    format_rate,
    format_unit_price,
)
from ratecard.locale.tags import UnknownLocale
from ratecard.money import Money, rate
from ratecard.rounding import RoundingMode
from tests.locale.shipped import SHIPPED_LOCALES

# domain.md, e4: where CLDR shows no decimals and ISO 4217 has some.
SHOWN_WITHOUT_DECIMALS = ("AFN", "ALL", "IRR", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER", "KPW", "IQD")


def money(amount: str, code: str) -> Money:
    """The money of a plain decimal: ("12.99", "USD")."""
    return Money(int(Fraction(amount) * 10 ** CURRENCIES[code].exponent), CURRENCIES[code])


@pytest.mark.parametrize(
    ("amount", "code", "tag", "text"),
    [
        # The design's examples: what Babel alone gets wrong.
        ("12.99", "RSD", "en", "RSD\xa012.99"),
        ("12.999", "KWD", "en", "KWD\xa012.999"),
        # Display digits, and never fewer than the amount needs.
        ("12.00", "USD", "en", "$12.00"),
        ("12.50", "RSD", "de", "12,50\xa0RSD"),
        ("1200.00", "RSD", "de", "1.200\xa0RSD"),
        ("0.01", "RSD", "de", "0,01\xa0RSD"),
        ("1.500", "IQD", "en", "IQD\xa01.500"),
        ("1299", "JPY", "en", "¥1,299"),
        ("1299", "JPY", "ja", "￥1,299"),
        ("99", "HUF", "hu", "99,00\xa0Ft"),
        ("0.0001", "CLF", "en", "CLF\xa00.0001"),
        # Each locale its own way.
        ("12.99", "EUR", "de", "12,99\xa0€"),
        ("12.99", "EUR", "de-AT", "€\xa012,99"),
        ("12.99", "EUR", "fr", "12,99\xa0€"),
        ("1234.50", "CHF", "de-CH", "CHF\xa01’234.50"),
        ("12.90", "CHF", "fr-CH", "12.90\xa0CHF"),
        ("1234.50", "CAD", "fr-CA", "1\xa0234,50\xa0$"),
        ("12.99", "USD", "en-CA", "US$12.99"),
        ("12.99", "BGN", "bg", "12,99\xa0лв."),
        ("1234.50", "PLN", "pl", "1234,50\xa0zł"),
        ("12345.60", "PLN", "pl", "12\xa0345,60\xa0zł"),
        ("1234567.89", "INR", "hi", "₹12,34,567.89"),
        ("129", "NOK", "nb", "129,00\xa0kr"),
        ("4.500", "KWD", "ar", "\u200f4.500\xa0د.ك.\u200f"),
        ("4.500", "KWD", "ar-KW-u-nu-latn", "\u200f4.500\xa0د.ك.\u200f"),
        ("12.99", "INR", "hi-u-nu-deva", "₹१२.९९"),
        ("4.500", "KWD", "ar-KW", "\u200f٤٫٥٠٠\xa0د.ك.\u200f"),
        ("12.99", "BDT", "bn", "১২.৯৯৳"),
        ("12.99", "CHF", "bn", "১২.৯৯\xa0CHF"),
        # Below zero.
        ("-12.99", "EUR", "de", "-12,99\xa0€"),
        ("-12.99", "USD", "en", "-$12.99"),
        ("-12.99", "SEK", "sv", "\u221212,99\xa0kr"),
        ("-1234.50", "CHF", "de-CH", "CHF-1’234.50"),
        ("-12.50", "RSD", "en", "-RSD\xa012.50"),
        ("-1200", "RSD", "en", "-RSD\xa01,200"),
        ("-12.99", "ILS", "he", "\u200f\u200e-12.99\xa0\u200f₪"),
        # A symbol that is invisible would leave the amount without a currency.
        ("12.00", "CVE", "pt-PT", "12,00\xa0CVE"),
    ],
)
def test_an_amount_is_shown_as_people_there_write_it(amount: str, code: str, tag: str, text: str) -> None:
    assert format_money(money(amount, code), tag) == text


@pytest.mark.parametrize("code", SHOWN_WITHOUT_DECIMALS)
def test_where_cldr_shows_no_decimals_whole_amounts_have_none_and_others_all(code: str) -> None:
    exponent = CURRENCIES[code].exponent
    assert re.search(r"\d+$", format_money(Money(12 * 10**exponent, CURRENCIES[code]), "en"))
    assert re.search(rf"\d\.\d{{{exponent}}}$", format_money(Money(12 * 10**exponent + 10, CURRENCIES[code]), "en"))


def test_iso_and_cldr_disagree_about_these_currencies_only() -> None:
    differ = {code for code in CURRENT if CURRENCIES[code].exponent != get_currency_precision(code)}
    assert differ == set(SHOWN_WITHOUT_DECIMALS)


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (2**53 * 100 + 1, "$9,007,199,254,740,992.01"),
        (10**30 + 1, "$10,000,000,000,000,000,000,000,000,000.01"),
        (-(10**30) - 99, "-$10,000,000,000,000,000,000,000,000,000.99"),
    ],
)
def test_amounts_beyond_floats_and_beyond_28_digits_are_exact(minor: int, text: str) -> None:
    assert format_money(Money(minor, CURRENCIES["USD"]), "en") == text


@pytest.mark.parametrize(
    ("price", "code", "digits", "tag", "text"),
    [
        (Fraction(1299, 100_700), "USD", 5, "de", "0,01290\xa0$"),
        (Fraction(649, 52_500), "EUR", 5, "de", "0,01236\xa0€"),
        (Fraction(198, 100), "JPY", 3, "en", "¥1.980"),
        (Fraction(43, 10_000), "KWD", 6, "ar-KW", "\u200f٠٫٠٠٤٣٠٠\xa0د.ك.\u200f"),
        (Fraction(12_345), "USD", 0, "en", "$12,345"),
        (Fraction(-1, 3), "USD", 4, "en", "-$0.3333"),
        (Fraction(-1, 10**9), "USD", 4, "en", "$0.0000"),
    ],
)
def test_a_price_of_a_unit_shows_all_its_stated_digits(
    price: Fraction, code: str, digits: int, tag: str, text: str
) -> None:
    numerator, denominator = price.as_integer_ratio()
    shown = format_unit_price(numerator, denominator, CURRENCIES[code], digits, RoundingMode.HALF_UP, tag)
    assert shown == text


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (RoundingMode.HALF_UP, "$0.013"),
        (RoundingMode.HALF_EVEN, "$0.012"),
        (RoundingMode.UP, "$0.013"),
        (RoundingMode.DOWN, "$0.012"),
    ],
)
def test_a_price_of_a_unit_is_rounded_by_the_stated_mode(mode: RoundingMode, text: str) -> None:
    assert format_unit_price(25, 2000, CURRENCIES["USD"], 3, mode, "en") == text


@pytest.mark.parametrize(
    ("value", "tag", "text"),
    [
        (Fraction(9975, 100_000), "de", "9,975\xa0%"),
        (Fraction(9975, 100_000), "en", "9.975%"),
        (Fraction(19, 100), "de", "19\xa0%"),
        (Fraction(9975, 100_000), "ar", "9.975\u200e%\u200e"),
        (Fraction(9975, 100_000), "ar-KW", "٩٫٩٧٥٪\u061c"),
        (Fraction(9975, 100_000), "fa", "۹٫۹۷۵٪"),
        (Fraction(20, 100), "tr", "%20"),
        (Fraction(0), "de", "0\xa0%"),
        (Fraction(1, 3), "de", "1/3"),
        (Fraction(1, 3), "ar-KW", "١/٣"),
        (Fraction(-1, 200), "sv", "\u22120,5\xa0%"),
        (Fraction(15), "de", "1.500\xa0%"),
        (Fraction(1, 10**8), "de", "0,000001\xa0%"),
    ],
)
def test_a_rate_is_a_percentage_with_all_its_digits_or_else_the_fraction(value: Fraction, tag: str, text: str) -> None:
    assert format_rate(rate(value), tag) == text


@pytest.mark.parametrize(
    ("zone_name", "tag", "text"),
    [
        ("Europe/Berlin", "de", "01.01.2026, 00:00:00 GMT+01:00"),
        ("America/New_York", "en", "Dec 31, 2025, 6:00:00\u202fPM GMT-05:00"),
        ("Asia/Tokyo", "ja", "2026/01/01 8:00:00 GMT+09:00"),
        ("Europe/Paris", "fr", "1 janv. 2026, 00:00:00 UTC+01:00"),
        ("UTC", "en-GB", "31 Dec 2025, 23:00:00 GMT+00:00"),
    ],
)
def test_an_instant_is_shown_on_the_wall_clock_of_its_zone(zone_name: str, tag: str, text: str) -> None:
    assert format_instant(Instant(1_767_222_000), zone_name, tag) == text


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "July 1, 2026"),
        ("de", "1. Juli 2026"),
        ("ar-EG", "١ يوليو ٢٠٢٦"),
        ("ar-EG-u-nu-latn", "1 يوليو 2026"),
        ("ar", "1 يوليو 2026"),
        ("fa", "۱ ژوئیهٔ ۲۰۲۶"),
        ("mr", "१ जुलै, २०२६"),
        ("hi-u-nu-deva", "१ जुलाई २०२६"),
        ("ja", "2026年7月1日"),
    ],
)
def test_a_day_has_the_digits_of_amounts(tag: str, text: str) -> None:
    assert format_day(date(2026, 7, 1), tag) == text


@pytest.mark.parametrize("tag", SHIPPED_LOCALES)
def test_days_instants_counts_rates_and_amounts_of_one_locale_have_the_same_digits(tag: str) -> None:
    texts = (
        format_day(date(2026, 7, 1), tag),
        format_instant(Instant(1_767_222_000), "Asia/Kuwait", tag),
        format_count(2026, tag),
        format_rate(rate(Fraction(19, 100)), tag),
        format_money(money("12.99", "USD"), tag),
    )
    zeros = {ord(digit) - unicodedata.decimal(digit) for text in texts for digit in text if digit.isdecimal()}
    assert len(zeros) == 1, texts


def test_wrong_calls_raise() -> None:
    with pytest.raises(UnknownLocale):
        format_money(money("1", "USD"), "en_US")
    with pytest.raises(UnknownLocale):
        format_count(1, "xx")
    with pytest.raises(ValueError, match="Mars/Olympus"):
        format_instant(Instant(0), "Mars/Olympus", "en")


def test_two_currencies_of_one_code_and_other_exponents_are_kept_apart() -> None:
    assert format_money(Money(1299, Currency("USD", 3)), "en") == "$1.299"
    assert format_money(Money(1299, Currency("USD", 2)), "en") == "$12.99"
