"""The file of halts, looked at again and again. What holds by it is never lifted because it cannot be read."""

import time
from pathlib import Path

from ratecard.book.halting import halted
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.live.halts import StoredHalt, UnreadableHalts, halts_in, read_halts
from ratecard.live.standing import HeldBack


class WatchedHalts:
    """The halts of a file, as they could last be read; none where there is no file. `problem` is why they cannot now.

    `known` are those that hold already, for whoever goes on from another one. Without them UnreadableHalts is raised
    where the file cannot be read: whoever starts then does not know what to withhold. A file that was there and is gone
    counts as one that cannot be read, and so does one without a halt that is not over: ended ones stay in it.
    """

    def __init__(self, file: Path | None, known: tuple[StoredHalt, ...] | None = None) -> None:
        self._file = file
        self.stored: tuple[StoredHalt, ...] = () if known is None else known
        self.problem: str | None = None
        self._stamp: tuple[int, ...] | None = None
        if known is None and file is not None:
            self.stored = read_halts(file)
            self._stamp = self._stamped()

    def look(self) -> bool:
        """Reads the file again where it has changed. Whether what holds, or what is wrong with it, is another now."""
        stamp = self._stamped()
        if self._file is None or (stamp is not None and stamp == self._stamp and self.problem is None):
            return False
        before, self._stamp = (self.stored, self.problem), stamp
        try:
            self.stored, self.problem = self._read(self._file, stamp), None
        except UnreadableHalts as error:
            self.problem = str(error)
        return (self.stored, self.problem) != before

    def _read(self, file: Path, stamp: tuple[int, ...] | None) -> tuple[StoredHalt, ...]:
        now = Instant(int(time.time()))
        holding = {own.id for own in self.stored if own.end > now}
        if stamp is None and holding:
            raise UnreadableHalts(f"{file} is gone; what it withheld is withheld until it is there again")
        found = read_halts(file)
        lost = sorted(holding - {own.id for own in found})
        if lost:
            raise UnreadableHalts(
                f"{file} has lost {', '.join(lost)}, which is withheld until it is there again; "
                "`ratecard halts --end` ends it"
            )
        return found

    def applied_to(self, book: RuleBook, now: Instant) -> RuleBook:
        """A book of which everything is withheld that is to be."""
        return halted(book, halts_in(book, self.stored, now))

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
            for own in self.stored
            if own.end > now
        )

    def _stamped(self) -> tuple[int, ...] | None:
        try:
            found = self._file.stat() if self._file is not None else None
        except OSError:
            return None
        return None if found is None else (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
