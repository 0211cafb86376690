"""Ten lines of a finance person, and one query by which a frontend shows all of it.

20 % off the two big packages on the last week-end of November, to price points, the first purchase doubled, not both.
"""

from typing import Any

import pytest

from ratecard.api.current import CurrentBook
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.loading.guarding import guarded
from tests.api.servers import serving
from tests.api.types.test_beside_a_price import PAGE
from tests.books import sound

LINES = """price_points: {EUR: [0.49, 0.99, {least: 1.49, most: 99.99, step: 0.50}]}
pricing: {rounding: half up to a price point}
lowest_price: {within: 30 days}
savings: {against: [coins_100]}
promotions:
  november: {name: {en: November sale}, packages: [coins_1000, coins_5000], discount: 20 %, exclusive: yes,
    from: 2026-11-28, last_day: 2026-11-29}
  first: {name: {en: First purchase doubled}, bonus: 100 %, exclusive: yes,
    limits: {each: {most: 1 unit}}}
"""
BOOK = {
    "rules/book.yaml": (
        "begins: 2026-01-01\nlanguages: [en]\nunits: {coin: Coin}\n"
        "platforms: {ios: {name: App Store}}\n"
        "tax:\n  display: inclusive\n  rounding: half up\n  per: unit\n  collected_by: store\n"
        "  lines: {vat: {name: VAT, rate: 19 %}}\ncommission: none\n"
        "packages:\n  coins_100: {coins: 100}\n  coins_1000: {coins: 1000, bonus: 50}\n"
        "  coins_5000: {coins: 5000, bonus: 400}\n"
    ),
    "rules/sales.yaml": LINES,
    "regions/de.yaml": (
        "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n"
        "prices: {coins_100: 1.49, coins_1000: 13.99, coins_5000: 64.99}\n"
    ),
}
SATURDAY = (
    PAGE.replace('"RO"', '"DE"')
    .replace('"de"', '"en"')
    .replace("2026-06-10T12:00:00Z", "2026-11-28T12:00:00Z")
    .replace("buyer: {member: false}", "")
)


def shown(query: str) -> dict[str, Any]:
    """What a frontend is answered."""
    with serving(CurrentBook(sound(load_texts(BOOK)))) as api:
        found = api.ask(query)["priceList"]
    assert isinstance(found, dict)
    return found


def test_they_are_ten_lines_at_most_and_nothing_is_odd_in_them() -> None:
    assert len(LINES.splitlines()) <= 10
    book = sound(load_texts(BOOK))
    assert guarded(book, Instant(1_790_000_000)).diagnostics == ()


def test_one_query_shows_the_sale_the_saving_the_lowest_price_and_what_this_buyer_could_still_get() -> None:
    page = shown(SATURDAY)
    small, large, largest = page["packages"]
    assert page["validUntil"] == "2026-11-29T23:00:00Z"
    assert page["bestValue"] == "coins_5000"
    assert [own["price"]["regular"]["formatted"] for own in (small, large, largest)] == ["€1.49", "€13.99", "€64.99"]
    assert [own["price"]["listed"]["formatted"] for own in (small, large, largest)] == ["€1.49", "€10.99", "€51.99"]
    assert [own["price"]["discount"]["amount"] for own in (small, large, largest)] == ["0.00", "3.00", "13.00"]
    assert [own["lowestPrice"]["amount"] for own in (small, large, largest)] == [
        None,
        {"amount": "13.99"},
        {"amount": "64.99"},
    ]
    assert [saved["amount"]["amount"] for own in (large, largest) for saved in own["savings"]] == ["4.65", "28.47"]
    assert [[applied["promotionId"] for applied in own["promotions"]] for own in (small, large)] == [[], ["november"]]
    assert [own["openPromotions"][0]["promotionId"] for own in (small, large, largest)] == ["first"] * 3


@pytest.mark.parametrize(
    ("used", "listed", "total"), [("0 units", "13.99", 2050), ("1 unit", "10.99", 1050)], ids=["first", "second"]
)
def test_the_first_purchase_is_doubled_and_never_on_sale_besides(used: str, listed: str, total: int) -> None:
    question = (
        'priceList(region: "DE", platform: "ios", locale: "en", at: "2026-11-28T12:00:00Z",'
        f' used: [{{limitId: "first.each", amount: "{used}"}}])'
        " { ... on PriceList { packages { packageId total price { listed { amount } } } } }"
    )
    large = shown(f"{{ {question} }}")["packages"][1]
    assert (large["price"]["listed"]["amount"], large["total"]) == (listed, total)
