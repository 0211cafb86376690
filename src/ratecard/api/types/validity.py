"""What every answer says of itself: its book, its instant, and for how long it holds."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.instants import Instant
from ratecard.terms.market import Period


@api_type
class Validity:
    """From which book and for how long. This class lends its fields to others and is itself no type of the API."""

    digest: strawberry.Private[str]
    held: strawberry.Private[Period]
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
        return self.held.start

    @field(Audience.PUBLIC)
    def valid_until(self) -> Instant | None:
        """The instant until which this answer holds, itself not included. Null while no change is stated."""
        return self.held.end
