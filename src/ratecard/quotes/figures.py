"""The figures that lots come to under the terms of a payout."""

import msgspec

from ratecard.quotes.lots import UsedLot, exact_value, is_in
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.payouts import WithholdingLine, WithholdingTerms, fee_of


class Figures(msgspec.Struct, frozen=True, gc=False):
    """Amounts of a payout in minor units; value = withheld + fee + remainder, always.

    All but `paid` are in the value currency.
    """

    value: int
    withheld_lines: tuple[int, ...]
    withheld: int
    fee: int
    remainder: int
    paid: int


def figures_of(offer: PayoutOffer, used: tuple[UsedLot, ...]) -> Figures:
    """The figures in their order: value, withholding, fee, remainder, exchange; each rounded where its rule says."""
    withholding, exchange = offer.withholding, offer.exchange
    numerator, denominator = exact_value(used)
    value = offer.payouts.divide(numerator, denominator)
    lines: tuple[int, ...] = ()
    withheld = 0
    if withholding.lines:
        lines = _withheld(withholding, used, value)
        withheld = sum(lines)
    left = value - withheld
    fee = fee_of(offer.method.fee, left)
    remainder = left - fee
    paid = remainder if exchange is None else exchange.paid(remainder)
    return Figures(value, lines, withheld, fee, remainder, paid)


def _withheld(withholding: WithholdingTerms, used: tuple[UsedLot, ...], value: int) -> tuple[int, ...]:
    """What each line keeps back, in order of id; together at most the value."""
    lines: list[int] = []
    left = value
    for line in withholding.lines:
        numerator, denominator = value, 1
        if line.domestic is not None:
            numerator, denominator = exact_value(part_of(used, line))
        kept = withholding.divide(numerator * line.rate.numerator, denominator * line.rate.denominator)
        kept = min(kept, left)
        left -= kept
        lines.append(kept)
    return tuple(lines)


def part_of(used: tuple[UsedLot, ...], line: WithholdingLine) -> tuple[UsedLot, ...]:
    """The used lots that a line counts: all of them, or those that come from its region."""
    if line.domestic is None:
        return used
    return tuple([each for each in used if is_in(each.valued.lot.source_region, line.domestic)])
