"""Countries, their money and their time zones by CLDR, as far as people name them."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.instants import zone
from ratecard.locale.geography import (
    country_named,
    currencies_named,
    currencies_of,
    signs_of,
    zones,
    zones_named,
    zones_of,
)


@pytest.mark.parametrize(
    ("region", "codes"),
    [("HR", ("EUR",)), ("CH", ("CHF",)), ("CA-ON", ("CAD",)), ("LI", ("CHF",)), ("EU", ("EUR",)), ("ZZ", ())],
)
def test_a_country_has_the_money_that_is_tender_there_now(region: str, codes: tuple[str, ...]) -> None:
    assert currencies_of(region) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("yen", ("JPY",)),
        ("Euro", ("EUR",)),
        ("euros", ("EUR",)),
        ("€", ("EUR",)),
        ("US dollars", ("USD",)),
        ("US$", ("USD",)),
        ("A$", ("AUD",)),
        ("¥", ("CNY", "JPY")),
        ("yuan", ("CNY",)),
        ("zloty", ("PLN",)),
        ("EUR", ()),
        ("", ()),
    ],
)
def test_a_word_or_a_sign_names_currencies(text: str, codes: tuple[str, ...]) -> None:
    assert currencies_named(text) == codes


@pytest.mark.parametrize("text", ["dollar", "$", "peso", "franc", "pound"])
def test_a_word_or_sign_of_many_currencies_names_them_all(text: str) -> None:
    assert len(currencies_named(text)) > 3
    assert set(currencies_named(text)) <= set(CURRENCIES)


@pytest.mark.parametrize(
    ("currency", "region", "sign"), [("CAD", "CA", "$"), ("JPY", "JP", "￥"), ("PLN", "PL", "zł"), ("EUR", "DE", "€")]
)
def test_a_region_writes_its_currency_by_a_sign(currency: str, region: str, sign: str) -> None:
    assert sign in signs_of(currency, region)


def test_a_sign_is_not_that_of_another_currency() -> None:
    assert "$" not in signs_of("EUR", "DE")
    assert signs_of("EUR", "ZZ") == ("€",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"),
        ("deu", "DE"),
        ("Germany", "DE"),
        ("UK", "GB"),
        ("united states", "US"),
        ("EU", ""),
        ("Atlantis", ""),
    ],
)
def test_a_country_has_a_code_whatever_it_is_called_by(text: str, code: str) -> None:
    assert country_named(text) == code


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("berlin", ("Europe/Berlin",)),
        ("europe/berlin", ("Europe/Berlin",)),
        ("New York", ("America/New_York",)),
        ("W. Europe Standard Time", ("Europe/Berlin",)),
        ("Europe/Munich", ()),
    ],
)
def test_a_time_zone_is_found_by_its_city_and_by_what_windows_calls_it(text: str, names: tuple[str, ...]) -> None:
    assert zones_named(text) == names


def test_a_country_has_its_own_time_zones_those_of_large_cities_first() -> None:
    assert zones_of("DE") == ("Europe/Berlin", "Europe/Busingen")
    assert zones_of("US-NY")[0] in zones_of("US")
    assert zones_of("ZZ") == ()
    assert all(zone(name) is not None for name in zones_of("DE"))
    assert "Europe/Berlin" in zones()
