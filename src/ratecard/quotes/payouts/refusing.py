"""What the figures of a payout stand against: that nothing is left, or that it is less than the least that is paid."""

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.quotes.payouts.figures import Figures, PayoutFigures, most_left
from ratecard.quotes.payouts.taken import Taken
from ratecard.refusals import BelowMinimum, NothingLeft, Refusal
from ratecard.terms.payout_offers import PayoutOffer


def refused_for(offer: PayoutOffer, taken: Taken, figures: Figures, currency: Currency) -> Refusal | None:
    """That nothing is left of the value, or that it is less than the least that is paid out; else None."""
    if type(figures) is PayoutFigures and figures.paid > 0 and figures.remainder > 0:
        minimum = offer.minimum_minor
        if figures.value >= minimum:
            return None
        return BelowMinimum(Money(figures.value, currency), Money(minimum, currency))
    most = most_left(offer, taken.used, figures)
    if figures.value is None or most is None:
        return None
    value = Money(figures.value, currency)
    if most <= 0 or (offer.exchange is not None and offer.exchange.paid(most) <= 0):
        withheld, fee = figures.withheld, figures.fee
        if figures.value == 0:
            withheld, fee = 0, 0
        elif withheld is None:
            fee = 0 if not offer.method.costs else None
        kept = [None if minor is None else Money(minor, currency) for minor in (withheld, fee)]
        return NothingLeft(value, *kept)
    minimum = offer.minimum_minor
    return BelowMinimum(value, Money(minimum, currency)) if figures.value < minimum else None
