"""What stands below one key over time: every stretch in which it does not change; and the terms that vary by a fact."""

from collections.abc import Iterator, Mapping

from ratecard.book.markets import MarketHistory
from ratecard.instants import Instant
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated

StatedBelow = Mapping[KeyPath, Stated[object]]
"""What is stated at one instant below one key, by path; nothing that is absent."""


def stretches(key: str, history: MarketHistory) -> Iterator[tuple[Instant, Instant | None, StatedBelow]]:
    """What stands below a key in every stretch in which it does not change, from the beginning on."""
    paths = history.below(key)
    starts = sorted(
        {history.begins, *(start for timeline in paths.values() for start in timeline.starts if start > history.begins)}
    )
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        found = {path: timeline.at(start) for path, timeline in paths.items()}
        held = {path: resolved.stated for path, resolved in found.items() if resolved is not None}
        yield start, end, {path: stated for path, stated in held.items() if stated.value is not ABSENT}
