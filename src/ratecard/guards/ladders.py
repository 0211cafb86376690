"""The price lists of a book as ladders: what each package costs and holds in a market, each distinct one once."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.chosen import is_chosen
from ratecard.terms.market import MarketKey
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms

PRICES, PACKAGES = "prices", "packages"
VARIES = "their price or content depends on facts"
"""Why nothing is proved of the packages that a ladder leaves out."""

WITH_UNITS = "other units come with it, and nothing says what these are worth"
"""Why it is not proved that a package is worth what it costs."""


class Rung(msgspec.Struct, frozen=True, gc=False):
    """One package of a ladder: its price and what it holds, as the rules of the market state both."""

    id: str
    price: PriceTerms
    package: PackageTerms

    @property
    def identity(self) -> tuple[object, ...]:
        """By what rungs are the same: their statements, and what these come to."""
        price, package = self.price, self.package
        return self.id, id(price.listed_stated), price.listed_minor, id(package.coins_stated), package.total

    @property
    def minor(self) -> int:
        """The regular price of one unit, in minor units."""
        return self.price.listed_minor

    @property
    def coins(self) -> int:
        """The coins of one unit, its bonus among them."""
        return self.package.total

    @property
    def brings_units(self) -> bool:
        """Whether other units come with it: then it may well cost more than its coins alone."""
        return bool(self.package.units)


class Ladder(msgspec.Struct, frozen=True):
    """The packages of a market in one stretch of time, by coins and then by price; all in one currency.

    `varying` are packages that are sold there too, and whose price or content depends on facts, and `chosen` those of
    which the buyer chooses the number: a ladder is without both. `market` and `since` are the first of all markets and
    times at which it holds.
    """

    market: MarketKey
    since: Instant
    currency: Currency
    rungs: tuple[Rung, ...]
    varying: tuple[str, ...]
    chosen: tuple[str, ...]


class Ladders(msgspec.Struct, frozen=True):
    """Every distinct ladder of a book, in the order in which it is first met, and which of them each market has when.

    `over_time` are those of each market, from an instant on; None where nothing is sold. `days` are the days on which
    one begins, each in the calendar of its own market, with the instant at which it has begun everywhere.
    """

    distinct: tuple[Ladder, ...]
    over_time: Mapping[MarketKey, Timeline[Ladder | None]]
    by_day: Mapping[MarketKey, tuple[date, ...]]
    days: Mapping[date, Instant]

    def on(self, day: date) -> dict[MarketKey, Ladder]:
        """What each market that sells anything has when a day of its own calendar is over."""
        held: dict[MarketKey, Ladder] = {}
        for key, days in self.by_day.items():
            position = bisect_right(days, day) - 1
            ladder = self.over_time[key].values[position] if position >= 0 else None
            if ladder is not None:
                held[key] = ladder
        return held

    def is_everywhere(self, rung: Rung, at: Instant) -> bool:
        """Whether every market that sells a package at an instant gives it the content of this rung, by its lines."""
        ladders = (timeline.at(at) for timeline in self.over_time.values())
        others = [own for ladder in ladders if ladder is not None for own in ladder.rungs if own.id == rung.id]
        return all(
            own.package.coins_stated is rung.package.coins_stated
            and own.package.bonus_stated is rung.package.bonus_stated
            for own in others
        )

    def distinct_on(self, day: date) -> list[Ladder]:
        """The ladders in force on a day, each once."""
        return list({id(ladder): ladder for ladder in self.on(day).values()}.values())


def ladders_of(histories: Iterable[MarketHistory]) -> Ladders:
    """The ladders of all markets."""
    known: dict[tuple[object, ...], Ladder] = {}
    over_time: dict[MarketKey, Timeline[Ladder | None]] = {}
    by_day: dict[MarketKey, tuple[date, ...]] = {}
    days: dict[date, Instant] = {}
    for history in histories:
        starts, held = [], list[Ladder | None]()
        for since, (rungs, varying, chosen) in _stretches(history):
            key = (tuple([rung.identity for rung in rungs]), varying, chosen)
            if rungs and key not in known:
                known[key] = Ladder(history.key, since, rungs[0].price.currency, rungs, varying, chosen)
            starts.append(since)
            held.append(known.get(key))
        if starts:
            over_time[history.key] = Timeline(tuple(starts), tuple(held))
            own = by_day[history.key] = tuple([local_day(start, history.in_zone) for start in starts])
            for day, start in zip(own, starts, strict=True):
                days[day] = max(days.get(day, start), start)
    return Ladders(tuple(known.values()), over_time, by_day, dict(sorted(days.items())))


PackagesSold = tuple[tuple[Rung, ...], tuple[str, ...], tuple[str, ...]]
"""What is sold: rungs, the packages that vary by facts, and those of which the number is chosen."""


def _stretches(history: MarketHistory) -> Iterator[tuple[Instant, PackagesSold]]:
    """The ladder from each instant on at which a price or a content changes; empty where nothing is sold."""
    sections = {
        section: timeline
        for section, timeline in history.sections.items()
        if len(section) == 2 and section[0] in (PRICES, PACKAGES)
    }
    prices: dict[str, object] = {section[1]: None for section in sections if section[0] == PRICES}
    contents: dict[str, object] = {}
    changes: dict[Instant, list[tuple[KeyPath, object]]] = {}
    for section, timeline in sections.items():
        for start, own in timeline:
            changes.setdefault(max(start, history.begins), []).append((section, own.terms))
    for since, changed in sorted(changes.items()):
        for (key, package), terms in changed:
            (prices if key == PRICES else contents)[package] = terms
        yield since, _rungs_of(prices, contents)


def _rungs_of(prices: Mapping[str, object], contents: Mapping[str, object]) -> PackagesSold:
    """The rungs of packages that have such prices and contents, and the packages that are none, by why they are not."""
    rungs, varying, chosen = list[Rung](), list[str](), list[str]()
    for package, price in prices.items():
        content = contents.get(package)
        if price is None or content is None:
            continue
        if isinstance(price, PriceTerms) and isinstance(content, PackageTerms):
            rungs.append(Rung(package, price, content))
        else:
            (chosen if is_chosen(content, price) else varying).append(package)
    rungs.sort(key=lambda rung: (rung.package.total, rung.price.listed_minor, rung.id))
    return tuple(rungs), tuple(sorted(varying)), tuple(sorted(chosen))
