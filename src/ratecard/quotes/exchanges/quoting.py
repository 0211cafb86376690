"""The quote of an exchange: what so many of one unit give of another."""

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.facts import check_facts
from ratecard.quotes.requests import EXCHANGED_MOST, ExchangeRequest
from ratecard.refusals import FactNeeded, NotExchanged, NothingReceived, QuantityOutOfRange, Refusal, UnknownUnit
from ratecard.terms.facts import OtherCurrency, choose_as
from ratecard.terms.market import Market, Period
from ratecard.terms.unit_exchange import UnitExchangeTerms


class ExchangeQuote(msgspec.Struct, frozen=True, gc=False):
    """One exchange, answered: `received` of the terms' other unit. `assumed` are facts that were unknown."""

    request: ExchangeRequest
    market: Market
    terms: UnitExchangeTerms
    received: int
    assumed: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this answer holds: as long as the market does."""
        return self.market.period


def quote_exchange(book: RuleBook, request: ExchangeRequest) -> ExchangeQuote | Refusal:
    """What so many of a unit give, or why they give nothing. 25 gems at 10 each are 250 coins, 10 at 1 per 3 are 3."""
    if not 1 <= request.count <= EXCHANGED_MOST:
        return QuantityOutOfRange(request.count, 1, EXCHANGED_MOST)
    market = book.market((request.region, request.platform), request.at)
    if not isinstance(market, Market):
        return market
    wrong = check_facts(book, request.facts, market)
    if wrong is not None:
        return wrong
    if request.unit not in book.units:
        return UnknownUnit(request.unit, tuple(sorted(book.units)))
    assumed: list[str] = []
    try:
        terms = choose_as(UnitExchangeTerms, market.exchange.get(request.unit), request.facts, assumed)
    except OtherCurrency as other:
        return other.refusal
    if isinstance(terms, FactNeeded):
        return terms
    if terms is None:
        region, platform = market.key
        return NotExchanged(region, platform, request.unit, request.at).assuming(assumed)
    received = terms.received(request.count)
    if not received:
        return NothingReceived(request.unit, request.count, _least(terms)).assuming(assumed)
    return ExchangeQuote(request, market, terms, received, tuple(assumed))


def _least(terms: UnitExchangeTerms) -> int | None:
    """How many give anything at least; None where no number that may be asked about does."""
    low, high = 1, EXCHANGED_MOST
    if not terms.received(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if terms.received(middle) else (middle + 1, high)
    return low
