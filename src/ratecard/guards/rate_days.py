"""Whether prices take the rates of a day that is not reached yet: they move with each newer rate until then."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import PRICES
from ratecard.guards.values import DATES
from ratecard.instants import Instant
from ratecard.rulefiles.stated import Stated, StatedParts
from ratecard.terms.computed import Derivation
from ratecard.terms.facts import possible_terms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.resolved import BoundInstant

FX = "fx"


def unreached_rates(histories: Iterable[MarketHistory], now: Instant) -> Iterator[Finding]:
    """Each derive by whose `fx` prices take rates of a day to come, where none is stated of that very day."""
    seen: set[Place] = set()
    for history in histories:
        for price in _computed(history):
            day = _day_to_come(price, now)
            if day is not None and day.place not in seen and not is_of_library(day.place):
                seen.add(day.place)
                yield _finding(history, day, now)


def _computed(history: MarketHistory) -> Iterator[object]:
    """Every price of a market that is computed, at any time and in any case."""
    sections = (section for section in history.sections if section[0] == PRICES and section in history.computed)
    for section in sections:
        for own in history.sections[section].values:
            yield from possible_terms(own.terms)


def _day_to_come(price: object, now: Instant) -> Stated[object] | None:
    """The `fx` of a price that is exchanged by a rate from before a day to come; None of any other price."""
    made = price.derivation if isinstance(price, PriceTerms) else None
    if not isinstance(made, Derivation) or made.by.cross is None:
        return None
    parts = made.by.stated.value
    fx = parts.get(FX) if isinstance(parts, StatedParts) else None
    if fx is None or not isinstance(fx.value, BoundInstant) or fx.value.instant <= now:
        return None
    at = fx.value.instant
    return fx if any(rate.since < at for _, rate in made.by.cross.rates) else None


def _finding(history: MarketHistory, day: Stated[object], now: Instant) -> Finding:
    assert isinstance(day.value, BoundInstant)
    region, platform = history.key
    return Finding(
        guard=DATES,
        market=history.key,
        of="derive",
        since=max(now, history.begins),
        seen=Fraction(day.value.instant - now, 365 * 86_400),
        sentence=(
            f"prices in {history.key.shown} take the rates of {day.value}, which is not reached yet: they move with "
            f"each newer rate until then"
        ),
        place=day.place,
        hint="write a day that is over, to hold the prices where they are",
        question=f"ratecard prices --region {region} --platform {platform}",
        together=f"rates of {day.value}",
    )
