"""What a token is worth as time passes and rules change; and that any question is asked again as it was."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.used_amounts import budget_of, named_use, used_before_of
from ratecard.refusals import InvalidInput
from ratecard.signing.asking import answer_again, question_of
from ratecard.signing.claims import SignedMoney
from ratecard.signing.keys import keys_of, private_key, public_bytes, public_key
from ratecard.signing.making import NotSigned, SignedQuote, SigningLife, signed_answer
from ratecard.signing.telling import verdict_sentence
from ratecard.signing.verifying import QuoteStatus, QuoteVerdict, verdict_of
from tests.book.asking import NOON, at
from tests.books import shipped
from tests.quotes.test_agreement import loaded
from tests.signing.made import DAY, HOUR, KEY, KEYS, LIFE, MINUTE, OTHER, book_with, later, read_without_us, signed
from tests.strategies.books import Book, books
from tests.strategies.chain_questions import gift_requests, payout_requests, wanted_requests
from tests.strategies.chains import chains
from tests.strategies.questions import purchase_requests

ASKED = PurchaseRequest("DE", "ios", "coins_100", NOON)
BOOK = book_with()
TOKEN = signed(BOOK, ASKED).token
DEARER = "prices: {coins_100: 1.39, coins_1000: 12.99}\n"


def verdict(seconds: int, purchased: int | None = None, book: RuleBook | None = BOOK) -> QuoteVerdict:
    """What the token of noon is worth so much later, for a purchase so much later than noon."""
    bought = None if purchased is None else later(NOON, purchased)
    return verdict_of(TOKEN, KEYS, later(NOON, seconds), bought, book)


def test_a_quote_is_valid_up_to_its_end_and_not_at_it() -> None:
    assert (verdict(0).status, verdict(0).confirmed) == (QuoteStatus.VALID, True)
    assert verdict(15 * MINUTE - 1).status is QuoteStatus.VALID
    ended = verdict(15 * MINUTE)
    assert (ended.status, ended.confirmed, ended.compared) == (QuoteStatus.EXPIRED, False, True)


@pytest.mark.parametrize(
    ("now", "purchased", "confirmed"),
    [
        (HOUR, 15 * MINUTE - 1, True),
        (HOUR, 15 * MINUTE, False),
        (DAY - 1, 0, True),
        (DAY, 0, False),
        (HOUR, -31, False),
        (HOUR, 2 * HOUR, False),
        (10 * MINUTE, 5 * MINUTE, True),
        (5 * MINUTE, 10 * MINUTE, False),
    ],
)
def test_what_was_bought_before_the_end_is_confirmed_for_as_long_as_rules_honour_it(
    now: int, purchased: int, confirmed: bool
) -> None:
    found = verdict(now, purchased)
    assert found.confirmed is confirmed
    assert (found.status is QuoteStatus.VALID) is (now < 15 * MINUTE)


def test_a_quote_past_a_change_of_price_is_honoured_and_says_what_changed() -> None:
    change = later(NOON, 5 * MINUTE)
    dated = "prices: {coins_100: {begins: 1.29, 2025-06-01T14:05+02:00: 1.39}, coins_1000: 12.99}\n"
    book = book_with(LIFE, regions__de=_german(dated))
    token = signed(book, ASKED).token
    assert verdict_of(token, KEYS, later(change, -1), None, book).status is QuoteStatus.VALID
    found = verdict_of(token, KEYS, change, None, book)
    assert (found.status, found.confirmed) == (QuoteStatus.HONOURED, True)
    names = {name: (quoted, now) for name, quoted, now in found.changes}
    assert names["gross"] == (SignedMoney(129, "EUR", 2), SignedMoney(139, "EUR", 2))
    assert set(names) == {"regular", "listed", "net", "tax", "gross"}
    expired = verdict_of(token, KEYS, later(NOON, HOUR), later(NOON, 60), book)
    assert (expired.status, expired.confirmed, bool(expired.changes)) == (QuoteStatus.EXPIRED, True, True)


def _german(prices: str) -> str:
    head = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\ntax: {lines: {vat: {name: VAT, rate: 19 %}}}\n"
    return head + prices + LIFE


def test_another_book_is_compared_by_what_it_answers_and_not_by_its_digest() -> None:
    assert verdict(60, book=book_with(regions__de=_german(DEARER))).status is QuoteStatus.HONOURED
    same = book_with(LIFE, regions__de=_german("prices: {coins_100: 1.29, coins_1000: 99.99}\n"))
    assert same.digest != BOOK.digest
    assert verdict(60, book=same).status is QuoteStatus.VALID


def test_what_would_be_refused_now_is_honoured_all_the_same() -> None:
    found = verdict(60, book=book_with(regions__de=_german("prices: {coins_1000: 12.99}\n")))
    assert (found.status, found.confirmed) == (QuoteStatus.HONOURED, True)
    assert found.refused is not None
    assert found.refused.code == "NOT_SOLD"
    assert "would be refused now: coins_100 is not sold" in verdict_sentence(found)


def test_without_a_book_only_the_promise_is_judged() -> None:
    found = verdict(60, book=None)
    assert (found.status, found.compared) == (QuoteStatus.VALID, False)
    assert (
        verdict_sentence(found) == "valid until 2025-06-01T12:15:00Z; it was not compared with what the rules say now"
    )


def test_what_is_sealed_is_opened_by_the_keys_of_the_server_alone() -> None:
    book, when = shipped(), Instant(1_780_000_000)
    token = signed(book, PurchaseRequest("DE", "web", "coins_1000", when, facts={"buyer.age": 30})).token
    public_half = public_key(public_bytes(KEY.public))
    assert verdict_of(token, KEYS, when, None, book).compared
    assert not verdict_of(token, keys_of([public_half]), when, None, book).compared
    rotated = public_key(public_bytes(KEY.public), KEY.seal, later(when, DAY))
    assert verdict_of(token, keys_of([rotated, OTHER], OTHER), when, None, book).compared


def test_a_seal_is_of_its_own_question_alone() -> None:
    book, when = shipped(), Instant(1_780_000_000)
    tokens = [
        signed(book, PurchaseRequest("DE", "web", name, when, facts={"buyer.age": 30})).token
        for name in ("coins_100", "coins_1000")
    ]
    seals = [read_without_us(token)[1]["sealed"] for token in tokens]
    assert seals[0] != seals[1]


def assert_asked_again(book: RuleBook, answer: PurchaseQuote | GiftQuote | PayoutQuote) -> None:
    """A token of an answer is valid at the instant of its issue, however much of the question is sealed in it."""
    when = answer.request.at
    life = SigningLife(when, later(when, 60), later(when, 3600))
    made = signed_answer(answer, book, life, private_key(bytes(32)))
    if isinstance(made, NotSigned):
        assert "keeps exact" in made.message or "are signed" in made.message, made
        question, rest = question_of(answer)
        again = answer_again(book, question, rest, when)
        assert isinstance(again, type(answer))
        return
    keys = keys_of([private_key(bytes(32))])
    found = verdict_of(made.token, keys, when, None, book)
    assert (found.status, found.compared, found.changes) == (QuoteStatus.VALID, True, ()), verdict_sentence(found)
    question, rest = question_of(answer)
    again = answer_again(book, question, rest, when)
    assert isinstance(again, type(answer))
    assert again.request.facts == {name: value for name, value in answer.request.facts.items() if name in book.facts}


@settings(max_examples=10, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(books(), st.data())
def test_any_purchase_is_asked_again_as_it_was(drawn: Book, data: st.DataObject) -> None:
    book = loaded(drawn.files)
    for _ in range(6):
        answer = quote_purchase(book, data.draw(purchase_requests(drawn)))
        if isinstance(answer, PurchaseQuote):
            assert_asked_again(book, answer)


@settings(max_examples=10, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(chains(), st.data())
def test_any_gift_and_payout_is_asked_again_as_it_was(drawn: Book, data: st.DataObject) -> None:
    book = loaded(drawn.files)
    for _ in range(3):
        gift = quote_gift(book, data.draw(gift_requests(drawn)))
        if isinstance(gift, GiftQuote):
            assert_asked_again(book, gift)
        for requests in (payout_requests, wanted_requests):
            payout = quote_payout(book, data.draw(requests(drawn)))
            if isinstance(payout, PayoutQuote):
                assert_asked_again(book.seen_by(Audience.SERVICE), payout)


def test_what_was_used_of_limits_a_budget_and_codes_are_asked_again() -> None:
    rules = "purchases: {limits: {daily: {most: 5 units, per: calendar day, of: package}}}\n"
    book = book_with(LIFE, rules__limits=rules)
    used = used_before_of([named_use("purchases.limits.daily/coins_100", "3 units")])
    budget = budget_of("10.00 EUR", "1.00 EUR")
    assert not isinstance(used, InvalidInput)
    assert not isinstance(budget, InvalidInput)
    asked = PurchaseRequest("DE", "ios", "coins_100", NOON, 2, used=used, budget=budget, codes=("SPRING",))
    answer = quote_purchase(book, asked)
    assert isinstance(answer, PurchaseQuote), answer
    again = answer_again(book, *question_of(answer), NOON)
    assert isinstance(again, PurchaseQuote)
    assert again.request == asked
    token = signed(book, asked).token
    assert verdict_of(token, KEYS, NOON, None, book).status is QuoteStatus.VALID
    closer = book_with(LIFE, rules__limits=rules.replace("5 units", "4 units"))
    found = verdict_of(token, KEYS, NOON, None, closer)
    assert (found.status, found.refused and found.refused.code) == (QuoteStatus.HONOURED, "ABOVE_LIMIT")


def test_a_life_in_days_is_by_the_calendar_of_the_market() -> None:
    book = book_with("quotes: {valid: 1 day, honour: 1 month}\n")
    before = at("2025-03-29T12:00+01:00")
    made = signed(book, PurchaseRequest("DE", "ios", "coins_100", before))
    assert isinstance(made, SignedQuote)
    assert (made.expires, made.honoured) == (at("2025-03-30T12:00+02:00"), at("2025-04-29T12:00+02:00"))
