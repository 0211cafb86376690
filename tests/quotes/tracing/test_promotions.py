"""Traces of purchases with promotions: each step replays, and the figures are those of the quote."""

import pytest

from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.quotes.tracing.steps import Arithmetic, Step
from tests.quotes.promotion_case import Case
from tests.quotes.promotion_cases import CASES
from tests.quotes.promotion_limit_cases import CASES as LIMIT_CASES
from tests.quotes.purchases.test_promotion_cases import answer_of
from tests.quotes.tracing.replaying import exact, replay

ANSWERED = [case for case in (*CASES, *LIMIT_CASES) if case.refused is None]
TAXES = {
    "by unit": ("unit", "unit"),
    "by order": ("order", "order"),
    "tax by unit, proceeds by order": ("unit", "order"),
    "tax by order, proceeds by unit": ("order", "unit"),
}


def with_taxes(case: Case, tax: str, cut: str, display: str) -> Case:
    """The case with two taxes and two cuts, one of them a tax that the store withholds."""
    text = (
        f"tax: {{display: {display}, collected_by: seller, rounding: half up, rounded: together, per: {tax}, "
        "lines: {gst: {rate: 5 %}, vat: {rate: 9.975 %}}}\n"
        f"commission: {{rounding: half up, per: {cut}, "
        "lines: {fee: {rate: 30 %, base: net}, kept: {rate: 5 %, base: proceeds, kind: tax}}}\n"
    )
    return Case(**{name: getattr(case, name) for name in case.__dataclass_fields__} | {"taxes": text})


def quoted(case: Case) -> PurchaseQuote:
    """The quote of a case that is answered."""
    quote = answer_of(case)
    assert isinstance(quote, PurchaseQuote), quote
    return quote


def assert_explained(quote: PurchaseQuote) -> None:
    """Each step replays and reads steps before it, and the last of each name has the quote's figure."""
    steps = trace_purchase(quote)
    seen: list[int] = []
    for step in steps:
        again = replay(step)
        assert again is None or again == exact(step.output), (step.figure, formula(step), again)
        assert all(id(given) in seen for given in step.inputs if type(given) is Step), step.figure
        seen.append(id(step))
    last = {step.figure: step.output for step in steps}
    for name in ("listed", "net", "tax", "gross", "commission", "withheld", "proceeds", "remittance"):
        minor = getattr(quote, f"{name}_minor")
        if name in last or minor:
            assert last[name] == Money(minor, quote.currency), name
    if quote.discount_minor:
        assert last["regular"] == Money(quote.regular_minor, quote.currency)
        assert last["discount"] == Money(quote.discount_minor, quote.currency)
    assert (last["coins"], last.get("bonus", 0), last["total"]) == (quote.coins, quote.bonus, quote.total)
    assert last["price per coin"] == quote.per_coin


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: str(case.name))
def test_every_step_replays_and_leads_to_the_figures_of_the_quote(case: Case) -> None:
    assert_explained(quoted(case))


@pytest.mark.parametrize("display", ["inclusive", "exclusive"])
@pytest.mark.parametrize("scopes", TAXES.values(), ids=TAXES)
def test_runs_are_traced_by_themselves_and_added_up(scopes: tuple[str, str], display: str) -> None:
    several = [case for case in ANSWERED if len(case.runs) > 1]
    assert several
    for case in several:
        quote = quoted(with_taxes(case, *scopes, display))
        assert_explained(quote)
        assert quote.net_minor is not None
        assert quote.proceeds_minor is not None


def test_what_does_not_apply_stands_in_the_trace_with_the_reason() -> None:
    told = {}
    for case in ANSWERED:
        for step in trace_purchase(quoted(case)):
            if step.operation is Arithmetic.LEFT_OUT:
                told[step.output] = (step.figure, formula(step), step.place is not None)
    assert set(told) == {
        "another choice costs no more per coin",
        "it changes nothing",
        "it is not known whether it applies",
        "its conditions are not met",
        "its limit is reached",
    }
    assert all(formula == "does not apply" and placed for _, formula, placed in told.values())


def test_a_discount_to_a_price_point_reads_as_arithmetic() -> None:
    (case,) = [case for case in CASES if case.name == "11.192 goes to the nearer point"]
    (step,) = [step for step in trace_purchase(quoted(case)) if step.figure == "listed"]
    expected = "13.99 EUR − 2.798 EUR, half up to a price point between 10.99 EUR and 11.99 EUR"
    assert formula(step) == expected


def test_a_discount_to_below_the_lowest_point_says_so() -> None:
    (case,) = [case for case in CASES if case.name == "below the lowest it is the lowest"]
    (step,) = [step for step in trace_purchase(quoted(case)) if step.figure == "listed"]
    assert formula(step) == "0.49 EUR − 0.48 EUR, half up, at least 0.29 EUR"


def test_a_run_says_which_promotions_of_the_other_runs_it_is_without() -> None:
    """A limit of one unit: the second run is at the full price, because the limit is reached."""
    case = next(case for case in ANSWERED if case.name == "exclusive for the first, a sale for the rest")
    steps = {step.figure: step.output for step in trace_purchase(quoted(case))}
    told = {figure: output for figure, output in steps.items() if figure.startswith("promotion ")}
    assert "its limit is reached" in told.values()
    assert all(" of run " in figure for figure in told)
