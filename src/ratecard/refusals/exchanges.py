"""Why units are not exchanged."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals.refused import Assuming, Counted, Kind, Refused, Told, utc


class UnknownUnit(Refused, frozen=True):
    """The rules declare no such unit."""

    code: ClassVar[str] = "UNKNOWN_UNIT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    unit_id: Annotated[str, Told("The id of the unit asked about.", Kind.ID, given=True)]
    known: Annotated[tuple[str, ...], Told("The id of every unit that the rules declare, sorted.", Kind.ID)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.unit_id} is not a unit of this book; it knows {', '.join(self.known)}"


class NotExchanged(Assuming, frozen=True):
    """The unit exists, and is exchanged for nothing in this market at this instant."""

    code: ClassVar[str] = "NOT_EXCHANGED"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The region asked about.", Kind.REGION)]
    platform: Annotated[str, Told("The platform asked about.", Kind.PLATFORM)]
    unit_id: Annotated[str, Told("The id of the unit asked about.", Kind.ID)]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.unit_id} is not exchanged in {self.region} on {self.platform} as of {utc(self.at)}{self.without}"


class NothingReceived(Assuming, frozen=True):
    """What is given comes to nothing: nobody gives up two gems for no coin."""

    code: ClassVar[str] = "NOTHING_RECEIVED"
    audience: ClassVar[Audience] = Audience.PUBLIC
    unit_id: Annotated[str, Told("The id of the unit that is given.", Kind.ID)]
    count: Annotated[int, Told("How many were to be given.")]
    least: Annotated[int | None, Told("How many give anything at least; null where no number that may be asked does.")]

    def _sentence(self, _: Counted) -> str:
        least = "" if self.least is None else f"; {self.least} do"
        return f"{self.count} {self.unit_id} give nothing{least}{self.without}"


OfExchanges = UnknownUnit | NotExchanged | NothingReceived
"""What only exchanges are refused for."""
