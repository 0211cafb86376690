"""What the rules require of buyers and creators, and whether the known facts fulfil it."""

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.refusals import Condition, Refusal, conditions_of, result
from ratecard.api.types.scalars import RegionCode
from ratecard.api.types.validity import Validity
from ratecard.quotes.eligibility import Eligibility, EligibilityAnswer
from ratecard.refusals import EligibilityRefusal

OPEN = (
    "None fails, and a fact that is not known could, or one could that the rules do not know: `open` lists the first, "
    "`unknownValues` the second."
)


@strawberry.enum(description="What the known facts say of all requirements together.")
class Verdict(Enum):
    """The engine's verdicts."""

    MET = strawberry.enum_value("met", description="Every requirement is fulfilled.")
    UNMET = strawberry.enum_value("unmet", description="A known fact fails a requirement.")
    OPEN = strawberry.enum_value("open", description=OPEN)


@api_type
class AudienceEligibility:
    """Whether a buyer or a creator may take part, requirement by requirement."""

    eligibility: strawberry.Private[Eligibility]

    @field(Audience.PUBLIC)
    def verdict(self) -> Verdict:
        """The verdict on all requirements together."""
        return Verdict[self.eligibility.verdict.name]

    @field(Audience.PUBLIC)
    def met(self) -> list[Condition]:
        """Every requirement that the known facts fulfil."""
        return conditions_of(self.eligibility.met)

    @field(Audience.PUBLIC)
    def unmet(self) -> list[Condition]:
        """Every requirement that the known facts fail."""
        return conditions_of(self.eligibility.unmet)

    @field(Audience.PUBLIC)
    def open(self) -> list[Condition]:
        """Every requirement on a fact that is not known."""
        return conditions_of(self.eligibility.open)

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What is required too and the rules do not know, by its path in the rules: "eligibility.buyer.buyer.age".

        The verdict is never `MET` while anything is listed. Sorted.
        """
        return list(self.eligibility.unknown_values)


@api_type
class EligibilityCheck(Validity):
    """The requirements of one region, judged by the facts that were given."""

    answer: strawberry.Private[EligibilityAnswer]

    @field(Audience.PUBLIC)
    def region(self) -> RegionCode:
        """The region asked about."""
        return RegionCode(self.answer.request.region)

    @field(Audience.PUBLIC)
    def buyer(self) -> AudienceEligibility:
        """Whether a buyer with these facts may buy coins and send gifts."""
        return AudienceEligibility(eligibility=self.answer.buyer)

    @field(Audience.PUBLIC)
    def creator(self) -> AudienceEligibility:
        """Whether a creator with these facts may receive gifts and be paid."""
        return AudienceEligibility(eligibility=self.answer.creator)

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What is required of either of them and the rules do not know, by its path in the rules. Sorted."""
        return list(self.answer.unknown_values)


if TYPE_CHECKING:
    EligibilityResult = EligibilityCheck | Refusal
else:
    about = "The verdicts on buyer and creator, or why there are none."
    EligibilityResult = result("EligibilityResult", about, EligibilityCheck, EligibilityRefusal)
