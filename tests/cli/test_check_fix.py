"""`ratecard check --fix` and `--diff`: what is sure is mended, what a person must choose is named, all else stays."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cases.smallest import CASES, SMALLEST
from tests.cli.running import run

DE = "regions/de.yaml"
WRONG = SMALLEST[DE].replace("19 %", "19").replace("1.29", "1,29")
CHANGES = """\
--- regions/de.yaml
+++ regions/de.yaml
@@ -4,8 +4,8 @@

 tax:
   lines:
-    vat: {name: VAT, rate: 19}
+    vat: {name: VAT, rate: 19 %}

 prices:
-  coins_100: 1,29
+  coins_100: 1.29
   coins_1000: 12.99
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The smallest book in a folder of its own, with two mistakes whose fixes are sure."""
    folder = tmp_path / "book"
    shutil.copytree(CASES / "good" / "smallest", folder)
    (folder / DE).write_text(WRONG)
    return folder


def texts(book: Path) -> dict[str, bytes]:
    """What all files of a book hold."""
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in book.rglob("*") if path.is_file()}


def test_what_is_sure_is_mended_and_shown(book: Path) -> None:
    before = texts(book)
    result = run("check", "--book", str(book), "--fix")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{CHANGES}the book is sound: ")
    assert result.stderr == "mended 2 mistakes in 1 file\n"
    assert texts(book) == {**before, DE: SMALLEST[DE].encode()}


def test_the_difference_alone_writes_nothing_and_exits_with_1(book: Path) -> None:
    before = texts(book)
    result = run("check", "--book", str(book), "--diff")
    assert (result.exit_code, result.stdout) == (1, CHANGES)
    assert result.stderr == "would mend 2 mistakes in 1 file\n"
    assert texts(book) == before
    assert run("check", "--book", str(book), "--fix", "--diff").exit_code == 1
    assert texts(book) == before


def test_without_anything_sure_there_is_no_difference(book: Path) -> None:
    (book / DE).write_text(SMALLEST[DE].replace("12.99", "12,990"))
    before = texts(book)
    result = run("check", "--book", str(book), "--diff")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no mistake has a fix that is sure; 1 has a fix that a person must choose\n"
    assert run("check", "--book", str(book), "--fix").exit_code == 1
    assert texts(book) == before


def test_what_a_person_must_choose_is_left_and_named(book: Path) -> None:
    (book / DE).write_text(WRONG.replace("12.99", "12,990"))
    result = run("check", "--book", str(book), "--fix")
    assert result.exit_code == 1
    assert "mended 2 mistakes in 1 file; 1 more has a fix that a person must choose\n" in result.stderr
    assert "error[decimal-comma]: 12,990 is written with a comma" in result.stdout
    assert (book / DE).read_text() == SMALLEST[DE].replace("12.99", "12,990")


def test_mistakes_that_hide_others_are_mended_first(book: Path) -> None:
    (book / DE).write_text(WRONG.replace("region: DE", "region: DE \u0007"))
    result = run("check", "--book", str(book), "--fix")
    assert result.exit_code == 0, result.output
    assert result.stderr == "mended 3 mistakes in 1 file\n"
    assert (book / DE).read_text() == SMALLEST[DE].replace("region: DE", "region: DE ")


def test_line_ends_a_mark_links_and_modes_stay(book: Path, tmp_path: Path) -> None:
    real = tmp_path / "book" / "regions" / "real.yaml.txt"
    real.write_bytes(b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode())
    real.chmod(0o640)
    (book / DE).unlink()
    (book / DE).symlink_to(real.name)
    assert run("check", "--book", str(book), "--fix").stdout.startswith(CHANGES)
    assert (book / DE).is_symlink()
    assert real.read_bytes() == b"\xef\xbb\xbf" + SMALLEST[DE].replace("\n", "\r\n").encode()
    assert real.stat().st_mode & 0o777 == 0o640
    assert not list(real.parent.glob(".*"))


def test_what_never_changes_is_not_written(book: Path) -> None:
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(book), *command], check=True)
    result = run("check", "--book", f"{book}@HEAD", "--fix")
    assert result.exit_code == 2
    assert "--fix writes into a folder" in result.stderr


def test_the_library_and_the_shipped_book_are_nobodys_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "this folder holds none; name one by --book" in run("check", "--fix").stderr
    monkeypatch.chdir(Path(__file__).parents[2])
    assert "world is the library of the world" in run("check", "--book", "world", "--diff").stderr


@pytest.mark.parametrize("arguments", [("--watch",), ("--format", "json")])
def test_a_difference_is_for_people(book: Path, arguments: tuple[str, ...]) -> None:
    result = run("check", "--book", str(book), "--fix", *arguments)
    assert result.exit_code == 2
    assert "shows a person what changes" in result.stderr


def test_a_file_that_cannot_be_replaced_is_told(book: Path) -> None:
    (book / "other.yaml").hardlink_to(book / DE)
    result = run("check", "--book", str(book), "--fix")
    assert result.exit_code == 1
    assert "it has 2 names (hard links)" in result.stderr
    assert (book / DE).read_text() == WRONG
    nothing = run("check", "--book", str(book / "regions"), "--fix")
    assert nothing.exit_code == 1
    assert "error[no-book]" in nothing.stdout


def test_cases_are_mended_too(book: Path) -> None:
    case = book / "rules" / "tests" / "case.yaml"
    case.parent.mkdir()
    text = """\
cases:
  - case: a thousand coins cost 12.99
    at: 2026-07-01
    quote purchase: {region: DE, platform: ios, package: coins_1000}
    expect: {gross: 12.99}
"""
    case.write_text(text.replace("gross: ", "gross: &price "))
    assert run("check", "--book", str(book), "--fix").exit_code == 0
    assert case.read_text() == text


def test_wrong_usage_writes_nothing(book: Path) -> None:
    before = texts(book)
    result = run("check", "--book", str(book), "--fix", "--against", "HEAD", "--no-guards")
    assert result.exit_code == 2
    assert texts(book) == before
