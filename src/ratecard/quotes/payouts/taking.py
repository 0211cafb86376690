"""Which lots a payout takes, and how many diamonds of them: those asked for, or the fewest that pay an amount."""

from ratecard.book.rulebook import RuleBook
from ratecard.money import Diamonds
from ratecard.quotes.payouts.lots import further_lot, use, value_lots
from ratecard.quotes.payouts.needs import of_any_amount, of_one_lot
from ratecard.quotes.payouts.taken import Taken
from ratecard.quotes.payouts.valuing import NumberedLot
from ratecard.quotes.payouts.wanted import SearchTooLong, diamonds_needed, fewest_diamonds
from ratecard.quotes.requests import PayoutRequest
from ratecard.refusals import NoFxRate, NotEnoughDiamonds, Refusal, WrongCurrency
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.region import Region
from ratecard.terms.unknown import Unknowns


def taken_of(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, lots: list[NumberedLot]
) -> Taken | Refusal:
    """The lots that the diamonds asked for are taken from, all of them where no number is asked for."""
    if len(lots) == 1:
        available = lots[0][1].diamonds
        asked = available if request.diamonds is None else request.diamonds
    else:
        available = Diamonds(sum([lot.diamonds for _, lot in lots]))
        asked = available if request.diamonds is None else request.diamonds
        order = offer.payouts.unknown.order
        if order is not None and asked < available:
            return _no_exchange(offer, request) or Taken((), asked, unknown=(order,))
    valued, lacking = value_lots(book, region, offer, request, lots, asked)
    if lacking is None and offer.no_exchange is not None:
        lacking = _no_exchange(offer, request)
    if lacking is not None:
        return lacking
    return Taken(use(valued, asked), asked) if asked <= available else NotEnoughDiamonds(available, asked)


def taken_for_amount(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, lots: list[NumberedLot]
) -> Taken | Refusal:
    """The lots that the fewest diamonds for a wanted amount are taken from.

    They are looked for in the lots before the first that lacks something, or whose figures are unknown: what that one
    lacks counts only where they are not enough.
    """
    want = request.want
    assert want is not None
    no_exchange = _no_exchange(offer, request)
    if no_exchange is not None:
        return no_exchange
    if offer.paid_in is not None and want.currency.code != offer.paid_in.code:
        return WrongCurrency("the amount wanted", want.currency.code, offer.paid_in.code)
    unknown = of_any_amount(region, offer, len(lots) > 1)
    if unknown:
        return Taken((), None, unknown=unknown)
    return _fewest(book, region, offer, request, lots)


def _fewest(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, lots: list[NumberedLot]
) -> Taken | Refusal:
    want = request.want
    assert want is not None
    available = sum([lot.diamonds for _, lot in lots])
    valued, lacking = value_lots(book, region, offer, request, lots, available)
    unknown: Unknowns = ()
    for index, lot in enumerate(valued):
        unknown = of_one_lot(offer, lot)
        if unknown:
            valued = valued[:index]
            break
    needed = None
    try:
        fewest = fewest_diamonds(offer, valued, want, sum([entry.lot.diamonds for entry in valued]))
        if fewest is not None:
            return Taken(use(valued, fewest.diamonds), Diamonds(fewest.diamonds), fewest.raised)
        if not unknown and lacking is None:
            further = further_lot(book, region, offer, request, valued)
            if not of_one_lot(offer, further):
                needed = diamonds_needed(offer, valued, further, want, available)
    except SearchTooLong:
        needed = None
    if unknown:
        return Taken((), None, unknown=unknown)
    return lacking or NotEnoughDiamonds(Diamonds(available), None if needed is None else Diamonds(needed))


def _no_exchange(offer: PayoutOffer, request: PayoutRequest) -> Refusal | None:
    """Why nothing can be paid in the currency of the method, as of the instant asked about; None where it can."""
    lacking = offer.no_exchange
    return NoFxRate(lacking.currency, request.at) if type(lacking) is NoFxRate else lacking
