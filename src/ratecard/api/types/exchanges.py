"""Exchanges of units, and the units that come with a package."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.facts import BuyerInput, FactInput, FactsRefused, typed_facts
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.refusals import Refusal, refusal_of, result
from ratecard.api.types.scalars import BigInt, LocaleTag, PlatformCode, RegionCode, locale_tag
from ratecard.api.types.trace import TraceStep
from ratecard.api.types.validity import Validity, validity_of
from ratecard.instants import Instant
from ratecard.quotes.exchanges import quoting as engine
from ratecard.quotes.requests import EXCHANGED_MOST, ExchangeRequest
from ratecard.quotes.tracing.exchanges import trace_exchange
from ratecard.quotes.tracing.library_values import of_exchange
from ratecard.refusals import ExchangeRefusal
from ratecard.showing import Reader


@api_type
class UnitsWith:
    """Units of another kind that come with a package, such as tickets."""

    unit: strawberry.Private[str]
    number: strawberry.Private[int]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def unit_id(self) -> strawberry.ID:
        """The unit's id."""
        return strawberry.ID(self.unit)

    @field(Audience.PUBLIC)
    def count(self) -> BigInt:
        """How many come with all units that are bought."""
        return BigInt(self.number)

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """The number with what people call the unit: "10 Tickets"."""
        return self.reader.units(self.unit, self.number)[0]

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag | None:
        """The language of the noun in `label`. Null where the book has no name for the unit."""
        return locale_tag(self.reader.units(self.unit, self.number)[1])


@api_input
class ExchangeQuoteInput:
    """One exchange to quote."""

    region: RegionCode = given("Where the buyer is.")
    platform: PlatformCode = given("Where it is exchanged.")
    unit_id: strawberry.ID = given('The id of the unit that is given, such as "gem".')
    count: int = given(f"How many are given: 1 to {EXCHANGED_MOST:,}, both included.", default=1)
    buyer: BuyerInput | None = given("The common facts about the buyer.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)


@api_type
class ExchangeQuote(Validity):
    """One exchange, answered: what is given, and what it gives."""

    quote: strawberry.Private[engine.ExchangeQuote]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region asked about."""
        return RegionCode(self.quote.request.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The platform asked about."""
        return PlatformCode(self.quote.request.platform)

    @field(Audience.PUBLIC)
    def unit_id(self) -> strawberry.ID:
        """The id of the unit that is given."""
        return strawberry.ID(self.quote.request.unit)

    @field(Audience.PUBLIC)
    def count(self) -> int:
        """How many are given."""
        return self.quote.request.count

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """The number with what people call the unit: "25 gems"."""
        return self.reader.units(self.quote.request.unit, self.quote.request.count)[0]

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag | None:
        """The language of the noun in `label`. Null where the book has no name for the unit."""
        return locale_tag(self.reader.units(self.quote.request.unit, self.quote.request.count)[1])

    @field(Audience.PUBLIC)
    def received_unit_id(self) -> strawberry.ID:
        """The id of the unit that is given back."""
        return strawberry.ID(self.quote.terms.into)

    @field(Audience.PUBLIC)
    def received(self) -> BigInt:
        """How many are given back, rounded once."""
        return BigInt(self.quote.received)

    @field(Audience.PUBLIC)
    def received_label(self) -> str:
        """The number with what people call the unit: "250 coins"."""
        return self.reader.units(self.quote.terms.into, self.quote.received)[0]

    @field(Audience.PUBLIC)
    def received_label_locale(self) -> LocaleTag | None:
        """The language of the noun in `receivedLabel`. Null where the book has no name for the unit."""
        return locale_tag(self.reader.units(self.quote.terms.into, self.quote.received)[1])

    @field(Audience.PUBLIC)
    def locale(self) -> LocaleTag:
        """The locale that numbers are written in: the first asked for that CLDR knows."""
        return LocaleTag(self.reader.locale)

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though the exchange varies by them; what the rules say for that case was taken."""
        return list(self.quote.assumed)

    @field(Audience.PUBLIC)
    def library_values(self) -> list[str]:
        """The values of the library of the world that decided it, by their paths. Sorted."""
        return list(of_exchange(self.reader.book, self.quote))

    @field(Audience.FINANCE)
    def trace(self) -> list[TraceStep]:
        """The arithmetic, and the line of the rules that decided it."""
        return [TraceStep(step=step) for step in trace_exchange(self.quote)]


if TYPE_CHECKING:
    ExchangeQuoteResult = ExchangeQuote | Refusal
else:
    about = "What an exchange gives, or why it gives nothing."
    ExchangeQuoteResult = result("ExchangeQuoteResult", about, ExchangeQuote, ExchangeRefusal)


def answer_exchange(
    context: Context, asked: ExchangeQuoteInput, reader: Reader, at: Instant | None, *where: str
) -> ExchangeQuote | Refusal:
    """The quote of an exchange as the API shows it, or the refusal. `where` leads to it in the arguments."""
    typed = typed_facts(context.book, asked.buyer, asked.facts)
    if isinstance(typed, FactsRefused):
        return refusal_of(typed, *where)
    request = ExchangeRequest(asked.region, asked.platform, asked.unit_id, context.instant(at), asked.count, typed)
    answer = engine.quote_exchange(context.book, request)
    context.decided(request, answer)
    if isinstance(answer, engine.ExchangeQuote):
        return ExchangeQuote(quote=answer, reader=reader, **validity_of(context, answer, at))
    context.refused(answer)
    return refusal_of(answer, *where)
