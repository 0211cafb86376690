"""What stands beside a price is the same in a list and in a quote of that package."""

from ratecard.loading import load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.rulefiles.values.limits import CountOf
from tests.books import sound
from tests.quotes.purchases.test_beside_a_price import RULES, noon, savings

FIRST = "promotions: {first: {name: First, packages: [coins_100], discount: 50 %, limits: {each: {most: 1 unit}}}}\n"
ROMANIA = """
region: RO
currency: EUR
time_zone: Europe/Bucharest
second_currency: none
prices: {coins_100: 2.00, coins_1000: 20.00, coins_5000: 100.00}
"""
EACH = "promotions.first.limits.each"


def test_what_was_used_counts_for_the_prices_that_a_list_compares_with() -> None:
    """100 coins for 1.00 while the limit leaves one: 1,050 for 20.00 save nothing. Used up they are 2.00, and do."""
    book, at = sound(load_texts({"rules/book.yaml": RULES + FIRST, "regions/ro.yaml": ROMANIA})), noon("2026-02-01")
    for units, saves in ((0, False), (1, True)):
        used = (UsedBefore(EACH, CountOf(units, "units")),)
        quote = quote_purchase(book, PurchaseRequest("RO", "ios", "coins_1000", at, used=used))
        listed = list_prices(book, PriceListRequest("RO", "ios", at, used=used))
        assert isinstance(quote, PurchaseQuote)
        assert isinstance(listed, PriceList)
        in_list = next(each for each in listed.packages if each.package.id == "coins_1000")
        assert ("coins_100" in savings(quote)) is saves
        assert savings(in_list) == savings(quote)
