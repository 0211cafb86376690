"""Whether a payout in pieces brings a creator more than at once: proved, for all numbers of diamonds and of pieces.

What is rounded repeats after a number of diamonds, so that few sizes of a piece stand for all. Where no two pieces
bring more than both at once, no number of pieces does: any two of them can be put together. Else more and more pieces
are looked at, until none can be worse than what was found.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil, lcm
from typing import NamedTuple

from ratecard.money import Diamonds
from ratecard.quotes.payouts.figures import figures_of
from ratecard.quotes.payouts.lots import UsedLot, ValuedLot, is_in
from ratecard.terms.payout_offers import PayoutOffer

SIZES_MOST = 400
"""How many sizes of a piece are looked at: of more the guard says that it is undecided."""

WORK_MOST = 400_000
"""How many sums of pieces are looked at before the guard says that it is undecided."""

LOOKED_FOR_MOST = 20_000
"""How many numbers of diamonds are tried for the least that is paid out."""


class PayoutPieces(NamedTuple):
    """So many diamonds in these pieces: what they bring at once, and what they bring as they are, in minor units."""

    sizes: tuple[int, ...]
    at_once: int
    apart: int

    @property
    def gain(self) -> Fraction:
        """By what share the pieces bring more."""
        return Fraction(self.apart - self.at_once, self.at_once)


class WorstPieces(NamedTuple):
    """The greatest gain of any pieces, or what gains come near to as pieces get more; the worst, and the worst two."""

    gain: Fraction
    worst: PayoutPieces
    shortest: PayoutPieces


class Undecided(NamedTuple):
    """That it would be too much to look at."""

    why: str


class Paying:
    """Diamonds of one lot that are paid out by one method: what arrives, and how it is rounded."""

    def __init__(self, offer: PayoutOffer, lot: ValuedLot) -> None:
        self.offer, self.lot = offer, lot
        self._known: dict[int, int] = {}
        terms = offer.withholding if lot.withholding is None else lot.withholding
        source = lot.lot.source_region
        self.rates = [
            line.rate.fraction for line in terms.lines if line.domestic is None or is_in(source, line.domestic)
        ]
        self.value = Fraction(*lot.value)
        self.left = self.value * (1 - sum(self.rates))
        self.value_step, self.kept_step = offer.payouts.rounding.step, terms.rounding.step
        fee, exchange = offer.method.fee, offer.exchange
        self.fee_step = 1 if fee is None else fee.rounding.step
        self.fee_rate = Fraction(0) if fee is None else fee.rate.fraction
        self.into = Fraction(1) if exchange is None else Fraction(exchange.numerator, exchange.denominator)

    def arrives(self, diamonds: int) -> int:
        """What arrives of so many diamonds, in minor units; 0 where they are not paid out."""
        known = self._known.get(diamonds)
        if known is None:
            figures = figures_of(self.offer, (UsedLot(self.lot, Diamonds(diamonds)),))
            is_paid = figures.remainder > 0 and figures.value >= self.offer.minimum_minor
            known = self._known[diamonds] = max(figures.paid, 0) if is_paid else 0
        return known

    @property
    def least(self) -> int | None:
        """The fewest diamonds that are paid out; None where they are not found."""
        first = max(1, int((self.offer.minimum_minor - self.value_step) / self.value))
        return next((number for number in range(first, first + LOOKED_FOR_MOST) if self.arrives(number)), None)

    @property
    def shares(self) -> list[Fraction]:
        """The share that a fee takes of what is left: of little, and last of so much that it is at its cap."""
        fee = self.offer.method.fee
        return [self.fee_rate, Fraction(0)] if fee is not None and fee.cap is not None else [self.fee_rate]

    @property
    def period(self) -> int:
        """After how many diamonds more all that is rounded is off by as much again."""
        slopes = [(self.value, self.value_step), *((self.value * rate, self.kept_step) for rate in self.rates)]
        for share in self.shares:
            slopes += [(self.left * share, self.fee_step), (self.left * (1 - share) * self.into, 1)]
        return lcm(*((slope / (2 * step)).denominator for slope, step in slopes))

    @property
    def settled(self) -> int:
        """From how many diamonds on a fee is neither at its least, nor still to come to its most."""
        fee = self.offer.method.fee
        most = 0 if fee is None else max(fee.floor, fee.cap or 0)
        if fee is None or not most or not self.fee_rate:
            return 0
        left = (most - fee.fixed + self.fee_step) / self.fee_rate + self.off
        return max(0, ceil(left / self.left))

    @property
    def off(self) -> int:
        """By how much less than so many minor units roundings move what is left of a value."""
        return self.value_step + len(self.rates) * self.kept_step

    def most(self, least: int) -> Fraction | None:
        """A share above which no gain is, whatever the pieces, where so many diamonds are the fewest paid; or None.

        Each of k pieces, and the whole, is off by less than what one payout may be, and k is two at least.
        """
        one = ((1 + self.fee_rate) * self.off + self.fee_step) * self.into + (self.offer.exchange is not None)
        off = Fraction(3, 2) * one
        surely = self.arrives(least) - 2 * one
        return off / (surely - off) if surely > off else None


def worst_pieces(paying: Paying, above: Fraction | None) -> WorstPieces | Undecided | None:
    """The worst pieces of any payout; None where none brings more at all, or surely none above a bound."""
    if paying.left * (1 - paying.shares[-1]) <= 0:
        return None  # all of it is kept, or costs as much
    least = paying.least
    if least is None:
        return Undecided(f"undecided after {LOOKED_FOR_MOST:,} numbers of diamonds")
    most = paying.most(least) if above is not None else None
    if most is not None and above is not None and most <= above:
        return None
    period, first = paying.period, max(paying.settled, least)
    if first + period - least > SIZES_MOST:
        return Undecided(f"undecided, with more than {SIZES_MOST:,} sizes of a payout")
    while not all(paying.arrives(number) for number in range(first, first + period)):
        first += period
        if first + period - least > SIZES_MOST:
            return Undecided(f"undecided, with more than {SIZES_MOST:,} sizes of a payout")
    sizes = {number: own for number in range(least, first + period) if (own := paying.arrives(number))}
    return _Search(paying.arrives, sizes, first, period).worst()


class _Search:
    """Looks for the worst pieces of these sizes, where each diamond more brings `each` in the long run.

    Were all pieces of the size that brings most, so much would arrive; what lacks of it is what pieces fall short by.
    From `first` diamonds on all is the same again after a `period`, but for what each diamond brings.
    """

    def __init__(self, arrives: Callable[[int], int], sizes: Mapping[int, int], first: int, period: int) -> None:
        self.arrives, self.sizes, self.first, self.period = arrives, sizes, first, period
        self.each = Fraction(arrives(first + period) - arrives(first), period)
        self.least = min(sizes)
        self.dearest = max(self.each, *(Fraction(own, size) for size, own in sizes.items()))
        self.lack = max(Fraction(0), *(self.each * size - own for size, own in sizes.items()))
        self.best: dict[int, tuple[int, int]] = {}
        self.apart: dict[int, tuple[int, int]] = {}
        self.fallen_short: dict[int, Fraction] = {}

    def worst(self) -> WorstPieces | Undecided | None:
        """The worst of all; None where no two pieces bring more than both at once."""
        shortest: PayoutPieces | None = None
        for total, (brought, last) in self._pairs().items():
            at_once = self.arrives(total)
            if not at_once:
                return Undecided("undecided, where pieces are paid out and the whole is not")
            pair = PayoutPieces((last, total - last), at_once, brought)
            if brought > at_once and (shortest is None or pair.gain > shortest.gain):
                shortest = pair
        return None if shortest is None else self._worst(shortest)

    def _pairs(self) -> dict[int, tuple[int, int]]:
        """The most that two pieces bring, by the diamonds of both, and one of the two."""
        pairs: dict[int, tuple[int, int]] = {}
        for size, own in self.sizes.items():
            for other, brought in self.sizes.items():
                if other <= size and own + brought > pairs.get(size + other, (0, 0))[0]:
                    pairs[size + other] = (own + brought, other)
        return pairs

    def _worst(self, shortest: PayoutPieces) -> WorstPieces | Undecided:
        """The worst of all pieces, where two bring more: totals are looked at from the least on."""
        endless = self.dearest / self.each - 1
        worst, gain, work = shortest, max(shortest.gain, endless), 0
        waiting = list(self.sizes)
        heapify(waiting)
        while waiting:
            total = heappop(waiting)
            if total in self.best:
                continue
            alone, (brought, last) = self.sizes.get(total, 0), self.apart.get(total, (0, 0))
            at_once = self.arrives(total)
            if at_once and Fraction(brought - at_once, at_once) > worst.gain:
                worst = PayoutPieces(self._sizes(total), at_once, brought)
                gain = max(gain, worst.gain)
            self.best[total] = (brought, last) if brought > alone else (alone, total)
            if not self._may_be_worse(total, self.best[total][0], gain):
                continue
            work += len(self.sizes)
            if work > WORK_MOST:
                return Undecided(f"undecided after {WORK_MOST:,} sums of payouts")
            for size, own in self.sizes.items():
                if self.best[total][0] + own > self.apart.get(total + size, (0, 0))[0]:
                    self.apart[total + size] = (self.best[total][0] + own, size)
                    heappush(waiting, total + size)
        return WorstPieces(gain, worst, shortest)

    def _may_be_worse(self, total: int, brought: int, gain: Fraction) -> bool:
        """Whether with more pieces beside these the gain may be greater than one that is found already."""
        short = self.dearest * total - brought
        if total >= self.first:
            before = self.fallen_short.get(total % self.period)
            if before is not None and before <= short:
                return False  # fewer diamonds, of which as many more make the same again, fall short by no more
            self.fallen_short[total % self.period] = short
        if self.dearest * self.lack <= self.each * short:
            return False  # more of them only come near to what is without end
        more = total + self.least
        return self.dearest * more - short > (1 + gain) * (self.each * more - self.lack)

    def _sizes(self, total: int) -> tuple[int, ...]:
        """The pieces of which so many diamonds were put together."""
        sizes = [self.apart[total][1]]
        total -= sizes[0]
        while total:
            sizes.append(self.best[total][1])
            total -= sizes[-1]
        return tuple(sorted(sizes))
