"""A cache with a bound on the size of everything that it keeps together."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Bounded(Generic[Key, Value]):
    """Keeps what was used last. What no longer fits goes, the longest unused first.

    `most` is in the unit that `put` is told sizes in. One entry may take a quarter of it, so that none empties the
    rest. Not for several threads.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._entries: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: Key) -> bool:
        return key in self._entries

    def get(self, key: Key) -> Value | None:
        """The value of a key, which is then the last used one; or None."""
        found = self._entries.get(key)
        if found is None:
            return None
        self._entries.move_to_end(key)
        return found[0]

    def takes(self, size: int) -> bool:
        """Whether a value of this size is not too large to be kept."""
        return size <= self.most // 4

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keeps a value of this size in place of an earlier one, or does not where it is too large."""
        self.drop(key)
        if not self.takes(size):
            return
        self._entries[key] = (value, size)
        self.size += size
        while self.size > self.most:
            _, (_, gone) = self._entries.popitem(last=False)
            self.size -= gone

    def drop(self, key: Key) -> None:
        """Forgets a key, if it is kept."""
        found = self._entries.pop(key, None)
        if found is not None:
            self.size -= found[1]
