"""Whether what a quote is of is withheld by now: nobody promises then, whatever instant the quote is of."""

from collections.abc import Mapping

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.requests import PayoutRequest, PurchaseRequest
from ratecard.refusals import Halted
from ratecard.signing.asking import SignableQuote
from ratecard.terms.halts import Halt
from ratecard.terms.market import Market
from ratecard.terms.region import Region


def halt_of(quote: SignableQuote, book: RuleBook, now: Instant) -> Halted | None:
    """The refusal of what is withheld as of `now`; None for what is not."""
    request = quote.request
    if isinstance(request, PurchaseRequest):
        market = book.market((request.region, request.platform), now)
        return _of(request.package, market.halted) if isinstance(market, Market) else None
    if isinstance(request, PayoutRequest):
        region = book.region(request.region, now)
        return _of(request.method, region.halted) if isinstance(region, Region) else None
    return None


def _of(thing: str, halts: Mapping[str, Halt]) -> Halted | None:
    halt = halts.get(thing)
    return None if halt is None else Halted(thing, halt.until, halt.reason)
