"""Which layers speak at which times: where a plain value hides a platform's, and where a region decides a clash."""

from collections.abc import Iterable, Sequence

from ratecard.book.timeline import Segment
from ratecard.instants import Instant
from ratecard.rulefiles.stated import INHERIT
from ratecard.terms.ranks import OF_BOOK, Rank

Ranked = Sequence[tuple[Rank, tuple[Segment, ...]]]
"""What layers state for one path, the broadest first."""


def hidden_pairs(stated: Ranked) -> Iterable[tuple[Segment, Segment]]:
    """The plain segments that win where a broader layer speaks for the platform, each with the first that it hides.

    What the book says itself for the platform comes before what the library does.

    A region whose own value for the platform begins later, or has ended, still hides the group's in between.
    """
    seen: set[int] = set()
    for instant in edges(segments for _, segments in stated):
        speaking = [(rank, segment) for rank, segments in stated if (segment := heard(segments, instant)) is not None]
        if not speaking or speaking[-1][0].of_platform or id(speaking[-1][1].value) in seen:
            continue
        winner = speaking[-1][1]
        losers = [(rank, segment) for rank, segment in speaking if rank.of_platform]
        own = next((segment for rank, segment in losers if rank.origin == OF_BOOK), None)
        loser = losers[0][1] if own is None and losers else own
        if loser is not None:
            seen.add(id(winner.value))
            yield winner, loser


def always_covered(one: tuple[Segment, ...], two: tuple[Segment, ...], own: Sequence[tuple[Segment, ...]]) -> bool:
    """Whether one of `own` speaks at every instant at which both `one` and `two` do, so that neither of them counts."""
    return all(
        any(heard(segments, instant) is not None for segments in own)
        for instant in edges((one, two, *own))
        if heard(one, instant) is not None and heard(two, instant) is not None
    )


def edges(stretches: Iterable[tuple[Segment, ...]]) -> list[Instant]:
    """Every instant at which a segment begins or ends, in order."""
    found = {edge for segments in stretches for s in segments for edge in (s.start, s.end) if edge is not None}
    return sorted(found)


def heard(segments: tuple[Segment, ...], instant: Instant) -> Segment | None:
    """The segment that speaks at an instant: one that says `inherit` leaves the word to broader layers."""
    segment = next((s for s in segments if s.start <= instant and (s.end is None or instant < s.end)), None)
    return segment if segment is not None and segment.value.value is not INHERIT else None  # type: ignore[attr-defined]
