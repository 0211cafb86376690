"""Whether each price is one that its store allows: a price point of its currency, where the book states any."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import PRICES
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.terms.facts import possible_terms
from ratecard.terms.price_points import Allowed, PricePoints, allowed_prices
from ratecard.terms.prices import PriceTerms

POINTS = "price_points"


def off_points(histories: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each price above 0 that is not among the price points of its currency in its market."""
    seen: set[tuple[int, int, int]] = set()
    for history, package, since, price, stated in _priced(histories):
        key = (id(price.listed_stated), price.listed_minor, id(stated))
        if key not in seen:
            seen.add(key)
            yield from _off(history, package, since, price, stated)


def _priced(
    histories: Iterable[MarketHistory],
) -> Iterator[tuple[MarketHistory, str, Instant, PriceTerms, PricePoints]]:
    """Each price with the points of its currency, from each instant on at which one of them changes."""
    for history in histories:
        points = {section[1]: timeline for section, timeline in history.sections.items() if section[0] == POINTS}
        edges = {start for timeline in points.values() for start in timeline.starts}
        sections = [section for section in history.sections if section[0] == PRICES and len(section) == 2]
        for section in sections if points else ():
            timeline = history.sections[section]
            starts = sorted({max(start, history.begins) for start in (*timeline.starts, *edges)})
            every = [(start, price) for start in starts for price in possible_terms(held_terms(timeline, start))]
            for start, price in every:
                own = points.get(price.currency.code) if isinstance(price, PriceTerms) else None
                stated = None if own is None else held_terms(own, start)
                if isinstance(price, PriceTerms) and isinstance(stated, PricePoints):
                    yield history, section[1], start, price, stated


def _off(
    history: MarketHistory, package: str, since: Instant, price: PriceTerms, stated: PricePoints
) -> Iterator[Finding]:
    allowed = allowed_prices(stated.ranges, None)
    minor = price.listed_minor
    if allowed is None or minor == 0:
        return
    below, above = nearest(allowed, minor)
    if minor in (below, above):
        return
    near = [Money(own, price.currency) for own in dict.fromkeys((below, above))]
    best = min(near, key=lambda own: abs(own.minor - minor))
    region, platform = history.key
    yield Finding(
        guard=POINTS,
        market=history.key,
        of=package,
        since=since,
        seen=max(Fraction(minor, best.minor), Fraction(best.minor, minor)),
        sentence=(
            f"{Money(minor, price.currency)} for {package} in {history.key.shown} is not a price point; the "
            f"nearest are {' and '.join(map(str, near))}"
        ),
        place=price.listed_stated.place,
        hint=f"write {best}, or add the point",
        question=f"ratecard quote purchase --region {region} --platform {platform} --package {package}",
    )


def nearest(allowed: Allowed, minor: int) -> tuple[int, int]:
    """The allowed prices below and above one, itself twice where it is allowed; the last one twice beyond the end."""
    if minor <= allowed.lowest or minor >= allowed.highest:
        end = allowed.lowest if minor <= allowed.lowest else allowed.highest
        return end, end
    return allowed.around(minor, 1)
