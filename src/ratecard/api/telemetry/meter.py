"""Counts what the server does. One `Metrics` for all workers, one `Meter` for each of them."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from ratecard.api.telemetry.families import BUCKETS, OTHER, Family, Measure, families
from ratecard.api.telemetry.numbers import SharedNumbers
from ratecard.instants import Instant

Labels = tuple[str, ...]


SUM = len(BUCKETS) + 1
"""Where the sum of a histogram stands among its numbers."""


class MetricLine(NamedTuple):
    """One combination of labels of a metric, over all workers: one number, or those of a histogram."""

    family: Family
    labels: Labels
    numbers: tuple[int, ...]


class Metrics:
    """All numbers of all workers. To be made before the workers are; `operations` are names that are counted by."""

    def __init__(self, operations: Sequence[str] = (), workers: int = 1) -> None:
        self.families = families(operations)
        self.indices: dict[tuple[str, ...], int] = {}
        width = 0
        for family in self.families:
            for labels in family.values:
                self.indices[(family.name, *labels)] = width
                width += family.width
        self.numbers = SharedNumbers(workers, width)

    def counted(self) -> list[MetricLine]:
        """What was counted, over all workers.

        Operations that nobody asked are left out. Of one that somebody asked all codes are told, those with 0 too: what
        begins at 1 has not grown, as Prometheus sees it, and a first fault would raise no alarm.
        """
        told: list[MetricLine] = []
        for family in self.families:
            lines = [self._counted(family, labels) for labels in family.values]
            if family.labels and family.labels[0] == "operation":
                asked = {OTHER, *(line.labels[0] for line in lines if any(line.numbers))}
                lines = [line for line in lines if line.labels[0] in asked]
            told += lines
        return told

    def _counted(self, family: Family, labels: Labels) -> MetricLine:
        begin = self.indices[(family.name, *labels)]
        at_places = [self.numbers.of_all(index) for index in range(begin, begin + family.width)]
        return MetricLine(family, labels, tuple(_together(family.measure, values) for values in at_places))


def _together(measure: Measure, values: list[int]) -> int:
    """What the workers' numbers come to: their sum; of instants the earliest that is known, else 0."""
    if measure is Measure.AGE:
        return min((value for value in values if value), default=0)
    return sum(values)


class Meter:
    """Counts for one worker, the only one at its place. What an earlier one counted there stays; gauges begin anew."""

    def __init__(self, metrics: Metrics, place: int = 0) -> None:
        self.metrics = metrics
        self._indices = metrics.indices
        self._own = metrics.numbers.at(place)
        for family in metrics.families:
            if family.measure in (Measure.GAUGE, Measure.AGE):
                for labels in family.values:
                    self.set(family.name, *labels, to=0)
        self.set("workers", to=1)

    def add(self, name: str, *labels: str, by: int = 1) -> None:
        """Counts more of a metric. `labels` are values that the metric's family lists, in their order."""
        self._own[self._indices[(name, *labels)]] += by

    def set(self, name: str, *labels: str, to: int | Instant) -> None:
        """Sets a gauge, or the instant of an age."""
        self._own[self._indices[(name, *labels)]] = to

    def knows(self, operation: str) -> bool:
        """Whether operations of this name are counted by themselves."""
        return ("request_seconds", operation) in self._indices

    def ended(self, operation: str, code: str, nanoseconds: int) -> None:
        """Counts a request that ended, with the time that it took. `operation` is one that it `knows`."""
        own, indices = self._own, self._indices
        own[indices["requests", operation, code]] += 1
        begin = indices["request_seconds", operation]
        own[begin + bisect_left(BUCKETS, nanoseconds)] += 1
        own[begin + SUM] += nanoseconds
