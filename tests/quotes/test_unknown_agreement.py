"""The engine against the reference in books of which not everything is known."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.quotes.eligibility import answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.quotes.tracing.steps import Arithmetic
from tests.quotes.chain_agreement import (
    assert_same_eligibility,
    assert_same_gift,
    assert_same_gifts,
    assert_same_payout,
)
from tests.quotes.test_agreement import asked, assert_agrees, assert_same_list, figures, patiently
from tests.quotes.tracing.replaying import OF_DAYS, exact, replay
from tests.reference import answering, earning, eligibility, paying, reading
from tests.strategies.books import Book
from tests.strategies.chain_questions import (
    eligibility_requests,
    gift_list_requests,
    gift_requests,
    payout_requests,
    wanted_requests,
)
from tests.strategies.chains import chains
from tests.strategies.questions import price_list_requests, purchase_requests
from tests.strategies.unknown import unknown_books


def loaded(book: Book) -> RuleBook:
    """The rule book. Mistakes there may be: a line on one of an unknown table, two shares, a part of a split.

    And what a region lacks because it ends an unknown table by its own: rates of exchange, or the base of a rate; and
    what a part lacks that says that something is unknown of a key that its country ends.
    """
    found = load_texts(book.files)
    codes = {diagnostic.code for diagnostic in found.diagnostics if diagnostic.severity.value == "error"}
    lacking = {"missing-fx-rate", "incomplete-market", "incomplete-terms"}
    assert codes <= {"unknown-tax-line", "two-shares", "bad-split"} | lacking, [
        str(diagnostic) for diagnostic in found.diagnostics
    ]
    assume(not codes)
    assert found.book is not None
    return found.book


@settings(patiently, max_examples=max(settings().max_examples // 3, 10))
@given(unknown_books(), st.data())
def test_engine_and_reference_quote_the_same_where_something_is_unknown(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book), reading.read(book.files)
    for request in asked(data, purchase_requests, book, 6):
        answer = quote_purchase(engine, request)
        assert_agrees(answer, answering.quote(reference, request))
        if isinstance(answer, PurchaseQuote):
            assert_explained(answer)
    for listing in asked(data, price_list_requests, book, 1):
        assert_same_list(list_prices(engine, listing), answering.price_list(reference, listing))


def assert_explained(quote: PurchaseQuote) -> None:
    """A figure that is null for what is unknown says so, and a figure that is not null does not."""
    steps = [step for step in trace_purchase(quote) if step.operation is Arithmetic.UNKNOWN]
    assert [replay(step) for step in steps] == [None] * len(steps)
    unknown = {step.figure for step in steps}
    values = {figure.removeprefix("unknown ") for figure in unknown if figure.startswith("unknown ")}
    assert values == set(quote.unknown_values) or not quote.figures_unknown
    assert ("allowed" in unknown) == bool(quote.not_told)
    null = {name for name, value in figures(quote).items() if value is None}
    assert {figure for figure in unknown if not figure.startswith("unknown ")} - {"allowed"} <= null
    assert not quote.unknown or unknown


@settings(patiently, max_examples=max(settings().max_examples // 3, 10))
@given(unknown_books(chains()), st.data())
def test_engine_and_reference_quote_the_same_gifts_where_something_is_unknown(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book), reading.read(book.files)
    for request in asked(data, gift_requests, book, 8):
        answer = quote_gift(engine, request)
        assert_same_gift(answer, earning.quote(reference, request))
        if isinstance(answer, GiftQuote):
            said = [step for step in trace_gift(answer) if step.operation is Arithmetic.UNKNOWN]
            assert [replay(step) for step in said] == [None] * len(said)
            assert bool(said) == bool(answer.unknown_values)
            old = 0 if answer.age_unknown is None else 1
            assert answer.diamonds is not None or len(answer.unknown_values) > old or old
            assert (answer.diamonds is None) == any(step.figure == "diamonds" for step in said)


@settings(patiently, max_examples=max(settings().max_examples // 3, 10))
@given(unknown_books(chains(), ("payouts", "fx")), st.data())
def test_engine_and_reference_quote_the_same_payouts_where_something_is_unknown(
    book: Book, data: st.DataObject
) -> None:
    engine, reference = loaded(book), reading.read(book.files)
    for request in [*asked(data, payout_requests, book, 8), *asked(data, wanted_requests, book, 2)]:
        answer = quote_payout(engine, request)
        assert_same_payout(answer, paying.quote(reference, request))
        if isinstance(answer, PayoutQuote):
            assert_payout_explained(answer)


NOT_REPLAYED = {*OF_DAYS, Arithmetic.STATED, Arithmetic.UNKNOWN}


def assert_payout_explained(quote: PayoutQuote) -> None:
    """Every figure that is null says what it needs, and no other; each step that is known comes to its output."""
    steps = trace_payout(quote)
    unknown = {step.figure: step for step in steps if step.operation is Arithmetic.UNKNOWN}
    assert {name.removeprefix("unknown ") for name in unknown if name.startswith("unknown ")} == set(
        quote.unknown_values
    )
    figures = quote.figures
    null = {name for name in ("value", "withheld", "fee", "remainder", "paid") if getattr(figures, name) is None}
    others = {"diamonds": quote.diamonds, "exchange cost": quote.exchange_cost, "paid on": quote.paid_on}
    null |= {name for name, value in {**others, "released": quote.released}.items() if value is None}
    assert {name for name in unknown if not name.startswith("unknown ")} - {"allowed"} == null
    for step in steps:
        if step.operation not in NOT_REPLAYED:
            assert replay(step) == exact(step.output), step.figure


@settings(patiently, max_examples=max(settings().max_examples // 2, 10))
@given(unknown_books(chains(), ("eligibility", "gifts")), st.data())
def test_engine_and_reference_allow_the_same_where_it_is_unknown_what_is_required(
    book: Book, data: st.DataObject
) -> None:
    engine, reference = loaded(book), reading.read(book.files)
    for asks_who in asked(data, eligibility_requests, book, 4):
        assert_same_eligibility(answer_eligibility(engine, asks_who), eligibility.answer(reference, asks_who))
    for request in asked(data, purchase_requests, book, 3):
        answer = quote_purchase(engine, request)
        assert_agrees(answer, answering.quote(reference, request))
        if isinstance(answer, PurchaseQuote):
            assert_explained(answer)
    for listing in asked(data, price_list_requests, book, 1):
        assert_same_list(list_prices(engine, listing), answering.price_list(reference, listing))
    for gift in asked(data, gift_requests, book, 4):
        sent = quote_gift(engine, gift)
        assert_same_gift(sent, earning.quote(reference, gift))
        if isinstance(sent, GiftQuote):
            said = {step.figure for step in trace_gift(sent) if step.operation is Arithmetic.UNKNOWN}
            assert ("allowed" in said) == bool(sent.not_told)
    for listed in asked(data, gift_list_requests, book, 1):
        assert_same_gifts(list_gifts(engine, listed), earning.gift_list(reference, listed))
    for payout in asked(data, payout_requests, book, 3):
        paid = quote_payout(engine, payout)
        assert_same_payout(paid, paying.quote(reference, payout))
        if isinstance(paid, PayoutQuote):
            assert_payout_explained(paid)


@settings(patiently, max_examples=max(settings().max_examples // 4, 8))
@given(unknown_books(), st.integers(0, 2**32 - 1))
def test_layout_changes_nothing_of_what_is_unknown(book: Book, seed: int) -> None:
    other = load_texts(book.laid_out(seed)).book
    assert other is not None
    assert loaded(book).digest == other.digest
