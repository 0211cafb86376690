"""One query for a frontend: the struck price and the new one, savings, the lowest price, what is open, until when."""

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from tests.api.servers import serving
from tests.books import sound
from tests.quotes.purchases.test_beside_a_price import TEXTS

PAGE = """{
  priceList(region: "RO", platform: "ios", locale: "de", at: "2026-06-10T12:00:00Z",
            buyer: {member: false}) {
    ... on PriceList {
      validUntil
      bestValue
      packages {
        packageId
        price { regular { formatted } listed { formatted } discount { amount } }
        savings { against { packageId platform way } amount { amount formatted } rate rateFormatted }
        lowestPrice { amount { amount } reason reducedSince within }
        secondCurrency { currency listed { amount } }
        promotions { promotionId until }
        openPromotions { promotionId needsCode neededFacts price { listed { amount } } }
        assumedFacts
      }
    }
    ... on Refusal { code message }
  }
}"""


@pytest.fixture(scope="module")
def page() -> object:
    """The page of a shop in Romania on 10 June 2026, when two sales run."""
    with serving(CurrentBook(sound(load_texts(TEXTS)))) as api:
        return api.ask(PAGE)["priceList"]


def test_one_query_gives_a_page_all_that_it_shows_of_a_price(page: dict[str, object]) -> None:
    packages = {package["packageId"]: package for package in page["packages"]}  # type: ignore[attr-defined]
    large = packages["coins_1000"]
    assert large["price"] == {
        "regular": {"formatted": "20,00\u00a0€"},
        "listed": {"formatted": "16,00\u00a0€"},
        "discount": {"amount": "4.00"},
    }
    first = large["savings"][0]
    assert first["against"] == {"packageId": "coins_100", "platform": None, "way": None}
    assert (first["amount"]["amount"], first["rate"], first["rateFormatted"]) == ("5.00", "5/21", "23,8\u00a0%")
    assert large["lowestPrice"] == {
        "amount": {"amount": "20.00"},
        "reason": None,
        "reducedSince": "2026-05-31T21:00:00Z",
        "within": "30 days",
    }
    assert large["secondCurrency"] is None
    assert [applied["promotionId"] for applied in large["promotions"]] == ["first", "second"]
    assert large["openPromotions"] == [
        {"promotionId": "welcome", "needsCode": True, "neededFacts": [], "price": {"listed": {"amount": "6.00"}}}
    ]


def test_the_page_says_when_to_ask_again_and_which_package_is_the_best_value(page: dict[str, object]) -> None:
    assert page["validUntil"] == "2026-06-14T21:00:00Z"  # when the third sale begins
    assert page["bestValue"] == "coins_1000"


def test_in_bulgaria_the_same_query_has_both_currencies_and_ends_with_the_reduction() -> None:
    bulgaria = PAGE.replace('"RO"', '"BG"').replace("2026-06-10", "2026-03-10")
    with serving(CurrentBook(sound(load_texts(TEXTS)))) as api:
        page = api.ask(bulgaria)["priceList"]
    large = next(package for package in page["packages"] if package["packageId"] == "coins_1000")
    assert large["lowestPrice"]["amount"] == {"amount": "13.99"}
    assert large["secondCurrency"] == {"currency": "BGN", "listed": {"amount": "25.41"}}
    assert page["validUntil"] == "2026-03-30T21:00:00Z"  # thirty days after the price fell
