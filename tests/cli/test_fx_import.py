"""`ratecard fx import`: the European Central Bank's two forms, added to a rule file and never at its cost."""

from pathlib import Path

import pytest

from ratecard.loading import load_texts
from ratecard.money import ExchangeRate
from ratecard.rates.rulefile import known_rates
from tests.books import folder_texts
from tests.cli.running import run
from tests.refusing_earning import BOOK

ECB = Path(__file__).parents[1] / "data" / "ecb"
DAILY, HISTORY = ECB / "eurofxref.csv", ECB / "eurofxref-hist.csv"


def test_the_daily_form_is_a_rule_file_with_rates_from_the_hour_of_publication() -> None:
    result = run("fx", "import", str(DAILY))
    assert result.exit_code == 0
    assert "    USD:\n      2026-02-20T16:00+01:00: 1.1767\n" in result.stdout
    assert "    JPY:\n      2026-02-20T16:00+01:00: 182.63\n" in result.stdout


def test_what_is_printed_is_a_sound_part_of_a_book() -> None:
    texts = folder_texts(BOOK)
    lines = texts["rules/creators.yaml"].split("\n")
    start = next(number for number, line in enumerate(lines) if line == "  rates:")
    end = next(number for number, line in enumerate(lines) if line.startswith("eligibility"))
    texts["rules/creators.yaml"] = "\n".join([*lines[:start], *lines[end:]])
    texts["rules/fx_ecb.yaml"] = run("fx", "import", str(DAILY)).stdout
    codes = {found.code for found in load_texts(texts).diagnostics}
    assert codes == {"missing-fx-rate"}  # the bank publishes no rate of KWD
    del texts["regions/kw.yaml"]
    assert load_texts(texts).diagnostics == ()


def test_the_history_leaves_out_what_is_not_there() -> None:
    result = run("fx", "import", str(HISTORY))
    assert result.stderr == ""
    rates = known_rates("rules/fx_ecb.yaml", result.stdout.encode())
    assert "CYP" not in rates  # replaced long before the first of these days
    assert len(rates["BGN"]) < len(rates["USD"])
    assert ExchangeRate(117_21, 10_000) not in [rate.rate for rate in rates["BGN"].values()]


def test_rates_of_a_currency_that_has_ended_are_kept_and_an_unknown_code_is_told(tmp_path: Path) -> None:
    """The bank's history goes back to 1999; HRK has rates until 2022-12-30 in it."""
    old = tmp_path / "eurofxref-hist.csv"
    old.write_text("Date,USD,HRK,QQQ,\n2023-01-02,1.0683,N/A,1,\n2022-12-30,1.0666,7.5365,1,\n")
    result = run("fx", "import", str(old))
    assert "    HRK:\n      2022-12-30T16:00+01:00: 7.5365\n    USD:" in result.stdout
    assert result.stderr == "left out, for ISO 4217 does not know them: QQQ\n"


def test_a_second_import_adds_days_and_keeps_those_before(tmp_path: Path) -> None:
    out = tmp_path / "fx_ecb.yaml"
    assert run("fx", "import", str(HISTORY), "--out", str(out)).exit_code == 0
    before = out.read_text("utf-8")
    result = run("fx", "import", str(DAILY), "--out", str(out))
    assert result.exit_code == 0
    assert "29 rates added" in result.stdout
    assert set(before.splitlines()) <= set(out.read_text("utf-8").splitlines())
    again = run("fx", "import", str(DAILY), "--out", str(out))
    assert "no rates added" in again.stdout


def test_since_leaves_out_what_was_published_before() -> None:
    shown = run("fx", "import", str(HISTORY), "--since", "2025-12-31").stdout
    assert "2025-12-31T16:00+01:00: 1.175" in shown
    assert "2025-12-30" not in shown


def test_rates_of_the_bank_name_it_where_the_file_does_not(tmp_path: Path) -> None:
    out = tmp_path / "fx.yaml"
    out.write_text("fx:\n  rates:\n    USD:\n      2026-02-19T16:00+01:00: 1.1758\n")
    assert run("fx", "import", str(DAILY), "--out", str(out)).exit_code == 0
    assert '2026-02-20T16:00+01:00: {value: 1.1767, source: "European Central Bank, 2026-02-20"}' in out.read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "rates.csv:1 should name the columns, and the file ends before"),
        ("Datum,USD,\n2026-02-20,1.1767,\n", "rates.csv:1 has no column Date; it has Datum, USD"),
        ("Date,USD,\n2026-02-20,1,1767,\n", "rates.csv:2 has 4 values for 2 columns"),
        ("Date,USD,JPY,\n2026-02-20,1.1767\n", "rates.csv:2 has 2 values for 3 columns"),
        (
            "Date,USD,\n2026-02-30,1.1767,\n",
            "rates.csv:2:1 has 2026-02-30, which is not a day written YYYY-MM-DD or D Month YYYY",
        ),
        ("Date,USD,\n30 February 2026,1.1767,\n", "rates.csv:2:1 has 30 February 2026, which is not a day"),
        ("Date,USD,\n2026-02-20,1.17a,\n", "rates.csv:2:2 has 1.17a for USD, which is not a number"),
        ("Date,USD,\n2026-02-20,0,\n", "rates.csv:2:2 has 0 for USD, and no rate is 0"),
        ("Date,USD,\n2026-02-20,0.000,\n", "rates.csv:2:2 has 0.000 for USD, and no rate is 0"),
        ("Date,USD,\n2026-02-20,-1.1,\n", "rates.csv:2:2 has -1.1 for USD, which is negative"),
        (
            "Date,USD,\n2026-02-20,1.1,\n2026-02-20,1.2,\n",
            "rates.csv:3:2 has a second rate of USD for 2026-02-20; the other one stands at",
        ),
        ("Date,USD,USD,\n", "rates.csv:1:3 names USD twice"),
        ("Date,USD,Comment,\n", "rates.csv:1:3 names Comment, which is not the code of a currency"),
        ("Date,USD,\n2026-02-20,N/A,\n", "rates.csv holds no rate"),
        ("Date,USD,\n2998-02-20,1.1,\n", "rates.csv:2:2 is a rate of USD for 2998-02-20, a day to come"),
        ('Date,USD,\n2026-02-20,"1.1,\n', "rates.csv:2 is not CSV"),
        ("Date,USD,\n2026-02-20,2.1721,\n", "moved by more than ×1.5: USD from 1.1721 (2026-01-02) to 2.1721"),
        ("Date,USD,\n2026-02-20,0.7,\n", "moved by more than ×1.5: USD from 1.1721 (2026-01-02) to 0.7"),
    ],
)
def test_a_file_that_is_not_the_banks_changes_nothing(content: str, said: str, tmp_path: Path) -> None:
    file, out = tmp_path / "rates.csv", tmp_path / "fx.yaml"
    file.write_text(content)
    out.write_text("fx:\n  rates:\n    USD:\n      2026-01-02T16:00+01:00: 1.1721\n")
    result = run("fx", "import", str(file), "--out", str(out))
    assert result.exit_code == 1
    assert said in result.stderr
    assert out.read_text() == "fx:\n  rates:\n    USD:\n      2026-01-02T16:00+01:00: 1.1721\n"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (
            "fx:\n  rates:\n    USD:\n      2026-02-20T16:00+01:00: 1.2\n",
            "USD of 2026-02-20 is 1.1767 at",
        ),
        ("fx:\n  base: EUR\n", "states fx.base too; name a file of dated rates alone"),
        ("fx:\n  rates:\n    USD: 1.2\n", "states fx.rates.USD too; name a file of dated rates alone"),
        ("fx: [1\n", "cannot be read as rules"),
    ],
)
def test_a_rule_file_that_would_lose_something_is_left_alone(known: str, said: str, tmp_path: Path) -> None:
    out = tmp_path / "fx.yaml"
    out.write_text(known)
    result = run("fx", "import", str(DAILY), "--out", str(out))
    assert result.exit_code == 1
    assert said in result.stderr
    assert out.read_text() == known
