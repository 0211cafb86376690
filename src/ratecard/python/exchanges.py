"""Exchanges of units, as Python callers ask for them and are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ratecard.answers.exchanges import EXCHANGE_QUOTE, UNITS_WITH
from ratecard.book.rulebook import RuleBook
from ratecard.python.answers import OF_A_QUOTE, Maker, OnLibrary, TraceStep, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, read_market, text, whole
from ratecard.quotes.exchanges import quoting as engine
from ratecard.quotes.requests import ExchangeRequest
from ratecard.quotes.tracing.exchanges import trace_exchange
from ratecard.quotes.tracing.library_values import of_exchange
from ratecard.refusals import InvalidInput, Refusal
from ratecard.terms.facts import FactValue


@dataclass(frozen=True)
class UnitsWith:
    """Units of another kind that come with a package: ten tickets."""

    unit_id: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ExchangeQuote(OnLibrary):
    """What `count` of a unit give: `received` of another one. `trace` says how."""

    region: str
    platform: str
    unit_id: str
    count: int
    received_unit_id: str
    received: int
    facts: Mapping[str, FactValue] = field(hash=False)
    traced: partial[tuple[TraceStep, ...]] = field(repr=False, compare=False)

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """The arithmetic and the line of the rules that decided it."""
        return self.traced()

    def __getstate__(self) -> dict[str, object]:
        """The quote for another process, with its trace worked out: the rules that it is read from stay here."""
        return {**super().__getstate__(), "traced": partial(tuple, self.trace)}


MAKE_UNITS = Maker(UnitsWith, UNITS_WITH)
MAKE_EXCHANGE = Maker(ExchangeQuote, EXCHANGE_QUOTE, beside=OF_A_QUOTE)


def ask_exchange(
    book: RuleBook, *, region: str, platform: str, unit: str, at: datetime, count: int, facts: GivenFacts
) -> ExchangeQuote | Refusal:
    """What so many of a unit give, or why they give nothing."""
    market = read_market(region, platform)
    asked, as_of = facts_of(book, facts), instant("at", at)
    name, number = text("unit", unit), whole("count", count)
    if isinstance(market, InvalidInput):
        return market
    code, shop = market
    quote = engine.quote_exchange(book, ExchangeRequest(code, shop, name, as_of, number, asked))
    if not isinstance(quote, engine.ExchangeQuote):
        return quote.brief()
    traced, looked_up = partial(steps_of, trace_exchange, quote), partial(of_exchange, book, quote)
    return MAKE_EXCHANGE(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
