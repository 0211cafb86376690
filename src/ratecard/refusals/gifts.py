"""Why a gift gets no figure: what it is, who sends and receives it, and the exchange rates that its share may need."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals.limits import AboveLimit
from ratecard.refusals.refused import Condition, Counted, Kind, Refused, Told, did_you_mean, needs, utc


class UnknownGift(Refused, frozen=True):
    """The rules declare no such gift."""

    code: ClassVar[str] = "UNKNOWN_GIFT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    gift_id: Annotated[str, Told("The id of the gift asked about.", Kind.ID, given=True)]
    nearest: Annotated[
        tuple[str, ...],
        Told("Up to three gifts with the most similar ids, the most similar first.", Kind.ID),
    ]

    def _sentence(self, _: Counted) -> str:
        return f"{self.gift_id} is not a gift of this book{did_you_mean(self.nearest)}"


class GiftUnavailable(Refused, frozen=True):
    """The gift exists, and is not available in this market at this instant."""

    code: ClassVar[str] = "GIFT_UNAVAILABLE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The sender's region.", Kind.REGION)]
    platform: Annotated[str, Told("The sender's platform.", Kind.PLATFORM)]
    gift_id: Annotated[str, Told("The id of the gift asked about.", Kind.ID)]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.gift_id} is not available in {self.region} on {self.platform} as of {utc(self.at)}"


class WrongKind(Refused, frozen=True):
    """The gift is not for this kind of spending."""

    code: ClassVar[str] = "WRONG_KIND"
    audience: ClassVar[Audience] = Audience.PUBLIC
    gift_id: Annotated[str, Told("The id of the gift asked about.", Kind.ID)]
    kind: Annotated[str, Told("The kind asked about.", given=True)]
    known: Annotated[tuple[str, ...], Told("The kinds that the gift is for, the usual one first.")]

    def _sentence(self, _: Counted) -> str:
        return f"{self.gift_id} is not for {self.kind}; it is for {', '.join(self.known)}"


class NoEarnings(Refused, frozen=True):
    """Creators of this region earn nothing by this kind of spending at this instant."""

    code: ClassVar[str] = "NO_EARNINGS"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The creator's region.", Kind.REGION)]
    kind: Annotated[str, Told("The kind of spending.")]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        return f"creators in {self.region} earn nothing by {self.kind} as of {utc(self.at)}"


class NoMoneyBase(Refused, frozen=True):
    """The creator's share is of money, and coins have none in the sender's market."""

    code: ClassVar[str] = "NO_MONEY_BASE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The sender's region.", Kind.REGION)]
    platform: Annotated[str, Told("The sender's platform.", Kind.PLATFORM)]
    base: str
    reason: Annotated[str, Told("Why there is none, in words.")]

    def _sentence(self, _: Counted) -> str:
        where = f"{self.region} on {self.platform}"
        return f"the creator's share is of {self.base}, which is not known in {where}: {self.reason}"


class SenderNotEligible(Refused, frozen=True):
    """Known facts about the buyer fail what the rules or the gift require."""

    code: ClassVar[str] = "SENDER_NOT_ELIGIBLE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    gift_id: Annotated[str, Told("The id of the gift asked about.", Kind.ID)]
    unmet: Annotated[tuple[Condition, ...], Told("Every condition that the known facts fail.")]
    open: Annotated[tuple[Condition, ...], Told("Further conditions, on facts that are not known.")]

    def _sentence(self, _: Counted) -> str:
        return f"{self.gift_id} is not for this buyer: {needs(self.unmet)}"


class CreatorNotEligible(Refused, frozen=True):
    """Known facts about the creator fail what the rules of the region require."""

    code: ClassVar[str] = "CREATOR_NOT_ELIGIBLE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The creator's region.", Kind.REGION)]
    unmet: Annotated[tuple[Condition, ...], Told("Every condition that the known facts fail.")]
    open: Annotated[tuple[Condition, ...], Told("Further conditions, on facts that are not known.")]

    def _sentence(self, _: Counted) -> str:
        return f"this creator is not eligible in {self.region}: {needs(self.unmet)}"


class FxStale(Refused, frozen=True):
    """An exchange rate that would be needed is older than the rules allow."""

    code: ClassVar[str] = "FX_STALE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    currency: Annotated[str, Told("The currency whose rate is too old.", Kind.CURRENCY)]
    since: Annotated[Instant, Told("The instant from which the rate is stated.", Kind.INSTANT)]
    expired: Annotated[Instant, Told("The instant from which it could no longer be used.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        since, expired = utc(self.since), utc(self.expired)
        return f"the exchange rate of {self.currency} from {since} could be used until {expired}"


class NoFxRate(Refused, frozen=True):
    """An exchange rate that would be needed is not stated at this instant."""

    code: ClassVar[str] = "NO_FX_RATE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    currency: Annotated[str, Told("The currency without a rate.", Kind.CURRENCY)]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        return f"no exchange rate of {self.currency} is stated as of {utc(self.at)}"


OfGifts = (
    UnknownGift
    | GiftUnavailable
    | WrongKind
    | NoEarnings
    | NoMoneyBase
    | SenderNotEligible
    | AboveLimit
    | CreatorNotEligible
    | FxStale
    | NoFxRate
)
"""What gifts are refused for beside what any question is."""
