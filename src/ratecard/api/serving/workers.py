"""Worker processes on one socket, which share the loaded book's memory until they write to it, and one that loads."""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from threading import Thread
from types import FrameType
from typing import Any, NamedTuple

Handler = Callable[[int, FrameType | None], Any] | signal.Handlers
"""What a process does at a signal."""

LOG = logging.getLogger("ratecard.api")

SECONDS_BEFORE_AGAIN = 1.0
"""How long after a worker's end the next one starts at the earliest, so that none that cannot live spins."""


class Loading(NamedTuple):
    """How the process that loads runs: `load` is told whether to load at once, and does not come back.

    It begins with the workers where it `watches`, else with the first SIGHUP.
    """

    load: Callable[[bool], None]
    watches: bool


WorkerTask = Callable[[int], int]
"""What a worker does at its place, a number from 0 on that is given again once the worker is gone; its exit code."""


def run_workers(number: int, work: WorkerTask, stop_seconds: int, loading: Loading | None = None) -> int:
    """Runs `work` in this many processes until this one is told to stop, and starts another for each that ends before.

    SIGTERM and SIGINT stop all of them; they then have `stop_seconds` and a little more to end by themselves. They stop
    as well where this process ends without a word. SIGHUP loads the book again, where `loading` says how. Comes back
    with 0, or with 1 where a worker had to be ended.
    """
    group = WorkerGroup(work, loading)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, group.stop)
    signal.signal(signal.SIGHUP, group.hang_up)
    freeze_heap()
    if loading is not None and loading.watches:
        group.start_loader(at_once=False)
    for _ in range(number):
        group.start()
    while group.workers:
        group.wait(stop_seconds)
    return 1 if group.killed else 0


def freeze_heap() -> None:
    """Lets the garbage collector pass over what stays for as long as the process: the book, the schema, the libraries.

    Else each full collection, in the midst of some request, would look through all of it. What is garbage by now stays
    too: it is about a thousand objects, and looking for it would take longer than the schema does. The collector runs
    from here on.
    """
    gc.freeze()
    gc.enable()


class WorkerGroup:
    """The running workers, by their process ids, with the time at which each began, its place, and who loads."""

    def __init__(self, work: WorkerTask, loading: Loading | None = None) -> None:
        self._work, self._loading = work, loading
        self.workers: dict[int, float] = {}
        self._places: dict[int, int] = {}
        self.loader: int | None = None
        self.stopping_since: float | None = None
        self.killed = False
        self._asked = False
        self._loader_due: float | None = None
        self._on_terminal = _is_terminal()
        # Nothing is ever written: reading ends when the last holder of the other end, this process, is gone.
        self._awaited, self._held = os.pipe()

    def start(self) -> None:
        """Starts one worker. In the worker, this does not come back."""
        place = next(place for place in count() if place not in self._places.values())
        process = os.fork()
        if process:
            self.workers[process], self._places[process] = time.monotonic(), place
            if self.stopping_since is not None:
                os.kill(process, signal.SIGTERM)
            return
        self._be_child(lambda: self._work(place), signal.default_int_handler)

    def start_loader(self, *, at_once: bool) -> None:
        """Starts the process that loads. In that one, this does not come back."""
        loading = self._loading
        assert loading is not None
        # Blocked before it is there, so that no SIGHUP is lost.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
        process = os.fork()
        if process == 0:
            self._be_child(lambda: loading.load(at_once), signal.SIG_IGN)
        self.loader = process
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})

    def _be_child(self, work: Callable[[], int | None], at_interrupt: Handler) -> None:
        """Runs `work` in this process, a new child, and ends it."""
        code = 1
        try:
            os.close(self._held)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, at_interrupt)
            signal.signal(signal.SIGHUP, signal.SIG_IGN if at_interrupt is not signal.SIG_IGN else signal.SIG_DFL)
            Thread(target=_stop_with, args=(self._awaited,), daemon=True).start()
            code = work() or 0
        except Exception:
            LOG.critical("a process of the server failed, and another one starts", exc_info=True)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def stop(self, _: int, __: FrameType | None) -> None:
        """Tells every worker to end, and starts no other any more.

        Always by SIGTERM: a terminal has sent SIGINT to all of them itself, and a second one would cut requests off.
        """
        self.stopping_since = self.stopping_since or time.monotonic()
        for process in (*self.workers, *((self.loader,) if self.loader is not None else ())):
            os.kill(process, signal.SIGTERM)

    def hang_up(self, number: int, frame: FrameType | None) -> None:
        """Asks for the book to be loaded again; or stops, where this is because the terminal was closed."""
        if self._on_terminal and not _is_terminal():
            self.stop(number, frame)
        self._asked = True

    def wait(self, stop_seconds: int) -> None:
        """Waits for one process to end, a moment at most, and puts another in its place unless all are to stop."""
        self._load_if_asked()
        ended, _ = os.waitpid(-1, os.WNOHANG)
        if ended == 0:
            self._end_late_ones(stop_seconds)
            time.sleep(0.05)
            return
        if ended == self.loader:
            self._loader_ended()
            return
        began = self.workers.pop(ended, None)
        self._places.pop(ended, None)
        if began is None or self.stopping_since is not None:
            return
        print(f"worker {ended} ended; another one starts", file=sys.stderr, flush=True)
        time.sleep(max(0.0, began + SECONDS_BEFORE_AGAIN - time.monotonic()))
        if self.stopping_since is None:
            self.start()

    def _load_if_asked(self) -> None:
        if self._loading is None or self.stopping_since is not None:
            return
        if self._loader_due is not None and time.monotonic() >= self._loader_due:
            self._loader_due, self._asked = None, False
            self.start_loader(at_once=True)
        elif self._asked and self._loader_due is None:
            self._asked = False
            if self.loader is None:
                self.start_loader(at_once=True)
            else:
                os.kill(self.loader, signal.SIGHUP)

    def _loader_ended(self) -> None:
        """Whatever it was about to load is loaded by the next one."""
        self.loader = None
        if self.stopping_since is None:
            print("the process that loads ended; another one starts", file=sys.stderr, flush=True)
            self._loader_due = time.monotonic() + SECONDS_BEFORE_AGAIN

    def _end_late_ones(self, stop_seconds: int) -> None:
        if self.stopping_since is None or time.monotonic() < self.stopping_since + stop_seconds + 2:
            return
        for process in self.workers:
            self.killed = True
            os.kill(process, signal.SIGKILL)


def _is_terminal() -> bool:
    """Whether this process was started by hand, and the terminal is still there."""
    try:
        return os.isatty(0)
    except OSError:
        return False


def _stop_with(pipe: int) -> None:
    """Stops this process once the group's process, which alone holds the other end of the pipe, is gone."""
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
