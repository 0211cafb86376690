"""What holds of every computed price: tiers coin by coin, ranges one by one, and prices that are allowed."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from tests.reference import ranges
from tests.reference.buying import buy
from tests.reference.choices import Choice, OutOfRange, Range, SpendTooLow
from tests.reference.per_coin import Tiers
from tests.reference.points import Allowed, Points
from tests.reference.selling import Sold
from tests.reference.small_worlds import POINTS, price, request, world
from tests.reference.writing import money_of

unit_prices = st.fractions(min_value=0, max_value=5, max_denominator=100)


@st.composite
def tiers(draw: st.DrawFn, *, each: bool) -> Tiers:
    """Up to four tiers below 60 coins."""
    starts = sorted({0, *draw(st.lists(st.integers(1, 59), max_size=3))})
    return Tiers("EUR", tuple((start, draw(unit_prices)) for start in starts), each)


@given(tiers(each=True), st.integers(1, 80))
@example(Tiers("EUR", ((0, Fraction("1.39")), (50, Fraction("1.35"))), each=True), 51)
def test_each_coin_costs_what_its_own_tier_says(stated: Tiers, coins: int) -> None:
    one_by_one = Fraction(0)
    for number in range(1, coins + 1):
        one_by_one += [unit for start, unit in stated.units if number > start][-1]
    assert stated.exact(coins) == one_by_one


@given(tiers(each=False), st.integers(1, 80))
@example(Tiers("EUR", ((0, Fraction("1.39")), (50, Fraction("1.35"))), each=False), 50)
def test_all_coins_cost_what_the_tier_says_that_they_reach(stated: Tiers, coins: int) -> None:
    assert stated.exact(coins) == sum([unit for start, unit in stated.units if coins >= start][-1:] * coins)


@given(st.integers(1, 40), st.integers(0, 60), st.integers(1, 20), st.integers(-30, 130))
def test_the_nearest_numbers_are_those_of_the_whole_range(least: int, wide: int, step: int, number: int) -> None:
    within = Range(least, least + wide // step * step, step)
    every = ranges.values(within.least, within.most, step)
    assert list(within.downwards()) == every[::-1]
    assert within.holds(number) == (number in every)
    if number not in every:
        below, above = [one for one in every if one < number], [one for one in every if one > number]
        assert within.around(number) == (*below[-1:], *above[:1])


@given(st.integers(1, 9000), st.fractions(min_value=Fraction(1, 10), max_value=1, max_denominator=100))
def test_a_derived_price_is_the_nearest_point_of_the_page_and_of_two_the_upper(minor: int, factor: Fraction) -> None:
    points = sorted({29, *range(49, 1000, 50), *range(1099, 10_000, 100)})
    derive = f"pricing: {{derive: {{from: DE, tax: keep, factor: {factor.numerator}/{factor.denominator}}}}}\n"
    stated = f"platforms: {{web: {{prices: {{coins_100: {minor // 100}.{minor % 100:02d}}}}}}}\n"
    exact = minor * factor
    book = world(POINTS, de=stated, fr=derive)
    nearest = min(points, key=lambda point: (abs(point - exact), -point))
    assert price(book, "FR web coins_100") == f"{nearest // 100}.{nearest % 100:02d} EUR"


@given(st.integers(1, 30), st.integers(1, 300), st.sampled_from(["whole", "each"]))
def test_what_some_money_buys_is_the_greatest_number_that_costs_no_more(threshold: int, spend: int, form: str) -> None:
    stated = "{0: 0.07 EUR each, START: 0.05 EUR each}".replace("START", str(threshold))
    written = f"{{tiers: {stated}}}" if form == "each" else f"{{by: purchase.coins, from: {stated}}}"
    rules = "pricing: {rounding: half up}\npackages: {top_up: {coins: {least: 2, most: 42, step: 4}}}\n"
    book, asked = world(rules, de=f"prices: {{top_up: {written}}}\n"), request("DE ios top_up")
    costs = {}
    for coins in range(2, 43, 4):
        one = buy(book, asked, Choice(coins))
        assert isinstance(one, Sold)
        costs[coins] = one.figures.gross
    fitting = [coins for coins, gross in costs.items() if gross is not None and gross <= spend]
    answer = buy(book, asked, spend=money_of(spend, "EUR"))
    if fitting:
        assert isinstance(answer, Sold)
        assert answer.figures.coins == max(fitting)
    else:
        assert answer == SpendTooLow("top_up", 2, costs[2] or 0)
    assert isinstance(buy(book, asked, Choice(3)), OutOfRange)


@given(
    st.fractions(min_value=Fraction(1, 100), max_value=200, max_denominator=1000), st.sampled_from(["up", "half up"])
)
def test_a_price_that_is_allowed_stays_and_any_other_becomes_one(exact: Fraction, mode: str) -> None:
    prices = Allowed(mode, (Points(29, 29, 1), Points(49, 199, 50), Points(299, 299, 1)), 0, None)
    every = [29, 49, 99, 149, 199, 299]
    found = prices.computed(exact)
    assert found in every
    assert prices.computed(Fraction(found)) == found
