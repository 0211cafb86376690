"""The engine answers the worked cases of promotions and limits as they were worked out by hand."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Severity
from ratecard.diagnostics.text import render_lines
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import Amount, Budget, PurchaseRequest, UsedBefore
from ratecard.refusals import AboveLimit, OverBudget, Refusal
from ratecard.rulefiles.values.limits import CountOf
from tests.book.asking import at
from tests.quotes.promotion_case import Case
from tests.quotes.promotion_cases import CASES
from tests.quotes.promotion_limit_cases import CASES as LIMIT_CASES
from tests.quotes.promotion_limit_cases import EACH_TIME, IN_TWO_UNITS, MOST_BY_LEVEL, OR_NONE


def amount(text: str) -> Amount:
    """An amount of a limit: "2 units", or money in euro."""
    number, _, unit = text.partition(" ")
    if unit == "EUR":
        whole, _, part = number.partition(".")
        return Money(int(whole + part.ljust(2, "0")), CURRENCIES["EUR"])
    return CountOf(int(number), unit if unit.endswith("s") else f"{unit}s")


def answer_of(case: Case) -> PurchaseQuote | Refusal:
    """What the engine answers; the case's book has no error."""
    loaded = load_texts(case.files)
    errors = [found for found in loaded.diagnostics if found.severity is Severity.ERROR]
    assert loaded.book is not None, render_lines(errors)
    used = tuple(UsedBefore(limit, amount(text), package) for limit, text, package in case.used)
    budget = None
    if case.budget is not None:
        most, before = (amount(f"{minor // 100}.{minor % 100:02} EUR") for minor in case.budget)
        budget = Budget(most, before)
    request = PurchaseRequest(
        case.code, "ios", case.package, at(case.at), case.quantity, dict(case.facts), used, budget, case.codes
    )
    return quote_purchase(loaded.book, request)


@pytest.mark.parametrize("case", [*CASES, *LIMIT_CASES], ids=lambda case: str(case.name))
def test_the_engine_answers_what_was_worked_out(case: Case) -> None:
    quote = answer_of(case)
    if case.refused is not None or not isinstance(quote, PurchaseQuote):
        assert type(quote).__name__ == case.refused, quote
        return
    assert tuple((run.units, run.listed_minor, run.bonus, run.applied) for run in quote.runs) == case.runs
    offered = {
        found.terms.id: None if found.unit is None else (found.unit.listed_minor, found.unit.bonus)
        for found in quote.open_promotions
    }
    assert offered == case.open
    assert [outcome.name for _, outcome in quote.codes] == list(case.outcomes)
    uses = {(use.limit_id, str(use.amount), use.package) for use in quote.uses}
    assert uses == set(case.uses)
    if case.net is not None:
        assert (quote.net_minor, quote.proceeds_minor) == (case.net, case.proceeds)
    if case.until is not None:
        assert quote.market.period.end == at(case.until)
    assert quote.regular_minor == quote.listed_minor + quote.discount_minor


def test_refusals_by_limits_are_told_apart() -> None:
    kinds = {type(answer_of(case)) for case in LIMIT_CASES if case.refused is not None}
    assert kinds == {AboveLimit, OverBudget}


@pytest.mark.parametrize(
    ("rules", "used", "limits"),
    [
        (MOST_BY_LEVEL, (), ("promotions.m.limits.x",)),
        (MOST_BY_LEVEL, (("x", "2 units", None),), ()),
        (OR_NONE, (), ("promotions.m.limits.x",)),
        (OR_NONE, (("x", "3 units", None),), ()),
        (IN_TWO_UNITS, (("x", "200 coins", None),), ()),
        (EACH_TIME.replace("3 units", "100 coins"), (), ()),
    ],
)
def test_a_limit_by_an_unknown_fact_is_listed_with_it(
    rules: str, used: tuple[tuple[str, str, str | None], ...], limits: tuple[str, ...]
) -> None:
    quote = answer_of(Case("needs", rules, used=used))
    assert isinstance(quote, PurchaseQuote), quote
    (opened,) = quote.open_promotions
    assert (opened.needs.facts, opened.needs.limits) == (("buyer.level",), limits)
