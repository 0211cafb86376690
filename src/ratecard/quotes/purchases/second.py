"""The prices of a purchase in a second currency."""

import msgspec

from ratecard.money import Money
from ratecard.quotes.purchases.lowest import LowestPrice
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.terms.second_currency import SecondCurrencyTerms


class SecondPrices(msgspec.Struct, frozen=True, gc=False):
    """What is listed, paid and was the lowest price, in the second currency, each converted by itself and rounded once.

    None is what is not known, or not there, in the first currency either.
    """

    listed: Money
    gross: Money | None
    lowest: Money | None
    terms: SecondCurrencyTerms


def second_prices(quote: PurchaseQuote, terms: SecondCurrencyTerms, lowest: LowestPrice | None) -> SecondPrices | None:
    """The prices of a quote in the second currency; None where none is shown. 1.39 EUR at 1.95583 is 2.72 BGN."""
    currency = terms.currency
    if currency is None:
        return None

    def second(minor: int | None) -> Money | None:
        return None if minor is None else Money(terms.converted(minor, quote.currency, currency), currency)

    listed = Money(terms.converted(quote.listed_minor, quote.currency, currency), currency)
    amount = None if lowest is None or lowest.amount is None else lowest.amount.minor
    return SecondPrices(listed, second(quote.gross_minor), second(amount), terms)
