"""Folders with what no book should hold: each is reported at its path, and nothing outside the book is ever read."""

import os
from pathlib import Path

import pytest

from ratecard.loading import load_book
from ratecard.loading.gathering import FILES_MOST
from tests.hostile.folders import SOUND, reported, write_book

SECRET = "region: IT\nnote: the password is 12345\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the book, with a file that reads like a rule file."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.yaml").write_text(SECRET, encoding="utf-8")
    return folder


def test_a_folder_where_a_file_stands_is_reported(book: Path) -> None:
    (book / "regions" / "fr.yaml").mkdir()
    assert reported(book) == [("unreadable-file", "regions/fr.yaml", 1, 1)]


def test_a_file_in_a_folder_named_like_a_file_is_reported_too(book: Path) -> None:
    (book / "regions" / "fr.yaml").mkdir()
    (book / "regions" / "fr.yaml" / "it.yaml").write_text(SOUND, encoding="utf-8")
    assert ("misplaced-file", "regions/fr.yaml/it.yaml", 1, 1) in reported(book)


def test_a_file_that_the_system_refuses_is_reported(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book / "regions" / "fr.yaml"
    path.write_text(SOUND, encoding="utf-8")
    plain_open = Path.open

    def refusing(opened: Path, *args: object, **named: object) -> object:
        if opened.name == path.name:
            raise PermissionError(13, "Permission denied")
        return plain_open(opened, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    assert reported(book) == [("unreadable-file", "regions/fr.yaml", 1, 1)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads files whatever their mode is")
def test_a_file_that_may_not_be_read_is_reported(book: Path) -> None:
    path = book / "regions" / "fr.yaml"
    path.write_text(SOUND, encoding="utf-8")
    path.chmod(0)
    assert reported(book) == [("unreadable-file", "regions/fr.yaml", 1, 1)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads folders whatever their mode is")
def test_a_folder_that_may_not_be_read_is_reported(book: Path) -> None:
    folder = book / "regions" / "groups"
    folder.mkdir()
    folder.chmod(0)
    try:
        assert [code for code, *_ in reported(book)] == ["unreadable-file"]
    finally:
        folder.chmod(0o700)


def test_a_link_to_a_file_outside_is_refused_and_not_read(book: Path, outside: Path) -> None:
    (book / "regions" / "it.yaml").symlink_to(outside / "secret.yaml")
    loaded = load_book(book)
    assert reported(book) == [("file-outside-book", "regions/it.yaml", 1, 1)]
    assert "12345" not in repr(loaded.diagnostics)


def test_a_link_to_a_folder_outside_is_refused_and_not_read(book: Path, outside: Path) -> None:
    (book / "rules" / "more").symlink_to(outside, target_is_directory=True)
    assert reported(book) == [("file-outside-book", "rules/more", 1, 1)]


def test_the_folder_of_groups_may_be_no_link_to_outside(book: Path, outside: Path) -> None:
    (book / "regions" / "groups").symlink_to(outside, target_is_directory=True)
    assert reported(book) == [("file-outside-book", "regions/groups", 1, 1)]


def test_the_rules_themselves_may_be_no_link_to_outside(book: Path, outside: Path) -> None:
    (book / "rules").rename(outside / "rules")
    (book / "rules").symlink_to(outside / "rules", target_is_directory=True)
    assert reported(book) == [("file-outside-book", "rules", 1, 1)]


def test_a_link_up_and_down_again_is_judged_by_where_it_ends(book: Path, outside: Path) -> None:
    (book / "regions" / "it.yaml").symlink_to(Path("..") / ".." / outside.name / "secret.yaml")
    assert reported(book) == [("file-outside-book", "regions/it.yaml", 1, 1)]


def test_a_link_to_nothing_is_reported(book: Path) -> None:
    (book / "regions" / "fr.yaml").symlink_to("gone.yaml")
    assert [each[1:] for each in reported(book)] == [("regions/fr.yaml", 1, 1)]


def test_a_link_to_itself_is_reported(book: Path) -> None:
    (book / "regions" / "fr.yaml").symlink_to("fr.yaml")
    assert [each[1:] for each in reported(book)] == [("regions/fr.yaml", 1, 1)]


def test_a_folder_that_links_to_the_one_above_ends(book: Path) -> None:
    (book / "rules" / "again").symlink_to("..", target_is_directory=True)
    assert len(reported(book)) <= 1


def test_the_book_itself_may_be_a_link(book: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(book, target_is_directory=True)
    assert reported(tmp_path / "link") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(book: Path) -> None:
    os.mkfifo(book / "regions" / "fr.yaml")
    assert reported(book) == [("unreadable-file", "regions/fr.yaml", 1, 1)]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no endless file")
def test_an_endless_file_is_not_read(book: Path) -> None:
    (book / "regions" / "fr.yaml").symlink_to("/dev/zero")
    assert reported(book) == [("file-outside-book", "regions/fr.yaml", 1, 1)]


NAMES = ("DE.YAML", "fr.Yaml", "fr.YML", "fr.yaml.txt", "fr.yaml.bak", "fr.json", "fr.yaml (copy).yaml.old")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_nearly_that_of_a_rule_file_is_reported(book: Path, name: str) -> None:
    (book / "regions" / name).write_text(SOUND, encoding="utf-8")
    assert reported(book) == [("misplaced-file", f"regions/{name}", 1, 1)]


@pytest.mark.parametrize("name", [".fr.yaml.swp", ".git/config.yaml", "README.md", "fr.yaml~", "notes.md"])
def test_what_editors_and_people_leave_beside_rule_files_is_no_matter(book: Path, name: str) -> None:
    path = book / "regions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{{{", encoding="utf-8")
    assert reported(book) == []


@pytest.mark.parametrize("folder", ["Regions", "REGIONS"])
def test_a_folder_in_the_wrong_case_is_no_folder_of_the_book(tmp_path: Path, folder: str) -> None:
    book = write_book(tmp_path)
    (book / "regions").rename(book / "away")
    (book / "away").rename(book / folder)
    if (book / "regions").exists():
        pytest.skip("file names differ by more than case here")
    assert reported(book) == [("no-region", "", 0, 0)]


def test_a_name_that_is_no_text_is_reported(book: Path) -> None:
    path = os.fsencode(book / "regions") + b"/fr\xff.yaml"
    try:
        with open(path, "wb") as opened:
            opened.write(SOUND.encode())
    except OSError:
        pytest.skip("file names are always text here")
    found = load_book(book).diagnostics
    assert repr(found).encode()  # can be written out


def test_a_name_with_a_line_end_is_shown_on_one_line(book: Path) -> None:
    (book / "regions" / "a\nb.json").write_text("{}", encoding="utf-8")
    assert [code for code, *_ in reported(book)] == ["misplaced-file"]


def test_ten_thousand_files_are_not_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(10_000 - len(list(book.rglob("*.yaml")))):
        (book / "rules" / f"zz{number:05}.yaml").touch()
    opened = 0
    plain_open = Path.open

    def counting(path: Path, *args: object, **named: object) -> object:
        nonlocal opened
        opened += 1
        return plain_open(path, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", counting)
    found = reported(book)
    assert "too-many-files" in {code for code, *_ in found}
    assert {code for code, *_ in found} <= {"too-many-files", "empty-file"}
    assert FILES_MOST <= opened <= FILES_MOST + 10


def test_a_deep_tree_of_folders_is_walked(book: Path) -> None:
    deep = book / "rules" / Path(*["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "more.yaml").write_text("zodiac: 1\n", encoding="utf-8")
    assert reported(book) == [("unknown-key", f"rules/{'d/' * 200}more.yaml", 1, 1)]


def test_of_a_file_that_is_too_large_only_the_bound_is_read(book: Path) -> None:
    path = book / "regions" / "fr.yaml"
    with path.open("wb") as opened:
        opened.truncate(50_000_000_000)  # a hole: the file takes no room
    assert reported(book) == [("file-too-large", "regions/fr.yaml", 1, 1)]
