"""A file that is read again after it was changed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

Content = TypeVar("Content")

SECONDS_BETWEEN_LOOKS = 1.0


class Watched(Generic[Content]):
    """What a file holds. It is looked at once a second at the most, and only when it is asked for.

    A file that cannot be read any more keeps its last content: a half-written one locks nobody out. `read` raises an
    exception of `unreadable` for those; the first one goes to whoever makes this.
    """

    def __init__(
        self,
        file: Path,
        read: Callable[[Path], Content],
        unreadable: type[Exception],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = file
        self._read = read
        self._unreadable = unreadable
        self._seconds = seconds
        self._looked = seconds()
        self._stamp = self._stamped()
        self._content = read(file)

    def content(self) -> Content:
        """What the file holds now, or held when it could last be read."""
        now = self._seconds()
        if now - self._looked >= SECONDS_BETWEEN_LOOKS:
            self._looked = now
            stamp = self._stamped()
            if stamp != self._stamp:
                try:
                    self._content = self._read(self._file)
                except self._unreadable:
                    return self._content
                self._stamp = stamp
        return self._content

    def _stamped(self) -> tuple[int, int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
