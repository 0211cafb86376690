"""What every answer says of itself: its book, its instant, and for how long it holds."""

from typing import Protocol, TypedDict

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.fields import api_type, field
from ratecard.instants import Instant
from ratecard.terms.market import Period


class EngineAnswer(Protocol):
    """What every answer of the engine says: by which rules it was given, and in which period it stays the same."""

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        ...

    @property
    def period(self) -> Period:
        """For how long it holds."""
        ...


@api_type
class Validity:
    """From which book and for how long. This class lends its fields to others and is itself no type of the API."""

    digest: strawberry.Private[str]
    period: strawberry.Private[Period]
    asked_at: strawberry.Private[Instant | None]

    @field(Audience.PUBLIC)
    def book_digest(self) -> str:
        """The digest of what you may see of the rule book that answered. Equal digests give you equal answers."""
        return self.digest

    @field(Audience.PUBLIC)
    def at(self) -> Instant | None:
        """The instant asked about, where one was given; else null, and the server's present instant was taken."""
        return self.asked_at

    @field(Audience.PUBLIC)
    def valid_from(self) -> Instant:
        """The first instant from which this answer holds."""
        return self.period.start

    @field(Audience.PUBLIC)
    def valid_until(self) -> Instant | None:
        """The instant until which this answer holds, itself not included. Null while no change is stated."""
        return self.period.end


class ValidityFields(TypedDict):
    """The values that a `Validity` is made of."""

    digest: str
    period: Period
    asked_at: Instant | None


def validity_of(context: Context, answer: EngineAnswer, at: Instant | None) -> ValidityFields:
    """For how long an answer holds, which the request is told as well. `at` is the instant that the caller gave."""
    period = answer.period
    context.depends_on(period)
    return {"digest": answer.digest, "period": period, "asked_at": at}
