"""Ranges against the same counted out, one value after the other."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ratecard.currency import CURRENCIES
from ratecard.ranges import MOST_UNSTATED, Misfit, Range, range_of
from tests.reference.ranges import values

parts = st.none() | st.integers(0, 40)


@given(parts, st.integers(0, 120), parts)
def test_a_range_is_its_values_counted_out(least: int | None, most: int, step: int | None) -> None:
    by = 1 if step is None else step
    first = by if least is None else least
    found = range_of(least, most, step)
    fits = by > 0 and first <= most and (most - first) % by == 0
    assert isinstance(found, Range) == fits
    if isinstance(found, Range):
        listed = values(least, most, step)
        assert listed[-1] == most
        assert found.count == len(listed)
        for number in range(-2, 125):
            below, above = [v for v in listed if v <= number], [v for v in listed if v >= number]
            assert found.holds(number) == (number in listed)
            assert found.greatest_up_to(number) == (max(below) if below else None)
            assert found.least_from(number) == (min(above) if above else None)


@given(parts, st.integers(0, 10**12), st.integers(1, 10**6))
def test_what_is_offered_for_a_most_on_no_step_lies_on_one(least: int | None, most: int, step: int) -> None:
    found = range_of(least, most, step)
    assume(isinstance(found, Misfit) and found.part == "most" and found.code == "not-one-of")
    assert isinstance(found, Misfit)
    below, above = found.instead
    assert below < most < above == below + step
    for offered in found.instead:
        assert isinstance(range_of(least, offered, step), Range)


@given(parts, st.none() | st.integers(1, 10**9))
def test_without_a_most_it_is_the_last_step_up_to_10_to_the_9(least: int | None, step: int | None) -> None:
    found = range_of(least, None, step)
    assert isinstance(found, Range)
    assert found.holds(found.most)
    assert MOST_UNSTATED - found.step < found.most <= MOST_UNSTATED


def test_any_two_ranges_of_the_same_values_from_the_same_step_are_equal() -> None:
    assert range_of(None, None, None) == range_of(1, 10**9, 1) == Range(1, 10**9, 1)
    assert range_of(None, 100, 50) == range_of(50, 100, 50)
    assert str(range_of(30, 130, 50)) == "{least: 30, most: 130, step: 50}"
    dinar = CURRENCIES["KWD"]
    assert str(range_of(None, 5000, 250, dinar)) == "{least: 0.250 KWD, most: 5.000 KWD, step: 0.250 KWD}"


@pytest.mark.parametrize(
    ("least", "most", "step", "part", "code"),
    [
        (None, None, 0, "step", "not-a-count"),
        (30, 20, None, "most", "cap-below-floor"),
        (None, 20, 30, "most", "cap-below-floor"),
        (30, 100, 50, "most", "not-one-of"),
        (0, 7, 2, "most", "not-one-of"),
        (MOST_UNSTATED + 1, None, None, "least", "cap-below-floor"),
        (None, None, MOST_UNSTATED + 1, "step", "cap-below-floor"),
    ],
)
def test_what_a_range_cannot_be(least: int | None, most: int | None, step: int | None, part: str, code: str) -> None:
    found = range_of(least, most, step)
    assert isinstance(found, Misfit)
    assert (found.part, found.code) == (part, code)
