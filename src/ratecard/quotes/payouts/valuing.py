"""What one diamond of a lot is worth on the day that the rules say, in the value currency, exactly."""

from typing import cast

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.requests import Lot, PayoutRequest
from ratecard.refusals import FactNeeded, InvalidLot, NoFxRate, Refusal
from ratecard.terms.facts import Facts, choose
from ratecard.terms.fx import CrossRate, UnknownRate, cross_rate
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.region import Region
from ratecard.terms.unknown import Unknowns, UnknownValue

NumberedLot = tuple[int, Lot]
"""A lot with its number as given, from 1."""

Ratio = tuple[int, int]
"""An exact number: numerator and denominator."""

NO_VALUE: Ratio = (0, 1)
"""Stands for the value of a lot that is not known."""


DiamondWorth = tuple[DiamondTerms | None, CrossRate | None, Ratio, Unknowns]
"""What one diamond of a lot is worth: `diamond`, `cross`, `value` and `unknown` as `ValuedLot` has them."""


def value_of(
    book: RuleBook,
    region: Region,
    offer: PayoutOffer,
    request: PayoutRequest,
    numbered: NumberedLot,
    facts: Facts,
    assumed: list[str],
) -> DiamondWorth | Refusal:
    """What one diamond of a lot is worth, or what is missing for that."""
    now = region.diamond
    if (
        type(now) is DiamondTerms
        and now.currency is region.value_currency
        and numbered[1].earned >= region.period.start
    ):
        return now, None, (now.minor, now.units), ()
    diamond = _diamond(book, region, offer, numbered, facts, assumed)
    if type(diamond) is UnknownValue:
        return None, None, NO_VALUE, (diamond,)
    if type(diamond) is not DiamondTerms:
        return cast(Refusal, diamond)
    if region.value_currency is None:
        unknown = () if region.value_unknown is None else (region.value_unknown,)
        return diamond, None, NO_VALUE, unknown
    if diamond.currency is region.value_currency:
        return diamond, None, (diamond.minor, diamond.units), ()
    found = _in_value_currency(region, diamond, request)
    if isinstance(found, UnknownRate):
        return diamond, None, NO_VALUE, found.unknown
    if not isinstance(found, tuple):
        return found
    cross, value = found
    return diamond, cross, value, ()


def _diamond(
    book: RuleBook,
    region: Region,
    offer: PayoutOffer,
    numbered: NumberedLot,
    facts: Facts,
    assumed: list[str],
) -> DiamondTerms | UnknownValue | Refusal:
    """The value of one diamond of a lot: of the day it was earned, or of the day of the payout, as the rules say."""
    number, lot = numbered
    then = region
    if offer.payouts.unknown.value_by is not None and lot.earned < region.period.start:
        return offer.payouts.unknown.value_by
    if offer.payouts.by_earned and lot.earned < region.period.start:
        earlier = book.region(region.code, lot.earned)
        if not isinstance(earlier, Region):
            return InvalidLot(number, "was earned before the rules begin there")
        then = earlier
    diamond: object = then.diamond
    if type(diamond) is not DiamondTerms:
        diamond = choose(diamond, facts, assumed)
    if isinstance(diamond, DiamondTerms | UnknownValue | FactNeeded):
        return diamond
    return InvalidLot(number, "was earned while it had no value there")


def _in_value_currency(
    region: Region, diamond: DiamondTerms, request: PayoutRequest
) -> tuple[CrossRate | None, Ratio] | UnknownRate | Refusal:
    """The value of one diamond in the region's value currency, and the rate that brought it there."""
    currency = region.value_currency
    assert currency is not None
    if diamond.currency.code == currency.code:
        return None, (diamond.minor, diamond.units)
    if region.fx is None:
        return NoFxRate(diamond.currency.code, request.at)
    cross = cross_rate(region.fx, diamond.currency, currency, request.at)
    if not isinstance(cross, CrossRate):
        return cross
    shift = currency.exponent - diamond.currency.exponent
    numerator = diamond.minor * cross.value.numerator * 10 ** max(shift, 0)
    return cross, (numerator, diamond.units * cross.value.denominator * 10 ** max(-shift, 0))
