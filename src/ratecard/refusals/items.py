"""Why an item gets no figure."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals.refused import Assuming, Condition, Counted, Kind, Refused, Told, did_you_mean, needs, utc


class UnknownItem(Refused, frozen=True):
    """The rules declare no such item."""

    code: ClassVar[str] = "UNKNOWN_ITEM"
    audience: ClassVar[Audience] = Audience.PUBLIC
    item_id: Annotated[str, Told("The id of the item asked about.", Kind.ID, given=True)]
    nearest: Annotated[
        tuple[str, ...], Told("Up to three items with the most similar ids, the most similar first.", Kind.ID)
    ]

    def _sentence(self, _: Counted) -> str:
        return f"{self.item_id} is not an item of this book{did_you_mean(self.nearest)}"


class ItemNotSold(Assuming, frozen=True):
    """The item exists, and has no price in this market at this instant."""

    code: ClassVar[str] = "ITEM_NOT_SOLD"
    audience: ClassVar[Audience] = Audience.PUBLIC
    region: Annotated[str, Told("The region asked about.", Kind.REGION)]
    platform: Annotated[str, Told("The platform asked about.", Kind.PLATFORM)]
    item_id: Annotated[str, Told("The id of the item asked about.", Kind.ID)]
    at: Annotated[Instant, Told("The instant asked about.", Kind.INSTANT)]
    source_region: Annotated[
        str | None,
        Told("The region in which it has no price, where the price asked about follows that one.", Kind.REGION),
    ] = None
    source_platform: Annotated[str | None, Told("The platform of that region.", Kind.PLATFORM)] = None

    def _sentence(self, _: Counted) -> str:
        here = f"{self.item_id} is not sold in {self.region} on {self.platform} as of {utc(self.at)}{self.without}"
        if self.source_region is None:
            return here
        return f"{here}: its price follows that of {self.source_region} on {self.source_platform}, where it has none"


class ItemNotEligible(Refused, frozen=True):
    """Known facts fail what the rules require of this buyer of an item."""

    code: ClassVar[str] = "ITEM_NOT_ELIGIBLE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    item_id: Annotated[str, Told("The id of the item asked about.", Kind.ID)]
    unmet: Annotated[tuple[Condition, ...], Told("Every condition that the known facts fail.")]
    open: Annotated[tuple[Condition, ...], Told("Further conditions, on facts that are not known.")]

    def _sentence(self, _: Counted) -> str:
        return f"{self.item_id} is not for this buyer: {needs(self.unmet)}"


OfItems = UnknownItem | ItemNotSold | ItemNotEligible
"""What only items are refused for."""
