"""What a server starts with: the rule files, or the last sound book where those are broken, also after a kill."""

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from ratecard.live.last_good import FILE, LastGood, keep, last_good
from ratecard.live.loader import Loader, Reloading
from ratecard.live.messages import decoded
from ratecard.live.standing import FailedLoad
from ratecard.live.starting import Start, start_of
from ratecard.loading import Folder, Loaded
from tests.live.books import NOW, SECRET, Desk, book_in, break_book, digest_in, state
from tests.live.test_loader import CASES

STAGES = ("at rest", "read", "loaded", "before it is kept", "before it is handed over", "handed over")


def started(book: Path, kept: Path | None) -> object:
    """What a server would start with."""
    return start_of(Folder(book), Reloading(guards=False, state=kept), NOW, lambda _: None)


def test_broken_rule_files_stop_a_start_unless_a_sound_book_is_kept(tmp_path: Path) -> None:
    book, kept = book_in(tmp_path), tmp_path / "state"
    digest = digest_in(book)
    assert isinstance(started(book, kept), Start)
    break_book(book)
    assert isinstance(started(book, None), Loaded)
    found = started(book, kept)
    assert isinstance(found, Start)
    assert found.book.digest == digest
    assert found.failure is not None
    assert found.failure.errors == 1


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"digest": "x", "since": 1, "texts": {}, "format": 2}'])
def test_a_kept_book_that_cannot_be_read_is_said_and_not_used(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    book, kept = book_in(tmp_path), tmp_path / "state"
    kept.mkdir()
    (kept / FILE).write_text(content, "utf-8")
    break_book(book)
    assert isinstance(started(book, kept), Loaded)
    assert FILE in caplog.text


def test_only_the_owner_may_read_what_is_kept_and_it_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = LastGood("digest", NOW, {"rules/a.yaml": b"\xff\x00 any bytes"})
    keep(tmp_path / "new" / "state", kept)
    assert last_good(tmp_path / "new" / "state") == kept
    assert (tmp_path / "new" / "state" / FILE).stat().st_mode & 0o777 == 0o600
    assert last_good(tmp_path) is None


@pytest.mark.parametrize("stage", STAGES)
def test_after_a_kill_at_any_point_the_next_start_answers_from_a_whole_book(tmp_path: Path, stage: str) -> None:
    """The folder goes on changing after the kill, and is broken at the next start: what was kept is one of the two."""
    book, kept = book_in(tmp_path), tmp_path / "state"
    desk = Desk(book, Reloading(watch=True, guards=False, state=kept))
    before = desk.start.book.digest
    state(book, 139)
    after = digest_in(book)
    process = os.fork()
    if process == 0:

        def at(reached: str) -> None:
            if reached == stage:
                os.kill(os.getpid(), signal.SIGKILL)

        start = desk.start
        given = (start.source, start.memo, desk.board, SECRET, desk.reloading, desk.first, start.book)
        Loader(*given, reached=at).look()  # type: ignore[arg-type]
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL
    break_book(book)
    found = started(book, kept)
    assert isinstance(found, Start)
    assert found.book.digest == (after if STAGES.index(stage) > STAGES.index("before it is kept") else before)
    told = desk.board.read()
    assert (told is not None) == (stage == "handed over")


def test_with_cases_a_start_takes_no_book_that_fails_one(tmp_path: Path) -> None:
    book, kept = book_in(tmp_path), tmp_path / "state"
    (book / "rules" / "tests").mkdir()
    (book / "rules" / "tests" / "prices.yaml").write_text(CASES, "utf-8")
    reloading = Reloading(guards=False, cases=True, state=kept)
    good = start_of(Folder(book), reloading, NOW, lambda _: None)
    assert isinstance(good, Start)
    state(book, 14)
    again = start_of(Folder(book), reloading, NOW, lambda _: None)
    assert isinstance(again, Start)
    assert again.book.digest == good.book.digest
    assert again.failure is not None
    assert "failed-case" in again.failure.lines()
    without = start_of(Folder(book), Reloading(guards=False, cases=True), NOW, lambda _: None)
    assert isinstance(without, FailedLoad)


@pytest.mark.parametrize("seed", range(9))
def test_after_a_kill_at_a_random_moment_the_next_start_answers_from_a_whole_book(tmp_path: Path, seed: int) -> None:
    """`make kills` does it two hundred times, to whole servers."""
    book, kept = book_in(tmp_path), tmp_path / "state"
    desk = Desk(book, Reloading(watch=True, guards=False, state=kept))
    whole = {desk.start.book.digest}
    process = os.fork()
    if process == 0:
        while True:
            desk.loader.look()
    chance = Random(seed)
    for cents in (139, 149, 159):
        state(book, cents)
        whole.add(digest_in(book))
        time.sleep(chance.random() / 20)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    break_book(book)
    found = started(book, kept)
    assert isinstance(found, Start)
    assert found.book.digest in whole
    handed_over = desk.board.read()
    assert handed_over is None or decoded(handed_over[1]).digest in whole
