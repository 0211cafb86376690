"""The prices of a purchase in a second currency."""

import msgspec

from ratecard.money import Money
from ratecard.quotes.purchases.lowest import LowestPrice
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.terms.second_currency import SecondCurrencyTerms


class SecondPrices(msgspec.Struct, frozen=True, gc=False):
    """The regular, listed, paid and lowest price in the second currency, each converted by itself and rounded once.

    None is what is not known, or not there, in the first currency either.
    """

    regular: Money
    listed: Money
    gross: Money | None
    lowest: Money | None
    terms: SecondCurrencyTerms


def second_prices(quote: PurchaseQuote, terms: SecondCurrencyTerms, lowest: LowestPrice | None) -> SecondPrices | None:
    """The prices of a quote in the second currency; None where none is shown. 1.39 EUR at 1.95583 is 2.72 BGN."""
    currency = terms.currency
    if currency is None:
        return None

    def second(minor: int) -> Money:
        return Money(terms.converted(minor, quote.currency, currency), currency)

    gross, least = quote.gross_minor, None if lowest is None else lowest.amount
    return SecondPrices(
        regular=second(quote.regular_minor),
        listed=second(quote.listed_minor),
        gross=None if gross is None else second(gross),
        lowest=None if least is None else second(least.minor),
        terms=terms,
    )
