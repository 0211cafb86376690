"""What an import refuses: nothing is written, and the message says where it is and what to do."""

from pathlib import Path

import pytest

from tests.rates.importing import import_rates

CSV = "format: csv, name: Desk, date: Day, published: 16:00 UTC, files: r.txt"
LONG = f"{CSV}, currency: Code, rate: Rate"
JSON = "format: json, name: Desk, published: 16:00 UTC, files: r.txt"
MAPPING = f"{JSON}, date: date, rates: rates"
RECORDS = f"{JSON}, date: day, records: list, currency: code, rate: rate"
BEFORE = "fx:\n  rates:\n    USD:\n      2026-02-19T16:00Z: 1.1758\n"

FILES: dict[str, tuple[str, str | bytes, str]] = {
    "no column": (LONG, "Day,Code\n2026-02-20,USD\n", "r.txt:1 has no column Rate; it has Day, Code"),
    "no code": (
        LONG,
        "Day,Code,Rate\n2026-02-20,dollar,1.1\n",
        "r.txt:2:2 has dollar, which is not the code of a currency",
    ),
    "no day": (
        LONG,
        "Day,Code,Rate\n20.02.2026,USD,1.1\n",
        "r.txt:2:1 has 20.02.2026, which is not a day written YYYY-MM-DD",
    ),
    "a day that does not exist": (CSV, "Day,USD\n2026-02-29,1.1\n", "r.txt:2:1 has 2026-02-29, which is not a day"),
    "a decimal comma": (CSV, 'Day,USD\n2026-02-20,"1,1"\n', "r.txt:2:2 has 1,1 for USD, which is not a number"),
    "a point in groups": (
        f"{CSV}, decimal: ',', separator: ;",
        "Day;USD\n2026-02-20;1.1\n",
        "r.txt:2:2 has 1.1 for USD",
    ),
    "wrong groups": (f"{CSV}, groups: ','", 'Day,IDR\n2026-02-20,"19,87"\n', "r.txt:2:2 has 19,87 for IDR"),
    "a sum": (CSV, "Day,USD\n2026-02-20,=1+0.1\n", "r.txt:2:2 has =1+0.1 for USD, which is not a number"),
    "no number": (CSV, "Day,USD\n2026-02-20,NaN\n", "r.txt:2:2 has NaN for USD, which is not a number"),
    "too long": (CSV, f"Day,USD\n2026-02-20,1.{'1' * 30}\n", "for USD, of more than 24 characters"),
    "zero": (CSV, "Day,USD\n2026-02-20,0\n", "r.txt:2:2 has 0 for USD, and no rate is 0"),
    "below zero": (CSV, "Day,USD\n2026-02-20,-1.1\n", "r.txt:2:2 has -1.1 for USD, which is negative"),
    "an amount of zero": (f"{LONG}, amount: N", "Day,Code,Rate,N\n2026-02-20,USD,1.1,0\n", "r.txt:2:4 has 0 for USD"),
    "two rates": (
        LONG,
        "Day,Code,Rate\n2026-02-20,USD,1.1\n2026-02-20,USD,1.2\n",
        "r.txt:3:3 has a second rate of USD",
    ),
    "not the encoding": (CSV, b"Day,USD\n2026-02-20,1.1\xff\n", "r.txt: byte 23 is not UTF-8"),
    "an open quote": (CSV, 'Day,USD\n2026-02-20,"1.1\n', "r.txt:2 is not CSV"),
    "a day to come": (CSV, "Day,USD\n2999-01-01,1.1\n", "r.txt:2:2 is a rate of USD for 2999-01-01, a day to come"),
    "a move up": (CSV, "Day,USD\n2026-02-20,1.9\n", "×1.5: USD from 1.1758 (2026-02-19) to 1.9 (2026-02-20), ×1.615"),
    "a move down": (CSV, "Day,USD\n2026-02-20,0.7\n", "×1.5: USD from 1.1758 (2026-02-19) to 0.7 (2026-02-20), ×0.595"),
    "a move within the import": (
        CSV,
        "Day,JPY\n2026-02-19,1.8\n2026-02-20,182.6\n",
        "JPY from 1.8 (2026-02-19) to 182.6",
    ),
    "a move before what is known": (
        CSV,
        "Day,USD\n2026-02-18,11.7\n",
        "USD from 11.7 (2026-02-18) to 1.1758 (2026-02-19)",
    ),
    "a contradiction": (CSV, "Day,USD\n2026-02-19,1.1759\n", "USD of 2026-02-19 is 1.1759 at"),
    "no base": (
        f"{CSV}, base: USD",
        "Day,JPY\n2026-02-20,155\n",
        "is of USD, and desk has no rate of EUR, the book's base",
    ),
    "no base that day": (
        f"{CSV}, base: USD",
        "Day,EUR,JPY\n2026-02-19,0.85,\n2026-02-20,,155\n",
        "r.txt:3:3 is of USD, and desk has no rate of EUR, the book's base, for 2026-02-20",
    ),
    "a base that is not one": (
        CSV,
        "Day,EUR,USD\n2026-02-20,1.1,1.2\n",
        "r.txt:2:2 says that one EUR, the base of desk",
    ),
    "not JSON": (MAPPING, '{"date": ', "r.txt:1:10 is not JSON"),
    "no number in JSON": (MAPPING, '{"date": "2026-02-20", "rates": {"USD": NaN}}', "holds NaN, which is not a number"),
    "a list in JSON": (MAPPING, '{"date": "2026-02-20", "rates": {"USD": [1]}}', "rates.USD is not a text or a number"),
    "twice in JSON": (
        MAPPING,
        '{"date": "2026-02-20", "rates": {"USD": 1, "USD": 2}}',
        "states USD twice in one mapping",
    ),
    "no path": (MAPPING, '{"date": "2026-02-20"}', "r.txt: the document has no rates"),
    "no mapping": (MAPPING, '{"date": "2026-02-20", "rates": [1]}', "r.txt: rates is not a mapping"),
    "a bad day in JSON": (
        MAPPING,
        '{"date": "20/02/2026", "rates": {"USD": 1}}',
        "date has 20/02/2026, which is not a day written YYYY-MM-DD",
    ),
    "zero in JSON": (
        MAPPING,
        '{"date": "2026-02-20", "rates": {"USD": 0.0}}',
        "rates.USD has 0.0 for USD, and no rate is 0",
    ),
    "another base": (
        f"{MAPPING}, base_at: base",
        '{"base": "USD", "date": "2026-02-20", "rates": {"JPY": 1}}',
        "r.txt: base is USD, and the base of desk is EUR",
    ),
    "no list": (RECORDS, '{"list": {}}', "r.txt: list is not a list"),
    "no record": (RECORDS, '{"list": [1]}', "r.txt: list[0] is not a mapping"),
    "no code in a record": (RECORDS, '{"list": [{"day": "2026-02-20", "rate": 1}]}', "r.txt: list[0] has no code"),
    "a misspelt code in a column": (
        LONG,
        "Day,Code,Rate\n2026-02-20,USD,1.2\n2026-02-20,GPB,0.87\n",
        "r.txt:3:2 has GPB, which ISO 4217 does not know; did you mean GBP? if it is something else, list GPB under "
        "ignore: of desk",
    ),
    "a misspelt code as a column": (
        CSV,
        "Day,USD,GPB\n2026-02-20,1.2,0.87\n",
        "r.txt:1:3 has GPB, which ISO 4217 does not know; did you mean GBP?",
    ),
    "a misspelt code in JSON": (
        MAPPING,
        '{"date": "2026-02-20", "rates": {"CFH": 0.93}}',
        "r.txt: rates.CFH has CFH, which ISO 4217 does not know; did you mean CHF?",
    ),
    "a misspelt code in a record": (
        RECORDS,
        '{"list": [{"day": "2026-02-20", "code": "UDS", "rate": 1.2}]}',
        "has UDS, which ISO 4217 does not know; did you mean USD?",
    ),
    "a code that is like no other": (CSV, "Day,QQQ\n2026-02-20,1.2\n", "does not know; list QQQ under ignore: of desk"),
    "a code that the bank does not publish": (
        "format: ecb, files: r.txt",
        "Date,USD,QQQ\n2026-02-20,1.2,1.3\n",
        "r.txt:1:3 has QQQ, which ISO 4217 does not know; list QQQ under ignore: of desk",
    ),
    "nothing": (CSV, "Day,USD\n", "r.txt holds no rate"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_writes_nothing(name: str, tmp_path: Path) -> None:
    fields, content, said = FILES[name]
    (tmp_path / "rules").mkdir()
    out = tmp_path / "rules" / "fx_rates.yaml"
    out.write_text(BEFORE)
    result = import_rates(tmp_path, f"  desk: {{{fields}}}\n", {"r.txt": content})
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert out.read_text() == BEFORE
    assert [path.name for path in (tmp_path / "rules").iterdir()] == ["fx_rates.yaml"]


@pytest.mark.parametrize("name", [name for name in FILES if "move" in name])
def test_a_move_is_taken_when_it_is_accepted(name: str, tmp_path: Path) -> None:
    fields, content, _ = FILES[name]
    assert import_rates(tmp_path, f"  desk: {{{fields}}}\n", {"r.txt": content}, "--accept-moves").exit_code == 0


def test_the_bound_of_moves_is_stated_with_the_sources(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "fx_rates.yaml").write_text(BEFORE)
    files: dict[str, bytes | str] = {"r.txt": "Day,USD\n2026-02-20,1.2\n"}
    result = import_rates(tmp_path, f"  desk: {{{CSV}}}\nmoved_most: 1.02\n", files)
    assert "moved by more than ×1.02: USD from 1.1758 (2026-02-19) to 1.2 (2026-02-20), ×1.020" in result.stderr
    assert import_rates(tmp_path, f"  desk: {{{CSV}}}\nmoved_most: 1.03\n", files).exit_code == 0


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("a code")])
def test_a_code_is_left_out_where_the_source_says_so(name: str, tmp_path: Path) -> None:
    fields, content, _ = FILES[name]
    both = content.replace("Day,QQQ", "Day,USD,QQQ").replace("20,1.2\n", "20,1.2,1.3\n") if type(content) is str else ""
    result = import_rates(tmp_path, f"  desk: {{{fields}, ignore: [QQQ]}}\n", {"r.txt": both})
    assert (result.exit_code, result.stderr) == (0, "")
    assert "desk: USD" in result.stdout


@pytest.mark.parametrize(
    ("layout", "content"),
    [
        (LONG, "Day,Code,Rate\n2026-02-20,USD,1.2\n2026-02-20,gold,0.1\n"),
        (MAPPING, '{"date": "2026-02-20", "rates": {"USD": 1.2, "gold": 0.1}}'),
        (RECORDS, '{"list": [{"day": "2026-02-20", "code": "USD", "rate": 1.2}, {"day": "-", "code": "gold"}]}'),
    ],
)
def test_what_is_ignored_may_stand_in_rows_and_records_too(layout: str, content: str, tmp_path: Path) -> None:
    result = import_rates(tmp_path, f"  desk: {{{layout}, ignore: [gold]}}\n", {"r.txt": content})
    assert (result.exit_code, result.stderr) == (0, "")
    assert "desk: USD" in result.stdout


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        ("fx: {rates: {KWD: {value: 0.36, source: example}}}", "rules/fx.yaml:1:27 states a rate of KWD, and"),
        ("fx: {rates: {KWD: {2026-01-01: 0.36}}}", "rules/fx.yaml:1:32 states a rate of KWD, and rules/fx_rates.yaml"),
        ("fx: {base: USD}", "rules/fx.yaml:1:12 states the base USD, and these are rates of EUR"),
    ],
)
def test_what_another_file_of_the_book_states_is_not_stated_again(elsewhere: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "fx.yaml").write_text(elsewhere)
    files: dict[str, bytes | str] = {"r.txt": "Day,USD,KWD\n2026-02-20,1.2,0.3605\n"}
    result = import_rates(tmp_path, f"  desk: {{{CSV}}}\n", files)
    assert result.exit_code == 1
    assert said in result.stderr
    if "KWD" in elsewhere:
        assert import_rates(tmp_path, f"  desk: {{{CSV}, leave_out: [KWD]}}\n", files).exit_code == 0


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ("  desk: {}\n", "fx-sources.yaml:4:9: format: is missing"),
        ("  desk: {format: xml}\n", "fx-sources.yaml:4:18: xml is not ecb or csv or json"),
        ("  desk: {format: csv, dat: Day}\n", "4:23: dat is not a key of sources of rates; did you mean date?"),
        ("  desk: {format: csv}\n", "fx-sources.yaml:4:9: date: is missing"),
        ("  desk: {format: csv, date: Day}\n", "fx-sources.yaml:4:9: published: is missing"),
        (
            "  desk: {format: csv, date: Day, published: noon}\n",
            "noon is not an hour and a time zone: 16:00 Europe/Berlin",
        ),
        ("  desk: {format: csv, date: Day, published: 16:00 Mars/Base}\n", "16:00 Mars/Base is not an hour and a time"),
        (f"  desk: {{{CSV}, date_form: DD.MM}}\n", "DD.MM is not the form of a day; write it with YYYY"),
        (f"  desk: {{{CSV}, date_form: unix}}\n", "published: is for days, and this source has instants"),
        (f"  desk: {{{CSV}, separator: x}}\n", "x is not , or ; or | or tab"),
        (f"  desk: {{{CSV}, encoding: ebcdic}}\n", "ebcdic is not utf-8 or utf-16 or latin-1 or cp1252"),
        (f"  desk: {{{CSV}, quoted: yes}}\n", "yes is not units per base or base per unit"),
        (f"  desk: {{{CSV}, base: EURO}}\n", "EURO is not a currency of ISO 4217"),
        (f"  desk: {{{CSV}, only: [US]}}\n", "US is not a currency of ISO 4217"),
        (f"  desk: {{{CSV}, header: 0}}\n", "0 is not the number of the line that names the columns"),
        (f"  desk: {{{CSV}, groups: '.'}}\n", ". is not what stands between groups of three digits"),
        (f"  desk: {{{CSV}, currency: Code}}\n", "rate: is missing"),
        (
            "  desk: {format: json, date: d, published: 16:00 UTC}\n",
            "desk says either rates:, where its mapping by code",
        ),
        (f"  desk: {{{MAPPING}, rate: r}}\n", "rate: belongs to records:, and desk has rates:"),
        ("  desk: {format: ecb, base: USD}\n", "base is not a key of sources of rates"),
        (f"  desk: {{{CSV}}}\nmoved_most: 1\n", "1 is not a number above 1, such as 1.5"),
        (f"  desk: {{{CSV}}}\nbeyond: 1\n", "beyond is not a key of sources of rates"),
        ("  desk: [1\n", "fx-sources.yaml:"),
        ("  desk: {format: ecb}\n", "desk has no file: write desk=FILE, or state files: of the source"),
        ("  desk: {format: ecb, files: 'x*.csv'}\n", "desk has no file: nothing is named"),
    ],
)
def test_a_mistake_in_the_sources_is_told_with_its_place(sources: str, said: str, tmp_path: Path) -> None:
    result = import_rates(tmp_path, sources, {})
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (tmp_path / "rules" / "fx_rates.yaml").exists()


def test_a_file_of_no_source_is_wrong_usage(tmp_path: Path) -> None:
    result = import_rates(tmp_path, f"  desk: {{{CSV}}}\n", {"r.txt": "Day,USD\n2026-02-20,1.2\n"}, "r.txt")
    assert result.exit_code == 2
    assert "r.txt does not begin with a source; write desk=r.txt" in result.stderr
