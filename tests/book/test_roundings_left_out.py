"""Roundings are asked for only where something is rounded."""

import pytest

from ratecard.loading import Loaded, load_texts
from ratecard.money import Diamonds
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import GiftRequest, PayoutRequest, PurchaseRequest
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.quotes.gifts.test_unknown_earnings import BOOK, CUT, HALF, PAID, TAX
from tests.quotes.small_chain import noon
from tests.quotes.tracing.replaying import replay

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


def paying(change: tuple[str, str], region: str = "") -> Loaded:
    """The book whose diamonds are a cent each, without a rounding of payouts, and one change."""
    text = PAID.replace(" rounding: down,", "").replace(*change)
    germany = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{region}\n"
    return load_texts(
        {"rules/book.yaml": f"{BOOK}{TAX}\n{CUT}\nearnings: {{live: {{{HALF}}}}}\n{text}", "regions/de.yaml": germany}
    )


@pytest.mark.parametrize(
    ("diamond", "value"),
    [
        ("0.01 EUR each", 1000),
        ("0.50 EUR per 10", 5000),
        ("{2025-01-01: 0.02 EUR each, 2026-01-01: 0.01 EUR each}", 1000),
        ("{by: creator.grade, is: {gold: 0.02 EUR each}, other: 0.01 EUR each}", 1000),
    ],
)
def test_diamonds_of_whole_cents_need_no_rounding_of_payouts(diamond: str, value: int) -> None:
    facts = "facts: {creator.grade: {type: one of, of: [gold, silver]}}\n" if "grade" in diamond else ""
    stated = PAID.replace(" rounding: down,", "").replace("0.01 EUR each", diamond)
    quote = paid_out(paying((PAID.replace(" rounding: down,", ""), facts + stated)))
    assert (quote.figures.value, quote.figures.paid, quote.unknown_values) == (value, value, ())
    (step,) = [step for step in trace_payout(quote) if step.figure == "value"]
    assert replay(step) == value
    assert (step.rounding, step.rounded_at) == (None, None)


@pytest.mark.parametrize(
    ("change", "region"),
    [
        (("0.01 EUR each", "0.005 EUR each"), ""),
        (("0.01 EUR each", "1.00 EUR per 150"), ""),
        (("0.01 EUR each", "{2025-01-01: 0.005 EUR each, 2026-01-01: 0.01 EUR each}"), ""),
        (("0.01 EUR each", "0.01 EUR each"), "payouts: {diamond: 0.005 EUR each}"),
        (("currency: EUR", "currency: USD"), "fx: {rates: {USD: 1.10 USD per EUR}}"),
    ],
)
def test_what_may_leave_a_part_of_a_cent_needs_one(change: tuple[str, str], region: str) -> None:
    lacking = [found for found in paying(change, region).diagnostics if found.code == "incomplete-terms"]
    assert any("payouts.rounding" in found.hint for found in lacking), lacking


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


FIXED = "{lines: {card: {fixed: 0.30 EUR}}, per: unit}"


def selling(commission: str, price: str) -> Loaded:
    """A book of one region and package at this price, with 19 % inside and this commission."""
    region = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: {price}}}\n{PAID}\n"
    rules = f"{BOOK}{TAX}\ncommission: {commission}\nearnings: {{live: {{{HALF}}}}}\n"
    return load_texts({"rules/book.yaml": rules, "regions/de.yaml": region})


def bought(commission: str, price: str, units: int = 1) -> PurchaseQuote:
    """Units of the package that `selling` sells."""
    loaded = selling(commission, price)
    assert loaded.book is not None, loaded.diagnostics
    quote = quote_purchase(loaded.book, PurchaseRequest("DE", "ios", "c", AT, units))
    assert isinstance(quote, PurchaseQuote)
    return quote


@pytest.mark.parametrize(
    ("commission", "units", "taken"),
    [
        (FIXED, 1, 30),
        (FIXED, 7, 210),
        (FIXED.replace("unit", "order"), 7, 30),
        ("{lines: {card: {fixed: 0.30 EUR}, duty: {fixed: 0.05 EUR, kind: tax}}, per: unit}", 3, 105),
    ],
)
def test_fixed_parts_alone_are_taken_off_the_net_and_need_no_rounding(commission: str, units: int, taken: int) -> None:
    quote = bought(commission, "12.99", units)
    assert quote.net_minor is not None
    assert quote.proceeds_minor == quote.net_minor - taken
    steps = trace_purchase(quote)
    (step,) = [step for step in steps if step.figure == "proceeds"]
    assert replay(step) == quote.proceeds_minor
    assert step.rounding is None


def test_fixed_parts_are_rounded_where_a_rounding_is_stated() -> None:
    quote = bought(FIXED.replace("per:", "rounding: down to 0.10, per:"), "12.99")
    assert quote.proceeds_minor == 1060  # of 10.616 exactly


def test_fixed_parts_above_the_price_are_doubted_without_a_rounding_too() -> None:
    (found,) = [found for found in selling(FIXED, "0.29").diagnostics if found.code == "proceeds-below-zero"]
    assert "-0.06 EUR is left" in found.sentence


@pytest.mark.parametrize("line", ["{rate: 5 %, base: net}", "{rate: 5 %, base: net, fixed: 0.30 EUR}"])
def test_a_rate_of_a_commission_needs_a_rounding(line: str) -> None:
    (found,) = selling(f"{{lines: {{card: {line}}}, per: unit}}", "11.90").diagnostics
    assert "commission.rounding" in found.hint


def test_fixed_parts_are_known_though_all_that_is_said_of_a_commission_is_that_it_is_unknown() -> None:
    region = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {c: 12.99}\n"
    own = f"{region}{PAID}\ncommission: {FIXED}\n"
    rules = f"{BOOK}{TAX}\ncommission: unknown\nearnings: {{live: {{{HALF}}}}}\n"
    loaded = load_texts({"rules/book.yaml": rules, "regions/de.yaml": own})
    assert loaded.book is not None, loaded.diagnostics
    quote = quote_purchase(loaded.book, PurchaseRequest("DE", "ios", "c", AT, 1))
    assert isinstance(quote, PurchaseQuote)
    assert (quote.proceeds_minor, quote.unknown_values) == (1062, ())


def test_fixed_parts_are_measured_against_the_net_as_it_is_rounded() -> None:
    """Of 0.36 with 19 % inside, rounded down to 0.25, that is the net, though 0.302 is the exact one."""
    region = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 0.36}}\n{PAID}\n"
    rules = f"{BOOK}{TAX}\ncommission: {FIXED}\nearnings: {{live: {{{HALF}}}}}\n"
    stepped = rules.replace("inclusive, rounding: half up", "inclusive, rounding: down to 0.25")
    for texts, taken in ((rules, []), (stepped, ["-0.05 EUR is left"])):
        loaded = load_texts({"rules/book.yaml": texts, "regions/de.yaml": region})
        assert loaded.book is not None, loaded.diagnostics
        found = [found.sentence for found in loaded.diagnostics if found.code == "proceeds-below-zero"]
        assert [any(words in sentence for sentence in found) for words in taken] == [True] * len(found)


LATE = {
    "commission": ("commission: {lines: {card: {fixed: 0.30 EUR}}, per: unit, rounding: %s}", "1 each", "none"),
    "earnings.live": (CUT, "1 each, rounding: %s, scope: each", "none"),
    "payouts.methods.bank.fee": (CUT, "1 each", "{fixed: 1.50 EUR, rounding: %s}"),
}
"""What may do without a rounding: a commission, the diamonds of a kind, a fee."""


def late(name: str, rounding: str) -> list[tuple[str, str]]:
    """What is said of a book in which this has such a rounding, by code."""
    cut, diamonds, fee = (text.replace("%s", rounding) if "rounding: %s" in text else text for text in LATE[name])
    region = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {c: 11.90}\n"
    paid = PAID.replace("fee: none", f"fee: {fee}")
    rules = f"{BOOK}{TAX}\n{cut}\nearnings: {{live: {{base: coins, diamonds: {diamonds}}}}}\n"
    return [
        (found.code, found.sentence)
        for found in load_texts({"rules/book.yaml": rules, "regions/de.yaml": f"{region}{paid}\n"}).diagnostics
    ]


@pytest.mark.parametrize("name", LATE)
def test_a_rounding_that_begins_later_than_what_it_rounds_is_an_error(name: str) -> None:
    ((code, sentence),) = late(name, "{2027-01-01: down}")
    assert code == "silent-before"
    assert f"{name}.rounding begins on 2027-01-01, and what it rounds is there before" in sentence
    assert late(name, "down") == []
    assert late(name, "{begins: down, 2027-01-01: half up}") == []


@pytest.mark.parametrize("name", LATE)
def test_a_rounding_that_ends_earlier_than_what_it_rounds_is_doubted(name: str) -> None:
    ((code, sentence),) = late(name, "{begins: down, 2027-01-01: inherit}")
    assert code == "silent-after"
    assert f"{name}.rounding ends on 2027-01-01, and nothing broader states it" in sentence


def test_diamonds_that_are_whole_for_everybody_go_on_without_a_rounding() -> None:
    by_fact = "{by: creator.grade, is: {partner: 2 each}, other: 1 each}"
    rules = f"{BOOK}{TAX}\n{CUT}\nfacts:\n  creator.grade: {{type: one of, of: [standard, partner], name: Grade}}\n"
    region = f"region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {{c: 11.90}}\n{PAID}\n"
    for diamonds in (by_fact, "{begins: 1 each, 2026-06-01: 2 each}"):
        live = f"earnings: {{live: {{base: coins, diamonds: {diamonds}, rounding: {{2027-01-01: down}}, scope: each}}}}"
        loaded = load_texts({"rules/book.yaml": f"{rules}{live}\n", "regions/de.yaml": region})
        assert [found.code for found in loaded.diagnostics] == ["silent-before"]


def test_a_rounding_may_begin_with_what_it_rounds_and_with_what_needs_one() -> None:
    begins = "{begins: none, 2027-01-01: %s}"
    assert late("payouts.methods.bank.fee", "{2027-01-01: down}, rate: {begins: none, 2027-01-01: 1 %}") == []
    cut = f"{{lines: {{card: {{fixed: {begins % '0.30 EUR'}}}}}, per: unit, rounding: {{2027-01-01: down}}}}"
    assert [found.code for found in selling(cut, "11.90").diagnostics] == []


def test_a_rounding_that_begins_later_than_a_rate_leaves_a_market_incomplete() -> None:
    rated = "{lines: {card: {rate: 5 %, base: net}}, per: unit, rounding: {2027-01-01: down}}"
    assert [found.code for found in selling(rated, "11.90").diagnostics] == ["incomplete-market"]
