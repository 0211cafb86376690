"""The listed price of a package: stated as money, by its coins, or as so many coins at the price of another package."""

from typing import TYPE_CHECKING

import msgspec

from ratecard.currency import Currency
from ratecard.money import Money, Rate, UnitPrice
from ratecard.ranges import Range
from ratecard.rulefiles.stated import BROKEN, Stated, StatedParts, StatedTiers
from ratecard.terms.per_coin import PerCoinDerivation, PerCoinTerms, PriceTier
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
    derivation: "Derivation | PerCoinDerivation | None" = None


class PriceAs(msgspec.Struct, frozen=True, gc=False):
    """That a package is sold at the price of one paid coin of another, times a factor where one is stated.

    It stands in the place of a price until that of the other package is known.
    """

    package: str
    factor: Stated[Rate] | None
    stated: Stated[object]


class ChosenAmount(msgspec.Struct, frozen=True, gc=False):
    """That the question chooses the amount that is paid, among those of a range; in the place of a price."""

    range: Range
    currency: Currency
    stated: Stated[object]

    def of(self, minor: int) -> PriceTerms:
        """The price where this amount is chosen."""
        return PriceTerms(minor, self.currency, self.stated)


def plain_price_terms(stated: Stated[object], currency: Currency) -> PriceTerms | None:
    """The terms of a price that is plain money in this currency; None where `price_terms` has to look closer.

    Nearly every price is, and a book has more prices than all else.
    """
    money = stated.value
    if type(money) is Money and money.currency is currency:
        return PriceTerms(money.minor, currency, stated)
    return None


def price_terms(values: Values, package: str) -> PriceTerms | PriceAs | PerCoinTerms | ChosenAmount | None:
    """The price of one package, or None where it is not sold. A price in another currency is a problem."""
    stated = values.get("prices", package)
    if stated is None or stated.value is BROKEN or values.currency is None:
        return None
    value = stated.value
    if isinstance(value, StatedParts) and value.get("tiers") is None:
        return _as_another(value, stated)
    if isinstance(value, StatedParts | UnitPrice):
        return _per_coin(values, value, stated, package)
    if isinstance(value, Range) and value.currency is not None:
        usable = _is_in_currency(values, value.currency, f"price {value}", package)
        return ChosenAmount(value, value.currency, stated) if usable else None
    money = typed(Money, stated)
    if money is None or not _is_in_currency(values, money.value.currency, f"price {money.value}", package):
        return None
    return PriceTerms(money.value.minor, money.value.currency, stated)


def _is_in_currency(values: Values, currency: Currency, shown: str, package: str) -> bool:
    """Whether a price is in the currency in force; that it is not is a problem."""
    if currency == values.currency:
        return True
    sentence = f"the {shown} of {package} holds in a market whose currency is {values.currency}"
    words = f"state a price in {values.currency}", f"the currency is {values.currency} here"
    values.in_other_currency("price-in-other-currency", sentence, ("prices", package), words)
    return False


def _per_coin(
    values: Values, value: StatedParts | UnitPrice, stated: Stated[object], package: str
) -> PerCoinTerms | None:
    """The price of each coin: one for all of them, or one for each tier."""
    tiers: tuple[PriceTier, ...]
    if isinstance(value, UnitPrice):
        tiers = (PriceTier(0, value, Stated(value, stated.place, stated.source, stated.note)),)
    else:
        of_tiers = typed(StatedTiers, value.get("tiers"))
        tiers = tuple(
            [PriceTier(start.value, own.value, own) for start, own in (of_tiers.value.tiers if of_tiers else ())]
        )
    currency = tiers[0].price.currency
    if not _is_in_currency(values, currency, f"price {tiers[0].price}", package):
        return None
    return PerCoinTerms(tiers, isinstance(value, StatedParts), currency, stated)


def _as_another(parts: StatedParts, stated: Stated[object]) -> PriceAs:
    other, factor = parts.get("as"), parts.get("factor")
    if other is None:
        raise TypeError(f"{parts} at {stated.place} names no package, and was read as a price")
    return PriceAs(str(other.value), typed(Rate, factor), stated)
