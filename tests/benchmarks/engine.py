"""The engine as a peer, by the public functions that the API calls."""

from collections.abc import Iterable

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.benchmarks.ceiling import Figures
from tests.benchmarks.workload import Question


def request_of(question: Question) -> PurchaseRequest:
    """A purchase as the engine is asked."""
    region, platform, package, quantity, at = question
    return PurchaseRequest(region, platform, package, Instant(at), quantity)


def ask(book: RuleBook, requests: Iterable[PurchaseRequest]) -> None:
    """Quotes each request."""
    for request in requests:
        quote_purchase(book, request)


def ask_with_trace(book: RuleBook, requests: Iterable[PurchaseRequest]) -> None:
    """Quotes each request, and makes the trace of the quote."""
    for request in requests:
        quote = quote_purchase(book, request)
        if type(quote) is PurchaseQuote:
            trace_purchase(quote)


def figures(book: RuleBook, request: PurchaseRequest) -> Figures | None:
    """The figures of one purchase, to be compared; None for a refusal."""
    quote = quote_purchase(book, request)
    if type(quote) is not PurchaseQuote:
        return None
    known = (quote.net_minor, quote.tax_minor, quote.gross_minor, quote.commission_minor, quote.proceeds_minor)
    net, tax, gross, commission, proceeds = (minor for minor in known if minor is not None)
    remittance = quote.remittance_minor
    assert remittance is not None
    coins, bonus, total, lines = quote.coins, quote.bonus, quote.total, quote.tax_line_minors
    return coins, bonus, total, quote.listed_minor, net, tax, lines, gross, commission, proceeds, remittance
