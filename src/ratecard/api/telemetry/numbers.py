"""Numbers of several processes: each adds to those of its own place, and any of them adds all places up.

A place has one writer, so that nothing is locked and no addition is lost. A worker that begins at the place of one that
died goes on from its numbers: what was counted stays counted, once.
"""

from mmap import mmap

NUMBER_BYTES = 8
LAST = 2**63 - 1


class SharedNumbers:
    """Whole numbers in memory that this process shares with those it forks later. Make it before the workers.

    There are `width` numbers at each of `places`, all 0 at first.
    """

    def __init__(self, places: int, width: int) -> None:
        self.places = places
        self._width = width
        self._all = memoryview(mmap(-1, max(1, places * width) * NUMBER_BYTES)).cast("q")

    def at(self, place: int) -> memoryview:
        """The numbers of one place, to be written by one process alone."""
        return self._all[place * self._width : (place + 1) * self._width]

    def of_all(self, index: int) -> list[int]:
        """One number at each place, in their order."""
        return [self._all[place * self._width + index] for place in range(self.places)]
