"""The shipped files, a new book and imported rates are in canonical form, as they were written."""

from pathlib import Path

import pytest

from ratecard.loading.books import kind_of
from ratecard.rulefiles.rewriting.canonical import canonical
from tests.cli.running import run
from tests.rulefiles.rewriting.files import rule_file

CHECKOUT = Path(__file__).parents[3]


def check(folder: Path) -> int:
    """Checks all rule files of a book; how many there are."""
    files = [path for part in ("rules", "regions") for path in sorted((folder / part).rglob("*.yaml"))]
    names = [path.relative_to(folder).as_posix() for path in files]
    for file, name in zip(files, names, strict=True):
        if kind_of(name) is not None:
            found = canonical(rule_file(file.read_bytes(), name))
            assert (found.content, found.errors) == (file.read_bytes(), ()), name
    return len(files)


@pytest.mark.parametrize("folder", ["", "world"])
def test_the_shipped_files_are_in_canonical_form(folder: str) -> None:
    assert check(CHECKOUT / folder) > 60


def test_a_new_book_is_in_canonical_form(tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("region,coins_100,coins_1000\nDE,1.39,13.99\nFR,1.39,13.99\nUS,0.99,9.99\nJP,160,1600\n")
    result = run("init", str(tmp_path / "book"), "--from", str(prices), "--platforms", "ios,web")
    assert result.exit_code == 0, result.output
    assert check(tmp_path / "book") > 2


def test_imported_rates_are_in_canonical_form(tmp_path: Path) -> None:
    daily = CHECKOUT / "tests" / "data" / "ecb" / "eurofxref.csv"
    out = tmp_path / "rules" / "fx_ecb.yaml"
    out.parent.mkdir()
    for _ in range(2):
        assert run("fx", "import", str(daily), "--out", str(out)).exit_code == 0
    assert check(tmp_path) == 1
