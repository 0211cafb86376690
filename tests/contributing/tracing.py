"""What of the package is called while something runs: by `sys.setprofile`, in this thread and in those it starts."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from types import FrameType
from typing import Any


class Calls:
    """The functions of the package that were called, in the order of their first calls, and what the kept ones gave."""

    def __init__(self, kept: Sequence[str] = ()) -> None:
        self.first: dict[str, int] = {}
        self.returned: dict[str, list[Any]] = {name: [] for name in kept}

    def seen(self, frame: FrameType, event: str, value: object) -> None:
        """What `sys.setprofile` asks for: one call or return."""
        module = frame.f_globals.get("__name__", "")
        if event not in ("call", "return") or not module.startswith("ratecard."):
            return
        name = f"{module.removeprefix('ratecard.')}.{frame.f_code.co_qualname}"
        if event == "call":
            self.first.setdefault(name, len(self.first))
        elif name in self.returned:
            self.returned[name].append(value)

    def breaches(self, named: Sequence[str]) -> list[str]:
        """What of the named functions was not called, or was called first before one that is named before it."""
        found = [f"{name} is not called" for name in named if name not in self.first]
        called = [name for name in named if name in self.first]
        found += [
            f"{later} is called before {earlier}"
            for earlier, later in pairwise(called)
            if self.first[later] < self.first[earlier]
        ]
        return found


@contextmanager
def watched(kept: Sequence[str] = ()) -> Iterator[Calls]:
    """The calls that are made until the block is left."""
    calls = Calls(kept)
    before, before_in_threads = sys.getprofile(), threading.getprofile()
    threading.setprofile(calls.seen)
    sys.setprofile(calls.seen)
    try:
        yield calls
    finally:
        sys.setprofile(before)
        threading.setprofile(before_in_threads)


def calls_of(run: Callable[[], object], kept: Sequence[str] = ()) -> Calls:
    """The calls that something makes."""
    with watched(kept) as calls:
        run()
    return calls
