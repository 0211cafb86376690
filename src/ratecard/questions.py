"""How a question is described: its fields by name, each with what it is, and who may ask it.

The requests of the engine say what a question holds, what may be left out, and what then stands for it. Options of the
command line are made from that; tests compare it with the inputs of the schema and the methods of the Python face.
"""

from typing import Any

import msgspec

from ratecard.answers.figures import FigureType
from ratecard.audience import Audience
from ratecard.quotes.requests import (
    ChosenRequest,
    EligibilityRequest,
    ExchangeRequest,
    GiftListRequest,
    GiftRequest,
    ItemRequest,
    PayoutRequest,
    PriceListRequest,
    PurchaseRequest,
)


class QuestionField(msgspec.Struct, frozen=True):
    """One field of a question. One that is not `required` may be left out; `default` then stands for it.

    `type` is None for what each face has a form of its own for: facts, lots, what was used of limits.
    """

    name: str
    type: FigureType | None
    required: bool
    default: Any


class Question(msgspec.Struct, frozen=True):
    """A question by the engine's request for it. `published_name` is that of the schema's field which answers it.

    `types` are those of the fields that mean the same everywhere. An id is called so in the schema: package, packageId.
    `either` are fields of which at most one is stated.
    """

    published_name: str
    request: type[msgspec.Struct]
    types: dict[str, FigureType]
    audience: Audience = Audience.PUBLIC
    either: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[QuestionField, ...]:
        """The fields, in the order of the request."""
        return tuple(
            QuestionField(
                field.name, self.types.get(field.name), field.required, None if field.required else field.default
            )
            for field in msgspec.structs.fields(self.request)
        )

    def field(self, name: str) -> QuestionField:
        """The field of this name."""
        return next(field for field in self.fields if field.name == name)


MARKET = {"region": FigureType.REGION, "platform": FigureType.PLATFORM, "at": FigureType.INSTANT}

PURCHASE = Question(
    "purchaseQuote", PurchaseRequest, {**MARKET, "package": FigureType.ID, "quantity": FigureType.COUNT}
)
ITEM = Question("itemQuote", ItemRequest, {**MARKET, "item": FigureType.ID, "quantity": FigureType.COUNT})
CHOSEN = Question(
    "chosenQuote",
    ChosenRequest,
    {
        **MARKET,
        "thing": FigureType.ID,
        "coins": FigureType.COUNT,
        "amount": FigureType.MONEY,
        "spend": FigureType.MONEY,
        "quantity": FigureType.COUNT,
    },
    either=("coins", "amount", "spend"),
)
PRICES = Question("priceList", PriceListRequest, {**MARKET, "ways": FigureType.FLAG})
EXCHANGE = Question("exchangeQuote", ExchangeRequest, {**MARKET, "unit": FigureType.ID, "count": FigureType.COUNT})
GIFT = Question(
    "giftQuote",
    GiftRequest,
    {
        **MARKET,
        "creator_region": FigureType.REGION,
        "gift": FigureType.ID,
        "count": FigureType.COUNT,
        "kind": FigureType.TEXT,
    },
)
GIFTS = Question("gifts", GiftListRequest, MARKET)
PAYOUT = Question(
    "payoutQuote",
    PayoutRequest,
    {
        "region": FigureType.REGION,
        "method": FigureType.ID,
        "at": FigureType.INSTANT,
        "diamonds": FigureType.DIAMONDS,
        "want": FigureType.MONEY,
    },
    audience=Audience.SERVICE,
)
ELIGIBILITY = Question("eligibility", EligibilityRequest, {"region": FigureType.REGION, "at": FigureType.INSTANT})
