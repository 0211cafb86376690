"""The traces of gifts and payouts: each step replays, and the value at its place decides its figure."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.loading import load_texts
from ratecard.money import Diamonds, Money
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import GiftRequest, Lot, PayoutRequest
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.terms.facts import Facts
from tests.book.asking import at
from tests.books import folder_texts, shipped, sound
from tests.quotes import small_chain
from tests.quotes.known import known, whole
from tests.quotes.tracing.replaying import OF_DAYS, exact, replay, replay_days
from tests.refusing_earning import BOOK

TEXTS = folder_texts(BOOK)
AT = at("2026-07-01T00:00+00:00")
FACTS: tuple[Facts, ...] = (
    {"creator.grade": "partner", "creator.tax_form": "treaty", "creator.payouts": 3},
    {"creator.grade": "standard", "creator.tax_form": "missing"},
)
LOTS = (
    Lot(Diamonds(30_001), at("2026-02-11T22:30+00:00"), "US-NY", {"lot.class": "earned"}),
    Lot(Diamonds(25_003), at("2025-08-01T10:00+00:00"), "DE", {"lot.class": "promotional"}),
    Lot(Diamonds(9_007), at("2026-06-30T10:00+00:00"), "US", {"lot.class": "earned"}),
)
TWENTY_THOUSAND = (
    Lot(Diamonds(10_000), at("2025-08-01T00:00+00:00")),
    Lot(Diamonds(10_000), at("2026-03-01T00:00+00:00")),
)


def gift_requests(book: RuleBook) -> Iterator[GiftRequest]:
    """Every gift in every kind, from every market to every region, one and seven of it."""
    for key, creator, facts, count in product(book.markets(), book.regions, FACTS, (1, 7)):
        for gift in sorted(book.gifts):
            for kind in ("live", "video", "item", "steps", "shop"):
                yield GiftRequest(key.region, key.platform, creator, gift, AT, count, kind, facts)


def payout_requests(book: RuleBook) -> Iterator[PayoutRequest]:
    """Payouts by every method in every region: with lots, without, and part of them."""
    for region, method, facts in product(book.regions, ("paypal", "bank", "free"), FACTS):
        for lots, diamonds in ((LOTS, None), (LOTS, Diamonds(40_000)), ((), Diamonds(20_000))):
            yield PayoutRequest(region, method, AT, diamonds, lots, facts=facts)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return sound(load_texts(TEXTS))


def gifts(book: RuleBook) -> list[GiftQuote]:
    answers = [quote_gift(book, request) for request in gift_requests(book)]
    return [answer for answer in answers if isinstance(answer, GiftQuote)]


def payouts(book: RuleBook) -> list[PayoutQuote]:
    answers = [quote_payout(book, request) for request in payout_requests(book)]
    return [answer for answer in answers if isinstance(answer, PayoutQuote)]


def test_every_step_of_a_gift_replays_from_its_inputs_to_its_output(book: RuleBook) -> None:
    operations: set[Arithmetic] = set()
    found = gifts(book)
    for quote in found:
        for step in trace_gift(quote):
            operations.add(step.operation)
            replayed = replay(step)
            assert replayed is None or replayed == exact(step.output), (step.figure, formula(step), quote.request)
    assert {quote.kind for quote in found} == {"live", "video", "item", "steps", "shop"}
    assert operations >= {Arithmetic.TAKE_OUT_TAX, Arithmetic.TAKE_OFF_CUTS, Arithmetic.EXCHANGE, Arithmetic.SUBTRACT}


def test_every_step_of_a_payout_replays_from_its_inputs_to_its_output(book: RuleBook) -> None:
    operations: set[Arithmetic] = set()
    found = payouts(book)
    for quote in found:
        for step in trace_payout(quote):
            operations.add(step.operation)
            if step.operation in OF_DAYS:
                assert replay_days(step, quote.region.in_zone) == step.output, (step.figure, formula(step))
            elif step.operation is Arithmetic.STATED:
                assert exact(step.output) == exact_text(step.place), step.figure
            else:
                assert replay(step) == exact(step.output), (step.figure, formula(step), quote.request)
    assert {quote.request.region for quote in found} >= {"DE", "JP", "KW", "IN"}
    assert operations >= OF_DAYS | {Arithmetic.FEE, Arithmetic.EXCHANGE, Arithmetic.APPLY_RATES}


def exact_text(place: Place | None) -> Fraction:
    """The number that stands at a place in the rule files."""
    assert place is not None
    line = TEXTS[place.file].splitlines()[place.line - 1]
    return Fraction(line[place.column - 1 : place.end_column - 1])


def test_both_rates_of_a_cross_rate_are_named_with_their_day_and_line() -> None:
    """From dollars to yen over the euro: what a yen and what a dollar was, of two days and two lines."""
    files = {
        "rules/book.yaml": small_chain.BOOK + small_chain.TAXES + small_chain.payouts(currency="JPY"),
        "rules/fx.yaml": "fx:\n  base: EUR\n  rounding: down\n  rates:\n"
        "    JPY: {2026-02-20T16:00+01:00: {value: 182.63, source: the bank}}\n"
        "    USD: {2026-02-19: 1.1767}\n",
        "regions/de.yaml": small_chain.DE,
    }
    quote = quote_payout(sound(load_texts(files)), PayoutRequest("DE", "bank", AT, Diamonds(20_000)))
    assert isinstance(quote, PayoutQuote), quote
    steps = {step.figure: step for step in trace_payout(quote)}
    yen, dollar = steps["JPY for one EUR"], steps["USD for one EUR"]
    assert steps["paid"].inputs[1:3] == (yen, dollar)
    assert [(step.place.file, step.place.line) for step in (yen, dollar) if step.place] == [
        ("rules/fx.yaml", 5),
        ("rules/fx.yaml", 6),
    ]
    assert (yen.since, yen.source) == (at("2026-02-20T15:00+00:00"), "the bank")
    assert (dollar.since, dollar.source) == (at("2026-02-18T23:00+00:00"), None)
    assert formula(yen) == "stated since 2026-02-20T15:00:00Z"
    assert formula(dollar) == "stated since 2026-02-18T23:00:00Z"
    assert steps["paid"].source == "the bank"


def test_the_rates_of_lots_and_of_gifts_are_named_too(book: RuleBook) -> None:
    traces = [(trace_payout(quote), known(quote.value_currency).code) for quote in payouts(book)]
    traces += [(trace_gift(quote), quote.market.currency.code) for quote in gifts(book)]
    exchanged = [
        (step, {before.figure for before in trace})
        for trace, _ in traces
        for step in trace
        if step.operation is Arithmetic.EXCHANGE
    ]
    assert len({step.figure.partition(" ")[0] for step, _ in exchanged}) == 2  # "paid" and "base"
    for step, earlier in exchanged:
        rates = [each for each in step.inputs if isinstance(each, Step) and each.operation is Arithmetic.STATED]
        assert rates
        assert {rate.figure for rate in rates} <= earlier
        assert all(rate.since is not None and rate.place is not None for rate in rates)


def test_steps_end_in_the_figures_of_the_quote_and_read_only_figures_before_them(book: RuleBook) -> None:
    for quote in gifts(book):
        figures = _read(trace_gift(quote))
        assert figures["coins"] == quote.coins
        assert figures["diamonds"] == quote.diamonds
        for who, part in zip(quote.earnings.split, quote.parts, strict=True):
            suffix = "" if f"part {who.id}" in figures else " each"
            assert figures[f"part {who.id}{suffix}"] == part
        if quote.worth_minor is not None:
            assert figures["worth"] == Money(quote.worth_minor, quote.market.currency)
    for payout in payouts(book):
        figures = _read(trace_payout(payout))
        told, currency, paid_in = whole(payout), known(payout.value_currency), known(payout.offer.paid_in)
        assert figures["value"] == Money(told.value, currency)
        assert figures.get("withheld", Money(0, currency)) == Money(told.withheld, currency)
        assert figures.get("fee", Money(0, currency)) == Money(told.fee, currency)
        assert figures["remainder"] == Money(told.remainder, currency)
        assert figures["paid"] == Money(told.paid, paid_in)
        assert figures["paid on"] == payout.paid_on
        if payout.offer.exchange is not None:
            assert figures["exchange cost"] == Money(known(payout.exchange_cost), paid_in)


def _read(steps: tuple[Step, ...]) -> dict[str, object]:
    figures: dict[str, object] = {}
    for step in steps:
        for each in step.inputs:
            if each.name in figures:
                assert figures[each.name] == each.value, (step.figure, each)
        figures[step.figure] = step.output
    return figures


def test_every_figure_that_a_rule_decides_names_its_place(book: RuleBook) -> None:
    steps = [step for quote in gifts(book) for step in trace_gift(quote)]
    steps += [step for quote in payouts(book) for step in trace_payout(quote)]
    assert {step.figure for step in steps if step.place is None} <= {"counted from"}


def edited(place: Place) -> dict[str, str]:
    """The texts with the value at a place changed a great deal."""
    lines = TEXTS[place.file].split("\n")
    line = lines[place.line - 1]
    value = line[place.column - 1 : place.end_column - 1]
    lines[place.line - 1] = line[: place.column - 1] + much_changed(value) + line[place.end_column - 1 :]
    return {**TEXTS, place.file: "\n".join(lines)}


def much_changed(value: str) -> str:
    """Another share, another ratio, or a number three times itself and more."""
    if value.endswith("%") or re.fullmatch(r"\d+/\d+", value):
        return "17 %"
    if " per " in value and "USD" not in value:
        return "8 per 3"
    if " per " in value:
        return "5 USD per 90"
    number = re.fullmatch(r"([\d_]+)(\.\d+)?( .*)?", value)
    assert number, f"nothing is known of changing {value}"
    times = 30 if "day" in value else 3
    return f"{int(number[1]) * times + 17}{number[2] or ''}{number[3] or ''}"


def test_a_large_edit_of_the_value_at_a_steps_place_changes_that_figure(book: RuleBook) -> None:
    by_place: dict[Place, list[tuple[GiftQuote | PayoutQuote, Step]]] = {}
    for gift in gifts(book):
        for step in trace_gift(gift) if gift.request.count == 7 else ():
            if step.place is not None:
                by_place.setdefault(step.place, []).append((gift, step))
    for payout in payouts(book):
        for step in trace_payout(payout):
            if step.place is not None:
                by_place.setdefault(step.place, []).append((payout, step))
    assert len(by_place) > 20
    for place, decided in by_place.items():
        changed_book = sound(load_texts(edited(place)))
        for quote, step in decided[:: max(1, len(decided) // 8)]:
            after = _again(changed_book, quote)
            assert after is None or after.get(step.figure) != step.output, (place, step.figure, quote.request)


def _again(book: RuleBook, quote: GiftQuote | PayoutQuote) -> dict[str, object] | None:
    """The figures of the same question to another book; None where that refuses it."""
    if isinstance(quote, GiftQuote):
        gift = quote_gift(book, quote.request)
        return {step.figure: step.output for step in trace_gift(gift)} if isinstance(gift, GiftQuote) else None
    payout = quote_payout(book, quote.request)
    return {step.figure: step.output for step in trace_payout(payout)} if isinstance(payout, PayoutQuote) else None


def test_twenty_thousand_diamonds_in_two_lots_by_bank_in_yen_name_every_deduction_and_the_day() -> None:
    request = PayoutRequest("JP", "bank", at("2026-11-24T00:00+09:00"), lots=TWENTY_THOUSAND)
    quote = quote_payout(shipped(), request)
    assert isinstance(quote, PayoutQuote)
    steps = {step.figure: step for step in trace_payout(quote)}
    told = {name: (value_text(step.output), formula(step)) for name, step in steps.items()}
    assert told["value of lot 1"] == ("50.00 USD", "10000 × 0.005 USD each")
    assert told["value of lot 2"] == ("55.00 USD", "10000 × 0.0055 USD each")
    assert told["value"] == ("105.00 USD", "50.00 USD + 55.00 USD, down")
    assert told["fee"] == ("3.00 USD", "3.00 USD, half up")
    assert told["remainder"] == ("102.00 USD", "105.00 USD − 3.00 USD")
    assert told["paid"] == ("15672 JPY", "102.00 USD × 182.63 ÷ 1.1767 × (1 − 1 %), down")
    assert told["exchange cost"] == ("158 JPY", "15830 JPY − 15672 JPY")
    assert told["paid on"] == ("2026-11-29", "2026-11-24 + 2 days + 3 days")
    assert quote.paid_on == date(2026, 11, 29)
    assert all(step.place is not None and step.place.file.startswith("rules/") for step in steps.values())


def test_the_day_of_a_payout_names_the_wait_of_its_method() -> None:
    lot = Lot(Diamonds(20_000), at("2026-03-01T00:00:00+09:00"))
    quote = quote_payout(shipped(), PayoutRequest("JP", "bank", at("2026-11-24T00:00:00+09:00"), lots=(lot,)))
    assert isinstance(quote, PayoutQuote), quote
    stated = quote.offer.method.after_stated
    assert stated is not None
    last = trace_payout(quote)[-1]
    assert (last.name, last.place, last.source) == ("paid on", stated.place, stated.source)


def test_rates_that_are_quotients_stand_in_brackets_and_replay() -> None:
    """50 USD at 1 per 0.85 (20/17) and 1 per 0.006 (500/3) dollars and yen for one euro: 50 × 500/3 ÷ 20/17."""
    fx = "fx: {base: EUR, rounding: down, rates: {USD: 1 per 0.85, JPY: 1 per 0.006}}\n"
    rules = small_chain.book(small_chain.payouts("0.01 USD each", currency="JPY") + fx)
    quote = small_chain.paid(rules, 5000)
    step = next(step for step in trace_payout(quote) if step.figure == "paid")
    assert (value_text(step.output), formula(step)) == ("7083 JPY", "50.00 USD × (500/3) ÷ (20/17), down")
    assert replay(step) == exact(step.output)
