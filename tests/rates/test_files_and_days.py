"""Which files a source means by `files:`, and which day a text means in the forms that it states."""

import json
import re
from pathlib import Path

import pytest

from tests.rates.importing import import_rates, written

DESK = "{{format: csv, name: Desk, date: Day, published: 16:00 UTC, files: '{}'}}"
RATES = "Day,USD\n2026-02-20,1.1767\n"
OTHER = "Day,USD\n2026-02-21,1.2\n"
TODAY, TOMORROW = "2026-02-20T16:00Z", "2026-02-21T16:00Z"


@pytest.mark.parametrize(
    ("pattern", "names", "days"),
    [
        ("{}/*.csv", ("r.csv", "s.csv"), [TODAY, TOMORROW]),
        ("{}/r.csv", ("r.csv", "s.csv"), [TODAY]),
        ("a**b.csv", ("a-1-b.csv", "ab.csv"), [TODAY, TOMORROW]),
        ("**/*.csv", ("r.csv", "s.csv"), [TODAY, TOMORROW]),
        ("a[1].csv", ("a[1].csv", "a1.csv"), [TODAY]),
        ("a[12].csv", ("a1.csv", "a2.csv"), [TODAY, TOMORROW]),
        ("r*", (".r.csv", "r.csv"), [TOMORROW]),
        (".r*", (".r.csv", "r.csv"), [TODAY]),
        ("rul*s*", ("rulings.csv", "rules.csv"), [TODAY, TOMORROW]),  # and not the folder rules/
    ],
)
def test_the_files_of_a_source_are_one_name_or_a_pattern(
    pattern: str, names: tuple[str, str], days: list[str], tmp_path: Path
) -> None:
    files: dict[str, bytes | str] = dict(zip(names, (RATES, OTHER), strict=True))
    result = import_rates(tmp_path, f"  desk: {DESK.format(pattern.format(tmp_path))}\n", files)
    assert result.exit_code == 0, result.output
    assert list(written(tmp_path)["USD"]) == days


@pytest.mark.parametrize("pattern", ["/nowhere/*.csv", "a**b.csv", "rules/**", "..", "a[", "b[1].csv", "x" * 300])
def test_a_pattern_without_files_is_said(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = import_rates(tmp_path / "empty", f"  desk: {DESK.format(pattern)}\n", {})
    assert result.exit_code == 1
    assert "desk has no file: nothing is named" in result.stderr


def test_a_pattern_that_no_name_can_fit_is_said(tmp_path: Path) -> None:
    desk = DESK.format("a\\0/*").replace("'", '"')  # a zero byte
    result = import_rates(tmp_path, f"  desk: {desk}\n", {})
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert "desk has no file: nothing is named" in result.stderr


FORMS = "[DD/MM/YYYY, MM/DD/YYYY]"
TWO_DAYS = "2026-04-03 as DD/MM/YYYY and 2026-03-04 as MM/DD/YYYY; state one date_form: for such days"
LONG = f"format: csv, date: Day, currency: Code, rate: Rate, published: 16:00 UTC, date_form: {FORMS}, files: r.txt"
WIDE = f"format: csv, date: Day, published: 16:00 UTC, date_form: {FORMS}, files: r.txt"
JSON = f"format: json, published: 16:00 UTC, date_form: {FORMS}, files: r.txt"


@pytest.mark.parametrize(
    ("fields", "content", "where"),
    [
        (WIDE, "Day,USD\n13/02/2026,1.2\n03/04/2026,1.1\n", "r.txt:3:1"),
        (WIDE, "Day,USD\n13/02/2026,1.2\n03/04/2026,\n", "r.txt:3:1"),
        (LONG, "Day,Code,Rate\n03/04/2026,USD,1.1\n", "r.txt:2:1"),
        (f"{JSON}, date: day, rates: rates", json.dumps({"day": "03/04/2026", "rates": {"USD": 1.1}}), "r.txt: day"),
        (f"{JSON}, date: keys, rates: rates", '{"rates": {"03/04/2026": {"USD": 1.1}}}', "r.txt: rates.03/04/2026"),
        (
            f"{JSON}, date: d, records: all, currency: c, rate: r",
            '{"all": [{"d": "03/04/2026", "c": "USD", "r": 1.1}]}',
            "r.txt: all[0].d",
        ),
    ],
)
def test_a_day_that_two_forms_read_otherwise_is_refused(fields: str, content: str, where: str, tmp_path: Path) -> None:
    result = import_rates(tmp_path, f"  desk: {{{fields}}}\n", {"r.txt": content})
    assert result.exit_code == 1
    assert f"{where} has 03/04/2026, which is {TWO_DAYS}" in result.stderr
    assert not (tmp_path / "rules" / "fx_rates.yaml").exists()


def test_days_that_one_form_fits_or_that_both_read_alike_are_taken(tmp_path: Path) -> None:
    days = "Day,USD\n13/02/2026,1.2\n02/14/2026,1.21\n02/02/2026,1.22\n"
    result = import_rates(tmp_path, f"  desk: {{{WIDE}}}\n", {"r.txt": days})
    assert result.exit_code == 0, result.output
    assert list(written(tmp_path)["USD"]) == ["2026-02-02T16:00Z", "2026-02-13T16:00Z", "2026-02-14T16:00Z"]


def test_digits_that_are_a_day_and_seconds_are_refused(tmp_path: Path) -> None:
    fields = WIDE.replace(FORMS, "[YYYYMMDD, unix]")
    result = import_rates(tmp_path, f"  desk: {{{fields}}}\n", {"r.txt": "Day,USD\n20260220,1.2\n"})
    assert "r.txt:2:1 has 20260220, which is 2026-02-20 as YYYYMMDD and 1970-08-23T11:50:20+00:00 as unix" in (
        result.stderr
    )


@pytest.mark.parametrize("key", ["USD", '"USD"', "'USD'"])
def test_rates_in_braces_stay_in_order_of_time_under_a_key_in_quotes(key: str, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "fx_rates.yaml"
    file.write_text(f"fx:\n  rates:\n    {key}: {{2026-02-18T16:00Z: 1.17, 2026-02-20T16:00Z: 1.175}}\n")
    days = "Day,USD\n2026-02-17,1.16\n2026-02-19,1.165\n2026-02-21,1.18\n"
    result = import_rates(tmp_path, f"  desk: {DESK.format('desk.csv')}\n", {"desk.csv": days})
    assert result.exit_code == 0, result.output
    stated = re.findall(r"[{,] ?(2026-..-..)T", file.read_text())
    assert stated == [f"2026-02-{day}" for day in (17, 18, 19, 20, 21)]
