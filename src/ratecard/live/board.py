"""The one place in memory that processes of one parent share: the newest message, which one of them writes.

It is made before the processes are. The message lies in a file without a name, of which nothing is left once all
processes are gone, however they end. A reader gets a whole message or none: each is sealed, and one that was written
over meanwhile is not right any more.
"""

import os
import tempfile
from hmac import compare_digest
from hmac import digest as keyed_digest
from mmap import mmap

SEAL_BYTES = 32
NUMBERS = 5
"""The newest message's number; then where and how long it is, for even numbers and for odd ones."""
NUMBER_BYTES = 8


class Board:
    """The newest message, by its number: 0 before there is any. `secret` is known to these processes alone."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the processes
        self._head = memoryview(mmap(-1, NUMBERS * NUMBER_BYTES)).cast("q")

    @property
    def number(self) -> int:
        """How many messages were written so far."""
        return self._head[0]

    def write(self, message: bytes) -> None:
        """Puts a message in the place of the one before. One process alone writes."""
        number, start, length = self._newest()
        # Never over the newest one, which may be read now; and whoever ends in here leaves that one as it is.
        beside = 0 if len(message) + SEAL_BYTES <= start else start + length
        data = self._seal(number + 1, message) + message
        _write_all(self._file.fileno(), data, beside)
        entry = _entry(number + 1)
        self._head[entry], self._head[entry + 1] = beside, len(data)
        self._head[0] = number + 1

    def read(self) -> tuple[int, bytes] | None:
        """The newest message with its number; None where there is none, or it was written over just now: try again."""
        number, start, length = self._newest()
        if not number or length < SEAL_BYTES:
            return None
        data = _read_all(self._file.fileno(), length, start)
        seal, message = data[:SEAL_BYTES], data[SEAL_BYTES:]
        return (number, message) if compare_digest(seal, self._seal(number, message)) else None

    def _newest(self) -> tuple[int, int, int]:
        number = self._head[0]
        entry = _entry(number)
        return number, self._head[entry], self._head[entry + 1]

    def _seal(self, number: int, message: bytes) -> bytes:
        return keyed_digest(self._secret, number.to_bytes(NUMBER_BYTES, "big") + message, "sha256")


def _entry(number: int) -> int:
    """Where it stands of a message where it is."""
    return 1 + 2 * (number % 2)


def _write_all(handle: int, data: bytes, at: int) -> None:
    left = memoryview(data)
    while left:
        written = os.pwrite(handle, left, at)
        left, at = left[written:], at + written


def _read_all(handle: int, length: int, at: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = os.pread(handle, length, at)
        if not part:
            break
        parts.append(part)
        length, at = length - len(part), at + len(part)
    return b"".join(parts)
