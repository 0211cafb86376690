"""Units for units, and units that come with packages, worked by hand and against the reference."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.instants import Instant
from ratecard.loading import load_book, load_texts
from ratecard.quotes.exchanges.quoting import ExchangeQuote, quote_exchange
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import ExchangeRequest, PurchaseRequest
from ratecard.quotes.tracing.exchanges import trace_exchange
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import NotExchanged, NothingReceived, Refusal
from ratecard.terms.facts import FactValue
from tests.books import folder_texts, sound
from tests.quotes.tracing.replaying import replay
from tests.reference import exchanging, reading
from tests.reference.dates import second
from tests.refusing_items import BOOK
from tests.strategies.drawing import Draw, Drawer

AT = Instant(second("2026-07-01T12:00+00:00", "UTC"))
FILES = folder_texts(BOOK)
RULES = "rules/book.yaml"
EXCHANGED = "  ticket: {for: gem, at: 1 per 3, rounding: down}"
FEW = settings(max_examples=max(settings().max_examples // 4, 10))


def received(rate: str, count: int) -> int | Refusal:
    """What so many tickets give at a rate, with its rounding."""
    files = {**FILES, RULES: FILES[RULES].replace(EXCHANGED, f"  ticket: {{for: gem, at: {rate}}}")}
    answer = quote_exchange(sound(load_texts(files)), ExchangeRequest("DE", "ios", "ticket", AT, count))
    return answer.received if isinstance(answer, ExchangeQuote) else answer


@pytest.mark.parametrize(
    ("rate", "count", "expected"),
    [
        ("10 each", 25, 250),
        ("1 per 3, rounding: down", 10, 3),
        ("1 per 3, rounding: up", 10, 4),
        ("0.5 each, rounding: half even", 5, 2),
        ("0.5 each, rounding: half up", 5, 3),
        ("1.25 each, rounding: down to 5", 7, 5),  # 8.75
        ("10 each, rounding: down", 1_000_000_000, 10_000_000_000),
    ],
)
def test_all_that_is_given_is_rounded_once(rate: str, count: int, expected: int) -> None:
    assert received(rate, count) == expected


def test_what_comes_to_nothing_is_refused_with_the_least_that_does_not() -> None:
    assert received("1 per 3, rounding: down", 2) == NothingReceived("ticket", 2, 3)
    assert received("1 per 3, rounding: half up", 1) == NothingReceived("ticket", 1, 2)
    assert received("1 per 1_000, rounding: down to 1_000_000_000".replace("_", ""), 5) == NothingReceived(
        "ticket", 5, None
    )


def test_a_fact_decides_and_one_that_is_not_given_is_assumed() -> None:
    book = sound(load_book(BOOK))
    told: dict[str, FactValue] = {"buyer.member": True}
    member = quote_exchange(book, ExchangeRequest("DE", "ios", "gem", AT, 2, told))
    unknown = quote_exchange(book, ExchangeRequest("DE", "ios", "gem", AT, 2))
    assert isinstance(member, ExchangeQuote)
    assert isinstance(unknown, ExchangeQuote)
    assert (member.received, member.assumed) == (24, ())
    assert (unknown.received, unknown.assumed) == (20, ("buyer.member",))
    assert quote_exchange(book, ExchangeRequest("DE", "web", "gem", AT)) == NotExchanged("DE", "web", "gem", AT)


def test_the_trace_names_the_rate_and_replays() -> None:
    quote = quote_exchange(sound(load_book(BOOK)), ExchangeRequest("DE", "ios", "ticket", AT, 10))
    assert isinstance(quote, ExchangeQuote)
    (step,) = trace_exchange(quote)
    assert (formula(step), step.output) == ("10 × 1 per 3, down", 3)
    assert replay(step) == 3
    assert step.place is not None
    assert (step.place.file, step.place.line) == (RULES, FILES[RULES].partition(EXCHANGED)[0].count("\n") + 1)


def test_other_units_come_with_each_unit_of_a_package() -> None:
    book = sound(load_book(BOOK))
    for at, expected in ((AT, {"ticket": 10}), (Instant(AT - 50 * 86_400), {"gem": 2, "ticket": 10})):
        quote = quote_purchase(book, PurchaseRequest("DE", "ios", "coins_100", at, 2))
        assert isinstance(quote, PurchaseQuote)
        assert dict(quote.units) == expected
        steps = {step.figure: step for step in trace_purchase(quote)}
        assert steps["ticket with it"].output == replay(steps["ticket with it"]) == 10
        assert quote.total == 220


@pytest.mark.parametrize(
    ("text", "instead", "code"),
    [
        ("with: {ticket: 5", "with: {tiket: 5", "unknown-unit"),
        ("with: {ticket: 5", "with: {coin: 5", "unfitting-unit"),
        ("with: {ticket: 5", "with: {diamond: 5", "unfitting-unit"),
        ("ticket: {for: gem", "ticket: {for: gm", "unknown-unit"),
        ("ticket: {for: gem", "ticket: {for: ticket", "unfitting-unit"),
        ("  ticket: {for: gem", "  tiket: {for: gem", "unknown-unit"),
        ("at: 1 per 3, rounding: down}", "at: 1 per 3}", "incomplete-terms"),
        ("ticket: {for: gem, ", "ticket: {", "incomplete-terms"),
        ("at: 1 per 3, rounding", "at: 33 %, rounding", "not-per-coin"),
    ],
)
def test_what_is_wrong_with_units_is_told(text: str, instead: str, code: str) -> None:
    assert FILES[RULES].count(text) == 1, text
    found = load_texts({**FILES, RULES: FILES[RULES].replace(text, instead)})
    assert code in {diagnostic.code for diagnostic in found.diagnostics}, found.diagnostics


@st.composite
def exchanges(draw: Draw) -> Mapping[str, str]:
    """The book with other exchanges, by fact and date, taken away and stated anew in a region."""
    drawer = Drawer(draw)

    def one() -> str:
        rate = drawer.one(("10 each", "1 per 3", "0.7 each", "2 per 5", "3 each"))
        other = drawer.one(("1 each", "1 per 2"))
        at = drawer.one(
            (
                rate,
                f"{{by: buyer.member, is: {{yes: {rate}}}, other: {other}}}",
                f"{{by: buyer.member, is: {{yes: {rate}, no: {other}}}}}",
                f"{{begins: {rate}, 2026-06-01: {other}}}",
                f"{{begins: none, 2026-06-01: {other}}}",
            )
        )
        return f"{{for: {drawer.one(('coin', 'gem'))}, at: {at}, rounding: {drawer.one(('down', 'up', 'half even'))}}}"

    rules = FILES[RULES].partition("exchange:\n")
    stated = "".join(f"  {unit}: {one()}\n".replace("for: gem", "for: coin") for unit in drawer.some(("gem", "coins")))
    stated = stated.replace("coins:", "ticket:")
    tail = rules[2][rules[2].index("promotions:") :]
    german = FILES["regions/de.yaml"].partition("platforms:")[0]
    own = f"exchange: {{ticket: {drawer.one(('none', one()))}}}\n"
    return {RULES: rules[0] + (f"exchange:\n{stated}" if stated else "") + tail, "regions/de.yaml": german + own}


@FEW
@given(exchanges(), st.data())
def test_engine_and_reference_exchange_alike(files: Mapping[str, str], data: st.DataObject) -> None:
    loaded = load_texts(files)
    assert loaded.book is not None, loaded.diagnostics
    known = reading.read(files)
    for _ in range(6):
        unit, count = data.draw(st.sampled_from(("gem", "ticket"))), data.draw(st.integers(1, 40))
        at = Instant(second(data.draw(st.sampled_from(("2026-05-31", "2026-06-01"))), "Europe/Berlin"))
        facts: dict[str, FactValue] = data.draw(st.sampled_from(({}, {"buyer.member": True}, {"buyer.member": False})))
        answer = quote_exchange(loaded.book, ExchangeRequest("DE", "ios", unit, at, count, facts))
        expected = exchanging.exchange(known, ("DE", "ios"), at, unit, count, facts)
        if isinstance(expected, exchanging.Exchanged):
            assert isinstance(answer, ExchangeQuote), answer
            said = (answer.terms.into, answer.received, frozenset(answer.assumed))
            assert said == (expected.into, expected.received, expected.assumed)
        elif isinstance(expected, exchanging.NotExchanged):
            assert isinstance(answer, NotExchanged if expected.given is None else NothingReceived), answer
        else:
            assert answer == expected
