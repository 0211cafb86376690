"""What of a chain from coins to cash is broken: an offer whose coins are worth too much to a creator."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from ratecard.guards.offers import UnitOnSale
from ratecard.keys.worth import GreatestWorth
from ratecard.money import Money

ROUND_TRIP = "round_trip"


class Breach(msgspec.Struct, frozen=True):
    """An offer whose coins are worth too much to a creator: `value`, in minor units of its currency."""

    guard: str
    offer: UnitOnSale
    worth: GreatestWorth
    value: Fraction
    is_trip: bool

    @property
    def money(self) -> Money:
        """What the coins cost, or for the margin what is left of it."""
        return self.offer.money if self.guard == ROUND_TRIP else Money(self.offer.left or 0, self.offer.price.currency)


def worst_of_numbers(breaches: Sequence[Breach]) -> Sequence[Breach]:
    """Of numbers that the buyer chooses, for each guard the one of which a coin costs or leaves least; all others."""
    if breaches[0].offer.number is None:
        return breaches
    worst: dict[str, Breach] = {}
    for breach in sorted(breaches, key=lambda own: Fraction(own.money.minor, own.offer.coins)):
        worst.setdefault(breach.guard, breach)
    return [*worst.values()]
