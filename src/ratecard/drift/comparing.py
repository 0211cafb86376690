"""A store's prices beside a book's.

The number that a store shows is compared with the number that the book lists before promotions. No tax is put on
either, or taken off: whether tax is inside is what the book's `display` says of that market, and a store shows prices
as its country has them, with tax in Germany and without in the United States. Where the one number is the other but
for tax, that is said.

A store has one price for a country. It stands for the country's region and for all parts of it that the book has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.drift.findings import (
    LISTED,
    WITH_TAX,
    WITHOUT_TAX,
    CountryUnknown,
    Drift,
    LackingInStore,
    NotSoldInBook,
    PriceDifference,
    UnnamedProduct,
)
from ratecard.drift.history import regular_of, span_at, span_with, spans_of
from ratecard.drift.listed import StoreList, store_list
from ratecard.instants import Instant, first_instant, local_day, zone
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.sheets.store_prices import StorePrice
from ratecard.terms.market import MarketKey
from ratecard.terms.tax import TaxStatus, split_price

PricesByProduct = Mapping[tuple[str, str], Sequence[StorePrice]]
"""By region and product: the prices of one platform, in the order of their days."""


def drift_of(
    book: RuleBook,
    prices: Sequence[StorePrice],
    listed: frozenset[str],
    told: frozenset[str],
    at_in: Callable[[str], Instant],
) -> Drift:
    """All that differs between a store's prices and a book, each region as of the instant `at_in` gives for it.

    `listed` are the platforms of which the files have all products, `told` the packages that a file is of by their
    ids in the book.
    """
    found = Drift(0, 0)
    for platform in sorted({price.platform for price in prices}):
        own = [price for price in prices if price.platform == platform]
        found = _together(found, _Platform(book, platform, own, told, at_in).drift(platform in listed))
    return msgspec.structs.replace(found, differences=tuple(sorted(found.differences, key=_greatest_first)))


def _together(first: Drift, second: Drift) -> Drift:
    return Drift(*(getattr(first, name) + getattr(second, name) for name in Drift.__struct_fields__))


def _greatest_first(own: PriceDifference) -> tuple[bool, Fraction, str, str, date]:
    share = own.share
    return share is not None, -abs(share or Fraction(0)), own.package, own.region, own.store.start or date.min


class _Platform:
    """The prices of one platform, and what the book lists there."""

    def __init__(
        self,
        book: RuleBook,
        platform: str,
        prices: Sequence[StorePrice],
        told: frozenset[str],
        at_in: Callable[[str], Instant],
    ) -> None:
        self._book, self._platform, self._at_in = book, platform, at_in
        self._products = {price.product for price in prices}
        self._told = told & self._products
        self._later_lists: dict[tuple[str, Instant], StoreList] = {}
        by_key: dict[tuple[str, str], list[StorePrice]] = {}
        for price in sorted(prices, key=lambda price: price.start or date.min):
            by_key.setdefault((price.region, price.product), []).append(price)
        self._prices: PricesByProduct = by_key
        keys = [key for key in book.markets() if key.platform == platform]
        self._lists = {key.region: store_list(book, key, at_in(key.region), self._told) for key in keys}
        self._named = {product for own in self._lists.values() for product in own.names}

    def drift(self, has_all_products: bool) -> Drift:
        """What differs on this platform."""
        compared = same = 0
        differences: list[PriceDifference] = []
        unsold: list[NotSoldInBook] = []
        for region, listed in self._lists.items():
            for product in sorted(self._products & self._named):
                for price, at in self._asked(region, product):
                    quote = listed.sold.get(product) if at is None else self._later(region, product, at)
                    if quote is None:
                        unsold += self._unsold(region, listed, product, price)
                        continue
                    compared += 1
                    if price.money == regular_of(quote):
                        same += 1
                    else:
                        differences.append(self._difference(region, quote, price, at))
        return Drift(
            compared,
            same,
            tuple(differences),
            tuple(self._unnamed()),
            tuple(unsold),
            tuple(self._countries()),
            tuple(self._lacking(has_all_products)),
        )

    def _of(self, region: str, product: str) -> Sequence[StorePrice]:
        """The prices of a product in a region: its own, else those of its country."""
        return self._prices.get((region, product)) or self._prices.get((region.partition("-")[0], product), ())

    def _asked(self, region: str, product: str) -> Iterator[tuple[StorePrice, Instant | None]]:
        """The price that a store has now, and those that begin later with their first instants."""
        in_zone = zone(self._book.time_zones[region])
        assert in_zone is not None, "a region has a zone"
        today = local_day(self._at_in(region), in_zone)
        prices = self._of(region, product)
        begun = [price for price in prices if price.start is None or price.start <= today]
        if begun and (begun[-1].end is None or begun[-1].end >= today):
            yield begun[-1], None
        for price in prices:
            at = first_instant(price.start, in_zone) if price.start is not None and price.start > today else None
            if at is not None:
                yield price, at

    def _later(self, region: str, product: str, at: Instant) -> PurchaseQuote | None:
        if (region, at) not in self._later_lists:
            key = MarketKey(region, self._platform)
            self._later_lists[region, at] = store_list(self._book, key, at, self._told)
        return self._later_lists[region, at].sold.get(product)

    def _unsold(self, region: str, listed: StoreList, product: str, price: StorePrice) -> Iterator[NotSoldInBook]:
        """That the book does not sell a product in a market, unless nothing at all is sold there."""
        is_chosen = product in listed.names and product not in listed.refused and product not in listed.sold
        if (listed.sold or listed.refused) and not is_chosen:
            package = listed.names.get(product) or self._package(product)
            yield NotSoldInBook(region, package, price, listed.refused.get(product, ""))

    def _package(self, product: str) -> str:
        return next(own.names[product] for own in self._lists.values() if product in own.names)

    def _difference(self, region: str, quote: PurchaseQuote, price: StorePrice, at: Instant | None) -> PriceDifference:
        spans, when = spans_of(self._book, quote), self._at_in(region) if at is None else at
        return PriceDifference(
            region=region,
            package=quote.package.id,
            store=price,
            regular=regular_of(quote),
            place=quote.price.listed_stated.place,
            span=span_at(spans, when),
            matches=span_with(spans, price, when),
            likeness=_likeness(quote, price.money),
            planned=at is not None,
        )

    def _unnamed(self) -> Iterator[UnnamedProduct]:
        for product in sorted(self._products - self._named):
            every = [price for (_, own), prices in self._prices.items() if own == product for price in prices]
            yield UnnamedProduct(self._platform, product, len(every), every[0].where)

    def _countries(self) -> Iterator[CountryUnknown]:
        """The countries of the store in which the book has nothing to sell."""
        selling = {region for region, listed in self._lists.items() if listed.sold or listed.refused}
        inside = selling | {region.partition("-")[0] for region in selling}
        by_region: dict[str, list[StorePrice]] = {}
        for (region, product), prices in self._prices.items():
            if region not in inside and product in self._named:
                by_region.setdefault(region, []).extend(prices)
        for region, prices in sorted(by_region.items()):
            yield CountryUnknown(self._platform, region, len(prices), prices[0].where)

    def _lacking(self, has_all_products: bool) -> Iterator[LackingInStore]:
        regions: dict[tuple[str, str], list[str]] = {}
        for region, listed in self._lists.items():
            for product, quote in listed.sold.items():
                if not any(at is None for _, at in self._asked(region, product)):
                    regions.setdefault((product, quote.package.id), []).append(region)
        for (product, package), without in sorted(regions.items()):
            entirely = product not in self._products
            if has_all_products or not entirely:
                yield LackingInStore(self._platform, product, package, tuple(without), entirely)


def _likeness(quote: PurchaseQuote, money: Money) -> str:
    """Which other figure of the book a store's price is: LISTED, WITHOUT_TAX or WITH_TAX; "" for none."""
    if money.currency != quote.currency:
        return ""
    if money.minor == quote.listed_minor:
        return LISTED
    net, _, _, gross = split_price(quote.tax, quote.regular_minor)
    if quote.tax.status is TaxStatus.INCLUDED and money.minor == net:
        return WITHOUT_TAX
    return WITH_TAX if quote.tax.status is TaxStatus.ADDED and money.minor == gross else ""
