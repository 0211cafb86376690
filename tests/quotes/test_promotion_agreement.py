"""The engine against the reference on promotions: random books, and the cases that were worked out by hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import Budget, PurchaseRequest, UsedBefore
from ratecard.refusals import AboveLimit
from tests.quotes.promoted_engine import (
    Both,
    amount_of,
    asked_for_list,
    engine_of,
    list_request,
    said_by_engine,
    said_by_reference,
)
from tests.quotes.promoted_questions import told, without_errors
from tests.quotes.promotion_case import Case
from tests.quotes.test_promotion_cases import ALL
from tests.reference import answering, reading
from tests.reference.dates import second
from tests.strategies.promotion_questions import promoted_questions
from tests.strategies.promotions import Book, promoted_books

QUESTIONS = 8
patiently = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@patiently
@given(promoted_books().map(without_errors), st.data())
def test_engine_and_reference_agree_on_promotions(book: Book, data: st.DataObject) -> None:
    both = Both.of(book.files)
    questions = promoted_questions(book)
    for question in data.draw(st.lists(questions, min_size=QUESTIONS, max_size=QUESTIONS), label="questions"):
        both.sold(question)


@patiently
@given(promoted_books().map(without_errors), st.data())
def test_engine_and_reference_agree_on_lists_with_promotions(book: Book, data: st.DataObject) -> None:
    engine, reference = engine_of(book.files), reading.read(book.files)
    for question in data.draw(st.lists(promoted_questions(book), min_size=4, max_size=4), label="questions"):
        answer, asked = asked_for_list(engine, question)
        known = answering.listed(reference, list_request(asked), told(asked))
        assert isinstance(known, answering.Listed)
        assert isinstance(answer, PriceList), answer
        assert [said_by_engine(quote) for quote in answer.packages] == [said_by_reference(one) for one in known.sold]
        assert list(answer.assumed) == sorted(known.assumed)
        assert {refused.package for refused in answer.refused} == set(known.refused)


def request_of(case: Case) -> PurchaseRequest:
    """A worked case's question as the engine takes it."""
    used = tuple(UsedBefore(limit, amount_of(amount), package) for limit, amount, package in case.used)
    budget = None
    if case.budget is not None:
        most, spent = (amount_of(f"{minor // 100}.{minor % 100:02} EUR") for minor in case.budget)
        budget = Budget(most, spent)
    at = Instant(second(case.at, "UTC"))
    return PurchaseRequest(
        case.code, "ios", case.package, at, case.quantity, dict(case.facts), used, budget, case.codes
    )


@pytest.mark.parametrize("case", ALL, ids=lambda case: str(case.name))
def test_the_engine_answers_what_was_worked_out(case: Case) -> None:
    answer = quote_purchase(engine_of(case.files), request_of(case))
    if case.refused is not None:
        assert type(answer).__name__ == case.refused
        if isinstance(answer, AboveLimit):
            assert_left(case, answer)
        return
    assert isinstance(answer, PurchaseQuote), answer
    said = said_by_engine(answer)
    assert tuple((units, listed, bonus, ids) for units, _, listed, bonus, ids in said["runs"]) == case.runs  # type: ignore[attr-defined]
    assert said["open"] == case.open
    assert said["codes"] == list(zip(case.codes, case.outcomes, strict=True))
    assert said["uses"] == sorted((limit, package or "", amount) for limit, amount, package in case.uses)
    assert said["open_limits"] == sorted(limit for limit, left in case.left.items() if left is None)
    if case.net is not None:
        assert (answer.net_minor, answer.proceeds_minor) == (case.net, case.proceeds)
    if case.until is not None:
        assert answer.market.period.end == second(case.until, "UTC")


def assert_left(case: Case, refusal: AboveLimit) -> None:
    """What the refusal says to be left of the limit, and when it begins anew."""
    left = case.left[refusal.limit_id]
    if left is None:
        assert refusal.left is None
    else:
        assert refusal.left is not None
        amount = amount_of(refusal.left)
        assert (amount.minor if isinstance(amount, Money) else amount.count) == left
    resets = case.resets.get(refusal.limit_id)
    assert refusal.resets_at == (None if resets is None else second(resets, "UTC"))
