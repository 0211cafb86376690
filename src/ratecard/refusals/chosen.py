"""Why what the question chooses the number of gets no figure. Numbers are told as rule files write them."""

from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.refusals.refused import Counted, Kind, Refused, Told


class ChoiceOutOfRange(Refused, frozen=True):
    """The number that was named is none that may be chosen, or none was named; also where a plain question asks."""

    code: ClassVar[str] = "CHOICE_OUT_OF_RANGE"
    audience: ClassVar[Audience] = Audience.PUBLIC
    thing_id: Annotated[str, Told("The id of the package or item asked about.", Kind.ID)]
    named: Annotated[str | None, Told('The number that was named: "100", or "5.00 EUR". Null where none was.')]
    least: Annotated[str, Told("The least number that may be chosen: coins of a package, an amount of an item.")]
    most: Annotated[str, Told("The greatest number that may be chosen.")]
    step: Annotated[str, Told("How far apart the numbers are, from the least on.")]
    nearest: Annotated[tuple[str, ...], Told("Up to two numbers that may be chosen and are nearest to the one named.")]

    def _sentence(self, _: Counted) -> str:
        numbers = f"from {self.least} to {self.most} in steps of {self.step}"
        if self.named is None:
            return f"the number of {self.thing_id} is chosen: name one {numbers}"
        near = f"; the nearest: {', '.join(self.nearest)}" if self.nearest else ""
        return f"{self.named} is not a number of {self.thing_id}, which are {numbers}{near}"


class SpendTooLow(Refused, frozen=True):
    """Nothing that may be chosen costs so little."""

    code: ClassVar[str] = "SPEND_TOO_LOW"
    audience: ClassVar[Audience] = Audience.PUBLIC
    thing_id: Annotated[str, Told("The id of the package or item asked about.", Kind.ID)]
    least: Annotated[str, Told("The least number that may be chosen.")]
    costs: Annotated[str, Told('What all units of that number cost: "0.30 EUR".')]

    def _sentence(self, _: Counted) -> str:
        return f"{self.thing_id}: the least, {self.least}, costs {self.costs}"


OfChosen = ChoiceOutOfRange | SpendTooLow
"""What only what is chosen is refused for."""
