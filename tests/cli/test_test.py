"""`ratecard test`: what it says of cases that pass and fail, to people and to build servers, and what it records."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ratecard.cases.kinds import KINDS
from ratecard.cli.recording import COMMANDS, FACTS_OF_OPTIONS
from ratecard.loading import load_book
from tests.cases.smallest import SMALLEST
from tests.cli.running import run, run_json

PASSES = """\
cases:
  - case: a thousand coins
    at: 2026-07-01
    quote purchase: {region: DE, platform: ios, package: coins_1000}
    expect: {gross: 12.99}
"""
FAILS = """\
at: 2026-07-01
cases:
  - case: ten packages <&> more
    quote purchase: {region: DE, platform: ios, package: coins_100, quantity: 10}
    expect: {gross: 12.91}
  - case: on the web
    quote purchase: {region: DE, platform: web, package: coins_100}
    refused: NOT_SOLD
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The smallest book with three cases, of which two fail."""
    files = {**SMALLEST, "rules/tests/good.yaml": PASSES, "rules/tests/wrong.yaml": FAILS}
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_failure_shows_both_sides_the_arithmetic_and_every_place(book: Path) -> None:
    result = run("test", "--book", str(book))
    assert result.exit_code == 1
    assert "failed: ten packages <&> more\n  rules/tests/wrong.yaml:3:11\n" in result.stdout
    assert re.search(r"gross +12\.91 +12\.90 EUR +rules/tests/wrong\.yaml:5:21", result.stdout)
    assert re.search(r"listed +12\.90 EUR +1\.29 EUR × 10 +regions/de\.yaml:\d+:\d+", result.stdout)
    assert re.search(r"refused +NOT_SOLD +an answer +rules/tests/wrong\.yaml:8:14", result.stdout)
    assert result.stdout.endswith("\n1 case passed, 2 cases failed\n")


def test_only_some_cases_are_asked(book: Path) -> None:
    result = run("test", "--book", str(book), "--only", "THOUSAND")
    assert (result.exit_code, result.stdout) == (0, "1 case passed\n")
    assert run("test", "--book", str(book), "--only", "good.yaml").exit_code == 0
    nothing = run("test", "--book", str(book), "--only", "zebra")
    assert nothing.exit_code == 2
    assert "none of the 3 cases has zebra" in nothing.stderr


def test_programs_get_json(book: Path) -> None:
    told = run_json("test", "--book", str(book), code=1)
    assert (told["passed"], told["failed"], len(told["digest"])) == (1, 2, 32)
    good, wrong, _ = told["cases"]
    assert (good["passed"], good["differences"], good["trace"]) == (True, [], [])
    assert wrong["differences"] == [
        {
            "figure": "gross",
            "expected": "12.91",
            "actual": "12.90 EUR",
            "file": "rules/tests/wrong.yaml",
            "line": 5,
            "column": 21,
        }
    ]
    assert (wrong["question"], wrong["file"], wrong["line"]) == ("quote purchase", "rules/tests/wrong.yaml", 3)
    assert [step["figure"] for step in wrong["trace"]]


def test_build_servers_get_junit(book: Path) -> None:
    result = run("test", "--book", str(book), "--format", "junit")
    assert result.exit_code == 1
    suites = ElementTree.fromstring(result.stdout)
    assert (suites.tag, suites.get("tests"), suites.get("failures")) == ("testsuites", "3", "2")
    assert [suite.get("name") for suite in suites] == ["rules/tests/good.yaml", "rules/tests/wrong.yaml"]
    ten = suites[1][0]
    assert (ten.get("name"), ten.get("file"), ten.get("line")) == (
        "ten packages <&> more",
        "rules/tests/wrong.yaml",
        "3",
    )
    assert ten[0].get("message") == "gross: expected 12.91, and it is 12.90 EUR"
    assert "1.29 EUR × 10" in str(ten[0].text)
    assert len(suites[0][0]) == 0


def test_cases_are_in_neither_the_rules_nor_the_digest(book: Path) -> None:
    with_cases = load_book(book)
    for path in (book / "rules" / "tests").iterdir():
        path.unlink()
    without = load_book(book)
    assert with_cases.book is not None
    assert without.book is not None
    assert (with_cases.diagnostics, with_cases.book.digest) == (without.diagnostics, without.book.digest)


def test_a_wrong_case_is_told_by_test_and_by_check_and_stops_no_book(book: Path) -> None:
    (book / "rules" / "tests" / "odd.yaml").write_text(PASSES.replace("gross", "gros"), encoding="utf-8")
    for command in ("test", "check"):
        result = run(command, "--book", str(book))
        assert result.exit_code == 1
        assert "error[not-a-case]: gros is not a figure of this answer" in result.output
        assert "did you mean gross?" in result.output
        assert "the book is sound" not in result.output
    assert load_book(book).book is not None
    assert run_json("test", "--book", str(book), code=1)["diagnostics"][0]["code"] == "not-a-case"


def test_a_broken_book_is_not_asked(book: Path) -> None:
    (book / "regions" / "de.yaml").write_text("region: DE\n", encoding="utf-8")
    result = run("test", "--book", str(book))
    assert result.exit_code == 1
    assert "missing" in result.stderr
    assert "passed" not in result.output


def test_a_book_without_cases_says_how_to_begin(book: Path) -> None:
    for path in (book / "rules" / "tests").iterdir():
        path.unlink()
    result = run("test", "--book", str(book))
    assert result.exit_code == 2
    assert "the book has no cases; write some in rules/tests/" in result.stderr


RECORDED = (
    "quote purchase --region DE --platform ios --package coins_100 --at 2026-07-01",
    "quote purchase --region DE --platform ios --package coins_9 --age 30",
    "quote gift --region DE --platform ios --creator-region US --gift rose --count 7 --grade partner --creator-age 30",
    "quote payout --region JP --method bank --lot 10000@2025-08-01 --lot 10000@2026-03-01:earned/US --at 2026-11-24",
    "quote payout --region DE --method paypal --want '50 EUR' --used 'daily=20 USD' --used monthly=1 --age 40",
    "quote purchase --region DE --platform web --package coins_1000 --quantity 3 --code welcome10 --code other "
    "--used 'promotions.first_of_each.each/coins_1000=1 unit' --fact purchase.way=card --at 2026-11-28",
    "quote purchase --region JP --platform ios --package coins_1000 --budget '50000 JPY, used 1000 JPY' --age 30",
    "quote purchase --region DE --platform web --package coins_1000 --budget '2 units'",
    "quote gift --region DE --platform ios --creator-region US --gift rose --code some --creator-age 30",
    "quote item --region JP --platform ios --item fan_club --quantity 2 --used 'minors=100 JPY' --age 15",
    "quote chosen --region US --platform web --thing top_up --coins 6000 --fact buyer.age=30",
    "quote exchange --region DE --platform ios --unit ticket --count 5",
    "prices --region DE --platform web --ways --code welcome10",
    "gifts --region DE --platform web --code other",
    "quote eligibility --region DE --age 15 --followers 5000",
    "prices --region DE --platform ios --fact buyer.purchases/coins_100=3 --age 30",
    "gifts --region DE --platform web --at 2025-09-05T22:00-07:00",
)


@pytest.fixture
def shipped_copy(tmp_path: Path) -> Path:
    """The shipped rules of one region's book in a folder of their own."""
    from tests.books import hard_texts

    for path, text in hard_texts().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("option", "recorded"), [("--spend '20 USD'", "spend: 20.00 USD"), ("--coins 500", "coins: 500")]
)
def test_what_is_recorded_of_a_chosen_number_passes(shipped_copy: Path, option: str, recorded: str) -> None:
    command = f"quote chosen --region US --platform web --thing top_up {option}"
    told = run("test", "--book", str(shipped_copy), "--record", command, "--sentence", "x")
    assert told.exit_code == 0, told.output
    assert recorded in (shipped_copy / "rules" / "tests" / "recorded.yaml").read_text(encoding="utf-8")
    assert run_json("test", "--book", str(shipped_copy), "--only", "x")["failed"] == 0


def test_what_is_recorded_of_each_question_passes(shipped_copy: Path) -> None:
    assert KINDS.keys() == COMMANDS.keys() == FACTS_OF_OPTIONS.keys()
    for number, command in enumerate(RECORDED):
        told = run("test", "--book", str(shipped_copy), "--record", command, "--sentence", f'number "{number}"')
        assert told.exit_code == 0, told.output
        assert "read it before you keep it" in told.stdout
    result = run_json("test", "--book", str(shipped_copy))
    assert (result["passed"], result["failed"]) == (len(RECORDED), 0)
    assert [case["case"] for case in result["cases"]] == [f'number "{number}"' for number in range(len(RECORDED))]
    assert {case["question"] for case in result["cases"]} == KINDS.keys()
    text = (shipped_copy / "rules" / "tests" / "recorded.yaml").read_text(encoding="utf-8")
    assert "refused: UNKNOWN_PACKAGE" in text
    assert 'facts: {creator.age: "40"}' in text
    assert 'package_facts: {coins_100: {buyer.purchases: "3"}}' in text
    assert json.dumps('number "0"') in text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("serve", "serve asks no question"),
        ("quote purchase --region 'DE", "the command to record cannot be read"),
        ("quote purchase --region DE", "Missing option '--platform'"),
        ("quote purchase --region DE --platform ios --package coins_100 --quantity 010", "010 begins with a zero"),
    ],
)
def test_what_is_not_a_question_is_not_recorded(book: Path, command: str, said: str) -> None:
    result = run("test", "--book", str(book), "--record", command)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (book / "rules" / "tests" / "recorded.yaml").exists()
    assert run("test", "--book", str(book), "--sentence", "alone").exit_code == 2
