"""The order of statements: whoever's rank is greater is narrower, and wins."""

from typing import NamedTuple

OF_BOOK = 1
"""The origin of what a book states itself; what is true of countries for everybody will lie below it."""


class Rank(NamedTuple):
    """Where a statement stands: its origin, its layer, and whether it is for one platform. Ranks compare in that order.

    A platform's statement beats the plain one of its own layer, and no narrower layer's.
    """

    origin: int
    layer: int
    of_platform: bool = False

    def on(self, platform: str | None) -> "Rank":
        """The rank of this layer's statements for a platform; of its plain ones for None."""
        return self if platform is None else _OF_PLATFORMS[self]

    def is_of_broader_layer(self, other: "Rank") -> bool:
        """Whether the other one's layer is narrower, whatever they say of platforms."""
        return self[:2] < other[:2]


NOBODY = Rank(-1, -1)
"""The rank of what nobody states any more: below everything."""

RULES, GROUP, COUNTRY, SUBDIVISION = (Rank(OF_BOOK, layer) for layer in range(4))
_OF_PLATFORMS = {rank: Rank(rank.origin, rank.layer, True) for rank in (RULES, GROUP, COUNTRY, SUBDIVISION)}
