"""Limits, as Python callers state and are told them."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

import ratecard
from ratecard.python.limits import OpenLimit
from ratecard.refusals import AboveLimit, InvalidInput, OverBudget
from tests.cases.smallest import CASES
from tests.refusing_earning import BOOK as EARNING

AT = datetime(2025, 6, 1, 12, tzinfo=UTC)
DAILY, OF_ROSES = "purchases.limits.daily", "gifts.rose.limits.daily"


def ask(**more: Any) -> ratecard.PurchaseQuote | ratecard.Refusal:
    """The answer for one coins_1000 in Germany."""
    book = ratecard.load(CASES / "good" / "limits")
    return book.purchase(region="DE", platform="web", package="coins_1000", at=AT, **more)


def test_what_a_purchase_uses_can_be_stated_by_the_next_one() -> None:
    first = ask(facts={"buyer.age": 30})
    assert isinstance(first, ratecard.PurchaseQuote)
    assert first.uses[1] == ratecard.UsedAmount(DAILY, "12.99 EUR")
    assert first.uses[2] == ratecard.UsedAmount("purchases.limits.weekly", "1000 coins", package_id="coins_1000")
    assert first.open_limits[1] == OpenLimit(DAILY, "500.00 EUR", "calendar day", None)
    assert not first.limits_by_listed
    second = ask(used=first.uses)
    assert isinstance(second, AboveLimit)
    assert (second.limit_id, second.left) == ("packages.coins_1000.limits.once", "0 units")


def test_a_budget_refuses_what_is_more() -> None:
    assert isinstance(ask(budget=ratecard.Budget("12.99 EUR")), ratecard.PurchaseQuote)
    over = ask(budget=ratecard.Budget("12.99 EUR", used="0.01 EUR"))
    assert isinstance(over, OverBudget)
    assert over.left == "12.98 EUR"


def test_a_list_withholds_what_is_above_a_limit() -> None:
    book = ratecard.load(CASES / "good" / "limits")
    used = [ratecard.UsedAmount("once", "1 unit")]
    listed = book.price_list(region="DE", platform="web", at=AT, used=used, budget=ratecard.Budget("100 EUR"))
    assert isinstance(listed, ratecard.PriceList)
    assert [withheld.package_id for withheld in listed.withheld] == ["coins_1000"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"used": [ratecard.UsedAmount("daily", "5")]}, ("used", "0", "amount")),
        ({"used": [ratecard.UsedAmount("daily", "5 USD")]}, ("used", "0", "amount")),
        ({"budget": ratecard.Budget("five")}, ("budget", "most")),
        ({"budget": ratecard.Budget("5 EUR", "5")}, ("budget", "used")),
    ],
)
def test_what_was_typed_wrongly_is_refused(more: dict[str, Any], path: tuple[str, ...]) -> None:
    refused = ask(**more)
    assert isinstance(refused, InvalidInput)
    assert refused.path == path


@pytest.mark.parametrize(
    "more",
    [
        {"used": {"daily": "5 EUR"}},
        {"used": "daily"},
        {"used": [("daily", "5 EUR")]},
        {"used": [ratecard.UsedAmount("daily", cast(Any, 5))]},
        {"used": [ratecard.UsedAmount(cast(Any, None), "5 EUR")]},
        {"budget": "5 EUR"},
        {"budget": ratecard.Budget(cast(Any, 5))},
    ],
)
def test_a_wrong_call_raises(more: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        ask(**more)


def test_gifts_are_counted_for_their_sender() -> None:
    book = ratecard.load(EARNING)

    def send(*used: ratecard.UsedAmount) -> ratecard.GiftQuote | ratecard.Refusal:
        asked: dict[str, Any] = {"region": "DE", "platform": "web", "creator_region": "JP", "gift": "rose"}
        return book.gift(**asked, count=3, at=datetime(2026, 7, 1, 12, tzinfo=UTC), used=used)

    first = send()
    assert isinstance(first, ratecard.GiftQuote)
    assert first.open_limits == (OpenLimit(OF_ROSES, "2000000000 coins", "calendar day", None),)
    assert first.uses == (ratecard.UsedAmount(OF_ROSES, "15 coins"),)
    second = send(*first.uses)
    assert isinstance(second, ratecard.GiftQuote)
    assert (second.open_limits, second.valid_until) == ((), datetime(2026, 7, 1, 22, tzinfo=UTC))
    refused = send(ratecard.UsedAmount("daily", "1_999_999_990 coins"))
    assert isinstance(refused, AboveLimit)
    assert (refused.limit_id, refused.left) == (OF_ROSES, "10 coins")
