"""Days and instants after waits: months keep the day number, or after a month's end the last day."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.instants import Duration, day_after, last_of_month
from tests.reference.dates import after_waits

DAYS = st.dates(date(1999, 1, 1), date(2101, 12, 31))
WAITS = st.lists(
    st.builds(Duration, st.integers(1, 40), st.sampled_from(("hours", "days", "weeks", "months"))), max_size=4
)


@given(DAYS, WAITS, st.booleans())
def test_waits_are_counted_as_the_reference_counts_them(day: date, waits: list[Duration], at_end: bool) -> None:
    start = last_of_month(day) if at_end else day
    expected = after_waits(start, [str(wait) for wait in waits], at_end)
    assert day_after(start, waits, from_month_end=at_end) == expected


@given(DAYS, st.lists(st.integers(1, 30), min_size=1, max_size=4))
def test_months_in_a_row_are_one_wait(day: date, months: list[int]) -> None:
    each = [Duration(count, "months") for count in months]
    assert day_after(day, each) == day_after(day, [Duration(sum(months), "months")])


@given(DAYS, st.lists(st.integers(1, 100), min_size=1, max_size=4))
def test_hours_in_a_row_are_one_wait(day: date, hours: list[int]) -> None:
    each = [Duration(count, "hours") for count in hours]
    assert day_after(day, each) == day_after(day, [Duration(sum(hours), "hours")])


@given(DAYS, st.integers(1, 500))
def test_months_after_a_months_end_lead_to_a_months_end(day: date, months: int) -> None:
    reached = day_after(last_of_month(day), [Duration(months, "months")], from_month_end=True)
    assert reached.day == monthrange(reached.year, reached.month)[1]


@pytest.mark.parametrize("unit", ["hours", "days", "weeks", "months"])
def test_what_lies_beyond_the_calendar_is_its_last_day(unit: str) -> None:
    assert day_after(date(9999, 12, 1), [Duration(100_000, unit), Duration(1, "months")]) == date.max
