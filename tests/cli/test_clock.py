"""Reports that look at the calendar, as of a day that is named."""

from pathlib import Path

import pytest

from tests.books import write_texts
from tests.cli.running import run
from tests.guards.test_settings import accepted, dear

OVER = "2027-12-28"
"""A day in December 2027, when all that the shipped book accepts is over."""


def test_what_is_accepted_today_is_told_again_as_of_a_day_on_which_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "spread-above-bound" not in run("check").output
    monkeypatch.setenv("RATECARD_TODAY", OVER)
    output = run("check").output
    assert output.count("warning[spread-above-bound]") == 3
    assert output.count("warning[exception-expired]") == 5
    assert "accepted until" not in run("guards", "--guard", "spread").output


@pytest.mark.parametrize(
    "wrong", ["yesterday", "1830000000", "2026-11-31", "20261128", "2026-W48-6", "2026-11-28T12:00Z"]
)
def test_what_names_no_day_is_told(small: str, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("RATECARD_TODAY", wrong)
    result = run("guards", "--book", small)
    assert result.exit_code == 2
    assert "it must be a day, for example 2026-11-28" in " ".join(result.output.replace("│", " ").split())


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A book that accepts something until the first of June 2027."""
    return str(write_texts(tmp_path, dear(accepted())))


def test_the_variable_of_package_builders_is_left_to_them(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builders for Debian and nix set it to the day of a change, or to 1980."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1830000000")
    assert "exception-expired" not in run("check", "--book", small).output


def test_an_exception_holds_on_its_last_day(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATECARD_TODAY", "2027-06-01")
    assert "exception-expired" not in run("check", "--book", small).output
    monkeypatch.setenv("RATECARD_TODAY", "2027-06-02")
    assert "exception-expired" in run("check", "--book", small).output


def test_without_it_reports_are_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RATECARD_TODAY")
    monkeypatch.setattr("time.time", lambda: 1_830_000_000.0)
    assert "warning[exception-expired]" in run("check").output
