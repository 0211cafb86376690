"""The kept bad books through the command: the lines written beside them, and exit code 1, in every form of output."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ratecard.cli.main import main
from tests.cases.smallest import CASES

BAD = sorted(path for path in (CASES / "bad").iterdir() if path.is_dir())

bad = pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)


@bad
def test_check_prints_what_is_written_beside_the_book(folder: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--book", str(folder), "--format", "lines"], catch_exceptions=False)
    assert result.stdout == (folder / "expected.txt").read_text(encoding="utf-8")
    assert result.exit_code == 1


@bad
@pytest.mark.parametrize("output", ["text", "json"])
def test_check_fails_in_every_form_of_output(folder: Path, output: str) -> None:
    result = CliRunner().invoke(main, ["check", "--book", str(folder), "--format", output], catch_exceptions=False)
    assert result.exit_code == 1
    assert result.stdout


def test_there_are_many_cases() -> None:
    assert len(BAD) >= 20
