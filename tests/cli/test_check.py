"""`ratecard check`: its formats, its exit codes, and watching a book that is being edited."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from ratecard.book.memo import Memo
from ratecard.cli.check import CLEAR, path_from_checkout, show_again
from ratecard.cli.watching import SECONDS_BETWEEN_LOOKS, watch
from ratecard.loading import Folder
from ratecard.loading.looks import look_at
from tests.cases.smallest import CASES, SMALLEST
from tests.cli.running import run

DE = SMALLEST["regions/de.yaml"]
BROKEN = DE.replace("19 %", "19")
WAITING = "; waiting for the next change, Ctrl-C ends"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The smallest book in a folder of its own."""
    folder = tmp_path / "book"
    shutil.copytree(CASES / "good" / "smallest", folder)
    return folder


def state(book: Path, content: str | bytes) -> None:
    """Writes regions/de.yaml beside the book and puts it in its place at once, so that no half of it is seen."""
    new = book / "new"
    new.write_bytes(content if isinstance(content, bytes) else content.encode())
    new.replace(book / "regions" / "de.yaml")


@pytest.mark.parametrize("output", ["text", "lines", "json", "github", "sarif"])
def test_the_exit_code_is_1_for_an_error_in_every_format(book: Path, output: str) -> None:
    assert run("check", "--book", str(book), "--format", output).exit_code == 0
    state(book, BROKEN)
    broken = run("check", "--book", str(book), "--format", output)
    assert broken.exit_code == 1
    assert "rate-without-unit" in broken.stdout


@pytest.mark.parametrize("output", ["lines", "github"])
def test_a_sound_book_prints_nothing_where_each_line_is_a_mistake(book: Path, output: str) -> None:
    assert run("check", "--book", str(book), "--format", output).stdout == ""


@pytest.mark.parametrize("output", ["text", "lines", "json", "github", "sarif"])
def test_a_folder_without_a_book_is_reported_in_every_format(tmp_path: Path, output: str) -> None:
    result = run("check", "--book", str(tmp_path), "--format", output)
    assert result.exit_code == 1
    assert "no-book" in result.stdout


def test_annotations_name_files_from_the_checkout(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state(book, BROKEN)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.chdir(book.parent)
    assert run("check", "--book", "book", "--format", "github").stdout.startswith("::error file=book/regions/de.yaml,")
    log = json.loads(run("check", "--book", "book", "--format", "sarif").stdout)
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "book/regions/de.yaml"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(book.parent.parent))
    assert path_from_checkout(Folder(book)) == f"{book.parent.name}/book/"


def test_a_book_that_is_the_checkout_or_lies_outside_it_is_named_from_itself(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for checkout in (book, book / "rules"):
        monkeypatch.setenv("GITHUB_WORKSPACE", str(checkout))
        assert path_from_checkout(Folder(book)) == ""


@pytest.mark.parametrize("output", ["json", "github", "sarif"])
def test_what_programs_read_cannot_be_watched(book: Path, output: str) -> None:
    result = run("check", "--book", str(book), "--format", output, "--watch")
    assert result.exit_code == 2
    assert "write --format text or lines" in " ".join(result.stderr.replace("│", "").split())


class Desk:
    """Someone who edits while the book is watched: one edit at each sleep, and Ctrl-C after the last one."""

    def __init__(self, book: Path, *edits: Callable[[], None]) -> None:
        self.book = book
        self.edits: Iterator[Callable[[], None]] = iter(edits)
        self.now = datetime(2026, 7, 1, 12, 0, 0)
        self.said: list[str] = []
        self.shown: list[str] = []

    def check(self) -> int:
        result = run("check", "--book", str(self.book), "--format", "lines")
        self.shown.append(result.stdout)
        return result.exit_code

    def say(self, line: str) -> None:
        assert line.endswith(WAITING)
        self.said.append(line.removesuffix(WAITING))

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds == SECONDS_BETWEEN_LOOKS
        self.now += timedelta(seconds=1)
        edit = next(self.edits, None)
        if edit is None:
            raise KeyboardInterrupt
        edit()

    def watch(self) -> int:
        return watch(self.book, self.check, self.say, self.clock, self.sleep)


def all_of(change: Callable[[Path], None], files: list[Path]) -> None:
    for file in files:
        change(file)


def nothing() -> None:
    """A moment in which nobody types."""


def test_a_book_is_checked_at_once_and_again_after_each_change_only(book: Path) -> None:
    desk = Desk(book, nothing, lambda: state(book, BROKEN), nothing, nothing, lambda: state(book, DE), nothing)
    assert desk.watch() == 0
    assert desk.said == [
        "12:00:00  first check",
        "12:00:02  regions/de.yaml changed",
        "12:00:05  regions/de.yaml changed",
    ]
    assert ["rate-without-unit" in shown for shown in desk.shown] == [False, True, False]


def test_the_exit_code_is_that_of_the_last_check(book: Path) -> None:
    assert Desk(book, lambda: state(book, BROKEN)).watch() == 1
    assert Desk(book, lambda: state(book, DE)).watch() == 0


def test_a_state_in_between_is_only_a_diagnostic(book: Path) -> None:
    file = book / "regions" / "de.yaml"
    desk = Desk(
        book,
        lambda: state(book, b"region: {\xc3"),
        file.unlink,
        lambda: shutil.rmtree(book / "regions"),
        (book / "regions").mkdir,
        lambda: state(book, ""),
        lambda: state(book, DE),
    )
    assert desk.watch() == 0
    codes = [shown.partition("[")[2].partition("]")[0] for shown in desk.shown]
    assert codes == ["", "not-utf8", "no-region", "no-region", "no-region", "empty-file", ""]


def test_files_that_come_and_go_are_named_and_many_are_counted(book: Path) -> None:
    files = [book / "regions" / f"{name}.yaml" for name in ("a", "b", "c", "d", "e")]
    desk = Desk(
        book,
        lambda: all_of(Path.touch, files),
        lambda: all_of(Path.unlink, files[1:]),
        files[0].unlink,
    )
    desk.watch()
    assert [heading[10:] for heading in desk.said[1:]] == [
        "regions/a.yaml added, regions/b.yaml added, regions/c.yaml added, and 2 more",
        "regions/b.yaml deleted, regions/c.yaml deleted, regions/d.yaml deleted, and 1 more",
        "regions/a.yaml deleted",
    ]


def test_an_editors_way_of_saving_is_seen(book: Path) -> None:
    """Many editors write a new file and put it in the old one's place: same size, and perhaps the same time."""
    file = book / "regions" / "de.yaml"
    status = file.stat()

    def replace() -> None:
        new = book / "new"
        new.write_text(DE.replace("1.29", "1.30"), "utf-8")
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        new.replace(file)

    desk = Desk(book, replace)
    desk.watch()
    assert len(desk.said) == 2


def test_hidden_files_are_not_watched(book: Path) -> None:
    def lock() -> None:
        (book / "regions" / ".de.yaml.swp").touch()
        (book / "rules" / ".git").mkdir()
        (book / "rules" / ".git" / "a.yaml").touch()

    desk = Desk(book, lock)
    desk.watch()
    assert len(desk.said) == 1


def test_a_file_that_cannot_be_asked_is_no_crash(book: Path) -> None:
    (book / "rules" / "gone.yaml").symlink_to(book / "nowhere.yaml")
    assert look_at(book).traits["rules/gone.yaml"] is None
    assert look_at(book / "nowhere").traits == {}


def test_ctrl_c_in_the_first_check_ends_with_1(book: Path) -> None:
    desk = Desk(book)

    def check() -> int:
        raise KeyboardInterrupt

    assert watch(book, check, desk.say, desk.clock, desk.sleep) == 1
    assert desk.said == []


def test_the_screen_is_cleared_on_a_terminal_only(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_again(Folder(book), "lines", Memo()) == 0
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert show_again(Folder(book), "lines", Memo()) == 0
    assert capsys.readouterr().out == CLEAR


@pytest.fixture
def minding_ctrl_c() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C, and so would what that starts: these tests, and theirs."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("minding_ctrl_c")
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process alone there")
def test_the_real_command_sees_an_edit_and_ends_cleanly_with_ctrl_c(book: Path) -> None:
    command = [sys.executable, "-m", "ratecard", "check", "--book", str(book), "--format", "lines", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = reading(process)
            assert lines.get(timeout=60).endswith(f"first check{WAITING}\n")
            state(book, BROKEN)
            assert "rate-without-unit" in lines.get(timeout=60)
            assert lines.get(timeout=60).endswith(f"regions/de.yaml changed{WAITING}\n")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 1
            assert process.stderr is not None
            assert process.stderr.read() == ""
        finally:
            process.kill()
    with pytest.raises(Empty):
        lines.get_nowait()


def reading(process: subprocess.Popen[str]) -> Queue[str]:
    """The lines that a process prints, as they come: a test that waits in vain fails instead of hanging."""
    lines: Queue[str] = Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)

    Thread(target=read, daemon=True).start()
    return lines
