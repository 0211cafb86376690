"""Where the shipped book sells: all that is promised, each in the currency of the day, with its taxes."""

from datetime import timedelta
from fractions import Fraction

import pytest
from babel.numbers import get_territory_currencies

from ratecard.instants import datetime_of, zone
from ratecard.terms.tax import TaxStatus
from tests.books import shipped
from tests.shipped.walking import countries, every_list, list_now, lists_of_countries, words

PROMISED = words(
    "AE AR AT AU BE BG BH BR CA CH CL CO CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IT JP KE KR KW KZ LT LU LV "
    "MA MX MY NG NL NO NZ PE PH PL PT RO SA SE SG SI SK TH TR TW UA US VN ZA"
)
STATES = words(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
PROVINCES = words("AB BC MB NB NL NS NT NU ON PE QC SK YT")

# Where stores bill in another currency than people pay with, the market's currency.
BILLED = {"AR": "USD"}
# What Babel's CLDR does not know yet.
CHANGED = {("BG", "BGN"): "2025-12-31", ("BG", "EUR"): "2026-01-01"}

# The package eu-vat-rates-data, version 2026.9.29. Half and tenth percents as text.
EUROPE = dict(
    pair.split("=")
    for pair in words(
        "AT=20 BE=21 BG=20 CH=8.1 CZ=21 DE=19 DK=25 EE=24 ES=21 FI=25.5 FR=20 GB=20 GR=24 HR=25 HU=27 IE=23 IT=22 "
        "LT=21 LU=17 LV=21 NL=21 NO=25 PL=23 PT=23 RO=21 SE=25 SI=22 SK=23 UA=20"
    )
)

# doola's table of states: digital products are not taxed there, or there is no sales tax.
UNTAXED_BY_TABLE = words("AK CA DE FL GA IL KS MA MI MO MT NV NH NY ND OK OR SC VA WV")
# Georgia taxes since 2024, which the table does not know; Wisconsin's own notice leaves virtual currency out.
OTHER_THAN_TABLE = frozenset({"GA", "WI"})

# By law, with the day from which each holds.
RATES_OF_DAYS = {
    "CA-NS": [("2025-01-01", "15"), ("2025-04-01", "14")],
    "EE": [("2025-01-01", "22"), ("2025-07-01", "24")],
    "KZ": [("2025-01-01", "12"), ("2026-01-01", "16")],
    "RO": [("2025-01-01", "19"), ("2025-08-01", "21")],
    "TR": [("2025-01-01", "27.5"), ("2026-01-01", "25"), ("2027-01-01", "22.5")],
    "US-DC": [("2025-01-01", "6"), ("2026-10-01", "7")],
    "US-LA": [("2025-01-01", "5"), ("2030-01-01", "4.75")],
    "US-SD": [("2025-01-01", "4.2"), ("2027-07-01", "4.5")],
}


def percent(text: str) -> Fraction:
    """What "25.5" per cent are: 51/200."""
    return Fraction(text) / 100


def rate_now(region: str) -> Fraction:
    """The sum of all taxes today."""
    return sum((line.effective.fraction for line in list_now(region, "web").packages[0].tax.lines), Fraction(0))


def test_every_promised_country_every_state_and_every_province_is_sold_on_three_platforms() -> None:
    book = shipped()
    promised = PROMISED | {f"US-{state}" for state in STATES} | {f"CA-{province}" for province in PROVINCES}
    assert len(STATES) == 51
    assert len(PROVINCES) == 13
    assert promised <= set(book.regions)
    assert {tuple(key) for key in book.markets()} == {
        (region, platform) for region in book.regions for platform in ("android", "ios", "web")
    }


def test_every_currency_is_that_of_its_country_on_every_day() -> None:
    for listed in every_list():
        region = listed.request.region
        country, currency = region[:2], listed.market.currency.code
        if country in BILLED:
            assert currency == BILLED[country]
            continue
        in_zone = zone(shipped().time_zones[region])
        first = datetime_of(listed.market.period.start).astimezone(in_zone).date()
        end = listed.market.period.end
        last = (datetime_of(end) - timedelta(seconds=1)).astimezone(in_zone).date() if end is not None else None
        for day in {first, last or first}:
            known = CHANGED.get((country, currency))
            if known is not None:
                assert (day.isoformat() >= "2026-01-01") == (currency == "EUR"), (region, day)
            else:
                valid = get_territory_currencies(country, start_date=day, end_date=day, tender=True)
                assert currency in valid, (region, day, valid)


def test_a_currency_that_changes_has_no_gap() -> None:
    currencies = [each.market.currency.code for each in every_list() if each.request.region == "BG"]
    assert set(currencies) == {"BGN", "EUR"}


@pytest.mark.parametrize("country", sorted(EUROPE))
def test_the_rates_of_europe_are_those_of_an_independent_table(country: str) -> None:
    assert rate_now(country) == percent(EUROPE[country])


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_state_taxes_what_the_table_says_or_the_exception_is_named(state: str) -> None:
    taxed = list_now(f"US-{state}", "ios").packages[0].tax.status is TaxStatus.ADDED
    assert (taxed == (state not in UNTAXED_BY_TABLE)) == (state not in OTHER_THAN_TABLE)


@pytest.mark.parametrize("province", sorted(PROVINCES))
def test_a_provinces_taxes_hold_the_federal_five_percent(province: str) -> None:
    lines = {line.id: line.rate.fraction for line in list_now(f"CA-{province}", "ios").packages[0].tax.lines}
    assert lines.get("gst") == percent("5") or lines["hst"] > percent("5")


@pytest.mark.parametrize("region", sorted(RATES_OF_DAYS))
def test_a_rate_changes_on_its_day(region: str) -> None:
    in_zone = zone(shipped().time_zones[region])
    found: list[tuple[str, Fraction]] = []
    for listed in every_list():
        if (listed.request.region, listed.request.platform) == (region, "web"):
            rate = sum((line.effective.fraction for line in listed.packages[0].tax.lines), Fraction(0))
            if not found or found[-1][1] != rate:
                found.append((datetime_of(listed.market.period.start).astimezone(in_zone).date().isoformat(), rate))
    assert found == [(day, percent(rate)) for day, rate in RATES_OF_DAYS[region]]


def test_only_the_us_canada_and_argentina_add_the_tax_and_google_does_in_indonesia() -> None:
    added = {
        (listed.request.region[:2], listed.request.platform)
        for listed in every_list()
        if listed.packages[0].tax.status is TaxStatus.ADDED
    }
    everywhere = {(country, platform) for country in ("AR", "CA", "US") for platform in ("android", "ios", "web")}
    assert added == everywhere | {("ID", "android")}


def test_only_two_countries_leave_the_tax_to_their_parts() -> None:
    open_ones = {
        listed.request.region
        for listed in lists_of_countries()
        if listed.packages[0].tax.status is TaxStatus.UNDETERMINED
    }
    assert open_ones == {"CA", "US"}
    assert len(countries()) >= 45
