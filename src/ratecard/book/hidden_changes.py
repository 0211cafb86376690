"""Values without a date that hide a later change of a broader layer: right by the rules, and rarely meant.

The EU changes a rate from a day on, and a country that once stated its own without a date goes on with it for ever.
"""

from collections.abc import Iterator, Sequence

import msgspec

from ratecard.book.resolving import Contribution, Contributions
from ratecard.book.timeline import Segment
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import INHERIT, NONE, KeyPath
from ratecard.terms.ranks import Rank


class HiddenChange(msgspec.Struct, frozen=True, gc=False):
    """A path, where its undated value stands, and each change that it hides: from when on, and where it stands.

    `only_here`: the value is of one platform, and what it hides is of all of them.
    """

    path: KeyPath
    undated: Place
    changes: tuple[tuple[Instant, Place], ...]
    only_here: bool


def hidden_changes(contributions: Contributions, begins: Instant) -> Iterator[HiddenChange]:
    """Every undated value of a layer that hides dated changes of broader layers, after the beginning.

    `none` hides nothing that could be meant to come, and what a plain value hides for one platform is
    `platform-value-hidden`.
    """
    for path, stated in contributions.items():
        for index in range(1, len(stated)):
            rank, segments = stated[index]
            value = _undated(segments)
            if value is None:
                continue
            broader = [own for own in stated[:index] if _may_be_hidden(own[0], rank)]
            found = tuple(
                (since, place) for since, place in _changes(broader, begins) if _winner(stated, since) is segments
            )
            if found:
                only_here = rank.of_platform and not any(own.of_platform for own, _ in broader)
                yield HiddenChange(path, value.place, found, only_here)  # type: ignore[attr-defined]


def _undated(segments: tuple[Segment, ...]) -> object | None:
    """The statement of a layer that states one value without a date, and not `none`; else None."""
    first = segments[0]
    if first.dated:
        return None
    value = first.value.value  # type: ignore[attr-defined]
    return None if value is NONE or value is INHERIT else first.value


def _changes(broader: Sequence[Contribution], begins: Instant) -> Iterator[tuple[Instant, Place]]:
    """The instants at which a dated statement changes what these layers say together, with its place, in order.

    Where they said nothing before, nothing changes: what begins then is of the markets that state nothing themselves.
    """
    dated = {
        (segment.start, segment.value.place)  # type: ignore[attr-defined]
        for _, segments in broader
        for segment in segments
        if segment.dated and segment.start == segment.since and segment.start > begins
    }
    for start, place in sorted(dated):
        before, after = _value(broader, Instant(start - 1)), _value(broader, start)
        if before is not None and before != after:
            yield start, place


def _value(stated: Sequence[Contribution], at: Instant) -> object:
    """What these layers say at an instant, the narrowest first; None where none of them says anything."""
    segments = _winner(stated, at)
    return None if segments is None else _at(segments, at).value.value  # type: ignore[union-attr]


def _winner(stated: Sequence[Contribution], at: Instant) -> tuple[Segment, ...] | None:
    """What the narrowest of these layers that speaks at an instant states."""
    for _, segments in reversed(stated):
        said = _at(segments, at)
        if said is not None and said.value.value is not INHERIT:  # type: ignore[attr-defined]
            return segments
    return None


def _at(segments: tuple[Segment, ...], at: Instant) -> Segment | None:
    return next(
        (segment for segment in segments if segment.start <= at and (segment.end is None or at < segment.end)), None
    )


def _may_be_hidden(rank: Rank, other: Rank) -> bool:
    """Whether a plain value of `other` hides one of a broader layer that speaks to as many platforms."""
    return rank.is_of_broader_layer(other) and rank.of_platform <= other.of_platform
