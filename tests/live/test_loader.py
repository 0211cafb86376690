"""The process that loads: which states of a folder count, what is handed over, what is told of what is not."""

import os
import time
from pathlib import Path

import pytest

from ratecard.audience import Audience
from ratecard.live.loader import Reloading
from ratecard.live.messages import BookMessage
from ratecard.loading.gathering import gather
from ratecard.packing import unpack, unpack_findings
from tests.live.books import SECRET, Desk, book_in, break_book, digest_in, mend_book, state


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with a book."""
    return book_in(tmp_path)


def handed_over(message: BookMessage) -> str:
    """The digest of the book in a message."""
    return unpack(message.book, SECRET).digest


def test_a_change_is_handed_over_once_and_only_a_change(book: Path) -> None:
    desk = Desk(book)
    desk.loader._tried = desk.start.look
    desk.loader.look()
    assert desk.board.number == 0
    state(book, 139)
    for _ in range(3):
        desk.loader.look()
    assert desk.board.number == 1
    assert handed_over(desk.told()) == digest_in(book) != desk.start.book.digest
    standing = desk.told().standing
    assert (standing.loads, standing.up_to_date, standing.failure) == (1, True, None)
    assert standing.since > desk.first.standing.since


def test_a_file_changed_twice_at_what_the_file_system_calls_one_time_is_seen(book: Path) -> None:
    desk = Desk(book)
    region = book / "regions" / "de.yaml"
    state(book, 139)
    desk.loader.look()
    status = region.stat()
    region.write_text(region.read_text("utf-8").replace("1.39", "1.49"), "utf-8")
    os.utime(region, ns=(status.st_atime_ns, status.st_mtime_ns))
    desk.loader.look()
    assert handed_over(desk.told()) == digest_in(book)


def test_a_broken_book_replaces_nothing_and_is_told(book: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(book)
    state(book, 139)
    desk.loader.look()
    good = desk.told()
    break_book(book)
    for _ in range(3):
        desk.loader.look()
    told = desk.told()
    assert (told.book, told.number, desk.board.number) == (good.book, good.number, 2)
    failure = told.standing.failure
    assert failure is not None
    assert not told.standing.up_to_date
    assert failure.errors == 1
    (first,) = failure.diagnostics
    assert (first.file, first.line) == ("rules/broken.yaml", 1)
    assert "rules/broken.yaml:1:" in caplog.text
    mend_book(book)
    desk.loader.look()
    assert desk.told().standing.up_to_date
    assert desk.told().standing.failure == failure  # the last one stays known
    assert desk.told().standing.since == good.standing.since  # for it is the book of before


def test_a_folder_that_changes_while_it_is_read_is_read_again(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(book)

    def slowly(*given: object) -> dict[str, bytes]:
        texts = gather(*given)  # type: ignore[arg-type]
        monkeypatch.setattr("ratecard.live.loader.gather", gather)
        state(book, 149)
        return texts

    state(book, 139)
    monkeypatch.setattr("ratecard.live.loader.gather", slowly)
    desk.loader.look()
    assert desk.board.number == 0
    desk.loader.look()
    assert handed_over(desk.told()) == digest_in(book)


def test_while_git_changes_files_nothing_is_read(book: Path) -> None:
    (book / ".git").mkdir()
    desk, lock = Desk(book), book / ".git" / "index.lock"
    lock.touch()
    state(book, 139)
    desk.loader.look()
    desk.loader.look()
    told = desk.told()
    assert (told.number, desk.board.number) == (0, 1)
    assert told.standing.waiting is not None
    assert str(lock) in told.standing.waiting
    os.utime(lock, (time.time() - 400,) * 2)  # git removes its own; this one was left behind
    desk.loader.look()
    assert desk.told().number == 1
    assert desk.told().standing.waiting is None


CASES = """
cases:
  - case: 100 coins in Germany
    at: 2026-03-01
    quote purchase: {region: DE, platform: ios, package: coins_100}
    expect: {gross: 1.29}
"""


def test_with_cases_a_book_that_fails_one_is_not_put_in_force(book: Path) -> None:
    (book / "rules" / "tests").mkdir()
    (book / "rules" / "tests" / "prices.yaml").write_text(CASES, "utf-8")
    desk = Desk(book, Reloading(watch=True, guards=False, cases=True))
    without = Desk(book)
    state(book, 139)
    desk.loader.look()
    without.loader.look()
    failure = desk.told().standing.failure
    assert desk.told().number == 0
    assert failure is not None
    assert failure.diagnostics[0].code == "failed-case"
    assert "gross is 1.39 EUR, not 1.29" in failure.diagnostics[0].sentence
    assert without.told().number == 1


def test_guards_run_beside_and_their_findings_come_after_the_book(book: Path) -> None:
    desk = Desk(book, Reloading(watch=True, guards=True, audiences=tuple(Audience)))
    state(book, 139)
    desk.loader.look()
    assert (desk.told().number, desk.told().findings) == (1, b"")
    deadline = time.monotonic() + 60
    while desk.loader._guards.running:
        desk.loader._take_findings()
        assert time.monotonic() < deadline
    told = desk.told()
    assert told.number == 1
    assert "bulk_is_better" in unpack_findings(told.findings, SECRET).verdicts
    assert unpack(told.book, SECRET).contents().seen  # what the public sees travels along


def test_guards_of_a_book_that_is_gone_are_ended(book: Path) -> None:
    desk = Desk(book, Reloading(watch=True, guards=True))
    for cents in (139, 149, 159):
        state(book, cents)
        desk.loader.look()
    desk.loader._guards.end()
    assert not desk.loader._guards.running
    assert desk.told().number == 3


def test_a_loader_that_starts_after_another_goes_on_where_that_one_was(book: Path) -> None:
    desk = Desk(book)
    state(book, 139)
    desk.loader.look()
    break_book(book)
    desk.loader.look()
    before = desk.told()
    again = desk.new_loader()
    mend_book(book)
    again.look()
    told = desk.told()
    assert (told.number, told.standing.loads) == (before.number + 1, before.standing.loads + 1)
    assert told.standing.failure == before.standing.failure
