"""The questions of the API. Each parses nothing, computes nothing: it calls the engine and maps the result."""

from typing import Annotated

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Info
from ratecard.api.types.about_the_book import AboutTheBook
from ratecard.api.types.arguments import At, Buyer, CodeList, Creator, FactList, Locale, OwnBudget, Used
from ratecard.api.types.batches import answers_of, one_answer
from ratecard.api.types.chosen import ChosenQuoteInput, ChosenQuoteResult, answer_chosen
from ratecard.api.types.eligibility import EligibilityCheck, EligibilityResult
from ratecard.api.types.exchanges import ExchangeQuoteInput, ExchangeQuoteResult, answer_exchange
from ratecard.api.types.facts import FactsRefused, facts_by_package, typed_facts
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.gift_list import GiftList, GiftListResult
from ratecard.api.types.gift_quote import GiftQuoteInput, GiftQuoteResult, answer_gift
from ratecard.api.types.items import ItemQuoteInput, ItemQuoteResult, answer_item
from ratecard.api.types.limits import budget_in, used_in
from ratecard.api.types.payout import PayoutQuoteResult, answer_payout
from ratecard.api.types.payout_inputs import PayoutQuoteInput
from ratecard.api.types.price_list import PriceList, PriceListResult
from ratecard.api.types.purchase import PurchaseQuoteInput, PurchaseQuoteResult, answer_purchase
from ratecard.api.types.refusals import refusal_of
from ratecard.api.types.scalars import LocaleTag, PlatformCode, RegionCode
from ratecard.api.types.signed import Sign
from ratecard.api.types.validity import validity_of
from ratecard.api.types.verification import AboutSignedQuotes
from ratecard.quotes.eligibility import EligibilityAnswer, answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList as ListedGifts
from ratecard.quotes.purchases import listing as engine
from ratecard.quotes.purchases.lists import PriceList as ListedPrices
from ratecard.quotes.requests import EligibilityRequest, GiftListRequest, PriceListRequest
from ratecard.refusals import InvalidInput


@api_type
class Query(AboutSignedQuotes, AboutTheBook):
    """What can be asked. One request is answered from one rule book and as of one present instant."""

    @field(Audience.PUBLIC)
    def price_list(
        self,
        info: Info,
        region: Annotated[RegionCode, strawberry.argument(description="Where the buyer is.")],
        platform: Annotated[PlatformCode, strawberry.argument(description="Where it is bought.")],
        locale: Annotated[LocaleTag, strawberry.argument(description="The reader's locale, or a list by preference.")],
        at: At = None,
        buyer: Buyer = None,
        facts: FactList = None,
        used: Used = None,
        budget: OwnBudget = None,
        codes: CodeList = None,
        ways: Annotated[
            bool, strawberry.argument(description="Whether to list the prices by each way of paying besides.")
        ] = False,
    ) -> PriceListResult:
        """All that one market sells, packages and items priced for one unit, or why there is no price list."""
        book = info.context.book
        typed = facts_by_package(book, buyer, facts)
        if isinstance(typed, FactsRefused):
            return refusal_of(typed)
        before, own = used_in(used), budget_in(budget)
        if isinstance(before, InvalidInput):
            return refusal_of(before)
        if isinstance(own, InvalidInput):
            return refusal_of(own)
        as_of, brought = info.context.instant(at), tuple(codes or ())
        known, own_facts = typed
        asked = PriceListRequest(region, platform, as_of, known, own_facts, before, own, codes=brought, ways=ways)
        answer = engine.list_prices(book, asked)
        info.context.decided(asked, answer)
        if isinstance(answer, ListedPrices):
            reader = info.context.reader(locale)
            info.context.alarm(*answer.outside_envelope)
            if answer.used_rolling:
                info.context.changes_always()
            return PriceList(listed=answer, reader=reader, **validity_of(info.context, answer, at))
        info.context.refused(answer)
        return refusal_of(answer)

    @field(Audience.PUBLIC)
    def purchase_quote(
        self,
        info: Info,
        input: Annotated[PurchaseQuoteInput, strawberry.argument(description="The purchase to quote.")],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> PurchaseQuoteResult:
        """The quote of one purchase, or why there is none."""
        return one_answer(answer_purchase, info.context, input, info.context.reader(locale), at, sign, "input")

    @field(Audience.SERVICE)
    def purchase_quotes(
        self,
        info: Info,
        inputs: Annotated[
            list[PurchaseQuoteInput],
            strawberry.argument(description=f"The purchases to quote, at most {bounds.QUOTES}."),
        ],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> list[PurchaseQuoteResult]:
        """The quotes of many purchases on one rule book: one quote or refusal for each, in the order asked."""
        reader = info.context.reader(locale)
        return answers_of(answer_purchase, info.context, inputs, reader, at, sign)

    @field(Audience.PUBLIC)
    def item_quote(
        self,
        info: Info,
        input: Annotated[ItemQuoteInput, strawberry.argument(description="The item to quote.")],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> ItemQuoteResult:
        """The quote of one purchase of an item, such as a subscription, or why there is none."""
        return one_answer(answer_item, info.context, input, info.context.reader(locale), at, sign, "input")

    @field(Audience.SERVICE)
    def item_quotes(
        self,
        info: Info,
        inputs: Annotated[
            list[ItemQuoteInput],
            strawberry.argument(description=f"The items to quote, at most {bounds.QUOTES}."),
        ],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> list[ItemQuoteResult]:
        """The quotes of many items on one rule book: one quote or refusal for each, in the order asked."""
        reader = info.context.reader(locale)
        return answers_of(answer_item, info.context, inputs, reader, at, sign)

    @field(Audience.PUBLIC)
    def chosen_quote(
        self,
        info: Info,
        input: Annotated[ChosenQuoteInput, strawberry.argument(description="What is chosen, and how many.")],
        locale: Locale = None,
        at: At = None,
    ) -> ChosenQuoteResult:
        """The quote of a package or an item of which the number is chosen, or why there is none."""
        return answer_chosen(info.context, input, info.context.reader(locale), at, "input")

    @field(Audience.PUBLIC)
    def exchange_quote(
        self,
        info: Info,
        input: Annotated[ExchangeQuoteInput, strawberry.argument(description="The exchange to quote.")],
        locale: Locale = None,
        at: At = None,
    ) -> ExchangeQuoteResult:
        """What so many of one unit give of another, or why they give nothing."""
        return answer_exchange(info.context, input, info.context.reader(locale), at, "input")

    @field(Audience.PUBLIC)
    def gifts(
        self,
        info: Info,
        region: Annotated[RegionCode, strawberry.argument(description="Where the sender is.")],
        platform: Annotated[PlatformCode, strawberry.argument(description="Where the sender buys coins.")],
        locale: Annotated[LocaleTag, strawberry.argument(description="The reader's locale, or a list by preference.")],
        at: At = None,
        buyer: Buyer = None,
        facts: FactList = None,
        used: Used = None,
        codes: CodeList = None,
    ) -> GiftListResult:
        """Every gift that is available in one market, or why there is no list."""
        book = info.context.book
        typed = typed_facts(book, buyer, facts)
        if isinstance(typed, FactsRefused):
            return refusal_of(typed)
        before = used_in(used)
        if isinstance(before, InvalidInput):
            return refusal_of(before)
        as_of = info.context.instant(at)
        asked = GiftListRequest(region, platform, as_of, typed, before, tuple(codes or ()))
        answer = list_gifts(book, asked)
        info.context.decided(asked, answer)
        if isinstance(answer, ListedGifts):
            if answer.used_rolling:
                info.context.changes_always()
            reader = info.context.reader(locale)
            return GiftList(answered=answer, reader=reader, **validity_of(info.context, answer, at))
        info.context.refused(answer)
        return refusal_of(answer)

    @field(Audience.PUBLIC)
    def gift_quote(
        self,
        info: Info,
        input: Annotated[GiftQuoteInput, strawberry.argument(description="The gift to quote.")],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> GiftQuoteResult:
        """The quote of a gift, or why there is none."""
        return one_answer(answer_gift, info.context, input, info.context.reader(locale), at, sign, "input")

    @field(Audience.SERVICE)
    def gift_quotes(
        self,
        info: Info,
        inputs: Annotated[
            list[GiftQuoteInput],
            strawberry.argument(description=f"The gifts to quote, at most {bounds.QUOTES}."),
        ],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> list[GiftQuoteResult]:
        """The quotes of many gifts on one rule book: one quote or refusal for each, in the order asked."""
        reader = info.context.reader(locale)
        return answers_of(answer_gift, info.context, inputs, reader, at, sign)

    @field(Audience.SERVICE)
    def payout_quote(
        self,
        info: Info,
        input: Annotated[PayoutQuoteInput, strawberry.argument(description="The payout to quote.")],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> PayoutQuoteResult:
        """The quote of a payout, or why there is none."""
        return one_answer(answer_payout, info.context, input, info.context.reader(locale), at, sign, "input")

    @field(Audience.SERVICE)
    def payout_quotes(
        self,
        info: Info,
        inputs: Annotated[
            list[PayoutQuoteInput],
            strawberry.argument(description=f"The payouts to quote, at most {bounds.QUOTES}."),
        ],
        locale: Locale = None,
        at: At = None,
        sign: Sign = None,
    ) -> list[PayoutQuoteResult]:
        """The quotes of many payouts on one rule book: one quote or refusal for each, in the order asked."""
        reader = info.context.reader(locale)
        return answers_of(answer_payout, info.context, inputs, reader, at, sign)

    @field(Audience.PUBLIC)
    def eligibility(
        self,
        info: Info,
        region: Annotated[RegionCode, strawberry.argument(description="Where the buyer or the creator is.")],
        at: At = None,
        buyer: Buyer = None,
        creator: Creator = None,
        facts: FactList = None,
    ) -> EligibilityResult:
        """What the rules require of buyers and creators in a region, and whether the given facts fulfil it."""
        book = info.context.book
        typed = typed_facts(book, buyer, facts, creator)
        if isinstance(typed, FactsRefused):
            return refusal_of(typed)
        asked = EligibilityRequest(region, info.context.instant(at), typed)
        answer = answer_eligibility(book, asked)
        info.context.decided(asked, answer)
        if isinstance(answer, EligibilityAnswer):
            return EligibilityCheck(answer=answer, **validity_of(info.context, answer, at))
        info.context.refused(answer)
        return refusal_of(answer)
