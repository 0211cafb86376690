"""Gifts: the list of a market, and quotes of single ones."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.facts import BuyerInput, CreatorInput, FactInput, FactsRefused, typed_facts
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.money import Money
from ratecard.api.types.refusals import Condition, Refusal, conditions_of, refusal_of, result
from ratecard.api.types.scalars import (
    CoinCount,
    CurrencyCode,
    DiamondCount,
    LocaleTag,
    PlatformCode,
    RegionCode,
    locale_tag,
)
from ratecard.api.types.trace import TraceStep
from ratecard.api.types.validity import Validity
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Money as ExactMoney
from ratecard.quotes.gifts import quotes as gifts
from ratecard.quotes.gifts import quoting as engine
from ratecard.quotes.requests import GiftRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.refusals import GiftRefusal, ListRefusal
from ratecard.showing import Reader
from ratecard.terms.gifts import GiftTerms


@api_type
class Rarity:
    """How rare a gift is."""

    rarity: strawberry.Private[str]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def rarity_id(self) -> strawberry.ID:
        """The rarity's id, such as "legendary"."""
        return strawberry.ID(self.rarity)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call it, in the locale's language where the rules have it."""
        return self.reader.rarity(self.rarity)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.reader.rarity_names(self.rarity)))

    @field(Audience.PUBLIC)
    def order(self) -> int:
        """Where it stands among the rarities; the commonest comes first."""
        declared = self.reader.book.rarities.get(self.rarity)
        return declared.order if declared is not None else 0


@api_type
class GiftIdentity:
    """What a gift is. This class lends its fields to others and is itself no type of the API."""

    terms: strawberry.Private[GiftTerms]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The gift's id. Names repeat; ids do not."""
        return strawberry.ID(self.terms.id)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call the gift; its id where the rules name it in no language."""
        return self.reader.name(self.terms.names, self.terms.id)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.terms.names))

    @field(Audience.PUBLIC)
    def rarity(self) -> Rarity | None:
        """How rare it is; null where the rules say nothing of it."""
        return None if self.terms.rarity is None else Rarity(rarity=self.terms.rarity, reader=self.reader)

    @field(Audience.PUBLIC)
    def kinds(self) -> list[str]:
        """The kinds of spending it is for, such as "live", the usual one first."""
        return list(self.terms.kinds)

    @field(Audience.PUBLIC)
    def level(self) -> int | None:
        """The level that a buyer must have, the fact buyer.level; null where any will do."""
        return self.terms.level


@api_type
class Gift(GiftIdentity):
    """One gift of a market."""

    listed: strawberry.Private[gifts.ListedGift]
    currency: strawberry.Private[Currency]

    @field(Audience.PUBLIC)
    def coins(self) -> CoinCount:
        """What one of it costs."""
        return CoinCount(self.terms.coins)

    @field(Audience.PUBLIC)
    def worth(self) -> Money | None:
        """What its coins are worth in money, at the price of the package that the rules name; null without one."""
        minor = self.listed.worth_minor
        return None if minor is None else Money(exact=ExactMoney(minor, self.currency), reader=self.reader)

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though a figure varies by them; what the rules say for that case was taken."""
        return list(self.listed.assumed)

    @field(Audience.PUBLIC)
    def open_conditions(self) -> list[Condition]:
        """Conditions on this buyer that are open, because they ask for facts that were not given."""
        return conditions_of(self.listed.open)


@api_type
class GiftList(Validity):
    """Every gift that is available in one market, the cheapest first."""

    answered: strawberry.Private[gifts.GiftList]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region asked about."""
        return RegionCode(self.answered.request.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The platform asked about."""
        return PlatformCode(self.answered.request.platform)

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency of every worth."""
        return CurrencyCode(self.answered.market.currency.code)

    @field(Audience.PUBLIC)
    def locale(self) -> LocaleTag:
        """The locale that amounts, counts and days are written in: the first asked for that CLDR knows."""
        return LocaleTag(self.reader.locale)

    @field(Audience.PUBLIC)
    def gifts(self) -> list[Gift]:
        """The gifts, the cheapest first."""
        currency = self.answered.market.currency
        return [
            Gift(terms=each.gift, reader=self.reader, listed=each, currency=currency) for each in self.answered.gifts
        ]

    @field(Audience.PUBLIC)
    def withheld(self) -> list["WithheldGift"]:
        """Gifts that the market has and this asker may not send, each with the reason."""
        return [WithheldGift(withheld_id=gift, reason=refusal_of(reason)) for gift, reason in self.answered.withheld]

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though the list varies by them: figures, or which gifts there are.

        What the rules say for that case was taken. `assumedFacts` of a gift are those of its own figures.
        """
        return list(self.answered.assumed)


@api_type
class WithheldGift:
    """A gift that the market has and this asker may not send."""

    withheld_id: strawberry.Private[str]
    reason: strawberry.Private[Refusal]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The gift's id."""
        return strawberry.ID(self.withheld_id)

    @field(Audience.PUBLIC)
    def refusal(self) -> Refusal:
        """Why it may not be sent."""
        return self.reason


if TYPE_CHECKING:
    GiftListResult = GiftList | Refusal
else:
    GiftListResult = result("GiftListResult", "The gifts of a market, or why none.", GiftList, ListRefusal)


@api_input
class GiftQuoteInput:
    """One gift, or several of a kind, to quote."""

    region: RegionCode = given("Where the sender is.")
    platform: PlatformCode = given("Where the sender bought the coins.")
    creator_region: RegionCode = given("Where the creator is.")
    gift_id: strawberry.ID = given('The gift\'s id, such as "rose".')
    count: int = given(f"How many of it: 1 to {bounds.QUANTITY}, both included.", default=1)
    kind: str | None = given(
        'The kind of spending, such as "live" or "video". Left out, it is the gift\'s usual one.', default=None
    )
    buyer: BuyerInput | None = given("The common facts about the sender.", default=None)
    creator: CreatorInput | None = given("The common facts about the creator.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)


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
    def diamonds(self) -> DiamondCount:
        """The diamonds that the creator earns."""
        return DiamondCount(self.quote.diamonds)

    @field(Audience.SERVICE)
    def amount(self) -> DiamondCount:
        """The diamonds of all recipients together."""
        return DiamondCount(self.quote.amount)

    @field(Audience.SERVICE)
    def parts(self) -> list[RecipientPart]:
        """What each recipient of a split gets; they sum to `amount`. Empty where the creator gets all."""
        recipients = zip(self.quote.earnings.split, self.quote.parts, strict=True)
        return [RecipientPart(who=each.id, part=part) for each, part in recipients]


@api_type
class GiftQuote(GiftIdentity, Validity):
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
    def coins(self) -> CoinCount:
        """What the sender spends."""
        return CoinCount(self.quote.coins)

    @field(Audience.PUBLIC)
    def worth(self) -> Money | None:
        """What the coins are worth in money in the sender's market; null where the rules tell no worth there."""
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
    request = GiftRequest(
        asked.region,
        asked.platform,
        asked.creator_region,
        asked.gift_id,
        context.instant(at),
        asked.count,
        asked.kind,
        facts,
    )
    answer = engine.quote_gift(context.book, request)
    if isinstance(answer, gifts.GiftQuote):
        context.depends_on(answer.period)
        return GiftQuote(
            terms=answer.gift,
            reader=reader,
            quote=answer,
            digest=context.book.digest,
            held=answer.period,
            asked_at=at,
        )
    context.refused(answer)
    return refusal_of(answer, *where)
