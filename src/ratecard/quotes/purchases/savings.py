"""What a purchase saves, and which package of a list is the best value: by the exact price of one coin."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from ratecard.money import Coins, Money, Rate, rate
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.rulefiles.stated import Stated
from ratecard.terms.savings import Against
from ratecard.terms.tax import TaxStatus, TaxTerms

SHOWN = 10_000
"""How many of the smallest part of a rate that is shown are the whole: 0.01 %."""


class Bought(msgspec.Struct, frozen=True, gc=False):
    """So many coins, bonus counted, or one item, for so many minor units, and the statement of the price."""

    price_minor: int
    coins: Coins
    stated: Stated[object]


class Saving(msgspec.Struct, frozen=True, gc=False):
    """What a purchase saves against something else, in minor units and as an exact share of what it would cost there.

    `this` and `other` are what was compared, by gross where one of the two is listed without tax and the other with it.
    """

    against: Against
    amount: Money
    rate: Rate
    this: Bought
    other: Bought
    by_gross: bool


def saving(against: Against, quote: PurchaseQuote, other: PurchaseQuote) -> Saving | None:
    """What a quote saves against another one; None where that is nothing, or where the two cannot be compared.

    1,050 coins for 13.99 against 100 for 1.39: as many at that price are 14.595, so 0.60 are saved, and the rate is
    1 − 1399/1459.5. The amount is rounded down. Two currencies are not compared. Of an item, which is compared with
    itself elsewhere, the prices are.
    """
    is_item = quote.package.is_item
    if quote.currency.code != other.currency.code or is_item != other.package.is_item:
        return None
    by_gross = not _shown_alike(quote.offer.tax, other.offer.tax)
    prices = (quote.gross_minor, other.gross_minor) if by_gross else (quote.listed_minor, other.listed_minor)
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return None
    this, there = (
        Bought(price, Coins(1) if is_item else bought.total, bought.offer.price.listed_stated)
        for price, bought in zip(known, (quote, other), strict=True)
    )
    amount = (there.price_minor * this.coins - this.price_minor * there.coins) // there.coins
    if amount <= 0:
        return None
    share = rate_saved(this, there)
    return Saving(against, Money(amount, quote.currency), share, this, there, by_gross)


def rate_saved(this: Bought, other: Bought) -> Rate:
    """1 − the price of one coin of this ÷ that of the other."""
    return rate(1 - Fraction(this.price_minor * other.coins, this.coins * other.price_minor))


def _shown_alike(this: TaxTerms, other: TaxTerms) -> bool:
    """Whether both prices are listed with tax inside, or both without; where no tax is levied they are both at once."""
    return (_is_gross(this) and _is_gross(other)) or (_is_net(this) and _is_net(other))


def _is_gross(tax: TaxTerms) -> bool:
    return tax.status in (TaxStatus.INCLUDED, TaxStatus.NONE) or tax.gross_is_listed


def _is_net(tax: TaxTerms) -> bool:
    return tax.status in (TaxStatus.ADDED, TaxStatus.NONE) or tax.net_is_listed


def rate_shown(exact: Rate) -> Rate:
    """A rate as people are shown it: with two decimals of a per cent, never more than it is. 4.1479… % is 4.14 %."""
    return rate(Fraction(exact.numerator * SHOWN // exact.denominator, SHOWN))


def best_value(quotes: Sequence[PurchaseQuote]) -> str | None:
    """The package with the least exact price of one coin, of equals the one with most coins, then the first by id.

    None where there is none, or where some are listed with tax and others without, and a gross is not known.
    """
    if not quotes:
        return None
    first = quotes[0].offer.tax
    by_gross = any(quote.offer.tax is not first and not _shown_alike(first, quote.offer.tax) for quote in quotes)
    best, least, most = quotes[0], 0, 0
    for quote in quotes:
        price, coins = quote.gross_minor if by_gross else quote.listed_minor, quote.total
        if price is None:
            return None
        # a/b < c/d where a·d < c·b: no fraction has to be made, which took a third of a list
        here, there = price * most, least * coins
        ties = here == there and (-coins, quote.package.id) < (-most, best.package.id)
        if here < there or ties or not most:
            best, least, most = quote, price, coins
    return best.package.id
