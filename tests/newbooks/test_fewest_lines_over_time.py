"""Prices that change on days, in few lines: what is alike on all days is shared, the rest begins where it differs."""

from hypothesis import given
from hypothesis import strategies as st

from ratecard.newbooks.grouping import layout_of
from ratecard.newbooks.plans import NewBookPlan
from tests.newbooks.planned import LIBRARY, plan_of, said
from tests.newbooks.test_fewest_lines import laid_out

RISE = {"coins_100": "1.39 EUR; 2026-07-01 1.49 EUR", "coins_1000": "13.99 EUR"}
GROUP = ["group: euro", "prices: {coins_100: {begins: 1.39, 2026-07-01: 1.49}, coins_1000: 13.99}"]


def test_regions_whose_prices_agree_on_all_days_share_a_group() -> None:
    assert laid_out(plan_of({"DE": RISE, "FR": RISE})) == {"euro": GROUP}


def test_a_region_states_what_differs_from_the_day_on_which_it_does() -> None:
    again = {**RISE, "coins_100": "1.39 EUR; 2026-07-01 1.49 EUR; 2026-09-01 1.59 EUR"}
    gone = {**RISE, "coins_1000": "13.99 EUR; 2027-01-01 none"}
    assert laid_out(plan_of({"DE": RISE, "FR": RISE, "IT": again, "ES": gone})) == {
        "euro": GROUP,
        "IT": ["prices: {coins_100: {2026-09-01: 1.59}}"],
        "ES": ["prices: {coins_1000: {2027-01-01: none}}"],
    }


def test_a_price_that_never_changes_is_dated_where_its_groups_changes() -> None:
    same = {**RISE, "coins_100": "1.39 EUR"}
    less = {**RISE, "coins_100": "1.19 EUR"}
    assert laid_out(plan_of({"DE": RISE, "FR": RISE, "IT": same, "ES": less})) == {
        "euro": GROUP,
        "IT": ["prices: {coins_100: {2026-07-01: 1.39}}"],
        "ES": ["prices: {coins_100: {begins: 1.19, 2026-07-01: 1.19}}"],
    }


def test_a_package_that_is_sold_later_is_not_sold_before() -> None:
    later = {"coins_100": "1.39 EUR", "coins_1000": "none; 2026-03-01 13.99 EUR"}
    assert laid_out(plan_of({"DE": later})) == {
        "DE": ["prices: {coins_100: 1.39, coins_1000: {begins: none, 2026-03-01: 13.99}}"]
    }
    most = {"coins_100": "1.39 EUR"}
    assert laid_out(plan_of({"DE": later, "FR": most, "AT": most}))["DE"] == [
        "prices: {coins_1000: {begins: none, 2026-03-01: 13.99}}"
    ]


def test_a_platform_states_what_differs_from_its_day_on() -> None:
    assert laid_out(plan_of({"DE": {**RISE, "web/coins_100": "1.39 EUR"}}, ("ios", "android", "web"))) == {
        "DE": [
            "prices: {coins_100: {begins: 1.39, 2026-07-01: 1.49}, coins_1000: 13.99}",
            "platforms: {web: {prices: {coins_100: {2026-07-01: 1.39}}}}",
        ]
    }


def test_a_currency_that_changes_on_a_day_is_stated_with_it() -> None:
    plan = plan_of({"PE": {"coins_100": "1.49 USD; 2026-07-01 5.90 PEN"}})
    assert laid_out(plan) == {
        "PE": ["currency: {begins: USD, 2026-07-01: PEN}", "prices: {coins_100: {begins: 1.49, 2026-07-01: 5.90}}"]
    }


EUR = ("1.39 EUR", "1.49 EUR", "none")
USD = ("1.49 USD", "0.99 USD", "none")
DAYS = ("2026-03-01", "2026-07-01", "2027-01-01")


@st.composite
def plans(draw: st.DrawFn) -> NewBookPlan:
    """Plans of prices that change on a few days, often alike, in one currency for each region."""
    platforms = tuple(draw(st.lists(st.sampled_from(LIBRARY.platforms), min_size=1, max_size=3, unique=True)))
    prices: dict[str, dict[str, str]] = {}
    for region in draw(st.lists(st.sampled_from(sorted(LIBRARY.currencies)), min_size=1, max_size=8, unique=True)):
        money = draw(st.sampled_from((EUR, EUR, USD)))
        own = prices.setdefault(region, {})
        for platform in platforms:
            for package in ("coins_100", "coins_1000"):
                days = sorted(draw(st.lists(st.sampled_from(DAYS), max_size=2, unique=True)))
                changes = [f"{day} {draw(st.sampled_from(money))}" for day in days]
                own[f"{platform}/{package}"] = "; ".join([draw(st.sampled_from(money)), *changes])
    return plan_of(prices, platforms)


@given(plans())
def test_reading_a_layout_back_gives_exactly_the_plans_prices_on_all_days(plan: NewBookPlan) -> None:
    assert said(layout_of(plan, LIBRARY), plan) == plan.prices
