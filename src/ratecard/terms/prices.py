"""The listed price of a package: stated as money, or as so many coins at the price of another package."""

from typing import TYPE_CHECKING

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money, Rate
from ratecard.rulefiles.stated import Stated, StatedParts
from ratecard.terms.resolved import typed
from ratecard.terms.values import Values

if TYPE_CHECKING:
    from ratecard.terms.computed import Derivation


class PriceTerms(msgspec.Struct, frozen=True, gc=False):
    """The number in the price list for one unit, in minor units of the market's currency.

    `derivation` is what it is computed of, None where it is stated; `listed_stated` is then the statement by which it
    is computed.
    """

    listed_minor: int
    currency: Currency
    listed_stated: Stated[object]
    derivation: "Derivation | None" = None


class PriceAs(msgspec.Struct, frozen=True, gc=False):
    """That a package is sold at the price of one paid coin of another, times a factor where one is stated.

    It stands in the place of a price until that of the other package is known.
    """

    package: str
    factor: Stated[Rate] | None
    stated: Stated[object]


def plain_price_terms(stated: Stated[object], currency: Currency) -> PriceTerms | None:
    """The terms of a price that is plain money in this currency; None where `price_terms` has to look closer.

    Nearly every price is, and a book has more prices than all else.
    """
    money = stated.value
    if type(money) is Money and money.currency is currency:
        return PriceTerms(money.minor, currency, stated)
    return None


def price_terms(values: Values, package: str) -> PriceTerms | PriceAs | None:
    """The price of one package, or None where it is not sold. A price in another currency is a problem."""
    stated = values.stated_either(Money, StatedParts, "prices", package)
    if stated is None or values.currency is None:
        return None
    money = stated.value
    if isinstance(money, StatedParts):
        return _as_another(money, stated)
    if money.currency != values.currency:
        sentence = f"the price {money} of {package} holds in a market whose currency is {values.currency}"
        words = f"state a price in {values.currency}", f"the currency is {values.currency} here"
        values.in_other_currency("price-in-other-currency", sentence, ("prices", package), words)
        return None
    return PriceTerms(money.minor, money.currency, stated)


def _as_another(parts: StatedParts, stated: Stated[object]) -> PriceAs:
    other, factor = parts.get("as"), parts.get("factor")
    if other is None:
        raise TypeError(f"{parts} at {stated.place} names no package, and was read as a price")
    return PriceAs(str(other.value), typed(Rate, factor), stated)
