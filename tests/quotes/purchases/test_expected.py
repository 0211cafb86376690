"""What a buyer was shown beside what holds now: only what was shown is charged, and the cause of a change is told."""

import re
from datetime import UTC, datetime

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.loading import load_texts
from ratecard.quotes.purchases.expected import ShownPrice, due_of, price_changed
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import InvalidInput, PriceChanged
from tests.books import shipped, shipped_texts, sound

BEFORE = instant_of(datetime(2026, 11, 20, 12, tzinfo=UTC))
SALE = instant_of(datetime(2026, 11, 27, 12, tzinfo=UTC))
AFTER = instant_of(datetime(2026, 12, 5, 12, tzinfo=UTC))


def quoted(book: RuleBook, at: Instant, region: str = "DE", quantity: int = 1) -> PurchaseQuote:
    """The quote of 1,000 coins on iOS."""
    answer = quote_purchase(book, PurchaseRequest(region, "ios", "coins_1000", at, quantity, {}))
    assert isinstance(answer, PurchaseQuote)
    return answer


def shown_by(quote: PurchaseQuote, digest: str | None = None) -> ShownPrice:
    """What a buyer sees of a quote."""
    due = due_of(quote)
    return ShownPrice(due.amount, quote.total, due.currency.code, digest)


@pytest.mark.parametrize("at", [BEFORE, SALE, AFTER])
@pytest.mark.parametrize("region", ["DE", "US-NY", "BR"])
def test_what_was_shown_a_moment_ago_holds(at: Instant, region: str) -> None:
    quote = quoted(shipped(), at, region, 3)
    assert price_changed(quote, shown_by(quote), [shipped()]) is None
    assert price_changed(quote, ShownPrice(due_of(quote).amount), []) is None  # no coins and no currency were told


@pytest.mark.parametrize(("was", "now", "cause"), [(SALE, AFTER, "PROMOTION_ENDED"), (BEFORE, SALE, "PROMOTION_BEGAN")])
def test_a_promotion_that_ended_or_began_in_between_is_named(was: Instant, now: Instant, cause: str) -> None:
    before, after = quoted(shipped(), was), quoted(shipped(), now)
    changed = price_changed(after, shown_by(before, shipped().digest), [shipped()])
    assert isinstance(changed, PriceChanged)
    assert changed.why == (cause,)
    assert (changed.was, changed.now) == (due_of(before).amount, due_of(after).amount)
    assert changed.was != changed.now


EDITS = {
    "PRICE": ("regions/de.yaml", "  coins_1000: 13.99", "  coins_1000: 14.99"),
    "CONTENT": ("rules/packages.yaml", "coins: 1000, bonus: 50", "coins: 990, bonus: 60"),
    "BONUS": ("rules/packages.yaml", "coins: 1000, bonus: 50", "coins: 1000, bonus: 40"),
}


@pytest.mark.parametrize("cause", EDITS)
def test_an_edit_is_named_where_the_book_of_before_is_at_hand(cause: str) -> None:
    file, was, now = EDITS[cause]
    texts = shipped_texts()
    assert was in texts[file]
    edited = sound(load_texts({**texts, file: texts[file].replace(was, now, 1)}))
    before, after = quoted(shipped(), BEFORE), quoted(edited, BEFORE)
    expected = shown_by(before, shipped().digest)
    changed = price_changed(after, expected, [edited, shipped()])
    if cause == "CONTENT":  # as many in all: nobody gets less, and nobody is told
        assert changed is None
        expected = ShownPrice(expected.amount, before.total + 1)
        changed = price_changed(after, expected, [])
        assert isinstance(changed, PriceChanged)
        assert changed.why is None
        return
    assert isinstance(changed, PriceChanged)
    assert changed.why == (cause,)
    unknown = price_changed(after, expected, [])
    assert isinstance(unknown, PriceChanged)
    assert unknown.why is None
    if cause == "BONUS":
        assert changed.was == changed.now
        assert changed.message == "it gives 1040 coins now, and not 1050"
        assert price_changed(after, ShownPrice(expected.amount), [edited]) is None


def test_a_tax_that_is_added_is_part_of_what_is_due() -> None:
    quote = quoted(shipped(), BEFORE, "AR")
    assert due_of(quote).minor == quote.gross_minor != quote.listed_minor
    listed = ShownPrice("9.49", quote.total)
    changed = price_changed(quote, listed, [shipped()])
    assert isinstance(changed, PriceChanged)
    assert (changed.was, changed.now, changed.why) == ("9.49", "11.48", None)


@pytest.mark.parametrize("amount", ["13.999", "abc", "", "1e3", "-13.99"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    refused = price_changed(quoted(shipped(), BEFORE), ShownPrice(amount), [])
    assert isinstance(refused, InvalidInput)
    assert refused.path == ("expected", "amount")


def test_a_price_in_another_currency_is_another_price() -> None:
    quote = quoted(shipped(), BEFORE)
    changed = price_changed(quote, ShownPrice(due_of(quote).amount, None, "USD"), [shipped()])
    assert isinstance(changed, PriceChanged)
    assert (changed.was_currency, changed.now_currency) == ("USD", "EUR")


def test_a_dearer_price_with_tax_on_top_is_not_another_tax() -> None:
    texts = shipped_texts()
    file = next(name for name in texts if name.endswith("/ar.yaml"))
    was = re.search(r"coins_1000: ([0-9.]+)", texts[file])
    assert was is not None
    edited = sound(load_texts({**texts, file: texts[file].replace(was[0], "coins_1000: 10.49", 1)}))
    before, after = quoted(shipped(), BEFORE, "AR"), quoted(edited, BEFORE, "AR")
    changed = price_changed(after, shown_by(before), [edited, shipped()])
    assert isinstance(changed, PriceChanged)
    assert changed.why == ("PRICE",)
