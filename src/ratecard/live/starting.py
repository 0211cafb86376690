"""The book that a server starts with: that of its rule files, or the last sound one where those are broken."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.files import UnwritableFile
from ratecard.guards.running import Guarded
from ratecard.instants import Instant
from ratecard.live.last_good import LastGood, UnreadableLastGood, keep, last_good
from ratecard.live.loader import SECONDS_AT_REST, Reloading, failure_of
from ratecard.live.standing import FailedLoad, failed_load
from ratecard.loading import Folder, Loaded, Source, load_texts
from ratecard.loading.gathering import gather, gather_cases
from ratecard.loading.guarding import guarded_to_answer, unless_blocked
from ratecard.loading.looks import Look, git_lock_of, is_locked, look_at

LOG = logging.getLogger("ratecard.api")

SECONDS_TO_REST_MOST = 30.0
"""A folder that never rests is read as it is."""


class Start(msgspec.Struct, frozen=True):
    """What a server starts with, and what its loads go on from.

    Without a `source` it is served as it is. `look` is that at the folder when it was read; None for other sources.
    `failure` says why the rule files are not what is answered from; None where they are.
    """

    book: RuleBook
    guarded: Guarded | None
    source: Source | None = None
    memo: Memo = msgspec.field(default_factory=Memo)
    look: Look | None = None
    failure: FailedLoad | None = None


def start_of(
    source: Source, reloading: Reloading, now: Instant, sleep: Callable[[float], None] = time.sleep
) -> Start | Loaded | FailedLoad:
    """The book to start with; without one, what is wrong with the rule files, or which cases the book fails.

    Where they are broken it is the newest sound one that is kept in the folder of `reloading.state`, if there is any.
    """
    memo, found = Memo(), list[Diagnostic]()
    look = _at_rest(source.path, sleep) if isinstance(source, Folder) else None
    texts = gather(source, found.append)
    cases = gather_cases(source, found.append) if reloading.cases else {}
    loaded, guarded = _guarded(load_texts(texts, found, memo=memo), reloading, now)
    failure = failure_of(loaded, cases, reloading.cases)
    if loaded.book is not None and failure is None:
        if reloading.state is not None:
            _keep(reloading.state, LastGood(loaded.book.digest, now, texts))
        return Start(loaded.book, guarded, source, memo, look)
    wrong = failure or failed_load(now, loaded.diagnostics)
    kept = None if reloading.state is None else _of_last_good(reloading.state, wrong, source, look)
    return kept or failure or loaded


def _guarded(loaded: Loaded, reloading: Reloading, now: Instant) -> tuple[Loaded, Guarded | None]:
    return guarded_to_answer(loaded, now) if reloading.guards else (unless_blocked(loaded), None)


def _at_rest(folder: Path, sleep: Callable[[float], None]) -> Look:
    """The folder's look once two of them agree and git changes nothing; after a while, what it is then."""
    lock, look = git_lock_of(folder), look_at(folder)
    for _ in range(int(SECONDS_TO_REST_MOST / SECONDS_AT_REST)):
        sleep(SECONDS_AT_REST)
        before, look = look, look_at(folder)
        if look.same(before) and not is_locked(lock):
            break
    return look


def _keep(state: Path, kept: LastGood) -> None:
    try:
        keep(state, kept)
    except UnwritableFile as error:
        LOG.error("the next start will not know this book if its files are broken by then: %s", error)


def _of_last_good(state: Path, wrong: FailedLoad, source: Source, look: Look | None) -> Start | None:
    try:
        kept = last_good(state)
    except UnreadableLastGood as error:
        LOG.error("%s", error)
        return None
    book = None if kept is None else load_texts(kept.texts).book
    if book is None:
        return None
    LOG.error("%s is not taken (ratecard check and test tell why): book %s of before is served", source, book.digest)
    return Start(book, None, source, Memo(), look, wrong)
