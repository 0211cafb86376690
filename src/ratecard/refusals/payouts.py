"""Why a payout gets no figure."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.refusals.halted import Halted
from ratecard.refusals.limits import AboveLimit, UnknownLimit
from ratecard.refusals.refused import Counted, Kind, Refused, Told, utc


class NoPayouts(Refused, frozen=True):
    """Nothing is paid out to creators of this region at this instant."""

    code: ClassVar[str] = "NO_PAYOUTS"
    audience: ClassVar[Audience] = Audience.SERVICE
    region: Annotated[str, Told("The creator's region.", Kind.REGION)]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        return f"nothing is paid out in {self.region} as of {utc(self.at)}"


class UnknownMethod(Refused, frozen=True):
    """The region has no such payout method at this instant."""

    code: ClassVar[str] = "UNKNOWN_METHOD"
    audience: ClassVar[Audience] = Audience.SERVICE
    region: str
    method_id: Annotated[str, Told("The id of the method asked about.", Kind.ID, given=True)]
    known: Annotated[tuple[str, ...], Told("The id of every method that the region has, sorted.", Kind.ID)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.method_id} is not a payout method in {self.region}; it has {', '.join(self.known) or 'none'}"


class DiamondsOutOfRange(Refused, frozen=True):
    """Fewer or more diamonds were asked about than a payout may have, or none at all."""

    code: ClassVar[str] = "DIAMONDS_OUT_OF_RANGE"
    audience: ClassVar[Audience] = Audience.SERVICE
    diamonds: Annotated[Diamonds, Told("The number asked about.", Kind.DIAMONDS)]
    least: Annotated[Diamonds, Told("The least that is answered.", Kind.DIAMONDS)]
    most: Annotated[Diamonds, Told("The most that is answered.", Kind.DIAMONDS)]

    def _sentence(self, diamonds: Counted) -> str:
        return f"a payout of {diamonds(self.diamonds)} is not between {self.least} and {diamonds(self.most)}"


class InvalidLot(Refused, frozen=True):
    """A lot cannot be as it was stated."""

    code: ClassVar[str] = "INVALID_LOT"
    audience: ClassVar[Audience] = Audience.SERVICE
    lot: Annotated[int, Told("Which lot, counted from 1 in the order given.")]
    reason: Annotated[str, Told("Why, in words.")]

    def _sentence(self, _: Counted) -> str:
        return f"lot {self.lot} {self.reason}"


class NotEnoughDiamonds(Refused, frozen=True):
    """More diamonds would be needed than there are."""

    code: ClassVar[str] = "NOT_ENOUGH_DIAMONDS"
    audience: ClassVar[Audience] = Audience.SERVICE
    available: Annotated[Diamonds, Told("How many there are.", Kind.DIAMONDS)]
    needed: Annotated[
        Diamonds | None,
        Told(
            "How many would be needed, null where no number would do. Of a wanted amount, diamonds beyond "
            "the lots count like those that leave last, earned at the instant asked about.",
            Kind.DIAMONDS,
        ),
    ]

    def _sentence(self, diamonds: Counted) -> str:
        needs = "no number was found that pays that" if self.needed is None else f"that takes {diamonds(self.needed)}"
        return f"{needs}, and the lots hold {diamonds(self.available)}"


class WrongCurrency(Refused, frozen=True):
    """An amount was given in another currency or unit than the one that the rules compare it with."""

    code: ClassVar[str] = "WRONG_CURRENCY"
    audience: ClassVar[Audience] = Audience.SERVICE
    what: Annotated[str, Told("Which amount.")]
    given: Annotated[str, Told("The currency or unit that it was given in.")]
    expected: Annotated[str, Told("The one that the rules count in.")]

    def _sentence(self, _: Counted) -> str:
        return f"{self.what} is in {self.given}, and {self.expected} is what the rules count in"


class BelowMinimum(Refused, frozen=True):
    """The value of the diamonds is less than what is paid out at least."""

    code: ClassVar[str] = "BELOW_MINIMUM"
    audience: ClassVar[Audience] = Audience.SERVICE
    worth: Annotated[Money, Told("The value of the diamonds.")]
    minimum: Annotated[Money, Told("The least that is paid out.")]

    def _sentence(self, _: Counted) -> str:
        return f"the value of {self.worth} is below the minimum of {self.minimum}"


class NothingLeft(Refused, frozen=True):
    """Withholding, fee and exchange leave nothing that could arrive."""

    code: ClassVar[str] = "NOTHING_LEFT"
    audience: ClassVar[Audience] = Audience.SERVICE
    worth: Annotated[Money, Told("The value of the diamonds.")]
    withheld: Annotated[
        Money | None, Told("What is kept back of it; null where that needs what the rules do not know.")
    ]
    fee: Annotated[Money | None, Told("What the method costs; null where that needs what the rules do not know.")]

    def _sentence(self, _: Counted) -> str:
        kept = "what is withheld" if self.withheld is None else f"{self.withheld} withheld"
        fee = "the fee" if self.fee is None else f"a fee of {self.fee}"
        return f"of {self.worth}, {kept} and {fee} leave nothing to pay"


OfPayouts = (
    NoPayouts
    | UnknownMethod
    | DiamondsOutOfRange
    | InvalidLot
    | NotEnoughDiamonds
    | WrongCurrency
    | UnknownLimit
    | BelowMinimum
    | AboveLimit
    | NothingLeft
    | Halted
)
"""What payouts alone are refused for."""
