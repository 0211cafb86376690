"""`ratecard drift`: its page, its data and its exit codes."""

from pathlib import Path

import pytest

from tests.books import write_texts
from tests.cli.running import run, run_json
from tests.drift.small import SAME, TEXTS, edited, play_csv

WHEN = ("--at", "2026-11-29T12:00:00Z")

PAGE = """play.csv against the book mine, as of 2026-11-29T12:00:00+00:00
13 prices compared: 6 the same, 7 differ

package     regions           store       book      store − book  since       stated at                        file         remark
coins_100   JP              200 JPY    160 JPY    +40 (+25.00 %)  2026-01-01  regions/jp.yaml:2:21             play.csv:G2
coins_1000  DE            11.76 EUR  13.99 EUR  −2.23 (−15.94 %)  2026-01-01  regions/groups/euro.yaml:4:15    play.csv:G3  that is the book's price without its tax
coins_100   US-NY, US-OR   1.62 USD   1.49 USD   +0.13 (+8.72 %)  2026-01-01  regions/groups/states.yaml:4:21  play.csv:G2
coins_100   BG             1.49 EUR   1.39 EUR   +0.10 (+7.19 %)  2026-10-01  regions/groups/euro.yaml:3:41    play.csv:G2  the store has the price of 2027-01-12 already
coins_100   DE, FR         1.29 EUR   1.39 EUR   −0.10 (−7.19 %)  2026-10-01  regions/groups/euro.yaml:3:41    play.csv:G2  the store still has the price of before 2026-10-01

products that no package or item of the book names:
  coins_old on android: 1 price, play.csv:G4

in the store, and not sold by the book:
  coins_1000 on android: KW, play.csv:G3

countries of the store in which the book sells nothing:
  android: PL, ZM

in the book, and not in the file:
  coins_100 on android: CA-ON

left out of the files:
  coins_500 is unpublished, and left out
"""  # noqa: E501


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small book, and a file of each kind."""
    folder = tmp_path_factory.mktemp("drift")
    write_texts(folder / "mine", TEXTS)
    prices = edited("coins_100", DE="1.29", FR="1.29", BG="1.49", JP="200", US="1.62", CA="", ZM="5", PL="5")
    prices["coins_1000"] = {**prices["coins_1000"], "DE": "11.76", "KW": "4.000"}
    text = play_csv({**prices, "coins_old": {"DE": "1"}})
    (folder / "play.csv").write_text(f"{text}coins_500,unpublished,,,,,US; 1490000,\n")
    (folder / "same.csv").write_text(play_csv(SAME))
    return folder


@pytest.fixture(autouse=True)
def _inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def test_the_page_has_the_greatest_differences_first() -> None:
    result = run("drift", "play.csv", "--book", "mine", *WHEN)
    assert result.stdout == PAGE
    assert result.exit_code == 2


def test_nothing_differs_where_the_prices_are_the_same() -> None:
    result = run("drift", "same.csv", "--book", "mine", "--at", "2026-11-29")
    assert result.stdout == "same.csv against the book mine, as of 2026-11-29\n14 prices compared: nothing differs\n"
    assert result.exit_code == 0


def test_now_is_the_day_that_a_report_is_told_to_be_of() -> None:
    for day, code in (("2026-11-29", 0), ("2027-01-13", 2)):
        assert run("drift", "same.csv", "--book", "mine", environment={"RATECARD_TODAY": day}).exit_code == code


def test_what_is_meant_to_differ_is_left_out() -> None:
    kinds = [word for kind in ("product", "sale", "country", "region", "price") for word in ("--ignore", kind)]
    result = run("drift", "play.csv", "--book", "mine", *WHEN, *kinds)
    assert (result.exit_code, "differs" in result.stdout) == (0, True)


def test_json_has_all_of_it() -> None:
    found = run_json("drift", "play.csv", "--book", "mine", *WHEN, code=2)
    assert (found["compared"], found["same"], len(found["differences"])) == (13, 6, 7)
    assert found["differences"][5] == {
        "kind": "price",
        "platform": "android",
        "region": "DE",
        "package": "coins_100",
        "product": "coins_100",
        "store": {"amount": "1.29", "minorUnits": "129", "currency": "EUR"},
        "storeSaysCurrency": False,
        "storeFrom": None,
        "planned": False,
        "where": "play.csv:G2",
        "book": {"amount": "1.39", "minorUnits": "139", "currency": "EUR"},
        "moved": {"amount": "-0.10", "minorUnits": "-10", "currency": "EUR"},
        "share": {"numerator": "-10", "denominator": "139"},
        "from": "2026-09-30T22:00:00Z",
        "until": "2027-01-11T23:00:00Z",
        "matches": {"from": "2025-12-31T23:00:00Z", "until": "2026-09-30T22:00:00Z"},
        "likeness": None,
        "remark": "the store still has the price of before 2026-10-01",
        "file": "regions/groups/euro.yaml",
        "line": 3,
        "column": 41,
    }
    assert [own["product"] for own in found["unnamedProducts"]] == ["coins_old"]
    assert [(own["package"], own["region"]) for own in found["notSold"]] == [("coins_1000", "KW")]
    assert [own["region"] for own in found["unknownCountries"]] == ["PL", "ZM"]
    assert [(own["package"], own["regions"], own["entirely"]) for own in found["notInFile"]] == [
        ("coins_100", ["CA-ON"], False)
    ]
    assert found["leftOut"] == ["coins_500 is unpublished, and left out"]


def test_at_most_twenty_rows_are_shown(folder: Path) -> None:
    rows = "".join(f"DE,1.{cents:02},2027-{1 + cents // 28:02}-{1 + cents % 28:02}\n" for cents in range(25))
    (folder / "days.csv").write_text(f"Country,Price,Start\n{rows}")
    result = run("drift", "coins_1000=days.csv", "--book", "mine", "--platform", "ios", *WHEN, "--ignore", "region")
    assert result.stdout.count("\ncoins_1000  DE") == 20
    assert result.stdout.endswith("… and 5 more: --format json has all\n")


def test_files_and_books_that_cannot_be_read_end_with_1(folder: Path) -> None:
    (folder / "bad.csv").write_text("Country,Product ID,Price\nDE,coins_100,1.39\n")
    for arguments, message in (
        (("none.csv",), "error: none.csv cannot be read: "),
        (("bad.csv",), "error: bad.csv:C2: nothing says which store the prices are of; say it with --platform, such"),
        (("bad.csv", "--platform", "steam"), "error: the book does not sell on steam; write android or ios or web"),
        (("same.csv", "--at", "2025-01-01"), "error: the book begins on 2026-01-01, and --at is before"),
    ):
        result = run("drift", *arguments, "--book", "mine")
        assert (result.exit_code, result.stdout, result.stderr.startswith(message)) == (1, "", True), result.stderr
    assert run("drift", "same.csv", "--book", "nowhere").exit_code == 1
    assert run("drift").exit_code == 2
