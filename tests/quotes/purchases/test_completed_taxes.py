"""Taxes of the price that holds them, and several taxes inside one price: worked by hand from how the laws put them."""

import pytest

from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.quotes.test_traps import ask, codes, load, quoted

ADDED = "tax: {display: exclusive, rounding: half up, rounded: each line, per: unit, collected_by: store, lines: {%s}}"
TOGETHER = ADDED.replace("each line", "together")
INSIDE = "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store, lines: {%s}}"
ICMS = "icms: {name: ICMS, rate: 12 %, base: gross}"


def split(price: str, tax: str, quantity: int = 1) -> tuple[object, ...]:
    """Net, each tax line and gross, in minor units."""
    quote = quoted(price, tax, quantity=quantity)
    return (quote.net_minor, *quote.tax_line_minors, quote.gross_minor)


# ICMS is a share of the price that holds it ("por dentro", Lei Complementar 87/1996, article 13, § 1, I).


@pytest.mark.parametrize("tax", [ADDED, TOGETHER])
def test_twelve_per_cent_of_the_gross_on_100_are_13_64(tax: str) -> None:
    quote = quoted("100.00", tax % ICMS)
    assert (quote.net_minor, quote.tax_minor, quote.gross_minor) == (10000, 1364, 11364)
    assert [str(line.rate) for line, _ in quote.tax_lines] == ["12 %"]


def test_twelve_per_cent_of_the_gross_inside_100_are_12() -> None:
    assert split("100.00", INSIDE % ICMS) == (8800, 1200, 10000)


def test_a_tax_of_the_gross_holds_those_of_the_net() -> None:
    """Of a net of 100.00, 10 % are 10.00; the gross is 110.00 ÷ 0.88, of which 12 % are 15.00."""
    lines = f"iss: {{name: ISS, rate: 10 %}}, {ICMS}"
    for tax in (ADDED, TOGETHER):
        assert split("100.00", tax % lines) == (10000, 1500, 1000, 12500)
    assert split("125.00", INSIDE % lines) == (10000, 1500, 1000, 12500)


def test_two_taxes_of_the_gross_hold_one_another() -> None:
    """12 % and 8 % of 125.00 leave 100.00."""
    lines = f"fem: {{name: FEM, rate: 8 %, base: gross}}, {ICMS}"
    assert split("100.00", ADDED % lines) == (10000, 1000, 1500, 12500)
    assert split("125.00", INSIDE % lines) == (10000, 1000, 1500, 12500)


def test_a_tax_of_the_gross_holds_tax_on_tax() -> None:
    """Of 100.00, b is 5.00 and a 10.50; the gross is 115.50 ÷ 0.88 = 131.25, of which 12 % are 15.75."""
    lines = f"a: {{rate: 10 %, on: b}}, b: {{rate: 5 %}}, {ICMS}"
    assert split("100.00", ADDED % lines) == (10000, 1050, 500, 1575, 13125)


def test_a_base_of_net_says_what_holds_without_one() -> None:
    assert split("100.00", ADDED % ICMS.replace("gross", "net")) == (10000, 1200, 11200)


def test_a_tax_of_the_gross_is_of_the_unit_or_of_the_order() -> None:
    """Of 0.99, 12 % of gross are 0.135: 0.14 for each of ten, 1.35 for all of them."""
    assert split("0.99", ADDED % ICMS, quantity=10) == (990, 140, 1130)
    assert split("0.99", ADDED.replace("per: unit", "per: order") % ICMS, quantity=10) == (990, 135, 1125)


def test_commission_of_the_gross_is_of_the_gross_that_holds_the_tax() -> None:
    """10 % of 113.636… leave 88.64 of a net of 100.00."""
    cut = "commission: {lines: {card: {rate: 10 %, base: gross}}, rounding: half up, per: unit}"
    quote = quoted("100.00", ADDED % ICMS, cut)
    assert (quote.proceeds_minor, quote.commission_minor) == (8864, 1136)


def test_a_base_changes_with_its_day_and_by_facts() -> None:
    base = "{2025-01-01: {by: buyer.member, is: {yes: gross}, other: net}, 2026-12-01: gross}"
    loaded = load(ADDED % ICMS.replace("gross", base), DE="currency: EUR\nprices: {c: 100.00}")

    def tax(at: str, member: bool) -> object:
        return getattr(ask(loaded, "DE", at, facts={"buyer.member": member}), "tax_minor", None)

    assert (tax("2026-11-01", True), tax("2026-11-01", False), tax("2026-12-02", False)) == (1364, 1200, 1364)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("icms: {rate: 100 %, base: gross}", "rate-above-whole"),
        ("icms: {rate: 60 %, base: gross}, fem: {rate: 40 %, base: gross}", "rate-above-whole"),
        (f"{ICMS}, levy: {{rate: 1 %, on: icms}}", "on-gross-tax"),
        ("icms: {rate: 12 %, base: gross, on: levy}, levy: {rate: 1 %}", "on-gross-tax"),
        ("icms: {rate: {by: buyer.member, is: {yes: 100 %}, other: 12 %}, base: gross}", "rate-above-whole"),
    ],
)
def test_what_a_tax_of_the_gross_cannot_be(lines: str, code: str) -> None:
    assert codes(load(ADDED % lines, DE="currency: EUR\nprices: {c: 100.00}")) == {code}


def test_rates_of_the_gross_may_leave_very_little() -> None:
    assert split("1.00", ADDED % "icms: {rate: 99.99 %, base: gross}") == (100, 999900, 1000000)


# Several taxes inside one price.

EACH = INSIDE.replace("rounding: half up", "rounding: half up, rounded: each line")


def test_cgst_and_sgst_inside_a_price_are_equal() -> None:
    """9 % and 9 % inside 100.00, CGST Act 2017 and SGST Act: 7.6271… each, and a net of what they leave."""
    lines = "cgst: {name: CGST, rate: 9 %}, sgst: {name: SGST, rate: 9 %}"
    assert split("100.00", EACH % lines) == (8474, 763, 763, 10000)
    assert split("100.00", INSIDE % lines) == (8475, 763, 762, 10000)
    assert split("100.00", INSIDE.replace("rounding:", "rounded: together, rounding:") % lines) == (
        8475,
        763,
        762,
        10000,
    )


def test_one_tax_inside_a_price_is_what_the_rounded_net_leaves() -> None:
    """1.29 at 20 %: the exact tax is 0.215, which half up would be 0.22."""
    assert split("1.29", EACH % "vat: {rate: 20 %}") == (108, 21, 129)
    assert split("1.29", EACH % "vat: {rate: 20 %}, gone: {rate: none}") == (108, 21, 129)


def test_each_tax_inside_takes_at_most_what_is_left() -> None:
    """0.02 with three taxes of 100 %, rounded up: 0.005 each, and so 0.01, 0.01 and nothing."""
    lines = "a: {rate: 100 %}, b: {rate: 100 %}, c: {rate: 100 %}"
    assert split("0.02", EACH.replace("half up", "up") % lines) == (0, 1, 1, 0, 2)


def test_each_tax_inside_is_of_the_unit_or_of_the_order() -> None:
    lines = "a: {rate: 9 %}, b: {rate: 9 %}"
    assert split("1.00", EACH % lines, quantity=10) == (840, 80, 80, 1000)
    assert split("1.00", EACH.replace("per: unit", "per: order") % lines, quantity=10) == (848, 76, 76, 1000)


def test_each_tax_inside_may_be_of_the_gross() -> None:
    """Of 100.00, 12 % of gross are 12.00 and the exact net is 88.00 ÷ 1.1 = 80.00."""
    assert split("100.00", EACH % f"iss: {{rate: 10 %}}, {ICMS}") == (8000, 1200, 800, 10000)


def test_the_trace_of_taxes_inside_shows_each() -> None:
    quote = quoted("100.00", EACH % f"iss: {{rate: 10 %}}, {ICMS}")
    steps = {step.figure: step for step in trace_purchase(quote)}
    assert formula(steps["tax icms"]) == "100.00 EUR × 12 %, half up"
    assert formula(steps["tax iss"]) == "100.00 EUR × (1 − 12 %) ÷ (1 + 10 %) × 10 %, half up"
    assert formula(steps["net"]) == "100.00 EUR − 20.00 EUR"


def test_a_base_that_is_not_known_leaves_the_tax_undetermined() -> None:
    region = """currency: EUR
prices: {c: 100.00}
platforms: {ios: {tax: {lines: {icms: {name: ICMS, rate: 12 %}}}}}
tax: {lines: {icms: unknown}}"""
    loaded = load(ADDED % ICMS, DE=region)
    quote = ask(loaded, "DE")
    assert getattr(quote, "unknown_values", None) == ("tax.lines.icms",)
    assert getattr(quote, "tax_minor", 0) is None
