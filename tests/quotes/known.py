"""Figures of answers that need nothing unknown, which tests read as what they are."""

from typing import TypeVar

from ratecard.quotes.payouts.figures import PayoutFigures
from ratecard.quotes.payouts.quoting import PayoutQuote

T = TypeVar("T")


def known(value: T | None) -> T:
    """A value that is not None."""
    assert value is not None
    return value


def whole(quote: PayoutQuote) -> PayoutFigures:
    """The figures of a payout of which all are known."""
    assert isinstance(quote.figures, PayoutFigures), quote.unknown_values
    return quote.figures
