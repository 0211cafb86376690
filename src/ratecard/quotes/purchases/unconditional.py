"""What one unit costs whoever asks for nothing special: by no condition, no limit and no code."""

import msgspec

from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import FactNeeded
from ratecard.rulefiles.stated import Stated
from ratecard.terms.facts import OtherCurrency, choose_as
from ratecard.terms.market import Market
from ratecard.terms.offers import Offer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms


class UnconditionalPrice(msgspec.Struct, frozen=True, gc=False):
    """The listed price of one unit in minor units, what it is without promotions, and the statement that decided it."""

    listed_minor: int
    regular_minor: int
    stated: Stated[object]


class NotTold(msgspec.Struct, frozen=True, gc=False):
    """That the price depends on a fact which is not given, or which is given in another currency."""

    fact: str


def unconditional_price(
    market: Market, request: PurchaseRequest, assumed: list[str]
) -> UnconditionalPrice | NotTold | None:
    """The price of one unit in a market's period, for the facts of a question; None where it is not sold.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    offer = market.offers.get(request.package)
    if offer is None:
        return None
    if type(offer) is Offer:
        price: PriceTerms | FactNeeded | None = offer.price
    else:
        try:
            price = choose_as(PriceTerms, offer.price, request.facts, assumed)
            if isinstance(price, PriceTerms) and choose_as(PackageTerms, offer.package, request.facts, assumed) is None:
                return None
        except OtherCurrency as other:
            return NotTold(other.refusal.fact)
    if isinstance(price, FactNeeded):
        return NotTold(price.fact)
    return None if price is None else UnconditionalPrice(price.listed_minor, price.listed_minor, price.listed_stated)
