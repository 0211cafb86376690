"""What one edit means to people: what a buyer pays and gets, and what is left for the seller, by both books.

Both are asked the same question. So the numbers are those that people will see, whatever the edit was of.
"""

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.terms.market import Market, MarketKey


def meaning(before: RuleBook, after: RuleBook, key: MarketKey, at: Instant) -> str:
    """What differs for whoever buys the first package in a market for which anything does, of whom nothing is known.

    "coins_1000 in DE on ios: buyers pay 13.49 EUR, and paid 12.99 EUR"; "" where nothing does, or nothing can be told.
    """
    market = after.market(key, at)
    for package in market.offers if isinstance(market, Market) else ():
        request = PurchaseRequest(key.region, key.platform, package, at)
        old, new = (quote_purchase(book, request) for book in (before, after))
        if isinstance(old, PurchaseQuote) and isinstance(new, PurchaseQuote) and (told := _differing(old, new)):
            return f"{package} in {key.shown}: {told}"
    return ""


def _differing(old: PurchaseQuote, new: PurchaseQuote) -> str:
    parts = []
    paid, was = ((_money(quote, quote.gross_minor) or _money(quote, quote.listed_minor)) for quote in (new, old))
    if paid != was:
        parts.append(f"buyers pay {paid}, and paid {was}")
    if new.total != old.total:
        parts.append(f"buyers get {new.total:,} coins, and got {old.total:,}")
    left, before = (_money(quote, quote.proceeds_minor) for quote in (new, old))
    if left != before and left and before:
        parts.append(f"{left} are left to the seller, and {before} were")
    return "; ".join(parts)


def _money(quote: PurchaseQuote, minor: int | None) -> str:
    return "" if minor is None else str(Money(minor, quote.currency))
