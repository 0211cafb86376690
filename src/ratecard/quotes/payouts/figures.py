"""The figures that lots come to under the terms of a payout."""

import msgspec

from ratecard.quotes.payouts.lots import UsedLot, exact_value
from ratecard.quotes.payouts.withholding import withheld_lines
from ratecard.terms.methods import fee_of
from ratecard.terms.payout_offers import PayoutOffer


class PayoutFigures(msgspec.Struct, frozen=True, gc=False):
    """Amounts of a payout in minor units; value = withheld + fee + remainder, always.

    All but `paid` are in the value currency.
    """

    value: int
    withheld_lines: tuple[int, ...]
    withheld: int
    fee: int
    remainder: int
    paid: int


def figures_of(offer: PayoutOffer, used: tuple[UsedLot, ...]) -> PayoutFigures:
    """The figures in their order: value, withholding, fee, remainder, exchange; each rounded where its rule says."""
    numerator, denominator = exact_value(used)
    value = offer.payouts.divide(numerator, denominator)
    keeps_back = bool(offer.withholding.lines) or offer.by_lot is not None
    return figures_from(offer, value, withheld_lines(offer, used, value) if keeps_back else ())


def figures_from(offer: PayoutOffer, value: int, lines: tuple[int, ...]) -> PayoutFigures:
    """The figures of a value of which these lines keep something back: fee, remainder, exchange."""
    exchange, withheld = offer.exchange, sum(lines)
    left = value - withheld
    fee = fee_of(offer.method.fee, left)
    remainder = left - fee
    paid = remainder if exchange is None else exchange.paid(remainder)
    return PayoutFigures(value, lines, withheld, fee, remainder, paid)
