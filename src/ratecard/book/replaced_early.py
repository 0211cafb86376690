"""Entries of time lines that are replaced before anybody could ask: by the book's beginning, or a region's own.

Whoever changes one changes nothing.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise
from zoneinfo import ZoneInfo

from ratecard.book.declarations import layers_of_region
from ratecard.book.layers import Layer, Layers
from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.starts import start_of
from ratecard.diagnostics.diagnostic import Note
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ANY_LANGUAGE, KeyPath, Leaf, Stated, StatedStart, StatedTimeLine

ZoneAndBegin = tuple[ZoneInfo, Instant]
"""The zone of a time line's days where it is read, and when the book begins there."""

DatedEntry = tuple[Stated[StatedStart], Stated[object]]


def doubt_what_is_replaced_early(
    creators: Iterable[MarketHistory], layers: Layers, keys: Container[str], once: Once
) -> None:
    """Warns of each value of these keys that another one of its time line replaces by the beginning.

    `creators` is a history of each region. What rules and groups state is looked at as all regions would read it.
    """
    histories = {history.key.region: history for history in creators}
    every = {(history.in_zone, history.begins) for history in histories.values()}
    of_files = {code: set[ZoneAndBegin]() for code in layers.regions}
    for code, history in histories.items():
        for layer in layers_of_region(layers, code):
            of_files[layer.name].add((histories.get(layer.name, history).in_zone, history.begins))
    layered = [(layer, every) for layer in (layers.rules, *layers.groups.values())]
    for layer, readings in (*layered, *((layer, of_files[code]) for code, layer in layers.regions.items())):
        for path, leaf in _time_lines(layer):
            if readings and path[0] in keys:
                for (_, value), following in _replaced(leaf, readings):
                    _warn(path, value, following, once)


def _time_lines(layer: Layer) -> Iterator[tuple[KeyPath, StatedTimeLine]]:
    every: tuple[Mapping[KeyPath, Leaf], ...] = (layer.plain, *layer.by_platform.values())
    for leaves in every:
        for path, leaf in leaves.items():
            if type(leaf) is StatedTimeLine and len(leaf.entries) > 1:
                yield path, leaf


def _replaced(leaf: StatedTimeLine, readings: Iterable[ZoneAndBegin]) -> Iterator[tuple[DatedEntry, DatedEntry]]:
    """The entries that hold for none of these readings, each with the one that follows."""
    left: set[int] | None = None
    for in_zone, begins in readings:
        starts = sorted((start_of(key, in_zone) or 0, index) for index, (key, _) in enumerate(leaf.entries))
        early = {index for (_, index), (end, _) in pairwise(starts) if end <= begins}
        left = early if left is None else left & early
        if not left:
            return
    in_order = sorted(range(len(leaf.entries)), key=lambda index: start_of(leaf.entries[index][0], None) or 0)
    for index, following in pairwise(in_order):
        if index in (left or ()):
            yield leaf.entries[index], leaf.entries[following]


def _warn(path: KeyPath, value: Stated[object], following: DatedEntry, once: Once) -> None:
    name = ".".join(part for part in path if part != ANY_LANGUAGE)
    once.warn(
        "never-holds",
        f"this value of {name} never holds: the next one holds by the time from which questions are answered",
        value.place,
        "delete it",
        (Note(following[1].place, f"holds from {following[0].value} on"),),
    )
