"""A commission line that is none, for some or from a day on: it takes nothing, and nothing of it is missing."""

import pytest

from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.terms.facts import Facts
from tests.book.asking import NOON, at, quoted
from tests.cases.smallest import Changes, book, replaced
from tests.quotes.tracing.replaying import replay

FACTS = {"rules/facts.yaml": "facts: {purchase.channel: {type: one of, of: [store, card]}}\n"}
STORE = "store: {rate: 30 %, base: net}"


def changed(line: str) -> Changes:
    """The smallest book with another line for the App Store: 1.29 with 19 % inside, net 1.08."""
    return {**FACTS, **replaced("rules/platforms.yaml", (STORE, line))}


def left(line: str, facts: Facts, day: str = "") -> tuple[int | None, int | None]:
    """Proceeds and commission of one purchase, each step of whose trace is replayed."""
    when = at(day) if day else NOON
    quote: PurchaseQuote = quoted(book(changed(line)), when=when, platform="ios", facts=facts)
    for step in trace_purchase(quote):
        replay(step)
    return quote.proceeds_minor, quote.commission_minor


@pytest.mark.parametrize(
    ("line", "facts", "expected"),
    [
        (
            "store: {rate: {by: purchase.channel, is: {store: 5 %}, other: none}, base: net}",
            {"purchase.channel": "store"},
            (103, 5),
        ),
        (
            "store: {rate: {by: purchase.channel, is: {store: 5 %}, other: none}, base: net}",
            {"purchase.channel": "card"},
            (108, 0),
        ),
        ("store: {rate: {by: purchase.channel, is: {store: 5 %}, other: none}, base: net}", {}, (108, 0)),
        ("store: {rate: none}", {}, (108, 0)),
        ("store: {fixed: none}", {}, (108, 0)),
        ("store: {rate: none, base: net}, fee: {rate: 10 %, base: net}", {}, (98, 10)),
        ("store: {rate: none, fixed: 0.30 EUR}", {}, (78, 30)),
    ],
)
def test_a_line_that_is_none_takes_nothing(line: str, facts: Facts, expected: tuple[int, int]) -> None:
    assert left(line, facts) == expected


def test_a_line_ends_on_a_day() -> None:
    line = "store: {rate: {2025-01-01: 30 %, 2026-01-01: none}, base: net}"
    assert left(line, {}, "2025-12-31") == (76, 32)
    assert left(line, {}, "2026-01-01") == (108, 0)
