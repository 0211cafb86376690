"""Leaves that say the same for all who read them: at all times, or at the same instants."""

from datetime import date, datetime
from typing import TypeGuard

from ratecard.book.starts import BEFORE_ALL, segments_of
from ratecard.book.timeline import Segment
from ratecard.instants import Instant, instant_of
from ratecard.rulefiles.stated import (
    Choice,
    Leaf,
    Stated,
    StatedAmounts,
    StatedEdge,
    StatedMoney,
    StatedParts,
    StatedRange,
    StatedTimeLine,
)
from ratecard.rulefiles.stating.conditions import StatedConditions

BOUND_KINDS = frozenset(
    {StatedMoney, StatedRange, StatedAmounts, StatedParts, Choice, StatedConditions, StatedEdge, date, datetime}
)
"""What says something else for each market; any other value says the same for all."""


def is_plain(leaf: Leaf) -> TypeGuard[Stated[object]]:
    """Whether a leaf says the same for all who read it, at all times."""
    return type(leaf) is Stated and type(leaf.value) not in BOUND_KINDS


def segments_of_instants(leaf: StatedTimeLine) -> tuple[Segment, ...]:
    """The stretches of plain values that stand at instants alone, for everybody; none where they are not such."""
    dated: dict[Instant, Stated[object]] = {}
    for key, stated in leaf.entries:
        if type(key.value) is not datetime or not is_plain(stated):
            return ()
        dated[instant_of(key.value)] = stated
    if len(dated) < len(leaf.entries):
        return ()
    return segments_of(list(dated.items()), None, BEFORE_ALL, BEFORE_ALL)
