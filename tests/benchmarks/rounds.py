"""Rounds in which peers take turns, and what is made of their times.

A machine that other work slows down slows everybody in a round, so ratios are taken within rounds and their median is
what is reported. The best round says what the machine can do when it is left alone.
"""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Times(NamedTuple):
    """Seconds of each round, in order, by the name of who ran."""

    seconds: dict[str, list[float]]

    def best(self, name: str) -> float:
        """The shortest round."""
        return min(self.seconds[name])

    def middle(self, name: str) -> float:
        """The median round."""
        return median(self.seconds[name])

    def ratio(self, name: str, to: str) -> float:
        """How many times as long `name` takes as `to`: the median over rounds."""
        pairs = zip(self.seconds[name], self.seconds[to], strict=True)
        return median(one / other for one, other in pairs)

    def best_ratio(self, name: str, to: str) -> float:
        """How many times as long the best round of `name` took as that of `to`."""
        return self.best(name) / self.best(to)


def take_turns(runners: Mapping[str, Callable[[int], object]], rounds: int, *, collect: bool = False) -> Times:
    """Times every runner once a round. Who begins changes from round to round; each is given the round's number.

    What a runner gives back is dropped after its time is taken. `collect` clears Python's garbage before each turn.
    What everybody made beforehand is frozen, as the server freezes its book: no round walks through it for garbage.
    """
    names = list(runners)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    gc.freeze()
    try:
        for number in range(rounds):
            first = number % len(names)
            for name in (*names[first:], *names[:first]):
                run = runners[name]
                if collect:
                    gc.collect()
                start = perf_counter()
                made = run(number)
                seconds[name].append(perf_counter() - start)
                del made
    finally:
        gc.unfreeze()
    return Times(seconds)
