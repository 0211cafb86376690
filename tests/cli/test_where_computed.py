"""`ratecard where` of prices that follow others and are not sold, and of factors with dates: what holds, and why."""

from pathlib import Path

import pytest

from tests.books import Texts
from tests.cli.running import run, run_json
from tests.diagnostics.test_run import written
from tests.guards.test_following import edited, following

TR, DE = "regions/tr.yaml", "regions/de.yaml"
COMPUTED = "computed by TR; explain shows each step"
LACK = "its price follows coins_100 in TR on ios, which is not sold"


def rows(tmp_path: Path, texts: Texts, *arguments: str) -> list[list[str]]:
    """The rows below the header, each split where two spaces stand."""
    result = run("where", *arguments, "--book", str(written(tmp_path, texts)))
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()[2:]
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in lines]


def without(stated: str) -> Texts:
    """Turkey follows Germany, and says this of one package; its website follows its store."""
    return edited(TR, "platforms:", f"prices: {{coins_100: {stated}}}\nplatforms:")


def test_none_in_a_follower_is_what_holds(tmp_path: Path) -> None:
    found = rows(tmp_path, without("{2027-01-01: none}"), "prices.coins_100", "--region", "TR", "--platform", "ios")
    assert found == [
        ["2025-01-01", "1.11 EUR", f"{TR}:5:19", COMPUTED, "-"],
        ["2027-01-01", "none", f"{TR}:6:34", "TR", "-"],
    ]


def test_what_follows_a_price_that_is_not_sold_names_it(tmp_path: Path) -> None:
    found = rows(tmp_path, without("none"), "prices.coins_100", "--region", "TR", "--platform", "web")
    assert found == [
        ["2025-01-01", "-", "-", f"not sold: {LACK}", "-"],
        ["none", f"{TR}:6:21", f"lost: {LACK}", "-"],
    ]
    ended = edited(DE, "1.39", "{begins: 1.39, 2027-01-01: none}")
    last = rows(tmp_path, ended, "prices.coins_100", "--region", "TR", "--platform", "ios")[-1]
    assert last[-2] == "not sold: its price follows coins_100 in DE on ios, which is not sold"


@pytest.mark.parametrize("first", ["begins", "2025-01-01"])
def test_a_factor_with_dates_shows_its_periods(tmp_path: Path, first: str) -> None:
    texts = following(f"{{{first}: 0.8, 2027-01-01: 0.9}}")
    second = 31 + len(first) + 7
    assert rows(tmp_path, texts, "factors.level.TR") == [
        [first, "80 %", f"rules/factors.yaml:1:{26 + len(first)}", "every market", "-"],
        ["2027-01-01", "90 %", f"rules/factors.yaml:1:{second + 5}", "every market", "-"],
    ]
    (told,) = run_json("where", "factors.level.TR", "--book", str(tmp_path))
    dates = [None if first == "begins" else first, "2027-01-01"]
    assert [(own["from"], own["value"]) for own in told["periods"]] == list(zip(dates, ["80 %", "90 %"], strict=True))
