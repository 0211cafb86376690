"""Days and instants after waits: months keep the day number, or after a month's end the last day."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.instants import Duration, Instant, day_after, instant_after, instant_of, last_of_month, zone
from tests.reference.dates import after_waits, later
from tests.strategies.moments import ZONES

DAYS = st.dates(date(1999, 1, 1), date(2101, 12, 31))
UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
WAITS = st.lists(st.builds(Duration, st.integers(1, 40), st.sampled_from(UNITS)), max_size=4)


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


@pytest.mark.parametrize("unit", ["hours", "days", "weeks", "months", "years"])
def test_what_lies_beyond_the_calendar_is_its_last_day(unit: str) -> None:
    assert day_after(date(9999, 12, 1), [Duration(100_000, unit), Duration(1, "months")]) == date.max


@pytest.mark.parametrize(
    ("start", "wait", "day"),
    [
        (date(2028, 2, 29), Duration(1, "years"), date(2029, 2, 28)),
        (date(2028, 2, 29), Duration(4, "years"), date(2032, 2, 29)),
        (date(2027, 2, 28), Duration(1, "years"), date(2028, 2, 28)),
        (date(2026, 7, 1), Duration(1, "minutes"), date(2026, 7, 2)),
        (date(2026, 7, 1), Duration(1440, "minutes"), date(2026, 7, 2)),
        (date(2026, 7, 1), Duration(1441, "minutes"), date(2026, 7, 3)),
    ],
)
def test_years_are_the_calendars_and_each_day_counts_that_minutes_begin(start: date, wait: Duration, day: date) -> None:
    assert day_after(start, [wait]) == day


def test_years_and_months_in_a_row_are_one_wait_and_hours_and_minutes_too() -> None:
    assert day_after(date(2028, 2, 29), [Duration(1, "years"), Duration(1, "months")]) == date(2029, 3, 29)
    assert day_after(date(2026, 7, 1), [Duration(36, "hours"), Duration(720, "minutes")]) == date(2026, 7, 3)


def test_a_year_after_a_months_end_leads_to_that_months_end() -> None:
    assert day_after(date(2027, 2, 28), [Duration(1, "years")], from_month_end=True) == date(2028, 2, 29)


@given(
    st.integers(0, 4 * 10**9),
    st.builds(Duration, st.integers(1, 9), st.sampled_from(UNITS)),
    st.sampled_from(sorted(ZONES)),
)
def test_the_instant_after_a_duration_is_the_references(at: int, wait: Duration, name: str) -> None:
    assert instant_after(Instant(at), wait, zone_named(name)) == later(at, str(wait), name)


def test_minutes_are_exact_over_a_change_of_clocks_and_a_year_keeps_the_time_of_day() -> None:
    berlin = zone_named("Europe/Berlin")
    before = parsed("2026-03-29T01:59+01:00")
    assert instant_after(before, Duration(1, "minutes"), berlin) == parsed("2026-03-29T03:00+02:00")
    assert instant_after(before, Duration(1, "years"), berlin) == parsed("2027-03-29T01:59+02:00")
    assert instant_after(parsed("2028-02-29T12:00+01:00"), Duration(1, "years"), berlin) == parsed(
        "2029-02-28T12:00+01:00"
    )


def parsed(written: str) -> Instant:
    """The instant of a moment with its offset."""
    return instant_of(datetime.fromisoformat(written))


def zone_named(name: str) -> ZoneInfo:
    """A zone that there is."""
    found = zone(name)
    assert found is not None
    return found
