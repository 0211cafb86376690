"""What is said of promotions of gifts that state what does not fit."""

import pytest

from ratecard.loading import load_texts
from tests.quotes.gifts.promoted import EACH, GIFTS
from tests.quotes.small_chain import BOOK, DE, TAXES, payouts

SALE = "promotions: {{sale: {{name: Sale, {}}}}}\n"
OF_ROSES = "gifts: [rose], borne_by: platform, "


@pytest.mark.parametrize(
    ("stated", "code", "at_text"),
    [
        (OF_ROSES + "discount: 10 %, bonus: 5", "unfitting-promotion", "5"),
        (OF_ROSES + "discount: 10 %, bonus: {c: 5}", "unfitting-promotion", "5"),
        (OF_ROSES + "discount: 10 %, replaces: package bonus", "unfitting-promotion", "package bonus"),
        (OF_ROSES + "discount: 10 %, packages: [c]", "unfitting-promotion", "[c]"),
        (OF_ROSES + "discount: 3.00 EUR", "unfitting-promotion", "3.00 EUR"),
        (OF_ROSES + "price: 3 EUR", "unfitting-promotion", "3 EUR"),
        (OF_ROSES + "discount: {c: 10 %}", "unfitting-promotion", "10 %"),
        (OF_ROSES + "discount: 20", "amount-without-unit", "20"),
        (OF_ROSES + "discount: 120 %", "rate-above-whole", "120 %"),
        (OF_ROSES + "discount: 10 %, limits: {cap: {most: 3 units}}", "unfitting-promotion", "3 units"),
        (OF_ROSES + "discount: 10 %, limits: {cap: {most: 3 gifts, of: way}}", "unfitting-promotion", "way"),
        (OF_ROSES + "discount: 10 %, limits: {cap: {most: 3 coins, of: [gift, way]}}", "unfitting-promotion", "way"),
        (OF_ROSES + "discount: 10 %, limits: {cap: {most: 3 gifts, of: package}}", "unfitting-promotion", "package"),
        ("bonus: 5, limits: {cap: {most: 3 units, of: gift}}", "unfitting-promotion", "gift"),
        ("bonus: 5, limits: {cap: {most: 3 units, of: [way, gift, everyone]}}", "unfitting-promotion", "gift"),
        ("bonus: 5, limits: {cap: {most: 3 units, of: item}}", "unfitting-promotion", "item"),
        ("discount: 5 %, replaces: package bonus", "unfitting-promotion", "package bonus"),
        ("discount: 5 %, packages: []", "promotion-without-effect", ""),
        (OF_ROSES.replace("rose", "") + "discount: 5 %", "promotion-without-effect", ""),
        ("gifts: [rose], discount: 10 %", "incomplete-terms", ""),
        ("gifts: [roze], borne_by: platform, discount: 10 %", "unknown-gift", "roze"),
        ("kinds: [lives], borne_by: platform, discount: 10 %", "unknown-kind", "lives"),
        ("discount: 5 coins", "unfitting-promotion", "5 coins"),
        ("price: 400 coins", "unfitting-promotion", "400 coins"),
        ("price: 5_000", "unfitting-promotion", "5_000"),
        ("bonus: 5, limits: {cap: {most: 3 gifts}}", "unfitting-promotion", "3 gifts"),
        ("bonus: 5, limits: {cap: {most: 3 units, per: gift}}", "unfitting-promotion", "gift"),
    ],
)
def test_what_does_not_fit_is_told_where_it_stands(stated: str, code: str, at_text: str) -> None:
    kinds = f"earnings: {{live: {EACH}, video: {EACH}}}\n"
    text = BOOK + TAXES + GIFTS + kinds + payouts() + "pricing: {rounding: half up}\n" + SALE.format(stated)
    found = load_texts({"rules/book.yaml": text, "regions/de.yaml": DE + "prices: {c: 9.00}\n"}).diagnostics
    assert [diagnostic.code for diagnostic in found] == [code], found
    place = found[0].place
    assert place is not None
    line = text.splitlines()[place.line - 1]
    assert at_text in ("", line[place.column - 1 : place.end_column - 1])


def test_more_than_32_of_one_gift_are_too_many() -> None:
    sales = "".join(f"  s{n:02}: {{name: S, gifts: [rose], borne_by: platform, discount: 1 %}}\n" for n in range(33))
    kinds = f"earnings: {{live: {EACH}, video: {EACH}}}\n"
    text = BOOK + TAXES + GIFTS + kinds + payouts() + f"promotions:\n{sales}"
    found = load_texts({"rules/book.yaml": text, "regions/de.yaml": DE + "prices: {c: 9.00}\n"}).diagnostics
    assert {diagnostic.code for diagnostic in found} == {"too-many-promotions"}
