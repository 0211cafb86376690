"""The shipped book, market by market and period by period: between two starts no answer changes."""

from functools import lru_cache

from ratecard.instants import Instant
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.requests import PriceListRequest
from tests.books import shipped

NOW = Instant(1_795_500_000)  # 2026-11-24


@lru_cache(maxsize=1)
def every_list() -> tuple[PriceList, ...]:
    """The price list of every market in each of its periods: all that the book ever answers without facts."""
    book = shipped()
    markets = (market for key in book.markets() for market in book.market_periods(key))
    return tuple(_listed(*market.key, market.period.start) for market in markets)


def lists_of_countries() -> list[PriceList]:
    """The same without subdivisions, which have the lists of their country."""
    return [each for each in every_list() if "-" not in each.request.region]


def countries() -> list[str]:
    """The regions that are no subdivision."""
    return [region for region in shipped().regions if "-" not in region]


def list_now(region: str, platform: str) -> PriceList:
    """A market's list today."""
    return _listed(region, platform, NOW)


def prices(listed: PriceList) -> tuple[int, ...]:
    """What the packages cost without promotions, the smallest first, in minor units."""
    return tuple(quote.regular_minor for quote in listed.packages)


def _listed(region: str, platform: str, at: Instant) -> PriceList:
    found = list_prices(shipped(), PriceListRequest(region, platform, at))
    assert isinstance(found, PriceList), (region, platform, at, found)
    return found


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())
