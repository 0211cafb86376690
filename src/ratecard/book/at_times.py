"""What is stated of a section at each instant, and what its terms ask of the time at which they hold."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ratecard.book.read_in import ReadIn
from ratecard.book.resolving import ResolvedPaths
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath
from ratecard.terms.resolved import Resolved
from ratecard.terms.values import Values


class AskedOfTime(NamedTuple):
    """What terms were asked for of the time at which they hold: since when these statements do, and the zone."""

    paths: tuple[KeyPath, ...]
    of_zone: bool

    def key(self, about: tuple[object, ...], held: Mapping[KeyPath, Resolved[object]], where: ReadIn) -> Hashable:
        """What is equal where terms of the same statements are the same."""
        return (*about, tuple([held[path].since for path in self.paths]), where.in_zone.key if self.of_zone else "")


NOTHING_ASKED = AskedOfTime((), False)


def asked_of(every: Iterable[Values]) -> AskedOfTime:
    """What any of these were asked for."""
    paths = {path for values in every for path in values.times_asked}
    return AskedOfTime(tuple(sorted(paths)), any(values.is_of_zone for values in every))


def stated_at(paths: ResolvedPaths, starts: tuple[Instant, ...]) -> Iterator[dict[KeyPath, Resolved[object]]]:
    """What is stated at each of these instants, in rising order, by path; without what is stated to be absent."""
    current: dict[KeyPath, Resolved[object] | None] = {path: timeline.at(starts[0]) for path, timeline in paths.items()}
    changes: dict[Instant, list[tuple[KeyPath, Resolved[object]]]] = {}
    for path, timeline in paths.items():
        for start, resolved in timeline:
            if start > starts[0]:
                changes.setdefault(start, []).append((path, resolved))
    for start in starts:
        current.update(changes.get(start, ()))
        yield {path: own for path, own in current.items() if own is not None and own.stated.value is not ABSENT}
