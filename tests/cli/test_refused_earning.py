"""Every refusal of a gift and of a payout, through the command line: exit 1, its code and its facts."""

import pytest

from tests.cli.running import run, run_json
from tests.refusing_earning import BOOK, GIFTS, PAYOUTS, GiftQuestion, PayoutQuestion


def facts(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [part for name, value in pairs for part in ("--fact", f"{name}={value}")]


def used(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [part for limit, amount in pairs for part in ("--used", f"{limit}={amount}")]


def gift_arguments(question: GiftQuestion) -> list[str]:
    return [
        *("gift", "--book", str(BOOK), "--region", question.region, "--platform", question.platform),
        *("--creator-region", question.creator_region, "--gift", question.gift, "--kind", question.kind),
        *("--count", str(question.count), "--at", question.at, *facts(question.facts), *used(question.used)),
    ]


def payout_arguments(question: PayoutQuestion) -> list[str]:
    given = ["payout", "--book", str(BOOK), "--region", question.region, "--method", question.method]
    given += ["--diamonds", str(question.diamonds)] if question.diamonds is not None else []
    for diamonds, earned, kind, source in question.lots:
        given += ["--lot", f"{diamonds}@{earned}{f':{kind}' if kind else ''}{f'/{source}' if source else ''}"]
    given += ["--want", " ".join(question.want)] if question.want is not None else []
    return [*given, "--at", question.at, *facts(question.facts), *used(question.used)]


@pytest.mark.parametrize("command", ["quote", "explain"])
@pytest.mark.parametrize("question", [*GIFTS, *PAYOUTS], ids=lambda question: question.code)
def test_a_refused_question_exits_1_and_says_why(command: str, question: GiftQuestion | PayoutQuestion) -> None:
    given = gift_arguments(question) if isinstance(question, GiftQuestion) else payout_arguments(question)
    result = run(command, *given)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith(f"refused[{question.code}]: ")
    refusal = run_json(command, *given, code=1)["refusal"]
    assert refusal["code"] == question.code
    assert refusal["message"] in result.stderr
    assert {name: refusal[name] for name in question.shows} == question.shows


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--method", "paypal"], "state --diamonds, --lot or --want"),
        (["--method", "paypal", "--diamonds", "5", "--want", "50 EUR"], "state it without --diamonds"),
        (["--method", "paypal", "--lot", "5"], "5 is not a lot; write 20000@2025-08-01"),
        (["--method", "paypal", "--lot", "5@2026-02-30"], "2026-02-30 is not a day of the calendar"),
        (
            ["--method", "paypal", "--want", "50"],
            "50 does not name its currency; write it behind",
        ),
        (
            ["--method", "paypal", "--want", "5.123 EUR"],
            "5.123 EUR has more decimals than EUR has; write at most 2",
        ),
        (["--method", "paypal", "--want", "50,00 EUR"], "50,00 EUR is written with a comma; write 50.00 EUR"),
        (["--method", "paypal", "--diamonds", "5", "--used", "daily"], "daily is not LIMIT=AMOUNT"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_to_write(given: list[str], said: str) -> None:
    result = run("quote", "payout", "--region", "DE", *given)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
