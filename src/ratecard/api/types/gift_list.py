"""The list of a market's gifts."""

from typing import TYPE_CHECKING

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.gifts import GiftIdentity
from ratecard.api.types.money import Money
from ratecard.api.types.promotions import AppliedPromotion, BroughtCode, OpenGiftPromotion
from ratecard.api.types.refusals import Condition, Refusal, conditions_of, refusal_of, result
from ratecard.api.types.scalars import CoinCount, CurrencyCode, LocaleTag, PlatformCode, RegionCode
from ratecard.api.types.validity import Validity
from ratecard.currency import Currency
from ratecard.money import Money as ExactMoney
from ratecard.quotes.gifts import lists as gifts
from ratecard.refusals import ListRefusal
from ratecard.showing import Reader


@api_type
class Gift(GiftIdentity):
    """One gift of a market."""

    listed: strawberry.Private[gifts.ListedGift]
    currency: strawberry.Private[Currency]

    @field(Audience.PUBLIC)
    def regular_coins(self) -> CoinCount:
        """What one of it costs without promotions."""
        return CoinCount(self.listed.regular_coins)

    @field(Audience.PUBLIC)
    def coins(self) -> CoinCount:
        """What one of it costs, sent as its usual kind of spending."""
        return CoinCount(self.listed.coins)

    @field(Audience.PUBLIC)
    def promotions(self) -> list[AppliedPromotion]:
        """The promotions that apply to it, in order of id."""
        return [AppliedPromotion(applied=applied, reader=self.reader) for applied in self.listed.promotions]

    @field(Audience.PUBLIC)
    def open_promotions(self) -> list[OpenGiftPromotion]:
        """The promotions that may apply yet, in order of id: what each needs, and what one gift would cost with it."""
        return [OpenGiftPromotion(opened=opened, reader=self.reader) for opened in self.listed.open_promotions]

    @field(Audience.PUBLIC)
    def worth(self) -> Money | None:
        """What its coins are worth in money, at the price of the package that the rules name; null without one.

        Null also where that needs what the rules do not know: `unknownValues` of the list.
        """
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
            Gift(terms=listed.gift, shown=listed.shows, reader=self.reader, listed=listed, currency=currency)
            for listed in self.answered.gifts
        ]

    @field(Audience.PUBLIC)
    def withheld(self) -> list["WithheldGift"]:
        """Gifts that the market has and this asker may not send, each with the reason."""
        return [WithheldGift(gift=gift, reason=refusal_of(reason)) for gift, reason in self.answered.refused]

    @field(Audience.PUBLIC)
    def codes(self) -> list[BroughtCode]:
        """The codes that were brought, each with the best that became of it for any gift."""
        return [BroughtCode(text=code, became=outcome.name) for code, outcome in self.answered.codes]

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though the list varies by them: figures, or which gifts there are.

        What the rules say for that case was taken. `assumedFacts` of a gift are those of its own figures.
        """
        return list(self.answered.assumed)

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What gifts need and the rules do not know, by its path in the rules: "worth_at". Sorted.

        The worth that needs one of them is null. While what is required of the sender is listed, "gifts.castle.level"
        or what begins with "eligibility.", it is not known whether that gift is allowed.
        """
        return list(self.answered.unknown_values)


@api_type
class WithheldGift:
    """A gift that the market has and this asker may not send."""

    gift: strawberry.Private[str]
    reason: strawberry.Private[Refusal]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The gift's id."""
        return strawberry.ID(self.gift)

    @field(Audience.PUBLIC)
    def refusal(self) -> Refusal:
        """Why it may not be sent."""
        return self.reason


if TYPE_CHECKING:
    GiftListResult = GiftList | Refusal
else:
    GiftListResult = result("GiftListResult", "The gifts of a market, or why none.", GiftList, ListRefusal)
