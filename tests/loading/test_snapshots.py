"""A folder's book in memory: mended until nothing is left, and put back only where the folder is as it was."""

import shutil
from pathlib import Path

import pytest

from ratecard.diagnostics.diagnostic import Diagnostic, Fix, Place
from ratecard.files import UnwritableFile
from ratecard.loading import Folder, load
from ratecard.loading.snapshots import ROUNDS_MOST, BookMoved, mended, put, snapshot_of
from tests.cases.smallest import CASES, SMALLEST

DE = "regions/de.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The smallest book in a folder of its own."""
    shutil.copytree(CASES / "good" / "smallest", tmp_path / "book")
    return Folder(tmp_path / "book")


def test_a_snapshot_is_a_source_of_what_was_read(folder: Folder) -> None:
    book = snapshot_of(folder)
    (folder.path / DE).write_text("nothing: here\n")
    loaded = load(book)
    assert loaded.book is not None
    assert book.content(DE) == SMALLEST[DE].encode()
    wrong = book.with_texts({DE: SMALLEST[DE].replace("19 %", "19").encode()})
    assert [found.code for found in load(wrong).diagnostics] == ["rate-without-unit"]


@pytest.mark.parametrize("change", ["other", "same", "new", "gone"])
def test_nothing_is_written_where_the_folder_has_moved(folder: Folder, change: str) -> None:
    before = snapshot_of(folder)
    after = before.with_texts({DE: b"region: DE\n"})
    files = {"other": "rules/book.yaml", "same": DE, "new": "regions/fr.yaml", "gone": "rules/book.yaml"}
    file = folder.path / files[change]
    if change == "gone":
        file.unlink()
    else:
        file.write_text("# by somebody else\n")
    now = {path: path.read_bytes() for path in folder.path.rglob("*.yaml")}
    with pytest.raises(BookMoved, match=f"{files[change]} has changed since it was read; nothing is written"):
        put(after, before)
    assert {path: path.read_bytes() for path in folder.path.rglob("*.yaml")} == now


def test_only_what_differs_is_written(folder: Folder) -> None:
    before = snapshot_of(folder)
    stamps = {path: path.stat().st_mtime_ns for path in folder.path.rglob("*.yaml")}
    put(before.with_texts({DE: b"region: DE\n"}), before)
    assert (folder.path / DE).read_text() == "region: DE\n"
    assert [path for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp] == [folder.path / DE]


def test_what_was_written_before_a_failure_is_named(folder: Folder) -> None:
    before = snapshot_of(folder)
    (folder.path / "other").hardlink_to(folder.path / "rules/book.yaml")
    with pytest.raises(UnwritableFile, match=f"; written before: {DE}"):
        put(before.with_texts({DE: b"region: DE\n", "rules/book.yaml": b"begins: 2026-01-01\n"}), before)


def test_mending_ends_where_fixes_go_round_in_circles(folder: Folder) -> None:
    place = Place(DE, 1, 1, 1, 1)
    found = [Diagnostic(code="tag", sentence="x", place=place, fixes=(Fix("#", place=place),))]
    result = mended(snapshot_of(folder), lambda _: found)
    assert result.applied == ROUNDS_MOST
    assert len(result.left) == 1


def test_fixes_of_files_that_are_not_the_books_are_left_alone(folder: Folder) -> None:
    place = Place("world/regions/de.yaml", 1, 1, 1, 1)
    found = [Diagnostic(code="tag", sentence="x", place=place, fixes=(Fix("#", place=place),))]
    before = snapshot_of(folder)
    assert mended(before, lambda _: found).book.changed_since(before) == {}
