"""A book reads the same from a folder, from a git revision of it, and from a wheel."""

import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ratecard.cli.books import source_of
from ratecard.loading import Folder, Revision, Source, Wheel, load, source_lines
from tests.cases.smallest import SMALLEST
from tests.cli.running import run

Texts = Mapping[str, str]
DE = SMALLEST["regions/de.yaml"]
WRONG = {**SMALLEST, "regions/de.yaml": DE.replace("19 %", "19")}
BESIDE = {**SMALLEST, "regions/prices.csv": "a,b\n", "regions/fr.txt": "region: FR\n", "rules/.hidden.yaml": "x: 1\n"}
DEEP = {**SMALLEST, "regions/deep/at.yaml": "region: AT\n"}


def in_folder(texts: Texts, folder: Path) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Runs git with nobody's settings but these."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True, env={**os.environ, **own})


def committed(texts: Texts, folder: Path) -> Path:
    """A repository whose folder `prices` holds a book; its last commit has emptied it."""
    book = in_folder(texts, folder / "prices")
    git(folder, "init", "--initial-branch=main")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--message=one")
    git(folder, "tag", "one")
    (book / "regions/de.yaml").write_text("region: DE\n")
    git(folder, "commit", "--all", "--message=two")
    return book


def at_revision(texts: Texts, folder: Path) -> Source:
    return Revision(committed(texts, folder), "one")


def in_wheel(texts: Texts, folder: Path) -> Source:
    wheel = folder / "ratecard-9-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as written:
        written.writestr("ratecard/money.py", "")
        for name, text in texts.items():
            written.writestr(f"ratecard/_shipped/{name}", text)
    return Wheel(wheel)


SOURCES: dict[str, Callable[[Texts, Path], Source]] = {"revision": at_revision, "wheel": in_wheel}


@pytest.mark.parametrize("texts", [SMALLEST, WRONG, BESIDE, DEEP], ids=["sound", "wrong", "files beside", "too deep"])
@pytest.mark.parametrize("source", SOURCES)
def test_the_same_files_give_the_same_book_and_the_same_mistakes(source: str, texts: Texts, tmp_path: Path) -> None:
    folder = Folder(in_folder(texts, tmp_path / "plain"))
    (tmp_path / "other").mkdir()
    other = SOURCES[source](texts, tmp_path / "other")
    one, two = load(folder), load(other)
    assert one.diagnostics == two.diagnostics
    assert (one.book and one.book.digest) == (two.book and two.book.digest)
    assert source_lines(folder)("regions/de.yaml") == source_lines(other)("regions/de.yaml") != []
    assert source_lines(other)("regions/none.yaml") == []


def test_links_of_a_revision_are_not_followed(tmp_path: Path) -> None:
    book = in_folder(SMALLEST, tmp_path)
    (book / "regions/fr.yaml").symlink_to("/etc/hostname")
    git(book, "init", "--initial-branch=main")
    git(book, "add", "--all")
    git(book, "commit", "--message=one")
    loaded = load(Revision(book, "HEAD"))
    assert loaded.book is None
    assert [found.code for found in loaded.diagnostics] == ["file-outside-book"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "git knows no revision nowhere that holds this folder"),
        ("--output=x", "git knows no revision --output=x that holds this folder"),
        ("", "git knows no revision  that holds this folder"),
        (":/one", "git knows no revision :/one that holds this folder"),
        ("a\0b", "git does not answer"),
    ],
)
def test_a_revision_that_is_none_is_no_book(name: str, said: str, tmp_path: Path) -> None:
    book = committed(SMALLEST, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    (found,) = load(Revision(book, name)).diagnostics
    assert found.code == "no-book"
    assert said in found.sentence
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_outside_every_repository_has_no_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (found,) = load(Revision(in_folder(SMALLEST, tmp_path), "HEAD")).diagnostics
    assert "not a git repository" in found.sentence


def test_a_machine_without_git_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = load(Revision(in_folder(SMALLEST, tmp_path), "HEAD")).diagnostics
    assert "git does not answer" in found.sentence


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no wheel"])
def test_what_is_no_wheel_is_no_book(content: bytes, tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    wheel.write_bytes(content)
    (found,) = load(Wheel(wheel)).diagnostics
    assert found.code == "no-book"
    assert "cannot be read as a wheel" in found.sentence


def test_a_wheel_of_something_else_carries_no_rules(tmp_path: Path) -> None:
    (found,) = load(in_wheel({}, tmp_path)).diagnostics
    assert found.sentence.endswith("carries no rules/ and regions/")


def test_an_option_names_any_of_them(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "a@b").mkdir()
    (tmp_path / "x.whl").write_bytes(b"")
    mine = str(tmp_path / "mine")
    assert source_of(mine) == Folder(Path(mine))
    assert source_of(f"{mine}@HEAD@{{1}}") == Revision(Path(mine), "HEAD@{1}")
    assert source_of(str(tmp_path / "a@b")) == Folder(tmp_path / "a@b")
    assert source_of(f"{tmp_path / 'a@b'}@v1") == Revision(tmp_path / "a@b", "v1")
    assert source_of(str(tmp_path / "x.whl")) == Wheel(tmp_path / "x.whl")
    assert source_of("@v1") == Revision(Path(), "v1")


def test_commands_answer_from_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(SMALLEST, tmp_path)
    monkeypatch.chdir(tmp_path)
    now, before = run("check", "--book", "prices"), run("check", "--book", "prices@one")
    assert (now.exit_code, before.exit_code) == (1, 0)
    assert "the book is sound" in before.stdout
    prices = run("prices", "--book", "prices@HEAD~1", "--region", "DE", "--platform", "ios", "--at", "2026-01-01")
    assert prices.exit_code == 0, prices.output
    watched = run("check", "--book", "prices@one", "--watch")
    assert watched.exit_code == 2
    assert "prices@one never changes" in watched.output


def test_what_is_wrong_at_a_revision_is_shown_with_its_line_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(WRONG, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    shown = run("check", "--book", "prices@one").stdout
    assert "vat: 19" in shown or "19" in shown.partition("regions/de.yaml")[2]
    annotated = run("check", "--book", "prices@one", "--format", "github").stdout
    assert annotated.startswith("::error file=prices/regions/de.yaml,")
