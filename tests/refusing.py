"""One question for each way in which a purchase can be refused, for the command line and for HTTP alike."""

from pathlib import Path

import msgspec

BOOK = Path(__file__).parent / "cases" / "good" / "refusals"


class Question(msgspec.Struct, frozen=True):
    """A purchase asked of the book in tests/cases/good/refusals, and facts that its refusal must show."""

    code: str
    shows: dict[str, object]
    region: str = "DE"
    platform: str = "ios"
    package: str = "plain"
    quantity: int = 1
    at: str = "2026-07-01T00:00:00Z"
    facts: tuple[tuple[str, str], ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    budget: tuple[str, str] | None = None


QUESTIONS = (
    Question("UNKNOWN_REGION", {"region": "DX"}, region="DX"),
    Question("UNKNOWN_PLATFORM", {"platform": "console", "known": ["ios", "web"]}, platform="console"),
    Question("UNKNOWN_PACKAGE", {"packageId": "plane", "nearest": ["plain"]}, package="plane"),
    Question("NOT_SOLD", {"packageId": "absent", "region": "DE", "platform": "ios"}, package="absent"),
    Question("BEFORE_RULES", {"begins": "2024-12-31T23:00:00Z"}, at="2024-12-31T22:59:59Z"),
    Question("QUANTITY_OUT_OF_RANGE", {"quantity": 10001, "least": 1, "most": 10000}, quantity=10001),
    Question("NOT_ELIGIBLE", {"packageId": "adult"}, package="adult", facts=(("buyer.age", "17"),)),
    Question("FACT_NEEDED", {"fact": "buyer.member"}, package="member"),
    Question("UNKNOWN_FACT", {"fact": "buyer.height"}, facts=(("buyer.height", "180"),)),
    Question("INVALID_FACT", {"fact": "buyer.age", "value": "old"}, facts=(("buyer.age", "old"),)),
    Question("UNKNOWN_LIMIT", {"limitId": "weekly"}, used=(("weekly", "1 unit"),)),
    Question(
        "ABOVE_LIMIT",
        {
            **{"limitId": "purchases.limits.daily", "per": "calendar day", "allowed": "5000 units"},
            **{"used": "4999 units", "asked": "2 units", "left": "1 unit", "byListed": False},
            "resetsAt": "2026-07-01T22:00:00Z",
        },
        quantity=2,
        used=(("daily", "4999 units"),),
    ),
    Question(
        "OVER_BUDGET",
        {"budget": "3 units", "spent": "2 units", "asked": "2 units", "left": "1 unit", "byListed": False},
        quantity=2,
        budget=("3 units", "2 units"),
    ),
    Question(
        "OUTSIDE_ENVELOPE", {"packageId": "outside", "region": "DE", "platform": "ios"}, package="outside", quantity=3
    ),
)
