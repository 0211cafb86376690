"""Single values: each type's good forms, and for each bad form its code and a hint that can be written as it stands."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE
from ratecard.money import Rate
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.stated import StatedMoney, StatedRounding
from ratecard.rulefiles.values.numbers import DIGITS_MOST
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import looks_like_instant
from ratecard.rulefiles.values.types import (
    COUNT,
    COUNT_OR_RATE,
    CURRENCY,
    FACT_NAME,
    IDENTIFIER,
    INSTANT,
    LANGUAGE,
    MONEY,
    RATE,
    REGION,
    ROUNDING,
    TEXT,
    ZONE,
    ValueType,
    one_of,
)
from ratecard.rulefiles.wrong import Wrong

SCOPE = one_of("unit", "order")
TYPES = (COUNT, COUNT_OR_RATE, CURRENCY, FACT_NAME, IDENTIFIER, INSTANT, LANGUAGE, MONEY, RATE, REGION, ROUNDING, ZONE)

GOOD: list[tuple[ValueType, str, object]] = [
    (MONEY, "12.99", StatedMoney(1299, 2, None)),
    (MONEY, "12.99 USD", StatedMoney(1299, 2, "USD")),
    (MONEY, "4.10", StatedMoney(410, 2, None)),
    (MONEY, "160", StatedMoney(160, 0, None)),
    (MONEY, "0.400", StatedMoney(400, 3, None)),
    (MONEY, "0.05 KWD", StatedMoney(5, 2, "KWD")),
    (MONEY, "9" * 22 + ".99", StatedMoney(int("9" * 24), 2, None)),
    (RATE, "19 %", Rate(19, 100)),
    (RATE, "19%", Rate(19, 100)),
    (RATE, "9.975 %", Rate(399, 4000)),
    (RATE, "0 %", Rate(0, 1)),
    (RATE, "1/2", Rate(1, 2)),
    (RATE, "2/4", Rate(1, 2)),
    (RATE, "40 bps", Rate(1, 250)),
    (RATE, "0.5 bps", Rate(1, 20000)),
    (COUNT, "5000", 5000),
    (COUNT, "5_000", 5000),
    (COUNT, "1_234_567", 1234567),
    (COUNT, "0", 0),
    (COUNT_OR_RATE, "50", 50),
    (COUNT_OR_RATE, "5 %", Rate(1, 20)),
    (COUNT_OR_RATE, "1/20", Rate(1, 20)),
    (COUNT_OR_RATE, "500 bps", Rate(1, 20)),
    (ROUNDING, "half up", StatedRounding(RoundingMode.HALF_UP)),
    (ROUNDING, "half even", StatedRounding(RoundingMode.HALF_EVEN)),
    (ROUNDING, "up", StatedRounding(RoundingMode.UP)),
    (ROUNDING, "down", StatedRounding(RoundingMode.DOWN)),
    (ROUNDING, "half up to 0.05", StatedRounding(RoundingMode.HALF_UP, (5, 2))),
    (ROUNDING, "down to 10", StatedRounding(RoundingMode.DOWN, (10, 0))),
    (INSTANT, "2026-07-01", date(2026, 7, 1)),
    (INSTANT, "2024-02-29", date(2024, 2, 29)),
    (
        INSTANT,
        "2025-09-05T22:00-07:00",
        datetime(2025, 9, 5, 22, tzinfo=timezone(timedelta(hours=-7))),
    ),
    (INSTANT, "2025-09-05T22:00:30Z", datetime(2025, 9, 5, 22, 0, 30, tzinfo=UTC)),
    (CURRENCY, "EUR", CURRENCIES["EUR"]),
    (CURRENCY, "KWD", CURRENCIES["KWD"]),
    (ZONE, "Europe/Berlin", "Europe/Berlin"),
    (ZONE, "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    (ZONE, "UTC", "UTC"),
    (REGION, "DE", "DE"),
    (REGION, "NO", "NO"),
    (REGION, "US-NY", "US-NY"),
    (REGION, "GB-SCT", "GB-SCT"),
    (REGION, "FR-75", "FR-75"),
    (IDENTIFIER, "coins_1000", "coins_1000"),
    (IDENTIFIER, "a", "a"),
    (FACT_NAME, "buyer.age", "buyer.age"),
    (FACT_NAME, "creator.grade_2", "creator.grade_2"),
    (FACT_NAME, "purchase.count", "purchase.count"),
    (FACT_NAME, "lot.class", "lot.class"),
    (LANGUAGE, "en", "en"),
    (LANGUAGE, "pt-BR", "pt-BR"),
    (LANGUAGE, "zh-Hant", "zh-Hant"),
    (LANGUAGE, "es-419", "es-419"),
    (LANGUAGE, "fil", "fil"),
    (SCOPE, "unit", "unit"),
    (TEXT, "NO", "NO"),
    (TEXT, "010", "010"),
    (TEXT, "12:30", "12:30"),
    (TEXT, "وردة", "وردة"),
]


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_a_value_is_read_as_it_is_written(kind: ValueType, text: str, value: object) -> None:
    assert parse_value(kind, text) == value


BAD: list[tuple[ValueType, str, str, str]] = [
    # Money
    (MONEY, "12,99", "decimal-comma", "write 12.99"),
    (MONEY, "12,99 EUR", "decimal-comma", "write 12.99 EUR"),
    (MONEY, "12,99 eur", "decimal-comma", "write 12.99 EUR"),
    (MONEY, "1.299,00", "decimal-comma", "write 1299.00"),
    (MONEY, "1 299,00", "decimal-comma", "write 1299.00"),
    (MONEY, "1'299,00", "decimal-comma", "write 1299.00"),
    (MONEY, "1,299.00", "decimal-comma", "write 1299.00"),
    (MONEY, "1,299,000", "decimal-comma", "write 1299000"),
    (MONEY, "0,400", "decimal-comma", "write 0.400"),
    (MONEY, "1,299", "decimal-comma", "write 1.299 if the comma is for decimals, or 1299 if it groups digits"),
    (MONEY, "1.299.000", "grouped-digits", "write 1299000"),
    (MONEY, "1 299", "grouped-digits", "write 1299"),
    (MONEY, "1'299.00", "grouped-digits", "write 1299.00"),
    (MONEY, "1_299", "grouped-digits", "write 1299"),
    (MONEY, "1 299.00 EUR", "grouped-digits", "write 1299.00 EUR"),
    (MONEY, "-1.29", "negative-number", "did you mean 1.29?"),
    (
        MONEY,
        "€1.29",
        "currency-symbol",
        "write 1.29 if it is in the currency of the region; else name the currency by its code, for example 1.29 EUR",
    ),
    (
        MONEY,
        "1.29 €",
        "currency-symbol",
        "write 1.29 if it is in the currency of the region; else name the currency by its code, for example 1.29 EUR",
    ),
    (
        MONEY,
        "12,99 €",
        "currency-symbol",
        (
            "write 12.99 if it is in the currency of the region; else name the "
            "currency by its code, for example 12.99 EUR"
        ),
    ),
    (MONEY, "12.99EUR", "not-money", "write 12.99 EUR"),
    (MONEY, "EUR 12.99", "not-money", "write 12.99 EUR"),
    (MONEY, "12.99 eur", "not-money", "write 12.99 EUR"),
    (MONEY, "12.99 EURO", "unknown-currency", "did you mean 12.99 EUR?"),
    (MONEY, "12.99 XYZ", "unknown-currency", "write a code of ISO 4217, for example 12.99 EUR"),
    (MONEY, "null", "not-money", "write none where there is none; else write an amount of money, for example 12.99"),
    (MONEY, "~", "not-money", "write none where there is none; else write an amount of money, for example 12.99"),
    (MONEY, "free", "not-money", "write for example 12.99 or 12.99 USD"),
    (MONEY, ".99", "not-money", "write 0.99"),
    (MONEY, "12.", "not-money", "write 12"),
    (MONEY, "1e3", "not-money", "did you mean 1000?"),
    (MONEY, "NaN", "not-money", "write for example 12.99 or 12.99 USD"),
    (MONEY, "12:30", "not-money", "write for example 12.99 or 12.99 USD"),
    (MONEY, "1" * 40, "number-too-long", "write a shorter number"),
    (MONEY, "0" * 80, "number-too-long", "write a shorter number"),
    # Rates
    (RATE, "19", "rate-without-unit", "write 19 %"),
    (RATE, "0", "rate-without-unit", "write 0 %"),
    (RATE, "0.19", "rate-without-unit", "write 19 % if it is a share of one, or 0.19 % if it is per cent"),
    (RATE, "0.195", "rate-without-unit", "write 19.5 % if it is a share of one, or 0.195 % if it is per cent"),
    (RATE, "0.5", "rate-without-unit", "write 50 % if it is a share of one, or 0.5 % if it is per cent"),
    (RATE, "0.05", "rate-without-unit", "write 5 % if it is a share of one, or 0.05 % if it is per cent"),
    (RATE, "19,5 %", "decimal-comma", "write 19.5 %"),
    (RATE, "19,5", "decimal-comma", "write 19.5 %"),
    (RATE, "-19 %", "negative-number", "did you mean 19 %?"),
    (RATE, "1/0", "not-a-rate", "write for example 1/2"),
    (RATE, "19 percent", "not-a-rate", "write 19 %"),
    (RATE, "1 / 2", "not-a-rate", "write 1/2"),
    (RATE, "high", "not-a-rate", "write for example 19 %, 1/2 or 40 bps"),
    # Counts
    (COUNT, "1.000", "grouped-digits", "write 1000"),
    (COUNT, "1,000", "grouped-digits", "write 1000"),
    (COUNT, "1 000", "grouped-digits", "write 1000"),
    (COUNT, "12.5", "not-a-count", "write a whole number, for example 5000 or 5_000"),
    (COUNT, "12,5", "not-a-count", "write a whole number, for example 5000 or 5_000"),
    (COUNT, "-5", "negative-number", "did you mean 5?"),
    (COUNT, "50 coins", "not-a-count", "did you mean 50?"),
    (COUNT, "1_00", "not-a-count", "write 100"),
    (COUNT, "0x10", "not-a-count", "write a whole number, for example 5000 or 5_000"),
    (COUNT, "1" * 40, "number-too-long", "write a shorter number"),
    (COUNT_OR_RATE, "5,5 %", "decimal-comma", "write 5.5 %"),
    (COUNT_OR_RATE, "010", "leading-zero", "did you mean 10?"),
    (COUNT_OR_RATE, "05 %", "leading-zero", "did you mean 5 %?"),
    # Roundings
    (ROUNDING, "half-up", "not-a-rounding", "write half up"),
    (ROUNDING, "Half Up", "not-a-rounding", "write half up"),
    (ROUNDING, "nearest", "not-a-rounding", "write half up, half even, up or down"),
    (ROUNDING, "half up to 0", "not-a-rounding", "write for example half up to 10 or half up to 0.05"),
    (ROUNDING, "up to 0,05", "not-a-rounding", "write up to 0.05"),
    (ROUNDING, "down to the cent", "not-a-rounding", "write for example down to 10 or down to 0.05"),
    (ROUNDING, "half up to 05", "leading-zero", "did you mean half up to 5?"),
    (ROUNDING, "down to 00.05", "leading-zero", "write down to 0.05"),
    # Instants
    (INSTANT, "01.07.2026", "not-an-instant", "write 2026-07-01"),
    (
        INSTANT,
        "7/1/26",
        "not-an-instant",
        "write 2026-01-07 if the day comes first, or 2026-07-01 if the month comes first",
    ),
    (INSTANT, "2026/07/01", "not-an-instant", "write 2026-07-01"),
    (INSTANT, "2026-7-1", "not-an-instant", "write 2026-07-01"),
    (
        INSTANT,
        "2025-02-29",
        "date-does-not-exist",
        "write 2025-02-28 for the last day of that month, or 2025-03-01 for the day after it",
    ),
    (INSTANT, "2025-13-01", "date-does-not-exist", "did you mean 2025-01-13?"),
    (INSTANT, "0000-01-01", "date-does-not-exist", "write a day that exists, for example 2026-07-01"),
    (
        INSTANT,
        "2025-09-05T25:00Z",
        "date-does-not-exist",
        "write a day and a time that exist, for example 2025-09-05T22:00-07:00",
    ),
    *(
        (INSTANT, text, "date-does-not-exist", "write a day and a time that exist, for example 2025-09-05T22:00-07:00")
        for text in ("2025-09-05T22:00+02:60", "2025-09-05T22:00-24:00", "2025-09-05T24:00Z", "2025-09-05T22:60Z")
    ),
    (INSTANT, "0001-01-01", "not-an-instant", "write a day that the rules can mean, within 1970 to 2999"),
    (INSTANT, "9999-12-31T23:59-23:00", "not-an-instant", "write a day that the rules can mean, within 1970 to 2999"),
    (INSTANT, "1969-12-31", "not-an-instant", "write a day that the rules can mean, within 1970 to 2999"),
    (INSTANT, "3000-01-01", "not-an-instant", "write a day that the rules can mean, within 1970 to 2999"),
    (INSTANT, "1970-01-01T00:00+00:01", "not-an-instant", "write a day that the rules can mean, within 1970 to 2999"),
    (INSTANT, "2999-12-31T23:59-00:01", "not-an-instant", "write a day that the rules can mean, within 1970 to 2999"),
    (
        INSTANT,
        "2025-09-05T22:00",
        "instant-without-offset",
        "write 2025-09-05T22:00Z for UTC; else write the offset that holds there on that day",
    ),
    (
        INSTANT,
        "2025-09-05 22:00",
        "not-an-instant",
        "write 2025-09-05T22:00Z for UTC; else write the offset that holds there on that day",
    ),
    (INSTANT, "tomorrow", "not-an-instant", "write for example 2026-07-01 or 2025-09-05T22:00-07:00"),
    (INSTANT, "12:30", "not-an-instant", "write for example 2026-07-01 or 2025-09-05T22:00-07:00"),
    # Codes and names
    (CURRENCY, "EURO", "unknown-currency", "did you mean EUR?"),
    (CURRENCY, "eur", "unknown-currency", "did you mean EUR?"),
    (CURRENCY, "€", "unknown-currency", "write a code of ISO 4217, for example EUR"),
    (ZONE, "Europe/Frankfurt", "unknown-time-zone", "write a name of the tz database, for example Europe/Berlin"),
    (ZONE, "../Berlin", "unknown-time-zone", "write a name of the tz database, for example Europe/Berlin"),
    (ZONE, "", "unknown-time-zone", "write a name of the tz database, for example Europe/Berlin"),
    (REGION, "de", "not-a-region", "write DE"),
    (REGION, "us_ny", "not-a-region", "write US-NY"),
    (REGION, "Germany", "not-a-region", "write a code of ISO 3166, for example DE or US-NY"),
    (REGION, "DEU", "not-a-region", "write a code of ISO 3166, for example DE or US-NY"),
    (IDENTIFIER, "Coins 1000", "not-an-identifier", "did you mean coins_1000?"),
    (IDENTIFIER, "coins-1000", "not-an-identifier", "did you mean coins_1000?"),
    (
        IDENTIFIER,
        "1000",
        "not-an-identifier",
        "write lower-case letters, digits and underscores, a letter first, for example coins_1000",
    ),
    (IDENTIFIER, "coinsLarge", "not-an-identifier", "did you mean coins_large?"),
    (IDENTIFIER, "iOS", "not-an-identifier", "did you mean ios?"),
    (IDENTIFIER, "macOS", "not-an-identifier", "did you mean macos?"),
    (IDENTIFIER, "münzen", "not-an-identifier", "did you mean munzen?"),
    (
        IDENTIFIER,
        "a" * 65,
        "not-an-identifier",
        "write lower-case letters, digits and underscores, a letter first, for example coins_1000",
    ),
    (
        FACT_NAME,
        "age",
        "not-a-fact-name",
        "write what it is about (buyer, creator, purchase, gift or lot), a point and an identifier, "
        "for example buyer.age",
    ),
    (
        FACT_NAME,
        "Buyer.age",
        "not-a-fact-name",
        "did you mean buyer.age?",
    ),
    (LANGUAGE, "en_US", "not-a-language", "write en-US"),
    (LANGUAGE, "EN", "not-a-language", "write en"),
    (LANGUAGE, "english", "not-a-language", "write a BCP 47 tag, for example en, pt-BR or zh-Hant"),
    (SCOPE, "units", "not-one-of", "write unit"),
    (SCOPE, "Unit", "not-one-of", "write unit"),
    (SCOPE, "basket", "not-one-of", "write unit or order"),
    # Characters that look right
    (MONEY, "12\u00a0.99", "odd-space", "write for example 12.99 or 12.99 USD"),
    (MONEY, "1\u202f299.00", "odd-space", "write 1299.00"),
    (MONEY, "1\u00a0299,00", "odd-space", "write 1299.00"),
    (MONEY, "12.99\u00a0EUR", "odd-space", "write 12.99 EUR if that is its currency"),
    (MONEY, "12.99\u200b", "odd-space", "write 12.99"),
    (RATE, "19\u00a0%", "odd-space", "write 19 %"),
    (COUNT, "5\u00a0000", "odd-space", "write 5000"),
    (COUNT, "５０００", "look-alike", "write 5000"),
    (COUNT, "١٠٠", "look-alike", "write 100"),
    (COUNT, "010", "leading-zero", "did you mean 10?"),
    (COUNT, "000", "leading-zero", "did you mean 0?"),
    (COUNT, "01_000", "leading-zero", "did you mean 1_000?"),
    (MONEY, "1٫29", "look-alike", "write 1.29"),
    (MONEY, "12.99 ЕUR", "look-alike", "write 12.99 EUR if that is its currency"),
    (MONEY, "010", "leading-zero", "did you mean 10?"),
    (MONEY, "00", "leading-zero", "did you mean 0?"),
    (MONEY, "00.99", "leading-zero", "write 0.99"),
    (MONEY, "012.99 EUR", "leading-zero", "write 12.99 EUR"),
    (MONEY, "012,99", "decimal-comma", "write 12.99"),
    (MONEY, "-012.99", "negative-number", "did you mean 12.99?"),
    (
        MONEY,
        "0.400 €",
        "currency-symbol",
        "write 0.400 if it is in the currency of the region; else name the currency by its code, for example 0.400 EUR",
    ),
    (MONEY, "012.345.678", "grouped-digits", "write 12345678"),
    (
        MONEY,
        "€012.99",
        "currency-symbol",
        "write 12.99 if it is in the currency of the region; else name the currency by its code, for example 12.99 EUR",
    ),
    (MONEY, "０１２.99", "look-alike", "write 12.99"),
    (MONEY, "0" * 80, "number-too-long", "write a shorter number"),
    (RATE, "１９％", "look-alike", "write 19%"),
    (RATE, "010 %", "leading-zero", "did you mean 10 %?"),
    (RATE, "00.5 %", "leading-zero", "write 0.5 %"),
    (RATE, "040 bps", "leading-zero", "did you mean 40 bps?"),
    (RATE, "01/2", "leading-zero", "did you mean 1/2?"),
    (RATE, "1/02", "leading-zero", "did you mean 1/2?"),
    (RATE, "019", "rate-without-unit", "did you mean 19 %?"),
    (IDENTIFIER, "сoins_1000", "look-alike", "write coins_1000"),
    (REGION, "DЕ", "look-alike", "write DE"),
    (INSTANT, "2026–07–01", "look-alike", "write 2026-07-01"),
]


@pytest.mark.parametrize(("kind", "text", "code", "hint"), BAD)
def test_a_bad_form_is_named_and_the_hint_says_what_to_write(kind: ValueType, text: str, code: str, hint: str) -> None:
    wrong = parse_value(kind, text)
    assert type(wrong) is Wrong
    assert (wrong.code, wrong.advice) == (code, hint)


@pytest.mark.parametrize(("kind", "text", "code", "hint"), BAD)
def test_the_sentence_holds_the_value_as_it_was_written(kind: ValueType, text: str, code: str, hint: str) -> None:
    wrong = parse_value(kind, text)
    assert type(wrong) is Wrong, (code, hint)
    quoted = re.split(r"[ ,]", text)[-1] if code == "unknown-currency" else text.rpartition(" to ")[2]
    assert quoted[:57] in wrong.sentence
    assert "invalid" not in wrong.sentence.lower()


digits = st.text("0123456789", min_size=1, max_size=11)


whole_numbers = st.integers(0, 10**11 - 1).map(str)


@given(whole_numbers, st.none() | digits, st.none() | st.sampled_from(sorted(CURRENCIES)))
def test_money_keeps_exactly_the_digits_that_were_written(whole: str, part: str | None, code: str | None) -> None:
    text = whole + (f".{part}" if part else "") + (f" {code}" if code else "")
    money = parse_value(MONEY, text)
    assert money == StatedMoney(int(whole + (part or "")), len(part or ""), code)
    assert str(money) == text


@given(whole_numbers, st.none() | digits, st.sampled_from(["%", " %", "bps", " bps"]))
def test_a_rate_is_exact(whole: str, part: str | None, unit: str) -> None:
    read = parse_value(RATE, f"{whole}.{part}{unit}" if part else whole + unit)
    assert type(read) is Rate
    scale = 100 if "%" in unit else 10_000
    assert read.fraction == Fraction(int(whole + (part or "")), scale * 10 ** len(part or ""))
    lowest = Fraction(read.numerator, read.denominator)
    assert (lowest.numerator, lowest.denominator) == (read.numerator, read.denominator)


@given(st.integers(0, 10**DIGITS_MOST - 1))
def test_a_count_is_the_number_that_was_written(number: int) -> None:
    assert parse_value(COUNT, str(number)) == number


@given(st.integers(0, 10**15))
def test_a_count_may_have_its_thousands_apart_by_underscores(number: int) -> None:
    assert parse_value(COUNT, f"{number:_}") == number


def written_elsewhere(number: int, decimals: int, group: str, mark: str, places: int) -> str:
    """A number as another country or program writes it: 1.299,00 for (1299, 0, ".", ",", 2)."""
    grouped = f"{number:,}".replace(",", group)
    return f"{grouped}{mark}{decimals:0{places}d}" if places else grouped


@given(
    st.integers(0, 10**9),
    st.integers(0, 99),
    st.sampled_from(["", ".", ",", " ", "'", "’", "_", "\u00a0", "\u202f"]),
    st.sampled_from([".", ",", "٫"]),
    st.sampled_from([0, 2]),
    st.sampled_from(["", " EUR", "EUR", " eur", " €", "€", "\u00a0EUR", "\u00a0€", " USD", " ¥"]),
    st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"]),
)
def test_what_a_hint_says_to_write_for_an_amount_can_be_written_and_means_the_same(
    number: int, decimals: int, group: str, mark: str, places: int, unit: str, script: str
) -> None:
    assume(group != mark)
    assume(script.isascii() or unit in ("", " EUR"))
    plain = written_elsewhere(number, decimals, group, mark, places)
    text = plain.translate(str.maketrans("0123456789", script)) + unit
    read = parse_value(MONEY, text)
    if type(read) is Wrong:
        offered = [offer for offer in read.offers if offer.certainty is not EXAMPLE]
        assert offered, f"{text}: {read.advice}"
        assert len(offered) == 1 or {offer.certainty for offer in offered} == {POSSIBLE}
        read = parse_value(MONEY, offered[-1].text)
    assert type(read) is StatedMoney, text
    meant = Fraction(number * 10**places + (decimals if places else 0), 10**places)
    alone = group in ".," and not places and number < 1_000_000
    # A single group behind a point is a number with three decimals, which only its currency can tell apart.
    assert Fraction(read.scaled, 10**read.decimals) in ({meant, meant / 1000} if alone else {meant})
    assert read.currency in (None, unit.strip().upper())


@given(
    st.integers(0, 10**9),
    st.sampled_from([".", ",", " ", "'", "’", "_", "\u00a0", "\u202f"]),
    st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩"]),
)
def test_what_a_hint_says_to_write_for_a_count_can_be_written_and_means_the_same(
    number: int, group: str, script: str
) -> None:
    text = f"{number:,}".replace(",", group).translate(str.maketrans("0123456789", script))
    read = parse_value(COUNT, text)
    if type(read) is Wrong:
        assert [offer.certainty for offer in read.offers] == [SURE], text
        read = parse_value(COUNT, read.offers[0].text)
    assert read == number


@given(st.sampled_from(TYPES), st.text(max_size=60) | st.text("0123456789.,_-/% :TZ+'EURbpsto", max_size=400))
def test_any_text_is_a_value_or_wrong_with_words_of_bounded_length(kind: ValueType, text: str) -> None:
    read = parse_value(kind, text)
    if type(read) is Wrong:
        assert read.code
        assert read.advice
        offered = [offer.text for offer in read.offers if offer.text != "none"]
        assert all(type(parse_value(kind, offer)) is not Wrong for offer in offered)
        assert len(read.sentence) <= 200
        assert len(read.advice) <= 300


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("text", ["9" * 10_000, "1" + ".000" * 3_000, "1" + ",000" * 3_000, "0" * 9_000, "%" * 9_000])
def test_absurdly_long_texts_are_wrong_and_quick(kind: ValueType, text: str) -> None:
    read = parse_value(kind, text)
    assert type(read) is Wrong
    assert len(read.sentence + read.advice) <= 400


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-07-01", True),
        ("2026-7-1", True),
        ("01.07.2026", True),
        ("2026-07-01T00:00", True),
        ("coins_100", False),
        ("12:30", False),
        ("18", False),
        ("en", False),
    ],
)
def test_a_key_that_begins_like_a_date_was_meant_as_one(text: str, meant: bool) -> None:
    assert looks_like_instant(text) is meant
