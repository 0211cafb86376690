"""The files of a layout say a plan's prices, in few lines: groups by currency, and only what differs by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.newbooks.grouping import GroupLayout, layout_of
from ratecard.newbooks.plans import NewBookPlan
from ratecard.newbooks.texts import WIDTH_MOST, list_lines, section_lines
from tests.newbooks.planned import LIBRARY, plan_of, said

EURO = {"coins_100": "1.39 EUR", "coins_1000": "13.99 EUR"}
DOLLARS = {"coins_100": "1.49 USD", "coins_1000": "14.99 USD"}


def files(layout: GroupLayout) -> dict[str, list[str]]:
    """The lines of each file."""
    groups = {group.name: group.lines() for group in layout.groups}
    regions = {region: section_lines(section) for region, section in layout.regions.items() if not section.is_empty}
    return {**groups, **regions}


def laid_out(plan: NewBookPlan) -> dict[str, list[str]]:
    layout = layout_of(plan, LIBRARY)
    assert said(layout, plan) == plan.prices
    return files(layout)


def test_members_of_the_euro_area_share_the_librarys_group() -> None:
    assert laid_out(plan_of({"DE": EURO, "FR": EURO, "US": DOLLARS})) == {
        "euro": ["group: euro", "prices: {coins_100: 1.39, coins_1000: 13.99}"],
        "US": ["prices: {coins_100: 1.49, coins_1000: 14.99}"],
    }


def test_a_member_that_differs_states_what_differs() -> None:
    odd = {**EURO, "coins_1000": "12.99 EUR"}
    less = {"coins_100": "1.39 EUR"}
    assert laid_out(plan_of({"DE": EURO, "ES": odd, "FR": EURO, "IT": less})) == {
        "euro": ["group: euro", "prices: {coins_100: 1.39, coins_1000: 13.99}"],
        "ES": ["prices: {coins_1000: 12.99}"],
        "IT": ["prices: {coins_1000: none}"],
    }


def test_regions_that_the_library_has_no_group_of_are_named_as_members() -> None:
    plan = plan_of({"US": DOLLARS, "EC": DOLLARS, "PE": DOLLARS, "UY": {**DOLLARS, "coins_100": "0.99 USD"}})
    assert laid_out(plan) == {
        "usd": [
            "group: usd",
            "members: [EC, PE, US, UY]",
            "currency: USD",
            "prices: {coins_100: 1.49, coins_1000: 14.99}",
        ],
        "UY": ["prices: {coins_100: 0.99}"],
    }


def test_two_sets_of_equal_regions_are_two_groups_of_one_currency() -> None:
    low = {"coins_100": "0.99 USD", "coins_1000": "9.99 USD"}
    plan = plan_of({**dict.fromkeys(("US", "EC", "PR"), DOLLARS), **dict.fromkeys(("PE", "UY", "JP"), low)})
    assert laid_out(plan) == {
        "usd": ["group: usd", "members: [EC, PR, US]", "currency: USD", "prices: {coins_100: 1.49, coins_1000: 14.99}"],
        "usd_2": [
            "group: usd_2",
            "members: [JP, PE, UY]",
            "currency: USD",
            "prices: {coins_100: 0.99, coins_1000: 9.99}",
        ],
    }


def test_two_regions_that_share_little_have_files_of_their_own() -> None:
    assert laid_out(plan_of({"US": DOLLARS, "EC": {"coins_100": "1.99 USD"}, "JP": {"coins_100": "200 JPY"}})) == {
        "EC": ["prices: {coins_100: 1.99}"],
        "JP": ["prices: {coins_100: 200}"],
        "US": ["prices: {coins_100: 1.49, coins_1000: 14.99}"],
    }


def test_one_region_in_other_money_states_its_currency() -> None:
    assert laid_out(plan_of({"PE": {"coins_100": "1.49 USD"}})) == {
        "PE": ["currency: USD", "prices: {coins_100: 1.49}"]
    }


def test_a_member_of_the_euro_area_in_other_money_breaks_the_librarys_group() -> None:
    regions = dict.fromkeys(("DE", "FR", "AT"), EURO)
    assert laid_out(plan_of({**regions, "IT": DOLLARS})) == {
        "eur": [
            "group: eur",
            "members: [AT, DE, FR]",
            "currency: EUR",
            "prices: {coins_100: 1.39, coins_1000: 13.99}",
        ],
        "IT": ["currency: USD", "prices: {coins_100: 1.49, coins_1000: 14.99}"],
    }


def test_a_platform_states_only_where_it_differs() -> None:
    plan = plan_of({"DE": {**EURO, "web/coins_1000": "12.99 EUR"}}, ("ios", "android", "web"))
    assert laid_out(plan) == {
        "DE": ["prices: {coins_100: 1.39, coins_1000: 13.99}", "platforms: {web: {prices: {coins_1000: 12.99}}}"]
    }


def test_what_one_platform_alone_sells_stands_there_alone() -> None:
    plan = plan_of({"DE": {"ios/coins_100": "1.39 EUR"}})
    assert laid_out(plan) == {"DE": ["platforms: {ios: {prices: {coins_100: 1.39}}}"]}


def test_a_region_answers_for_the_platform_what_its_group_states_for_it() -> None:
    web = {**EURO, "web/coins_100": "1.29 EUR"}
    odd = {**web, "web/coins_100": "1.19 EUR"}
    assert laid_out(plan_of({"DE": web, "FR": web, "IT": odd, "ES": EURO})) == {
        "euro": [
            "group: euro",
            "prices: {coins_100: 1.39, coins_1000: 13.99}",
            "platforms: {web: {prices: {coins_100: 1.29}}}",
        ],
        "ES": ["platforms: {web: {prices: {coins_100: 1.39}}}"],
        "IT": ["platforms: {web: {prices: {coins_100: 1.19}}}"],
    }


def test_two_currencies_of_one_region_stand_with_their_platforms() -> None:
    plan = plan_of({"PE": {"ios/coins_100": "1.49 USD", "web/coins_100": "4.90 PEN"}})
    assert laid_out(plan) == {
        "PE": ["platforms: {ios: {currency: USD, prices: {coins_100: 1.49}}, web: {prices: {coins_100: 4.90}}}"]
    }


def test_a_subdivision_states_what_differs_from_its_country() -> None:
    plan = plan_of({"US": DOLLARS, "US-NY": {**DOLLARS, "coins_100": "1.59 USD"}})
    assert laid_out(plan) == {
        "US": ["prices: {coins_100: 1.49, coins_1000: 14.99}"],
        "US-NY": ["prices: {coins_100: 1.59}"],
    }


PACKAGES = ("coins_100", "coins_500", "coins_1000")
MINOR = {
    "EUR": ("1.39", "1.49", "6.99"),
    "USD": ("1.49", "0.99", "7.99"),
    "JPY": ("200", "160"),
    "KWD": ("0.450", "0.500"),
}


@st.composite
def plans(draw: st.DrawFn, countries_alone: bool = False) -> NewBookPlan:
    """Plans of any regions and platforms: prices from a few, so that regions are often alike; some not sold."""
    known = [region for region in sorted(LIBRARY.currencies) if "-" not in region or not countries_alone]
    platforms = tuple(draw(st.lists(st.sampled_from(LIBRARY.platforms), min_size=1, max_size=3, unique=True)))
    regions = draw(st.lists(st.sampled_from(known), min_size=1, max_size=10, unique=True))
    prices: dict[str, dict[str, str]] = {}
    for region in regions:
        own: dict[str, str] = {}
        whole = draw(st.sampled_from(sorted(MINOR)))
        for platform in platforms:
            code = draw(st.sampled_from((whole, whole, whole, *MINOR)))
            for package in PACKAGES:
                number = draw(st.sampled_from(("none", *MINOR[code])))
                own[f"{platform}/{package}"] = number if number == "none" else f"{number} {code}"
        prices[region] = own
    return plan_of(prices, platforms)


@given(plans())
def test_reading_a_layout_back_gives_exactly_the_plans_prices(plan: NewBookPlan) -> None:
    layout = layout_of(plan, LIBRARY)
    assert said(layout, plan) == plan.prices


@given(plans(countries_alone=True))
def test_no_layout_is_longer_than_a_file_for_each_region(plan: NewBookPlan) -> None:
    alone = sum(layout_of(one_of(plan, region), LIBRARY).size() for region in plan.regions)
    assert layout_of(plan, LIBRARY).size() <= alone


def one_of(plan: NewBookPlan, region: str) -> NewBookPlan:
    """The plan of one of its regions."""
    return NewBookPlan(
        coin="",
        begins=plan.begins,
        regions=(region,),
        platforms=plan.platforms,
        packages=plan.packages,
        prices={region: plan.prices[region]},
    )


@pytest.mark.parametrize("number", [1, 2, 30, 200])
def test_a_list_stands_on_as_few_lines_as_fit(number: int) -> None:
    codes = [f"A{index}" for index in range(number)]
    lines = list_lines("members", codes)
    assert "".join(lines).replace("members: [", "").replace("]", "").replace(" ", "").split(",") == codes
    assert max(map(len, lines)) <= WIDTH_MOST
    assert len(lines) <= 1 + sum(len(code) + 2 for code in codes) // (WIDTH_MOST - 12)
