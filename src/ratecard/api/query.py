"""The questions of the API. Each parses nothing, computes nothing: it calls the engine and maps the result."""

from typing import Annotated, cast

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.context import Info
from ratecard.api.errors import BadInput
from ratecard.api.fields import api_type, field
from ratecard.api.scalars import LocaleTag, PlatformCode, RegionCode
from ratecard.api.types_facts import BuyerInput, FactInput, typed_facts
from ratecard.api.types_markets import Market, markets_of
from ratecard.api.types_price_list import PriceList, PriceListResult
from ratecard.api.types_purchase import PurchaseQuoteInput, PurchaseQuoteResult, answer_purchase
from ratecard.api.types_refusals import ListRefusal, refusal_of
from ratecard.api.types_rule_book import RuleBook
from ratecard.instants import Instant
from ratecard.quotes import purchase
from ratecard.quotes.quotes import PriceList as ListedPrices
from ratecard.quotes.requests import PriceListRequest
from ratecard.refusals import InvalidFact, UnknownFact

QUOTES_MOST = 250

At = Annotated[
    Instant | None,
    strawberry.argument(description="The instant asked about. Left out, it is the server's present instant."),
]
Locale = Annotated[
    LocaleTag | None,
    strawberry.argument(
        description="The locale to write names and amounts for. Left out, it is the book's first language."
    ),
]
Buyer = Annotated[BuyerInput | None, strawberry.argument(description="The common facts about the buyer.")]
FactList = Annotated[list[FactInput] | None, strawberry.argument(description="Further declared facts, at most 50.")]


@api_type
class Query:
    """What can be asked. One request is answered from one rule book and as of one present instant."""

    @field(Audience.PUBLIC)
    def price_list(
        self,
        info: Info,
        region: Annotated[RegionCode, strawberry.argument(description="Where the buyer is.")],
        platform: Annotated[PlatformCode, strawberry.argument(description="Where it is bought.")],
        locale: Annotated[LocaleTag, strawberry.argument(description="The locale to write names and amounts for.")],
        at: At = None,
        buyer: Buyer = None,
        facts: FactList = None,
    ) -> PriceListResult:
        """Every package that one market sells, priced for one unit, or why there is no price list."""
        book = info.context.book
        typed = typed_facts(book, buyer, facts)
        if isinstance(typed, UnknownFact | InvalidFact):
            return cast(ListRefusal, refusal_of(typed))
        answer = purchase.list_prices(book, PriceListRequest(region, platform, info.context.instant(at), typed))
        if isinstance(answer, ListedPrices):
            info.context.depends_on(answer.market.period)
            return PriceList(listed=answer, reader=info.context.reader(locale), asked_at=at)
        info.context.refused(answer)
        return cast(ListRefusal, refusal_of(answer))

    @field(Audience.PUBLIC)
    def purchase_quote(
        self,
        info: Info,
        input: Annotated[PurchaseQuoteInput, strawberry.argument(description="The purchase to quote.")],
        locale: Locale = None,
        at: At = None,
    ) -> PurchaseQuoteResult:
        """The quote of one purchase, or why there is none."""
        return answer_purchase(info.context, input, info.context.reader(locale), at)

    @field(Audience.SERVICE)
    def purchase_quotes(
        self,
        info: Info,
        inputs: Annotated[
            list[PurchaseQuoteInput], strawberry.argument(description="The purchases to quote, at most 250.")
        ],
        locale: Locale = None,
        at: At = None,
    ) -> list[PurchaseQuoteResult]:
        """The quotes of many purchases on one rule book: one quote or refusal for each, in the order asked."""
        if len(inputs) > QUOTES_MOST:
            raise BadInput(f"inputs holds {len(inputs):,} purchases; at most {QUOTES_MOST} are taken at once")
        reader = info.context.reader(locale)
        return [answer_purchase(info.context, asked, reader, at) for asked in inputs]

    @field(Audience.PUBLIC)
    def markets(self, info: Info, locale: Locale = None, at: At = None) -> list[Market]:
        """Every market of the book, sorted by region and platform."""
        return markets_of(info.context, info.context.reader(locale), info.context.instant(at))

    @field(Audience.PUBLIC)
    def rule_book(self, info: Info, locale: Locale = None) -> RuleBook:
        """The rule book in force."""
        return RuleBook(reader=info.context.reader(locale))
