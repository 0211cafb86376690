"""The instant from which the book answers: a day of each region, or one instant for all."""

import pytest

from ratecard.instants import Instant
from ratecard.refusals import BeforeRules
from tests.book.asking import asked, at, price
from tests.cases.smallest import DE, Changes, book, germany, only


def beginning(written: str) -> Changes:
    return {"rules/book.yaml": f"begins: {written}\nlanguages: [en]\n"}


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Europe/Berlin", "2025-01-01T00:00+01:00"),
        ("America/New_York", "2025-01-01T00:00-05:00"),
        ("Pacific/Kiritimati", "2025-01-01T00:00+14:00"),
    ],
)
def test_a_date_is_the_first_instant_of_that_day_in_each_region(zone: str, begins: str) -> None:
    whole = book(germany(("Europe/Berlin", zone)))
    first = at(begins)
    before = Instant(first - 1)
    assert price(whole, when=first) == "1.29 EUR"
    assert asked(whole, when=before) == BeforeRules(before, first)


def test_an_instant_with_an_offset_is_the_same_for_all_regions() -> None:
    tokyo = DE.replace("DE", "JP").replace("EUR", "JPY").replace("Europe/Berlin", "Asia/Tokyo").replace("1.29", "129")
    whole = book({**beginning("2025-01-01T12:00Z"), "regions/jp.yaml": tokyo.replace("12.99", "1299")})
    first = at("2025-01-01T12:00+00:00")
    for region in ("DE", "JP"):
        assert asked(whole, when=Instant(first - 1), region=region) == BeforeRules(Instant(first - 1), first)
        assert asked(whole, when=first, region=region) != BeforeRules(first, first)


def test_undated_values_hold_from_the_beginning() -> None:
    whole = book(beginning("1999-12-31"))
    assert price(whole, when=at("1999-12-31")) == "1.29 EUR"


def test_dates_before_the_beginning_count_for_what_holds_at_it() -> None:
    line = "coins_100: {2020-01-01: 1.09, 2024-06-01: 1.19, 2026-01-01: 1.29}"
    whole = book(germany(("coins_100: 1.29", line)), "never-holds")
    assert price(whole, when=at("2025-01-01")) == "1.19 EUR"
    assert price(whole, when=at("2026-01-01")) == "1.29 EUR"
    assert asked(whole, when=at("2024-12-01")) == BeforeRules(at("2024-12-01"), at("2025-01-01T00:00+01:00"))


def test_a_beginning_far_in_the_past_or_future_is_fine() -> None:
    for day in ("1970-01-01", "2999-12-31"):
        assert price(book(beginning(day)), when=at(f"{day}T12:00+00:00")) == "1.29 EUR"


def test_a_day_that_a_regions_zone_skipped_is_an_error_that_names_the_zone() -> None:
    error = only({**beginning("2011-12-30"), **germany(("Europe/Berlin", "Pacific/Apia"))})
    assert error.code == "date-does-not-exist"
    assert "Pacific/Apia" in error.sentence
    assert error.place is not None
    assert (error.place.file, error.place.line) == ("rules/book.yaml", 1)
