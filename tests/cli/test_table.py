"""`ratecard table`: files are written, and what is changed in them is planned, written, or refused."""

import io
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
from pyarrow import parquet

from tests.books import write_texts
from tests.cli.running import run
from tests.tables.sheets import FRANCE, TEXTS, the_book

ASK = ("--at", "2026-11-28")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The book of sheets, in a folder."""
    return write_texts(tmp_path / "book", TEXTS)


def sheet_of(book: Path, name: str = "prices.csv") -> Path:
    """A sheet of the book's prices."""
    file = book.parent / name
    result = run("table", "prices", "--book", str(book), *ASK, "--out", str(file))
    assert (result.exit_code, result.stderr) == (0, f"{file}: 12 rows\n")
    return file


def apply(book: Path, file: Path, *more: str) -> Any:
    """The sheet applied from 2027-01-01 on."""
    return run("table", "apply", str(file), "--from", "2027-01-01", "--book", str(book), *more)


def dearer_in_france(file: Path) -> None:
    """Another price in France."""
    if file.suffix == ".csv":
        file.write_text(file.read_text().replace(",13.49,1050,", ",13.99,1050,"))
        return
    workbook = openpyxl.load_workbook(file)
    for row in workbook["prices"].iter_rows(min_row=2):
        row[4].value = 13.99 if row[4].value == 13.49 else row[4].value
    workbook.save(file)


def test_without_a_file_csv_goes_to_the_standard_output(book: Path) -> None:
    result = run("table", "prices", "--book", str(book), *ASK)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].startswith("DE,ios,coins_100,EUR,1.29,100,")
    now = run("table", "prices", "--book", str(book))
    assert now.stdout.splitlines()[1].endswith(f"prices {the_book().digest} 2026-11-28T12:00:00Z")


def test_each_kind_of_table_is_written_and_its_versions(book: Path) -> None:
    for kind in ("prices", "tax", "gifts", "payouts"):
        for more in ((), ("--versions",)):
            result = run("table", kind, "--book", str(book), *more)
            assert result.exit_code == 0
            assert result.stdout.startswith("region,")


@pytest.mark.parametrize("name", ["prices.csv", "prices.xlsx"])
def test_a_changed_price_is_planned_and_written_only_when_asked(book: Path, name: str) -> None:
    file = sheet_of(book, name)
    unchanged = apply(book, file, "--write")
    assert (unchanged.exit_code, unchanged.output) == (0, f"{file} changes nothing\n")
    dearer_in_france(file)
    planned = apply(book, file)
    assert planned.exit_code == 0
    assert "prices.coins_1000 in 2 markets: 13.49 EUR → 13.99 EUR" in planned.stdout
    assert planned.stderr == "2 prices on 1 line of 1 file: nothing is written without --write\nregions/fr.yaml\n"
    assert (book / "regions/fr.yaml").read_text() == FRANCE
    written = apply(book, file, "--write")
    assert (written.exit_code, written.stdout) == (0, planned.stdout)
    assert written.stderr == "2 prices on 1 line of 1 file: written\nregions/fr.yaml\n"
    assert "    begins: 13.49 EUR\n    2027-01-01: 13.99 EUR\n" in (book / "regions/fr.yaml").read_text()
    again = apply(book, file, "--write")
    assert again.exit_code == 1
    assert "by now; make a new sheet" in again.stderr


def test_nothing_is_written_where_one_cell_is_wrong(book: Path) -> None:
    file = sheet_of(book)
    dearer_in_france(file)
    file.write_text(file.read_text().replace("DE,web,coins_1000,EUR,11.99", 'DE,web,coins_1000,EUR,"12,49"'))
    result = apply(book, file, "--write")
    assert result.exit_code == 1
    assert result.stderr == f"prices!E5: 12,49 has a comma; write 12.49\nnothing of {file} is applied\n"
    assert (book / "regions/fr.yaml").read_text() == FRANCE


def test_a_cell_of_a_line_that_others_read_is_refused(book: Path) -> None:
    file = sheet_of(book)
    file.write_text(file.read_text().replace("DE,ios,coins_100,EUR,1.29", "DE,ios,coins_100,EUR,1.39"))
    result = apply(book, file, "--write")
    assert result.exit_code == 1
    line = "prices.coins_100 in regions/groups/euro.yaml"
    assert result.stderr.startswith(f"prices!E2: {line} is the price of DE on web, FR on ios, FR on web too; ")
    written = apply(book, file, "--write", "--for-all")
    assert written.stderr == "4 prices on 1 line of 1 file: written\nregions/groups/euro.yaml\n"
    assert "    2027-01-01: 1.39\n" in (book / "regions/groups/euro.yaml").read_text()


def test_a_named_day(book: Path) -> None:
    file = sheet_of(book)
    dearer_in_france(file)
    result = run("table", "apply", str(file), "--from", "january_wave", "--book", str(book), "--write")
    assert result.exit_code == 0
    assert "    january_wave: 13.99 EUR\n" in (book / "regions/fr.yaml").read_text()


def test_a_workbook_needs_more_than_ratecard_and_csv_does_not(book: Path) -> None:
    file = sheet_of(book, "prices.xlsx")
    with patch.dict(sys.modules, {"openpyxl": None}):
        out = run("table", "prices", "--book", str(book), "--out", str(book / "p.xlsx"))
        back = apply(book, file)
        sheet_of(book)
    for result in (out, back):
        assert result.exit_code == 1
        assert "pip install 'ratecard[sheets]'" in result.stderr
        assert "a .csv file needs nothing more" in result.stderr


def test_parquet_has_exact_decimals_and_is_an_extra(book: Path) -> None:
    file = book / "prices.parquet"
    assert run("table", "prices", "--book", str(book), *ASK, "--out", str(file)).exit_code == 0
    csv = run("table", "prices", "--book", str(book), *ASK).stdout.splitlines()
    table = parquet.read_table(file)
    assert table.column_names == csv[0].split(",")
    assert table.num_rows == len(csv) - 1
    assert str(table.schema.field("price").type).startswith("decimal128")
    prices = [row["price"] for row in table.to_pylist()]
    assert [str(price) for price in prices[:2]] == [line.split(",")[4] for line in csv[1:3]]
    with patch.dict(sys.modules, {"pyarrow": None}):
        result = run("table", "prices", "--book", str(book), "--out", str(file))
    assert result.exit_code == 1
    assert "pip install 'ratecard[parquet]'" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("prices", "--out", "prices.ods"), "name a file that ends with .csv, .xlsx or .parquet"),
        (("apply", "prices.parquet", "--from", "2027-01-01"), "name a file that ends with .csv or .xlsx"),
        (("prices", "--versions", *ASK), "leave one of the two out"),
        (("apply", "prices.txt", "--from", "2027-01-01"), "name a file that ends with"),
        (("apply", "prices.csv"), "--from"),
    ],
)
def test_wrong_usage(book: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run("table", *arguments, "--book", str(book))
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", "").split())


@pytest.mark.parametrize("start", ["1.1.2027", "2027-1-1", "9999-01-01", "summer"])
def test_a_start_that_is_not_a_day(book: Path, start: str) -> None:
    file = sheet_of(book)
    result = run("table", "apply", str(file), "--from", start, "--book", str(book))
    assert result.exit_code == 2
    assert "write a day, as 2027-01-01" in " ".join(result.output.replace("│", "").split())


def test_files_that_are_not_tables(book: Path, tmp_path: Path) -> None:
    file = sheet_of(book, "prices.xlsx")
    renamed = tmp_path / "prices.csv"
    renamed.write_bytes(file.read_bytes())
    assert "it is a workbook and no CSV; call it .xlsx" in apply(book, renamed).stderr
    assert "cannot be read" in apply(book, tmp_path / "none.csv").stderr
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK")
    assert "cannot be unpacked as a workbook" in apply(book, broken).stderr
    text = io.BytesIO(b"\xff\xfe").getvalue()
    (tmp_path / "odd.csv").write_bytes(text)
    assert "save it as CSV UTF-8" in apply(book, tmp_path / "odd.csv").stderr


def test_a_book_with_errors_is_told_and_nothing_is_applied(book: Path) -> None:
    file = sheet_of(book)
    (book / "regions/fr.yaml").write_text(FRANCE.replace("13.49 EUR", "13,49"))
    result = apply(book, file)
    assert result.exit_code == 1
    assert "regions/fr.yaml:5" in result.stderr
