"""What a payout takes: the lots, and how many diamonds of them."""

import msgspec

from ratecard.money import Diamonds
from ratecard.quotes.payouts.lots import UsedLot
from ratecard.terms.unknown import Unknowns


class Taken(msgspec.Struct, frozen=True, gc=False):
    """The lots that a payout is of, in order, and how many diamonds that are.

    `raised` says that only the minimum asks for as many as these. Where it needs what is `unknown` to say which lots
    these are, there are none; `diamonds` is None where an amount was wanted that may take any number.
    """

    used: tuple[UsedLot, ...]
    diamonds: Diamonds | None
    raised: bool = False
    unknown: Unknowns = ()
