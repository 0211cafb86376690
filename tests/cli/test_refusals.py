"""Every refusal, through the command line: exit 1, its code and its facts, and nothing that looks like an answer."""

import pytest

from tests.cli.running import run, run_json
from tests.refusing import BOOK, QUESTIONS, Question


def arguments(question: Question) -> list[str]:
    """The arguments that ask a question."""
    facts = [part for name, value in question.facts for part in ("--fact", f"{name}={value}")]
    facts += [part for limit, amount in question.used for part in ("--used", f"{limit}={amount}")]
    facts += ["--budget", ", used ".join(question.budget)] if question.budget is not None else []
    return [
        *("--book", str(BOOK), "--region", question.region, "--platform", question.platform),
        *("--package", question.package, "--quantity", str(question.quantity), "--at", question.at, *facts),
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
@pytest.mark.parametrize("command", ["quote", "explain"])
def test_a_refused_purchase_exits_1_and_says_why(command: str, question: Question) -> None:
    result = run(command, "purchase", *arguments(question))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"refused[{question.code}]: ")
    refusal = run_json(command, "purchase", *arguments(question), code=1)["refusal"]
    assert refusal["code"] == question.code
    assert refusal["message"] in result.stderr
    assert {name: refusal[name] for name in question.shows} == question.shows


def test_the_conditions_that_failed_are_listed_with_required_and_actual() -> None:
    question = next(question for question in QUESTIONS if question.code == "NOT_ELIGIBLE")
    refusal = run_json("quote", "purchase", *arguments(question), code=1)["refusal"]
    assert refusal["unmet"] == [{"fact": "buyer.age", "required": "at least 18", "actual": "17"}]


def test_a_price_list_of_an_unknown_region_or_before_the_rules_is_refused() -> None:
    for region, at, code in (("DX", "2026-01-01", "UNKNOWN_REGION"), ("DE", "2024-12-31", "BEFORE_RULES")):
        result = run("prices", "--region", region, "--platform", "ios", "--at", at)
        assert result.exit_code == 1
        assert f"refused[{code}]" in result.stderr


def test_a_price_list_names_what_it_withholds() -> None:
    listed = run_json("prices", "--book", str(BOOK), "--region", "DE", "--platform", "ios", "--age", "17")
    assert [each["packageId"] for each in listed["packages"]] == ["plain"]
    reasons = {each["packageId"]: each["refusal"]["code"] for each in listed["withheld"]}
    assert reasons == {"adult": "NOT_ELIGIBLE", "member": "FACT_NEEDED", "outside": "OUTSIDE_ENVELOPE"}
