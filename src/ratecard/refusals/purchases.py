"""Why a purchase or a price list gets no figure, and what any question may be refused for."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals.chosen import ChoiceOutOfRange
from ratecard.refusals.halted import Halted
from ratecard.refusals.limits import AboveLimit, OverBudget, UnknownLimit
from ratecard.refusals.refused import Assuming, Condition, Counted, Kind, Refused, Told, did_you_mean, needs, utc


class UnknownRegion(Refused, frozen=True):
    """The book has no such region. No price of another region is ever taken instead."""

    code: ClassVar[str] = "UNKNOWN_REGION"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The region asked about.", Kind.REGION, given=True)]
    nearest: Annotated[
        tuple[str, ...],
        Told(
            "Up to three regions of the book that the code may have been meant as: GB for UK. No other country.",
            Kind.REGION,
        ),
    ]

    def _sentence(self, _: Counted) -> str:
        return f"{self.region} is not a region of this book{did_you_mean(self.nearest)}"


class UnknownPlatform(Refused, frozen=True):
    """The rules declare no such platform."""

    code: ClassVar[str] = "UNKNOWN_PLATFORM"
    audience: ClassVar[Audience] = Audience.PUBLIC
    platform: Annotated[str, Told("The platform asked about.", Kind.PLATFORM, given=True)]
    known: Annotated[tuple[str, ...], Told("Every platform that the rules declare, sorted.", Kind.PLATFORM)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.platform} is not a platform of this book; it knows {', '.join(self.known)}"


class UnknownPackage(Refused, frozen=True):
    """The rules declare no such package."""

    code: ClassVar[str] = "UNKNOWN_PACKAGE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    package_id: Annotated[str, Told("The id of the package asked about.", Kind.ID, given=True)]
    nearest: Annotated[
        tuple[str, ...],
        Told("Up to three packages with the most similar ids, the most similar first.", Kind.ID),
    ]

    def _sentence(self, _: Counted) -> str:
        return f"{self.package_id} is not a package of this book{did_you_mean(self.nearest)}"


class NotSold(Assuming, frozen=True):
    """The package exists, and has no price in this market at this instant."""

    code: ClassVar[str] = "NOT_SOLD"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The region asked about.", Kind.REGION)]
    platform: Annotated[str, Told("The platform asked about.", Kind.PLATFORM)]
    package_id: Annotated[str, Told("The id of the package asked about.", Kind.ID)]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]
    source_region: Annotated[
        str | None,
        Told("The region in which it has no price, where the price asked about follows that one.", Kind.REGION),
    ] = None
    source_platform: Annotated[str | None, Told("The platform of that region.", Kind.PLATFORM)] = None
    source_package_id: Annotated[str | None, Told("The id of the package that has no price there.", Kind.ID)] = None

    def _sentence(self, _: Counted) -> str:
        if self.source_region is not None:
            lacking = f"{self.source_package_id} is not sold in {self.source_region} on {self.source_platform}"
            here = f"{self.package_id} is not sold in {self.region} on {self.platform}"
            return f"{here} as of {utc(self.at)}{self.without}: its price follows another, and {lacking}"
        return f"{self.package_id} is not sold in {self.region} on {self.platform} as of {utc(self.at)}{self.without}"


class BeforeRules(Refused, frozen=True):
    """The instant asked about lies before the book begins in that region."""

    code: ClassVar[str] = "BEFORE_RULES"
    audience: ClassVar[Audience] = Audience.PUBLIC
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]
    begins: Annotated[Instant, Told("The first instant about which the book answers in that region.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        return f"{utc(self.at)} is before the rules begin there, {utc(self.begins)}"


class QuantityOutOfRange(Refused, frozen=True):
    """Fewer or more units were asked for than one purchase may have."""

    code: ClassVar[str] = "QUANTITY_OUT_OF_RANGE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    quantity: Annotated[int, Told("The quantity asked for, in units of the package, item or gift.")]
    least: Annotated[int, Told("The least quantity that is answered.")]
    most: Annotated[int, Told("The greatest quantity that is answered.")]

    def _sentence(self, _: Counted) -> str:
        return f"a quantity of {self.quantity} is not between {self.least} and {self.most}"


class NotEligible(Refused, frozen=True):
    """Known facts fail what the rules require of this buyer."""

    code: ClassVar[str] = "NOT_ELIGIBLE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    package_id: Annotated[str, Told("The id of the package asked about.", Kind.ID)]
    unmet: Annotated[tuple[Condition, ...], Told("Every condition that the known facts fail.")]
    open: Annotated[tuple[Condition, ...], Told("Further conditions, on facts that are not known.")]

    def _sentence(self, _: Counted) -> str:
        return f"{self.package_id} is not for this buyer: {needs(self.unmet)}"


class FactNeeded(Refused, frozen=True):
    """A figure depends on a fact that was not given, and the rules state nothing for that case."""

    code: ClassVar[str] = "FACT_NEEDED"
    audience: ClassVar[Audience] = Audience.PUBLIC
    fact: Annotated[str, Told('The declared name of the fact to give, such as "buyer.member".')]

    def _sentence(self, _: Counted) -> str:
        whose = " for each lot" if self.fact.startswith("lot.") else ""
        return f"the answer depends on {self.fact}, which was not given{whose}"


class UnknownFact(Refused, frozen=True):
    """A fact was given that the rules do not declare."""

    code: ClassVar[str] = "UNKNOWN_FACT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    fact: Annotated[str, Told("The name that was given, cut at 60 characters.", given=True)]
    known: Annotated[
        tuple[str, ...],
        Told("The common facts that the rules declare, and those that what you may see asks for, sorted."),
    ]

    def _sentence(self, _: Counted) -> str:
        listed = f"; it declares {', '.join(self.known)}" if self.known else ""
        return f"{self.fact} is not a fact of this book{listed}"


class InvalidFact(Refused, frozen=True):
    """The value given for a fact is not of the declared type, or two different values were given."""

    code: ClassVar[str] = "INVALID_FACT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    fact: Annotated[str, Told('The fact\'s declared name, such as "buyer.age".', given=True)]
    value: Annotated[str, Told("The value that was given, cut at 60 characters.", given=True)]
    allowed: Annotated[str, Told('What is allowed, in words: "a whole number from 0".')]

    def _sentence(self, _: Counted) -> str:
        return f"{self.value} is not a value of {self.fact}; allowed: {self.allowed}"


class OutsideEnvelope(Refused, frozen=True):
    """The rules give a price that the envelope of the book does not allow: none is told, and it is counted and logged.

    Finance sees which bound is broken, and by what.
    """

    code: ClassVar[str] = "OUTSIDE_ENVELOPE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The region asked about.", Kind.REGION)]
    platform: Annotated[str, Told("The platform asked about.", Kind.PLATFORM)]
    package_id: Annotated[str, Told("The id of the package asked about.", Kind.ID)]
    bound: Annotated[
        str,
        Told('The bound that is broken, by its path below `envelope`: "margin.least".', audience=Audience.FINANCE),
    ]
    bounded_to: Annotated[
        str, Told('What the bound allows: "0.005 EUR for each coin", "10 %".', audience=Audience.FINANCE)
    ]
    seen: Annotated[str, Told("What the rules give in its place.", audience=Audience.FINANCE)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.package_id} has no price now: the one that the rules give is outside of what this book allows"


class InvalidInput(Refused, frozen=True):
    """A value that a person may have typed cannot be read, or cannot be meant. It ends its own question alone."""

    # `at_instant`, which is not published: the rules of the instant asked about say so, and those of another may not.
    code: ClassVar[str] = "INVALID_INPUT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    path: Annotated[
        tuple[str, ...],
        Told('Where the value stands in the arguments, from outside to inside: ["inputs", "3", "want", "amount"].'),
    ]
    message: str
    at_instant: bool = False

    def _sentence(self, _: Counted) -> str:
        return self.message


PROMOTION_ENDED, PROMOTION_BEGAN = "PROMOTION_ENDED", "PROMOTION_BEGAN"
PRICE_CHANGED, TAX_CHANGED, CONTENT_CHANGED, BONUS_CHANGED = "PRICE", "TAX", "CONTENT", "BONUS"


class PriceChanged(Refused, frozen=True):
    """The purchase costs or gives something else than its buyer was shown."""

    code: ClassVar[str] = "PRICE_CHANGED"
    audience: ClassVar[Audience] = Audience.PUBLIC
    was: Annotated[str, Told("What the buyer was shown to pay.", Kind.AMOUNT)]
    was_currency: Annotated[str, Told("The currency of that.", Kind.CURRENCY)]
    now: Annotated[str, Told("What it costs now: `gross`, or `listed` where the tax is not known.", Kind.AMOUNT)]
    now_currency: Annotated[str, Told("The currency of that.", Kind.CURRENCY)]
    was_coins: Annotated[int | None, Told("The coins that the buyer was shown, with their bonus. Null if untold.")]
    now_coins: Annotated[int, Told("The coins that it gives now, with their bonus.")]
    why: Annotated[
        tuple[str, ...] | None,
        Told(
            "What has changed: PROMOTION_ENDED, PROMOTION_BEGAN, PRICE, TAX, CONTENT, BONUS. Null where the book that "
            "the price was shown from is not at hand, or never gave it."
        ),
    ]

    def _sentence(self, _: Counted) -> str:
        was = f"{self.was} {self.was_currency}"
        now = f"{self.now} {self.now_currency}"
        if was != now:
            return f"it costs {now} now, and not {was}"
        return f"it gives {self.now_coins} coins now, and not {self.was_coins}"


PurchaseRefusal = (
    UnknownRegion
    | UnknownPlatform
    | UnknownPackage
    | NotSold
    | Halted
    | PriceChanged
    | ChoiceOutOfRange
    | BeforeRules
    | QuantityOutOfRange
    | NotEligible
    | FactNeeded
    | UnknownFact
    | InvalidFact
    | UnknownLimit
    | AboveLimit
    | OverBudget
    | OutsideEnvelope
    | InvalidInput
)
"""Why a purchase gets no quote."""
