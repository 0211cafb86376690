"""Roundings are asked for only where something is rounded."""

import pytest

from ratecard.loading import Loaded, load_texts
from ratecard.money import Diamonds
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import GiftRequest, PayoutRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from tests.quotes.gifts.test_unknown_earnings import BOOK, CUT, HALF, PAID, TAX
from tests.quotes.small_chain import noon

AT = noon("2026-02-01")


def load(live: str, fee: str = "none") -> Loaded:
    """A book of one region with these earnings and this fee."""
    paid = PAID.replace("fee: none", f"fee: {fee}")
    region = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{paid}\n"
    return load_texts(
        {"rules/book.yaml": f"{BOOK}{TAX}\n{CUT}\nearnings: {{live: {live}}}\n", "regions/de.yaml": region}
    )


def paid_out(loaded: Loaded) -> PayoutQuote:
    assert loaded.book is not None, loaded.diagnostics
    quote = quote_payout(loaded.book, PayoutRequest("DE", "bank", AT, diamonds=Diamonds(1000)))
    assert isinstance(quote, PayoutQuote)
    return quote


@pytest.mark.parametrize("fee", ["{fixed: 1.50 EUR}", "{floor: 1.50 EUR}", "{fixed: 2 EUR, cap: 1.50 EUR}"])
def test_a_fee_without_a_rate_needs_no_rounding(fee: str) -> None:
    quote = paid_out(load(f"{{{HALF}}}", fee))
    assert (quote.figures.value, quote.figures.fee, quote.figures.paid) == (1000, 150, 850)
    step = next(step for step in trace_payout(quote) if step.figure == "fee")
    assert (step.rounding, step.rounded_at) == (None, None)


def test_a_fee_without_a_rate_is_rounded_where_a_rounding_is_stated() -> None:
    assert paid_out(load(f"{{{HALF}}}", "{fixed: 1.52 EUR, rounding: up to 0.10}")).figures.fee == 160


def test_a_fee_with_a_rate_needs_one() -> None:
    (found,) = load(f"{{{HALF}}}", "{rate: 2 %}").diagnostics
    assert (found.code, "payouts.methods.bank.fee.rounding" in found.hint) == ("incomplete-terms", True)


def test_a_fixed_fee_is_known_though_all_that_is_said_of_methods_is_that_they_are_unknown() -> None:
    region = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {c: 11.90}\n"
    own = "payouts: {methods: {bank: {name: Bank, fee: {fixed: 1.50 EUR}}}}\n"
    whole = PAID.replace("methods: {bank: {name: Bank, fee: none}}", "methods: unknown")
    rules = f"{BOOK}{TAX}\n{CUT}\nearnings: {{live: {{{HALF}}}}}\n{whole}\n"
    quote = paid_out(load_texts({"rules/book.yaml": rules, "regions/de.yaml": region + own}))
    assert (quote.figures.fee, quote.unknown_values) == (150, ())


@pytest.mark.parametrize(("diamonds", "earned"), [("1 each", 20), ("3 each", 60), ("4 per 2", 40)])
def test_whole_diamonds_for_each_coin_need_neither_rounding_nor_scope(diamonds: str, earned: int) -> None:
    loaded = load(f"{{base: coins, diamonds: {diamonds}}}")
    assert loaded.book is not None, loaded.diagnostics
    quote = quote_gift(loaded.book, GiftRequest("DE", "ios", "DE", "rose", AT, 2))
    assert isinstance(quote, GiftQuote)
    assert (quote.diamonds, quote.unknown_values) == (earned, ())
    step = next(step for step in trace_gift(quote) if step.figure == "diamonds")
    assert (step.output, step.rounding, step.rounded_at) == (earned, None, None)


@pytest.mark.parametrize("part", ["diamonds: 1 per 2", "split: {creator: 50 %, agency: rest}", "diamonds: 0.5 each"])
def test_what_may_leave_a_part_of_a_diamond_needs_both(part: str) -> None:
    (found,) = load(f"{{base: coins, {part}}}").diagnostics
    assert "earnings.live.rounding" in found.hint
    assert "earnings.live.scope" in found.hint
