"""Writes what was decided into files, by a thread of its own: no answer waits for a disk, and none fails for one.

What cannot be written is dropped and counted: where the queue is full, the disk, or the room that the log may take.
"""

import logging
import os
from pathlib import Path
from queue import Empty, Full, Queue
from random import getrandbits, random
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple

import msgspec

from ratecard.api.telemetry.meter import Meter
from ratecard.decisions.files import file_name, files_of
from ratecard.decisions.records import Occasion, decision_of
from ratecard.instants import Instant

LOG = logging.getLogger("ratecard.api")

OPERATIONS_WAITING_MOST = 1_000
SECONDS_TO_END = 2.0
SECONDS_BETWEEN_LOOKS = 10.0
"""How often a log without room looks whether somebody made some."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_CHARACTERS = 26

DecidedQuestions = list[tuple[Any, object]]
"""The questions of one operation as the engine took them, each with its answer."""


class LogSettings(NamedTuple):
    """Where a decision log is, which share of operations is in it, whether it masks, and the room of one worker."""

    folder: Path
    sample: float
    masked: bool
    bytes_most: int


def new_id(now: Instant) -> str:
    """A ULID: 48 bits of milliseconds and 80 of chance, so that ids sort by time."""
    number = (now * 1_000 << 80) | getrandbits(80)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(ID_CHARACTERS)))


class DecisionLog:
    """The log of one worker, the one at `place`. It writes once it is started."""

    def __init__(self, settings: LogSettings, meter: Meter, place: int = 0) -> None:
        self._settings = settings
        self._meter = meter
        self._place = place
        self._waiting: Queue[tuple[Occasion, DecidedQuestions] | None] = Queue(OPERATIONS_WAITING_MOST)
        self._thread = Thread(target=self._write_all, name="decisions", daemon=True)
        self._size = self._bytes_written()
        self._looked = monotonic()

    def start(self) -> None:
        """Begins to write."""
        self._thread.start()

    def samples(self) -> bool:
        """Whether the next operation is to be recorded."""
        return random() < self._settings.sample

    def put(self, occasion: Occasion, asked: DecidedQuestions) -> None:
        """Takes an operation to be written, or drops it where too many wait."""
        try:
            self._waiting.put_nowait((occasion, asked))
        except Full:
            self._meter.add("decisions_dropped", "queue", by=len(asked))

    def end(self) -> None:
        """Writes what waits, for a moment at most."""
        try:
            self._waiting.put(None, timeout=SECONDS_TO_END)
        except Full:
            return
        self._thread.join(SECONDS_TO_END)

    def _write_all(self) -> None:
        while True:
            try:
                taken = self._waiting.get(timeout=60)
            except Empty:
                continue
            if taken is None:
                return
            try:
                self._write(*taken)
            except Exception as error:
                LOG.error("a decision could not be recorded", exc_info=error)
                self._meter.add("decisions_dropped", "fault", by=len(taken[1]))

    def _write(self, occasion: Occasion, asked: DecidedQuestions) -> None:
        lines = []
        for number, (request, answer) in enumerate(asked):
            record = decision_of(occasion, number, request, answer, masked=self._settings.masked)
            lines.append(msgspec.json.encode(record) + b"\n")
        written = b"".join(lines)
        if not self._has_room(len(written)):
            self._meter.add("decisions_dropped", "room", by=len(asked))
        elif not append_whole(self._settings.folder / file_name(occasion.time, self._place), written):
            self._meter.add("decisions_dropped", "disk", by=len(asked))
        else:
            self._size += len(written)
            self._meter.add("decisions", by=len(asked))

    def _has_room(self, size: int) -> bool:
        if self._size + size > self._settings.bytes_most and monotonic() >= self._looked + SECONDS_BETWEEN_LOOKS:
            self._looked, self._size = monotonic(), self._bytes_written()
        return self._size + size <= self._settings.bytes_most

    def _bytes_written(self) -> int:
        try:
            return sum(file.stat().st_size for file in files_of(self._settings.folder, self._place))
        except OSError:
            return 0


def append_whole(file: Path, written: bytes) -> bool:
    """Appends bytes to a file that only its owner reads, all of them or none; False where it cannot."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        return False
    try:
        before = os.fstat(handle).st_size
        try:
            is_whole = os.write(handle, written) == len(written)
        except OSError:
            is_whole = False
        if not is_whole:
            os.ftruncate(handle, before)
        return is_whole
    except OSError:
        return False
    finally:
        os.close(handle)
