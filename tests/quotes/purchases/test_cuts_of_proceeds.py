"""Cuts of the proceeds, as stores keep back taxes of foreign sellers: worked by hand."""

from pathlib import Path

import pytest

from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.cli.running import run, run_json
from tests.quotes.test_traps import NINETEEN_INSIDE, NO_TAX, added, codes, load, quoted
from tests.quotes.tracing.replaying import exact, replay

STORE = "store: {rate: 30 %, base: net}"
TAX = "tz: {rate: 5 %, base: proceeds}"


def commission(*lines: str, per: str = "unit", rounding: str = "half up") -> str:
    """A commission of these lines."""
    return f"commission: {{lines: {{{', '.join(lines)}}}, rounding: {rounding}, per: {per}}}"


def proceeds(price: str, *lines: str, tax: str = NO_TAX, quantity: int = 1, per: str = "unit") -> int | None:
    """What is left, in minor units. Each step of its trace replays."""
    quote = quoted(price, tax, commission(*lines, per=per), quantity)
    for step in trace_purchase(quote):
        assert replay(step) in (None, exact(step.output)), formula(step)
    assert quote.withheld_minor == 0
    assert quote.commission_minor == (quote.net_minor or 0) - (quote.proceeds_minor or 0)
    return quote.proceeds_minor


def test_a_tax_on_proceeds_is_of_what_the_store_leaves() -> None:
    """Of 100.00 the store leaves 70.00, of which 5 % are 3.50."""
    assert proceeds("100.00", STORE, TAX) == 6650


def test_it_is_of_the_exact_net_and_rounded_once() -> None:
    """11.90 with 19 % inside: 10.00, 7.00, and 6.65. Of 1.29: 1.0840…, 0.7588…, 0.7208…."""
    assert proceeds("11.90", STORE, TAX, tax=NINETEEN_INSIDE) == 665
    assert proceeds("1.29", STORE, TAX, tax=NINETEEN_INSIDE) == 72


def test_it_is_taken_after_cuts_of_the_gross_and_fixed_parts() -> None:
    """100.00 with 19 % on top: 70.00 − 2.9 % of 119.00 − 0.30 = 66.249, and 95 % of it are 62.93655."""
    lines = (STORE, "card: {rate: 2.9 %, base: gross, fixed: 0.30 EUR}", TAX)
    assert proceeds("100.00", *lines, tax=added("19 %")) == 6294


def test_a_line_without_a_rate_is_taken_before() -> None:
    """10.00 − 0.50, and 95 % of it are 9.025; not 9.50 − 0.50."""
    assert proceeds("10.00", "card: {fixed: 0.50 EUR}", TAX) == 903


def test_its_own_fixed_part_is_taken_with_it() -> None:
    """70.00 − 3.50 − 0.20."""
    assert proceeds("100.00", STORE, "tz: {rate: 5 %, base: proceeds, fixed: 0.20 EUR}") == 6630


def test_two_taxes_on_proceeds_are_of_the_same() -> None:
    """70.00 less 5 % and 10 % of it."""
    assert proceeds("100.00", STORE, TAX, "br: {rate: 10 %, base: proceeds}") == 5950


def test_of_less_than_nothing_it_takes_nothing() -> None:
    """0.10 − 0.30: the loss of 0.20 is no smaller for a tax on it."""
    assert proceeds("0.10", "card: {fixed: 0.30 EUR}", "tz: {rate: 50 %, base: proceeds}") == -20
    lines = ("card: {fixed: 0.30 EUR}", "tz: {rate: 50 %, base: proceeds}")
    assert proceeds("0.10", *lines, quantity=4, per="unit") == -80
    assert proceeds("0.10", *lines, quantity=4, per="order") == 5


def test_alone_it_is_of_the_net() -> None:
    assert proceeds("11.90", TAX, tax=NINETEEN_INSIDE) == 950


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ((STORE, "tz: {rate: 100 %, base: proceeds}"), {"rate-above-whole"}),
        ((STORE, "tz: {rate: 60 %, base: proceeds}", "br: {rate: 40 %, base: proceeds}"), {"rate-above-whole"}),
        (("store: {rate: 60 %, base: net}", "tz: {rate: 60 %, base: proceeds}"), set()),
    ],
)
def test_rates_of_the_proceeds_leave_something_of_them(lines: tuple[str, ...], wrong: set[str]) -> None:
    assert codes(load(NO_TAX, commission(*lines), DE="currency: EUR\nprices: {c: 100.00}")) == wrong


def test_without_a_subdivision_its_base_is_known_where_the_net_is() -> None:
    tax = "tax: {display: exclusive, collected_by: store, depends_on: subdivision}"
    assert proceeds("100.00", STORE, TAX, tax=tax) == 6650
    of_gross = "card: {rate: 1 %, base: gross}"
    assert quoted("100.00", tax, commission(of_gross, TAX)).proceeds_minor is None


def test_the_formula_says_what_it_is_of() -> None:
    quote = quoted("100.00", NO_TAX, commission(STORE, TAX))
    (step,) = [step for step in trace_purchase(quote) if step.figure == "proceeds"]
    assert formula(step) == "100.00 EUR × (1 − 30 %), less 5 % of what is left, if anything, half up"


# Cuts that are taxes are withheld.

TAXED = TAX.replace("}", ", kind: tax}")


def ends(price: str, *lines: str, tax: str = NO_TAX, quantity: int = 1, per: str = "unit") -> tuple[int | None, ...]:
    """Commission, withheld and proceeds. Each step of the trace replays."""
    quote = quoted(price, tax, commission(*lines, per=per), quantity)
    steps = trace_purchase(quote)
    for step in steps:
        assert replay(step) in (None, exact(step.output)), formula(step)
    shown = {step.figure: step.output for step in steps}
    assert getattr(shown["withheld"], "minor", None) == quote.withheld_minor
    return quote.commission_minor, quote.withheld_minor, quote.proceeds_minor


def test_a_tax_on_proceeds_is_withheld_and_no_commission() -> None:
    assert ends("100.00", STORE, TAXED) == (3000, 350, 6650)


def test_each_tax_is_rounded_alone_and_the_commission_is_the_rest() -> None:
    """Of 1.29: 0.387 and 0.04515 leave 0.85785. 0.86, 0.05, and 0.38 are the commission."""
    assert ends("1.29", STORE, TAXED) == (38, 5, 86)
    assert ends("1.29", STORE, TAXED, quantity=10) == (380, 50, 860)
    assert ends("1.29", STORE, TAXED, quantity=10, per="order") == (387, 45, 858)


def test_taxes_of_net_and_of_gross_are_withheld_too() -> None:
    """With 19 % on top: 5 % of 119.00 are 5.95, and 2 % of 100.00 with 0.10 are 2.10."""
    lines = ("a: {rate: 5 %, base: gross, kind: tax}", "b: {rate: 2 %, base: net, fixed: 0.10 EUR, kind: tax}")
    assert ends("100.00", STORE, *lines, tax=added("19 %")) == (3000, 805, 6195)


def test_withheld_is_at_most_what_is_taken() -> None:
    """Two taxes of 0.005 each leave 0.99 of 1.00: one cent is taken, and the first by id has it."""
    lines = ("a: {rate: 0.5 %, base: net, kind: tax}", "b: {rate: 0.5 %, base: net, kind: tax}")
    assert ends("1.00", *lines) == (0, 1, 99)


def test_a_kind_of_commission_says_what_holds_without_one() -> None:
    assert proceeds("100.00", STORE, TAX.replace("}", ", kind: commission}")) == 6650


def test_what_is_withheld_is_not_known_where_the_proceeds_are_not() -> None:
    tax = "tax: {display: exclusive, collected_by: store, depends_on: subdivision}"
    quote = quoted("100.00", tax, commission("card: {rate: 1 %, base: gross}", TAXED))
    assert (quote.withheld_minor, quote.commission_minor) == (None, None)
    unknown = quoted("100.00", NO_TAX, "commission: {rounding: half up, per: unit, lines: unknown}")
    assert (unknown.withheld_minor, unknown.unknown_values) == (None, ("commission.lines",))


def test_the_formula_of_a_tax_that_is_withheld_says_what_it_is_of() -> None:
    quote = quoted("100.00", added("19 %"), commission(STORE, TAXED, "a: {rate: 5 %, base: gross, kind: tax}"))
    formulas = {step.figure: formula(step) for step in trace_purchase(quote)}
    assert formulas["withheld a"] == "100.00 EUR × (1 + 19 %) × 5 %, half up"
    of = "100.00 EUR × (1 − 30 %) − 100.00 EUR × (1 + 19 %) × 5 %"
    assert formulas["withheld tz"] == f"5 % of {of}, if anything, half up"
    assert formulas["commission"] == "100.00 EUR − 60.85 EUR − 9.15 EUR"


SEVERAL = Path(__file__).parents[2] / "cases" / "good" / "several_taxes"
ASKED = ("quote", "purchase", "--book", str(SEVERAL), "--region", "TZ", "--package", "coins_1000", "--at", "2026-06-01")


def test_the_command_line_shows_what_is_withheld() -> None:
    """35000.00 with 18 % inside: of 29661.0169… the store takes 30 %, and of the rest 3 % are 622.88."""
    answer = run_json(*ASKED, "--platform", "ios")
    figures = {name: answer["economics"][name]["amount"] for name in ("commission", "withheld", "proceeds")}
    assert figures == {"commission": "8898.31", "withheld": "622.88", "proceeds": "20139.83"}
    assert "withheld" in run(*ASKED, "--platform", "ios").stdout
    assert "withheld" not in run(*ASKED, "--platform", "web").stdout


def test_a_fixed_part_counts_once_for_each_unit_or_once_for_the_order() -> None:
    """10 % and 0.30 of each 10.00 leave 8.70, three times 26.10; of an order of 30.00 they leave 26.70."""
    card = "card: {rate: 10 %, base: gross, fixed: 0.30 EUR}"
    assert proceeds("10.00", card, quantity=3) == 2610
    assert proceeds("10.00", card, quantity=3, per="order") == 2670
