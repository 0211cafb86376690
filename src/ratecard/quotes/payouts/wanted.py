"""The inverse of a payout: the fewest diamonds that pay at least a wanted amount, exactly.

What is paid is not quite monotone in the diamonds: one more minor unit of value may be withheld twice. So there is no
bisection: ranges of diamonds are halved, the left half first, and a range is left out only where a bound on what any
number in it pays is below what is wanted. Value and withheld parts never fall as diamonds are added, which bounds a
range by its ends.
"""

from fractions import Fraction

import msgspec

from ratecard.money import Diamonds, Money
from ratecard.quotes.payouts.figures import PayoutFigures, figures_from
from ratecard.quotes.payouts.first_diamonds import FirstDiamonds
from ratecard.quotes.payouts.lots import ValuedLot, together, use
from ratecard.quotes.payouts.withholding import lines_of, rounded_lines, withholding_of
from ratecard.quotes.requests import DIAMONDS_MOST
from ratecard.terms.methods import fee_of
from ratecard.terms.payout_offers import PayoutOffer

RANGES_MOST = 100_000
"""How many ranges are looked at. Real rules need some hundred; without a bound, 100 % withheld would need all."""


class SearchTooLong(Exception):
    """More ranges would have to be looked at than are: the rules keep back nearly all of a value."""


class Fewest(msgspec.Struct, frozen=True, gc=False):
    """How many diamonds a wanted amount takes.

    `raised` where one fewer would pay it too and is worth less than the minimum: 1 EUR wanted, where the minimum
    is 50 EUR, gives the diamonds for 50.
    """

    diamonds: int
    raised: bool


class Search:
    """The search of one payout; what numbers of diamonds come to is kept, because ranges share their ends."""

    def __init__(self, offer: PayoutOffer, valued: list[ValuedLot], want: Money) -> None:
        self.offer = offer
        self.first = FirstDiamonds(offer, valued)
        self.want = want.minor
        self.least = offer.minimum_minor
        self.known: dict[int, PayoutFigures] = {}
        self.exact_left: dict[int, Fraction] = {}
        every = use(valued, sum([entry.lot.diamonds for entry in valued]))
        self.rounded_by = withholding_of(offer, every)
        self.slack = offer.payouts.rounding.step + len(lines_of(offer, every)) * self.rounded_by.rounding.step

    def figures(self, diamonds: int) -> PayoutFigures:
        """What the first diamonds come to. A line that keeps nothing back of them may be among the lines, or not."""
        found = self.known.get(diamonds)
        if found is None:
            value = self.offer.payouts.divide(*self.first.value(diamonds))
            lines = rounded_lines(self.rounded_by, self.first.lines(diamonds, (value, 1)), value)
            found = self.known[diamonds] = figures_from(self.offer, value, lines)
        return found

    def left(self, diamonds: int) -> Fraction:
        """What is left after withholding without any rounding: it never falls, since at most 100 % is withheld."""
        found = self.exact_left.get(diamonds)
        if found is None:
            value = self.first.value(diamonds)
            kept = [Fraction(*line) for line in self.first.lines(diamonds, value)]
            found = self.exact_left[diamonds] = Fraction(*value) - sum(kept)
        return found

    def is_enough(self, diamonds: int) -> bool:
        """Whether they pay what is wanted, and reach the minimum."""
        figures = self.figures(diamonds)
        return figures.value >= self.least and figures.paid >= self.want and figures.remainder > 0

    def may_hold(self, low: int, high: int) -> bool:
        """Whether some number from `low` to `high`, both included, might be enough."""
        least, most = self.figures(low), self.figures(high)
        if most.value < self.least:
            return False
        by_ends = most.value - least.withheld
        left = min(by_ends, int(self.left(high)) + 1 + self.slack)
        lowest = max(least.value - most.withheld, 0)
        remainder = left - min(fee_of(self.offer.method.fee, lowest), left)
        exchange = self.offer.exchange
        return (remainder if exchange is None else exchange.paid(remainder)) >= self.want

    def is_constant(self, low: int, high: int) -> bool:
        """Whether every number in the range comes to the same figures, as its ends do and nothing falls between."""
        least, most = self.figures(low), self.figures(high)
        return least.value == most.value and least.withheld_lines == most.withheld_lines

    def is_raised(self, diamonds: int) -> bool:
        """Whether only the minimum asks for as many as this."""
        if diamonds == 1:
            return False
        fewer = self.figures(diamonds - 1)
        return fewer.value < self.least and fewer.paid >= self.want and fewer.remainder > 0

    def fewest(self, low: int, high: int) -> int | None:
        """The least number from `low` to `high`, both included, that is enough; or None. Raises SearchTooLong."""
        ranges = [(low, high)]
        for _ in range(RANGES_MOST):
            if not ranges:
                return None
            low, high = ranges.pop()
            if not self.may_hold(low, high):
                continue
            if low == high or self.is_constant(low, high):
                if self.is_enough(low):
                    return low
                continue
            middle = (low + high) // 2
            ranges += [(middle + 1, high), (low, middle)]
        raise SearchTooLong


def fewest_diamonds(offer: PayoutOffer, valued: list[ValuedLot], want: Money, available: int) -> Fewest | None:
    """The least number of diamonds, at most `available`, that reaches the minimum and pays at least `want`; or None.

    Raises SearchTooLong.
    """
    if not valued:
        return None
    search = Search(offer, valued, want)
    diamonds = search.fewest(1, available)
    return None if diamonds is None else Fewest(diamonds, search.is_raised(diamonds))


def diamonds_needed(
    offer: PayoutOffer, valued: list[ValuedLot], further: ValuedLot, want: Money, available: int
) -> int | None:
    """The least number above `available` that would be enough, if all beyond the lots were like `further`; or None.

    None where no number up to DIAMONDS_MOST is. Raises SearchTooLong.
    """
    if available >= DIAMONDS_MOST:
        return None
    lot = msgspec.structs.replace(further.lot, diamonds=Diamonds(DIAMONDS_MOST - available))
    more = msgspec.structs.replace(further, lot=lot)
    return Search(offer, [*together(valued), more], want).fewest(available + 1, DIAMONDS_MOST)
