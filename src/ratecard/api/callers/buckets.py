"""A token bucket for each caller: what it may spend at once, and how fast that comes back."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from ratecard.api.callers.ceiling import Ceiling

CALLERS_KEPT_MOST = 20_000


class Buckets:
    """Buckets by caller. One that was forgotten is full again, as one of a caller who never came would be.

    `burst` is what a full bucket holds, in units of cost; `rate` is how much of it comes back in a second. What is
    taken of one is taken of the ceiling, too, if there is one.
    """

    def __init__(self, burst: int, rate: int, seconds: Callable[[], float], ceiling: Ceiling | None = None) -> None:
        self.ceiling = ceiling
        self.burst = burst
        self.rate = rate
        self._seconds = seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> int:
        """For how many seconds this caller has to wait; 0 where its own bucket is not empty."""
        left = self._left(caller, self._seconds())
        return 0 if left > 0 else ceil((1 - left) / self.rate)

    def take(self, caller: str, cost: int, *, sparing: bool = False) -> int:
        """Takes a cost out of the caller's bucket, and tells what is left; out of the ceiling perhaps `sparing`.

        It may go below zero, for whoever did not have to wait: no request is too large for ever.
        """
        now = self._seconds()
        if self.ceiling is not None:
            self.ceiling.take(cost, sparing=sparing)
        left = self._left(caller, now) - cost
        self._buckets[caller] = (left, now)
        self._buckets.move_to_end(caller)
        if len(self._buckets) > CALLERS_KEPT_MOST:
            self._buckets.popitem(last=False)
        return max(0, int(left))

    def _left(self, caller: str, now: float) -> float:
        found = self._buckets.get(caller)
        return float(self.burst) if found is None else min(self.burst, found[0] + (now - found[1]) * self.rate)
