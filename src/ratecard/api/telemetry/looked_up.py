"""Gauges of the book and the callers, looked up when metrics are asked for."""

from collections.abc import Iterator

from ratecard import __version__
from ratecard.api.callers.callers import Callers, State
from ratecard.api.telemetry.exposition import Gauge
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.terms.fx import FxRate, FxTerms
from ratecard.terms.region import Region


def gauges_of(book: RuleBook, callers: Callers, now: Instant) -> list[Gauge]:
    """What is to be told of a book, and of what callers are known by, at an instant."""
    rates = rates_in_force(book, now)
    ages: dict[str, int] = {}
    left: dict[str, int] = {}
    for code, rate in rates:
        ages[code] = max(ages.get(code, 0), now - rate.since)
        if rate.expires is not None:
            left[code] = min(left.get(code, rate.expires - now), rate.expires - now)
    states = [
        ((directory.name, state.value), int(directory.state() is state))
        for directory in callers.directories
        for state in State
    ]
    by_currency, info = ("currency",), ("version", "digest")
    return [
        Gauge("info", "The program and the book in force.", info, [((__version__, book.digest), 1)]),
        Gauge("clock_seconds", "The server's clock, in seconds since 1970.", (), [((), now)]),
        Gauge("fx_age_seconds", "Seconds since the exchange rate in force began.", by_currency, _lines(ages)),
        Gauge("fx_left_seconds", "Seconds until it is too old; below 0 it is.", by_currency, _lines(left)),
        Gauge("callers_state", "1 for how it stands with what callers are known by.", ("source", "state"), states),
    ]


def rates_in_force(book: RuleBook, now: Instant) -> Iterator[tuple[str, FxRate]]:
    """Every exchange rate in force at an instant with its currency; those that regions share come once."""
    seen: dict[int, FxTerms] = {}
    for code in book.regions:
        region = book.region(code, now)
        if isinstance(region, Region) and region.fx is not None:
            seen[id(region.fx)] = region.fx
    for terms in seen.values():
        yield from ((code, rate) for code, rate in terms.rates.items() if isinstance(rate, FxRate))


def _lines(by_currency: dict[str, int]) -> list[tuple[tuple[str, ...], int]]:
    return [((code,), seconds) for code, seconds in sorted(by_currency.items())]
