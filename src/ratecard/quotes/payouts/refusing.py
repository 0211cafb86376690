"""What the figures of a payout stand against: that nothing is left, or that it is less than the least that is paid.

And what a refusal by a limit assumed.
"""

from ratecard.currency import Currency
from ratecard.money import Diamonds, Money
from ratecard.quotes.payouts.figures import Figures, PayoutFigures, most_left
from ratecard.quotes.payouts.taken import Taken
from ratecard.quotes.requests import DIAMONDS_LEAST, DIAMONDS_MOST, PayoutRequest
from ratecard.refusals import AboveLimit, BelowMinimum, DiamondsOutOfRange, NothingLeft, Refusal
from ratecard.terms.limits import MONEY
from ratecard.terms.payout_offers import PayoutOffer, PayoutWay


def out_of_range(diamonds: Diamonds) -> DiamondsOutOfRange:
    """That no payout is of so few or so many diamonds."""
    return DiamondsOutOfRange(diamonds, Diamonds(DIAMONDS_LEAST), Diamonds(DIAMONDS_MOST))


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


def led_to(way: PayoutWay, refusal: AboveLimit, request: PayoutRequest, taken: Taken, assumed: list[str]) -> list[str]:
    """The facts assumed that led to a limit's refusal: its own, and for money those of what diamonds are worth.

    A fee that varies by a fact is nothing to a limit. Where an amount is wanted, the diamonds depend on every fact.
    """
    if request.want is not None:
        return assumed
    own: list[str] = []
    limit = way.limit(refusal.limit_id, request.facts, own)
    if limit is not None and limit.unit == MONEY:
        own += [fact for lot in taken.used for fact in lot.valued.worth_assumed]
    return own
