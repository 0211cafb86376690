"""A sale of packages never moves what gifts are worth, nor a creator's diamonds: both are of the regular price."""

import pytest

from tests.quotes.gifts.promoted import EACH, promoting, sent

ROUNDING = "pricing: {rounding: half up}\n"
RATES = "fx: {base: USD, rounding: half up, rates: {EUR: 0.5}}\n"
SALES = (
    "discount: 50 %",
    "discount: 0.30 EUR",
    "price: {c: 0.20 EUR}",
    "bonus: 100 %",
    "bonus: 300, replaces: package bonus",
    "discount: 100 %",
)
EARNINGS = (
    EACH,
    "{base: net, share: 50 %, rounding: down, scope: each}",
    "{base: proceeds, share: 50 %, rounding: down, scope: total}",
)


@pytest.mark.parametrize("earnings", EARNINGS)
@pytest.mark.parametrize("given", SALES)
def test_a_sale_never_moves_the_worth_of_a_gift_or_what_its_creator_earns(given: str, earnings: str) -> None:
    more = ROUNDING + RATES
    before = sent(promoting("", earnings, more), "lion", 3)
    on_sale = sent(promoting(f"  sale: {{name: Sale, {given}}}\n", earnings, more), "lion", 3)
    figures = [(quote.worth_minor, quote.diamonds, quote.coins, quote.subsidy) for quote in (before, on_sale)]
    assert figures[0] == figures[1]
    assert figures[0][0] == 1500, "1.00 EUR are 100 coins, and three gifts are 1,500"
