"""What is counted or measured: each type's good forms, and for each bad form its code and the hint that is given.

test_json_schema.py holds the published schemas against the same forms.
"""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.currency import CURRENCIES
from ratecard.instants import Duration
from ratecard.money import ExchangeRate, PerCoin, Rate, UnitPrice
from ratecard.rulefiles.keys.payouts import LIMIT
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.limits import CountOf
from ratecard.rulefiles.values.measures import (
    DURATION,
    EXCHANGE_RATE,
    PER_COIN,
    REST,
    SHARE_OR_REST,
    UNIT_PRICE,
)
from ratecard.rulefiles.values.parsing import NONE, parse_value
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong

TYPES = (DURATION, EXCHANGE_RATE, LIMIT, PER_COIN, SHARE_OR_REST, UNIT_PRICE)
USD, JPY, KWD = CURRENCIES["USD"], CURRENCIES["JPY"], CURRENCIES["KWD"]

GOOD: list[tuple[ValueType, str, object]] = [
    (UNIT_PRICE, "0.005 USD each", UnitPrice(5, 10, USD)),
    (UNIT_PRICE, "1 USD per 200", UnitPrice(100, 200, USD)),
    (UNIT_PRICE, "1.50 USD per 300", UnitPrice(150, 300, USD)),
    (UNIT_PRICE, "0.8 JPY each", UnitPrice(8, 10, JPY)),
    (UNIT_PRICE, "0.0015 KWD each", UnitPrice(15, 10, KWD)),
    (UNIT_PRICE, "2 JPY each", UnitPrice(2, 1, JPY)),
    (PER_COIN, "1 per 2", PerCoin(1, 2)),
    (PER_COIN, "0.5 each", PerCoin(1, 2)),
    (PER_COIN, "3 per 5", PerCoin(3, 5)),
    (PER_COIN, "1.5 per 3", PerCoin(1, 2)),
    (PER_COIN, "2 each", PerCoin(2, 1)),
    (EXCHANGE_RATE, "1.1606", ExchangeRate(5803, 5000)),
    (EXCHANGE_RATE, "182.63", ExchangeRate(18263, 100)),
    (EXCHANGE_RATE, "30600", ExchangeRate(30600, 1)),
    (EXCHANGE_RATE, "0.3605", ExchangeRate(721, 2000)),
    (EXCHANGE_RATE, "1 per 0.8616", ExchangeRate(1250, 1077)),
    (EXCHANGE_RATE, "149.20 per 0.9231", ExchangeRate(1_492_000, 9_231)),
    (EXCHANGE_RATE, "100 per 100", ExchangeRate(1, 1)),
    (DURATION, "48 hours", Duration(48, "hours")),
    (DURATION, "1 hour", Duration(1, "hours")),
    (DURATION, "14 days", Duration(14, "days")),
    (DURATION, "14 day", Duration(14, "days")),
    (DURATION, "2 weeks", Duration(2, "weeks")),
    (DURATION, "1 month", Duration(1, "months")),
    (DURATION, "1 minute", Duration(1, "minutes")),
    (DURATION, "90 minutes", Duration(90, "minutes")),
    (DURATION, "1 year", Duration(1, "years")),
    (DURATION, "10 years", Duration(10, "years")),
    (LIMIT, "1000 USD", StatedMoney(1000, 0, "USD")),
    (LIMIT, "1000.50 USD", StatedMoney(100050, 2, "USD")),
    (LIMIT, "6700 diamonds", CountOf(6700, "diamonds")),
    (LIMIT, "200_000 diamonds", CountOf(200_000, "diamonds")),
    (LIMIT, "1 payout", CountOf(1, "payouts")),
    (LIMIT, "3 payouts", CountOf(3, "payouts")),
    (SHARE_OR_REST, "30 %", Rate(3, 10)),
    (SHARE_OR_REST, "1/3", Rate(1, 3)),
    (SHARE_OR_REST, "rest", REST),
]

HOW_UNIT_PRICE = "write 0.005 USD each, or 1 USD per 200"
HOW_PER_COIN = "write 1 per 2 for one diamond for two coins, or 0.5 each"
HOW_RATE = "write how many units of this currency one unit of the base is, as 1.1606"
HOW_LONG = "write 30 minutes, 48 hours, 14 days, 2 weeks, 1 month or 1 year"
NO_TIME = "write at least 1 minute, or none where no time is set"
NO_LIMIT = "write none where there is no limit, or a number of payouts above 0"

BAD: list[tuple[ValueType, str, str, str]] = [
    (UNIT_PRICE, "0.005", "not-a-unit-price", "name its currency, for example 0.005 USD each"),
    (UNIT_PRICE, "0.005 each", "not-a-unit-price", "name its currency, for example 0.005 USD each"),
    (UNIT_PRICE, "1 per 200", "not-a-unit-price", "name its currency, for example 1 USD per 200"),
    (
        UNIT_PRICE,
        "0.005 USD",
        "not-a-unit-price",
        "write 0.005 USD each for the price of one; else say of how many, for example 0.005 USD per 200",
    ),
    (UNIT_PRICE, "0.005 usd each", "not-a-unit-price", "write 0.005 USD each"),
    (UNIT_PRICE, "USD 0.005 each", "not-a-unit-price", "write 0.005 USD each"),
    (UNIT_PRICE, "0.005USD each", "not-a-unit-price", "write 0.005 USD each"),
    (UNIT_PRICE, "1 USD per 1_000", "not-a-unit-price", "write 1 USD per 1000"),
    (UNIT_PRICE, "1 USD per 1,000", "not-a-unit-price", "write 1 USD per 1000"),
    (
        UNIT_PRICE,
        "1 USD per 0",
        "not-a-unit-price",
        "write 1 USD each for the price of one; else say of how many, for example 1 USD per 200",
    ),
    (UNIT_PRICE, "0,005 USD each", "decimal-comma", "write 0.005 USD each"),
    (UNIT_PRICE, "-1 USD each", "negative-number", "did you mean 1 USD each?"),
    (UNIT_PRICE, "0.005 EURO each", "unknown-currency", "did you mean 0.005 EUR each?"),
    (UNIT_PRICE, "1 XXY per 200", "unknown-currency", "write a code of ISO 4217, for example 1 EUR per 200"),
    (UNIT_PRICE, "$0.005 each", "not-a-unit-price", "write for example 0.005 USD each or 1 USD per 200"),
    (UNIT_PRICE, "1 USD / 200", "not-a-unit-price", "write for example 0.005 USD each or 1 USD per 200"),
    (UNIT_PRICE, "200 per 1 USD", "not-a-unit-price", "write for example 0.005 USD each or 1 USD per 200"),
    (UNIT_PRICE, "none", "not-a-unit-price", "write for example 0.005 USD each or 1 USD per 200"),
    (UNIT_PRICE, "0.005\u00a0USD each", "odd-space", "write 0.005 USD each"),
    (UNIT_PRICE, "00.005 USD each", "leading-zero", "write 0.005 USD each"),
    (UNIT_PRICE, "1 USD per 0200", "leading-zero", "did you mean 1 USD per 200?"),
    (PER_COIN, "50 %", "not-per-coin", "write 1 per 2 for 1 diamond for 2 coins"),
    (PER_COIN, "1/2", "not-per-coin", "write 1 per 2 for 1 diamond for 2 coins"),
    (PER_COIN, "0.5", "not-per-coin", "write 0.5 each for 0.5 diamonds a coin"),
    (PER_COIN, "1 per 2 coins", "not-per-coin", "write 1 per 2"),
    (PER_COIN, "1 per 1_000", "not-per-coin", "write 1 per 1000"),
    (
        PER_COIN,
        "0 each",
        "not-per-coin",
        ("write how many diamonds for how many coins, for example 1 per 2 or 0.5 each"),
    ),
    (PER_COIN, "0", "not-per-coin", "write how many diamonds for how many coins, for example 1 per 2 or 0.5 each"),
    (PER_COIN, "0 %", "not-per-coin", "write how many diamonds for how many coins, for example 1 per 2 or 0.5 each"),
    (
        PER_COIN,
        "1 per 0",
        "not-per-coin",
        "write how many diamonds for how many coins, for example 1 per 2 or 0.5 each",
    ),
    (PER_COIN, "1:2", "not-per-coin", "write how many diamonds for how many coins, for example 1 per 2 or 0.5 each"),
    (PER_COIN, "half", "not-per-coin", "write how many diamonds for how many coins, for example 1 per 2 or 0.5 each"),
    (PER_COIN, "1,5 each", "decimal-comma", "write 1.5 each"),
    (PER_COIN, "-1 per 2", "negative-number", "did you mean 1 per 2?"),
    (PER_COIN, "01 per 2", "leading-zero", "did you mean 1 per 2?"),
    (PER_COIN, "1 per 02", "leading-zero", "did you mean 1 per 2?"),
    (
        EXCHANGE_RATE,
        "0",
        "not-an-exchange-rate",
        "write how many units of this currency one unit of the base is, for example 1.1606 or 1 per 0.8616",
    ),
    (
        EXCHANGE_RATE,
        "0.0",
        "not-an-exchange-rate",
        "write how many units of this currency one unit of the base is, for example 1.1606 or 1 per 0.8616",
    ),
    (
        EXCHANGE_RATE,
        "1/163",
        "not-an-exchange-rate",
        "write how many units of this currency one unit of the base is, for example 1.1606 or 1 per 0.8616",
    ),
    (
        EXCHANGE_RATE,
        "116 %",
        "not-an-exchange-rate",
        "write how many units of this currency one unit of the base is, for example 1.1606 or 1 per 0.8616",
    ),
    (
        EXCHANGE_RATE,
        "163.06 JPY",
        "not-an-exchange-rate",
        "write 163.06 if that is how many units of this currency one unit of the base is",
    ),
    (EXCHANGE_RATE, "1,1606", "decimal-comma", "write 1.1606"),
    (EXCHANGE_RATE, "1.163,06", "decimal-comma", "write 1163.06"),
    (EXCHANGE_RATE, "1 per 0,8616", "decimal-comma", "write 1 per 0.8616"),
    (EXCHANGE_RATE, "1,5 per 0.8616", "decimal-comma", "write 1.5 per 0.8616"),
    (EXCHANGE_RATE, "1 per 00.8616", "leading-zero", "write 1 per 0.8616"),
    (
        EXCHANGE_RATE,
        "1 per 0",
        "not-an-exchange-rate",
        "write how many units of this currency one unit of the base is, for example 1.1606 or 1 per 0.8616",
    ),
    (EXCHANGE_RATE, "-1.2", "negative-number", "did you mean 1.2?"),
    (EXCHANGE_RATE, "01.1606", "leading-zero", "write 1.1606"),
    (DURATION, "14", "not-a-duration", "did you mean 14 days or 14 hours?"),
    (DURATION, "14days", "not-a-duration", "write 14 days"),
    (DURATION, "14 Days", "not-a-duration", "write 14 days"),
    (DURATION, "5d", "not-a-duration", "write 5 days"),
    (DURATION, "48h", "not-a-duration", "write 48 hours"),
    (DURATION, "1.5 days", "not-a-duration", "write 36 hours"),
    (DURATION, "1.5 years", "not-a-duration", "write 18 months"),
    (DURATION, "1.5 hours", "not-a-duration", "write 90 minutes"),
    (DURATION, "1.5 months", "not-a-duration", HOW_LONG.replace("write", "write for example")),
    (DURATION, "2yr", "not-a-duration", "write 2 years"),
    (DURATION, "30 min", "not-a-duration", "write 30 minutes"),
    (DURATION, "30 mins", "not-a-duration", "write 30 minutes"),
    (DURATION, "2 yeras", "not-a-duration", "write 2 years"),
    (DURATION, "01 year", "leading-zero", "did you mean 1 year?"),
    (DURATION, "090 minutes", "leading-zero", "did you mean 90 minutes?"),
    (DURATION, "1000000 days", "not-a-duration", "write at most 100000 days"),
    (DURATION, "0", "not-a-duration", NO_TIME),
    (DURATION, "0 days", "not-a-duration", NO_TIME),
    (
        DURATION,
        "1.3 days",
        "not-a-duration",
        "write for example 30 minutes, 48 hours, 14 days, 2 weeks, 1 month or 1 year",
    ),
    (
        DURATION,
        "two weeks",
        "not-a-duration",
        "write for example 30 minutes, 48 hours, 14 days, 2 weeks, 1 month or 1 year",
    ),
    (
        DURATION,
        "5 business days",
        "not-a-duration",
        "write for example 30 minutes, 48 hours, 14 days, 2 weeks, 1 month or 1 year",
    ),
    (DURATION, "P14D", "not-a-duration", "write for example 30 minutes, 48 hours, 14 days, 2 weeks, 1 month or 1 year"),
    (DURATION, "14 days,", "not-a-duration", "write 14 days"),
    (DURATION, "-14 days", "negative-number", "did you mean 14 days?"),
    (DURATION, "014 days", "leading-zero", "did you mean 14 days?"),
    (DURATION, "00 days", "not-a-duration", NO_TIME),
    (LIMIT, "1000", "amount-without-unit", "name its unit, for example 1000 USD, 1000 diamonds or 1000 payouts"),
    (
        LIMIT,
        "1000 coins",
        "amount-without-unit",
        "write diamonds, payouts or money with its currency, for example 1000 diamonds or 1000 payouts",
    ),
    (LIMIT, "1000 dimonds", "amount-without-unit", "did you mean 1000 diamonds?"),
    (LIMIT, "1.000 diamonds", "grouped-digits", "write 1000 diamonds"),
    (LIMIT, "1,000 diamonds", "grouped-digits", "write 1000 diamonds"),
    (LIMIT, "100diamonds", "not-a-count", "write 100 diamonds"),
    (LIMIT, "3 Payouts", "not-a-count", "write 3 payouts"),
    (LIMIT, "1000.5 diamonds", "not-a-count", "write a whole number of diamonds"),
    (LIMIT, "0 payouts", "not-a-count", NO_LIMIT),
    (LIMIT, "-3 payouts", "negative-number", "did you mean 3 payouts?"),
    (LIMIT, "1000 EURO", "unknown-currency", "did you mean 1000 EUR?"),
    (LIMIT, "1000 usd", "not-money", "write 1000 USD"),
    (LIMIT, "1,5 USD", "decimal-comma", "write 1.5 USD"),
    (LIMIT, "01000 USD", "leading-zero", "did you mean 1000 USD?"),
    (LIMIT, "0500 diamonds", "leading-zero", "did you mean 500 diamonds?"),
    (LIMIT, "03 payouts", "leading-zero", "did you mean 3 payouts?"),
    (SHARE_OR_REST, "0.3", "rate-without-unit", "write 30 % if it is a share of one, or 0.3 % if it is per cent"),
    (SHARE_OR_REST, "30", "rate-without-unit", "write 30 %"),
    (SHARE_OR_REST, "Rest", "not-a-rate", "write rest"),
    (SHARE_OR_REST, "remainder", "not-a-rate", "write rest for what is left; else write a share, for example 30 %"),
    (SHARE_OR_REST, "30,5 %", "decimal-comma", "write 30.5 %"),
    (SHARE_OR_REST, "070 %", "leading-zero", "did you mean 70 %?"),
]


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_a_value_is_read_as_it_is_written(kind: ValueType, text: str, value: object) -> None:
    assert parse_value(kind, text) == value


@pytest.mark.parametrize(("kind", "text", "code", "hint"), BAD)
def test_a_bad_form_is_named_and_the_hint_says_what_to_write(kind: ValueType, text: str, code: str, hint: str) -> None:
    wrong = parse_value(kind, text)
    assert type(wrong) is Wrong
    assert (wrong.code, wrong.advice) == (code, hint)
    assert (text.split()[1] if code == "unknown-currency" else text) in wrong.sentence


@pytest.mark.parametrize(("kind", "text", "code", "hint"), BAD)
def test_what_is_offered_can_be_written(kind: ValueType, text: str, code: str, hint: str) -> None:
    wrong = parse_value(kind, text)
    assert type(wrong) is Wrong, (code, hint)
    for offer in wrong.offers:
        assert type(parse_value(kind, offer.text)) is not Wrong, (text, offer)


@pytest.mark.parametrize("kind", TYPES)
def test_what_a_type_says_of_its_own_writing_can_be_written(kind: ValueType) -> None:
    for text in re.split(r", or | or |, ", kind.written):
        assert not isinstance(parse_value(kind, text), Wrong), text


@given(st.integers(0, 10**9), st.integers(0, 6), st.sampled_from(sorted(CURRENCIES)), st.none() | st.integers(1, 10**9))
def test_the_price_of_one_is_exactly_what_was_written(scaled: int, decimals: int, code: str, per: int | None) -> None:
    digits = str(scaled).rjust(decimals + 1, "0")
    number = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    read = parse_value(UNIT_PRICE, f"{number} {code} {'each' if per is None else f'per {per}'}")
    assert type(read) is UnitPrice
    one = Fraction(read.minor, read.units) / 10**read.currency.exponent
    assert (one, read.currency.code) == (Fraction(scaled, 10**decimals * (per or 1)), code)


@given(st.integers(1, 100_000), st.sampled_from(["hour", "day", "week", "month"]), st.sampled_from(["", "s"]))
def test_a_length_of_time_is_a_whole_number_of_its_unit(count: int, unit: str, plural: str) -> None:
    assert parse_value(DURATION, f"{count} {unit}{plural}") == Duration(count, f"{unit}s")


@given(st.integers(1, 10**15), st.sampled_from(LIMIT.counts), st.booleans())
def test_a_limit_of_something_counted_may_be_in_groups_by_underscores(count: int, unit: str, grouped: bool) -> None:
    assert parse_value(LIMIT, f"{count:_} {unit}" if grouped else f"{count} {unit}") == CountOf(count, unit)


@given(st.sampled_from(TYPES), st.text(max_size=60) | st.text("0123456789.,_-/% perachdysUSDt", max_size=400))
def test_any_text_is_a_value_or_wrong_with_words_of_bounded_length(kind: ValueType, text: str) -> None:
    read = parse_value(kind, text)
    if type(read) is Wrong:
        assert read.code
        assert read.advice
        offered = [offer.text for offer in read.offers if offer.text != NONE]
        assert all(type(parse_value(kind, text)) is not Wrong for text in offered)
        assert len(read.sentence) <= 200
        assert len(read.advice) <= 300


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("number", ["9" * 10_000, "1" + ".000" * 3_000, "1" + ",000" * 3_000, "0" * 9_000, "%" * 9_000])
@pytest.mark.parametrize("unit", ["", " USD each", " days", " diamonds", " %", " per 2"])
def test_absurdly_long_texts_are_wrong_and_quick(kind: ValueType, number: str, unit: str) -> None:
    for text in (number + unit, f"1 USD per {number}", f"1 per {number}"):
        read = parse_value(kind, text)
        assert type(read) is Wrong
        assert len(read.sentence + read.advice) <= 400
