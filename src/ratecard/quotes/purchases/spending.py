"""The most that some money buys of what is chosen: the greatest number whose units together cost at most that.

What they cost falls where all coins become cheaper, so that the number is looked for between thresholds, from the
greatest ones down. Between two thresholds more never costs less, and the greatest number is found by halving.
"""

from collections.abc import Callable

from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.ranges import Range
from ratecard.refusals import Refusal, SpendTooLow
from ratecard.terms.chosen import ChosenOffer

AskedOf = Callable[[int], PurchaseQuote | Refusal]
"""Quotes one number, whatever limits of buyers say of it."""


def cost_of(quote: PurchaseQuote) -> int:
    """What is paid for a purchase: its gross, or the listed price where that is not known; in minor units."""
    return quote.listed_minor if quote.gross_minor is None else quote.gross_minor


def most_for(chosen: ChosenOffer, within: Range, spend_minor: int, quoting: AskedOf) -> int | Refusal:
    """The greatest number that costs at most this, in minor units; or why there is none.

    At 0.014 EUR each, and from 100 on 0.012, 1.19 EUR buy 85, and 1.20 EUR buy 100.
    """
    for first, last in reversed(chosen.stretches(within)):
        for low, high in reversed(by_amount(chosen, within, first, last, quoting)):
            found = _greatest(within, low, high, spend_minor, quoting)
            if found is not None:
                return found
    least = quoting(within.least)
    if not isinstance(least, PurchaseQuote):
        return least
    return SpendTooLow(chosen.id, within.text(within.least), str(Money(cost_of(least), least.currency)))


def _greatest(within: Range, low: int, high: int, spend_minor: int, quoting: AskedOf) -> int | Refusal | None:
    """The greatest number between two, both included, that costs at most this; None where none does."""
    most, least = quoting(high), quoting(low)
    if not isinstance(most, PurchaseQuote):
        return most
    if not isinstance(least, PurchaseQuote):
        return least
    if cost_of(most) <= spend_minor:
        return high
    if cost_of(least) > spend_minor:
        return None
    return _last(within, low, high, lambda quote: cost_of(quote) <= spend_minor, quoting)


def _last(within: Range, low: int, high: int, fits: Callable[[PurchaseQuote], bool], quoting: AskedOf) -> int | Refusal:
    """The last number that fits, of which the low one does and the high one does not."""
    while high - low > within.step:
        middle = low + (high - low) // (2 * within.step) * within.step
        answer = quoting(middle)
        if not isinstance(answer, PurchaseQuote):
            return answer
        low, high = (middle, high) if fits(answer) else (low, middle)
    return low


def by_amount(chosen: ChosenOffer, within: Range, first: int, last: int, quoting: AskedOf) -> list[tuple[int, int]]:
    """A stretch cut where the price of one unit reaches an amount by which tax or commission change."""
    cuts = [first]
    for amount in chosen.amounts:

        def is_below(quote: PurchaseQuote, amount: int = amount) -> bool:
            return quote.price.listed_minor < amount

        edges = [quoting(first), quoting(last)]
        below = [isinstance(edge, PurchaseQuote) and is_below(edge) for edge in edges]
        if below == [True, False]:
            found = _last(within, first, last, is_below, quoting)
            if isinstance(found, int):
                cuts.append(found + within.step)
    firsts = sorted(set(cuts))
    return list(zip(firsts, [*[following - within.step for following in firsts[1:]], last], strict=True))
