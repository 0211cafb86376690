"""Quotes of which the number is chosen, and what is asked of them."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.facts import BuyerInput, FactInput
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.figures import CoinFigures
from ratecard.api.types.limits import BudgetInput, UsedInput
from ratecard.api.types.money import UnitPrice
from ratecard.api.types.purchase import Bought, read_purchase
from ratecard.api.types.refusals import Refusal, refusal_of, result
from ratecard.api.types.scalars import LocaleTag, PlatformCode, PromotionCode, RegionCode
from ratecard.api.types.validity import validity_of
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.amounts import money_chosen
from ratecard.quotes.purchases.chosen import choosing, quote_chosen
from ratecard.quotes.purchases.quotes import PurchaseQuote as Quote
from ratecard.refusals import ChosenRefusal, InvalidInput
from ratecard.showing import Reader


@api_input
class ChosenQuoteInput:
    """One purchase of which the number is chosen. State coins, an amount, or what may be spent; at most one of them."""

    region: RegionCode = given("Where the buyer is.")
    platform: PlatformCode = given("Where it is bought.")
    thing_id: strawberry.ID = given('The id of the package or item, such as "top_up".')
    coins: int | None = given("How many coins of a package.", default=None)
    amount: str | None = given('The amount of an item, with its currency: "5.00 EUR".', default=None)
    spend: str | None = given(
        'The most that all units may cost, with its currency: "20 EUR". It is answered with the greatest number.',
        default=None,
    )
    quantity: int = given(f"How many units of it: 1 to {bounds.QUANTITY}, both included.", default=1)
    buyer: BuyerInput | None = given("The common facts about the buyer.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)
    used: list[UsedInput] | None = given(f"What earlier purchases used of limits, at most {bounds.USED}.", default=None)
    budget: BudgetInput | None = given("The most that the caller wants to spend.", default=None)
    codes: list[PromotionCode] | None = given(f"The codes that the buyer brings, at most {bounds.CODES}.", default=None)


@api_type
class ChosenQuote(CoinFigures, Bought):
    """One purchase of which the number was chosen, answered. Its figures are for the whole quantity."""

    @field(Audience.PUBLIC)
    def thing_id(self) -> strawberry.ID:
        """The id of the package or item asked about."""
        return strawberry.ID(self.quote.request.package)

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """What people call it: its own name, the coins it holds without bonus, or its id."""
        return self.reader.package_label(self.quote.package)[0]

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag:
        """The language of `label`; the reader's where it is the id."""
        return LocaleTag(self.reader.package_label(self.quote.package)[1])

    @field(Audience.PUBLIC)
    def per_coin(self) -> UnitPrice | None:
        """The listed price of one coin, bonus coins counted. Null for an item."""
        return None if self.quote.package.is_item else UnitPrice(exact=self.quote.per_coin, reader=self.reader)


if TYPE_CHECKING:
    ChosenQuoteResult = ChosenQuote | Refusal
else:
    about = "A quote of a number that is chosen, or why there is none."
    ChosenQuoteResult = result("ChosenQuoteResult", about, ChosenQuote, ChosenRefusal)


def answer_chosen(
    context: Context, asked: ChosenQuoteInput, reader: Reader, at: Instant | None, *where: str
) -> ChosenQuote | Refusal:
    """The quote of a number that is chosen, or the refusal. `where` leads to it in the arguments."""
    request = read_purchase(context, asked, asked.thing_id, at, *where)
    if isinstance(request, Refusal):
        return request
    found: list[Money | None] = []
    for name, text in (("amount", asked.amount), ("spend", asked.spend)):
        money = None if text is None else money_chosen(name, text)
        if isinstance(money, InvalidInput):
            return refusal_of(money, *where)
        found.append(money)
    chosen = choosing(request, asked.coins, *found)
    answer = quote_chosen(context.book, chosen)
    context.decided(chosen, answer)
    if isinstance(answer, Quote):
        if answer.used_rolling:
            context.changes_always()
        return ChosenQuote(quote=answer, reader=reader, **validity_of(context, answer, at))
    context.refused(answer)
    return refusal_of(answer, *where)
