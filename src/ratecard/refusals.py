"""Why a question gets no figure: a closed union of values, each with a stable code and its facts. Never None."""

from typing import ClassVar

import msgspec

from ratecard.instants import Instant, datetime_of


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
            needs = "; ".join(f"{c.fact} must be {c.requirement}, and is {c.actual}" for c in unmet)
            return f"{package} is not for this buyer: {needs}"
        case FactNeeded(fact):
            return f"the answer depends on {fact}, which was not given"
        case UnknownFact(fact, known):
            listed = f"; it declares {', '.join(known)}" if known else ""
            return f"{fact} is no fact of this book{listed}"
        case InvalidFact(fact, value, allowed):
            return f"{value} is no value of {fact}; allowed: {allowed}"


def _did_you_mean(nearest: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(nearest)}?" if nearest else ""


def _utc(instant: Instant) -> str:
    return datetime_of(instant).isoformat().replace("+00:00", "Z")
