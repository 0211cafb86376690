"""The engine against the reference on gifts, payouts and eligibility, in random books."""

from hypothesis import assume, given
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.quotes.eligibility import answer_eligibility
from ratecard.quotes.gifts import list_gifts, quote_gift
from ratecard.quotes.payouts import quote_payout
from tests.quotes.chain_agreement import (
    assert_same_eligibility,
    assert_same_gift,
    assert_same_gifts,
    assert_same_payout,
)
from tests.quotes.test_agreement import QUESTIONS_MOST, asked, loaded, patiently
from tests.reference import earning, eligibility, paying, reading
from tests.strategies.books import Book
from tests.strategies.chain_questions import (
    eligibility_requests,
    gift_list_requests,
    gift_requests,
    payout_requests,
    wanted_requests,
)
from tests.strategies.chains import chains


def consistent(book: Book) -> RuleBook:
    """The engine's book. Random groups may state one path twice, rightly an error: such books are passed over."""
    assume(all(found.code != "group-conflict" for found in load_texts(book.files).diagnostics))
    return loaded(book.files)


@patiently
@given(chains(), st.data())
def test_engine_and_reference_quote_the_same_gifts(book: Book, data: st.DataObject) -> None:
    engine, reference = consistent(book), reading.read(book.files)
    for request in asked(data, gift_requests, book, QUESTIONS_MOST):
        assert_same_gift(quote_gift(engine, request), earning.quote(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_list_the_same_gifts(book: Book, data: st.DataObject) -> None:
    engine, reference = consistent(book), reading.read(book.files)
    for request in asked(data, gift_list_requests, book, 3):
        assert_same_gifts(list_gifts(engine, request), earning.gift_list(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_quote_the_same_payouts(book: Book, data: st.DataObject) -> None:
    engine, reference = consistent(book), reading.read(book.files)
    for request in asked(data, payout_requests, book, QUESTIONS_MOST):
        assert_same_payout(quote_payout(engine, request), paying.quote(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_find_the_same_fewest_diamonds(book: Book, data: st.DataObject) -> None:
    engine, reference = consistent(book), reading.read(book.files)
    for request in asked(data, wanted_requests, book):
        assert_same_payout(quote_payout(engine, request), paying.quote(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_judge_eligibility_alike(book: Book, data: st.DataObject) -> None:
    engine, reference = consistent(book), reading.read(book.files)
    for request in asked(data, eligibility_requests, book):
        assert_same_eligibility(answer_eligibility(engine, request), eligibility.answer(reference, request))
