"""Chains, circles, and periods of derived prices, worked by hand."""

from itertools import pairwise

import pytest

from ratecard.quotes.requests import GiftRequest, PriceListRequest
from ratecard.refusals import NotSold
from tests.reference import earning
from tests.reference.answering import Figures, listed, quote
from tests.reference.book_errors import ChainTooLong, Circle
from tests.reference.dates import second
from tests.reference.reading import Book
from tests.reference.small_worlds import price, request, world

CENTS = "pricing: {rounding: half up}\n"


def derive(source: str, more: str = "") -> str:
    """A region's derive that keeps tax and number."""
    return f"pricing: {{derive: {{from: {source}, fx: none, tax: keep{more}}}}}\n"


def chained(links: int) -> Book:
    """R1 states 1.00; R2 follows it, R3 follows R2, and so on over so many links."""
    regions = {"ra": "currency: EUR\ntime_zone: UTC\ntax: {lines: none}\nprices: {coins_100: 1.00}\n"}
    codes = [f"r{chr(ord('a') + number)}" for number in range(links + 1)]
    for before, code in pairwise(codes):
        regions[code] = f"currency: EUR\ntime_zone: UTC\ntax: {{lines: none}}\n{derive(before.upper(), ', factor: 2')}"
    return world(CENTS, None, **regions)


def test_a_chain_of_eight_is_followed_and_one_of_nine_is_not() -> None:
    assert price(chained(8), "RI ios coins_100") == "256.00 EUR"
    assert price(chained(9), "RI ios coins_100") == "256.00 EUR"
    with pytest.raises(ChainTooLong):
        price(chained(9), "RJ ios coins_100")


def test_a_chain_goes_from_the_sources_final_price_rounded() -> None:
    """0.99 × 0.5 is 0.495, rounded 0.50; × 1.5 is 0.75. Of the exact 0.495 it would be 0.7425, rounded 0.74."""
    book = world(
        CENTS, us="prices: {coins_100: 0.99}", de=derive("US", ", factor: 0.5"), fr=derive("DE", ", factor: 1.5")
    )
    assert price(book, "DE ios coins_100") == "0.50 EUR"
    assert price(book, "FR ios coins_100") == "0.75 EUR"


def test_a_circle_is_an_error_that_shows_it() -> None:
    book = world(CENTS, us=derive("FR"), de=derive("US"), fr=derive("DE"))
    with pytest.raises(Circle) as raised:
        price(book, "DE ios coins_100")
    assert str(raised.value) == "DE/ios/coins_100 → US/ios/coins_100 → FR/ios/coins_100 → DE/ios/coins_100"


def test_a_circle_that_others_lead_into_does_not_hold_them() -> None:
    book = world(CENTS, us=derive("DE"), de=derive("US"), fr=derive("DE"))
    with pytest.raises(Circle) as raised:
        price(book, "FR ios coins_100")
    assert str(raised.value) == "DE/ios/coins_100 → US/ios/coins_100 → DE/ios/coins_100"


def test_two_markets_may_follow_each_other_in_turn() -> None:
    us = "pricing: {derive: {begins: none, 2026-07-01T00:00Z: {from: DE, fx: none, tax: keep, factor: 3}}}\n"
    de = "pricing: {derive: {begins: {from: US, fx: none, tax: keep, factor: 2}, 2026-07-01T00:00Z: none}}\n"
    own = "prices: {coins_100: {begins: PRICE, 2026-07-01T00:00Z: NEXT}}\n"
    book = world(
        CENTS,
        us=us + own.replace("PRICE", "1.00").replace("NEXT", "inherit"),
        de=de + own.replace("PRICE", "inherit").replace("NEXT", "5.00"),
    )
    assert price(book, "DE ios coins_100", "2026-06-30T23:59+00:00") == "2.00 EUR"
    assert price(book, "US ios coins_100", "2026-07-01T00:00+00:00") == "15.00 USD"


def test_a_circle_is_of_prices_and_not_of_markets() -> None:
    """The web takes all from iOS but the big package, which it states; iOS takes that one from the web."""
    rules = """
pricing: {rounding: half up}
platforms:
  web: {pricing: {derive: {from: {platform: ios}, factor: 0.5}}}
  ios: {pricing: {derive: {from: {platform: web}, factor: 3, packages: [coins_1000]}}}
"""
    book = world(rules, de="prices: {coins_100: 2.00}\nplatforms: {web: {prices: {coins_1000: 10.00}}}\n")
    assert price(book, "DE web coins_100") == "1.00 EUR"
    assert price(book, "DE ios coins_1000") == "30.00 EUR"


def test_packages_that_are_sold_as_each_other_are_a_circle() -> None:
    book = world(CENTS, us="prices: {coins_100: {as: coins_1000}, coins_1000: {as: coins_100}}")
    with pytest.raises(Circle, match="US/ios/coins_100 → US/ios/coins_1000 → US/ios/coins_100"):
        price(book, "US ios coins_100")


def test_what_the_last_source_does_not_sell_nobody_does_and_it_is_named() -> None:
    book = world(CENTS, us="prices: {coins_1000: 10.00}", de=derive("US"), fr=derive("DE"))
    asked = request("FR ios coins_100")
    assert quote(book, asked) == NotSold("FR", "ios", "coins_100", asked.at, "US", "ios", "coins_100")
    own = request("US ios coins_100")
    assert quote(book, own) == NotSold("US", "ios", "coins_100", own.at)  # it is by itself that it does not


def test_a_source_withdrawn_from_a_day_on_ends_the_answers_of_who_follows_it() -> None:
    """The day is the source's: 1 August begins in New York at 04:00 UTC."""
    book = world(CENTS, us="prices: {coins_100: {begins: 1.00, 2026-08-01: none}}\n", de=derive("US"))
    last = quote(book, request("DE ios coins_100", "2026-08-01T03:59+00:00"))
    assert isinstance(last, Figures)
    assert last.period == (second("2025-12-31T23:00+00:00", "UTC"), second("2026-08-01T04:00+00:00", "UTC"))
    assert price(book, "DE ios coins_100", "2026-08-01T04:00+00:00") == "not sold: US ios coins_100"


def test_a_source_that_changes_its_currency_needs_a_rate_only_while_it_is_another() -> None:
    bg = """
currency: {begins: BGN, 2026-07-01: EUR}
time_zone: Europe/Sofia
tax: {lines: none}
prices: {coins_100: {begins: 2.60, 2026-07-01: 1.39}}
"""
    rates = "fx: {rates: {BGN: 1.95583}}\n"
    book = world(CENTS + rates, bg=bg, fr="pricing: {derive: {from: BG, fx: 2026-06-01, tax: keep}}\n")
    assert price(book, "FR ios coins_100", "2026-06-30T20:59+00:00") == "1.33 EUR"  # 2.60 ÷ 1.95583 is 1.3294
    assert price(book, "FR ios coins_100", "2026-06-30T21:00+00:00") == "1.39 EUR"  # midnight in Sofia


def test_answers_end_where_the_table_of_factors_or_a_tax_of_the_source_changes() -> None:
    table = "{FR: {begins: 1, 2026-09-01: 2}, JP: {begins: 1, 2026-07-15: 3}}"
    rules = f"{CENTS}factors: {{table: {table}}}\n"
    tax = "platforms: {ios: {tax: {lines: {vat: {rate: {begins: 19 %, 2026-08-01: 16 %}}}}}}\n"
    book = world(
        rules,
        de=f"prices: {{coins_100: 11.90}}\n{tax}",
        fr="pricing: {derive: {from: DE, factor: table, tax: swap}}\n",
    )
    july, august = (quote(book, request("FR ios coins_100", f"2026-{month}-10T00:00+00:00")) for month in ("07", "08"))
    assert isinstance(july, Figures)
    assert isinstance(august, Figures)
    assert july.listed == 1200  # 11.90 ÷ 1.19 × 1.2
    assert august.listed == 1231  # 11.90 ÷ 1.16 × 1.2 is 12.3103
    changes = [second(f"2026-{month}-01", "Europe/Paris") for month in ("08", "09")]
    assert (july.period[1], august.period) == (changes[0], (changes[0], changes[1]))


def test_a_tax_of_the_source_that_is_kept_ends_nothing() -> None:
    tax = "platforms: {ios: {tax: {lines: {vat: {rate: {begins: 19 %, 2026-08-01: 16 %}}}}}}\n"
    book = world(CENTS, de=f"prices: {{coins_100: 11.90}}\n{tax}", fr=derive("DE"))
    answer = quote(book, request("FR ios coins_100"))
    assert isinstance(answer, Figures)
    assert answer.period[1] is None


def test_days_begin_later_in_the_west_so_the_first_prices_of_the_source_hold_until_they_do() -> None:
    """Germany's first day begins at 23:00 UTC, six hours before New York's."""
    book = world(CENTS, us="prices: {coins_100: 1.00}", de=derive("US"))
    assert price(book, "DE ios coins_100", "2025-12-31T23:00+00:00") == "1.00 EUR"


def test_a_source_that_says_itself_that_it_begins_later_sells_nothing_before() -> None:
    book = world(CENTS, us="begins: 2026-03-01\nprices: {coins_100: 1.00}\n", de=derive("US"))
    assert price(book, "DE ios coins_100", "2026-03-01T04:59+00:00") == "not sold: US ios coins_100"
    assert price(book, "DE ios coins_100", "2026-03-01T05:00+00:00") == "1.00 EUR"


def test_a_sale_of_the_source_is_its_own() -> None:
    sale = "promotions: {sale: {discount: 50 %}}\n"
    book = world(CENTS, us=f"prices: {{coins_100: 1.00}}\n{sale}", de=derive("US"))
    ours, theirs = (quote(book, request(f"{region} ios coins_100")) for region in ("DE", "US"))
    assert isinstance(ours, Figures)
    assert isinstance(theirs, Figures)
    assert (ours.listed, theirs.listed) == (100, 50)


def test_a_list_withholds_what_some_case_of_the_source_would_sell_and_leaves_out_what_none_does() -> None:
    choice = "{by: buyer.tier, is: {gold: 1.00}, other: none}"
    book = world(CENTS, us=f"prices: {{coins_100: {choice}}}\n", de=derive("US"))
    asked = listed(book, PriceListRequest("DE", "ios", request("DE ios coins_100").at))
    assert not isinstance(asked, NotSold)
    assert list(asked.refused) == ["coins_100"]  # type: ignore[union-attr]
    assert asked.assumed == {"buyer.tier"}  # type: ignore[union-attr]


def test_gifts_are_worth_by_the_derived_price_until_the_source_changes() -> None:
    rules = """
pricing: {rounding: half up}
worth_at: {package: coins_100, rounding: half up}
gifts: {rose: {coins: 10, kinds: [live], name: Rose}}
earnings: {live: {base: coins, diamonds: 1 each}}
"""
    book = world(rules, de="prices: {coins_100: {begins: 1.00, 2026-08-01: 1.50}}\n", fr=derive("DE", ", factor: 2"))
    asked = GiftRequest("FR", "ios", "FR", "rose", request("FR ios coins_100").at)
    answer = earning.quote(book, asked)
    assert isinstance(answer, earning.Earned)
    assert (answer.worth, answer.period[1]) == (20, second("2026-08-01", "Europe/Berlin"))
