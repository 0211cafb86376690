"""Whether a rate of exchange jumps from one day to the next, or stands upside down."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, decimal, times
from ratecard.instants import local_day
from ratecard.money import ExchangeRate

RATE = "rate"

GAPS = (31 * 86_400, 92 * 86_400, 366 * 86_400)
"""Gaps in seconds, a month, a quarter and a year, beyond each of which the bound counts once more."""

NEAR = Fraction(11, 10)
"""Within which factor of the inverse of the one before a rate is probably that, upside down."""


def rate_jumps(creators: Iterable[MarketHistory], beyond: Fraction) -> Iterator[Finding]:
    """Each rate that is more than a factor off the one before it; told where it may be that one's inverse."""
    seen: set[int] = set()
    for history in creators:
        for path, timeline in history.below("fx").items():
            if path[:2] != ("fx", "rates") or len(path) != 3:
                continue
            dated = [(start, own.stated) for start, own in timeline]
            was_odd: Fraction | None = None
            for (earlier, old), (later, new) in pairwise(dated):
                if id(new) in seen or not (isinstance(old.value, ExchangeRate) and isinstance(new.value, ExchangeRate)):
                    continue
                seen.add(id(new))
                was, now = old.value.fraction, new.value.fraction
                moved = now / was
                bound = beyond ** (1 + sum(later - earlier > gap for gap in GAPS))
                is_inverse = 1 / NEAR <= now * was <= NEAR and not 1 / beyond <= moved <= beyond
                if 1 / bound <= moved <= bound and not is_inverse:
                    continue
                if was_odd is not None and 1 / bound <= now / was_odd <= bound:
                    was_odd = None  # it is again what it was: the one between was wrong
                    continue
                was_odd = was
                yield Finding(
                    guard=RATE,
                    market=history.key,
                    of=path[2],
                    since=later,
                    seen=max(moved, 1 / moved),
                    sentence=(
                        f"the rate of {path[2]} goes from {_shown(was)} to {_shown(now)} on "
                        f"{local_day(later, history.in_zone)}: {times(moved)}"
                        f"{', which is about its inverse' if is_inverse else ''}"
                    ),
                    place=new.place,
                    hint="turn it over" if is_inverse else "look at its source; the digits, and which way round it is",
                    notes=(Note(old.place, "until then"),),
                )


def _shown(rate: Fraction) -> str:
    return decimal(rate, 6).rstrip("0").rstrip(".")
