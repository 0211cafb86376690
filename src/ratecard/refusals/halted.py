"""Why there is no figure of what the rules have, and somebody withholds."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals.refused import Counted, Kind, Refused, Told, utc


class Halted(Refused, frozen=True):
    """The rules have it, and whoever runs the service withholds it for now."""

    code: ClassVar[str] = "HALTED"
    audience: ClassVar[Audience] = Audience.PUBLIC
    thing_id: Annotated[str, Told("The id of the package, the item or the payout method.", Kind.ID)]
    until: Annotated[Instant, Told("Until when, unless it ends before.", Kind.INSTANT)]
    reason: Annotated[str, Told("Why, in the words of whoever withholds it.", audience=Audience.FINANCE)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.thing_id} is withheld until {utc(self.until)}"
