"""`ratecard guards`, and guards in `ratecard check`, in whoever answers, and in Python."""

from pathlib import Path

import pytest

import ratecard
from ratecard.rulefiles.keys.guards import INFORMING
from tests.books import Texts, shipped_texts, write_texts
from tests.cli.running import run, run_json
from tests.guards.test_settings import accepted, dear
from tests.guards.world import RULES, region_text, world

OFF = {**RULES, "regions/de.yaml": region_text("DE", ("1.39", "6.99", "1349.00", "64.99"))}


def book(folder: Path, texts: Texts) -> str:
    """A book in a folder."""
    return str(write_texts(folder, texts))


def test_a_finding_is_shown_with_its_numbers_and_a_question_that_answers(tmp_path: Path) -> None:
    where = book(tmp_path, dear("guards: {free: warning}\n"))
    result = run("guards", "--book", where)
    assert result.exit_code == 0
    assert result.output.splitlines()[:6] == [
        "bulk_is_better (warning): 2 findings. A bigger package costs no more per coin.",
        "",
        "  regions/de.yaml:8:15: coins_1000 in DE on ios costs more per coin than coins_500: 1,050 coins for 15.49 "
        "EUR, and 520 for 6.99 EUR; 2 × coins_500 give 1,040 coins for 13.98 EUR",
        "    package     coins      price  100 coins",
        "    coins_500     520   6.99 EUR   1.344230",
        "    coins_1000  1,050  15.49 EUR   1.475238",
    ]
    questions = [line.partition("; ratecard ")[2] for line in result.output.splitlines() if "; ratecard " in line]
    assert len(questions) == 2
    for question in questions:
        assert run(*question.split()).exit_code == 0
    assert (
        "nothing found: no_cliff, round_trip, margin, envelope, payout, expected, missing_price, missing_line, unlisted"
        in result.output
    )
    assert "not proved: level, prices in EUR: fewer than 3 price lists" in result.output


def test_programs_read_all_of_it(tmp_path: Path) -> None:
    where = book(tmp_path, dear(accepted(at="coins_5000")))
    found = run_json("guards", "--book", where, "--guard", "bulk_is_better")
    (guard,) = found["guards"]
    assert (guard["guard"], guard["severity"]) == ("bulk_is_better", "warning")
    (finding,) = guard["findings"]
    assert (finding["region"], finding["platform"], finding["of"], finding["number"]) == (
        "DE",
        "ios",
        "coins_1000",
        "1.1",
    )
    assert finding["table"][0] == ["package", "coins", "price", "100 coins"]
    (exception,) = found["accepted"]
    assert (exception["of"], exception["exception"], exception["owner"]) == ("coins_5000", "big", "pricing")


def test_a_guard_that_is_off_is_said_to_be(tmp_path: Path) -> None:
    off = "guards: {bulk_is_better: off, bundle_trap: off}\n"
    assert "off: bulk_is_better, bundle_trap\n" in run("guards", "--book", book(tmp_path, dear(off))).output


def test_what_is_accepted_is_said_with_its_reason(tmp_path: Path) -> None:
    output = run("guards", "--book", book(tmp_path, dear(accepted()))).output
    assert "accepted until 2027-06-01 by pricing: coins_1000 in DE on ios costs more" in output
    assert "(as in the shop)" in output


def test_of_what_is_accepted_the_worst_is_shown(tmp_path: Path) -> None:
    """The last package is further off than the third, which stands before it."""
    prices = region_text("DE", ("1.39", "6.99", "14.49", "99.99"))
    texts = {**RULES, "regions/de.yaml": prices, "rules/guards.yaml": accepted(number="2")}
    output = run("guards", "--book", book(tmp_path, texts), "--guard", "bulk_is_better").output
    assert "accepted until 2027-06-01 by pricing: coins_5000 in DE on ios costs more" in output
    assert ", and 1 more (as in the shop)" in output


def test_check_runs_them_unless_it_is_told_not_to(tmp_path: Path) -> None:
    where = book(tmp_path, OFF)
    result = run("check", "--book", where)
    assert (result.exit_code, "warning[price-out-of-line]" in result.output) == (0, True)
    assert "guard" not in run("check", "--book", where, "--no-guards").output
    assert "price-out-of-line" not in run("check", "--book", where, "--no-guards").output


def test_an_error_blocks_check_and_answers(tmp_path: Path) -> None:
    where = book(tmp_path, {**OFF, "rules/guards.yaml": "guards: {shape: error}\n"})
    assert run("check", "--book", where).exit_code == 1
    assert run("guards", "--book", where).exit_code == 1
    asked = run("prices", "--book", where, "--region", "DE", "--platform", "ios")
    assert (asked.exit_code, "error[price-out-of-line]" in asked.output) == (1, True)
    with pytest.raises(ratecard.InvalidBook) as refused:
        ratecard.load(where)
    assert [found.code for found in refused.value.diagnostics] == ["price-out-of-line"]


def test_a_book_with_errors_is_not_guarded(tmp_path: Path) -> None:
    result = run("guards", "--book", book(tmp_path, world({"regions/de.yaml": "region: DE\n"})))
    assert (result.exit_code, "error[" in result.output) == (1, True)


def test_the_example_passes() -> None:
    found = run_json("guards")
    assert [guard["findings"] for guard in found["guards"]] == [[]] * len(found["guards"])
    off = {guard["guard"] for guard in found["guards"] if guard["severity"] == "off"}
    assert off == {"price_points", *INFORMING} - {"spread"}
    assert {guard["severity"] for guard in found["guards"] if guard["guard"] != "weakened"} == {"warning", "off"}


def test_guards_that_only_inform_say_their_numbers_with_a_question(tmp_path: Path) -> None:
    """The shipped book without its own bound for spread, and without what it accepts of it."""
    texts = shipped_texts()
    own, _, _ = str(texts["rules/guards.yaml"]).partition("  spread:")
    where = book(tmp_path, {**texts, "rules/guards.yaml": own})
    output = run("guards", "--book", where, "--guard", "spread").output
    (first, *_) = output.splitlines()
    assert first.startswith("for information, spread: a coin of coins_100 costs 0.0")
    assert run(*first.rpartition("; ratecard ")[2].split()).exit_code == 0
    assert "off: " not in output
    names = [option for guard in ("spread", "shape", "price_points", "moved") for option in ("--guard", guard)]
    found = run_json("guards", "--book", where, *names)
    assert [guard["verdict"] for guard in found["guards"]] == ["informs", "sound", "off", "not run"]
    assert [own["guard"] for own in found["information"]] == ["spread"] * 4
