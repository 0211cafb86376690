"""Values for a platform that a narrower layer's plain value hides: right by the rules, and rarely meant."""

from collections.abc import Iterable

from ratecard.book.resolving import Contributions
from ratecard.book.speaking import hidden_pairs
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import NONE, UNKNOWN, KeyPath


def hidden_values(contributions: Contributions) -> Iterable[tuple[KeyPath, Place, Place]]:
    """Where a narrower layer's plain value hides a broader layer's value for a platform: the path, and both places."""
    for path, stated in contributions.items():
        if (
            len(stated) > 1
            and any(rank.of_platform for rank, _ in stated)
            and not _removed_for_platform(path, contributions)
        ):
            for winner, loser in hidden_pairs(stated):
                yield path, winner.value.place, loser.value.place  # type: ignore[attr-defined]


def _removed_for_platform(path: KeyPath, contributions: Contributions) -> bool:
    """Whether the narrowest layer says, for the platform, that a mapping above this path is none, or unknown."""
    narrowest = contributions[path][-1][0]
    return any(
        rank.of_platform and rank > narrowest and any(segment.value.value in (NONE, UNKNOWN) for segment in segments)  # type: ignore[attr-defined]
        for depth in range(1, len(path))
        for rank, segments in contributions.get(path[:depth], ())
    )
