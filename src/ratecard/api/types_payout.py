"""Payout quotes: what diamonds come to on a creator's account."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.fields import api_input, api_type, field, given
from ratecard.api.scalars import CurrencyCode, Day, Decimal, DiamondCount, LocaleTag, RateText, RegionCode, locale_tag
from ratecard.api.types_facts import CreatorInput, FactInput, FactsRefused, of_one_package, typed_facts
from ratecard.api.types_money import Money
from ratecard.api.types_refusals import Condition, Refusal, conditions_of, refusal_of, result
from ratecard.api.types_trace import TraceStep
from ratecard.api.types_validity import Validity
from ratecard.currency import CURRENCIES, Currency
from ratecard.instants import Instant
from ratecard.locale.territories import wrong_country
from ratecard.money import Diamonds
from ratecard.money import Money as ExactMoney
from ratecard.quotes.amounts import used_of, wanted
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.payouts import quoting as engine
from ratecard.quotes.payouts.lots import UsedLot
from ratecard.quotes.payouts.withholding import KeptBack
from ratecard.quotes.requests import Lot, PayoutRequest
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.refusals import InvalidFact, InvalidInput, PayoutRefusal, UnknownFact
from ratecard.showing import Reader, rate_text
from ratecard.terms.limits import LimitTerms
from ratecard.terms.payouts import CLASS_FACT


@api_input
class LotInput:
    """Diamonds that were earned at one time."""

    diamonds: DiamondCount = given("How many.")
    earned_at: Instant = given("When they were earned.")
    lot_class: str | None = given('Their class, such as "promotional": the fact lot.class.', default=None)
    source_region: RegionCode | None = given("Where the money for them came from.", default=None)
    facts: list[FactInput] | None = given(
        "Facts of that time, such as the creator.grade of the day; they come before the payout's. "
        f"At most {bounds.FACTS}.",
        default=None,
    )


@api_input
class UsedInput:
    """What earlier payouts took of a limit in its window."""

    limit_id: strawberry.ID = given('The limit\'s id in the rules, such as "daily".')
    amount: str = given('With its unit, as rule files write it: "120.50 USD", "6700 diamonds", "2 payouts".')


@api_input
class WantedInput:
    """An amount to be paid."""

    amount: Decimal = given("The amount in major units.")
    currency: CurrencyCode = given("The currency that the method pays in.")


@api_input
class PayoutQuoteInput:
    """One payout to quote. State diamonds, lots or want; without lots the diamonds count as earned at the instant."""

    region: RegionCode = given("Where the creator is.")
    method_id: strawberry.ID = given('The payout method\'s id, such as "paypal".')
    diamonds: DiamondCount | None = given("How many diamonds to pay out. Left out, all of the lots.", default=None)
    lots: list[LotInput] | None = given(
        f"The creator's diamonds by when they were earned, at most {bounds.LOTS}; one request holds at most "
        f"{bounds.REQUEST_LOTS}.",
        default=None,
    )
    want: WantedInput | None = given(
        "An amount to be paid: the answer is for the fewest diamonds that pay at least that, and at least the minimum.",
        default=None,
    )
    used: list[UsedInput] | None = given(f"What earlier payouts took of limits, at most {bounds.USED}.", default=None)
    creator: CreatorInput | None = given("The common facts about the creator.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)


@api_type
class PaidLot:
    """The diamonds that a payout takes from one lot."""

    used: strawberry.Private[UsedLot]
    quote: strawberry.Private[engine.PayoutQuote]

    @field(Audience.SERVICE)
    def lot(self) -> int:
        """Which lot, counted from 1 in the order given."""
        return self.used.valued.number

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount:
        """How many of its diamonds are taken."""
        return DiamondCount(self.used.diamonds)

    @field(Audience.SERVICE)
    def earned_at(self) -> Instant:
        """When they were earned."""
        return self.used.valued.lot.earned

    @field(Audience.SERVICE)
    def source_region(self) -> RegionCode | None:
        """Where the money for them came from; null where that was not stated."""
        source = self.used.valued.lot.source_region
        return None if source is None else RegionCode(source)

    @field(Audience.SERVICE)
    def released_at(self) -> Instant:
        """When their hold ends."""
        return self.quote.released_of(self.used)


@api_type
class Withheld:
    """One tax kept back."""

    kept: strawberry.Private[KeptBack]
    unit: strawberry.Private[Currency]
    reader: strawberry.Private[Reader]

    @field(Audience.SERVICE)
    def withholding_line_id(self) -> strawberry.ID:
        """The line's id in the rules."""
        return strawberry.ID(self.kept.line.id)

    @field(Audience.SERVICE)
    def name(self) -> str:
        """What people call this tax."""
        return self.reader.name(self.kept.line.names, self.kept.line.id)

    @field(Audience.SERVICE)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.kept.line.names))

    @field(Audience.SERVICE)
    def rate(self) -> RateText | None:
        """Its rate, exact: "0.24" for 24 %. Null where it differs between the lots of this payout."""
        return None if self.kept.rate is None else RateText(rate_text(self.kept.rate))

    @field(Audience.SERVICE)
    def amount(self) -> Money:
        """What it keeps back."""
        return Money(exact=ExactMoney(self.kept.minor, self.unit), reader=self.reader)


@api_type
class OpenLimit:
    """A limit that this payout alone keeps, while what was used of it before is not known."""

    left: strawberry.Private[LimitTerms]

    @field(Audience.SERVICE)
    def limit_id(self) -> strawberry.ID:
        """The limit's id in the rules, such as "daily"."""
        return strawberry.ID(self.left.id)

    @field(Audience.SERVICE)
    def per(self) -> str:
        """The stretch of time that it is for, in the words of the rules: "calendar day"."""
        return self.left.per

    @field(Audience.SERVICE)
    def most(self) -> str:
        """The most that is allowed, as `used` is written: "1000.00 USD", "3 payouts", "20000 diamonds".

        The same in every language, whatever the book calls its units.
        """
        return self.left.text


@api_type
class RaisedWant:
    """A wanted amount that is less than what the minimum pays, and what is paid instead."""

    quote: strawberry.Private[engine.PayoutQuote]
    reader: strawberry.Private[Reader]

    @field(Audience.SERVICE)
    def wanted(self) -> Money:
        """What was wanted."""
        want = self.quote.request.want
        assert want is not None
        return Money(exact=want, reader=self.reader)

    @field(Audience.SERVICE)
    def paid(self) -> Money:
        """What it was raised to: the least that this method pays out, in the currency that it pays in."""
        return Money(exact=ExactMoney(self.quote.figures.paid, self.quote.offer.paid_in), reader=self.reader)

    @field(Audience.SERVICE)
    def minimum(self) -> Money:
        """The minimum that asked for more: the least value of the diamonds."""
        return Money(exact=self.quote.minimum, reader=self.reader)


@api_type
class PayoutQuote(Validity):
    """One payout, answered: value = withheld + fee + remainder, and what arrives."""

    quote: strawberry.Private[engine.PayoutQuote]
    reader: strawberry.Private[Reader]

    def _value(self, minor: int) -> Money:
        return Money(exact=ExactMoney(minor, self.quote.value_currency), reader=self.reader)

    def _paid(self, minor: int) -> Money:
        return Money(exact=ExactMoney(minor, self.quote.offer.paid_in), reader=self.reader)

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
        method = self.quote.offer.method
        return self.reader.name(method.names, method.id)

    @field(Audience.SERVICE)
    def method_name_locale(self) -> LocaleTag | None:
        """The language of `methodName`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.quote.offer.method.names))

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount:
        """How many diamonds are paid out."""
        return DiamondCount(self.quote.diamonds)

    @field(Audience.SERVICE)
    def label(self) -> str:
        """The diamonds for people: "20.000 Diamanten"."""
        return self.reader.diamonds(self.quote.diamonds)[0]

    @field(Audience.SERVICE)
    def label_locale(self) -> LocaleTag | None:
        """The language of `label`. Null where it is the bare number, which is in no language."""
        return locale_tag(self.reader.diamonds(self.quote.diamonds)[1])

    @field(Audience.SERVICE)
    def lots(self) -> list[PaidLot]:
        """What is taken from each lot, in the order in which they leave."""
        return [PaidLot(used=used, quote=self.quote) for used in self.quote.used]

    @field(Audience.SERVICE)
    def lots_assumed(self) -> bool:
        """Whether no lots were given, so that all diamonds count as earned at the instant asked about."""
        return self.quote.lots_assumed

    @field(Audience.SERVICE)
    def value(self) -> Money:
        """What the diamonds are worth together."""
        return self._value(self.quote.figures.value)

    @field(Audience.SERVICE)
    def withheld(self) -> Money:
        """The tax kept back."""
        return self._value(self.quote.figures.withheld)

    @field(Audience.SERVICE)
    def withholding(self) -> list[Withheld]:
        """Each tax kept back, in order of id; they sum to `withheld`."""
        currency = self.quote.value_currency
        return [Withheld(kept=kept, unit=currency, reader=self.reader) for kept in self.quote.withholding]

    @field(Audience.SERVICE)
    def fee(self) -> Money:
        """What the method costs."""
        return self._value(self.quote.figures.fee)

    @field(Audience.SERVICE)
    def remainder(self) -> Money:
        """What is left: value − withheld − fee."""
        return self._value(self.quote.figures.remainder)

    @field(Audience.SERVICE)
    def paid(self) -> Money:
        """What arrives, in the currency that the method pays in."""
        return self._paid(self.quote.figures.paid)

    @field(Audience.SERVICE)
    def raised(self) -> RaisedWant | None:
        """What `want` was raised to, where less was wanted than the minimum pays; null otherwise."""
        return RaisedWant(quote=self.quote, reader=self.reader) if self.quote.raised else None

    @field(Audience.SERVICE)
    def exchange_cost(self) -> Money:
        """What the exchange cost, in the currency paid in; nothing where no other currency is paid."""
        return self._paid(self.quote.exchange_cost)

    @field(Audience.SERVICE)
    def released_at(self) -> Instant:
        """The instant from which all of these diamonds may be paid out."""
        return self.quote.released

    @field(Audience.SERVICE)
    def paid_on(self) -> Day:
        """The day, in the creator's region, on which the money is there."""
        return Day(self.quote.paid_on.isoformat())

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
        return [OpenLimit(left=left) for left in self.quote.open_limits]

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
    request = _request(context, asked, at)
    if not isinstance(request, PayoutRequest):
        return refusal_of(request, *where)
    answer = engine.quote_payout(context.book, request)
    if isinstance(answer, engine.PayoutQuote):
        period = answer.period
        context.depends_on(period)
        return PayoutQuote(quote=answer, reader=reader, digest=context.book.digest, held=period, asked_at=at)
    context.refused(answer)
    refused = refusal_of(answer, *where)
    refused.reader = reader  # numbers of diamonds are said as the book calls them
    return refused


def _request(context: Context, asked: PayoutQuoteInput, at: Instant | None) -> PayoutRequest | FactsRefused:
    """What is asked of the engine, or the first thing in it that cannot be meant."""
    facts = typed_facts(context.book, None, asked.facts, asked.creator)
    if isinstance(facts, FactsRefused):
        return facts
    lots = _lots(context, asked.lots or [])
    if isinstance(lots, FactsRefused):
        return lots
    want = None if asked.want is None else wanted(asked.want.amount, CURRENCIES[asked.want.currency])
    if isinstance(want, InvalidInput):
        return want
    used = used_of([(each.limit_id, each.amount) for each in asked.used or ()])
    if isinstance(used, InvalidInput):
        return used
    diamonds = None if asked.diamonds is None else Diamonds(asked.diamonds)
    return PayoutRequest(asked.region, asked.method_id, context.instant(at), diamonds, lots, want, used, facts)


def _lots(context: Context, stated: list[LotInput]) -> tuple[Lot, ...] | FactsRefused:
    lots: list[Lot] = []
    for index, each in enumerate(stated):
        wrong = None if each.source_region is None else wrong_country(each.source_region)
        if wrong is not None:
            return InvalidInput(("lots", str(index), "sourceRegion"), wrong)
        pairs = [(fact.name, fact.value) for fact in each.facts or ()]
        pairs += [(CLASS_FACT, each.lot_class)] if each.lot_class is not None else []
        facts = of_one_package(each.facts) or parse_facts(context.book, pairs)
        if isinstance(facts, UnknownFact | InvalidFact):
            return facts
        lots.append(Lot(Diamonds(each.diamonds), each.earned_at, each.source_region, facts))
    return tuple(lots)
