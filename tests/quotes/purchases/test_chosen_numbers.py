"""Chosen numbers: worked figures, and the most that some money buys, beside quotes of every number there is."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.loading import load_book, load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.chosen import quote_chosen
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import ChosenRequest
from ratecard.refusals import ChoiceOutOfRange, Refusal, SpendTooLow
from tests.book.asking import at
from tests.books import sound
from tests.cases.smallest import CASES
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.reference.small_worlds import texts_of

AT = at("2026-07-01")


def asked(
    book: RuleBook, thing: str, coins: int | None = None, spend: Money | None = None, quantity: int = 1
) -> PurchaseQuote | Refusal:
    """What the engine answers on the web in Germany."""
    return quote_chosen(book, ChosenRequest("DE", "web", thing, AT, coins=coins, spend=spend, quantity=quantity))


@pytest.mark.parametrize(
    ("thing", "coins", "listed", "bonus"),
    [
        ("top_up", 30, 42, 0),
        ("top_up", 4999, 6949, 0),
        ("top_up", 5000, 6950, 50),
        ("top_up", 5001, 6951, 50),
        ("top_up", 5099, 7084, 50),
        ("top_up", 6000, 8300, 60),
        ("whole", 4950, 6881, 0),
        ("whole", 5000, 6750, 0),
        ("whole", 6000, 8100, 0),
    ],
)
def test_each_coin_at_its_own_tier_and_all_at_the_tier_that_is_reached(
    thing: str, coins: int, listed: int, bonus: int
) -> None:
    """5,001 coins are 69.50 and 0.0135 EUR: 69.51. All 6,000 at 0.0135 EUR are 81.00."""
    quote = asked(sound(load_book(CASES / "good" / "chosen")), thing, coins)
    assert isinstance(quote, PurchaseQuote)
    assert (quote.listed_minor, quote.bonus) == (listed, bonus)


@pytest.mark.parametrize(("coins", "nearest"), [(60, ("50", "100")), (49, ("50",)), (10_049, ("10000",))])
def test_a_number_on_no_step_is_told_those_beside_it(coins: int, nearest: tuple[str, ...]) -> None:
    told = asked(sound(load_book(CASES / "good" / "chosen")), "whole", coins)
    assert isinstance(told, ChoiceOutOfRange)
    assert told.nearest == nearest


EURO = Currency("EUR", 2)
EACH = st.sampled_from(("0.0139", "0.009", "0.012", "0.031", "0.11")).map(lambda number: f"{number} EUR each")
STARTS = st.lists(st.integers(3, 60), max_size=3, unique=True).map(sorted)
LESS_FROM_HALF = (
    "{display: exclusive, lines: {vat: {rate: 0 %}, "
    "extra: {rate: {by: purchase.amount, from: {0 EUR: 40 %, 0.50 EUR: 3 %}}}}}"
)
TAXES = st.sampled_from(
    (
        "{display: exclusive, lines: {extra: {rate: 9.975 %}}}",
        LESS_FROM_HALF,
        "",
    )
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[str, str, str]:
    """A range of numbers, their price, and the tax that is paid on top, or is inside."""
    starts = [0, *draw(STARTS)]
    tiers = ", ".join(f"{start}: {draw(EACH)}" for start in starts)
    price = f"{{tiers: {{{tiers}}}}}" if draw(st.booleans()) else f"{{by: purchase.coins, from: {{{tiers}}}}}"
    least, many, step = draw(st.integers(1, 30)), draw(st.integers(0, 20)), draw(st.sampled_from((1, 3, 7)))
    return f"{{least: {least}, most: {least + many * step}, step: {step}}}", price, draw(TAXES)


def book_of(coins: str, price: str, tax: str) -> RuleBook | None:
    """A book that sells top_up in Germany, with this tax on the web; None where a number has no price."""
    rules = (
        "facts: {purchase.coins: {type: count}, purchase.amount: {type: money}}\npricing: {rounding: half up}\n"
        f"packages: {{top_up: {{coins: {coins}}}}}\n"
    )
    own = f"prices: {{top_up: {price}}}\n{f'platforms: {{web: {{tax: {tax}}}}}' if tax else ''}\n"
    return load_texts(texts_of(rules, de=own) | {"rules/engine.yaml": FOR_THE_ENGINE}).book


def test_the_most_may_lie_beyond_an_amount_from_which_less_tax_comes_on_top() -> None:
    """At 0.01 EUR each, 45 coins are 0.63 EUR with 40 % on top, and 58 are 0.60 EUR with 3 %."""
    book = book_of("{most: 90}", "0.01 EUR each", LESS_FROM_HALF)
    assert book is not None
    answer = asked(book, "top_up", spend=Money(60, EURO))
    assert isinstance(answer, PurchaseQuote)
    assert (answer.coins, answer.gross_minor) == (58, 60)


@settings(max_examples=40, deadline=None)
@given(world=worlds(), spent=st.lists(st.integers(1, 250), min_size=3, max_size=3), quantity=st.sampled_from((1, 1, 3)))
def test_the_most_for_some_money_is_the_greatest_number_that_costs_no_more(
    world: tuple[str, str, str], spent: list[int], quantity: int
) -> None:
    book = book_of(*world)
    assume(book is not None)
    assert book is not None
    costs: dict[int, int] = {}
    for number in range(1, 200):
        quote = asked(book, "top_up", number, quantity=quantity)
        if isinstance(quote, PurchaseQuote):
            assert quote.gross_minor is not None
            costs[number] = quote.gross_minor
    for minor in (*spent, *list(costs.values())[-2:]):
        answer = asked(book, "top_up", spend=Money(minor, EURO), quantity=quantity)
        most = max((number for number, cost in costs.items() if cost <= minor), default=None)
        if most is None:
            assert isinstance(answer, SpendTooLow)
            continue
        assert isinstance(answer, PurchaseQuote)
        assert answer.coins == most * quantity
