"""The order of statements: whoever's rank is greater is narrower, and wins."""

from typing import NamedTuple

OF_LIBRARY, OF_BOOK = 0, 1
"""The origins of statements: what is true of countries for everybody lies below what a book states itself."""


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


class Ranks(NamedTuple):
    """The ranks of one origin's layers, the broadest first."""

    rules: Rank
    group: Rank
    country: Rank
    subdivision: Rank

    def of_file(self, depth: int) -> Rank:
        """The rank of a region's own file: 0 for the country's, 1 for the subdivision's."""
        return self.subdivision if depth else self.country


IN_LIBRARY, IN_BOOK = (Ranks(*(Rank(origin, layer) for layer in range(4))) for origin in (OF_LIBRARY, OF_BOOK))
RULES, GROUP, COUNTRY, SUBDIVISION = IN_BOOK
_OF_PLATFORMS = {rank: Rank(rank.origin, rank.layer, True) for rank in (*IN_LIBRARY, *IN_BOOK)}
