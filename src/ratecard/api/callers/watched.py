"""A file that is read again after it was changed, and is not believed any more once it cannot be read."""

import logging
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Generic, TypeVar

from ratecard.api.callers.callers import State, UnreadableCallers

LOG = logging.getLogger("ratecard.api")

Content = TypeVar("Content")

SECONDS_BETWEEN_LOOKS = 1.0

REFUSED = "whoever is known by it is refused until it can be read"
"""What follows once a file is not believed any more."""

SECONDS_UNSETTLED = 2
"""A file that was changed this lately may be changed again at the same time: clocks of file systems tick slowly."""

SECONDS_BELIEVED = 60.0
"""For how long what was read last is believed when the file cannot be read: time for an editor that writes by halves or
a disk that is mounted again, and no more, since a key may have been revoked meanwhile."""


class Watched(Generic[Content]):
    """What a file holds. It is looked at once a second at most, and only when it is asked for.

    `read` raises UnreadableCallers. What was read before is then believed for a minute after the last look that was
    good; from then on, and where nothing was ever read, there is `nothing`, until the file can be read again. Each
    change of that, and each new reason for it, is logged once; `refused` says what follows.
    """

    def __init__(
        self,
        file: Path,
        read: Callable[[Path], Content],
        nothing: Content,
        seconds: Callable[[], float] = time.monotonic,
        *,
        refused: str = REFUSED,
    ) -> None:
        self._file = file
        self._read = read
        self._nothing, self._refused = nothing, refused
        self._seconds = seconds
        self._content = nothing
        self._stamp: tuple[int, ...] | None = None
        self._looked_at = self._good_at = -inf
        self._state = State.READ
        self.problem: str | None = None
        self.content()

    def content(self) -> Content:
        """What the file holds now, or held when it could last be read, or nothing."""
        now = self._seconds()
        if now - self._looked_at >= SECONDS_BETWEEN_LOOKS:
            self._looked_at = now
            self._look(now)
        return self._nothing if self._state is State.REFUSED else self._content

    def state(self) -> State:
        """How it stands with the file now."""
        self.content()
        return self._state

    def _look(self, now: float) -> None:
        stamp = self._stamped()
        problem = None
        if stamp is None or stamp != self._stamp or self.problem is not None:
            try:
                self._content = self._read(self._file)
                self._stamp = stamp if stamp is not None and _is_settled(stamp) else None
            except UnreadableCallers as error:
                problem = str(error)
        if problem is None:
            self._good_at = now
        self._tell(problem, now)

    def _tell(self, problem: str | None, now: float) -> None:
        """Takes the state in, and logs it where it is new."""
        state = State.READ
        if problem is not None:
            state = State.FAILING if now - self._good_at < SECONDS_BELIEVED else State.REFUSED
        if (state, problem) == (self._state, self.problem):
            return
        if state is State.READ:
            LOG.warning("%s is read again", self._file)
        elif state is State.FAILING:
            LOG.error("%s; what it held is believed for %d seconds", problem, SECONDS_BELIEVED)
        else:
            LOG.error("%s; %s", problem, self._refused)
        self._state, self.problem = state, problem

    def _stamped(self) -> tuple[int, ...] | None:
        """What changes with the file, its rights included; None where it cannot be looked at."""
        try:
            found = self._file.stat()
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev


def _is_settled(stamp: tuple[int, ...]) -> bool:
    return time.time_ns() - max(stamp[:2]) > SECONDS_UNSETTLED * 1_000_000_000
