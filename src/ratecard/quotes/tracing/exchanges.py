"""Why so many of one unit give what they do."""

from ratecard.quotes.exchanges.quoting import ExchangeQuote
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.terms.given import Input


def trace_exchange(quote: ExchangeQuote) -> tuple[Step, ...]:
    """The one step of an exchange: what is given, at the stated rate, rounded once."""
    terms, count = quote.terms, Input(quote.request.unit, quote.request.count)
    at, rounded = terms.at_stated, terms.rounding_stated
    rounded_at = None if rounded is None else rounded.place
    inputs, rounding = (count, terms.rate), terms.rounding
    return (Step("received", Arithmetic.MULTIPLY, inputs, quote.received, at.place, at.source, rounding, rounded_at),)
