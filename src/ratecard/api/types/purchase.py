"""Quotes of single purchases, and what is asked of them."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.facts import BuyerInput, FactInput, FactsRefused, facts_by_package
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.figures import QuotedFigures
from ratecard.api.types.limits import BudgetInput, UsedInput, budget_in, used_in
from ratecard.api.types.refusals import Refusal, refusal_of, result
from ratecard.api.types.scalars import CurrencyCode, Decimal, LocaleTag, PlatformCode, PromotionCode, RegionCode
from ratecard.api.types.signed import REFERENCE, Signable
from ratecard.api.types.validity import Validity, validity_of
from ratecard.instants import Instant
from ratecard.quotes.purchases import quoting as engine
from ratecard.quotes.purchases.expected import ShownPrice, price_changed
from ratecard.quotes.purchases.quotes import PurchaseQuote as Quote
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import InvalidInput, PurchaseRefusal
from ratecard.showing import Reader
from ratecard.terms.facts import fact_text


@api_input
class ExpectedInput:
    """What a buyer was shown."""

    amount: Decimal = given("The amount due: `gross`, or `listed` where the tax is not known, of the whole quantity.")
    currency: CurrencyCode | None = given("Its currency. Left out, that of the market.", default=None)
    coins: int | None = given("`total` of the coins. Left out, any number is right.", default=None)
    digest: str | None = given("`bookDigest` of the answer that showed it, to be told the cause.", default=None)


@api_input
class PurchaseQuoteInput:
    """One purchase to quote."""

    region: RegionCode = given("Where the buyer is.")
    platform: PlatformCode = given("Where it is bought.")
    package_id: strawberry.ID = given('The package\'s id, such as "coins_1000".')
    quantity: int = given(f"How many units of the package: 1 to {bounds.QUANTITY}, both included.", default=1)
    buyer: BuyerInput | None = given("The common facts about the buyer.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)
    used: list[UsedInput] | None = given(f"What earlier purchases used of limits, at most {bounds.USED}.", default=None)
    budget: BudgetInput | None = given("The most that the caller wants to spend.", default=None)
    codes: list[PromotionCode] | None = given(f"The codes that the buyer brings, at most {bounds.CODES}.", default=None)
    reference: str | None = given(REFERENCE, default=None)
    expected: ExpectedInput | None = given(
        "What the buyer was shown. Where it is something else now, the answer is PriceChanged.",
        default=None,
    )


@api_type
class GivenFact:
    """A fact that a quote was made with."""

    name_given: strawberry.Private[str]
    value_given: strawberry.Private[str]

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """The fact's declared name, such as "buyer.age"."""
        return self.name_given

    @field(Audience.PUBLIC)
    def value(self) -> str:
        """The value as rule files write it: "yes", "21", "standard"."""
        return self.value_given


@api_type
class Bought(Validity):
    """What a quote of a package and one of an item say alike. It lends its fields to others and is itself no type."""

    quote: strawberry.Private[Quote]
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
    def quantity(self) -> int:
        """How many units."""
        return self.quote.request.quantity

    @field(Audience.PUBLIC)
    def facts(self) -> list[GivenFact]:
        """The facts that were given, in order of name."""
        given_facts = sorted(self.quote.request.facts.items())
        return [GivenFact(name_given=name, value_given=fact_text(value)) for name, value in given_facts]

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency of every amount."""
        return CurrencyCode(self.quote.currency.code)

    @field(Audience.PUBLIC)
    def locale(self) -> LocaleTag:
        """The locale that amounts, counts and days are written in: the first asked for that CLDR knows."""
        return LocaleTag(self.reader.locale)


@api_type
class PurchaseQuote(QuotedFigures, Bought, Signable):
    """One purchase, answered. Its figures are for the whole quantity."""

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID:
        """The id of the package asked about."""
        return strawberry.ID(self.quote.request.package)


if TYPE_CHECKING:
    from ratecard.api.types.chosen import ChosenQuoteInput
    from ratecard.api.types.items import ItemQuoteInput

    PurchaseQuoteResult = PurchaseQuote | Refusal
else:
    about = "A quote of one purchase, or why there is none."
    PurchaseQuoteResult = result("PurchaseQuoteResult", about, PurchaseQuote, PurchaseRefusal)


def read_purchase(
    context: Context,
    asked: "PurchaseQuoteInput | ItemQuoteInput | ChosenQuoteInput",
    thing: str,
    at: Instant | None,
    *where: str,
) -> PurchaseRequest | Refusal:
    """The question about a package or an item of this id as the engine takes it, or the refusal."""
    typed = facts_by_package(context.book, asked.buyer, asked.facts)
    if isinstance(typed, FactsRefused):
        return refusal_of(typed, *where)
    used, budget = used_in(asked.used), budget_in(asked.budget)
    if isinstance(used, InvalidInput):
        return refusal_of(used, *where)
    if isinstance(budget, InvalidInput):
        return refusal_of(budget, *where)
    facts = {**typed[0], **typed[1][thing]} if thing in typed[1] else typed[0]
    return PurchaseRequest(
        asked.region,
        asked.platform,
        thing,
        context.instant(at),
        asked.quantity,
        facts,
        used=used,
        budget=budget,
        codes=tuple(asked.codes or ()),
    )


def answer_purchase(
    context: Context, asked: PurchaseQuoteInput, reader: Reader, at: Instant | None, *where: str
) -> PurchaseQuote | Refusal:
    """The quote of one purchase as the API shows it, or the refusal. `where` leads to it in the arguments."""
    request = read_purchase(context, asked, asked.package_id, at, *where)
    if isinstance(request, Refusal):
        return request
    answer = engine.quote_purchase(context.book, request)
    shown = asked.expected
    if shown is not None:
        context.keep_never()
    if shown is not None and isinstance(answer, Quote):
        expected = ShownPrice(shown.amount, shown.coins, shown.currency, shown.digest)
        answer = price_changed(answer, expected, context.books_of(shown.digest)) or answer
    context.decided(request, answer)
    if isinstance(answer, Quote):
        if answer.used_rolling:
            context.changes_always()
        as_of = None if shown is None else request.at
        return PurchaseQuote(quote=answer, reader=reader, told_as_of=as_of, **validity_of(context, answer, at))
    context.refused(answer)
    return refusal_of(answer, *where)
