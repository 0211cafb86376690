"""Arguments that several questions of the API have, each described once."""

from typing import Annotated

import strawberry

from ratecard.api import bounds
from ratecard.api.types.facts import BuyerInput, CreatorInput, FactInput
from ratecard.api.types.limits import BudgetInput, UsedInput
from ratecard.api.types.scalars import LocaleTag, PromotionCode
from ratecard.instants import Instant

At = Annotated[
    Instant | None,
    strawberry.argument(description="The instant asked about. Left out, it is the server's present instant."),
]
Locale = Annotated[
    LocaleTag | None,
    strawberry.argument(
        description="The reader's locale, or a list of them by preference. Left out, it is the book's first language."
    ),
]
Buyer = Annotated[BuyerInput | None, strawberry.argument(description="The common facts about the buyer.")]
Creator = Annotated[CreatorInput | None, strawberry.argument(description="The common facts about the creator.")]
FactList = Annotated[
    list[FactInput] | None,
    strawberry.argument(description=f"Further declared facts, at most {bounds.FACTS}."),
]
CodeList = Annotated[
    list[PromotionCode] | None,
    strawberry.argument(description=f"The codes that the buyer brings, at most {bounds.CODES}."),
]
Used = Annotated[
    list[UsedInput] | None,
    strawberry.argument(description=f"What earlier questions used of limits, at most {bounds.USED}."),
]
OwnBudget = Annotated[
    BudgetInput | None, strawberry.argument(description="The most that the caller wants to spend on one unit.")
]
