"""The reference answers the worked cases of promotions as they were worked out."""

import pytest

from ratecard.instants import Instant
from ratecard.quotes.requests import PurchaseRequest
from tests.quotes.promotion_case import Case
from tests.quotes.promotion_cases import CASES
from tests.quotes.promotion_limit_cases import CASES as LIMIT_CASES
from tests.reference import answering, reading
from tests.reference.answering import Answer, Sold
from tests.reference.dates import second
from tests.reference.limits_of_buyers import Limited
from tests.reference.told import OverBudget, OverLimit, Told
from tests.reference.used_before import Used

ALL = (*CASES, *LIMIT_CASES)


def asked(case: Case) -> Answer:
    """What the reference answers."""
    request = PurchaseRequest(
        case.code, "ios", case.package, Instant(second(case.at, "UTC")), case.quantity, dict(case.facts)
    )
    used = tuple(Used(limit, amount, package) for limit, amount, package in case.used)
    return answering.sell(reading.read(case.files), request, Told(case.codes, used, case.budget))


def assert_limits(case: Case, limits: tuple[Limited, ...]) -> None:
    """What is left of limits, and when they begin anew."""
    assert {limit.id: limit.left for limit in limits} == case.left
    resets = {limit.id: limit.resets_at for limit in limits if limit.resets_at is not None}
    assert resets == {limit: second(at, "UTC") for limit, at in case.resets.items()}


def assert_refused(case: Case, answer: Answer) -> None:
    """The refusal that was expected, of the limit that was."""
    if isinstance(answer, OverLimit):
        assert case.refused == "AboveLimit"
        assert_limits(case, (answer.limit,))
    elif isinstance(answer, OverBudget):
        assert case.refused == "OverBudget"
        assert case.budget is not None
        assert answer.left == case.budget[0] - case.budget[1]
    else:
        assert type(answer).__name__ == case.refused


@pytest.mark.parametrize("case", ALL, ids=lambda case: str(case.name))
def test_the_reference_answers_what_was_worked_out(case: Case) -> None:
    answer = asked(case)
    if case.refused is not None or not isinstance(answer, Sold):
        assert_refused(case, answer)
        return
    deal = answer.promoted
    assert tuple((run.units, run.unit.listed, run.unit.bonus, run.applied) for run in deal.runs) == case.runs
    offered = {each.id: None if each.unit is None else (each.unit.listed, each.unit.bonus) for each in deal.open}
    assert offered == case.open
    assert deal.codes == tuple(zip(case.codes, case.outcomes, strict=True))
    assert {(use.limit, use.amount, use.package) for use in answer.uses} == set(case.uses)
    assert_limits(case, answer.limits)
    if case.net is not None:
        assert (answer.figures.net, answer.figures.proceeds) == (case.net, case.proceeds)
    if case.until is not None:
        assert answer.figures.period[1] == second(case.until, "UTC")
    assert answer.regular == answer.figures.listed + answer.discount


def test_no_two_cases_have_one_name_and_each_expects_something() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
    assert all(case.runs or case.refused for case in ALL)
