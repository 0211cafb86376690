"""Without `--book` a command reads the book of the folder in which it runs, or else the shipped one."""

from pathlib import Path

import pytest

from tests.cases.smallest import SMALLEST
from tests.cli.running import run, run_json


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A sound book of one price, in a folder of its own."""
    for path, text in SMALLEST.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_in_the_folder_of_a_book_that_book_is_read(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mine)
    (region,) = [path.stem.upper() for path in (mine / "regions").iterdir()]
    assert "1 region," in run("check").output
    assert run_json("prices", "--region", region, "--platform", "ios")["region"] == region
    file = mine / "regions" / f"{region.lower()}.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "pricse: 3\n", encoding="utf-8")
    assert run("check").exit_code == 1


def test_elsewhere_the_shipped_book_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "126 regions" in run("check").output
    (tmp_path / "rules").mkdir()
    assert "126 regions" in run("check").output
