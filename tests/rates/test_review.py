"""`ratecard fx review`: what moved since the last import, the largest change first, and what did not."""

from pathlib import Path

import pytest

from tests.cli.running import run, run_json
from tests.quotes.small_chain import BOOK, DE, TAXES

RATES = """\
fx:
  base: EUR
  rounding: down
  maximum_age: {age}
  rates:
    source: desk
    USD: {{2026-02-18T16:00Z: 1.1, 2026-02-19T16:00Z: 1.2, 2026-02-20T16:00Z: 1.26}}
    JPY: {{2026-02-19T16:00Z: 200, 2026-02-20T16:00Z: 180}}
    CHF: {{2026-02-19T16:00Z: 0.92, 2026-02-20T16:00Z: 0.92}}
    BGN: {{2026-02-18T16:00Z: 1.9558, 2026-02-19T16:00Z: 1.9560}}
    SEK: {{2026-02-20T16:00Z: 10.7}}
    AED: 4.32
    KWD: {{2026-02-19T16:00Z: 1 per 3, 2026-02-20T16:00Z: 1 per 2.9}}
"""


def write_book(folder: Path, rates: str = RATES, age: str = "none", **regions: str) -> str:
    for part in ("rules", "regions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "rules" / "book.yaml").write_text(BOOK + TAXES)
    (folder / "rules" / "fx.yaml").write_text(rates.format(age=age))
    for name, text in {"de": DE, **regions}.items():
        (folder / "regions" / f"{name}.yaml").write_text(text)
    return str(folder)


SEOUL = "region: KR\ncurrency: KRW\ntime_zone: Asia/Seoul\n"
PARIS = "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\n"
TOLD = """\
4 rates moved; units for one EUR, the newest of 2026-02-20
currency     before  on                now  on            change  source
JPY             200  2026-02-19        180  2026-02-20  -10.00 %  desk
USD             1.2  2026-02-19       1.26  2026-02-20   +5.00 %  desk
KWD       ≈0.333333  2026-02-19  ≈0.344828  2026-02-20   +3.45 %  desk
BGN          1.9558  2026-02-18      1.956  2026-02-19   +0.01 %  desk
did not move: CHF (2026-02-20)
has no rate before: SEK (2026-02-20)
has no rate of 2026-02-20: BGN (2026-02-19)
has no date: AED
"""


def test_the_largest_change_comes_first_with_both_rates_and_their_days(tmp_path: Path) -> None:
    result = run("fx", "review", "--book", write_book(tmp_path, kr=SEOUL, fr=PARIS), "--at", "2026-02-21")
    assert result.exit_code == 0, result.output
    assert result.stdout == TOLD


def test_a_rate_of_a_day_is_of_that_day_wherever_it_begins(tmp_path: Path) -> None:
    """In Berlin the 21st begins at 23:00 of the 20th in UTC; in the other region of this rate it begins earlier."""
    rates = "fx: {{base: EUR, rounding: down, rates: {{USD: {{2026-02-20: 1.1, 2026-02-21: 1.2}}}}}}\n"
    book = write_book(tmp_path, rates, kr=SEOUL)
    told = run_json("fx", "review", "--book", book, "--at", "2026-02-22")
    assert (told["newest"], told["moved"][0]["now"]["day"]) == ("2026-02-21", "2026-02-21")
    assert told["moved"][0]["regions"] == ["DE", "KR"]


def test_it_is_as_of_an_instant(tmp_path: Path) -> None:
    moved = run_json("fx", "review", "--book", write_book(tmp_path), "--at", "2026-02-20")["moved"]
    assert [(line["currency"], line["now"]["rate"], line["changePercent"]) for line in moved] == [
        ("USD", "1.2", "+9.09"),
        ("BGN", "1.956", "+0.01"),
    ]


def test_json_has_exact_rates_with_their_places(tmp_path: Path) -> None:
    told = run_json("fx", "review", "--book", write_book(tmp_path), "--at", "2026-02-21")
    kuwait = next(line for line in told["moved"] if line["currency"] == "KWD")
    assert kuwait["now"] == {
        "rate": "10/29",
        "since": "2026-02-20T16:00:00Z",
        "day": "2026-02-20",
        "source": "desk",
        "file": "rules/fx.yaml",
        "line": 13,
        "column": 58,
    }
    assert kuwait["before"]["rate"] == "1/3"
    assert (kuwait["regions"], kuwait["base"], kuwait["expires"]) == (["DE"], "EUR", None)
    assert told["behind"] == ["BGN"]
    assert [line["currency"] for line in told["undated"]] == ["AED"]


def test_an_earlier_hour_of_the_newest_day_is_not_behind(tmp_path: Path) -> None:
    rates = RATES.replace("SEK: {{2026-02-20T16:00Z", "SEK: {{2026-02-20T18:00Z")
    assert run_json("fx", "review", "--book", write_book(tmp_path, rates), "--at", "2026-02-21")["behind"] == ["BGN"]


def test_rates_that_are_too_old_are_named(tmp_path: Path) -> None:
    book = write_book(tmp_path, age="2 days")
    told = run_json("fx", "review", "--book", book, "--at", "2026-02-22T15:59Z")
    assert told["tooOld"] == ["AED", "BGN"]
    told = run_json("fx", "review", "--book", book, "--at", "2026-02-22T16:00Z")
    assert told["tooOld"] == ["AED", "BGN", "CHF", "JPY", "KWD", "SEK", "USD"]
    assert "is too old to be used: AED" in run("fx", "review", "--book", book, "--at", "2026-02-22T15:59Z").stdout


def test_another_book_or_an_earlier_revision_is_what_it_is_compared_with(tmp_path: Path) -> None:
    before = write_book(tmp_path / "before", RATES.replace("2026-02-20T16:00Z: 1.26", "2026-02-20T16:00Z: 1.05"))
    now = write_book(tmp_path / "now")
    told = run_json("fx", "review", "--book", now, "--against", before, "--at", "2026-02-21")
    assert [(line["currency"], line["changePercent"]) for line in told["moved"]] == [("USD", "+20.00")]
    assert told["moved"][0]["before"]["rate"] == "1.05"
    assert {"AED", "BGN", "CHF", "JPY", "KWD", "SEK"} == {line["currency"] for line in told["same"]}


def test_a_region_of_its_own_rate_is_told_apart(tmp_path: Path) -> None:
    own = "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\nfx: {rates: {USD: {2026-02-20T16:00Z: 1.3}}}\n"
    told = run("fx", "review", "--book", write_book(tmp_path, fr=own), "--at", "2026-02-21").stdout
    assert "USD in DE" in told
    assert "USD in FR" in told


def test_a_move_above_the_most_is_exit_code_1(tmp_path: Path) -> None:
    book = write_book(tmp_path)
    result = run("fx", "review", "--book", book, "--at", "2026-02-21", "--most", "5 %")
    assert (result.exit_code, result.stderr) == (1, "moved by more than 5 %: JPY\n")
    assert "USD" in result.stdout
    assert run("fx", "review", "--book", book, "--at", "2026-02-21", "--most", "10 %").exit_code == 0
    assert run("fx", "review", "--book", book, "--most", "10").exit_code == 2


@pytest.mark.parametrize("rates", ["{{}}", "none"])
def test_a_book_without_rates_is_exit_code_1(rates: str, tmp_path: Path) -> None:
    text = "gifts: none\n" if rates == "{{}}" else "fx: none\n"
    result = run("fx", "review", "--book", write_book(tmp_path, text))
    assert (result.exit_code, result.stderr) == (1, "error: the book states no exchange rates\n")
