"""Until when an answer about a purchase holds: statements change, and windows of promotions open and close."""

from tests.reference.layering import Market
from tests.reference.promotion_terms import promotion_ids, window


def period(here: Market, at: int) -> tuple[int, int | None]:
    """From when and until when the same statements hold and the same promotions are on: half-open, None for good."""
    start, end = here.period(at)
    for promotion in promotion_ids(here):
        opens, closes, never = window(here, at, promotion)
        for edge in () if never else (opens, closes):
            if edge is not None and start < edge <= at:
                start = edge
            if edge is not None and at < edge and (end is None or edge < end):
                end = edge
    return start, end
