"""The shipped lists look local, the web is cheaper, a bigger package is better, and nothing invites to arbitrage."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

import pytest

from ratecard.quotes.purchases.lists import PriceList
from tests.shipped.endings import APP_STORE_RANGES, ENDINGS, is_paid
from tests.shipped.walking import every_list, lists_of_countries, prices

# Units of each currency for one US dollar, rounded, of the winter of 2025-26: enough to tell a price from its double.
PER_DOLLAR = {
    "AED": "3.67", "AUD": "1.5", "BGN": "1.68", "BHD": "0.376", "BRL": "5.4", "CAD": "1.38", "CHF": "0.8",
    "CLP": "930", "COP": "3850", "CZK": "20.9", "DKK": "6.4", "EGP": "47.5", "EUR": "0.86", "GBP": "0.75",
    "HKD": "7.78", "HUF": "330", "IDR": "16700", "ILS": "3.25", "INR": "89", "JPY": "155", "KES": "129",
    "KRW": "1450", "KWD": "0.307", "KZT": "515", "MAD": "9.1", "MXN": "18", "MYR": "4.1", "NGN": "1450",
    "NOK": "10", "NZD": "1.72", "PEN": "3.37", "PHP": "58.5", "PLN": "3.65", "RON": "4.38", "SAR": "3.75",
    "SEK": "9.4", "SGD": "1.29", "THB": "32", "TRY": "42.5", "TWD": "31.5", "UAH": "42", "USD": "1",
    "VND": "26300", "ZAR": "17",
}  # fmt: skip
SPREAD_MOST = 3


def test_every_listed_price_has_digits_that_people_pay() -> None:
    odd = {
        (listed.request.region, listed.request.platform, str(minor), listed.market.currency.code)
        for listed in every_list()
        for minor in prices(listed)
        if not is_paid(listed.market.currency.code, minor)
    }
    assert odd == set()


@pytest.mark.parametrize(
    ("currency", "minor"),
    [("EUR", 1387), ("EUR", 6949), ("JPY", 1605), ("KRW", 1950), ("HUF", 2195_00), ("CHF", 122), ("CZK", 14950),
     ("SGD", 1799), ("VND", 25500), ("IDR", 15500_00), ("COP", 18950_00), ("BHD", 2425), ("MYR", 389)],
)  # fmt: skip
def test_digits_that_nobody_pays_are_seen(currency: str, minor: int) -> None:
    assert not is_paid(currency, minor)


def test_the_table_of_endings_has_every_currency_and_no_other() -> None:
    assert set(ENDINGS) == set(PER_DOLLAR) == {listed.market.currency.code for listed in every_list()}


def test_the_app_stores_prices_lie_within_its_ladders() -> None:
    seen = set()
    for listed in every_list():
        currency = listed.market.currency
        if listed.request.platform == "ios" and currency.code in APP_STORE_RANGES:
            seen.add(currency.code)
            lowest, highest = APP_STORE_RANGES[currency.code]
            assert all(lowest <= minor / 10**currency.exponent <= highest for minor in prices(listed)), listed.request
    assert seen == set(APP_STORE_RANGES)


def test_a_bigger_package_is_cheaper_by_the_coin_in_every_market_at_every_time() -> None:
    for listed in every_list():
        each = [Fraction(quote.listed_minor, quote.total) for quote in listed.packages]
        assert all(bigger < smaller for smaller, bigger in pairwise(each)), (listed.request, each)


def test_the_web_is_cheaper_than_the_stores_at_every_time() -> None:
    stores: dict[tuple[str, str], list[PriceList]] = defaultdict(list)
    for listed in every_list():
        stores[listed.request.region, listed.request.platform].append(listed)
    for (region, platform), lists in stores.items():
        if platform == "web":
            continue
        for web in stores[region, "web"]:
            for store in lists:
                if not _apart(web, store):
                    pairs = list(zip(prices(web), prices(store), strict=True))
                    assert all(here < there for here, there in pairs), (region, platform, pairs)


def _apart(one: PriceList, other: PriceList) -> bool:
    """Whether two periods have no instant in common."""
    a, b = one.market.period, other.market.period
    return (a.end is not None and a.end <= b.start) or (b.end is not None and b.end <= a.start)


def test_no_list_is_anothers_times_a_constant() -> None:
    """Not even times 1: a list that two countries share is one that nobody made for either."""
    owners: dict[tuple[Fraction, ...], set[tuple[str, tuple[int, ...]]]] = defaultdict(set)
    for listed in lists_of_countries():
        amounts = prices(listed)
        shape = tuple(Fraction(amount, amounts[0]) for amount in amounts)
        owners[shape].add((listed.request.region, amounts))
    assert [sorted(found) for found in owners.values() if len(found) > 1] == []


def test_the_spread_of_net_prices_by_the_coin_does_not_invite_to_buy_elsewhere() -> None:
    """Everything that is sold at one time is compared with everything: the dearest is at most three times the least."""
    instants = sorted({listed.market.period.start for listed in every_list()})
    for at in instants:
        found = [
            (_net_dollars_per_coin(listed, index), listed.request.region, listed.request.platform)
            for listed in lists_of_countries()
            if listed.market.period.start <= at and (listed.market.period.end is None or at < listed.market.period.end)
            for index in range(len(listed.packages))
        ]
        least, dearest = min(found), max(found)
        assert dearest[0] <= SPREAD_MOST * least[0], (least, dearest, float(dearest[0] / least[0]))


def _net_dollars_per_coin(listed: PriceList, index: int) -> Fraction:
    quote, currency = listed.packages[index], listed.market.currency
    net = Fraction(quote.regular_minor, 10**currency.exponent)
    if not quote.tax.net_is_listed:
        net /= 1 + sum((line.effective.fraction for line in quote.tax.lines), Fraction(0))
    return net / Fraction(PER_DOLLAR[currency.code]) / quote.total
