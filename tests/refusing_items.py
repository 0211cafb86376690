"""One question for each way in which an item, or an exchange, can be refused, for the command line and for HTTP."""

from pathlib import Path

import msgspec

BOOK = Path(__file__).parent / "cases" / "good" / "items"


class ItemQuestion(msgspec.Struct, frozen=True):
    """An item asked of the book in tests/cases/good/items, and facts that its refusal must show."""

    code: str
    shows: dict[str, object]
    item: str = "tier_1"
    quantity: int = 1
    at: str = "2026-07-01T00:00:00Z"
    facts: tuple[tuple[str, str], ...] = ()
    used: tuple[tuple[str, str], ...] = ()


ITEMS = (
    ItemQuestion("UNKNOWN_ITEM", {"itemId": "tier_9", "nearest": ["tier_2", "tier_1"]}, item="tier_9"),
    ItemQuestion("UNKNOWN_ITEM", {"itemId": "coins_100", "nearest": []}, item="coins_100"),
    ItemQuestion("ITEM_NOT_SOLD", {"itemId": "away", "region": "DE", "platform": "ios"}, item="away"),
    ItemQuestion("ITEM_NOT_ELIGIBLE", {"itemId": "shout"}, item="shout", facts=(("buyer.age", "15"),)),
    ItemQuestion("QUANTITY_OUT_OF_RANGE", {"quantity": 0, "least": 1, "most": 10000}, quantity=0),
    ItemQuestion("FACT_NEEDED", {"fact": "buyer.member"}, item="tier_2"),
    ItemQuestion(
        "ABOVE_LIMIT",
        {"limitId": "items.tier_2.limits.once", "allowed": "1 unit", "used": "1 unit", "left": "0 units"},
        item="tier_2",
        facts=(("buyer.member", "yes"),),
        used=(("once/item:tier_2", "1 unit"),),
    ),
)


class ExchangeQuestion(msgspec.Struct, frozen=True):
    """An exchange asked of the same book, and facts that its refusal must show."""

    code: str
    shows: dict[str, object]
    unit: str = "gem"
    count: int = 1
    region: str = "DE"
    platform: str = "ios"
    at: str = "2026-07-01T00:00:00Z"


EXCHANGES = (
    ExchangeQuestion("UNKNOWN_UNIT", {"unitId": "gold", "known": ["coin", "gem", "ticket"]}, unit="gold"),
    ExchangeQuestion("NOT_EXCHANGED", {"unitId": "gem", "platform": "web"}, platform="web"),
    ExchangeQuestion("NOT_EXCHANGED", {"unitId": "coin", "region": "DE"}, unit="coin"),
    ExchangeQuestion("NOTHING_RECEIVED", {"unitId": "ticket", "count": 2, "least": 3}, unit="ticket", count=2),
    ExchangeQuestion("QUANTITY_OUT_OF_RANGE", {"quantity": 0, "least": 1, "most": 1_000_000_000}, count=0),
    ExchangeQuestion("UNKNOWN_REGION", {"region": "XX"}, region="XX"),
    ExchangeQuestion("BEFORE_RULES", {}, at="2020-01-01T00:00:00Z"),
)
