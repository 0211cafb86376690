"""Prices that begin on days: which holds when, and what of a sheet is not clear enough to be taken."""

from datetime import date

import pytest

from ratecard.sheets.faults import SheetsRefused
from ratecard.sheets.timelines import BEGINS, Dated
from tests.sheets.reading import read, refusals

YEAR = date(2026, 1, 1)
LEVA = {"BG": Dated(((BEGINS, "BGN"), (YEAR, "EUR")))}


def over_time(
    text: str, begins: date = BEGINS, without: frozenset[str] = frozenset(), package: str = ""
) -> dict[str, str]:
    """The prices of one sheet: "1.39 EUR from the beginning, 1.49 EUR from 2026-07-01" by "DE/coins_100"."""
    found = read(text, begins=begins, without=without, package=package).prices
    return {"/".join(filter(None, key)): str(line) for key, line in found.items()}


def wrong(text: str, begins: date = BEGINS) -> list[str]:
    """What is wrong with one sheet, without its file's name."""
    with pytest.raises(SheetsRefused) as refused:
        read(text, begins=begins)
    return [str(fault).removeprefix("prices.csv:") for fault in refused.value.faults]


RISE = "1.39 EUR from the beginning, 1.49 EUR from 2026-07-01"


@pytest.mark.parametrize(
    "header",
    ["start", "From", "valid from", "Valid_From", "Effective date", "Start Date", "since", "Gültig ab", "ab", "desde"],
)
def test_a_price_without_a_day_holds_until_the_first_day(header: str) -> None:
    text = f"region,package,price,{header}\nDE,coins_100,1.39,\nDE,coins_100,1.49,2026-07-01\n"
    assert over_time(text) == {"DE/coins_100": RISE}


def test_the_app_stores_export_may_have_a_start_date() -> None:
    text = "Countries or Regions,Currency Code,Price,Start Date\nGermany,EUR,1.39,\nGermany,EUR,1.49,Jul 1 2026\n"
    assert over_time(text, package="coins_100") == {"DE/ios/coins_100": RISE}


def test_a_table_has_a_row_for_each_region_and_day() -> None:
    text = "region,from,coins_100,coins_1000\nDE,,1.39,13.99\nDE,2026-07-01,1.49,13.99\nFR,,1.39,\n"
    assert over_time(text) == {
        "DE/coins_100": RISE,
        "DE/coins_1000": "13.99 EUR",
        "FR/coins_100": "1.39 EUR",
    }


def test_a_table_with_regions_in_its_header_has_a_row_for_each_package_and_day() -> None:
    assert over_time("package,from,DE,FR\n100,,1.39,1.39\n100,2026-07-01,1.49,1.39\n") == {
        "DE/coins_100": RISE,
        "FR/coins_100": "1.39 EUR",
    }


def test_googles_list_may_have_a_column_of_days() -> None:
    text = (
        "Product ID,Published State,Price,Valid from\n"
        "coins_100,published,DE; 1390000,\ncoins_100,published,DE; 1490000,2026-07-01\n"
    )
    assert over_time(text) == {"DE/android/coins_100": RISE}


LIST = "region,package,price,start\n"


def test_the_order_of_rows_means_nothing() -> None:
    rows = ["DE,coins_100,1.49,2026-07-01\n", "DE,coins_100,1.39,\n", "DE,coins_100,1.59,2027-01-01\n"]
    assert over_time(LIST + "".join(rows)) == over_time(LIST + "".join(reversed(rows)))


def test_one_price_on_one_day_may_stand_twice_and_two_prices_may_not() -> None:
    twice = "DE,coins_100,1.49,2026-07-01\nDE,coins_100,1.49,1 July 2026\n"
    assert over_time(LIST + twice) == {"DE/coins_100": "1.49 EUR from 2026-07-01"}
    assert wrong(LIST + "DE,coins_100,1.49,2026-07-01\nDE,coins_100,1.59,1.7.2026\n") == [
        "C3: 1.59 EUR from 2026-07-01 contradicts 1.49 EUR from 2026-07-01 at prices.csv:C2; "
        "keep one price of coins_100 in DE"
    ]


def test_no_price_from_a_day_on_ends_the_sale() -> None:
    for nothing in ("-", "", "n/a"):
        found = read(LIST + f"DE,coins_100,1.39,\nDE,coins_100,{nothing},2026-07-01\n")
        assert [str(line) for line in found.prices.values()] == ["1.39 EUR from the beginning, none from 2026-07-01"]
        assert "prices that end, with no sale from then on: 1" in found.left_out


def test_an_empty_cell_of_a_table_beside_a_day_is_asked_about() -> None:
    table = "region,from,coins_100,coins_1000\nDE,,1.39,13.99\nDE,2026-07-01,1.49,"
    assert wrong(f"{table}\n") == [
        "D3: the cell is empty, and coins_1000 costs 13.99 EUR until 2026-07-01; "
        "repeat the price, or write - where it is not sold from then"
    ]
    assert over_time(f"{table}-\n")["DE/coins_1000"] == "13.99 EUR from the beginning, none from 2026-07-01"
    assert over_time("region,from,100,notes\nDE,,1.39,\nDE,2026-07-01,1.49,\n") == {"DE/coins_100": RISE}
    assert refusals("region,from,100,500\nDE,,1.39,\nGermny,2026-07-01,,\n")[0].startswith(
        "prices.csv:A3: Germny is not"
    )
    assert "DE/coins_1000" not in over_time("region,from,coins_100,coins_1000\nDE,,1.39,\nDE,2026-07-01,1.49,\n")


def test_what_holds_when_the_book_begins_is_the_last_price_before() -> None:
    rows = "DE,coins_100,1.29,2025-02-01\nDE,coins_100,1.39,2025-12-31\nDE,coins_100,1.49,2026-07-01\n"
    found = read(LIST + rows, begins=YEAR)
    assert [str(line) for line in found.prices.values()] == [RISE]
    assert found.left_out == ("prices that ended before the book begins on 2026-01-01: 1",)


def test_a_price_without_a_day_and_one_from_before_the_book_are_not_weighed() -> None:
    assert wrong(LIST + "DE,coins_100,1.29,\nDE,coins_100,1.39,2025-12-31\n", YEAR) == [
        "C3: 1.39 EUR from 2025-12-31 contradicts 1.29 EUR at prices.csv:C2: both hold when the book begins; "
        "the book begins on 2026-01-01; write the day of each"
    ]
    assert over_time(LIST + "DE,coins_100,1.39,\nDE,coins_100,1.39,2025-12-31\n", YEAR) == {"DE/coins_100": "1.39 EUR"}


def test_days_that_are_not_read_are_told_with_all_else_that_is_wrong() -> None:
    assert wrong(LIST + "DE,coins_100,1.39,2026-06-31\nFR,coins_100,1.39,03/04/2026\nJP,coins_100,,soon\n") == [
        "D2: 2026-06-31 is not in the calendar, for that month has 30 days; write days as 2026-07-01",
        "D3: 03/04/2026 is either 2026-03-04 or 2026-04-03; say which comes first, "
        "--date-order day/month or --date-order month/day",
        "D4: soon is not a day; write days as 2026-07-01",
    ]
    assert refusals(LIST + "DE,coins_100,1.39,9999-12-31\n") == [
        "prices.csv:D2: 9999-12-31 never comes; write the day from which the price holds, or leave the row out"
    ]


def test_the_money_of_a_bare_price_is_that_of_its_day() -> None:
    text = LIST + "BG,coins_100,2.49,\nBG,coins_100,1.29,2026-01-01\n"
    currencies = {"BG": "BGN"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.sheets.reading.CURRENCIES", currencies)
        found = read(text, begins=date(2025, 7, 1), currency_lines=LEVA)
    assert [str(line) for line in found.prices.values()] == ["2.49 BGN from the beginning, 1.29 EUR from 2026-01-01"]
    assert found.left_out == ()


ENDED = "region,package,price,start,end\n"


@pytest.mark.parametrize("end", ["2026-06-30", "2026-07-01", ""])
def test_an_end_that_the_next_price_says_too_is_taken(end: str) -> None:
    text = ENDED + f"DE,coins_100,1.39,,{end}\nDE,coins_100,1.49,2026-07-01,9999-12-31\n"
    assert over_time(text) == {"DE/coins_100": RISE}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "DE,coins_100,1.39,,2026-06-30\n",
            "E2: the price ends on 2026-06-30, and no row says what holds from then; "
            "add a row that begins on the first day without sale, with - for its price",
        ),
        (
            "DE,coins_100,1.39,,2026-06-30\nDE,coins_100,1.49,2026-08-01,\n",
            "E2: the price ends on 2026-06-30, and no row says what holds from then; "
            "add a row that begins on the first day without sale, with - for its price",
        ),
        (
            "DE,coins_100,1.39,,2026-06-30\nDE,coins_100,1.49,2026-05-01,\n",
            "E2: the price ends on 2026-06-30, and prices.csv:C3 has another from 2026-05-01; mend the days",
        ),
        (
            "DE,coins_100,1.39,2026-07-01,2026-06-30\n",
            "E2: 2026-06-30 is before 2026-07-01, from which the price holds; mend the days",
        ),
        (
            "DE,coins_100,1.39,,06/07/2026\n",
            "E2: 06/07/2026 is either 2026-06-07 or 2026-07-06; say which comes first, ",
        ),
    ],
)
def test_an_end_that_says_more_than_the_next_price_is_never_lost(rows: str, said: str) -> None:
    (found,) = wrong(ENDED + rows)
    assert found.startswith(said)


def test_columns_of_days_may_be_left_out() -> None:
    text = ENDED + "DE,coins_100,1.39,,2026-06-30\n"
    assert over_time(text, without=frozenset({"end"})) == {"DE/coins_100": "1.39 EUR"}


def test_two_columns_of_days_from_which_prices_hold_are_not_weighed() -> None:
    text = "region,package,price,start,valid from\nDE,coins_100,1.39,2026-07-01,2026-08-01\n"
    assert refusals(text) == [
        "prices.csv:E1: start and valid from are both days from which prices hold; leave one out: "
        '--without "valid from"'
    ]


def test_columns_of_prices_in_several_currencies_end_where_none_has_a_price() -> None:
    header = "region,package,Price EUR,Price USD,start\n"
    text = header + "DE,coins_100,1.39,,\nDE,coins_100,1.49,,2026-07-01\nDE,coins_100,,,2027-01-01\n"
    assert over_time(text) == {"DE/coins_100": f"{RISE}, none from 2027-01-01"}


def test_tonga_is_a_region_and_no_end() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.sheets.reading.CURRENCIES", {"DE": "EUR", "TO": "TOP"})
        assert over_time("package,DE,TO\n100,1.39,3.50\n") == {"DE/coins_100": "1.39 EUR", "TO/coins_100": "3.50 TOP"}
