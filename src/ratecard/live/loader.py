"""The process that loads: it looks at the rule files, and hands each sound book to those that answer.

A broken book is told of and never handed on. What a load made is kept by a memo, so that the next one makes what has
changed.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterable
from math import inf
from pathlib import Path

import msgspec

from ratecard.audience import Audience
from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.cases.reading import read_cases
from ratecard.cases.running import run
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.files import UnwritableFile
from ratecard.instants import Instant
from ratecard.live.board import Board
from ratecard.live.guards_beside import GuardsBeside
from ratecard.live.last_good import LastGood, keep
from ratecard.live.messages import BookMessage, decoded, encoded
from ratecard.live.standing import (
    BookStanding,
    FailedLoad,
    failed_by_fault,
    failed_cases,
    failed_halts,
    failed_load,
)
from ratecard.live.watched_halts import WatchedHalts
from ratecard.loading import Folder, Loaded, Source, load_texts
from ratecard.loading.gathering import gather, gather_cases
from ratecard.loading.guarding import unless_blocked
from ratecard.loading.looks import Look, git_lock_of, is_locked, look_at
from ratecard.packing import pack, unpack

LOG = logging.getLogger("ratecard.api")

SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_AT_REST = 0.02
"""A changed folder is looked at again after so long; it counts when both looks see the same."""

LOOKING_SHARE = 20
"""A folder whose looks take long is looked at more seldom: one of so many seconds is spent on looking, at most."""


class Reloading(msgspec.Struct, frozen=True, kw_only=True):
    """How books are loaded while others are answered from.

    `watch` looks at the folder by itself; else a load waits for SIGHUP. `guards` tells what guards find of each book,
    `cases` takes only books that answer their cases as they expect. `audiences` are those whose books are needed.
    `state` is the folder in which the newest sound book is kept for the next start, `halts` the file of what is
    withheld.
    """

    watch: bool = False
    guards: bool = True
    cases: bool = False
    audiences: tuple[Audience, ...] = ()
    state: Path | None = None
    halts: Path | None = None

    @property
    def looks(self) -> bool:
        """Whether anything is looked at without being asked."""
        return self.watch or self.halts is not None


class Loader:
    """Loads books of a source, and puts those that are sound on the board. `reached` is told each stage, for tests."""

    def __init__(
        self,
        source: Source,
        memo: Memo,
        board: Board,
        secret: bytes,
        reloading: Reloading,
        first: BookMessage,
        book: RuleBook,
        reached: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._source, self._memo, self._board, self._secret = source, memo, board, secret
        self._reloading, self._reached = reloading, reached
        self._folder = source.path if isinstance(source, Folder) else None
        self._lock = None if self._folder is None else git_lock_of(self._folder)
        known = board.read()
        self._message = first if known is None else decoded(known[1])
        packed = self._message.whole or self._message.book
        self._book = unpack(packed, secret) if packed else book
        self._halts = WatchedHalts(reloading.halts, self._message.halts)
        self._guards = GuardsBeside(secret)
        self._tried: Look | None = None

    def run(self, tried: Look | None, *, asked: bool = False) -> None:
        """Looks and loads for ever. `tried` is the look at the book that is in force; SIGHUP loads in any case.

        SIGHUP has to be blocked in this process. `asked` loads at once.
        """
        self._tried, looked, seconds = tried, -inf, 0.0
        while True:
            self.look_at_halts()
            self._take_findings()
            now = time.monotonic()
            if asked:
                asked = not self._load_if_at_rest()
            elif self._reloading.watch and now - looked >= LOOKING_SHARE * seconds:
                looked, seconds = now, self.look()
            sleeps = not (self._reloading.looks or self._guards.running or asked)
            asked = _asked_within(None if sleeps else SECONDS_BETWEEN_LOOKS) or asked

    def look(self) -> float:
        """Loads the book where its folder has changed since the last attempt, and is at rest; the seconds of a look."""
        if self._folder is None:
            return 0.0
        started = time.monotonic()
        now = look_at(self._folder)
        seconds = time.monotonic() - started
        if self._tried is None or not now.same(self._tried):
            self._load_if_at_rest()
        return seconds

    def look_at_halts(self) -> None:
        """Puts the same book in force with other halts, where their file has changed."""
        problem = self._halts.problem
        if not self._halts.look():
            return
        if self._halts.problem is None:
            self._hand_over(self._book, up_to_date=self._message.standing.up_to_date)
        elif self._halts.problem != problem:
            self._tell_failure(failed_halts(_now(), self._halts.problem), up_to_date=self._message.standing.up_to_date)

    def _take_findings(self) -> None:
        findings = self._guards.take()
        if findings is not None:
            self._write(msgspec.structs.replace(self._message, findings=findings))

    def _load_if_at_rest(self) -> bool:
        """Whether the folder was at rest from before its files were read until after; only then they count."""
        if self._folder is None:
            self.load()
            return True
        if is_locked(self._lock):
            self._wait_for(f"git, which is changing files: {self._lock} is there")
            return False
        before = look_at(self._folder)
        time.sleep(SECONDS_AT_REST)
        if is_locked(self._lock) or not look_at(self._folder).same(before):
            return False
        self._reached("at rest")
        found: list[Diagnostic] = []
        texts = gather(self._source, found.append)
        cases = gather_cases(self._source, found.append) if self._reloading.cases else {}
        if is_locked(self._lock) or not look_at(self._folder).same(before):
            return False
        self._tried = before
        self.load_of(texts, cases, found)
        return True

    def load(self) -> None:
        """Loads what the source holds now."""
        found: list[Diagnostic] = []
        texts = gather(self._source, found.append)
        self.load_of(texts, gather_cases(self._source, found.append) if self._reloading.cases else {}, found)

    def load_of(self, texts: dict[str, bytes], cases: dict[str, bytes], found: list[Diagnostic]) -> None:
        """Loads a book of these texts, and puts it in force where it is sound."""
        self._reached("read")
        interrupted = self._guards.running
        self._guards.end()  # they would take a processor from the load
        loaded = unless_blocked(load_texts(texts, found, memo=self._memo, doubting=False))
        self._reached("loaded")
        failure = failure_of(loaded, cases, self._reloading.cases)
        if failure is not None or loaded.book is None:
            self._tell_failure(failure or failed_load(_now(), loaded.diagnostics))
            if interrupted:
                self._guards.start(self._book, _now())
            return
        self._put(loaded.book, texts)

    def _put(self, book: RuleBook, texts: dict[str, bytes]) -> None:
        self._reached("before it is kept")
        self._keep(LastGood(book.digest, _now(), texts))
        self._reached("before it is handed over")
        self._hand_over(book)
        self._reached("handed over")
        if self._reloading.guards:
            self._guards.start(book, _now())

    def _hand_over(self, book: RuleBook, *, up_to_date: bool = True) -> None:
        """Puts a sound book in force, with what is withheld of it."""
        before, now = self._message.standing, _now()
        for audience in self._reloading.audiences:
            book.seen_by(audience)
        answered = self._halts.applied_to(book, now)
        standing = msgspec.structs.replace(
            before,
            since=before.since if answered.digest == self._message.digest else now,
            loads=before.loads + 1,
            up_to_date=up_to_date,
            waiting=None,
            halts=self._halts.told(book, now),
        )
        self._write(
            BookMessage(
                standing=standing,
                digest=answered.digest,
                number=self._message.number + 1,
                book=pack(answered, self._secret),
                findings=self._message.findings if book is self._book else b"",
                whole=b"" if answered is book else pack(book, self._secret),
                halts=self._halts.stored,
            )
        )
        self._book = book
        LOG.warning("book %s is in force", answered.digest)

    def _keep(self, kept: LastGood) -> None:
        """Keeps the texts for the next start. Where that fails, it is said, and the book counts all the same."""
        if self._reloading.state is None:
            return
        try:
            keep(self._reloading.state, kept)
        except UnwritableFile as error:
            LOG.error("the next start will not know this book if its files are broken by then: %s", error)

    def _tell_failure(self, failure: FailedLoad, *, up_to_date: bool = False) -> None:
        standing = self._message.standing
        told = msgspec.structs.replace(standing, up_to_date=up_to_date, failure=failure, waiting=None)
        self._write(msgspec.structs.replace(self._message, standing=told))
        LOG.error("%s is not put in force; book %s stays%s", self._source, self._message.digest, failure.lines())

    def _wait_for(self, what: str) -> None:
        standing = self._message.standing
        if standing.waiting != what:
            waiting = msgspec.structs.replace(standing, waiting=what)
            self._write(msgspec.structs.replace(self._message, standing=waiting))

    def _write(self, message: BookMessage) -> None:
        self._message = message
        self._board.write(encoded(message))


def first_message(
    start_book: RuleBook,
    halts: WatchedHalts,
    reloading: Reloading,
    now: Instant,
    failure: FailedLoad | None = None,
) -> BookMessage:
    """How it stands at the start, with the book that every process has, and what is withheld of it."""
    told = halts.told(start_book, now)
    standing = BookStanding(now, watching=reloading.watch, up_to_date=failure is None, failure=failure, halts=told)
    return BookMessage(standing, halts.applied_to(start_book, now).digest, halts=halts.stored)


def fault_message(message: BookMessage, now: Instant) -> BookMessage:
    """The same book, of which nobody knows whether it is what the files state: the process that loads has failed."""
    failure = failed_by_fault(now)
    standing = msgspec.structs.replace(message.standing, up_to_date=False, failure=failure)
    return msgspec.structs.replace(message, standing=standing)


def failure_of(loaded: Loaded, cases: dict[str, bytes], with_cases: bool) -> FailedLoad | None:
    """Why a book that could be loaded is not put in force; None where nothing stands against it."""
    if loaded.book is None or not with_cases:
        return None
    read = read_cases(cases)
    wrong: Iterable[Diagnostic] = [own for own in read.diagnostics if own.severity is Severity.ERROR]
    if wrong:
        return failed_load(_now(), wrong)
    failed = [result for result in run(loaded.book, read.cases) if not result.passed]
    return failed_cases(_now(), failed) if failed else None


def _asked_within(seconds: float | None) -> bool:
    """Waits for SIGHUP, which is blocked in this process, for so long; None is for ever. Whether it came."""
    if seconds is None:
        return signal.sigwait({signal.SIGHUP}) == signal.SIGHUP
    return signal.sigtimedwait({signal.SIGHUP}, seconds) is not None


def _now() -> Instant:
    return Instant(int(time.time()))
