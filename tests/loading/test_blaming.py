"""Who last changed a line, by a real repository; and what is said where git knows nothing."""

import os
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ratecard.loading import Folder, Revision, Wheel
from ratecard.loading.blaming import NOT_COMMITTED, blamed
from tests.books import write_texts
from tests.cases.smallest import SMALLEST
from tests.cli.running import run, run_json

DE, PRICE = "regions/de.yaml", 10
ASKED = ("--region", "DE", "--platform", "ios", "--package", "coins_100", "--at", "2026-07-01")


def git(folder: Path, *arguments: str, author: str = "Ada\x1b[31m L <ada@example.org>", day: str = "2026-01-02") -> str:
    """Runs git with nobody's settings but these; what it says."""
    name, _, email = author.partition(" <")
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    own |= {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email.rstrip(">"), "GIT_AUTHOR_DATE": f"{day}T23:30:00-05:00"}
    own |= {"GIT_COMMITTER_NAME": "c", "GIT_COMMITTER_EMAIL": "c@example.org"}
    command = ["git", "-C", str(folder), "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, env={**os.environ, **own}, encoding="utf-8").stdout


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book in a folder of a repository: Ada wrote it, Bob the price of coins_100, and that of coins_1000 is new."""
    folder = write_texts(tmp_path / "prices", dict(SMALLEST))
    git(tmp_path, "init", "--initial-branch=main")
    git(tmp_path, "add", "--all", "--force")
    git(tmp_path, "commit", "--message=All of it")
    text = (folder / DE).read_text()
    (folder / DE).write_text(text.replace("coins_100: 1.29", "coins_100: 1.39"))
    git(tmp_path, "commit", "--all", "--message=Ten cents\n\nmore", author="Bob <bob@example.org>", day="2026-03-04")
    (folder / DE).write_text(text.replace("coins_100: 1.29", "coins_100: 1.39").replace("12.99", "13.99"))
    return folder


def test_each_line_has_its_last_change(book: Path) -> None:
    found = blamed(Folder(book), [(DE, PRICE), (DE, 2), (DE, PRICE + 1), ("world/regions/de.yaml", 1)])
    assert list(found) == [(DE, 2), (DE, PRICE), (DE, PRICE + 1)]
    bob = found[DE, PRICE]
    assert (bob.author, bob.email, bob.summary) == ("Bob", "bob@example.org", "Ten cents")
    assert bob.at == datetime(2026, 3, 4, 23, 30, tzinfo=timezone(-timedelta(hours=5)))
    assert bob.commit == git(book, "rev-parse", "HEAD").strip()
    assert found[DE, 2].author == "Ada[31m L"  # the character that steers a terminal is left out
    assert found[DE, PRICE + 1] == NOT_COMMITTED


def test_a_revision_has_the_changes_up_to_it(book: Path) -> None:
    found = blamed(Revision(book, "HEAD~1"), [(DE, PRICE)])
    assert found[DE, PRICE].summary == "All of it"
    assert blamed(Revision(book, "nothing"), [(DE, PRICE)]) == {}


def test_a_new_file_is_not_committed_yet(book: Path) -> None:
    (book / "regions/at.yaml").write_text("region: AT\n")
    assert blamed(Folder(book), [("regions/at.yaml", 1)]) == {("regions/at.yaml", 1): NOT_COMMITTED}


def test_nothing_is_said_where_git_knows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_texts(tmp_path, dict(SMALLEST))
    assert blamed(Folder(folder), [(DE, PRICE)]) == {}
    assert blamed(Wheel(tmp_path / "ratecard.whl"), [(DE, PRICE)]) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert blamed(Folder(folder), [(DE, PRICE)]) == {}


def test_a_line_that_is_not_there_or_a_strange_name_is_no_mistake(book: Path) -> None:
    assert blamed(Folder(book), [(DE, 99), ("--output=x", 1)]) == {("--output=x", 1): NOT_COMMITTED}
    assert not (book / "x").exists()


def test_no_program_that_a_repository_names_is_started(book: Path) -> None:
    mark = book / "started"
    git(book, "config", "core.fsmonitor", f"touch {mark} #")
    git(book, "config", "diff.mine.textconv", f"touch {mark} #")
    (book / ".gitattributes").write_text("*.yaml diff=mine\n")
    assert blamed(Folder(book), [(DE, PRICE)])[DE, PRICE].author == "Bob"
    assert not mark.exists()


def test_explain_tells_who_changed_the_deciding_lines(book: Path) -> None:
    result = run("explain", "purchase", "--book", str(book), *ASKED, "--blame")
    commit = git(book, "rev-parse", "--short=10", "HEAD").strip()
    assert f"\n{DE}:{PRICE}: Bob, 2026-03-04, {commit}: Ten cents\n" in result.output
    assert "Bob" not in run("explain", "purchase", "--book", str(book), *ASKED).output
    other = (*ASKED[:5], "coins_1000", *ASKED[6:])
    assert (
        f"\n{DE}:{PRICE + 1}: not committed yet\n"
        in run("explain", "purchase", "--book", str(book), *other, "--blame").output
    )


def test_explain_tells_it_as_data_too(book: Path) -> None:
    told = run_json("explain", "purchase", "--book", str(book), *ASKED, "--blame")["blame"]
    (own,) = (own for own in told if own["line"] == PRICE and own["file"] == DE)
    assert (own["committed"], own["author"], own["at"]) == (True, "Bob", "2026-03-04T23:30:00-05:00")
    assert "blame" not in run_json("explain", "purchase", "--book", str(book), *ASKED)


def test_explain_says_that_git_knows_nothing(tmp_path: Path) -> None:
    result = run("explain", "purchase", "--book", str(write_texts(tmp_path, dict(SMALLEST))), *ASKED, "--blame")
    assert result.exit_code == 0
    assert "git does not know who changed these lines" in result.stderr
