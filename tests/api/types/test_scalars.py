"""The scalars: each reads what it means and nothing else, over HTTP and by itself."""

import json
from fractions import Fraction
from typing import Any

import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st
from strawberry.schema.config import StrawberryConfig

from ratecard.api.types.scalar_definitions import SCALARS
from ratecard.api.types.scalars import BigInt, CoinCount, CurrencyCode, Decimal, RateText
from ratecard.currency import CURRENCIES
from tests.api.servers import Api

LIST = """
query ($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!, $at: DateTime) {
  priceList(region: $region, platform: $platform, locale: $locale, at: $at) {
    __typename
    ... on PriceList { at locale }
    ... on InvalidInput { path message }
  }
}
"""
ASKED = {"region": "DE", "platform": "ios", "locale": "de", "at": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("locale", "de-", '"de-" is not a language tag; write a BCP 47 tag such as de'),
        ("locale", "en_US.UTF-8", '"en_US.UTF-8" is not a language tag'),
        ("locale", "de,fr;q=2", '"q=2" is not a weight'),
        ("locale", ",".join(["de"] * 21), "21 languages are listed; write at most 20"),
        ("locale", "", '""'),
        ("locale", "de\n\x1b[31m", '"de\\n\\x1b[31m" is not a language tag'),
        ("locale", "\u202ede", '"\\u202ede" is not a language tag'),
        ("locale", "d" * 2_000, "d" * 50),
        ("region", "de", "de is not how a region is written; write DE"),
        ("region", "us_ny", "us_ny is not how a region is written; write US-NY"),
        ("region", "Germany", "Germany is not a region code; write a code of ISO 3166, for example DE or US-NY"),
        ("region", "DE\n", '"DE\\n" is not a region code'),
        ("region", "ＤＥ", "ＤＥ is not a region code"),
        ("platform", "iOS", "iOS is not a platform's id; did you mean ios?"),
        ("platform", "", '"" is not a platform\'s id'),
        ("at", "2026-01-01", "2026-01-01 is not an instant; write an RFC 3339 instant with its offset"),
        ("at", "2026-01-01T00:00:00", "2026-01-01T00:00:00 is not an instant"),
        ("at", "2026-01-01 00:00:00Z", "is not an instant"),
        ("at", "2026-02-30T00:00:00Z", "is not an instant"),
        ("at", "2026-01-01T24:00:00Z", "is not an instant"),
        ("at", "2026-01-01T00:00:00+24:00", "is not an instant"),
        ("at", "2026-01-01T00:00:00+02:60", "2026-01-01T00:00:00+02:60 is not an instant"),
        ("at", "2026-01-01T00:00:00-00:99", "is not an instant"),
        ("at", "2026-01-01T23:59:60Z", "is not an instant"),
        ("at", "20260101T000000Z", "is not an instant"),
        ("at", "２０２６-01-01T00:00:00Z", "is not an instant"),
        ("at", "0001-01-01T00:00:00+00:01", "is not within the years 1970 to 2999; write an instant from 1970-01-01"),
        ("at", "9999-12-31T23:59:59-00:01", "is not within the years 1970 to 2999"),
        ("at", "1969-12-31T23:59:59.999Z", "is not within the years 1970 to 2999"),
        ("at", "2999-12-31T23:59:59-00:01", "is not within the years 1970 to 2999"),
    ],
)
def test_a_wrong_text_is_a_refusal_that_names_it(api: Api, name: str, value: object, said: str) -> None:
    refusal = api.ask(LIST, **{**ASKED, name: value})["priceList"]
    assert (refusal["__typename"], refusal["path"]) == ("InvalidInput", [name])
    assert said in refusal["message"]
    assert len(refusal["message"]) < 400


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("locale", 5, 'Locale cannot represent "5": write it as a string'),
        ("region", ["DE"], 'RegionCode cannot represent "[\\"DE\\"]"'),
        ("platform", True, 'PlatformCode cannot represent "true"'),
        ("at", 1767225600, 'DateTime cannot represent "1767225600"'),
    ],
)
def test_a_value_of_another_json_type_is_an_error_that_names_it(api: Api, name: str, value: object, said: str) -> None:
    error = api.error(LIST, **{**ASKED, name: value})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert said in error["message"]


@pytest.mark.parametrize("literal", ["DE", "5", "1.5", "true", '["DE"]', '{a: "DE"}'])
def test_a_literal_of_another_kind_is_refused(api: Api, literal: str) -> None:
    error = api.error(f'{{ priceList(region: {literal}, platform: "ios", locale: "de") {{ __typename }} }}')
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "write it as a string, in quotes" in error["message"]


@pytest.mark.parametrize(
    ("at", "echoed"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-01-01t01:30:00.999999999+01:30", "2026-01-01T00:00:00Z"),
        ("2025-12-31T19:00:00-05:00", "2026-01-01T00:00:00Z"),
        ("2999-12-31T23:59:59.999Z", "2999-12-31T23:59:59Z"),
    ],
)
def test_an_instant_is_echoed_in_utc(api: Api, at: str, echoed: str) -> None:
    assert api.ask(LIST, **{**ASKED, "at": at})["priceList"]["at"] == echoed


@pytest.mark.parametrize(
    ("asked", "resolved"), [("DE", "de"), ("zh-TW", "zh-Hant-TW"), ("iw", "he"), ("tr-DE", "tr"), ("de_DE", "de-DE")]
)
def test_a_locale_is_echoed_in_canonical_form(api: Api, asked: str, resolved: str) -> None:
    assert api.ask(LIST, **{**ASKED, "locale": asked})["priceList"]["locale"] == resolved


@strawberry.type
class Echo:
    """Gives back what each scalar understood, for those that no question takes yet."""

    @strawberry.field
    def decimal(self, value: Decimal) -> Decimal:
        return value

    @strawberry.field
    def whole(self, value: BigInt) -> BigInt:
        return value

    @strawberry.field
    def coins(self, value: CoinCount) -> CoinCount:
        return value

    @strawberry.field
    def currency(self, value: CurrencyCode) -> CurrencyCode:
        return value

    @strawberry.field
    def rate(self, value: RateText) -> RateText:
        return value


ECHO = strawberry.Schema(Echo, config=StrawberryConfig(scalar_map=SCALARS))
TYPES = {"decimal": "Decimal", "whole": "BigInt", "coins": "Coins", "currency": "CurrencyCode", "rate": "Rate"}


def echoed(field: str, literal: str) -> Any:
    """What comes back for an inline literal, or None where it is refused."""
    result = ECHO.execute_sync(f"{{ {field}(value: {literal}) }}")
    return None if result.errors else (result.data or {})[field]


def echoed_variable(field: str, value: object) -> Any:
    """What comes back for a value in the variables, or None where it is refused."""
    query = f"query ($value: {TYPES[field]}!) {{ {field}(value: $value) }}"
    result = ECHO.execute_sync(query, variable_values={"value": value})
    return None if result.errors else (result.data or {})[field]


@pytest.mark.parametrize("text", ["1.10", "0", "-0.005", "12.99", "0.00", "9" * 100, "90071992547409.93"])
def test_a_decimal_stays_as_it_was_written(text: str) -> None:
    assert echoed("decimal", f'"{text}"') == echoed_variable("decimal", text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("NaN", "Infinity", "-Infinity", "1e5", "1E999999", "1_000", "1,000", " 1", "1 ", "1\n", "+1", ".5", "5."),
        *("01", "--1", "0x10", "", "½", "１", "١", "9" * 101),
    ],
)
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    assert echoed("decimal", json.dumps(text)) is None
    assert echoed_variable("decimal", text) is None


def test_a_decimal_is_never_read_from_a_number() -> None:
    for literal in ("1.10", "1", "1e2"):
        assert echoed("decimal", literal) is None
    for value in (1.1, 1, True, None, ["1.10"]):
        assert echoed_variable("decimal", value) is None


@given(st.integers(), st.integers(0, 12))
def test_a_decimal_that_is_read_is_the_number_written(scaled: int, digits: int) -> None:
    whole, part = divmod(abs(scaled), 10**digits)
    text = ("-" if scaled < 0 else "") + (f"{whole}.{part:0{digits}d}" if digits else str(whole))
    assert echoed_variable("decimal", text) == text


@given(st.text(max_size=12))
def test_any_other_text_is_no_decimal_unless_it_is_plain_digits(text: str) -> None:
    read = echoed_variable("decimal", text)
    assert read in (None, text)
    if read is not None:
        assert set(text) <= set("-.0123456789")
        assert Fraction(text) == Fraction(read)


def test_a_whole_number_goes_in_as_digits_or_a_number_and_comes_out_as_digits() -> None:
    large = 2**53 + 1
    assert echoed("whole", str(large)) == echoed("whole", f'"{large}"') == str(large)
    assert echoed_variable("whole", large) == echoed_variable("whole", str(large)) == str(large)
    assert echoed_variable("whole", -5) == "-5"
    for wrong in (1.0, True, None, "1.0", "1e3", "1_000", " 1", "+1", "01", "", "١", "9" * 101, 10**100, [1]):
        assert echoed_variable("whole", wrong) is None
    for literal in ("1.0", "true", "abc", f'"{"9" * 5000}"', "9" * 5000):
        assert echoed("whole", literal) is None


def test_coins_go_in_both_ways_and_come_out_as_numbers_while_these_are_exact() -> None:
    assert echoed_variable("coins", 1050) == echoed("coins", '"1050"') == 1050
    assert echoed_variable("coins", str(2**53 - 1)) == 2**53 - 1
    assert echoed_variable("coins", str(2**53)) == str(2**53)
    assert echoed_variable("coins", 1050.0) is None


def test_a_currency_is_one_of_iso_4217() -> None:
    for code in CURRENCIES:
        assert echoed_variable("currency", code) == code
    for wrong in ("eur", "EURO", "XXX", "", "€", 978):
        assert echoed_variable("currency", wrong) is None


def test_a_rate_is_a_decimal_or_a_fraction() -> None:
    for text in ("0.19", "1", "1/3"):
        assert echoed_variable("rate", text) == text
    for wrong in ("19 %", "1/0", "1/", "0.19x", 0.19):
        assert echoed_variable("rate", wrong) is None
