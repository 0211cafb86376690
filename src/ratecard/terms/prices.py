"""The listed price of a package."""

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.rulefiles.stated import Stated
from ratecard.terms.resolved import Values


class PriceTerms(msgspec.Struct, frozen=True, gc=False):
    """The number in the price list for one unit, in minor units of the market's currency."""

    listed_minor: int
    currency: Currency
    listed_stated: Stated[object]


def plain_price_terms(stated: Stated[object], currency: Currency) -> PriceTerms | None:
    """The terms of a price that is plain money in this currency; None where `price_terms` has to look closer.

    Nearly every price is, and a book has more prices than all else.
    """
    money = stated.value
    if type(money) is Money and money.currency is currency:
        return PriceTerms(money.minor, currency, stated)
    return None


def price_terms(values: Values, package: str) -> PriceTerms | None:
    """The price of one package, or None where it is not sold. A price in another currency is a problem."""
    stated = values.stated_as(Money, "prices", package)
    if stated is None or values.currency is None:
        return None
    money = stated.value
    if money.currency != values.currency:
        sentence = f"the price {money} of {package} holds in a market whose currency is {values.currency}"
        words = f"state a price in {values.currency}", f"the currency is {values.currency} here"
        values.in_other_currency("price-in-other-currency", sentence, ("prices", package), words)
        return None
    return PriceTerms(money.minor, money.currency, stated)
