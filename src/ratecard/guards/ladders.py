"""The price lists of a book as ladders: what each package costs and holds in a market, each distinct one once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.market import MarketKey
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms

PRICES, PACKAGES = "prices", "packages"

A_DAY = 30 * 3600
"""Within so many seconds a day begins in every zone."""


class Rung(msgspec.Struct, frozen=True, gc=False):
    """One package of a ladder: its price and what it holds, as the rules of the market state both."""

    id: str
    price: PriceTerms
    package: PackageTerms

    @property
    def identity(self) -> tuple[object, ...]:
        """By what rungs are the same: their statements, and what these come to."""
        return (self.id, id(self.price.listed_stated), self.minor, id(self.package.coins_stated), self.coins)

    @property
    def minor(self) -> int:
        """The regular price of one unit, in minor units."""
        return self.price.listed_minor

    @property
    def coins(self) -> int:
        """The coins of one unit, its bonus among them."""
        return self.package.total


class Ladder(msgspec.Struct, frozen=True):
    """The packages of a market in one stretch of time, by coins and then by price; all in one currency.

    `varying` are packages that are sold there too, and whose price or content depends on facts: a ladder is without
    them. `market` and `since` are the first of all markets and times at which it holds; it holds in so many `markets`.
    """

    market: MarketKey
    since: Instant
    currency: Currency
    rungs: tuple[Rung, ...]
    varying: tuple[str, ...]


class Ladders(msgspec.Struct, frozen=True):
    """Every distinct ladder of a book, in the order in which it is first met, and which of them each market has when.

    `over_time` are those of each market, from an instant on; None where nothing is sold. `instants` are all of these.
    """

    distinct: tuple[Ladder, ...]
    over_time: Mapping[MarketKey, Timeline[Ladder | None]]
    instants: tuple[Instant, ...]

    @property
    def settled(self) -> tuple[Instant, ...]:
        """The instants at which a day's changes are through everywhere."""
        return settled(self.instants)

    def at(self, instant: Instant) -> list[Ladder]:
        """The ladders in force, each once."""
        held = (timeline.at(instant) for timeline in self.over_time.values())
        return list({id(ladder): ladder for ladder in held if ladder is not None}.values())


def settled(instants: Sequence[Instant]) -> tuple[Instant, ...]:
    """Of instants in order, the last of each day: zones change within a day of one another."""
    pairs = zip(instants, (*instants[1:], None), strict=False)  # of no instants, None is one too many
    return tuple(instant for instant, after in pairs if after is None or after - instant > A_DAY)


def ladders_of(histories: Iterable[MarketHistory]) -> Ladders:
    """The ladders of all markets."""
    known: dict[tuple[object, ...], Ladder] = {}
    over_time: dict[MarketKey, Timeline[Ladder | None]] = {}
    for history in histories:
        starts, held = [], list[Ladder | None]()
        for since, rungs, varying in _stretches(history):
            key = (tuple([rung.identity for rung in rungs]), varying)
            if rungs and key not in known:
                known[key] = Ladder(history.key, since, rungs[0].price.currency, rungs, varying)
            starts.append(since)
            held.append(known.get(key))
        if starts:
            over_time[history.key] = Timeline(tuple(starts), tuple(held))
    instants = sorted({start for timeline in over_time.values() for start in timeline.starts})
    return Ladders(tuple(known.values()), over_time, tuple(instants))


def _stretches(history: MarketHistory) -> Iterator[tuple[Instant, tuple[Rung, ...], tuple[str, ...]]]:
    """The ladder from each instant on at which a price or a content changes; empty where nothing is sold."""
    sections = {
        section: timeline
        for section, timeline in history.sections.items()
        if len(section) == 2 and section[0] in (PRICES, PACKAGES)
    }
    starts = {max(start, history.begins) for timeline in sections.values() for start in timeline.starts}
    for start in sorted(starts):
        rungs, varying = _rungs_at({section: held_terms(timeline, start) for section, timeline in sections.items()})
        yield start, rungs, varying


def _rungs_at(held: Mapping[KeyPath, object]) -> tuple[tuple[Rung, ...], tuple[str, ...]]:
    rungs, varying = [], []
    for (key, package), price in held.items():
        content = held.get((PACKAGES, package))
        if key != PRICES or price is None or content is None:
            continue
        if isinstance(price, PriceTerms) and isinstance(content, PackageTerms):
            rungs.append(Rung(package, price, content))
        else:
            varying.append(package)
    rungs.sort(key=lambda rung: (rung.coins, rung.minor, rung.id))
    return tuple(rungs), tuple(sorted(varying))
