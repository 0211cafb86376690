"""Quotes of items, and what is asked of them."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.facts import BuyerInput, FactInput
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.figures import SoldFigures
from ratecard.api.types.limits import BudgetInput, UsedInput
from ratecard.api.types.purchase import Bought, read_purchase
from ratecard.api.types.refusals import Refusal, refusal_of, result
from ratecard.api.types.scalars import LocaleTag, PlatformCode, PromotionCode, RegionCode
from ratecard.api.types.signed import REFERENCE, Signable
from ratecard.api.types.validity import validity_of
from ratecard.instants import Instant
from ratecard.quotes.purchases.lists import RefusedItem
from ratecard.quotes.purchases.quotes import PurchaseQuote as Quote
from ratecard.quotes.purchases.quoting import as_item, quote_item
from ratecard.refusals import ItemRefusal
from ratecard.showing import Reader


@api_input
class ItemQuoteInput:
    """One purchase of an item to quote."""

    region: RegionCode = given("Where the buyer is.")
    platform: PlatformCode = given("Where it is bought.")
    item_id: strawberry.ID = given('The item\'s id, such as "tier_1".')
    quantity: int = given(f"How many units of the item: 1 to {bounds.QUANTITY}, both included.", default=1)
    buyer: BuyerInput | None = given("The common facts about the buyer.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)
    used: list[UsedInput] | None = given(f"What earlier purchases used of limits, at most {bounds.USED}.", default=None)
    budget: BudgetInput | None = given("The most that the caller wants to spend.", default=None)
    codes: list[PromotionCode] | None = given(f"The codes that the buyer brings, at most {bounds.CODES}.", default=None)
    reference: str | None = given(REFERENCE, default=None)


@api_type
class ItemFigures(SoldFigures):
    """What a price list and a quote say of an item alike. It lends its fields to others, no type itself."""

    @field(Audience.PUBLIC)
    def item_id(self) -> strawberry.ID:
        """The item's stable id, the same in every market and at every time."""
        return strawberry.ID(self.quote.package.id)

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """What people call the item, in the locale's language where the rules have it; else its id."""
        return self.reader.package_label(self.quote.package)[0]

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag:
        """The language of `label`; the reader's where it is the id."""
        return LocaleTag(self.reader.package_label(self.quote.package)[1])


@api_type
class PricedItem(ItemFigures):
    """An item as one market sells it, priced for one unit."""


@api_type
class WithheldItem:
    """An item that the market sells, and that this asker gets no price for."""

    refused: strawberry.Private[RefusedItem]

    @field(Audience.PUBLIC)
    def item_id(self) -> strawberry.ID:
        """The item's id."""
        return strawberry.ID(self.refused.item)

    @field(Audience.PUBLIC)
    def refusal(self) -> Refusal:
        """Why there is no price: ItemNotEligible, FactNeeded, AboveLimit, OverBudget, or ItemNotSold.

        One that is not sold to this asker is sold to others.
        """
        return refusal_of(self.refused.refusal)


@api_type
class ItemQuote(ItemFigures, Bought, Signable):
    """One purchase of an item, answered. Its figures are for the whole quantity."""


if TYPE_CHECKING:
    ItemQuoteResult = ItemQuote | Refusal
else:
    about = "A quote of one purchase of an item, or why there is none."
    ItemQuoteResult = result("ItemQuoteResult", about, ItemQuote, ItemRefusal)


def answer_item(
    context: Context, asked: ItemQuoteInput, reader: Reader, at: Instant | None, *where: str
) -> ItemQuote | Refusal:
    """The quote of one purchase of an item, or the refusal. `where` leads to it in the arguments."""
    request = read_purchase(context, asked, asked.item_id, at, *where)
    if isinstance(request, Refusal):
        return request
    item = as_item(request)
    answer = quote_item(context.book, item)
    context.decided(item, answer)
    if isinstance(answer, Quote):
        if answer.used_rolling:
            context.changes_always()
        return ItemQuote(quote=answer, reader=reader, **validity_of(context, answer, at))
    context.refused(answer)
    return refusal_of(answer, *where)
