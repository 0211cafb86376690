"""Why a question gets no figure: one type for each refusal, with its facts, under one interface."""

from typing import Any

import strawberry

from ratecard import refusals
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.fields import api_interface, api_type, field
from ratecard.api.misread import Misread
from ratecard.api.scalars import PlatformCode, RegionCode
from ratecard.instants import Instant
from ratecard.refusal_messages import message_of
from ratecard.showing import Reader


@api_type
class Condition:
    """One requirement that the rules make of a fact."""

    condition: strawberry.Private[refusals.Condition]

    @field(Audience.PUBLIC)
    def fact(self) -> str:
        """The fact's declared name, such as "buyer.age"."""
        return self.condition.fact

    @field(Audience.PUBLIC)
    def required(self) -> str:
        """What the fact has to be, in the words of the rules: "at least 18", "yes"."""
        return self.condition.requirement

    @field(Audience.PUBLIC)
    def actual(self) -> str | None:
        """What the fact is; null while it is not known."""
        return self.condition.actual


def conditions_of(conditions: tuple[refusals.Condition, ...]) -> list[Condition]:
    """The conditions as the API shows them."""
    return [Condition(condition=each) for each in conditions]


@api_interface
class Refusal:
    """Why a question gets no figure. A refusal is an expected answer and no error."""

    refusal: strawberry.Private[Any]
    reader: strawberry.Private[Reader | None] = None

    @field(Audience.PUBLIC)
    def code(self) -> str:
        """The reason for programs; it never changes, such as "NOT_SOLD"."""
        return str(self.refusal.code)

    @field(Audience.PUBLIC)
    def message(self) -> str:
        """The reason as an English sentence for people who read logs. Programs read the code and the facts."""
        return message_of(self.refusal) if self.reader is None else self.reader.message(self.refusal)


@api_type
class UnknownRegion(Refusal):
    """The book has no such region. No price of another region is ever taken instead."""

    refusal: strawberry.Private[refusals.UnknownRegion]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region asked about."""
        return RegionCode(self.refusal.region)

    @field(Audience.PUBLIC)
    def nearest(self) -> list[RegionCode]:
        """Up to three regions of the book that the code may have been meant as: GB for UK. No other country."""
        return [RegionCode(code) for code in self.refusal.nearest]


@api_type
class UnknownPlatform(Refusal):
    """The rules declare no such platform."""

    refusal: strawberry.Private[refusals.UnknownPlatform]

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The platform asked about."""
        return PlatformCode(self.refusal.platform)

    @field(Audience.PUBLIC)
    def known(self) -> list[PlatformCode]:
        """Every platform that the rules declare, sorted."""
        return [PlatformCode(code) for code in self.refusal.known]


@api_type
class UnknownPackage(Refusal):
    """The rules declare no such package."""

    refusal: strawberry.Private[refusals.UnknownPackage]

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID:
        """The id of the package asked about."""
        return strawberry.ID(self.refusal.package_id)

    @field(Audience.PUBLIC)
    def nearest(self) -> list[strawberry.ID]:
        """Up to three packages with the most similar ids, the most similar first."""
        return [strawberry.ID(package) for package in self.refusal.nearest]


@api_type
class NotSold(Refusal):
    """The package exists, and has no price in this market at this instant."""

    refusal: strawberry.Private[refusals.NotSold]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region asked about."""
        return RegionCode(self.refusal.region)

    @field(Audience.PUBLIC)
    def platform(self) -> PlatformCode:
        """The platform asked about."""
        return PlatformCode(self.refusal.platform)

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID:
        """The id of the package asked about."""
        return strawberry.ID(self.refusal.package_id)

    @field(Audience.PUBLIC)
    def at(self) -> Instant:
        """The instant asked about."""
        return self.refusal.at


@api_type
class BeforeRules(Refusal):
    """The instant asked about lies before the book begins in that region."""

    refusal: strawberry.Private[refusals.BeforeRules]

    @field(Audience.PUBLIC)
    def at(self) -> Instant:
        """The instant asked about."""
        return self.refusal.at

    @field(Audience.PUBLIC)
    def begins(self) -> Instant:
        """The first instant about which the book answers in that region."""
        return self.refusal.begins


@api_type
class QuantityOutOfRange(Refusal):
    """Fewer or more units were asked for than one purchase may have."""

    refusal: strawberry.Private[refusals.QuantityOutOfRange]

    @field(Audience.PUBLIC)
    def quantity(self) -> int:
        """The quantity asked for, in units of the package."""
        return self.refusal.quantity

    @field(Audience.PUBLIC)
    def least(self) -> int:
        """The least quantity that is answered."""
        return self.refusal.least

    @field(Audience.PUBLIC)
    def most(self) -> int:
        """The greatest quantity that is answered."""
        return self.refusal.most


@api_type
class NotEligible(Refusal):
    """Known facts fail what the rules require of this buyer."""

    refusal: strawberry.Private[refusals.NotEligible]

    @field(Audience.PUBLIC)
    def package_id(self) -> strawberry.ID:
        """The id of the package asked about."""
        return strawberry.ID(self.refusal.package_id)

    @field(Audience.PUBLIC)
    def unmet(self) -> list[Condition]:
        """Every condition that the known facts fail."""
        return conditions_of(self.refusal.unmet)

    @field(Audience.PUBLIC)
    def open(self) -> list[Condition]:
        """Further conditions, on facts that are not known."""
        return conditions_of(self.refusal.open)


@api_type
class FactNeeded(Refusal):
    """A figure depends on a fact that was not given, and the rules state nothing for that case."""

    refusal: strawberry.Private[refusals.FactNeeded]

    @field(Audience.PUBLIC)
    def fact(self) -> str:
        """The declared name of the fact to give, such as "buyer.member"."""
        return self.refusal.fact


@api_type
class UnknownFact(Refusal):
    """A fact was given that the rules do not declare."""

    refusal: strawberry.Private[refusals.UnknownFact]

    @field(Audience.PUBLIC)
    def fact(self) -> str:
        """The name that was given, cut at 60 characters."""
        return self.refusal.fact

    @field(Audience.PUBLIC)
    def known(self) -> list[str]:
        """The common facts that the rules declare, and those that what you may see asks for, sorted."""
        return list(self.refusal.known)


@api_type
class InvalidFact(Refusal):
    """The value given for a fact is not of the declared type, or two different values were given."""

    refusal: strawberry.Private[refusals.InvalidFact]

    @field(Audience.PUBLIC)
    def fact(self) -> str:
        """The fact's declared name, such as "buyer.age"."""
        return self.refusal.fact

    @field(Audience.PUBLIC)
    def value(self) -> str:
        """The value that was given, cut at 60 characters."""
        return self.refusal.value

    @field(Audience.PUBLIC)
    def allowed(self) -> str:
        """What is allowed, in words: "a whole number from 0"."""
        return self.refusal.allowed


@api_type
class InvalidInput(Refusal):
    """A value that a person may have typed cannot be read, or cannot be meant. It ends its own question alone."""

    refusal: strawberry.Private[refusals.InvalidInput]

    @field(Audience.PUBLIC)
    def path(self) -> list[str]:
        """Where the value stands in the arguments, from outside to inside: ["inputs", "3", "want", "amount"]."""
        return list(self.refusal.path)


PurchaseRefusal = (
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
)
ListRefusal = UnknownRegion | UnknownPlatform | BeforeRules | UnknownFact | InvalidFact | InvalidInput

_TYPES: dict[type, Any] = {
    refusals.UnknownRegion: UnknownRegion,
    refusals.UnknownPlatform: UnknownPlatform,
    refusals.UnknownPackage: UnknownPackage,
    refusals.NotSold: NotSold,
    refusals.BeforeRules: BeforeRules,
    refusals.QuantityOutOfRange: QuantityOutOfRange,
    refusals.NotEligible: NotEligible,
    refusals.FactNeeded: FactNeeded,
    refusals.UnknownFact: UnknownFact,
    refusals.InvalidFact: InvalidFact,
    refusals.InvalidInput: InvalidInput,
}


def register(types: dict[type, Any]) -> None:
    """Says of which type of the API further refusals are."""
    _TYPES.update(types)


def refusal_of(refusal: refusals.Refusal, *where: str) -> Any:
    """The refusal as the API shows it: the type of the same name, with what the caller gave cut at 60 characters.

    `where` leads to the question in the field's arguments: ("inputs", "3").
    """
    if isinstance(refusal, refusals.InvalidInput):
        refusal = refusals.InvalidInput((*where, *refusal.path), refusal.message)
    refusal = refusals.brief(refusal)
    return _TYPES[type(refusal)](refusal=refusal)


def refuse_misread(context: Context, misread: Misread) -> Any:
    """The answer to a question of which something cannot be read. It is the same at every instant."""
    refusal = refusals.InvalidInput(misread.path, misread.message)
    context.refused(refusal)
    return refusal_of(refusal)
