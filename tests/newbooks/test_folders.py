"""A folder is put in place whole, or not at all."""

import os
from pathlib import Path

import pytest

from ratecard.newbooks.folders import NotWritten, check_free, write_whole

CONTENTS = {"rules/book.yaml": b"begins: 2026-01-01\n", "README.md": b"# Prices\n", ".github/workflows/check.yml": b""}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_has_the_files_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "mine", CONTENTS)
    assert files(tmp_path / "deep" / "mine") == CONTENTS
    assert os.listdir(tmp_path / "deep") == ["mine"]


def test_an_empty_folder_is_filled_and_stays_the_same_folder(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    before = mine.stat().st_ino
    write_whole(mine, CONTENTS)
    assert files(mine) == CONTENTS
    assert mine.stat().st_ino == before
    assert os.listdir(tmp_path) == ["mine"]


def test_a_folder_in_which_git_alone_has_something_is_free(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write_whole(tmp_path, {"README.md": b"x"})
    assert (tmp_path / "README.md").read_bytes() == b"x"


@pytest.mark.parametrize("taken", ["a file in it", "a file", "a link to nothing"])
def test_what_is_there_is_not_touched(tmp_path: Path, taken: str) -> None:
    mine = tmp_path / "mine"
    if taken == "a file in it":
        mine.mkdir()
        (mine / ".hidden").write_text("old")
    elif taken == "a file":
        mine.write_text("old")
    else:
        mine.symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotWritten, match="name a folder that is new or empty"):
        check_free(mine)
    with pytest.raises(NotWritten):
        write_whole(mine, CONTENTS)
    assert os.listdir(tmp_path) == ["mine"]
    assert files(tmp_path) in ({"mine/.hidden": b"old"}, {"mine": b"old"}, {})


def test_where_writing_fails_all_is_as_it_was(tmp_path: Path) -> None:
    broken = {"a.txt": b"a", "a.txt/b.txt": b"b"}
    with pytest.raises(NotWritten, match="cannot be written"):
        write_whole(tmp_path / "mine", broken)
    assert os.listdir(tmp_path) == []


def test_where_moving_into_an_empty_folder_fails_what_was_moved_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    real, moved = os.rename, list[str]()

    def rename(source: object, target: object) -> None:
        moved.append(Path(str(source)).name)
        if len(moved) == 3:
            raise OSError(28, "No space left on device")
        real(str(source), str(target))

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(NotWritten, match="No space left on device"):
        write_whole(mine, CONTENTS)
    assert len(moved) == 5  # three there, of which the last failed, and two back
    assert os.listdir(tmp_path) == ["mine"]
    assert os.listdir(mine) == []
