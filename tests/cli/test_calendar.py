"""`ratecard calendar`: a page of days, the same as data, and an exit code for cron and chat."""

from pathlib import Path

import pytest

from tests.books import write_texts
from tests.calendar.worlds import WORLD
from tests.cli.running import run, run_json


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_texts(tmp_path_factory.mktemp("calendar"), WORLD))


@pytest.mark.parametrize("due", ["7d", "1w", "168h", "7 days", "1 week"])
def test_a_length_of_time_is_written_short_or_as_in_rule_files(book: str, due: str) -> None:
    found = run_json("calendar", "--book", book, "--due", due, code=2)
    assert found["lastDay"] == "2026-12-05"
    assert [own["kind"] for own in found["changes"]] == ["OPENS", "CLOSES"]


def test_what_is_no_length_of_time_is_told(book: str) -> None:
    result = run("calendar", "--book", book, "--due", "7 fortnights")
    assert result.exit_code == 2
    assert "Invalid value for" in result.output


def test_nothing_that_falls_due_ends_with_0(book: str) -> None:
    result = run("calendar", "--book", book, "--due", "2d")
    assert (result.exit_code, result.output) == (0, "2026-11-28 to 2026-11-30: nothing changes\n")


def test_the_page_groups_by_day_with_the_names_of_the_book(book: str) -> None:
    result = run("calendar", "--book", book)
    assert result.exit_code == 2
    lines = result.output.splitlines()
    assert lines[0] == "2026-11-28 to 2026-12-28: 6 changes on 5 days"
    assert [line for line in lines if line and not line.startswith(" ")][1:] == [
        "2026-12-01, in 3 days",
        "2026-12-04, in 6 days",
        "2026-12-10, in 12 days",
        "2026-12-15 (wave), in 17 days",
        "2026-12-21, in 23 days",
    ]


def test_it_is_of_the_day_that_is_named(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATECARD_TODAY", "2026-12-14")
    lines = run("calendar", "--book", book, "--due", "1d").output.splitlines()
    assert lines[2] == "2026-12-15 (wave), tomorrow"


def test_a_region_and_a_platform_are_picked_out(book: str) -> None:
    found = run_json("calendar", "--book", book, "--region", "CH", "--platform", "web", code=2)["changes"]
    assert {market["region"] + market["platform"] for own in found for market in own["markets"]} == {"CHweb"}
    follows = [own["follows"] for own in found if own["kind"] == "FOLLOWS"]
    assert [(move["was"]["amount"], move["now"]["amount"]) for move in follows[0]] == [("19.49", "20.99")]


@pytest.mark.parametrize(
    ("wrong", "code"), [(("--region", "FR"), "UNKNOWN_REGION"), (("--platform", "tv"), "UNKNOWN_PLATFORM")]
)
def test_an_unknown_market_is_refused(book: str, wrong: tuple[str, str], code: str) -> None:
    result = run("calendar", "--book", book, *wrong)
    assert result.exit_code == 1
    assert f"refused[{code}]" in result.output


def test_a_book_with_an_error_has_no_calendar(tmp_path: Path) -> None:
    wrong = write_texts(tmp_path, {**WORLD, "regions/at.yaml": "region: AT\ntime_zone: Vienna\n"})
    result = run("calendar", "--book", str(wrong))
    assert result.exit_code == 1
    assert "error[" in result.output
