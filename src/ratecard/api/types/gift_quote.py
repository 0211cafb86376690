"""Quotes of gifts, and what is asked of them."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.facts import BuyerInput, CreatorInput, FactInput, FactsRefused, typed_facts
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.gifts import GiftIdentity
from ratecard.api.types.limits import OpenLimit, UsedAmount, UsedInput, open_limits_of, used_in, uses_of
from ratecard.api.types.money import Money
from ratecard.api.types.promotions import AppliedPromotion, BroughtCode, OpenGiftPromotion
from ratecard.api.types.refusals import Condition, Refusal, conditions_of, refusal_of, result
from ratecard.api.types.scalars import CoinCount, DiamondCount, LocaleTag, PlatformCode, PromotionCode, RegionCode
from ratecard.api.types.signed import REFERENCE, Signable
from ratecard.api.types.trace import TraceStep
from ratecard.api.types.validity import Validity, validity_of
from ratecard.instants import Instant
from ratecard.money import Money as ExactMoney
from ratecard.quotes.gifts import quotes as gifts
from ratecard.quotes.gifts import quoting as engine
from ratecard.quotes.requests import GiftRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.library_values import of_gift
from ratecard.refusals import GiftRefusal, InvalidInput
from ratecard.showing import Reader


@api_input
class GiftQuoteInput:
    """One gift, or several of a kind, to quote."""

    region: RegionCode = given("Where the sender is.")
    platform: PlatformCode = given("Where the sender bought the coins.")
    creator_region: RegionCode = given("Where the creator is.")
    gift_id: strawberry.ID = given('The gift\'s id, such as "rose".')
    count: int = given(f"How many of it: 1 to {bounds.GIFTS}, both included.", default=1)
    kind: str | None = given(
        'The kind of spending, such as "live" or "video". Left out, it is the gift\'s usual one.', default=None
    )
    buyer: BuyerInput | None = given("The common facts about the sender.", default=None)
    creator: CreatorInput | None = given("The common facts about the creator.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)
    used: list[UsedInput] | None = given(f"What earlier gifts used of limits, at most {bounds.USED}.", default=None)
    codes: list[PromotionCode] | None = given(
        f"The codes that the sender brings, at most {bounds.CODES}.", default=None
    )
    reference: str | None = given(REFERENCE, default=None)


@api_type
class RecipientPart:
    """What one recipient of a split gets."""

    who: strawberry.Private[str]
    part: strawberry.Private[int]

    @field(Audience.SERVICE)
    def recipient_id(self) -> strawberry.ID:
        """The recipient's id in the rules, such as "creator"."""
        return strawberry.ID(self.who)

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount:
        """Its part, in diamonds."""
        return DiamondCount(self.part)


@api_type
class GiftEarnings:
    """What of a gift reaches the creator."""

    quote: strawberry.Private[gifts.GiftQuote]

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount | None:
        """The diamonds that the creator earns. Null where that needs what the rules do not know: `unknownValues`."""
        return None if self.quote.diamonds is None else DiamondCount(self.quote.diamonds)

    @field(Audience.SERVICE)
    def amount(self) -> DiamondCount | None:
        """The diamonds of all recipients together. Null where they need what the rules do not know."""
        return None if self.quote.amount is None else DiamondCount(self.quote.amount)

    @field(Audience.SERVICE)
    def parts(self) -> list[RecipientPart]:
        """What each recipient of a split gets; they sum to `amount`.

        Empty where the creator gets all, and where the rules do not know one of the parts or the amount.
        """
        return [RecipientPart(who=recipient.id, part=part) for recipient, part in self.quote.shares]


@api_type
class GiftQuote(GiftIdentity, Validity, Signable):
    """Gifts to one creator, answered. Its figures are for the whole count."""

    quote: strawberry.Private[gifts.GiftQuote]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """Where the sender is."""
        return RegionCode(self.quote.request.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """Where the sender bought the coins."""
        return PlatformCode(self.quote.request.platform)

    @field(Audience.PUBLIC)
    def creator_region(self) -> RegionCode:
        """Where the creator is."""
        return RegionCode(self.quote.request.creator_region)

    @field(Audience.PUBLIC)
    def count(self) -> int:
        """How many of the gift."""
        return self.quote.request.count

    @field(Audience.PUBLIC)
    def kind(self) -> str:
        """The kind of spending that was asked about, or the gift's usual one."""
        return self.quote.kind

    @field(Audience.PUBLIC)
    def regular_coins(self) -> CoinCount:
        """What the gifts cost without promotions."""
        return CoinCount(self.quote.regular_coins)

    @field(Audience.PUBLIC)
    def coins(self) -> CoinCount:
        """What the sender spends."""
        return CoinCount(self.quote.coins)

    @field(Audience.SERVICE)
    def subsidy(self) -> CoinCount:
        """The coins that the platform bears: the creator earns of them, and the sender does not spend them."""
        return CoinCount(self.quote.subsidy)

    @field(Audience.PUBLIC)
    def promotions(self) -> list[AppliedPromotion]:
        """The promotions that apply to any of the gifts, in order of id."""
        return [AppliedPromotion(applied=applied, reader=self.reader) for applied in self.quote.promotions]

    @field(Audience.PUBLIC)
    def open_promotions(self) -> list[OpenGiftPromotion]:
        """The promotions that may apply yet, in order of id: what each needs, and what one gift would cost with it."""
        return [OpenGiftPromotion(opened=opened, reader=self.reader) for opened in self.quote.open_promotions]

    @field(Audience.PUBLIC)
    def codes(self) -> list[BroughtCode]:
        """The codes that were brought, each with what became of it."""
        return [BroughtCode(text=code, became=outcome.name) for code, outcome in self.quote.codes]

    @field(Audience.PUBLIC)
    def uses(self) -> list[UsedAmount]:
        """What this uses of each limit: what a later question states in `used`, added to what was used."""
        return uses_of(self.quote.uses)

    @field(Audience.PUBLIC)
    def open_limits(self) -> list[OpenLimit]:
        """Limits that these gifts keep as far as is known. While one is listed, it may still be too much."""
        return open_limits_of(self.quote.open_limits)

    @field(Audience.PUBLIC)
    def worth(self) -> Money | None:
        """What the coins are worth in money in the sender's market; null where the rules tell no worth there.

        Null also where that needs what the rules do not know: `unknownValues`.
        """
        minor = self.quote.worth_minor
        currency = self.quote.market.currency
        return None if minor is None else Money(exact=ExactMoney(minor, currency), reader=self.reader)

    @field(Audience.SERVICE)
    def earnings(self) -> GiftEarnings:
        """What of it reaches the creator."""
        return GiftEarnings(quote=self.quote)

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though a figure varies by them; what the rules say for that case was taken."""
        return list(self.quote.assumed)

    @field(Audience.PUBLIC)
    def open_conditions(self) -> list[Condition]:
        """Conditions on sender or creator that are open, because they ask for facts that were not given."""
        return conditions_of(self.quote.open)

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What this gift needs and the rules do not know, by its path in the rules: "earnings.live.share". Sorted.

        Figures that need one of them are null; earnings are looked at for whoever may see them. What is required of
        sender and creator, "gifts.castle.level" and what begins with "eligibility.", leaves no figure null: while it is
        listed, it is not known whether the gift is allowed.
        """
        return list(self.quote.unknown_values)

    @field(Audience.PUBLIC)
    def library_values(self) -> list[str]:
        """The values of the library of the world that decided a figure, by their paths: "tax.lines.vat.rate". Sorted.

        Those that you may see: those of earnings are for whoever may see these.
        """
        return list(of_gift(self.reader.book, self.quote))

    @field(Audience.FINANCE)
    def trace(self) -> list[TraceStep]:
        """Every figure with its arithmetic and the line of the rules that decided it, each after those it reads."""
        return [TraceStep(step=step) for step in trace_gift(self.quote)]

    @field(Audience.PUBLIC)
    def locale(self) -> LocaleTag:
        """The locale that amounts, counts and days are written in: the first asked for that CLDR knows."""
        return LocaleTag(self.reader.locale)


if TYPE_CHECKING:
    GiftQuoteResult = GiftQuote | Refusal
else:
    GiftQuoteResult = result("GiftQuoteResult", "A quote of a gift, or why there is none.", GiftQuote, GiftRefusal)


def answer_gift(
    context: Context, asked: GiftQuoteInput, reader: Reader, at: Instant | None, *where: str
) -> GiftQuote | Refusal:
    """The quote of one gift as the API shows it, or the refusal. `where` leads to it in the arguments."""
    facts = typed_facts(context.book, asked.buyer, asked.facts, asked.creator)
    if isinstance(facts, FactsRefused):
        return refusal_of(facts, *where)
    used = used_in(asked.used)
    if isinstance(used, InvalidInput):
        return refusal_of(used, *where)
    request = GiftRequest(
        asked.region,
        asked.platform,
        asked.creator_region,
        asked.gift_id,
        context.instant(at),
        count=asked.count,
        kind=asked.kind,
        facts=facts,
        used=used,
        codes=tuple(asked.codes or ()),
    )
    answer = engine.quote_gift(context.book, request)
    context.decided(request, answer)
    if isinstance(answer, gifts.GiftQuote):
        if answer.used_rolling:
            context.changes_always()
        return GiftQuote(
            terms=answer.gift, shown=answer.shows, reader=reader, quote=answer, **validity_of(context, answer, at)
        )
    context.refused(answer)
    return refusal_of(answer, *where)
