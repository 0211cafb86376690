"""What a book sells in one market as of an instant, by the ids of the store's products."""

from collections.abc import Mapping

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.terms.market import MarketKey
from ratecard.terms.offers import Offer


class StoreList(msgspec.Struct, frozen=True):
    """The quotes of one market by product. `refused` says of other products why they have no price there.

    `names` has the package or item of each of these products, and of those of which a buyer chooses the number; and
    each package itself where a file is of it by the package's id.
    """

    sold: Mapping[str, PurchaseQuote]
    refused: Mapping[str, str]
    names: Mapping[str, str]


def store_list(book: RuleBook, key: MarketKey, at: Instant, told: frozenset[str]) -> StoreList:
    """The list of a market; `told` are the packages and items that files are of, by the ids that the book has."""
    listed = list_prices(book, PriceListRequest(key.region, key.platform, at))
    if not isinstance(listed, PriceList):
        return StoreList({}, {}, {})
    sold: dict[str, PurchaseQuote] = {}
    names: dict[str, str] = {}
    for quote in listed.sold:
        own = _products(quote.package.id, quote.store_product_id, told)
        sold |= dict.fromkeys(own, quote)
        names |= dict.fromkeys(own, quote.package.id)
    for chosen in listed.chosen:
        product = chosen.quote.store_product_id
        names |= dict.fromkeys(_products(chosen.id, product, told), chosen.id)
    refused: dict[str, str] = {}
    reasons = {own.package: own.refusal for own in listed.refused} | {
        own.item: own.refusal for own in listed.refused_items
    }
    for name, refusal in reasons.items():
        offer = listed.market.sold(name)
        product = offer.package.products.get(key.platform) if isinstance(offer, Offer) else None
        own = _products(name, product, told)
        refused |= dict.fromkeys(own, refusal.message)
        names |= dict.fromkeys(own, name)
    return StoreList(sold, refused, names)


def _products(name: str, product: str | None, told: frozenset[str]) -> tuple[str, ...]:
    """The product of a package, by which a file may call it: its id in the store, or the package's own where told."""
    return tuple(own for own in (product, name if name in told else None) if own)
