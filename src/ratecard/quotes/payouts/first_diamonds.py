"""What the first diamonds of lots come to, for any number of them, without adding up their lots each time.

A search asks for dozens of numbers of diamonds. Sums over the lots are made once; each number is then one step of
bisection and one lot in part. The figures are those of `figures_of`, by another way to the same exact sums.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import lcm

from ratecard.quotes.payouts.lots import ValuedLot, is_in
from ratecard.quotes.payouts.valuing import Ratio
from ratecard.quotes.payouts.withholding import kept_of_one
from ratecard.terms.payout_offers import PayoutOffer

NOTHING: Ratio = (0, 1)


class _Sums:
    """Sums over the first lots of something that each diamond of a lot comes to, over one denominator."""

    def __init__(self, diamonds: Sequence[int], each: Sequence[Ratio]) -> None:
        self.denominator = lcm(*{below for _, below in each})
        self.each = [above * (self.denominator // below) for above, below in each]
        wholes = [count * numerator for count, numerator in zip(diamonds, self.each, strict=True)]
        self.before = list(accumulate(wholes, initial=0))

    def of(self, lot: int, part: int) -> Ratio:
        """The sum of the lots before this one, counted from 0, and of so many of its diamonds."""
        return self.before[lot] + part * self.each[lot], self.denominator


class FirstDiamonds:
    """The lots of one payout in the order in which they leave."""

    def __init__(self, offer: PayoutOffer, valued: Sequence[ValuedLot]) -> None:
        diamonds = [entry.lot.diamonds for entry in valued]
        worth = [entry.value for entry in valued]
        self._ends = list(accumulate(diamonds))
        self._starts = [0, *self._ends]
        self._worth = _Sums(diamonds, worth)
        self._rates: list[Ratio | None] = []
        self._lines: list[_Sums] = []
        if offer.by_lot is not None:
            kept = [dict(kept_of_one(entry)) for entry in valued]
            for name in sorted({name for amounts in kept for name in amounts}):
                self._rates.append(None)
                self._lines.append(_Sums(diamonds, [amounts.get(name, NOTHING) for amounts in kept]))
            return
        for line in offer.withholding.lines:
            above, below = line.rate.numerator, line.rate.denominator
            self._rates.append((above, below) if line.domestic is None else None)
            here = [line.domestic is not None and is_in(entry.lot.source_region, line.domestic) for entry in valued]
            part = [
                (ratio[0] * above, ratio[1] * below) if own else NOTHING for ratio, own in zip(worth, here, strict=True)
            ]
            self._lines.append(_Sums(diamonds, part))

    def value(self, diamonds: int) -> Ratio:
        """The exact value of the first diamonds, of which there are at least as many."""
        return self._worth.of(*self._place(diamonds))

    def lines(self, diamonds: int, value: Ratio) -> list[Ratio]:
        """What each line keeps back of the first diamonds, exactly, in order of id; `value` as in `exact_lines`."""
        place = self._place(diamonds)
        return [
            sums.of(*place) if rate is None else (value[0] * rate[0], value[1] * rate[1])
            for rate, sums in zip(self._rates, self._lines, strict=True)
        ]

    def _place(self, diamonds: int) -> tuple[int, int]:
        """The lot that the last of these diamonds is of, and how many of them are of that lot."""
        lot = bisect_left(self._ends, diamonds)
        return lot, diamonds - self._starts[lot]
