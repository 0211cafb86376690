"""How what is found can be accepted: the words of where, and the line that can be pasted into a book."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ratecard.guards.exceptions import Readers
from ratecard.guards.findings import Finding, number_shown
from ratecard.instants import Instant, datetime_of
from ratecard.terms.market import MarketKey

DAYS = 183
"""For how many days from now an exception is offered."""

ID_MOST = 64
"""How many characters an id has at most."""

FindingInMarket = tuple[Finding, MarketKey]
"""A finding, and a market in which it is so."""


def accepting(worst: Finding, findings: Iterable[Finding], readers: Readers, now: Instant | None) -> str:
    """What to write so that findings that are told together are accepted in all their markets; "" of no known day.

    >>> shape_de: {guard: shape, at: DE ios coins_1000, number: 2.33, reason: why, owner: who, until: 2027-05-28}
    """
    if now is None:
        return ""
    words = words_of(worst, [(own, market) for own in findings for market in readers.of(own)])
    name = re.sub(r"[^a-z0-9]+", "_", " ".join((worst.guard, *words)).lower())[:ID_MOST].strip("_")
    number = number_shown(worst)
    shown = f", number: {number}" if number else ""
    until = day_offered(now)
    return f"{name}: {{guard: {worst.guard}, at: {' '.join(words)}{shown}, reason: why, owner: who, until: {until}}}"


def day_offered(now: Instant) -> date:
    """The day until which an exception is offered."""
    return datetime_of(Instant(now + DAYS * 86_400)).date()


def words_of(worst: Finding, places: Sequence[FindingInMarket]) -> tuple[str, ...]:
    """The words of `at` that say where all of these are, as narrow as that can be said; else where the worst is."""
    if worst.everywhere and worst.of:
        return (worst.of,)
    common = set(worst.words_in(worst.market)).intersection(*(own.words_in(market) for own, market in places))
    region, platform = worst.market
    country, file = region.partition("-")[0], worst.words_in(worst.market)[-1]
    places_of = (region, country, *worst.words_of_other, file)
    if not common:
        return tuple(word for word in (region, platform, worst.of) if word)
    where = next((word for word in places_of if word in common), "")
    return tuple(dict.fromkeys(word for word in (where, platform, worst.of) if word and word in common))
