"""`ratecard plan`: its exit codes, its page, its data, and its Markdown."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from ratecard.shipped import shipped_library
from tests.books import write_texts
from tests.cases.smallest import DE, SMALLEST
from tests.cli.running import run

TODAY = {"RATECARD_TODAY": "2026-11-29"}
DATED = DE.replace("coins_1000: 12.99", "coins_1000: {begins: 12.99, january_wave: 14.99}")
WAVE = {"rules/dates.yaml": "dates: {january_wave: 2027-01-12}\n"}


def planned(folder: Path, before: dict[str, str], after: dict[str, str], *arguments: str) -> Result:
    """The plan of going from one folder to another."""
    older, newer = (write_texts(folder / name, texts) for name, texts in (("older", before), ("newer", after)))
    return run("plan", "--book", str(newer), "--against", str(older), *arguments, environment=TODAY)


def test_a_price_wave_fits_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = planned(Path(), dict(SMALLEST), {**SMALLEST, **WAVE, "regions/de.yaml": DATED}, "--no-guards")
    assert result.exit_code == 2, result.output
    head, wave, later = result.stdout.split("\n\n")
    assert head.splitlines()[:2] == ["older → newer", "  1 edit: 1 package in 2 markets"]
    when, edit, moves, _, ios, _ = wave.splitlines()
    assert when == "from 2027-01-12 (january_wave), in 44 days"
    assert edit == (
        "  regions/de.yaml:11:45  prices.coins_1000 in 2 markets: 12.99 EUR → 14.99 EUR (+15.4 %), from 2027-01-12 on"
    )
    assert moves.startswith(
        "  1 package in 2 markets: buyers pay +15.4 %; a coin costs +15.4 %; net +15.4 %; commission "
    )
    assert moves.endswith("; proceeds +15.4 %; with −13.4 % (−13.4 % to −13.3 %) units sold proceeds stay equal")
    assert ios.split()[:8] == ["DE", "on", "ios", "coins_1000", "12.99", "→", "14.99", "EUR"]
    assert later.splitlines() == ["later", "  2027-01-12 (january_wave), in 44 days: 2 changes"]


def test_a_reformatting_plans_nothing(tmp_path: Path) -> None:
    apart = {file: f"# moved\n{text}\n" for file, text in SMALLEST.items()}
    result = planned(tmp_path, dict(SMALLEST), apart)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith(": both mean the same: nothing changes\n")


def test_names_are_a_change_and_no_answer(tmp_path: Path) -> None:
    shop = {**SMALLEST, "rules/platforms.yaml": SMALLEST["rules/platforms.yaml"].replace("Website", "Shop")}
    result = planned(tmp_path, dict(SMALLEST), shop)
    assert result.exit_code == 2
    assert "only names that people read are others: no answer changes" in result.stdout


def test_a_book_with_an_error_is_shown_and_ends_with_1(tmp_path: Path) -> None:
    broken = {**SMALLEST, "regions/de.yaml": DE.replace("1.29", "1,29")}
    result = planned(tmp_path, dict(SMALLEST), broken)
    assert result.exit_code == 1
    assert "error[decimal-comma]" in result.stderr


@pytest.mark.parametrize("arguments", [("--format", "xml"), ("--against", "no\0where")])
def test_wrong_usage_ends_with_1_too(arguments: tuple[str, ...]) -> None:
    assert run("plan", *arguments).exit_code == 1


def test_the_older_book_is_the_last_commit_where_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_texts(tmp_path, dict(SMALLEST))
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    assert run("plan", environment=TODAY).exit_code == 0
    (tmp_path / "regions/de.yaml").write_text(DE.replace("  coins_1000: 12.99\n", ""), "utf-8")
    result = run("plan", environment=TODAY)
    assert result.exit_code == 2
    assert (
        "withdrawn\n  coins_1000 in DE on ios, DE on web, at once, at 12.99 EUR there (regions/de.yaml:11:15)"
        in result.stdout
    )


def test_guards_and_cases_that_judge_otherwise_are_told(tmp_path: Path) -> None:
    question = "quote purchase: {region: DE, platform: web, package: coins_1000}"
    case = f"  - case: a thousand coins\n    {question}\n    at: 2027-02-01\n    expect: {{gross: 12.99 EUR}}\n"
    cases = {"rules/tests/prices.yaml": f"cases:\n{case}"}
    dear = DE.replace("coins_1000: 12.99", "coins_1000: 129.90")
    result = planned(tmp_path, {**SMALLEST, **cases}, {**SMALLEST, **cases, "regions/de.yaml": dear})
    assert result.exit_code == 2
    assert "1 case fails that passed\n" in result.stdout
    assert "a thousand coins: gross is 129.90 EUR, and 12.99 EUR is expected" in result.stdout
    assert "guards find" in result.stdout
    gone = planned(tmp_path / "gone", {**SMALLEST, **cases}, dict(SMALLEST))
    assert gone.exit_code == 2
    assert "the case “a thousand coins” is gone" in gone.stdout


def test_all_of_it_is_data(tmp_path: Path) -> None:
    after = {**SMALLEST, **WAVE, "regions/de.yaml": DATED}
    data = json.loads(planned(tmp_path, dict(SMALLEST), after, "--format", "json").stdout)
    (edit,) = data["edits"]
    assert (edit["file"], edit["line"], edit["path"], edit["was"], edit["now"], edit["day"]) == (
        "regions/de.yaml",
        11,
        "prices.coins_1000",
        "12.99 EUR",
        "14.99 EUR",
        "2027-01-12",
    )
    change = next(own for own in data["changes"] if own["platform"] == "web")
    assert (change["kind"], change["thing"], change["from"], change["until"]) == (
        "purchase",
        "coins_1000",
        "2027-01-11T23:00:00Z",
        None,
    )
    assert change["was"]["gross"] == {"amount": "12.99", "minorUnits": "1299", "currency": "EUR"}
    assert change["now"]["proceeds"]["amount"] == "12.16"
    assert change["unitsForEqualProceeds"] == {"numerator": "-81", "denominator": "608"}
    assert change["edits"] == [0]
    assert data["timeline"] == [{"day": "2027-01-12", "changes": 2}]
    assert data["cases"] == []


def test_a_page_for_a_pull_request_shows_nothing_as_markup(tmp_path: Path) -> None:
    after = {**SMALLEST, **WAVE, "regions/de.yaml": DATED}
    told = planned(tmp_path, dict(SMALLEST), after, "--format", "markdown", "--no-guards").stdout
    assert told.startswith("## What this change means\n\n### ")
    assert "| market | what | buyers pay |" in told
    assert r"prices.coins\_1000" in told
    assert "@" not in told.replace("@\u200b", "")


def test_another_library_of_the_world(tmp_path: Path) -> None:
    world = shutil.copytree(shipped_library(), tmp_path / "world")
    book = tmp_path / "mine"
    assert run("init", str(book), "--regions", "DE", "--package", "100=1.39 EUR").exit_code == 0
    assert run("plan", "--book", str(book), "--world", str(world), "--no-guards", environment=TODAY).exit_code == 0
    germany = world / "regions/de.yaml"
    germany.write_text(germany.read_text("utf-8").replace("2021-01-01: 19 %", "2021-01-01: 18 %"), "utf-8")
    result = run("plan", "--book", str(book), "--world", str(world), "--no-guards", environment=TODAY)
    assert result.exit_code == 2
    assert "tax.lines.vat.rate" in result.stdout
    assert "18 % → 19 %" in result.stdout
    assert run("plan", "--book", str(book), "--world", str(book), "--no-guards").exit_code == 1
