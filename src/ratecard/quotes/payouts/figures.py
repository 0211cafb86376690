"""The figures that lots come to under the terms of a payout, also where some of them need what is unknown."""

import msgspec

from ratecard.quotes.payouts.lots import UsedLot, exact_value
from ratecard.quotes.payouts.needs import PayoutNeeds
from ratecard.quotes.payouts.withholding import has_unknown_rounding, withheld_lines
from ratecard.terms.methods import charged, fee_of
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


class PartFigures(msgspec.Struct, frozen=True, gc=False):
    """The same amounts, of which those are None that need what the rules do not know.

    There are no lines where not all of what is withheld is known.
    """

    value: int | None
    withheld_lines: tuple[int, ...]
    withheld: int | None
    fee: int | None
    remainder: int | None
    paid: int | None


Figures = PayoutFigures | PartFigures


def figures_of(offer: PayoutOffer, used: tuple[UsedLot, ...]) -> PayoutFigures:
    """The figures in their order: value, withholding, fee, remainder, exchange; each rounded where its rule says."""
    numerator, denominator = exact_value(used)
    value = offer.payouts.divide(numerator, denominator)
    if offer.withholding.lines or offer.by_lot is not None:
        return figures_from(offer, value, withheld_lines(offer, used, value))
    return figures_from(offer, value, ())


def figures_from(offer: PayoutOffer, value: int, lines: tuple[int, ...]) -> PayoutFigures:
    """The figures of a value of which these lines keep something back: fee, remainder, exchange."""
    exchange, withheld = offer.exchange, sum(lines) if lines else 0
    left = value - withheld
    method = offer.method.fee
    charge = 0 if method is None else charged(method, left)
    fee = charge if charge < left else left  # as `fee_of`, without its call
    remainder = left - fee
    paid = remainder if exchange is None else exchange.paid(remainder)
    return PayoutFigures(value, lines, withheld, fee, remainder, paid)


def part_figures_of(offer: PayoutOffer, used: tuple[UsedLot, ...], needs: PayoutNeeds) -> PartFigures:
    """The figures that need nothing unknown."""
    value = None if needs.value else offer.payouts.divide(*exact_value(used))
    lines: tuple[int, ...] = ()
    if not needs.withheld and (offer.withholding.lines or offer.by_lot is not None):
        lines = withheld_lines(offer, used, value or 0)
    withheld = None if needs.withheld else sum(lines)
    fee = None
    if not needs.fee:
        left = None if value is None or withheld is None else value - withheld
        method = offer.method.fee
        fee = fee_of(method, left) if left is not None else 0 if method is None else charged(method, 0)
    if needs.remainder or value is None or withheld is None or fee is None:
        return PartFigures(value, lines, withheld, fee, None, None)
    remainder = value - withheld - fee
    if needs.paid:
        return PartFigures(value, lines, withheld, fee, remainder, None)
    paid = remainder if offer.exchange is None else offer.exchange.paid(remainder)
    return PartFigures(value, lines, withheld, fee, remainder, paid)


def most_left(offer: PayoutOffer, used: tuple[UsedLot, ...], figures: Figures) -> int | None:
    """The most that can be left of the value, whatever the unknown parts are; None where the value is not known."""
    if figures.value is None:
        return None
    kept = figures.withheld
    if kept is None:
        kept = 0 if has_unknown_rounding(offer, used) else sum(withheld_lines(offer, used, figures.value))
    fee = figures.fee
    if fee is None:
        own = offer.method.fee
        fee = offer.method.unknown.floor if own is None else charged(own, 0)
    return figures.value - kept - fee
