"""`ratecard fmt`: it writes the canonical form and nothing else, says what it does, and leaves mistakes alone."""

import shutil
from pathlib import Path

import pytest

from ratecard.loading import load_book
from ratecard.rulefiles.rewriting import canonical
from ratecard.rulefiles.rewriting.texts import TextChange
from tests.cases.smallest import CASES, SMALLEST
from tests.cli.running import run

DE = "regions/de.yaml"
ODD = SMALLEST[DE].replace("prices:\n", "prices:\n\n\n").replace(": 1.29", ":   1.29")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The smallest book in a folder of its own, with a file that is laid out oddly."""
    folder = tmp_path / "book"
    shutil.copytree(CASES / "good" / "smallest", folder)
    (folder / DE).write_text(ODD)
    return folder


def test_a_file_is_written_in_canonical_form_once(book: Path) -> None:
    before = load_book(book).book
    result = run("fmt", "--book", str(book))
    assert (result.exit_code, result.stdout) == (0, "reformatted regions/de.yaml\n")
    assert result.stderr == "1 file reformatted, 5 in canonical form already\n"
    assert (book / DE).read_text() == SMALLEST[DE].replace("prices:\n", "prices:\n\n")
    after = load_book(book).book
    assert before is not None
    assert after is not None
    assert after.digest == before.digest
    again = run("fmt", "--book", str(book))
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "no files reformatted, 6 in canonical form already\n"


@pytest.mark.parametrize(
    ("option", "said"), [("--check", "would reformat regions/de.yaml\n"), ("--diff", "--- regions/de.yaml\n")]
)
def test_checking_writes_nothing_and_exits_with_1(book: Path, option: str, said: str) -> None:
    result = run("fmt", "--book", str(book), option)
    assert result.exit_code == 1
    assert result.stdout.startswith(said)
    assert result.stderr == "1 file would be reformatted, 5 in canonical form already\n"
    assert (book / DE).read_text() == ODD
    run("fmt", "--book", str(book))
    sound = run("fmt", "--book", str(book), option)
    assert (sound.exit_code, sound.stdout) == (0, "")


def test_a_file_with_errors_is_left_alone_and_told(book: Path) -> None:
    (book / "regions" / "fr.yaml").write_text("region: FR\nprices: {coins_100:  1,29}\n")
    result = run("fmt", "--book", str(book))
    assert result.exit_code == 1
    assert result.stdout == "reformatted regions/de.yaml\n"
    assert "error[decimal-comma]" in result.stderr
    assert result.stderr.endswith("1 file reformatted, 5 in canonical form already, 1 left alone\n")
    assert (book / "regions" / "fr.yaml").read_text() == "region: FR\nprices: {coins_100:  1,29}\n"


def test_names_of_dates_and_cases_are_known_for_what_they_are(book: Path) -> None:
    (book / "rules" / "dates.yaml").write_text("dates: {wave: 2027-01-12}\n")
    (book / DE).write_text(SMALLEST[DE].replace("1.29", "{wave: 1.49,  2026-01-01: 1.29}"))
    case = book / "rules" / "tests" / "odd.yaml"
    case.parent.mkdir(exist_ok=True)
    case.write_text("cases:   []\n")
    assert run("fmt", "--book", str(book)).exit_code == 0
    assert (book / DE).read_text() == SMALLEST[DE].replace("1.29", "{wave: 1.49, 2026-01-01: 1.29}")
    assert case.read_text() == "cases:   []\n"


def test_what_never_changes_and_what_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("fmt")
    assert result.exit_code == 2
    assert "this folder holds none; name one by --book" in result.stderr
    nothing = run("fmt", "--book", str(tmp_path))
    assert nothing.exit_code == 1
    assert "holds no rules/ and regions/" in nothing.stderr


def test_the_shipped_rules_and_the_library_are_checked_by_the_command() -> None:
    checkout = Path(__file__).parents[2]
    for folder in (checkout, checkout / "world"):
        assert run("fmt", "--check", "--book", str(folder)).exit_code == 0


def test_a_difference_shows_what_nobody_sees(book: Path) -> None:
    (book / DE).write_bytes(b"\xef\xbb\xbf" + SMALLEST[DE].rstrip().replace("\n", "\r\n").encode())
    shown = run("fmt", "--book", str(book), "--diff").stdout.splitlines()
    assert shown[3] == "-\\ufeffregion: DE\\u000d"
    assert [line for line in shown if "12.99" in line] == ["-  coins_1000: 12.99 (no line end)", "+  coins_1000: 12.99"]
    run("fmt", "--book", str(book))
    assert (book / DE).read_text() == SMALLEST[DE]


def test_a_file_that_would_say_something_else_is_left_alone_and_told(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canonical, "plain_spacing", lambda _: [TextChange(8, 10, "FR")])
    result = run("fmt", "--book", str(book))
    assert result.exit_code == 1
    assert "error: regions/de.yaml is left as it is: in canonical form region would not be the same" in result.stderr
    assert (book / DE).read_text() == ODD
