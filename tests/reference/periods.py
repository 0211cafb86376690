"""Until when an answer about a purchase holds: statements change, promotions begin and end, sources change too."""

from tests.reference.following_periods import edges, follows_anybody, made_of
from tests.reference.layering import Market
from tests.reference.promotion_terms import promotion_ids, window

Period = tuple[int, int | None]


def period(here: Market, at: int) -> Period:
    """From when and until when the same statements hold and the same promotions are on: half-open, None for good.

    Where prices follow other markets, what these state of them holds too.
    """
    start, end = here.period(at)
    for promotion in promotion_ids(here):
        opens, closes, never = window(here, at, promotion)
        for edge in () if never else (opens, closes):
            if edge is not None and start < edge <= at:
                start = edge
            if edge is not None and at < edge and (end is None or edge < end):
                end = edge
    return with_sources(here, at, (start, end))


def with_sources(here: Market, at: int, own: Period) -> Period:
    """A market's own period, cut where what its prices follow of other markets changes."""
    start, end = own
    if not follows_anybody(here.book):
        return own
    now = made_of(here, at)
    inside = sorted(edge for edge in edges(here.book) if edge > start and (end is None or edge < end))
    before = [edge for edge in inside if edge <= at and made_of(here, edge - 1) != now]
    after = [edge for edge in inside if edge > at and made_of(here, edge) != now]
    return max(before, default=start), min(after, default=end)
