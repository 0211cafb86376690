"""The prices that the reference computes, worked by hand there, asked of the engine: each figure has to be the same."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import cast

import pytest

from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.quotes.tracing.formulas import value_text
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import NotSold
from tests.quotes.purchases.worlds import World, price, world
from tests.quotes.tracing.replaying import exact, replay
from tests.reference import test_derived_prices, test_what_prices_follow, test_which_price_stands
from tests.reference.small_worlds import request

CENTS = "pricing: {rounding: half up}\n"
ASKS_THE_REFERENCE = {"found", "quote", "listed", "steps", "chained", "raises"}
"""What a case of the reference names that asks for more than a price: those cases have tests of their own here."""


OF_OTHER_BOOKS = {
    "test_how_a_tax_is_rounded_need_not_be_known": "a book may not say that a rounding is unknown",
    "test_a_subdivisions_derive_beats_its_countrys_price": "its web would be sold without a tax",
    "test_a_source_that_changes_its_currency_needs_a_rate_only_while_it_is_another": "the lev ended in January",
}
"""Cases whose books the engine refuses for another reason: each is asked of a book that it takes, in this folder."""


def cases(module: ModuleType) -> Iterator[object]:
    """The tests of a module that ask for prices alone, with the values for which each is to run."""
    for name, function in vars(module).items():
        if (
            name.startswith("test_")
            and name not in OF_OTHER_BOOKS
            and not ASKS_THE_REFERENCE & set(function.__code__.co_names)
        ):
            marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
            names, values = (marks[0].args[0], marks[0].args[1]) if marks else ((), ((),))
            for value in values:
                own = dict(zip(names, value, strict=True)) if isinstance(names, tuple) else {names: value}
                yield pytest.param(module, function, own, id=f"{name}-{'-'.join(map(str, own.values()))}"[:90])


EVERY = [
    case for module in (test_derived_prices, test_which_price_stands, test_what_prices_follow) for case in cases(module)
]


def test_most_cases_of_the_reference_are_asked() -> None:
    assert len(EVERY) > 40


@pytest.mark.parametrize(("module", "case", "values"), EVERY)
def test_the_engine_has_the_figures_that_were_worked_by_hand(
    module: ModuleType, case: object, values: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "world", world)
    monkeypatch.setattr(module, "price", price)
    cast("Callable[..., None]", case)(**values)


def figures(book: World, where: str) -> dict[str, str]:
    """Each figure of the trace up to the listed price, with its value."""
    answer = book.answer(request(where))
    assert isinstance(answer, PurchaseQuote)
    steps = trace_purchase(answer)
    for step in steps:
        replayed = replay(step)
        assert replayed is None or replayed == exact(step.output), step
    return {step.figure: value_text(step.output) for step in steps}


@pytest.mark.parametrize("factor", ["0.95", "95 %", "19/20"])
def test_bits_are_sold_as_so_many_paid_coins_at_a_twentieth_less(factor: str) -> None:
    rules = f"{CENTS}packages: {{bits_100: {{coins: 100, bonus: 20}}, bits_1500: {{coins: 1500}}}}\n"
    own = f"prices: {{bits_100: 1.40, bits_1500: {{as: bits_100, factor: {factor}}}}}\n"
    found = figures(world(rules, us=own), "US ios bits_1500")
    expected = {"price of one coin": "0.014 USD", "price of the coins": "21.00 USD", "listed": "19.95 USD"}
    assert {name: found[name] for name in expected} == expected


def test_each_step_between_two_currencies_and_taxes_is_exact() -> None:
    derive = "pricing: {derive: {from: FR, fx: 2026-06-30, factor: 1/2, tax: swap}}\n"
    found = figures(world(CENTS, fr="prices: {coins_1000: 12.00}", jp=derive), "JP ios coins_1000")
    expected = {
        "price of coins_1000 in FR on ios": "12.00 EUR",
        "price without tax": "10.00 EUR",
        "JPY for one EUR": "182.63",
        "price exchanged": "1826.3 JPY",
        "price times factor": "913.15 JPY",
        "price with tax": "1004.465 JPY",
        "listed": "1004 JPY",
    }
    assert {name: found[name] for name in expected} == expected


def test_the_number_as_it_stands_is_a_step_too() -> None:
    derive = "pricing: {derive: {from: US, fx: none, tax: keep}}\n"
    found = figures(world(CENTS, us="prices: {coins_100: 1.49}", jp=derive), "JP ios coins_100")
    assert (found["price exchanged"], found["listed"]) == ("1.49 JPY", "1 JPY")


def test_what_varies_by_coins_or_by_the_price_is_settled_at_the_source() -> None:
    rules = f"{CENTS}facts: {{purchase.coins: {{type: count}}, purchase.amount: {{type: money}}}}\n"
    by_coins = "packages: {coins_100: {coins: 600}}\n"
    by_coins += "prices: {coins_100: {by: purchase.coins, from: {0: 1.00, 500: 2.00}}}\n"
    fr = "pricing: {derive: {from: DE, tax: keep}}\n"
    assert price(world(rules, de=by_coins, fr=fr), "FR ios coins_100") == "2.00 EUR"
    # Small purchases are taxed at 10 %, others at 25 %: 11.00 and 25.00 are 10.00 and 20.00 net.
    rate = "{by: purchase.amount, from: {0: 10 %, 20.00 EUR: 25 %}}"
    taxed = "currency: EUR\ntime_zone: Europe/Vienna\ntax: {display: inclusive, lines: {vat: {rate: RATE}}}\n"
    source = taxed.replace("RATE", rate) + "prices: {coins_100: 11.00, coins_1000: 25.00}\n"
    swapped = world(rules, at=source, fr="pricing: {derive: {from: AT, tax: swap}}\n")
    assert price(swapped, "FR ios coins_100") == "12.00 EUR"
    assert price(swapped, "FR ios coins_1000") == "24.00 EUR"
    own = taxed.replace("RATE", rate) + "pricing: {derive: {from: FR, tax: swap}}\n"
    (found,) = world(rules, fr="prices: {coins_100: 1.00}", at=own).errors
    assert (found.code, "varies by the price" in found.sentence) == ("cannot-derive", True)


def test_a_sale_of_the_source_is_its_own_and_one_here_is_of_the_computed_price() -> None:
    derive = "pricing: {derive: {from: US, fx: none, tax: keep}}\n"
    sale = "promotions: {sale: {name: Sale, discount: 50 %}}\n"
    book = world(CENTS, us=f"prices: {{coins_100: 1.00}}\n{sale}", de=derive, fr=f"{derive}{sale}")
    ours, theirs, own = (book.answer(request(f"{region} ios coins_100")) for region in ("DE", "US", "FR"))
    assert isinstance(ours, PurchaseQuote)
    assert isinstance(theirs, PurchaseQuote)
    assert isinstance(own, PurchaseQuote)
    assert (ours.listed_minor, theirs.listed_minor, own.listed_minor) == (100, 50, 50)
    steps = [step.figure for step in trace_purchase(own)]
    assert steps.index("price exchanged") < steps.index("regular") < steps.index("listed")


def test_a_list_withholds_what_some_case_of_the_source_would_sell() -> None:
    choice = "{by: buyer.tier, is: {gold: 1.00}, other: none}"
    derive = "pricing: {derive: {from: US, fx: none, tax: keep}}\n"
    book = world(CENTS, us=f"prices: {{coins_100: {choice}}}\n", de=derive)
    assert book.loaded.book is not None
    listed = list_prices(book.loaded.book, PriceListRequest("DE", "ios", request("DE ios coins_100").at))
    assert isinstance(listed, PriceList)
    assert [entry.package for entry in listed.refused if isinstance(entry.refusal, NotSold)] == ["coins_100"]
    assert price(book, "DE ios coins_100", buyer__tier="gold") == "1.00 EUR"
    assert price(book, "DE ios coins_100", buyer__tier="bronze") == "not sold: US ios coins_100"
