"""One question for each way in which what is chosen can be refused, for the command line and for HTTP."""

from pathlib import Path

import msgspec

BOOK = Path(__file__).parent / "cases" / "good" / "chosen"


class ChosenQuestion(msgspec.Struct, frozen=True):
    """A number asked of the book in tests/cases/good/chosen, and facts that its refusal must show."""

    code: str
    shows: dict[str, object]
    thing: str = "top_up"
    coins: int | None = None
    amount: str | None = None
    spend: str | None = None
    quantity: int = 1
    at: str = "2026-07-01T00:00:00Z"


RANGE = {"least": "30", "most": "10000", "step": "1"}
CHOSEN = (
    ChosenQuestion("CHOICE_OUT_OF_RANGE", {"thingId": "top_up", "named": None, "nearest": [], **RANGE}),
    ChosenQuestion("CHOICE_OUT_OF_RANGE", {"named": "29", "nearest": ["30"], **RANGE}, coins=29),
    ChosenQuestion("CHOICE_OUT_OF_RANGE", {"nearest": ["50", "100"], "step": "50"}, thing="whole", coins=60),
    ChosenQuestion(
        "CHOICE_OUT_OF_RANGE",
        {"named": "5.25 EUR", "nearest": ["5.00 EUR", "5.50 EUR"], "least": "1.00 EUR"},
        thing="shout",
        amount="5.25 EUR",
    ),
    ChosenQuestion("SPEND_TOO_LOW", {"thingId": "top_up", "least": "30", "costs": "0.42 EUR"}, spend="0.41 EUR"),
    ChosenQuestion("QUANTITY_OUT_OF_RANGE", {"quantity": 3, "most": 2}, thing="whole", coins=50, quantity=3),
    ChosenQuestion("UNKNOWN_PACKAGE", {"packageId": "top"}, thing="top", coins=50),
)
