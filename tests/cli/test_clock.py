"""Reports that look at the calendar, as of an instant that is named."""

import pytest

from tests.cli.running import run

OVER = "1830000000"
"""In December 2027, when all that the shipped book accepts is over."""


def test_what_is_accepted_today_is_told_again_as_of_a_day_on_which_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "spread-above-bound" not in run("check").output
    monkeypatch.setenv("SOURCE_DATE_EPOCH", OVER)
    output = run("check").output
    assert output.count("warning[spread-above-bound]") == output.count("warning[exception-expired]") == 3
    assert "accepted until" not in run("guards", "--guard", "spread").output


@pytest.mark.parametrize("wrong", ["yesterday", "-1", "1.5", "1" * 13, "²"])
def test_what_names_no_instant_is_told(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    result = run("guards")
    assert result.exit_code == 2
    assert "must be a whole number of seconds since 1970" in " ".join(result.output.replace("│", " ").split())


def test_without_it_reports_are_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr("time.time", lambda: float(OVER))
    assert "warning[exception-expired]" in run("check").output
