"""Why a gift gets no quote: what it is, who sends and receives it, and the exchange rates that its share may need."""

import strawberry

from ratecard import refusals
from ratecard.api.audience import Audience
from ratecard.api.fields import api_type, field
from ratecard.api.scalars import CurrencyCode, PlatformCode, RegionCode
from ratecard.api.types_refusals import (
    BeforeRules,
    Condition,
    FactNeeded,
    InvalidFact,
    InvalidInput,
    QuantityOutOfRange,
    Refusal,
    UnknownFact,
    UnknownPlatform,
    UnknownRegion,
    conditions_of,
    register,
)
from ratecard.instants import Instant


@api_type
class UnknownGift(Refusal):
    """The rules declare no such gift."""

    refusal: strawberry.Private[refusals.UnknownGift]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The id of the gift asked about."""
        return strawberry.ID(self.refusal.gift_id)

    @field(Audience.PUBLIC)
    def nearest(self) -> list[strawberry.ID]:
        """Up to three gifts with the most similar ids, the most similar first."""
        return [strawberry.ID(gift) for gift in self.refusal.nearest]


@api_type
class GiftUnavailable(Refusal):
    """The gift exists, and is not available in this market at this instant."""

    refusal: strawberry.Private[refusals.GiftUnavailable]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The sender's region."""
        return RegionCode(self.refusal.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The sender's platform."""
        return PlatformCode(self.refusal.platform)

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The id of the gift asked about."""
        return strawberry.ID(self.refusal.gift_id)

    @field(Audience.PUBLIC)
    def at(self) -> Instant:
        """The instant asked about."""
        return self.refusal.at


@api_type
class WrongKind(Refusal):
    """The gift is not for this kind of spending."""

    refusal: strawberry.Private[refusals.WrongKind]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The id of the gift asked about."""
        return strawberry.ID(self.refusal.gift_id)

    @field(Audience.PUBLIC)
    def kind(self) -> str:
        """The kind asked about."""
        return self.refusal.kind

    @field(Audience.PUBLIC)
    def known(self) -> list[str]:
        """The kinds that the gift is for, the usual one first."""
        return list(self.refusal.known)


@api_type
class NoEarnings(Refusal):
    """Creators of this region earn nothing by this kind of spending at this instant."""

    refusal: strawberry.Private[refusals.NoEarnings]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The creator's region."""
        return RegionCode(self.refusal.region)

    @field(Audience.PUBLIC)
    def kind(self) -> str:
        """The kind of spending."""
        return self.refusal.kind

    @field(Audience.PUBLIC)
    def at(self) -> Instant:
        """The instant asked about."""
        return self.refusal.at


@api_type
class NoMoneyBase(Refusal):
    """The creator's share is of money, and coins have none in the sender's market."""

    refusal: strawberry.Private[refusals.NoMoneyBase]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The sender's region."""
        return RegionCode(self.refusal.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The sender's platform."""
        return PlatformCode(self.refusal.platform)

    @field(Audience.PUBLIC)
    def reason(self) -> str:
        """Why there is none, in words."""
        return self.refusal.reason


@api_type
class SenderNotEligible(Refusal):
    """Known facts about the buyer fail what the rules or the gift require."""

    refusal: strawberry.Private[refusals.SenderNotEligible]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The id of the gift asked about."""
        return strawberry.ID(self.refusal.gift_id)

    @field(Audience.PUBLIC)
    def unmet(self) -> list[Condition]:
        """Every condition that the known facts fail."""
        return conditions_of(self.refusal.unmet)

    @field(Audience.PUBLIC)
    def open(self) -> list[Condition]:
        """Further conditions, on facts that are not known."""
        return conditions_of(self.refusal.open)


@api_type
class CreatorNotEligible(Refusal):
    """Known facts about the creator fail what the rules of the region require."""

    refusal: strawberry.Private[refusals.CreatorNotEligible]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The creator's region."""
        return RegionCode(self.refusal.region)

    @field(Audience.PUBLIC)
    def unmet(self) -> list[Condition]:
        """Every condition that the known facts fail."""
        return conditions_of(self.refusal.unmet)

    @field(Audience.PUBLIC)
    def open(self) -> list[Condition]:
        """Further conditions, on facts that are not known."""
        return conditions_of(self.refusal.open)


@api_type
class FxStale(Refusal):
    """An exchange rate that would be needed is older than the rules allow."""

    refusal: strawberry.Private[refusals.FxStale]

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency whose rate is too old."""
        return CurrencyCode(self.refusal.currency)

    @field(Audience.PUBLIC)
    def since(self) -> Instant:
        """The instant from which the rate is stated."""
        return self.refusal.since

    @field(Audience.PUBLIC)
    def expired(self) -> Instant:
        """The instant from which it could no longer be used."""
        return self.refusal.expired


@api_type
class NoFxRate(Refusal):
    """An exchange rate that would be needed is not stated at this instant."""

    refusal: strawberry.Private[refusals.NoFxRate]

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency without a rate."""
        return CurrencyCode(self.refusal.currency)

    @field(Audience.PUBLIC)
    def at(self) -> Instant:
        """The instant asked about."""
        return self.refusal.at


GiftRefusal = (
    UnknownRegion
    | UnknownPlatform
    | BeforeRules
    | QuantityOutOfRange
    | FactNeeded
    | UnknownFact
    | InvalidFact
    | InvalidInput
    | UnknownGift
    | GiftUnavailable
    | WrongKind
    | NoEarnings
    | NoMoneyBase
    | SenderNotEligible
    | CreatorNotEligible
    | FxStale
    | NoFxRate
)
register(
    {
        refusals.UnknownGift: UnknownGift,
        refusals.GiftUnavailable: GiftUnavailable,
        refusals.WrongKind: WrongKind,
        refusals.NoEarnings: NoEarnings,
        refusals.NoMoneyBase: NoMoneyBase,
        refusals.SenderNotEligible: SenderNotEligible,
        refusals.CreatorNotEligible: CreatorNotEligible,
        refusals.FxStale: FxStale,
        refusals.NoFxRate: NoFxRate,
    }
)
