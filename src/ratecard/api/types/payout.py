"""Payout quotes: what diamonds come to on a creator's account."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.limits import OpenLimit, open_limits_of
from ratecard.api.types.money import Money
from ratecard.api.types.payout_inputs import PayoutQuoteInput, payout_request
from ratecard.api.types.payout_parts import PaidLot, RaisedWant, Withheld
from ratecard.api.types.refusals import Condition, Refusal, conditions_of, refusal_of, result
from ratecard.api.types.scalars import Day, DiamondCount, LocaleTag, RegionCode, locale_tag
from ratecard.api.types.signed import Signable
from ratecard.api.types.trace import TraceStep
from ratecard.api.types.validity import Validity, validity_of
from ratecard.instants import Instant
from ratecard.money import Money as ExactMoney
from ratecard.quotes.limits import open_limit
from ratecard.quotes.payouts import quoting as engine
from ratecard.quotes.requests import PayoutRequest
from ratecard.quotes.tracing.library_values import of_payout
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.refusals import PayoutRefusal
from ratecard.showing import Reader


@api_type
class PayoutQuote(Validity, Signable):
    """One payout, answered: value = withheld + fee + remainder, and what arrives."""

    quote: strawberry.Private[engine.PayoutQuote]
    reader: strawberry.Private[Reader]

    def _value(self, minor: int | None) -> Money | None:
        return self._money(self.quote.in_value(minor))

    def _paid(self, minor: int | None) -> Money | None:
        return self._money(self.quote.in_paid(minor))

    def _money(self, exact: ExactMoney | None) -> Money | None:
        return None if exact is None else Money(exact=exact, reader=self.reader)

    @field(Audience.SERVICE)
    def region(self) -> RegionCode:
        """Where the creator is."""
        return RegionCode(self.quote.request.region)

    @field(Audience.SERVICE)
    def method_id(self) -> strawberry.ID:
        """The payout method's id."""
        return strawberry.ID(self.quote.request.method)

    @field(Audience.SERVICE)
    def method_name(self) -> str:
        """What people call the method."""
        return self.reader.name(self.quote.offer.method.names, self.quote.request.method)

    @field(Audience.SERVICE)
    def method_name_locale(self) -> LocaleTag | None:
        """The language of `methodName`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.quote.offer.method.names))

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount | None:
        """How many diamonds are paid out. Null where `want` takes as many as the rules do not know: `unknownValues`."""
        diamonds = self.quote.diamonds
        return None if diamonds is None else DiamondCount(diamonds)

    @field(Audience.SERVICE)
    def label(self) -> str | None:
        """The diamonds for people: "20.000 Diamanten". Null where `diamonds` is."""
        diamonds = self.quote.diamonds
        return None if diamonds is None else self.reader.diamonds(diamonds)[0]

    @field(Audience.SERVICE)
    def label_locale(self) -> LocaleTag | None:
        """The language of `label`. Null where there is none, and where it is the bare number, in no language."""
        diamonds = self.quote.diamonds
        return None if diamonds is None else locale_tag(self.reader.diamonds(diamonds)[1])

    @field(Audience.SERVICE)
    def lots(self) -> list[PaidLot]:
        """What is taken from each lot, in the order in which they leave. None where it is not known from which."""
        return [PaidLot(used=used, quote=self.quote) for used in self.quote.used]

    @field(Audience.SERVICE)
    def lots_assumed(self) -> bool:
        """Whether no lots were given, so that all diamonds count as earned at the instant asked about."""
        return self.quote.lots_assumed

    @field(Audience.SERVICE)
    def value(self) -> Money | None:
        """What the diamonds are worth together. Null where that needs what the rules do not know: `unknownValues`."""
        return self._value(self.quote.figures.value)

    @field(Audience.SERVICE)
    def withheld(self) -> Money | None:
        """The tax kept back. Null where that needs what the rules do not know: `unknownValues`."""
        return self._value(self.quote.figures.withheld)

    @field(Audience.SERVICE)
    def withholding(self) -> list[Withheld]:
        """Each tax kept back, in order of id; they sum to `withheld`. None where that is null."""
        currency, kept = self.quote.value_currency, self.quote.withholding
        return [Withheld(kept=line, unit=currency, reader=self.reader) for line in kept] if currency else []

    @field(Audience.SERVICE)
    def fee(self) -> Money | None:
        """What the method costs. Null where that needs what the rules do not know: `unknownValues`."""
        return self._value(self.quote.figures.fee)

    @field(Audience.SERVICE)
    def remainder(self) -> Money | None:
        """What is left: value − withheld − fee. Null where one of them is."""
        return self._value(self.quote.figures.remainder)

    @field(Audience.SERVICE)
    def paid(self) -> Money | None:
        """What arrives, in the currency that the method pays in.

        Null where that needs what the rules do not know: `unknownValues`.
        """
        return self._paid(self.quote.figures.paid)

    @field(Audience.SERVICE)
    def raised(self) -> RaisedWant | None:
        """What `want` was raised to, where less was wanted than the minimum pays; null otherwise."""
        return RaisedWant(quote=self.quote, reader=self.reader) if self.quote.raised else None

    @field(Audience.SERVICE)
    def exchange_cost(self) -> Money | None:
        """What the exchange cost, in the currency paid in; nothing where no other currency is paid.

        Null where that needs what the rules do not know: `unknownValues`.
        """
        return self._paid(self.quote.exchange_cost)

    @field(Audience.SERVICE)
    def released_at(self) -> Instant | None:
        """The instant from which all of these diamonds may be paid out.

        Null where that needs what the rules do not know: `unknownValues`.
        """
        return self.quote.released

    @field(Audience.SERVICE)
    def paid_on(self) -> Day | None:
        """The day, in the creator's region, on which the money is there.

        Null where that needs what the rules do not know: `unknownValues`.
        """
        day = self.quote.paid_on
        return None if day is None else Day(day.isoformat())

    @field(Audience.SERVICE)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though a figure varies by them; what the rules say for that case was taken."""
        return list(self.quote.assumed)

    @field(Audience.SERVICE)
    def open_conditions(self) -> list[Condition]:
        """Conditions on the creator that are open, because they ask for facts that were not given."""
        return conditions_of(self.quote.open)

    @field(Audience.SERVICE)
    def open_limits(self) -> list[OpenLimit]:
        """Limits of which it is not known what was used before."""
        return open_limits_of(tuple(open_limit(limit, limit.id) for limit in self.quote.open_limits))

    @field(Audience.SERVICE)
    def unknown_values(self) -> list[str]:
        """What this payout needs and the rules do not know, by path: "payouts.pays".

        Figures that need one of them are null. Minimums, limits and what is required of the creator leave no figure
        null: while one of them is listed, it is not known whether the payout is allowed.
        """
        return list(self.quote.unknown_values)

    @field(Audience.SERVICE)
    def library_values(self) -> list[str]:
        """The values of the library of the world that decided a figure, by their paths: "tax.lines.vat.rate". Sorted.

        Empty where the rules stand on no library, or say all of it themselves.
        """
        return list(of_payout(self.reader.book, self.quote))

    @field(Audience.FINANCE)
    def trace(self) -> list[TraceStep]:
        """Every figure with its arithmetic and the line of the rules that decided it, each after those it reads."""
        return [TraceStep(step=step) for step in trace_payout(self.quote)]

    @field(Audience.SERVICE)
    def locale(self) -> LocaleTag:
        """The locale that amounts, counts and days are written in: the first asked for that CLDR knows."""
        return LocaleTag(self.reader.locale)


if TYPE_CHECKING:
    PayoutQuoteResult = PayoutQuote | Refusal
else:
    about = "A quote of a payout, or why there is none."
    PayoutQuoteResult = result("PayoutQuoteResult", about, PayoutQuote, PayoutRefusal)


def answer_payout(
    context: Context, asked: PayoutQuoteInput, reader: Reader, at: Instant | None, *where: str
) -> PayoutQuote | Refusal:
    """The quote of one payout as the API shows it, or the refusal. `where` leads to it in the arguments."""
    request = payout_request(context, asked, at)
    if not isinstance(request, PayoutRequest):
        return refusal_of(request, *where)
    answer = engine.quote_payout(context.book, request)
    context.decided(request, answer)
    if isinstance(answer, engine.PayoutQuote):
        return PayoutQuote(quote=answer, reader=reader, **validity_of(context, answer, at))
    context.refused(answer)
    refused = refusal_of(answer, *where)
    refused.reader = reader  # numbers of diamonds are said as the book calls them
    return refused
