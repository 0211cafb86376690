"""Prices of each coin for packages of a fixed number, in tiers or not: figures worked by hand, traces, and mistakes."""

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Severity
from ratecard.loading import load_texts
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.quotes.tracing.replaying import exact, replay
from tests.reference import answering, reading
from tests.reference.small_worlds import request, texts_of

CENTS = "pricing: {rounding: half up}\n"
SOLD = "facts: {purchase.coins: {type: count}}\npackages: {big: {coins: 6000}}\n"
EACH = "{tiers: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
WHOLE = "{by: purchase.coins, from: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"


def texts(price: str, more: str = CENTS, coins: int = 6000) -> dict[str, str]:
    """Germany sells a package of so many coins at this price, and the web at half of it."""
    rules = f"{more}{SOLD}platforms: {{web: {{pricing: {{derive: {{from: {{platform: ios}}, factor: 0.5}}}}}}}}\n"
    return texts_of(rules.replace("6000", str(coins)), de=f"prices: {{big: {price}}}\n")


def book(files: dict[str, str]) -> RuleBook:
    loaded = load_texts(files | {"rules/engine.yaml": FOR_THE_ENGINE})
    assert loaded.errors == 0, loaded.diagnostics
    assert loaded.book is not None
    return loaded.book


def bought(files: dict[str, str], where: str = "DE ios big") -> PurchaseQuote:
    answer = quote_purchase(book(files), request(where))
    assert isinstance(answer, PurchaseQuote), answer
    known = answering.quote(reading.read(files), request(where))
    assert getattr(known, "listed", None) == answer.listed_minor
    return answer


@pytest.mark.parametrize(
    ("price", "coins", "expected"),
    [
        (WHOLE, 6000, 8100),
        (EACH, 6000, 8300),
        (EACH, 5000, 6950),
        (EACH, 5001, 6951),  # 69.5135: the 5,001st coin is the first of the second tier
        (WHOLE, 4999, 6949),
        (WHOLE, 5000, 6750),
        ("0.0139 EUR each", 14, 19),  # 0.1946
        ("0.000001 EUR each", 5000, 1),  # 0.005
        ("1 EUR per 80", 100, 125),
        ("0 EUR each", 100, 0),
    ],
)
def test_a_package_costs_its_coins(price: str, coins: int, expected: int) -> None:
    files = texts(price, coins=coins)
    assert bought(files).listed_minor == expected
    assert bought(files, "DE web big").listed_minor == -(-expected // 2)  # half of what is rounded already


def test_a_trace_shows_each_tier_with_its_place_and_that_of_the_coins() -> None:
    steps = [step for step in trace_purchase(bought(texts(EACH))) if "price of the coins" in step.figure]
    assert [(step.figure, formula(step), str(step.output)) for step in steps] == [
        ("price of the coins beyond 0", "0.0139 EUR each × 5000", "69.50 EUR"),
        ("price of the coins beyond 5000", "0.0135 EUR each × 1000", "13.50 EUR"),
        ("price of the coins", "69.50 EUR + 13.50 EUR", "83.00 EUR"),
    ]
    places = [[given.place for given in step.inputs] for step in steps[:2]]
    columns = [[(place.file, place.column) for place in own if place is not None] for own in places]
    coins = ("rules/more.yaml", 25)
    assert columns == [
        [("regions/de.yaml", 27), coins],
        [("regions/de.yaml", 50), coins],
    ]
    for step in steps:
        assert replay(step) == exact(step.output)


def test_tiers_are_dated_and_vary_by_facts_whole() -> None:
    dated = f"{{begins: 0.05 EUR each, 2026-07-01: {{by: buyer.member, is: {{yes: {EACH}}}, other: 0.03 EUR each}}}}"
    whole = book(texts(dated))
    for at, facts, expected in (
        ("2026-06-30T12:00+00:00", {}, 30000),
        ("2026-07-01T12:00+00:00", {"buyer__member": True}, 8300),
        ("2026-07-01T12:00+00:00", {}, 18000),
    ):
        answer = quote_purchase(whole, request("DE ios big", at, **facts))
        assert isinstance(answer, PurchaseQuote)
        assert answer.listed_minor == expected


@pytest.mark.parametrize(
    ("price", "more", "code", "said"),
    [
        ("0.0000001 EUR each", CENTS, "too-many-digits", "more than 6 decimals, 4 more than EUR"),
        ("1 EUR per 72", CENTS, "too-many-digits", "more than 6 decimals"),
        ("0.01 USD each", CENTS, "price-in-other-currency", "whose currency is EUR"),
        ("0.01 EUR each", "", "cannot-derive", "nothing says how it is rounded"),
        ("0.00000083 EUR each", CENTS, "too-many-digits", "decimals"),
        ("0.01 EUR each", "pricing: {rounding: down to 100}\n", "price-of-nothing", "which is rounded to 0"),
        ("{tiers: {1: 0.01 EUR each}}", CENTS, "tiers-out-of-order", "begins at 1"),
        ("{tiers: {0: 0.01 EUR each, 9: 0.02 EUR each, 5: 0.01 EUR each}}", CENTS, "tiers-out-of-order", "behind"),
        ("{tiers: {0: 0.01 EUR each, 5: 0.02 USD each}}", CENTS, "amount-in-other-currency", "in USD"),
        ("{tiers: {0: 0.01 EUR each, 5: none}}", CENTS, "not-a-unit-price", "none"),
        ("{tiers: {0: 0.01 EUR each, 5: 0.02}}", CENTS, "not-a-unit-price", "0.02"),
        ("{tiers: {0: 0.01 EUR each}, as: coins_100}", CENTS, "unknown-key", "as is not a key beside tiers"),
        ("{tier: {0: 0.01 EUR each}}", CENTS, "unknown-key", "tier is not a key"),
        ("{tiers: 4.99}", CENTS, "not-a-mapping", "where tiers should"),
        (f"{{tiers: {{{', '.join(f'{n}: 1 EUR each' for n in range(51))}}}}}", CENTS, "too-many-tiers", "may have 50"),
    ],
)
def test_what_is_wrong_is_said_once(price: str, more: str, code: str, said: str) -> None:
    loaded = load_texts(texts(price, more) | {"rules/engine.yaml": FOR_THE_ENGINE})
    (error,) = [found for found in loaded.diagnostics if found.severity is Severity.ERROR]
    assert error.code == code, error
    assert said in error.sentence


def test_an_item_has_no_price_of_each_coin() -> None:
    files = texts_of(f"{CENTS}items: {{sub: {{name: Sub}}}}\n", de="prices: {sub: 0.01 EUR each}\n")
    loaded = load_texts(files | {"rules/engine.yaml": FOR_THE_ENGINE})
    assert [found.code for found in loaded.diagnostics if found.severity is Severity.ERROR] == ["unfitting-price"]


def test_below_a_stated_least_a_price_is_raised_to_it() -> None:
    bounds = "price_bounds: {EUR: {least: 0.29, most: 99.99}}\n"
    assert bought(texts("0.0001 EUR each", CENTS + bounds, 10)).listed_minor == 29


def test_two_ways_of_writing_a_price_have_one_digest() -> None:
    first, second, other = (book(texts(price)) for price in ("0.01 EUR each", "1 EUR per 100", "0.02 EUR each"))
    assert first.digest == second.digest != other.digest
