"""Derived prices worked by hand: tax out, exchange, factor, tax in, and one rounding onto the allowed prices."""

from fractions import Fraction

import pytest

from tests.reference.book_errors import CannotDerive
from tests.reference.points import NoPricePoint
from tests.reference.regular import Regular
from tests.reference.small_worlds import POINTS, found, price, world

CENTS = "pricing: {rounding: half up}\n"


def steps(answer: object) -> dict[str, Fraction]:
    """The steps to a price, in major units."""
    assert isinstance(answer, Regular)
    return dict(answer.steps)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half up", "9.99 EUR"),  # 9.99 USD ÷ 1.1606 × 1.19 is 10.2431; in the middle of 9.99 and 10.99 is 10.49
        ("up", "10.99 EUR"),
        ("down", "9.99 EUR"),
    ],
)
def test_nine_dollars_ninety_nine_in_germany_on_the_points_of_the_page(mode: str, expected: str) -> None:
    derive = "pricing: {derive: {from: US, fx: 2026-06-30, tax: swap}}\n"
    points = POINTS.replace("half up", mode)
    book = world(points, us="prices: {coins_1000: 9.99}", de=derive)
    assert price(book, "DE ios coins_1000") == expected
    assert price(book, "US ios coins_1000") == "9.99 USD"


def test_each_step_of_it_is_exact() -> None:
    derive = "pricing: {derive: {from: US, fx: 2026-06-30, factor: 1/2, tax: swap}}\n"
    found_steps = steps(found(world(CENTS, us="prices: {coins_1000: 9.99}", de=derive), "DE ios coins_1000"))
    assert found_steps == {
        "source": Fraction("9.99"),
        "net": Fraction("9.99"),  # what people see in the US is the net
        "exchanged": Fraction(99900, 11606),
        "factor": Fraction(99900, 23212),
        "taxed": Fraction(99900, 23212) * Fraction(119, 100),  # 5.12153…
        "rounded": Fraction("5.12"),
    }


def test_the_web_a_quarter_cheaper_in_one_line() -> None:
    rules = f"{CENTS}platforms: {{web: {{pricing: {{derive: {{from: {{platform: ios}}, factor: 0.75}}}}}}}}\n"
    book = world(rules, de="prices: {coins_100: 1.39, coins_1000: 13.99}", us="prices: {coins_100: 1.19}")
    assert price(book, "DE ios coins_1000") == "13.99 EUR"
    assert price(book, "DE web coins_1000") == "10.49 EUR"  # 10.4925
    assert price(book, "DE web coins_100") == "1.04 EUR"  # 1.0425
    assert price(book, "US web coins_100") == "0.89 USD"  # 0.8925


def test_the_web_a_quarter_cheaper_on_price_points() -> None:
    rules = f"{POINTS}platforms: {{web: {{pricing: {{derive: {{from: {{platform: ios}}, factor: 75 %}}}}}}}}\n"
    book = world(rules, de="prices: {coins_100: 1.39, coins_1000: 13.99}")
    assert price(book, "DE web coins_1000") == "10.99 EUR"  # 10.4925 is above 10.49, the middle
    assert price(book, "DE web coins_100") == "0.99 EUR"  # 1.0425, between 0.99 and 1.49


def test_tax_is_swapped_between_two_inclusive_countries_or_kept() -> None:
    for tax, expected in (("swap", "14.11 EUR"), ("keep", "13.99 EUR")):  # 13.99 ÷ 1.19 × 1.20 is 14.1076
        derive = f"pricing: {{derive: {{from: DE, tax: {tax}}}}}\n"
        book = world(CENTS, de="prices: {coins_1000: 13.99}", fr=derive)
        assert price(book, "FR ios coins_1000") == expected


def test_a_tax_of_the_gross_is_put_in_by_what_it_is_of_the_net() -> None:
    """18 % of gross is 18/82 of the net: 10.00 USD × 6.00 ÷ 1.1606 is 51.6974 net, and ÷ 0.82 63.0456 BRL."""
    derive = "pricing: {derive: {from: US, fx: 2026-06-30, tax: swap}}\n"
    book = world(CENTS, us="prices: {coins_1000: 10.00}", br=derive)
    assert price(book, "BR ios coins_1000") == "63.05 BRL"


def test_rates_are_those_of_the_day_that_is_named_whatever_their_age_and_the_day_of_the_question() -> None:
    derive = "pricing: {derive: {from: DE, fx: FROZEN, tax: keep}}\n"
    for frozen, expected in (("2026-05-31", "64.00 BRL"), ("2026-06-01", "60.00 BRL"), ("2027-01-01", "60.00 BRL")):
        book = world(
            f"{CENTS}fx: {{maximum_age: 5 days}}\n",
            de="prices: {coins_1000: 10.00}",
            br=derive.replace("FROZEN", frozen),
        )
        for at in ("2026-02-01T00:00+00:00", "2026-12-01T00:00+00:00"):
            assert price(book, "BR ios coins_1000", at) == expected


def test_the_day_of_the_rates_is_a_day_where_it_is_written() -> None:
    """1 June begins at 03:00 UTC in São Paulo and at 05:00 in Rio Branco, whose rates are dated by its own days."""
    derive = "pricing: {derive: {from: DE, fx: 2026-06-01, tax: keep}}\n"
    acre = "time_zone: America/Rio_Branco\n"
    book = world(CENTS, de="prices: {coins_1000: 10.00}", br=derive, br_ac=acre)
    assert price(book, "BR ios coins_1000") == "60.00 BRL"
    assert price(book, "BR-AC ios coins_1000") == "64.00 BRL"
    book = world(CENTS, de="prices: {coins_1000: 10.00}", br="", br_ac=acre + derive)
    assert price(book, "BR-AC ios coins_1000") == "60.00 BRL"


def test_without_exchange_the_number_stays_as_it_stands() -> None:
    derive = "pricing: {derive: {from: US, fx: none, tax: keep}}\n"
    book = world(CENTS, us="prices: {coins_100: 1.49, coins_1000: 9.99}", de=derive, jp=derive)
    assert price(book, "DE ios coins_1000") == "9.99 EUR"
    assert price(book, "JP ios coins_1000") == "10 JPY"  # a yen has no decimals
    assert price(book, "JP ios coins_100") == "1 JPY"


def test_decimals_of_both_currencies_count() -> None:
    derive = "pricing: {rounding: half up to 10, derive: {from: US, fx: 2026-06-30, tax: swap}}\n"
    book = world(CENTS, us="prices: {coins_1000: 9.99}", jp=derive)
    assert price(book, "JP ios coins_1000") == "1730 JPY"  # 9.99 ÷ 1.1606 × 182.63 × 1.1 is 1729.20


def test_a_table_of_factors_is_asked_by_region_by_country_and_by_other() -> None:
    rules = """
factors: {affordability: {BR: {begins: 0.5, 2026-07-01: 40 %}, other: 0.9}}
pricing: {rounding: half up, derive: {from: US, fx: none, factor: affordability, tax: keep}}
"""
    book = world(rules, us="prices: {coins_1000: 10.00}", br="", br_sp="time_zone: America/Sao_Paulo\n", de="")
    assert price(book, "BR ios coins_1000", "2026-07-01T02:59+00:00") == "5.00 BRL"
    assert price(book, "BR ios coins_1000", "2026-07-01T03:00+00:00") == "4.00 BRL"
    assert price(book, "BR-SP ios coins_1000") == "4.00 BRL"
    assert price(book, "DE ios coins_1000") == "9.00 EUR"
    assert price(book, "US ios coins_1000") == "10.00 USD"  # it would be its own source, and keeps its price


def test_a_chosen_way_out_is_named_where_something_is_wanting() -> None:
    us = "prices: {coins_1000: 10.00}"
    derive = "pricing: {{derive: {{from: US, fx: {fx}, tax: {tax}, factor: {factor}}}}}\n"
    table = "factors: {affordability: {BR: 0.5}}\n"
    for rules, de, wanting in (
        (CENTS, "pricing: {derive: {from: US, tax: swap}}\n", "fx from USD to EUR"),
        (CENTS, "pricing: {derive: {from: US, fx: none}}\n", "tax: swap or keep"),
        (f"{CENTS}{table}", derive.format(fx="none", tax="keep", factor="affordability"), "factor affordability"),
        ("", derive.format(fx="none", tax="keep", factor="1"), "pricing.rounding"),
        (CENTS, derive.format(fx="2025-12-31", tax="keep", factor="1"), "a rate between USD and EUR"),
    ):
        with pytest.raises(CannotDerive) as raised:
            price(world(rules, us=us, de=de), "DE ios coins_1000")
        assert raised.value.wanting == wanting


def test_only_an_inclusive_side_has_to_know_its_tax() -> None:
    swap = "pricing: {derive: {from: SOURCE, fx: none, tax: swap}}\n"
    unknown = "prices: {coins_1000: 10.00}\nplatforms: {ios: {tax: {lines: {more: {rate: unknown}}}}}\n"
    book = world(CENTS, us="prices: {coins_1000: 10.00}", de=swap.replace("SOURCE", "US"))
    assert price(book, "DE ios coins_1000") == "11.90 EUR"  # a state's tax is unknown in the US, and not needed
    with pytest.raises(CannotDerive, match="DE/ios/coins_1000: tax"):
        price(world(CENTS, de=unknown, us=swap.replace("SOURCE", "DE")), "US ios coins_1000")
    inclusive = "prices: {coins_1000: 10.00}\nplatforms: {ios: {tax: {display: inclusive}}}\n"
    with pytest.raises(CannotDerive, match="US/ios/coins_1000: tax"):
        price(world(CENTS, us=inclusive, de=swap.replace("SOURCE", "US")), "DE ios coins_1000")


def test_how_a_tax_is_rounded_need_not_be_known() -> None:
    swap = "pricing: {derive: {from: US, fx: none, tax: swap}}\nplatforms: {ios: {tax: {rounding: unknown}}}\n"
    book = world(CENTS, us="prices: {coins_1000: 10.00}", de=swap)
    assert price(book, "DE ios coins_1000") == "11.90 EUR"


def test_above_the_highest_and_without_points_there_is_no_price() -> None:
    derive = "pricing: {derive: {from: US, fx: none, tax: keep, factor: 10}}\n"
    with pytest.raises(NoPricePoint):  # 100.00, and the points end at 99.99
        price(world(POINTS, us="prices: {coins_1000: 10.00}", de=derive), "DE ios coins_1000")
    with pytest.raises(NoPricePoint):  # the page's points are in euros
        price(world(POINTS, us="prices: {coins_1000: 10.00}", br=derive), "BR ios coins_1000")


def test_below_the_lowest_is_the_lowest_and_with_down_there_is_none() -> None:
    derive = "pricing: {derive: {from: US, fx: none, tax: keep, factor: 1/10}}\n"
    us = "prices: {coins_100: 1.00, coins_1000: 0.00}"
    book = world(POINTS, us=us, de=derive)
    assert price(book, "DE ios coins_100") == "0.29 EUR"  # 0.10
    assert price(book, "DE ios coins_1000") == "0.00 EUR"  # 0 stays 0
    with pytest.raises(NoPricePoint):
        price(world(POINTS.replace("half up", "down"), us=us, de=derive), "DE ios coins_100")


def test_bounds_cut_the_steps_of_a_rounding_too() -> None:
    bounds = "price_bounds: {EUR: {least: 2.00, most: 12.00}}\n"
    derive = "pricing: {derive: {from: US, fx: none, tax: keep, factor: FACTOR}}\n"
    for factor, expected in (("0.1", "2.00 EUR"), ("1.2", "12.00 EUR")):
        book = world(CENTS + bounds, us="prices: {coins_1000: 10.00}", de=derive.replace("FACTOR", factor))
        assert price(book, "DE ios coins_1000") == expected
    book = world(CENTS + bounds, us="prices: {coins_1000: 10.00}", de=derive.replace("FACTOR", "1.21"))
    with pytest.raises(NoPricePoint):  # 12.10
        price(book, "DE ios coins_1000")


@pytest.mark.parametrize("minor", [1, 29, 30, 1049, 1399, 9999])
def test_factor_one_in_one_currency_keeping_tax_is_the_identity(minor: int) -> None:
    stated = f"{minor // 100}.{minor % 100:02d}"
    book = world(CENTS, de=f"prices: {{coins_1000: {stated}}}", fr="pricing: {derive: {from: DE, tax: keep}}\n")
    assert price(book, "FR ios coins_1000") == f"{stated} EUR"


def test_cases_of_the_source_go_through() -> None:
    source = "prices: {coins_1000: {by: buyer.tier, is: {gold: 10.00, bronze: none}, other: 12.00}}\n"
    derive = "pricing: {derive: {from: DE, factor: 0.5, tax: keep}}\n"
    book = world(CENTS, de=source, fr=derive)
    assert price(book, "FR ios coins_1000", buyer__tier="gold") == "5.00 EUR"
    assert price(book, "FR ios coins_1000", buyer__tier="bronze") == "not sold: DE ios coins_1000"
    untold = found(book, "FR ios coins_1000")
    assert isinstance(untold, Regular)
    assert (untold.minor, sorted(untold.assumed)) == (600, ["buyer.tier"])


def test_the_way_of_paying_is_that_of_the_market_in_which_somebody_buys() -> None:
    ways = """
platforms:
  web:
    ways: {card: {name: Card, order: 1}, paypal: {name: PayPal, order: 2}}
  ios:
    pricing: {derive: {from: {platform: web}, factor: 2}}
"""
    by_way = "{by: purchase.way, is: {card: 10.00, paypal: 11.00}, other: 12.00}"
    book = world(CENTS + ways, de=f"platforms: {{web: {{prices: {{coins_1000: {by_way}}}}}}}")
    web, ios = found(book, "DE web coins_1000"), found(book, "DE ios coins_1000")
    assert isinstance(web, Regular)
    assert isinstance(ios, Regular)
    assert (web.minor, sorted(web.assumed)) == (1000, ["purchase.way"])
    assert (ios.minor, sorted(ios.assumed)) == (2400, [])  # the App Store has no ways, so that `other` holds there
    assert price(book, "DE web coins_1000", purchase__way="paypal") == "11.00 EUR"
