"""Why limits, or the caller's own budget, keep a question from its figure."""

import re
from typing import Annotated, ClassVar

from ratecard.audience import Audience
from ratecard.instants import Instant
from ratecard.refusals.refused import Assuming, Counted, Kind, Refused, Told, utc

LISTED = ", by the listed price, because what the buyer pays is not known"
"""What a sentence says of money that was compared without knowing the tax on top."""


class UnknownLimit(Refused, frozen=True):
    """What was used was stated for a limit that does not hold there."""

    code: ClassVar[str] = "UNKNOWN_LIMIT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    limit_id: Annotated[str, Told("The id of the limit that was named.", Kind.ID, given=True)]
    known: Annotated[tuple[str, ...], Told("The id of every limit that holds, sorted.", Kind.ID)]

    def _sentence(self, _: Counted) -> str:
        return f"{self.limit_id} is not a limit there; it has {', '.join(self.known) or 'none'}"


class AboveLimit(Assuming, frozen=True):
    """This question and what was used before come to more than a limit allows."""

    code: ClassVar[str] = "ABOVE_LIMIT"
    audience: ClassVar[Audience] = Audience.PUBLIC
    limit_id: Annotated[str, Told("The limit's id in the rules.", Kind.ID)]
    per: Annotated[
        str | None,
        Told(
            'The stretch of time that it is for, in the words of the rules: "calendar day"; null where it is for ever.'
        ),
    ]
    allowed: Annotated[
        str,
        Told('The most that is allowed, as a question writes `used`: "1000.00 USD", "3 payouts", "20000 diamonds".'),
    ]
    used: Annotated[
        str | None,
        Told("What was used before, with its unit; null where that is not known, and this question alone is too much."),
    ]
    asked: Annotated[str, Told("What this question takes, with its unit.")]
    left: Annotated[
        str | None, Told("What the limit leaves, with its unit; null where it is not known what was used before.")
    ] = None
    resets_at: Annotated[
        Instant | None,
        Told(
            "When the window ends and nothing of the limit is used any more; null where it is rolling, for ever, or "
            "for each question.",
            Kind.INSTANT,
        ),
    ] = None
    by_listed: Annotated[
        bool, Told("Whether the listed price was compared, because what the buyer pays is not known.")
    ] = False

    def _sentence(self, diamonds: Counted) -> str:
        most, before, this = [_amount(text, diamonds) for text in (self.allowed, self.used or "", self.asked)]
        after = f" after {before}" if re.search("[1-9]", before) else ""
        window = "" if self.per is None else f" for each {self.per}"
        listed = LISTED if self.by_listed else ""
        until = "" if self.resets_at is None else f", and begins anew at {utc(self.resets_at)}"
        return f"the limit {self.limit_id} of {most}{window} is exceeded by {this}{after}{listed}{until}{self.without}"


class OverBudget(Assuming, frozen=True):
    """The purchase comes to more than the caller's own budget leaves."""

    code: ClassVar[str] = "OVER_BUDGET"
    audience: ClassVar[Audience] = Audience.PUBLIC
    budget: Annotated[str, Told('The most that the caller wants to spend: "50.00 EUR", "5000 coins".')]
    spent: Annotated[str, Told("What of it was used before, in the same unit.")]
    asked: Annotated[str, Told("What this purchase takes, in the same unit.")]
    left: Annotated[str, Told("What the budget leaves, in the same unit.")]
    by_listed: Annotated[
        bool, Told("Whether the listed price was compared, because what the buyer pays is not known.")
    ] = False

    def _sentence(self, _: Counted) -> str:
        after = f" after {self.spent}" if re.search("[1-9]", self.spent) else ""
        listed = LISTED if self.by_listed else ""
        return f"the budget of {self.budget} is exceeded by {self.asked}{after}{listed}{self.without}"


def _amount(text: str, diamonds: Counted) -> str:
    """An amount with its unit as a limit states it, a number of diamonds as the book calls them."""
    counted = re.fullmatch(r"(\d+) diamonds?", text, re.ASCII)
    return diamonds(int(counted[1])) if counted else text
