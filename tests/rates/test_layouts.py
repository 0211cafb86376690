"""Every layout of a source's files is read to the last digit: wide and long CSV, mappings, days and lists of JSON."""

from pathlib import Path

import pytest

from tests.rates.importing import import_rates, written

CSV = "format: csv, name: Desk, date: Day, published: 16:00 UTC"
JSON = "format: json, name: Desk, published: 16:00 UTC"
AT = "2026-02-20T16:00Z"


def stated(number: str, day: str = "2026-02-20") -> str:
    return f'{{value: {number}, source: "Desk, {day}"}}'


LAYOUTS: dict[str, tuple[str, bytes | str]] = {
    "wide": (f"{CSV}, missing: [N/A]", "Day,USD,JPY,KWD\n2026-02-20,1.1760,182.63,N/A\n"),
    "wide with what is no currency": (f"{CSV}, ignore: [Note]", "Day,Note,USD,JPY\n2026-02-20,a b,1.1760,182.63\n"),
    "long": (
        f"{CSV}, currency: Code, rate: Rate",
        "Code,Day,Rate,Who\nUSD,2026-02-20,1.1760,x\nJPY,2026-02-20,182.63,\nKWD,2026-02-20,,\n",
    ),
    "below a heading": (f"{CSV}, header: 3", '"Rates, daily"\n\nDay,USD,JPY\n2026-02-20,1.1760,182.63\n'),
    "semicolons and commas": (
        f"{CSV}, separator: ;, decimal: ',', groups: ., date_form: DD.MM.YYYY",
        "Day;USD;JPY\n20.02.2026;1,1760;182,63\n",
    ),
    "tabs": (f"{CSV}, separator: tab, date_form: D-Mon-YYYY", "Day\tUSD\tJPY\n20-Feb-2026\t1.1760\t182.63\n"),
    "a byte order mark": (CSV, b"\xef\xbb\xbfDay,USD,JPY\r\n2026-02-20,1.1760,182.63\r\n"),
    "another encoding": (
        f"{CSV}, encoding: cp1252, ignore: [Währung]",
        "Day,Währung,USD,JPY\n2026-02-20,ä,1.1760,182.63\n".encode("cp1252"),
    ),
    "utf-16": (f"{CSV}, encoding: utf-16", "Day,USD,JPY\n2026-02-20,1.1760,182.63\n".encode("utf-16")),
    "a mapping": (
        f"{JSON}, date: meta.date, rates: rates, missing: [N/A]",
        '{"meta": {"date": "2026-02-20"}, "rates": {"USD": 1.1760, "JPY": "182.63", "KWD": null, "AED": "N/A"}}',
    ),
    "a mapping that names its base": (
        f"{JSON}, date: date, rates: rates, base_at: base",
        '{"base": "EUR", "date": "2026-02-20", "rates": {"USD": 1.1760, "JPY": 182.63}}',
    ),
    "line ends of another time in a note": (
        f"{CSV}, encoding: latin-1, ignore: [Note]",
        "Day,Note,USD,JPY\n2026-02-20,a\x85b,1.1760,182.63\n".encode("latin-1"),
    ),
    "days": (
        f"{JSON}, date: keys, rates: data.rates",
        '{"data": {"rates": {"2026-02-20": {"USD": 1.1760, "JPY": 182.63}}}}',
    ),
    "records": (
        f"{JSON}, date: day, records: ., currency: code, rate: value.mid",
        '[{"code": "USD", "day": "2026-02-20", "value": {"mid": 1.1760}},'
        ' {"code": "JPY", "day": "2026-02-20", "value": {"mid": 182.63}}]',
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_as_it_is_written(name: str, tmp_path: Path) -> None:
    fields, content = LAYOUTS[name]
    result = import_rates(tmp_path, f"  desk: {{{fields}, files: rates*}}\n", {"rates.txt": content})
    assert result.exit_code == 0, result.output
    assert written(tmp_path) == {"USD": {AT: stated("1.1760")}, "JPY": {AT: stated("182.63")}}


@pytest.mark.parametrize(
    ("fields", "content", "rates"),
    [
        ("quoted: base per unit", "Day,USD\n2026-02-20,0.8498\n", {"USD": "1 per 0.8498"}),
        ("base: USD", "Day,EUR,JPY\n2026-02-20,0.8498,155.20\n", {"JPY": "155.20 per 0.8498", "USD": "1 per 0.8498"}),
        ("base: USD", "Day,EUR,JPY,USD\n2026-02-20,0.5,155,1.00\n", {"JPY": "155 per 0.5", "USD": "1 per 0.5"}),
        (
            "base: USD, quoted: base per unit",
            "Day,EUR,JPY\n2026-02-20,1.1767,0.00644\n",
            {"JPY": "1.1767 per 0.00644", "USD": "1.1767"},
        ),
        (
            "base: CZK, quoted: base per unit, currency: Code, rate: Rate, amount: Amount",
            "Day,Code,Amount,Rate\n2026-02-20,EUR,1,24.241\n2026-02-20,JPY,100,13.273\n",
            {"JPY": "2424.100 per 13.273", "CZK": "24.241"},
        ),
        ("groups: ' '", "Day,IDR\n2026-02-20,19 872.87\n", {"IDR": "19872.87"}),
        ("", "Day,IDR,USD\n2026-02-20,1.5e4,.87\n", {"IDR": "15000", "USD": "0.87"}),
        ("only: [JPY]", "Day,USD,JPY\n2026-02-20,1.1,155\n", {"JPY": "155"}),
        ("leave_out: [JPY]", "Day,USD,JPY\n2026-02-20,1.1,155\n", {"USD": "1.1"}),
        ("only: [JPY], base: USD", "Day,EUR,JPY\n2026-02-20,0.8,155\n", {"JPY": "155 per 0.8"}),
    ],
)
def test_what_is_quoted_another_way_is_written_without_a_division(
    fields: str, content: str, rates: dict[str, str], tmp_path: Path
) -> None:
    result = import_rates(
        tmp_path, f"  desk: {{{CSV}, {fields}{', ' * bool(fields)}files: rates.csv}}\n", {"rates.csv": content}
    )
    assert result.exit_code == 0, result.output
    assert written(tmp_path) == {code: {AT: stated(number)} for code, number in rates.items()}


def test_a_number_of_json_keeps_every_digit(tmp_path: Path) -> None:
    """A float would make 0.1000000000000000055 of it."""
    content = '{"date": "2026-02-20", "rates": {"USD": 1.10000000000000000001, "JPY": 6.7e-05}}'
    import_rates(tmp_path, f"  desk: {{{JSON}, date: date, rates: rates, files: r.json}}\n", {"r.json": content})
    assert written(tmp_path) == {"USD": {AT: stated("1.10000000000000000001")}, "JPY": {AT: stated("0.000067")}}


def test_instants_of_a_source_are_kept_as_they_are(tmp_path: Path) -> None:
    content = '{"at": 1771603200, "rates": {"USD": 1.1}}'
    source = "  desk: {format: json, date: at, date_form: unix, rates: rates, files: r.json}\n"
    assert import_rates(tmp_path, source, {"r.json": content}).exit_code == 0
    assert list(written(tmp_path)["USD"]) == [AT]
    content = '{"at": "2026-02-21T01:30:00+09:00", "rates": {"USD": 1.2}}'
    assert import_rates(tmp_path, source.replace("unix", "[unix, instant]"), {"r.json": content}).exit_code == 0
    assert list(written(tmp_path)["USD"]) == [AT, "2026-02-20T16:30Z"]
    assert "2026-02-21T01:30+09:00: " in (tmp_path / "rules" / "fx_rates.yaml").read_text()
