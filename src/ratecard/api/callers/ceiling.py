"""What all callers together may ask, over all workers: one bucket beside those of the callers."""

from collections.abc import Callable
from math import ceil
from mmap import mmap
from time import monotonic

RESERVED = 4
"""One part in so many is kept for callers who are known: a flood of strangers does not keep the payout service out."""

NANOSECONDS = 1_000_000_000
NUMBER_BYTES = 8
LAST = 2**63 - 1


class Ceiling:
    """A bucket in memory that this process shares with those it forks later. Make it before the workers.

    `burst` is what it holds when it is full, in units of cost; `rate` is how much comes back in a second. It is kept as
    one number, the instant at which it will be full again, which is read and written at once. Two workers that take at
    the same moment may count one of both; the ceiling is for floods, not for accounts. `seconds` is a clock that all
    processes share.
    """

    def __init__(self, burst: int, rate: int, seconds: Callable[[], float] = monotonic) -> None:
        self.burst = burst
        self.rate = rate
        self._seconds = seconds
        self._full_at = memoryview(mmap(-1, NUMBER_BYTES)).cast("q")

    def wait(self, known: bool) -> int:
        """For how many seconds a caller has to wait; 0 where there is something left for such a one."""
        least = 0 if known else self.burst / RESERVED
        left = self.left()
        return 0 if left > least else max(1, ceil((least + 1 - left) / self.rate))

    def take(self, cost: int, *, sparing: bool = False) -> None:
        """Takes a cost out. It may go below zero, as a caller's own bucket may.

        `sparing` leaves what is kept for callers who are known: all that there is, once no more is left.
        """
        if sparing:
            cost = min(cost, max(0, int(self.left() - self.burst / RESERVED)))
        now = self._now()
        self._full_at[0] = min(LAST, max(self._full_at[0], now) + cost * NANOSECONDS // self.rate)

    def left(self) -> float:
        """What is left, in units of cost."""
        return self.burst - max(0, self._full_at[0] - self._now()) * self.rate / NANOSECONDS

    def _now(self) -> int:
        return int(self._seconds() * NANOSECONDS)
