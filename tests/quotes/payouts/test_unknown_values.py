"""Payouts of which the book does not know everything: figures are null only where they need it."""

import pytest

from ratecard.loading import load_texts
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.refusals import (
    AboveLimit,
    BelowMinimum,
    FactNeeded,
    NotEnoughDiamonds,
    NothingLeft,
    UnknownLimit,
    UnknownMethod,
    WrongCurrency,
)
from tests.quotes.small_chain import BOOK, DE, TAXES, book, lot, paid, pay, payouts

Shown = dict[str, str | None]

HUNDRED: Shown = {
    **{"value": "100.00 USD", "withheld": "0.00 USD", "fee": "0.00 USD", "remainder": "100.00 USD"},
    **{"paid": "100.00 USD", "cost": "0.00 USD", "day": "2026-11-01"},
}
"""20,000 diamonds at 0.005 USD, by a bank that costs nothing."""

NULL_LEFT: Shown = {"remainder": None, "paid": None}


def shown(quote: PayoutQuote) -> Shown:
    """The figures of a payout as texts, None for what is not known."""
    figures = quote.figures
    money = {name: quote.in_value(getattr(figures, name)) for name in ("value", "withheld", "fee", "remainder")}
    money |= {"paid": quote.in_paid(figures.paid), "cost": quote.in_paid(quote.exchange_cost)}
    texts = {name: None if amount is None else str(amount) for name, amount in money.items()}
    return {**texts, "day": None if quote.paid_on is None else str(quote.paid_on)}


def bank(terms: str) -> str:
    """The table of methods with a bank of these terms."""
    return f"{{bank: {terms}}}"


@pytest.mark.parametrize(
    ("rules", "null", "unknown"),
    [
        ({"pays": "unknown"}, {"day": None}, "payouts.pays"),
        ({"pays": "{from: request, after: unknown}"}, {"day": None}, "payouts.pays.after"),
        ({"hold": "unknown"}, {"day": None}, "payouts.hold"),
        ({"methods": bank("{name: Bank, fee: none, after: unknown}")}, {"day": None}, "payouts.methods.bank.after"),
        ({"minimum": "unknown"}, {}, "payouts.minimum"),
        ({"methods": bank("{name: Bank, fee: none, minimum: unknown}")}, {}, "payouts.methods.bank.minimum"),
        ({"limits": "unknown"}, {}, "payouts.limits"),
        ({"limits": "{daily: unknown}"}, {}, "payouts.limits.daily"),
        ({"limits": "{daily: {most: unknown, per: calendar day}}"}, {}, "payouts.limits.daily.most"),
        ({"methods": bank("{name: Bank, fee: unknown}")}, {"fee": None, **NULL_LEFT}, "payouts.methods.bank.fee"),
        (
            {"methods": bank("{name: Bank, fee: {rate: unknown, rounding: down}}")},
            {"fee": None, **NULL_LEFT},
            "payouts.methods.bank.fee.rate",
        ),
        ({"withholding": "unknown"}, {"withheld": None, **NULL_LEFT}, "payouts.withholding"),
        (
            {"withholding": "{rounding: down, lines: {a: {rate: unknown}, b: {rate: 10 %, of: whole}}}"},
            {"withheld": None, **NULL_LEFT},
            "payouts.withholding.lines.a.rate",
        ),
        (
            {"methods": "unknown"},
            {"fee": None, **NULL_LEFT, "cost": None, "day": None},
            "payouts.methods",
        ),
        (
            {"diamond": "unknown", "currency": "USD"},
            {"value": None, "withheld": None, "fee": None, **NULL_LEFT, "cost": None},
            "payouts.diamond",
        ),
    ],
)
def test_figures_are_null_that_need_what_is_unknown_and_the_others_are_there(
    rules: dict[str, str], null: Shown, unknown: str
) -> None:
    stated = {key: value for key, value in rules.items() if key != "diamond"}
    quote = paid(book(payouts(rules.get("diamond", "0.005 USD each"), **stated)), 20_000)
    assert shown(quote) == {**HUNDRED, **null}
    assert quote.unknown_values == (unknown,)
    last = {step.figure: formula(step) for step in trace_payout(quote)}
    assert f"needs {unknown}" in last.values()
    assert last[f"unknown {unknown}"] == "stated to be unknown"


def test_a_fee_without_a_rate_is_there_whatever_is_withheld() -> None:
    fees = {"{fixed: 2 USD, rounding: down}": "2.00 USD", "{rate: 2 %, rounding: down}": None}
    for fee, told in fees.items():
        rules = payouts(withholding="unknown", methods=bank(f"{{name: Bank, fee: {fee}}}"))
        assert shown(paid(book(rules), 20_000))["fee"] == told


def test_refusals_come_that_need_nothing_unknown() -> None:
    fixed = bank("{name: Bank, fee: {fixed: 100 USD, rounding: down}}")
    answer = pay(book(payouts(withholding="unknown", methods=fixed)), 20_000)
    assert isinstance(answer, NothingLeft)
    assert (str(answer.worth), answer.withheld, answer.fee) == ("100.00 USD", None, None)
    assert answer.message == "of 100.00 USD, what is withheld and the fee leave nothing to pay"
    floor = bank("{name: Bank, fee: {rate: unknown, floor: 100 USD, rounding: down}}")
    assert isinstance(pay(book(payouts(methods=floor)), 20_000), NothingLeft)
    assert isinstance(pay(book(payouts(methods=floor)), 20_001), PayoutQuote) is False
    assert isinstance(pay(book(payouts(methods=floor)), 20_200), PayoutQuote)
    method = bank("{name: Bank, fee: none, minimum: 200 USD}")
    assert isinstance(pay(book(payouts(minimum="unknown", methods=method)), 20_000), BelowMinimum)
    two = "{daily: unknown, weekly: {most: 99 USD, per: calendar week}}"
    assert isinstance(pay(book(payouts(limits=two)), 20_000), AboveLimit)


def test_what_was_used_may_be_of_a_limit_that_nobody_knows() -> None:
    assert paid(book(payouts(limits="unknown")), 20_000, used={"daily": 3}).open_limits == ()
    one = payouts(limits="{daily: unknown}")
    assert paid(book(one), 20_000, used={"daily": 3}).unknown_values == ("payouts.limits.daily",)
    assert isinstance(pay(book(one), 20_000, used={"weekly": 3}), UnknownLimit)


def test_a_tax_of_one_region_matters_only_for_lots_from_there() -> None:
    lines = "{a: {rate: 10 %, of: whole}, us: {rate: unknown, of: domestic, domestic: US}}"
    rules = book(payouts(withholding=f"{{rounding: down, lines: {lines}}}"))
    assert isinstance(pay(rules, 20_000), FactNeeded)
    german = paid(rules, None, lot(20_000, "2026-06-01", "DE"))
    assert (german.figures.withheld, german.unknown_values) == (1000, ())
    american = paid(rules, None, lot(20_000, "2026-06-01", "US"))
    assert (american.figures.withheld, american.withholding) == (None, ())
    assert american.unknown_values == ("payouts.withholding.lines.us.rate",)


def test_a_wanted_amount_takes_nobody_knows_how_many_diamonds() -> None:
    rules = book(payouts(methods=bank("{name: Bank, fee: unknown}")))
    quote = paid(rules, want=(5000, "USD"))
    assert (quote.diamonds, quote.used, quote.figures.value) == (None, (), None)
    assert quote.unknown_values == ("payouts.methods.bank.fee",)
    assert isinstance(pay(rules, want=(5000, "EUR")), WrongCurrency)
    least = paid(book(payouts(minimum="unknown")), want=(5000, "USD"))
    assert (least.diamonds, least.raised, least.unknown_values) == (10_000, False, ("payouts.minimum",))


def test_lots_that_are_not_needed_for_an_amount_may_be_unknown() -> None:
    lines = "{us: {rate: unknown, of: domestic, domestic: US}}"
    rules = book(payouts(withholding=f"{{rounding: down, lines: {lines}}}"))
    lots = (lot(1000, "2026-06-01", "DE"), lot(1000, "2026-06-02", "US"))
    assert paid(rules, None, *lots, want=(500, "USD")).diamonds == 1000
    assert paid(rules, None, *lots, want=(501, "USD")).diamonds is None
    short = pay(rules, None, lots[0], want=(501, "USD"))
    assert isinstance(short, NotEnoughDiamonds)
    assert short.needed == 1002


def test_only_the_cases_that_are_unknown_leave_figures_null() -> None:
    rules = book(
        payouts(
            "{by: lot.class, is: {promotional: unknown}, other: 0.005 USD each}",
            currency="USD",
            hold="{by: lot.class, is: {promotional: unknown}, other: 5 days}",
        )
    )
    known, unknown = lot(20_000, "2026-06-01", lot_class="earned"), lot(9, "2026-06-02", lot_class="promotional")
    assert paid(rules, None, known).unknown_values == ()
    both = paid(rules, None, known, unknown)
    assert (both.figures.value, both.released) == (None, None)
    assert both.unknown_values == ("payouts.diamond", "payouts.hold")
    assert [both.released_of(used) is None for used in both.used] == [False, True]


def test_a_method_must_be_the_id_of_one_where_nobody_knows_which_there_are() -> None:
    rules = book(payouts(methods="unknown"))
    assert paid(rules, 20_000, method="paypal").unknown_values == ("payouts.methods",)
    assert isinstance(pay(rules, 20_000, method="not an id"), UnknownMethod)


def of_region(rules: str, region: str) -> PayoutQuote:
    """20,000 diamonds in Germany, which changes what the book says."""
    loaded = load_texts({"rules/book.yaml": BOOK + TAXES + rules, "regions/de.yaml": DE + region})
    assert loaded.book is not None, loaded.diagnostics
    assert loaded.errors == 0, loaded.diagnostics
    return paid(loaded.book, 20_000)


@pytest.mark.parametrize(
    ("region", "null", "unknown"),
    [
        ("payouts: {pays: {from: month end}}", {"day": None}, ("payouts.pays",)),
        ("payouts: {pays: {from: month end, after: none}}", {"day": "2026-11-30"}, ()),
        ("payouts: {pays: none}", {}, ()),
    ],
)
def test_days_that_are_a_convention_end_value_by_value(region: str, null: Shown, unknown: tuple[str, ...]) -> None:
    quote = of_region(payouts(pays="unknown"), region)
    assert (shown(quote), quote.unknown_values) == ({**HUNDRED, **null}, unknown)


def test_payouts_that_are_all_unknown_end_value_by_value() -> None:
    quote = of_region("payouts: unknown\n", "")
    assert set(shown(quote).values()) == {None}
    assert quote.unknown_values == ("payouts",)
    said = payouts(hold="none", minimum="none", limits="none", withholding="none", pays="none")
    known = of_region("payouts: unknown\n", said)
    assert (shown(known), known.unknown_values) == (HUNDRED, ())
    partly = of_region("payouts: unknown\n", payouts(pays="none"))
    assert partly.unknown_values == ("payouts",)
    null = {"withheld": None, **NULL_LEFT, "day": None}
    assert shown(partly) == {**HUNDRED, **null}


def test_the_first_narrower_entry_ends_an_unknown_table() -> None:
    quote = of_region(
        payouts(methods="unknown", limits="unknown"),
        "payouts: {methods: {bank: {name: Bank, fee: none}}, limits: {daily: {most: none, per: calendar day}}}",
    )
    assert (shown(quote), quote.unknown_values) == (HUNDRED, ())


def test_nothing_is_missing_of_what_is_unknown_and_a_currency_is_known() -> None:
    files = {"rules/book.yaml": f"{BOOK}{TAXES}payouts: {{currency: unknown}}\n", "regions/de.yaml": DE}
    assert "cannot-be-unknown" in {found.code for found in load_texts(files).diagnostics}


FX = "fx: {base: USD, rounding: half up, spread: 1 %, maximum_age: 2 years, rates: {EUR: 0.86}}\n"


@pytest.mark.parametrize(
    ("fx", "unknown", "known"),
    [
        (FX, (), True),
        (FX.replace("0.86", "unknown"), ("fx.rates.EUR",), False),
        (FX.replace("{EUR: 0.86}", "unknown"), ("fx.rates",), False),
        (FX.replace("1 %", "unknown"), ("fx.spread",), False),
        ("fx: unknown\n", ("fx",), False),
        (FX.replace("2 years", "unknown"), ("fx.maximum_age",), True),
    ],
)
def test_what_arrives_needs_the_exchange_and_nothing_else_does(fx: str, unknown: tuple[str, ...], known: bool) -> None:
    rules = book(payouts(currency="EUR") + fx)
    quote = paid(rules, 20_000, day="2025-11-01")
    assert quote.unknown_values == unknown
    exchanged = {"paid": "85.14 EUR", "cost": "0.86 EUR"} if known else {"paid": None, "cost": None}
    assert shown(quote) == {**HUNDRED, **exchanged, "day": "2025-11-01"}
    wanted = paid(rules, want=(8514, "EUR"), day="2025-11-01")
    assert wanted.diamonds == (20_000 if known else None)


def test_a_rate_that_nobody_states_beside_an_unknown_one_is_missing() -> None:
    rules = payouts(currency="EUR") + FX.replace("{EUR: 0.86}", "{JPY: unknown}")
    found = load_texts({"rules/book.yaml": BOOK + TAXES + rules, "regions/de.yaml": DE})
    assert {diagnostic.code for diagnostic in found.diagnostics} == {"missing-fx-rate"}


def test_the_value_of_a_lot_needs_the_rate_of_its_time_s_currency() -> None:
    diamond = "{2025-01-01: 0.005 USD each, 2026-01-01: 0.01 EUR each}"
    fx = FX.replace("USD, rounding", "EUR, rounding").replace("EUR: 0.86", "USD: unknown")
    rules = book(payouts(diamond, currency="EUR") + fx)
    assert paid(rules, None, lot(100, "2026-02-01")).unknown_values == ()
    quote = paid(rules, None, lot(100, "2026-02-01"), lot(100, "2025-02-01"))
    assert (quote.figures.value, quote.unknown_values) == (None, ("fx.rates.USD",))
