"""Several worker processes on one socket, which share the loaded book's memory until they write to it."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from threading import Thread
from types import FrameType

SECONDS_BEFORE_AGAIN = 1.0
"""How long after a worker's end the next one starts at the earliest, so that none that cannot live spins."""


WorkerTask = Callable[[int], int]
"""What a worker does at its place, a number from 0 on that is given again once the worker is gone; its exit code."""


def run_workers(number: int, work: WorkerTask, stop_seconds: int) -> int:
    """Runs `work` in this many processes until this one is told to stop, and starts another for each that ends before.

    SIGTERM and SIGINT stop all of them; they then have `stop_seconds` and a little more to end by themselves. They stop
    as well where this process ends without a word. Comes back with 0, or with 1 where a worker had to be ended.
    """
    group = WorkerGroup(work)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, group.stop)
    freeze_heap()
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
    """The running workers, by their process ids, with the time at which each began, and its place."""

    def __init__(self, work: WorkerTask) -> None:
        self._work = work
        self.workers: dict[int, float] = {}
        self._places: dict[int, int] = {}
        self.stopping_since: float | None = None
        self.killed = False
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
        code = 1
        try:
            os.close(self._held)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            Thread(target=_stop_with, args=(self._awaited,), daemon=True).start()
            code = self._work(place)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def stop(self, _: int, __: FrameType | None) -> None:
        """Tells every worker to end, and starts no other any more.

        Always by SIGTERM: a terminal has sent SIGINT to all of them itself, and a second one would cut requests off.
        """
        self.stopping_since = self.stopping_since or time.monotonic()
        for process in self.workers:
            os.kill(process, signal.SIGTERM)

    def wait(self, stop_seconds: int) -> None:
        """Waits for one worker to end, a moment at most, and puts another in its place unless all are to stop."""
        ended, _ = os.waitpid(-1, os.WNOHANG)
        if ended == 0:
            self._end_late_ones(stop_seconds)
            time.sleep(0.05)
            return
        began = self.workers.pop(ended, None)
        self._places.pop(ended, None)
        if began is None or self.stopping_since is not None:
            return
        print(f"worker {ended} ended; another one starts", file=sys.stderr, flush=True)
        time.sleep(max(0.0, began + SECONDS_BEFORE_AGAIN - time.monotonic()))
        if self.stopping_since is None:
            self.start()

    def _end_late_ones(self, stop_seconds: int) -> None:
        if self.stopping_since is None or time.monotonic() < self.stopping_since + stop_seconds + 2:
            return
        for process in self.workers:
            self.killed = True
            os.kill(process, signal.SIGKILL)


def _stop_with(pipe: int) -> None:
    """Stops this worker once the group's process, which alone holds the other end of the pipe, is gone."""
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
