"""A copy of the shipped example has a case of its own where the example has none, as in an installed wheel."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from ratecard.newbooks import shipped as copying
from ratecard.newbooks.shipped import copy_of_shipped, first_case
from tests.books import shipped
from tests.cli.running import run

DAY = date(2026, 7, 1)


def test_the_first_case_is_asked_and_passes(tmp_path: Path) -> None:
    for path, content in copy_of_shipped(shipped(), DAY).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    for case in (tmp_path / "rules/tests").glob("*.yaml"):
        case.unlink()
    (tmp_path / "rules/tests/first.yaml").write_text(first_case(shipped(), DAY), "utf-8")
    result = run("test", "--book", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "1 case passed" in result.stdout


def test_a_wheels_copy_gets_the_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/book.yaml").write_text("begins: 2025-01-01\n")
    monkeypatch.setattr(copying, "shipped_book", lambda: tmp_path)
    contents = copy_of_shipped(shipped(), DAY)
    assert contents["rules/book.yaml"] == b"begins: 2025-01-01\n"
    (case,) = yaml.safe_load(contents["rules/tests/first.yaml"])["cases"]
    assert case["at"] == DAY
    assert "listed" in case["expect"]
