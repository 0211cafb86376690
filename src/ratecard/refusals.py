"""Why a question gets no figure: a closed union of values, each with a stable code and its facts. Never None."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.rulefiles.echo import cut


class Condition(msgspec.Struct, frozen=True):
    """One requirement on a fact: `requirement` in the rule's words ("at least 18"), `actual` None while unknown."""

    fact: str
    requirement: str
    actual: str | None


class UnknownRegion(msgspec.Struct, frozen=True):
    """The book has no such region. `nearest` are the known codes most like it; never priced from another one."""

    code: ClassVar[str] = "UNKNOWN_REGION"
    region: str
    nearest: tuple[str, ...]


class UnknownPlatform(msgspec.Struct, frozen=True):
    """No rule declares this platform; `known` are those declared."""

    code: ClassVar[str] = "UNKNOWN_PLATFORM"
    platform: str
    known: tuple[str, ...]


class UnknownPackage(msgspec.Struct, frozen=True):
    """No rule of the book declares this package; `nearest` are the known ids most like it."""

    code: ClassVar[str] = "UNKNOWN_PACKAGE"
    package_id: str
    nearest: tuple[str, ...]


class NotSold(msgspec.Struct, frozen=True):
    """The package exists, and has no price in this market at this instant."""

    code: ClassVar[str] = "NOT_SOLD"
    region: str
    platform: str
    package_id: str
    at: Instant


class BeforeRules(msgspec.Struct, frozen=True):
    """The instant asked about lies before the book begins in that region."""

    code: ClassVar[str] = "BEFORE_RULES"
    at: Instant
    begins: Instant


class QuantityOutOfRange(msgspec.Struct, frozen=True):
    """Quantities run from `least` to `most`, both included."""

    code: ClassVar[str] = "QUANTITY_OUT_OF_RANGE"
    quantity: int
    least: int
    most: int


class NotEligible(msgspec.Struct, frozen=True):
    """Known facts fail conditions of the package; all the unmet ones are listed, and the open ones beside them."""

    code: ClassVar[str] = "NOT_ELIGIBLE"
    package_id: str
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]


class FactNeeded(msgspec.Struct, frozen=True):
    """A value varies by this fact, states nothing for an unknown one, and a figure needs it."""

    code: ClassVar[str] = "FACT_NEEDED"
    fact: str


class UnknownFact(msgspec.Struct, frozen=True):
    """The caller gave a fact that the book does not declare."""

    code: ClassVar[str] = "UNKNOWN_FACT"
    fact: str
    known: tuple[str, ...]


class InvalidFact(msgspec.Struct, frozen=True):
    """The caller's value is not of the declared type; `allowed` says what is."""

    code: ClassVar[str] = "INVALID_FACT"
    fact: str
    value: str
    allowed: str


class InvalidInput(msgspec.Struct, frozen=True):
    """A value that somebody typed cannot be read or cannot be meant: "50.555 EUR".

    `path` leads to it from the question: ("want", "amount").
    """

    code: ClassVar[str] = "INVALID_INPUT"
    path: tuple[str, ...]
    message: str


class UnknownGift(msgspec.Struct, frozen=True):
    """No rule of the book declares this gift; `nearest` are the known ids most like it."""

    code: ClassVar[str] = "UNKNOWN_GIFT"
    gift_id: str
    nearest: tuple[str, ...]


class GiftUnavailable(msgspec.Struct, frozen=True):
    """The gift exists, and is not available in this market at this instant."""

    code: ClassVar[str] = "GIFT_UNAVAILABLE"
    region: str
    platform: str
    gift_id: str
    at: Instant


class WrongKind(msgspec.Struct, frozen=True):
    """The gift is not for this kind of spending; `known` are those that it is for."""

    code: ClassVar[str] = "WRONG_KIND"
    gift_id: str
    kind: str
    known: tuple[str, ...]


class NoEarnings(msgspec.Struct, frozen=True):
    """Creators of this region earn nothing by this kind of spending at this instant."""

    code: ClassVar[str] = "NO_EARNINGS"
    region: str
    kind: str
    at: Instant


class NoMoneyBase(msgspec.Struct, frozen=True):
    """The creator's share is of money that the coins do not have in the sender's market: `reason` says why."""

    code: ClassVar[str] = "NO_MONEY_BASE"
    region: str
    platform: str
    base: str
    reason: str


class SenderNotEligible(msgspec.Struct, frozen=True):
    """Known facts about the buyer fail what the rules or the gift require; open conditions are listed beside them."""

    code: ClassVar[str] = "SENDER_NOT_ELIGIBLE"
    gift_id: str
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]


class CreatorNotEligible(msgspec.Struct, frozen=True):
    """Known facts about the creator fail what the region requires; open conditions are listed beside them."""

    code: ClassVar[str] = "CREATOR_NOT_ELIGIBLE"
    region: str
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]


class NoPayouts(msgspec.Struct, frozen=True):
    """Nothing is paid out to creators of this region at this instant."""

    code: ClassVar[str] = "NO_PAYOUTS"
    region: str
    at: Instant


class UnknownMethod(msgspec.Struct, frozen=True):
    """The region has no such payout method at this instant; `known` are those it has."""

    code: ClassVar[str] = "UNKNOWN_METHOD"
    region: str
    method_id: str
    known: tuple[str, ...]


class DiamondsOutOfRange(msgspec.Struct, frozen=True):
    """Numbers of diamonds run from `least` to `most`, both included."""

    code: ClassVar[str] = "DIAMONDS_OUT_OF_RANGE"
    diamonds: Diamonds
    least: Diamonds
    most: Diamonds


class InvalidLot(msgspec.Struct, frozen=True):
    """A lot (counted from 1) can not be as stated: `reason` says why."""

    code: ClassVar[str] = "INVALID_LOT"
    lot: int
    reason: str


class NotEnoughDiamonds(msgspec.Struct, frozen=True):
    """More diamonds would be needed than there are; `needed` is None where no number up to 10^15 would do.

    Of an amount that was wanted, `needed` counts those beyond the lots as earned at the instant asked about.
    """

    code: ClassVar[str] = "NOT_ENOUGH_DIAMONDS"
    available: Diamonds
    needed: Diamonds | None


class WrongCurrency(msgspec.Struct, frozen=True):
    """An amount was given in another currency than the one that the rules compare it with."""

    code: ClassVar[str] = "WRONG_CURRENCY"
    what: str
    given: str
    expected: str


class UnknownLimit(msgspec.Struct, frozen=True):
    """What was used was stated for a limit that does not hold there; `known` are those that do."""

    code: ClassVar[str] = "UNKNOWN_LIMIT"
    limit_id: str
    known: tuple[str, ...]


class BelowMinimum(msgspec.Struct, frozen=True):
    """The value of the diamonds is less than what is paid out at the least."""

    code: ClassVar[str] = "BELOW_MINIMUM"
    worth: Money
    minimum: Money


class AboveLimit(msgspec.Struct, frozen=True):
    """This payout and what was used before come to more than is `allowed` in a window. All are of one unit, as text."""

    code: ClassVar[str] = "ABOVE_LIMIT"
    limit_id: str
    per: str
    allowed: str
    used: str | None
    asked: str


class NothingLeft(msgspec.Struct, frozen=True):
    """Withholding, fee and exchange leave nothing that could arrive."""

    code: ClassVar[str] = "NOTHING_LEFT"
    worth: Money
    withheld: Money
    fee: Money


class FxStale(msgspec.Struct, frozen=True):
    """The exchange rate of this currency is too old: it held from `since` up to, and without, `expired`."""

    code: ClassVar[str] = "FX_STALE"
    currency: str
    since: Instant
    expired: Instant


class NoFxRate(msgspec.Struct, frozen=True):
    """No exchange rate of this currency is stated at this instant."""

    code: ClassVar[str] = "NO_FX_RATE"
    currency: str
    at: Instant


GIVEN: Mapping[type, tuple[str, ...]] = {
    UnknownRegion: ("region",),
    UnknownPlatform: ("platform",),
    UnknownPackage: ("package_id",),
    UnknownFact: ("fact",),
    InvalidFact: ("fact", "value"),
    UnknownGift: ("gift_id",),
    WrongKind: ("kind",),
    UnknownMethod: ("method_id",),
    UnknownLimit: ("limit_id",),
}
"""The fields of refusals that hold a text as the caller gave it, which may be of any length."""


def brief(refusal: "Refusal") -> "Refusal":
    """The refusal as it is said back: of what the caller gave, each text is cut at 60 characters."""
    long = {name: cut(getattr(refusal, name)) for name in GIVEN.get(type(refusal), ())}
    if all(getattr(refusal, name) == text for name, text in long.items()):
        return refusal
    return msgspec.structs.replace(refusal, **long)


Refusal = (
    UnknownRegion
    | UnknownPlatform
    | UnknownPackage
    | NotSold
    | BeforeRules
    | QuantityOutOfRange
    | NotEligible
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
