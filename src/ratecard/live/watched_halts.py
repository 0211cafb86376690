"""The file of halts, looked at again and again. What holds by it is never lifted because it cannot be read."""

import logging
import time
from pathlib import Path

from ratecard.book.halting import halted
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.live.halts import StoredHalt, UnreadableHalts, halts_in, read_halts
from ratecard.live.standing import HeldBack

LOG = logging.getLogger("ratecard.api")


SECONDS_BETWEEN_TRIES = 1.0


def readable_halts(file: Path | None) -> "WatchedHalts":
    """The halts of a file, as soon as it can be read. Nothing is handed over before: it might lift what is withheld."""
    problem = None
    while True:
        try:
            return WatchedHalts(file)
        except UnreadableHalts as error:
            if str(error) != problem:
                problem = str(error)
                LOG.error("no book is loaded until the halts can be read: %s", problem)
            time.sleep(SECONDS_BETWEEN_TRIES)


class WatchedHalts:
    """The halts of a file, as they could last be read; none where there is no file. `problem` is why they cannot now.

    Raises UnreadableHalts when it is made and the file cannot be read: whoever starts then does not know what to
    withhold. A file that was there and is gone counts as one that cannot be read.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._stored: tuple[StoredHalt, ...] = () if file is None else read_halts(file)
        self._stamp = self._stamped()
        self.problem: str | None = None

    def look(self) -> bool:
        """Reads the file again where it has changed. Whether what holds, or what is wrong with it, is another now."""
        stamp = self._stamped()
        if self._file is None or (stamp == self._stamp and self.problem is None):
            return False
        before, self._stamp = (self._stored, self.problem), stamp
        try:
            if stamp is None and self._stored:
                raise UnreadableHalts(f"{self._file} is gone; what it withheld is withheld until it is there again")
            self._stored, self.problem = read_halts(self._file), None
        except UnreadableHalts as error:
            self.problem = str(error)
        return (self._stored, self.problem) != before

    def applied_to(self, book: RuleBook, now: Instant) -> RuleBook:
        """A book of which everything is withheld that is to be."""
        return halted(book, halts_in(book, self._stored, now))

    def told(self, book: RuleBook, now: Instant) -> tuple[HeldBack, ...]:
        """What holds now, or will until it ends, with how many things it withholds in a book."""
        return tuple(
            HeldBack(
                id=own.id,
                what=own.what,
                where=own.where,
                since=instant_of(own.since),
                until=own.end,
                reason=own.reason,
                by=own.by,
                things=sum(map(len, halts_in(book, (own,), now).values())),
            )
            for own in self._stored
            if own.end > now
        )

    def _stamped(self) -> tuple[int, ...] | None:
        try:
            found = self._file.stat() if self._file is not None else None
        except OSError:
            return None
        return None if found is None else (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
