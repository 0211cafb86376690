"""Days as people and spreadsheets write them: each is read as one day, or not at all."""

import re
from datetime import date, timedelta

import pytest
from babel import Locale, localedata
from babel.dates import format_date, get_date_format
from hypothesis import given
from hypothesis import strategies as st

from ratecard.sheets.amounts import NotAPrice
from ratecard.sheets.countries import LANGUAGES
from ratecard.sheets.days import days_in

FIRST_OF_JULY = date(2026, 7, 1)


def day_of(text: str) -> date | str:
    """The day of a cell that stands alone in its column, or the sentence and the advice why there is none."""
    return days_of(text)[0]


def days_of(*texts: str) -> list[date | str]:
    found = days_in(texts)
    days = [found[text] for text in texts]
    return [f"{day.sentence}; {day.advice}" if isinstance(day, NotAPrice) else day for day in days]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-07-01",
            "2026-7-1",
            "2026/07/01",
            "2026.07.01",
            "2026-07-01 00:00:00",
            "2026-07-01T00:00",
            "2026年7月1日",
        ),
        *("2026년 7월 1일", "2026. 7. 1.", "01.07.2026", "1.7.2026", "1. 7. 2026", "1 July 2026", "1st July 2026"),
        *("July 1, 2026", "Jul 1 2026", "1-Jul-2026", "1. Juli 2026", "1er juillet 2026"),
        *("1 de julio de 2026", "1 lipca 2026", "JULY 1, 2026", "2026-07-01 12:00:00 AM"),
    ],
)
def test_a_day_that_can_be_one_day_alone_is_read(text: str) -> None:
    assert day_of(text) == FIRST_OF_JULY


def test_a_month_and_a_day_that_are_both_a_month_are_not_guessed() -> None:
    assert day_of("03/04/2026") == (
        "03/04/2026 is either 2026-03-04 or 2026-04-03; say which comes first, --date-order day/month or "
        "--date-order month/day"
    )
    assert day_of("05/05/2026") == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("order", "day"), [("day/month", date(2026, 4, 3)), ("month/day", date(2026, 3, 4))], ids=["day", "month"]
)
def test_an_order_that_is_told_settles_it_and_refuses_what_contradicts_it(order: str, day: date) -> None:
    wrong = "04/13/2026" if order == "day/month" else "13/04/2026"
    read = days_in(["03/04/2026", wrong, "31.12.2026", "2026-12-31"], order)
    assert read["03/04/2026"] == day
    assert read[wrong] == NotAPrice(f"{wrong} has no month in the order {order}", "write days as 2026-07-01")
    assert read["31.12.2026"] == read["2026-12-31"] == date(2026, 12, 31)


@pytest.mark.parametrize("mark", ["/", "-"])
def test_one_cell_of_a_column_says_the_order_of_the_others(mark: str) -> None:
    third, thirteenth, july = (text.replace("/", mark) for text in ("03/04/2026", "13/07/2026", "07/13/2026"))
    assert days_of(third, thirteenth) == [date(2026, 4, 3), date(2026, 7, 13)]
    assert days_of(third, july) == [date(2026, 3, 4), date(2026, 7, 13)]
    told = "has its day and its month in another order than other cells of its column; write days as 2026-07-01"
    assert days_of(third, thirteenth, july) == [f"{text} {told}" for text in (third, thirteenth, july)]


def test_one_mark_says_nothing_of_another() -> None:
    assert str(days_of("03/04/2026", "13-07-2026")[0]).startswith("03/04/2026 is either")


def test_with_points_cldr_begins_with_the_day_in_every_locale_that_does_not_begin_with_the_year() -> None:
    form = re.compile(r"[^A-Za-z]*(d{1,2}|M{1,2}|y+)\. ?(d{1,2}|M{1,2}|y+)\. ?(d{1,2}|M{1,2}|y+)\W*")
    patterns = (
        get_date_format(width, Locale.parse(name)).pattern
        for name in localedata.locale_identifiers()
        for width in ("short", "medium")
    )
    orders = {"".join(part[0] for part in match.groups()) for pattern in patterns if (match := form.fullmatch(pattern))}
    assert orders == {"dMy", "yMd"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-06-31", "2026-06-31 is not in the calendar, for that month has 30 days; write days as 2026-07-01"),
        ("31.9.2026", "31.9.2026 is not in the calendar, for that month has 30 days; write days as 2026-07-01"),
        ("03.13.2026", "03.13.2026 is not in the calendar; write days as 2026-07-01"),
        ("2026-13-01", "2026-13-01 is not in the calendar; write days as 2026-07-01"),
        ("1/7/26", "1/7/26 has two digits for its year; write days as 2026-07-01"),
        ("1-Jul-26", "1-Jul-26 has two digits for its year; write days as 2026-07-01"),
        ("1026-07-01", "1026-07-01 is in the year 1026; write a day from 1970 to 2999"),
        *(
            (text, f"{text} is not a day; write days as 2026-07-01")
            for text in ("46204", "soon", "2026-07", "July 2026", "1 Juny 2026", "2026-07-0l", "1 July 2 2026", "July")
        ),
        *(
            (
                text,
                f"{text} is a time of day, and a price of a sheet begins with a day of its region; "
                "write the day alone, as 2026-07-01, and put the time into the book",
            )
            for text in ("2026-07-01T22:00-07:00", "2026-07-01T00:00:00Z", "2026-07-01 10:00", "1 July 2026 12:00 PM")
        ),
    ],
)
def test_what_is_not_one_day_is_refused_with_what_to_write(text: str, said: str) -> None:
    assert day_of(text) == said


@given(
    st.dates(date(1970, 1, 1), date(2999, 12, 31)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(("long", "medium", "yyyy-MM-dd", "y/M/d", "d.M.y", "dd.MM.yyyy", "d MMMM y", "MMM d, y")),
)
def test_days_in_any_language_are_read_as_written_or_refused(day: date, language: str, form: str) -> None:
    text = format_date(day, form, locale=language)
    read = days_in([text])[text]
    if form[0] in "yd" and "MMM" not in form:
        assert read == day
    else:
        assert isinstance(read, NotAPrice) or read == day


@given(st.lists(st.dates(date(1970, 1, 1), date(2999, 12, 1)), min_size=1, max_size=5), st.sampled_from(("/", "-")))
def test_numbers_with_the_month_first_or_last_are_read_as_written_or_refused(days: list[date], mark: str) -> None:
    for form in (f"dd{mark}MM{mark}y", f"MM{mark}dd{mark}y"):
        texts = [format_date(day, form, locale="en") for day in days]
        read = days_in(texts)
        settled = any(day.day > 12 for day in days)
        for text, day in zip(texts, days, strict=True):
            assert read[text] == day or (not settled and isinstance(read[text], NotAPrice))


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr"]
)
def test_months_by_name_are_read_in_the_usual_order(language: str) -> None:
    for month in range(1, 13):
        day = date(2026, month, 1) + timedelta(days=16)
        assert day_of(format_date(day, "d. MMMM y", locale=language)) == day
