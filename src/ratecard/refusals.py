"""Why a question gets no figure: a closed union of values, each with a stable code and its facts. Never None."""

from typing import ClassVar

import msgspec

from ratecard.instants import Instant, datetime_of
from ratecard.money import Diamonds, Money


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
    package: str
    nearest: tuple[str, ...]


class NotSold(msgspec.Struct, frozen=True):
    """The package exists, and has no price in this market at this instant."""

    code: ClassVar[str] = "NOT_SOLD"
    region: str
    platform: str
    package: str
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
    package: str
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


class UnknownGift(msgspec.Struct, frozen=True):
    """No rule of the book declares this gift; `nearest` are the known ids most like it."""

    code: ClassVar[str] = "UNKNOWN_GIFT"
    gift: str
    nearest: tuple[str, ...]


class GiftUnavailable(msgspec.Struct, frozen=True):
    """The gift exists, and is not available in this market at this instant."""

    code: ClassVar[str] = "GIFT_UNAVAILABLE"
    region: str
    platform: str
    gift: str
    at: Instant


class WrongKind(msgspec.Struct, frozen=True):
    """The gift is not for this kind of spending; `known` are those that it is for."""

    code: ClassVar[str] = "WRONG_KIND"
    gift: str
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
    gift: str
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
    method: str
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
    limit: str
    known: tuple[str, ...]


class BelowMinimum(msgspec.Struct, frozen=True):
    """The value of the diamonds is less than what is paid out at the least."""

    code: ClassVar[str] = "BELOW_MINIMUM"
    worth: Money
    minimum: Money


class AboveLimit(msgspec.Struct, frozen=True):
    """This payout and what was used before come to more than is `allowed` in a window. All are of one unit, as text."""

    code: ClassVar[str] = "ABOVE_LIMIT"
    limit: str
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


def message_of(refusal: Refusal) -> str:
    """One plain English sentence for people who read logs; programs read the code and the facts."""
    match refusal:
        case UnknownRegion(region, nearest):
            return f"{region} is no region of this book{_did_you_mean(nearest)}"
        case UnknownPlatform(platform, known):
            return f"{platform} is no platform of this book; it knows {', '.join(known)}"
        case UnknownPackage(package, nearest):
            return f"{package} is no package of this book{_did_you_mean(nearest)}"
        case NotSold(region, platform, package, at):
            return f"{package} is not sold in {region} on {platform} as of {_utc(at)}"
        case BeforeRules(at, begins):
            return f"{_utc(at)} is before the rules begin there, {_utc(begins)}"
        case QuantityOutOfRange(quantity, least, most):
            return f"a quantity of {quantity} is not between {least} and {most}"
        case NotEligible(package, unmet, _):
            return f"{package} is not for this buyer: {_needs(unmet)}"
        case FactNeeded(fact):
            whose = " for each lot" if fact.startswith("lot.") else ""
            return f"the answer depends on {fact}, which was not given{whose}"
        case UnknownFact(fact, known):
            listed = f"; it declares {', '.join(known)}" if known else ""
            return f"{fact} is no fact of this book{listed}"
        case InvalidFact(fact, value, allowed):
            return f"{value} is no value of {fact}; allowed: {allowed}"
        case _:
            return _message_of_earning(refusal)


def _message_of_earning(refusal: Refusal) -> str:
    """The sentence of a refusal between coins and cash."""
    match refusal:
        case UnknownGift(gift, nearest):
            return f"{gift} is no gift of this book{_did_you_mean(nearest)}"
        case GiftUnavailable(region, platform, gift, at):
            return f"{gift} is not available in {region} on {platform} as of {_utc(at)}"
        case WrongKind(gift, kind, known):
            return f"{gift} is not for {kind}; it is for {', '.join(known)}"
        case NoEarnings(region, kind, at):
            return f"creators in {region} earn nothing by {kind} as of {_utc(at)}"
        case NoMoneyBase(region, platform, base, reason):
            return f"the creator's share is of {base}, which coins do not have in {region} on {platform}: {reason}"
        case SenderNotEligible(gift, unmet, _):
            return f"{gift} is not for this buyer: {_needs(unmet)}"
        case CreatorNotEligible(region, unmet, _):
            return f"this creator is not eligible in {region}: {_needs(unmet)}"
        case InvalidLot(lot, reason):
            return f"lot {lot} {reason}"
        case FxStale(currency, since, expired):
            return f"the exchange rate of {currency} from {_utc(since)} could be used until {_utc(expired)}"
        case NoFxRate(currency, at):
            return f"no exchange rate of {currency} is stated as of {_utc(at)}"
        case _:
            return _message_of_payout(refusal)


def _message_of_payout(refusal: Refusal) -> str:
    match refusal:
        case NoPayouts(region, at):
            return f"nothing is paid out in {region} as of {_utc(at)}"
        case UnknownMethod(region, method, known):
            return f"{method} is no payout method in {region}; it has {', '.join(known) or 'none'}"
        case DiamondsOutOfRange(diamonds, least, most):
            return f"{diamonds} diamonds is not between {least} and {most}"
        case NotEnoughDiamonds(available, needed):
            wanted = (
                "no number of diamonds was found that pays that" if needed is None else f"{needed} diamonds are needed"
            )
            return f"{wanted}, and there are {available}"
        case WrongCurrency(what, given, expected):
            return f"{what} is in {given}, and {expected} is what the rules count in"
        case UnknownLimit(limit, known):
            return f"{limit} is no limit there; it has {', '.join(known) or 'none'}"
        case BelowMinimum(worth, minimum):
            return f"the value of {worth} is below the minimum of {minimum}"
        case AboveLimit(limit, per, allowed, used, asked):
            before = f" after {used}" if used is not None else ""
            return f"{asked}{before} is above the limit {limit} of {allowed} for each {per}"
        case NothingLeft(worth, withheld, fee):
            return f"of {worth}, {withheld} withheld and a fee of {fee} leave nothing to pay"
        case _:
            raise AssertionError(f"{type(refusal).__name__} has no message")


def _needs(unmet: tuple[Condition, ...]) -> str:
    return "; ".join(f"{c.fact} must be {c.requirement}, and is {c.actual}" for c in unmet)


def _did_you_mean(nearest: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(nearest)}?" if nearest else ""


def _utc(instant: Instant) -> str:
    return datetime_of(instant).isoformat().replace("+00:00", "Z")
