"""Limits over HTTP: what is used and open, and how long an answer to what was used may be kept."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from ratecard.loading import load_book
from tests.api.conftest import PLENTY
from tests.api.servers import Api, serving
from tests.books import sound
from tests.cases.smallest import CASES
from tests.refusing_earning import BOOK as EARNING

QUOTE = """
query ($used: [UsedInput!], $budget: BudgetInput, $quantity: Int, $at: DateTime) {
  purchaseQuote(
    input: {region: "DE", platform: "web", packageId: "coins_1000", used: $used, budget: $budget, quantity: $quantity}
    at: $at
  ) {
    __typename
    ... on Refusal { code message }
    ... on PurchaseQuote {
      validUntil limitsByListed
      uses { limitId packageId wayId amount }
      openLimits { limitId per most fact }
    }
    ... on AboveLimit { limitId left resetsAt }
    ... on InvalidInput { path }
  }
}
"""
LIST = """
query ($used: [UsedInput!], $budget: BudgetInput) {
  priceList(region: "DE", platform: "web", locale: "en", used: $used, budget: $budget) {
    __typename
    ... on Refusal { code }
    ... on PriceList { packages { packageId uses { amount } } withheld { packageId refusal { code } } }
  }
}
"""
ONCE, DAILY, WEEKLY = "packages.coins_1000.limits.once", "purchases.limits.daily", "purchases.limits.weekly"


@pytest.fixture(scope="module")
def limiting() -> Iterator[Api]:
    """A server of a book with limits."""
    book = CurrentBook(sound(load_book(CASES / "good" / "limits")))
    with serving(book, settings=Settings(burst=PLENTY, rate=PLENTY)) as started:
        yield started


@pytest.fixture(scope="module")
def earning() -> Iterator[Api]:
    """A server of a book whose gifts have limits."""
    with serving(CurrentBook(sound(load_book(EARNING)))) as started:
        yield started


def told(api: Api, *used: dict[str, str], **more: Any) -> httpx.Response:
    """The response to a purchase of which this was used before."""
    return api.post(QUOTE, used=list(used), **{"quantity": 1, **more})


def used(limit: str, amount: str, **of: str) -> dict[str, str]:
    """One statement of what was used."""
    return {"limitId": limit, "amount": amount, **of}


def test_a_quote_says_what_it_uses_and_what_is_open(limiting: Api) -> None:
    quote = limiting.ask(QUOTE, quantity=1, used=[used("weekly", "0 coins", packageId="coins_1000")])["purchaseQuote"]
    assert quote["uses"] == [
        {"limitId": ONCE, "packageId": None, "wayId": None, "amount": "1 unit"},
        {"limitId": DAILY, "packageId": None, "wayId": None, "amount": "12.99 EUR"},
        {"limitId": WEEKLY, "packageId": "coins_1000", "wayId": None, "amount": "1000 coins"},
    ]
    assert quote["openLimits"] == [
        {"limitId": ONCE, "per": None, "most": "1 unit", "fact": None},
        {"limitId": DAILY, "per": "calendar day", "most": "50.00 EUR", "fact": None},
    ]
    assert quote["limitsByListed"] is False


def test_an_answer_to_what_was_used_holds_no_longer_than_its_window(limiting: Api) -> None:
    daily = told(limiting, used("daily", "1.00 EUR"))
    assert daily.json()["data"]["purchaseQuote"]["validUntil"] == "2026-03-01T23:00:00Z"
    open_for_ever = told(limiting)
    assert open_for_ever.json()["data"]["purchaseQuote"]["validUntil"] is None


def kept(api: Api, limit: str, amount: str) -> bool:
    """Whether caches may keep the answer to a purchase of which so much of a limit was used before."""
    stated = f'used: [{{limitId: "{limit}", amount: "{amount}"}}]'
    market = 'region: "DE", platform: "web", packageId: "coins_100"'
    query = f"{{ purchaseQuote(input: {{{market}, {stated}}}) {{ __typename ... on Refusal {{ message }} }} }}"
    response = api.http.get("/graphql", params={"query": query})
    assert response.status_code == httpx.codes.OK, response.text
    return response.headers["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize(
    ("limit", "amount", "expected"),
    [
        ("daily", "1.00 EUR", True),
        ("weekly", "100 coins", False),
        ("daily", "50.00 EUR", False),
        ("daily", "1 unit", False),
        ("monthly", "1 unit", False),
        ("daily", "one", True),
    ],
)
def test_no_cache_keeps_what_a_rolling_window_or_the_rules_of_an_instant_decide(
    limiting: Api, limit: str, amount: str, expected: bool
) -> None:
    assert kept(limiting, limit, amount) is expected


def test_a_refusal_says_what_is_left_and_until_when(limiting: Api) -> None:
    refused = told(limiting, used("once", "0 units"), used("daily", "40 EUR")).json()["data"]["purchaseQuote"]
    assert (refused["code"], refused["limitId"]) == ("ABOVE_LIMIT", DAILY)
    assert (refused["left"], refused["resetsAt"]) == ("10.00 EUR", "2026-03-01T23:00:00Z")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"used": [used("daily", "1")]}, ["input", "used", "0", "amount"]),
        ({"used": [used("daily", "1 USD")]}, ["input", "used", "0", "amount"]),
        ({"used": [used("daily", "1 EUR", packageId="coins_1000")]}, ["input", "used", "0", "packageId"]),
        ({"budget": {"most": "much"}}, ["input", "budget", "most"]),
        ({"budget": {"most": "1 USD"}}, ["input", "budget", "most"]),
        ({"budget": {"most": "1 EUR", "used": "1 coin"}}, ["input", "budget", "used"]),
    ],
)
def test_what_cannot_be_meant_ends_its_own_question(limiting: Api, asked: dict[str, Any], path: list[str]) -> None:
    refused = limiting.ask(QUOTE, quantity=1, **asked)["purchaseQuote"]
    assert (refused["code"], refused["path"]) == ("INVALID_INPUT", path)


def test_a_price_list_withholds_what_is_above_a_limit_or_the_budget(limiting: Api) -> None:
    listed = limiting.ask(LIST, used=[used("once", "1 unit")], budget={"most": "1.00 EUR"})["priceList"]
    reasons = {each["packageId"]: each["refusal"]["code"] for each in listed["withheld"]}
    assert reasons == {"coins_100": "OVER_BUDGET", "coins_1000": "ABOVE_LIMIT"}
    assert limiting.ask(LIST, used=[used("yearly", "1 unit")])["priceList"]["code"] == "UNKNOWN_LIMIT"
    assert limiting.ask(LIST, used=[used("daily", "1 unit")])["priceList"]["code"] == "INVALID_INPUT"


def test_there_is_a_bound_on_what_was_used(limiting: Api) -> None:
    error = limiting.error(QUOTE, quantity=1, used=[used("daily", "1 EUR")] * 51)
    assert error["message"] == "used holds 51 entries; at most 50 are taken"


GIFT = """
query ($count: Int, $used: [UsedInput!]) {
  giftQuote(
    input: {region: "DE", platform: "web", creatorRegion: "JP", giftId: "rose", count: $count, used: $used}
    at: "2026-07-01T00:00:00Z"
  ) {
    ... on GiftQuote { validUntil coins uses { limitId giftId amount } openLimits { limitId per most } }
    ... on Refusal { code }
  }
}
"""
OF_ROSES = "gifts.rose.limits.daily"


def test_gifts_are_counted_for_their_sender(earning: Api) -> None:
    quote = earning.ask(GIFT, count=3)["giftQuote"]
    assert quote["uses"] == [{"limitId": OF_ROSES, "giftId": None, "amount": "15 coins"}]
    assert quote["openLimits"] == [{"limitId": OF_ROSES, "per": "calendar day", "most": "2000000000 coins"}]
    assert quote["validUntil"] == "2026-12-31T15:00:00Z"
    again = earning.ask(GIFT, count=3, used=[used("daily", "15 coins")])["giftQuote"]
    assert (again["coins"], again["openLimits"]) == (15, [])
    assert again["validUntil"] == "2026-07-01T22:00:00Z"
