"""Why a payout gets no quote."""

import strawberry

from ratecard import refusals
from ratecard.api.audience import Audience
from ratecard.api.fields import api_type, field
from ratecard.api.scalars import CurrencyCode, Decimal, DiamondCount, RegionCode
from ratecard.api.types_refusals import (
    BeforeRules,
    FactNeeded,
    InvalidFact,
    InvalidInput,
    Refusal,
    UnknownFact,
    UnknownRegion,
    register,
)
from ratecard.api.types_refusals_gift import CreatorNotEligible, FxStale, NoFxRate
from ratecard.instants import Instant
from ratecard.money import Money


@api_type
class PlainMoney:
    """An exact amount of one currency, not written for people."""

    exact: strawberry.Private[Money]

    @field(Audience.SERVICE)
    def amount(self) -> Decimal:
        """The amount in major units, with all the decimals that ISO 4217 gives the currency."""
        return Decimal(self.exact.amount)

    @field(Audience.SERVICE)
    def currency(self) -> CurrencyCode:
        """The currency."""
        return CurrencyCode(self.exact.currency.code)


@api_type
class NoPayouts(Refusal):
    """Nothing is paid out to creators of this region at this instant."""

    refusal: strawberry.Private[refusals.NoPayouts]

    @field(Audience.SERVICE)
    def region(self) -> RegionCode:
        """The creator's region."""
        return RegionCode(self.refusal.region)

    @field(Audience.SERVICE)
    def at(self) -> Instant:
        """The instant asked about."""
        return self.refusal.at


@api_type
class UnknownMethod(Refusal):
    """The region has no such payout method at this instant."""

    refusal: strawberry.Private[refusals.UnknownMethod]

    @field(Audience.SERVICE)
    def method_id(self) -> strawberry.ID:
        """The id of the method asked about."""
        return strawberry.ID(self.refusal.method_id)

    @field(Audience.SERVICE)
    def known(self) -> list[strawberry.ID]:
        """The id of every method that the region has, sorted."""
        return [strawberry.ID(known) for known in self.refusal.known]


@api_type
class DiamondsOutOfRange(Refusal):
    """Fewer or more diamonds were asked about than a payout may have, or none at all."""

    refusal: strawberry.Private[refusals.DiamondsOutOfRange]

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount:
        """The number asked about."""
        return DiamondCount(self.refusal.diamonds)

    @field(Audience.SERVICE)
    def least(self) -> DiamondCount:
        """The least that is answered."""
        return DiamondCount(self.refusal.least)

    @field(Audience.SERVICE)
    def most(self) -> DiamondCount:
        """The most that is answered."""
        return DiamondCount(self.refusal.most)


@api_type
class InvalidLot(Refusal):
    """A lot can not be as it was stated."""

    refusal: strawberry.Private[refusals.InvalidLot]

    @field(Audience.SERVICE)
    def lot(self) -> int:
        """Which lot, counted from 1 in the order given."""
        return self.refusal.lot

    @field(Audience.SERVICE)
    def reason(self) -> str:
        """Why, in words."""
        return self.refusal.reason


@api_type
class NotEnoughDiamonds(Refusal):
    """More diamonds would be needed than there are."""

    refusal: strawberry.Private[refusals.NotEnoughDiamonds]

    @field(Audience.SERVICE)
    def available(self) -> DiamondCount:
        """How many there are."""
        return DiamondCount(self.refusal.available)

    @field(Audience.SERVICE)
    def needed(self) -> DiamondCount | None:
        """How many would be needed, null where no number would do.

        Of a wanted amount, diamonds beyond the lots count like those that leave last, earned at the instant asked
        about.
        """
        return None if self.refusal.needed is None else DiamondCount(self.refusal.needed)


@api_type
class WrongCurrency(Refusal):
    """An amount was given in another currency or unit than the one that the rules compare it with."""

    refusal: strawberry.Private[refusals.WrongCurrency]

    @field(Audience.SERVICE)
    def what(self) -> str:
        """Which amount."""
        return self.refusal.what

    @field(Audience.SERVICE)
    def given(self) -> str:
        """The currency or unit that it was given in."""
        return self.refusal.given

    @field(Audience.SERVICE)
    def expected(self) -> str:
        """The one that the rules count in."""
        return self.refusal.expected


@api_type
class UnknownLimit(Refusal):
    """What was used was stated for a limit that does not hold there."""

    refusal: strawberry.Private[refusals.UnknownLimit]

    @field(Audience.SERVICE)
    def limit_id(self) -> strawberry.ID:
        """The id of the limit that was named."""
        return strawberry.ID(self.refusal.limit_id)

    @field(Audience.SERVICE)
    def known(self) -> list[strawberry.ID]:
        """The id of every limit that holds, sorted."""
        return [strawberry.ID(known) for known in self.refusal.known]


@api_type
class BelowMinimum(Refusal):
    """The value of the diamonds is less than what is paid out at the least."""

    refusal: strawberry.Private[refusals.BelowMinimum]

    @field(Audience.SERVICE)
    def worth(self) -> PlainMoney:
        """The value of the diamonds."""
        return PlainMoney(exact=self.refusal.worth)

    @field(Audience.SERVICE)
    def minimum(self) -> PlainMoney:
        """The least that is paid out."""
        return PlainMoney(exact=self.refusal.minimum)


@api_type
class AboveLimit(Refusal):
    """This payout and what was used before come to more than a limit allows."""

    refusal: strawberry.Private[refusals.AboveLimit]

    @field(Audience.SERVICE)
    def limit_id(self) -> strawberry.ID:
        """The limit's id in the rules."""
        return strawberry.ID(self.refusal.limit_id)

    @field(Audience.SERVICE)
    def per(self) -> str:
        """The stretch of time that it is for, in the words of the rules: "calendar day"."""
        return self.refusal.per

    @field(Audience.SERVICE)
    def allowed(self) -> str:
        """The most that is allowed, as a question writes `used`: "1000.00 USD", "3 payouts", "20000 diamonds"."""
        return self.refusal.allowed

    @field(Audience.SERVICE)
    def used(self) -> str | None:
        """What was used before, with its unit; null where that is not known, and this payout alone is too much."""
        return self.refusal.used

    @field(Audience.SERVICE)
    def asked(self) -> str:
        """What this payout takes, with its unit."""
        return self.refusal.asked


@api_type
class NothingLeft(Refusal):
    """Withholding, fee and exchange leave nothing that could arrive."""

    refusal: strawberry.Private[refusals.NothingLeft]

    @field(Audience.SERVICE)
    def worth(self) -> PlainMoney:
        """The value of the diamonds."""
        return PlainMoney(exact=self.refusal.worth)

    @field(Audience.SERVICE)
    def withheld(self) -> PlainMoney:
        """What is kept back of it."""
        return PlainMoney(exact=self.refusal.withheld)

    @field(Audience.SERVICE)
    def fee(self) -> PlainMoney:
        """What the method costs."""
        return PlainMoney(exact=self.refusal.fee)


PayoutRefusal = (
    UnknownRegion
    | BeforeRules
    | FactNeeded
    | UnknownFact
    | InvalidFact
    | InvalidInput
    | CreatorNotEligible
    | NoPayouts
    | UnknownMethod
    | DiamondsOutOfRange
    | InvalidLot
    | NotEnoughDiamonds
    | WrongCurrency
    | UnknownLimit
    | BelowMinimum
    | AboveLimit
    | NothingLeft
    | FxStale
    | NoFxRate
)

register(
    {
        refusals.NoPayouts: NoPayouts,
        refusals.UnknownMethod: UnknownMethod,
        refusals.DiamondsOutOfRange: DiamondsOutOfRange,
        refusals.InvalidLot: InvalidLot,
        refusals.NotEnoughDiamonds: NotEnoughDiamonds,
        refusals.WrongCurrency: WrongCurrency,
        refusals.UnknownLimit: UnknownLimit,
        refusals.BelowMinimum: BelowMinimum,
        refusals.AboveLimit: AboveLimit,
        refusals.NothingLeft: NothingLeft,
    }
)
