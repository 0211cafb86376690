"""Amounts beyond 2^53, where a reader of JSON numbers would lose digits."""

import json
from collections.abc import Iterator

import pytest

from ratecard.api.current import CurrentBook
from ratecard.loading import load_texts
from tests.api.servers import Api, serving
from tests.books import sound
from tests.cases.smallest import changed, germany, replaced

BEYOND = 2**53 + 1

QUOTE = """
query ($package: ID!, $quantity: Int!) {
  purchaseQuote(input: {region: "DE", platform: "ios", packageId: $package, quantity: $quantity}) {
    ... on PurchaseQuote {
      coins bonus total
      price { listed { amount minorUnits formatted } gross { minorUnits } net { minorUnits } tax { minorUnits } }
      perCoin { numerator denominator }
    }
  }
}
"""


@pytest.fixture(scope="module")
def large() -> Iterator[Api]:
    changes = {
        **germany(("coins_1000: 12.99", "coins_1000: 90071992547409.93")),
        **replaced("rules/packages.yaml", ("{coins: 100}", f"{{coins: {BEYOND}}}")),
    }
    with serving(CurrentBook(sound(load_texts(changed(changes))))) as started:
        yield started


def test_money_beyond_2_to_the_53_keeps_every_digit(large: Api) -> None:
    quote = large.ask(QUOTE, package="coins_1000", quantity=10_000)["purchaseQuote"]
    listed = quote["price"]["listed"]
    assert listed["minorUnits"] == str(BEYOND * 10_000) == "90071992547409930000"
    assert listed["amount"] == "900719925474099300.00"
    assert listed["formatted"] == "€900,719,925,474,099,300.00"
    net, tax = int(quote["price"]["net"]["minorUnits"]), int(quote["price"]["tax"]["minorUnits"])
    assert net + tax == BEYOND * 10_000
    assert net == round_half_up(BEYOND * 100, 119) * 10_000


def test_coins_are_numbers_until_a_number_could_lose_a_digit(large: Api) -> None:
    assert large.ask(QUOTE, package="coins_1000", quantity=1)["purchaseQuote"]["total"] == 1050
    body = large.post(QUOTE, package="coins_100", quantity=1).text
    assert f'"coins":"{BEYOND}"' in body.replace(" ", "")
    assert json.loads(body)["data"]["purchaseQuote"]["bonus"] == 0


def test_no_amount_is_ever_a_json_number(large: Api) -> None:
    price = large.ask(QUOTE, package="coins_1000", quantity=1)["purchaseQuote"]
    figures = [*price["price"].values(), price["perCoin"]]
    assert all(isinstance(value, str) for figure in figures for value in figure.values())


def round_half_up(numerator: int, denominator: int) -> int:
    """A positive ratio to the nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)
