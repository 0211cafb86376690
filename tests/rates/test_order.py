"""Several sources in order: the first that has a currency gives it, later ones fill in, and files keep their lines."""

from pathlib import Path

from tests.cli.test_fx_import import DAILY as DAILY_FILE
from tests.rates.importing import import_rates, written

DESK = "{format: csv, name: Desk, date: Day, published: 16:00 UTC, files: desk*.csv}"
TWO = f"  ecb: {{format: ecb, files: ecb*.csv}}\n  desk: {DESK}\n"
FILES: dict[str, bytes | str] = {
    "ecb.csv": "Date,USD,\n2026-02-20,1.1767,\n",
    "desk.csv": "Day,USD,KWD\n2026-02-20,1.2,0.3605\n",
}
BEFORE = """\
# Ours.
fx:
  rates:
    source: https://example.com/rates

    # The yen moved in 2024.
    JPY:  # by hand
      2026-02-19T16:00Z: 182.5  # checked
    USD: {2026-02-18T16:00Z: 1.17, 2026-02-19T16:00Z: 1.175}  # in braces
# The end.
"""


def test_the_first_source_that_has_a_currency_gives_it(tmp_path: Path) -> None:
    result = import_rates(tmp_path, TWO, FILES)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1:] == ["  ecb: USD", "  desk: KWD"]
    rates = written(tmp_path)
    assert list(rates["USD"].values()) == ['{value: 1.1767, source: "European Central Bank, 2026-02-20"}']
    assert list(rates["KWD"].values()) == ['{value: 0.3605, source: "Desk, 2026-02-20"}']


def test_the_order_of_the_sources_decides(tmp_path: Path) -> None:
    ecb, desk = TWO.splitlines(keepends=True)
    result = import_rates(tmp_path, desk + ecb, FILES)
    assert result.stdout.splitlines()[1:] == [
        "  desk: KWD, USD",
        "  ecb: nothing that a source before it does not have",
    ]


def test_a_later_source_gives_what_is_left_out_of_the_first(tmp_path: Path) -> None:
    import_rates(
        tmp_path,
        TWO.replace("ecb, files", "ecb, leave_out: [USD], files"),
        {**FILES, "ecb.csv": DAILY_FILE.read_bytes()},
    )
    assert "Desk" in "".join(written(tmp_path)["USD"].values())


def test_a_second_import_changes_no_byte(tmp_path: Path) -> None:
    import_rates(tmp_path, TWO, FILES)
    file = tmp_path / "rules" / "fx_rates.yaml"
    before, made = file.read_bytes(), file.stat().st_ino
    result = import_rates(tmp_path, TWO, FILES)
    assert "no rates added, 2 in all" in result.stdout
    assert (file.read_bytes(), file.stat().st_ino) == (before, made)


def test_days_in_one_import_or_in_several_make_the_same_file(tmp_path: Path) -> None:
    more: dict[str, bytes | str] = {**FILES, "ecb2.csv": "Date,USD,\n2026-02-19,1.1758,\n2026-02-23,1.18,\n"}
    together, apart = tmp_path / "together", tmp_path / "apart"
    for folder in (together, apart):
        folder.mkdir()
    import_rates(together, TWO, more)
    import_rates(apart, TWO, FILES)
    import_rates(apart, TWO, more)
    assert (together / "rules/fx_rates.yaml").read_bytes() == (apart / "rules/fx_rates.yaml").read_bytes()


def test_what_people_wrote_in_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "fx_rates.yaml"
    file.write_text(BEFORE)
    days = "Day,USD,KWD,AED,JPY\n2026-02-17,1.16,,,\n2026-02-20,1.1767,0.36,4.3,182.6\n"
    result = import_rates(tmp_path, f"  desk: {DESK}\n", {"desk.csv": days})
    assert result.exit_code == 0, result.output
    usd = (
        '2026-02-17T16:00+00:00: {value: 1.16, source: "Desk, 2026-02-17"}, 2026-02-18T16:00Z: 1.17, '
        '2026-02-19T16:00Z: 1.175, 2026-02-20T16:00+00:00: {value: 1.1767, source: "Desk, 2026-02-20"}'
    )
    assert (
        file.read_text()
        == f"""\
# Ours.
fx:
  rates:
    source: https://example.com/rates
    AED:
      2026-02-20T16:00+00:00: {{value: 4.3, source: "Desk, 2026-02-20"}}

    # The yen moved in 2024.
    JPY:  # by hand
      2026-02-19T16:00Z: 182.5  # checked
      2026-02-20T16:00+00:00: {{value: 182.6, source: "Desk, 2026-02-20"}}
    KWD:
      2026-02-20T16:00+00:00: {{value: 0.36, source: "Desk, 2026-02-20"}}
    USD: {{{usd}}}  # in braces
# The end.
"""
    )


def test_a_file_with_the_line_ends_of_windows_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "fx_rates.yaml"
    file.write_bytes(b"fx:\r\n  rates:\r\n    USD:\r\n      2026-02-19T16:00Z: 1.1758")
    import_rates(tmp_path, TWO, FILES)
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")
    assert sorted(written(tmp_path)) == ["KWD", "USD"]


def test_named_files_stand_in_for_those_of_the_pattern(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Day,KWD\n2026-02-20,0.37\n")
    result = import_rates(tmp_path, TWO, FILES, f"desk={other}")
    assert result.exit_code == 0, result.output
    assert list(written(tmp_path)["KWD"].values()) == ['{value: 0.37, source: "Desk, 2026-02-20"}']
