"""Numbers that may be chosen, and how a price that is computed is rounded, as the API shows them."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.money import Money
from ratecard.api.types.scalars import CoinCount
from ratecard.money import Money as Amount
from ratecard.ranges import Range
from ratecard.showing import Reader
from ratecard.terms.pricing import PricingTerms


@strawberry.enum(description="How an exact price becomes one that is allowed: two of these lie around it.")
class RoundingMode(Enum):
    """How a price is rounded; the values here are the engine's words."""

    HALF_UP = strawberry.enum_value("half up", description="To the nearer one; to the upper one from the middle.")
    HALF_EVEN = strawberry.enum_value(
        "half even", description="To the nearer one; from the middle to the one that is an even number of steps."
    )
    UP = strawberry.enum_value("up", description="To the upper one.")
    DOWN = strawberry.enum_value("down", description="To the lower one.")


@api_type
class CoinRange:
    """The numbers of coins that may be chosen: `least`, and each `step` above it up to `most`."""

    within: strawberry.Private[Range]

    @field(Audience.PUBLIC)
    def least(self) -> CoinCount:
        """The least number."""
        return CoinCount(self.within.least)

    @field(Audience.PUBLIC)
    def most(self) -> CoinCount:
        """The greatest number, which is on a step."""
        return CoinCount(self.within.most)

    @field(Audience.PUBLIC)
    def step(self) -> CoinCount:
        """How far each number is from the next; above 0."""
        return CoinCount(self.within.step)


@api_type
class AmountRange:
    """Amounts of one currency: `least`, and each `step` above it up to `most`."""

    within: strawberry.Private[Range]
    reader: strawberry.Private[Reader]

    def _money(self, minor: int) -> Money:
        if self.within.currency is None:
            raise TypeError(f"{self.within} is a range of counts, and was read as one of money")
        return Money(exact=Amount(minor, self.within.currency), reader=self.reader)

    @field(Audience.PUBLIC)
    def least(self) -> Money:
        """The least amount."""
        return self._money(self.within.least)

    @field(Audience.PUBLIC)
    def most(self) -> Money:
        """The greatest amount, which is on a step."""
        return self._money(self.within.most)

    @field(Audience.PUBLIC)
    def step(self) -> Money:
        """How far each amount is from the next; above 0."""
        return self._money(self.within.step)


@api_type
class PriceRounding:
    """How an exact price becomes one that is allowed, once: an amount on a step, or a price point.

    0 stays 0. What is below `least` becomes `least`.
    """

    pricing: strawberry.Private[PricingTerms]
    reader: strawberry.Private[Reader]

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(exact=Amount(minor, self.pricing.currency), reader=self.reader)

    @field(Audience.PUBLIC)
    def mode(self) -> RoundingMode:
        """To which of the two allowed prices around it an exact one is rounded."""
        return RoundingMode(self.pricing.mode.value)

    @field(Audience.PUBLIC)
    def step(self) -> Money | None:
        """Allowed prices are its multiples. Null where they are price points."""
        return self._money(self.pricing.step)

    @field(Audience.PUBLIC)
    def points(self) -> list[AmountRange]:
        """The price points that are allowed, in rising order; each entry is one, or several a step apart.

        Empty where prices are on a step.
        """
        allowed = self.pricing.points
        return [] if allowed is None else [AmountRange(within=own, reader=self.reader) for own in allowed.ranges]

    @field(Audience.PUBLIC)
    def least(self) -> Money:
        """The least price that is allowed."""
        least = self._money(self.pricing.lowest)
        if least is None:
            raise ValueError(f"no price is allowed in {self.pricing.currency}, as in no sound book")
        return least

    @field(Audience.PUBLIC)
    def most(self) -> Money | None:
        """The greatest price that is allowed; no number costs more. Null where prices have no end."""
        return self._money(self.pricing.highest)
