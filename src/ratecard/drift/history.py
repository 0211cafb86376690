"""The regular price of a package or an item in a market over all time of a book."""

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.requests import ItemRequest, PurchaseRequest
from ratecard.sheets.store_prices import StorePrice


class PricedSpan(msgspec.Struct, frozen=True):
    """A price with the time in which it holds: from `start` up to `end`, None for good; None is "has no price"."""

    start: Instant
    end: Instant | None
    money: Money | None


def regular_of(quote: PurchaseQuote) -> Money:
    """The price of one unit before promotions, as a price list shows it: with the tax or without, by `display`."""
    return Money(quote.regular_minor, quote.currency)


def spans_of(book: RuleBook, quote: PurchaseQuote) -> list[PricedSpan]:
    """The prices of what a quote is of, in its market, for a buyer of whom nothing is known; the first first."""
    spans: list[PricedSpan] = []
    for start, end, money in _periods(book, quote):
        if spans and spans[-1].money == money:
            spans[-1] = msgspec.structs.replace(spans[-1], end=end)
        else:
            spans.append(PricedSpan(start, end, money))
    return spans


def _periods(book: RuleBook, quote: PurchaseQuote) -> Iterator[tuple[Instant, Instant | None, Money | None]]:
    region, platform = quote.market.key
    name = quote.package.id
    for market in book.market_periods(quote.market.key):
        at = market.period.start
        if quote.package.is_item:
            answer = quote_item(book, ItemRequest(region, platform, name, at))
        else:
            answer = quote_purchase(book, PurchaseRequest(region, platform, name, at))
        yield at, market.period.end, regular_of(answer) if isinstance(answer, PurchaseQuote) else None


def span_at(spans: list[PricedSpan], at: Instant) -> PricedSpan:
    """The span that holds at an instant, which is one of the book's."""
    return next(span for span in reversed(spans) if span.start <= at)


def span_with(spans: list[PricedSpan], price: StorePrice, at: Instant) -> PricedSpan | None:
    """The last span before `at` in which the book has a store's price, else the first one after; None for neither.

    Where the file says no currency, the number alone counts: 27.99 was the price in BGN, before the currency changed.
    """
    now = span_at(spans, at)
    same = [span for span in spans if span.money is not None and _is_same(span.money, price)]
    earlier = [span for span in same if span.start < now.start]
    later = [span for span in same if span.start > now.start]
    return earlier[-1] if earlier else later[0] if later else None


def _is_same(money: Money, price: StorePrice) -> bool:
    return money == price.money or (not price.says_currency and _number(money) == _number(price.money))


def _number(money: Money) -> Fraction:
    return Fraction(money.minor, 10**money.currency.exponent)
