"""Cases worked by hand for what stands beside a price: savings, the lowest price, a second currency."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.reference.dates import first_second
from tests.reference.lowest import Priced, answer, earlier
from tests.reference.savings import Bought, best_value, saving
from tests.reference.second import Second

SOFIA, DAYS = "Europe/Sofia", "30 days"
LEV = Second("BGN", Fraction("1.95583"), "BGN", "EUR", "half up")


def day(number: int, month: int = 1, year: int = 2027) -> int:
    """The first instant of a day in Sofia; days beyond a month's end are of the next one."""
    return first_second(date(year, month, 1) + timedelta(days=number - 1), SOFIA)


def test_an_amount_is_multiplied_or_divided_and_never_by_an_inverse() -> None:
    assert LEV.converted(139, "EUR", "BGN") == 272  # 1.39 × 1.95583 = 2.7186037
    assert LEV.converted(272, "BGN", "EUR") == 139  # 2.72 ÷ 1.95583 = 1.390714
    assert LEV.converted(10**9, "BGN", "EUR") == 511_291_881  # with an inverse of six digits 511292000


def test_a_currency_without_decimals_is_rounded_to_whole_units() -> None:
    yen = Second("JPY", Fraction(162), "JPY", "EUR", "down")
    assert yen.converted(139, "EUR", "JPY") == 225  # 225.18
    assert yen.converted(225, "JPY", "EUR") == 138  # 1.38888


@pytest.mark.parametrize(
    ("this", "other", "expected"),
    [
        (Bought(1399, 1050), Bought(139, 100), (60, 1 - Fraction(1399, 1050) / Fraction(139, 100))),
        (Bought(999, 1000), Bought(1299, 1000), (300, Fraction(300, 1299))),
        (Bought(1000, 1000), Bought(100, 100), None),
        (Bought(1001, 1000), Bought(100, 100), None),
        (Bought(999_999, 10**6), Bought(100, 100), (1, Fraction(1, 10**6))),
        (Bought(666, 1000), Bought(2, 3), None),  # 666.67 − 666 is 0.67 of a cent
    ],
)
def test_what_is_saved(this: Bought, other: Bought, expected: tuple[int, Fraction] | None) -> None:
    assert saving(this, other) == expected


def test_the_best_value_is_the_cheapest_coin_and_of_equals_the_largest_package() -> None:
    small, large, dear = ("b", Bought(100, 100)), ("c", Bought(1000, 1000)), ("a", Bought(199, 100))
    assert best_value([dear, small, large]) == "c"
    assert best_value([dear, small, ("a", Bought(100, 100))]) == "a"
    assert best_value([]) is None


SALES = [Priced(day(1), 2000), Priced(day(40), 1800, 2000), Priced(day(47), 1600, 2000), Priced(day(54), 1400, 2000)]


@pytest.mark.parametrize("at", [day(40), day(46), day(47), day(54), day(90), day(200)])
def test_three_sales_that_deepen_keep_the_reference_of_the_first(at: int) -> None:
    found = answer(SALES, at, DAYS, SOFIA)
    assert (found.lowest, found.reduced_since, found.until) == (2000, day(40), None)


def test_a_rise_to_below_regular_begins_a_new_reduction() -> None:
    prices = [*SALES, Priced(day(60), 1700, 2000)]
    found = answer(prices, day(61), DAYS, SOFIA)
    assert (found.lowest, found.reduced_since) == (1400, day(60))


def test_a_rise_to_the_regular_price_ends_a_reduction() -> None:
    prices = [*SALES, Priced(day(60), 2000, 2000)]
    assert answer(prices, day(60), DAYS, SOFIA).reason == "NOT_REDUCED"
    assert answer(prices, day(60) - 1, DAYS, SOFIA).lowest == 2000


def test_a_regular_price_that_fell_is_a_reduction_for_thirty_days() -> None:
    prices = [Priced(day(1), 2000), Priced(day(40), 1800)]
    last = answer(prices, day(70) - 1, DAYS, SOFIA)
    assert (last.lowest, last.until) == (2000, day(70))
    over = answer(prices, day(70), DAYS, SOFIA)
    assert (over.lowest, over.reason, over.since, over.until) == (None, "NOT_REDUCED", day(70), None)


def test_a_sale_that_becomes_the_regular_price_is_over_thirty_days_after_the_price_fell() -> None:
    sale, soon, late = Priced(day(40), 1800, 2000), Priced(day(50), 1800), Priced(day(90), 1800)
    assert answer([SALES[0], sale, soon], day(60), DAYS, SOFIA).until == day(70)
    assert answer([SALES[0], sale, late], day(89), DAYS, SOFIA).lowest == 2000
    assert answer([SALES[0], sale, late], day(90), DAYS, SOFIA).reason == "NOT_REDUCED"


def test_what_was_cheaper_within_the_window_is_the_reference_and_what_was_before_it_is_not() -> None:
    prices = [Priced(day(1), 2000), Priced(day(10), 1500, 2000), Priced(day(13), 2000), Priced(day(40), 1800, 2000)]
    assert answer(prices, day(40), DAYS, SOFIA).lowest == 1500  # day 10 to 12 is within day 10 to 39
    later_sale = [*prices[:3], Priced(day(43), 1800, 2000)]
    assert answer(later_sale, day(43), DAYS, SOFIA).lowest == 2000  # the window is day 13 to 42


def test_days_on_which_it_was_not_sold_do_not_count() -> None:
    gap = [Priced(day(1), 2000), Priced(day(40), None), Priced(day(60), 1800)]
    assert answer(gap, day(60), DAYS, SOFIA).lowest == 2000
    long = [Priced(day(1), 2000), Priced(day(40), None), Priced(day(70), 1800)]
    found = answer(long, day(71), DAYS, SOFIA)
    assert (found.lowest, found.reason, found.reduced_since) == (None, "NO_EARLIER_PRICE", day(70))


def test_a_package_that_begins_on_sale_has_no_earlier_price() -> None:
    prices = [Priced(day(1), 1800, 2000), Priced(day(8), 1600, 2000)]
    assert answer(prices, day(3), DAYS, SOFIA).reason == "NO_EARLIER_PRICE"
    assert answer(prices, day(9), DAYS, SOFIA).reason == "NO_EARLIER_PRICE"


def test_bulgaria_changes_its_currency_within_the_window() -> None:
    """2.99 BGN until the end of 2025, then 1.53 EUR: 2.99 ÷ 1.95583 is 1.52876, rounded 1.53, so nothing fell."""
    assert LEV.converted(299, "BGN", "EUR") == 153
    begins, changed, sale = day(1, 10, 2025), day(1, 1, 2026), day(10, 1, 2026)
    prices = [Priced(begins, 153), Priced(changed, 153), Priced(sale, 129, 153)]
    assert answer(prices, changed, DAYS, SOFIA).reason == "NOT_REDUCED"
    assert answer(prices, sale, DAYS, SOFIA).lowest == 153
    rounded_down = [Priced(begins, 153), Priced(changed, 152)]
    assert answer(rounded_down, changed, DAYS, SOFIA).lowest == 153


def test_thirty_days_are_local_days_and_keep_the_hour() -> None:
    """Clocks in Sofia went forward on 28 March 2027: the thirty days before 10 April are an hour short of 720 hours."""
    assert earlier(day(10, 4), DAYS, SOFIA) == day(11, 3)
    assert day(10, 4) - day(11, 3) == 719 * 3600
    assert earlier(day(31, 3), "1 month", SOFIA) == day(28, 2)
    assert earlier(day(10, 4), "720 hours", SOFIA) == day(11, 3) - 3600
