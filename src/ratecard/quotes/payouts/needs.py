"""What the figures of a payout need and the rules do not know. What a figure does not need leaves it as it is."""

from collections.abc import Iterator

import msgspec

from ratecard.quotes.payouts.lots import ValuedLot, is_in
from ratecard.quotes.payouts.taken import Taken
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.region import Region
from ratecard.terms.unknown import Unknowns, UnknownValue, together
from ratecard.terms.withholding import WithholdingTerms


class PayoutNeeds(msgspec.Struct, frozen=True, gc=False):
    """By figure what it needs that is unknown; nothing where it is known. `diamonds` are those that an amount takes."""

    diamonds: Unknowns = ()
    value: Unknowns = ()
    withheld: Unknowns = ()
    fee: Unknowns = ()
    remainder: Unknowns = ()
    paid: Unknowns = ()
    exchange_cost: Unknowns = ()
    released: Unknowns = ()
    paid_on: Unknowns = ()

    @property
    def all(self) -> Unknowns:
        """All of it, each path once, in order."""
        return together(value for name in self.__struct_fields__ for value in getattr(self, name))


NOTHING_NEEDED = PayoutNeeds()


def needs_of(region: Region, offer: PayoutOffer, taken: Taken) -> PayoutNeeds:
    """What each figure needs that is unknown.

    A fee without a rate needs nothing else: where it is not all paid out of what is left, there is no quote.
    """
    if offer.knows_all and not taken.unknown:
        for used in taken.used:
            if used.valued.unknown or used.valued.hold_unknown is not None:
                break
        else:
            return NOTHING_NEEDED
    lots = [used.valued for used in taken.used]
    rounding = offer.payouts.unknown.rounding
    value = together((*taken.unknown, *(own for lot in lots for own in lot.unknown), rounding))
    withheld = together(_of_withholding(offer, lots, taken.unknown, value))
    fee = _of_fee(region, offer, (*value, *withheld))
    if region.value_unknown is not None:  # nor is it known in which currency they are
        value, withheld, fee = [together((*own, region.value_unknown)) for own in (value, withheld, fee)]
    remainder = together((*value, *withheld, *fee))
    paid = together((*remainder, *_of_currency(offer), *offer.exchange_unknown))
    same = offer.paid_in is not None and offer.paid_in == region.value_currency
    released = together((*taken.unknown, *(lot.hold_unknown for lot in lots)))
    return PayoutNeeds(
        diamonds=taken.unknown if taken.diamonds is None else (),
        value=value,
        withheld=withheld,
        fee=fee,
        remainder=remainder,
        paid=paid,
        exchange_cost=() if same else paid,
        released=released,
        paid_on=together((*released, *offer.payouts.unknown.days, *offer.method.unknown.after)),
    )


def of_any_amount(region: Region, offer: PayoutOffer, many: bool) -> Unknowns:
    """What it needs that is unknown to say what any diamonds pay; `many` says that they are of several lots."""
    if offer.knows_all and region.value_unknown is None:
        return ()
    found: list[UnknownValue | None] = [offer.payouts.unknown.rounding, region.value_unknown]
    found.append(offer.payouts.unknown.order if many else None)
    found += [*offer.withholding.unknown, *_of_fee(region, offer, ()), *_of_currency(offer), *offer.exchange_unknown]
    return together(found)


def of_one_lot(offer: PayoutOffer, lot: ValuedLot) -> Unknowns:
    """What it needs that is unknown to say what diamonds of this lot pay."""
    return together((*lot.unknown, *_of_withholding(offer, [lot], (), ())))


def _of_withholding(
    offer: PayoutOffer, lots: list[ValuedLot], unknown_lots: Unknowns, value: Unknowns
) -> Iterator[UnknownValue]:
    """What is kept back needs: nothing where no tax is, or only of other lots than these."""
    every = [(offer.withholding, lots)]
    if offer.by_lot is not None:
        every = [(lot.withholding, [lot]) for lot in lots if lot.withholding is not None]
        yield from unknown_lots
    for terms, own in every:
        yield from _of_terms(terms, own)
        if terms.lines:
            yield from value


def _of_terms(terms: WithholdingTerms, lots: list[ValuedLot]) -> Iterator[UnknownValue]:
    yield from terms.unknown
    for line in terms.unknown_lines:
        if line.domestic is None or not lots or any(is_in(lot.lot.source_region, line.domestic) for lot in lots):
            yield from line.unknown


def _of_fee(region: Region, offer: PayoutOffer, left: Unknowns) -> Unknowns:
    method = offer.method
    if method.unknown.fee or not method.costs:
        return method.unknown.fee
    if method.fee is None:
        return together([region.value_unknown])
    return together(left) if method.fee.rate.numerator else ()


def _of_currency(offer: PayoutOffer) -> Unknowns:
    """What says the currency paid in, where that is not known."""
    if offer.paid_in is not None:
        return ()
    return offer.method.unknown.currency or offer.payouts.unknown.currency
