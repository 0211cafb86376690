"""Units for units: who gives gems gets coins, by the exchange that a market states."""

from dataclasses import dataclass

from ratecard.quotes.requests import NO_FACTS
from ratecard.refusals import FactNeeded
from tests.reference.facts import Facts
from tests.reference.layering import Market, market
from tests.reference.reading import Book
from tests.reference.rounding import rounded
from tests.reference.settling import settle
from tests.reference.writing import per_coin


@dataclass(frozen=True)
class Exchanged:
    """So many of one unit, and what they give of another."""

    unit: str
    given: int
    into: str
    received: int
    assumed: frozenset[str]


@dataclass(frozen=True)
class NotExchanged:
    """The market states nothing for this unit, or what is given comes to nothing: then `given` says how much."""

    unit: str
    given: int | None = None


def exchange(
    book: Book,
    where: tuple[str, str],
    at: int,
    unit: str,
    given: int,
    facts: Facts = NO_FACTS,
) -> Exchanged | NotExchanged | FactNeeded:
    """What so many of a unit give, rounded once: 25 gems at 10 each are 250 coins."""
    here: Market = market(book, *where)
    path = ("exchange", unit)
    found = settle(path, here.everything_held(at), facts)
    if isinstance(found, FactNeeded):
        return found
    at_each, into = found.get(*path, "at"), found.get(*path, "for")
    if at_each is None or into is None:
        return NotExchanged(unit)
    received = rounded(given * per_coin(at_each), (found.get(*path, "rounding") or "down", 1))
    return Exchanged(unit, given, into, received, found.assumed) if received else NotExchanged(unit, given)
