"""One question for each way in which a gift or a payout can be refused, for the command line and for HTTP alike."""

from pathlib import Path

import msgspec

BOOK = Path(__file__).parent / "cases" / "good" / "earning"

AT = "2026-07-01T00:00:00Z"
LOT = ("10000", "2026-03-01T00:00:00Z", "", "")


class GiftQuestion(msgspec.Struct, frozen=True):
    """A gift asked of the book in tests/cases/good/earning, and facts that its refusal must show."""

    code: str
    shows: dict[str, object]
    region: str = "DE"
    platform: str = "web"
    creator_region: str = "JP"
    gift: str = "rose"
    kind: str = "live"
    count: int = 1
    used: tuple[tuple[str, str], ...] = ()
    at: str = AT
    facts: tuple[tuple[str, str], ...] = ()


class PayoutQuestion(msgspec.Struct, frozen=True):
    """A payout asked of the same book. Lots are diamonds, instant, class and source region, each as text."""

    code: str
    shows: dict[str, object]
    region: str = "DE"
    method: str = "paypal"
    diamonds: int | None = 20_000
    lots: tuple[tuple[str, str, str, str], ...] = ()
    want: tuple[str, str] | None = None
    used: tuple[tuple[str, str], ...] = ()
    at: str = AT
    facts: tuple[tuple[str, str], ...] = ()


GIFTS = (
    GiftQuestion("UNKNOWN_REGION", {"region": "DX"}, region="DX"),
    GiftQuestion("UNKNOWN_REGION", {"region": "JX"}, creator_region="JX"),
    GiftQuestion("UNKNOWN_PLATFORM", {"platform": "console"}, platform="console"),
    GiftQuestion("BEFORE_RULES", {"begins": "2024-12-31T23:00:00Z"}, at="2024-12-31T22:59:59Z"),
    GiftQuestion("QUANTITY_OUT_OF_RANGE", {"quantity": 0, "least": 1, "most": 1_000_000}, count=0),
    GiftQuestion("UNKNOWN_FACT", {"fact": "buyer.height"}, facts=(("buyer.height", "1"),)),
    GiftQuestion("INVALID_FACT", {"fact": "buyer.age", "value": "old"}, facts=(("buyer.age", "old"),)),
    GiftQuestion("UNKNOWN_GIFT", {"giftId": "rosy", "nearest": ["rose"]}, gift="rosy"),
    GiftQuestion("GIFT_UNAVAILABLE", {"giftId": "snowman", "region": "DE", "platform": "web"}, gift="snowman"),
    GiftQuestion("WRONG_KIND", {"giftId": "yacht", "kind": "video", "known": ["live"]}, gift="yacht", kind="video"),
    GiftQuestion("NO_EARNINGS", {"region": "KR", "kind": "live"}, creator_region="KR"),
    GiftQuestion("NO_MONEY_BASE", {"region": "US", "platform": "web"}, region="US", gift="ticket", kind="shop"),
    GiftQuestion("SENDER_NOT_ELIGIBLE", {"giftId": "rose"}, facts=(("buyer.age", "17"),)),
    GiftQuestion("SENDER_NOT_ELIGIBLE", {"giftId": "yacht"}, gift="yacht", facts=(("buyer.level", "19"),)),
    GiftQuestion("CREATOR_NOT_ELIGIBLE", {"region": "JP"}, facts=(("creator.followers", "999"),)),
    GiftQuestion("UNKNOWN_LIMIT", {"limitId": "yearly"}, used=(("yearly", "1 gift"),)),
    GiftQuestion(
        "ABOVE_LIMIT",
        {
            **{"limitId": "gifts.rose.limits.daily", "per": "calendar day", "allowed": "2000000000 coins"},
            **{"used": "1999999990 coins", "asked": "15 coins", "left": "10 coins", "resetsAt": "2026-07-01T22:00:00Z"},
        },
        count=3,
        used=(("daily", "1999999990 coins"),),
    ),
    GiftQuestion("FX_STALE", {"currency": "KRW"}, region="KR", kind="video"),
    GiftQuestion("NO_FX_RATE", {"currency": "GBP"}, region="GB", kind="video"),
)
PAYOUTS = (
    PayoutQuestion("DIAMONDS_OUT_OF_RANGE", {"diamonds": 0, "least": 1}, diamonds=0),
    PayoutQuestion("UNKNOWN_REGION", {"region": "DX"}, region="DX"),
    PayoutQuestion("BEFORE_RULES", {"begins": "2024-12-31T23:00:00Z"}, at="2024-12-31T22:59:59Z"),
    PayoutQuestion("UNKNOWN_FACT", {"fact": "creator.height"}, facts=(("creator.height", "1"),)),
    PayoutQuestion("INVALID_FACT", {"fact": "creator.age", "value": "old"}, facts=(("creator.age", "old"),)),
    PayoutQuestion("NO_PAYOUTS", {"region": "US"}, region="US"),
    PayoutQuestion("UNKNOWN_METHOD", {"methodId": "cash", "known": ["bank", "free", "paypal", "post"]}, method="cash"),
    PayoutQuestion("CREATOR_NOT_ELIGIBLE", {"region": "DE"}, facts=(("creator.age", "17"),)),
    PayoutQuestion("FACT_NEEDED", {"fact": "lot.source_region"}, region="IN"),
    PayoutQuestion(
        "FACT_NEEDED",
        {"fact": "lot.class"},
        diamonds=None,
        lots=(LOT, ("10000", "2026-03-01T00:00:00Z", "earned", "")),
    ),
    PayoutQuestion("INVALID_LOT", {"lot": 1}, lots=(("20000", "2026-07-01T00:00:01Z", "", ""),)),
    PayoutQuestion("INVALID_LOT", {"lot": 2}, lots=(LOT, ("20000", "2024-07-01T00:00:00Z", "", ""))),
    PayoutQuestion("FX_STALE", {"currency": "KRW", "expired": "2026-02-04T15:00:00Z"}, region="KR"),
    PayoutQuestion("NO_FX_RATE", {"currency": "GBP"}, region="GB"),
    PayoutQuestion("NOT_ENOUGH_DIAMONDS", {"available": 10000, "needed": 20000}, lots=(LOT,)),
    PayoutQuestion("NOT_ENOUGH_DIAMONDS", {"needed": 19_575}, diamonds=None, lots=(LOT,), want=("90.00", "EUR")),
    PayoutQuestion("WRONG_CURRENCY", {"given": "USD", "expected": "EUR"}, diamonds=None, want=("90", "USD")),
    PayoutQuestion("WRONG_CURRENCY", {"what": "used daily"}, used=(("daily", "3 payouts"),)),
    PayoutQuestion(
        "UNKNOWN_LIMIT", {"limitId": "yearly", "known": ["daily", "monthly", "stock"]}, used=(("yearly", "1"),)
    ),
    PayoutQuestion("NOTHING_LEFT", {}, method="post"),
    PayoutQuestion("BELOW_MINIMUM", {}, diamonds=9_090),
    PayoutQuestion("BELOW_MINIMUM", {}, diamonds=18_181, method="bank"),
    PayoutQuestion(
        "ABOVE_LIMIT",
        {"limitId": "daily", "allowed": "1000.00 USD", "used": "890.01 USD", "asked": "110.00 USD"},
        used=(("daily", "890.01 USD"),),
    ),
    PayoutQuestion(
        "ABOVE_LIMIT",
        {"limitId": "monthly", "allowed": "3 payouts", "used": "3 payouts", "asked": "1 payout"},
        used=(("monthly", "3 payouts"), ("daily", "0.00 USD"), ("stock", "0")),
    ),
    PayoutQuestion("ABOVE_LIMIT", {"limitId": "daily", "used": None, "asked": "1000.45 USD"}, diamonds=181_900),
)
