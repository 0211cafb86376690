"""Whether a bigger package ever costs less than a smaller one: proved for regular prices and with promotions.

What is proved: with regular prices, with each promotion alone, and with all that go together, no package that holds
more coins costs less than one that holds fewer. Promotions with a limit that lets nobody have them often are left out:
a first purchase may be cheap. So are packages whose price or content depends on facts; of a promotion that varies by
facts, that case counts which gives most. Coins are bought in packages alone, so that these are all amounts there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.bulk import TRAP
from ratecard.guards.deals import deepest, identity_of, is_limited_much
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.ladders import VARIES, WITH_UNITS, Ladder
from ratecard.guards.offered import Offered
from ratecard.guards.offers import place_of
from ratecard.guards.periods import SalePeriod, SoldPackage
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.choice import Candidate, Regular, bonus_with, listed_with, unit_with
from ratecard.terms.facts import VARYING
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

CLIFF = "no_cliff"


class PackageUnit(msgspec.Struct, frozen=True):
    """One unit of a package: what it costs in minor units and holds, where its price stands, and what makes it so."""

    package: str
    minor: int
    coins: int
    price: PriceTerms
    by: tuple[Candidate, ...] = ()

    @property
    def place(self) -> Place:
        """Where what it costs is stated: at the promotion that takes something off, else at its price."""
        taking = [own for own in self.by if own.effect.takes_off]
        return place_of(taking[0].promoted, taking[0].effect) if taking else self.price.listed_stated.place


def cliffs(
    histories: Sequence[MarketHistory], ladders: Sequence[Ladder], offered: Offered
) -> Iterator[Finding | Unproved]:
    """Each package than which one that holds more coins costs less, beside the cheapest such one."""
    for ladder in ladders:
        if _falls([(rung.coins, rung.minor) for rung in ladder.rungs]):
            units = [PackageUnit(rung.id, rung.minor, rung.coins, rung.price) for rung in ladder.rungs]
            more = {rung.id for rung in ladder.rungs if rung.brings_units}
            for small, big in _pairs(units):
                if small.package in more:
                    yield Unproved(CLIFF, WITH_UNITS, f"{small.package} in {ladder.market.shown}")
                else:
                    yield _finding(ladder.market, ladder.since, ladder.currency, small, big)
        if ladder.varying:
            of = f"{', '.join(ladder.varying)} in {ladder.market.shown}"
            yield Unproved(CLIFF, VARIES, of)
    seen: set[tuple[object, ...]] = set()
    looks = Looks()
    for history in histories:
        for since, period in offered.periods.of(history):
            if looks.may_fall(period):
                yield from _with_promotions(history.key, since, period, seen)


def _falls(units: list[tuple[int, int]]) -> bool:
    """Whether of units, as coins and prices, one holds more than another one and costs less."""
    minors = [minor for _, minor in sorted(units)]
    return minors != sorted(minors)


class Reduced(NamedTuple):
    """A package with some promotions: the coins that it holds, and which of them take something off its price."""

    coins: int
    taking: tuple[Candidate, ...]


class Looks:
    """Looks at periods, each once. What promotions make of a content is found once for all prices of it."""

    def __init__(self) -> None:
        self._falling: dict[int, bool] = {}
        self._candidates: dict[tuple[int, int], list[Candidate]] = {}
        self._reduced: dict[tuple[int, int, frozenset[str]], Reduced] = {}

    def may_fall(self, period: SalePeriod) -> bool:
        """Whether with any promotions of a period a package holds more than another one and costs less."""
        if id(period) not in self._falling:
            self._falling[id(period)] = self._is_falling(period)
        return self._falling[id(period)]

    def _is_falling(self, period: SalePeriod) -> bool:
        plain = [sold for sold in period.sold if not sold.varies]
        if any(type(own.effect) in VARYING for sold in plain for own in sold.promoted):
            return True
        every = {id(sold.promoted): self._candidates_of(period, sold) for sold in plain}
        return any(
            _falls([self._unit(period, sold, names) for sold in plain])
            for names in _sets(candidate for candidates in every.values() for candidate in candidates)
        )

    def _candidates_of(self, period: SalePeriod, sold: SoldPackage) -> list[Candidate]:
        """The promotions that may apply to a package, of which none varies by facts."""
        key = (id(sold.promoted), id(sold.contents[0]))
        if key not in self._candidates:
            self._candidates[key] = _candidates(sold, _regular(period, sold))
        return self._candidates[key]

    def _unit(self, period: SalePeriod, sold: SoldPackage, names: frozenset[str]) -> tuple[int, int]:
        """The coins and the price of one unit with these promotions."""
        price, content = sold.prices[0], sold.contents[0]
        if not sold.promoted:
            return content.total, price.listed_minor
        key = (id(sold.promoted), id(content), names)
        reduced = self._reduced.get(key)
        if reduced is None:
            own = [candidate for candidate in self._candidates_of(period, sold) if candidate.id in names]
            coins = content.coins + bonus_with(_regular(period, sold), own)
            reduced = self._reduced[key] = Reduced(
                coins, tuple([candidate for candidate in own if candidate.effect.takes_off])
            )
        if not reduced.taking:
            return reduced.coins, price.listed_minor
        return reduced.coins, listed_with(_regular(period, sold), reduced.taking)


def _regular(period: SalePeriod, sold: SoldPackage) -> Regular:
    """One unit of a package that varies by no fact."""
    price, content = sold.prices[0], sold.contents[0]
    return Regular(price.listed_minor, content.coins, content.bonus, period.pricing)


def _candidates(sold: SoldPackage, regular: Regular) -> list[Candidate]:
    """The promotions of a package but those with a limit that lets nobody have them often."""
    return [Candidate(own, deepest(own, regular)) for own in sold.promoted if not is_limited_much(own)]


def _with_promotions(
    market: MarketKey, since: Instant, period: SalePeriod, seen: set[tuple[object, ...]]
) -> Iterator[Finding]:
    """What one period of a market has with what its promotions take off, once for the same terms.

    Packages with which other units come are left out.
    """
    plain = [sold for sold in period.sold if not sold.varies and not sold.contents[0].units]
    if len(plain) < 2:
        return
    every = [(sold.prices[0], sold.contents[0], tuple(map(identity_of, sold.promoted))) for sold in plain]
    key = tuple(
        [(id(price.listed_stated), price.listed_minor, own.coins, own.bonus, names) for price, own, names in every]
        + [id(period.pricing)]
    )
    if key in seen:
        return
    seen.add(key)
    by_package: dict[str, tuple[PriceTerms, Regular, list[Candidate]]] = {}
    for sold in plain:
        regular = _regular(period, sold)
        by_package[sold.package] = (sold.prices[0], regular, _candidates(sold, regular))
    told = {(small.package, big.package) for small, big in _pairs(_units(by_package, frozenset()))}
    for names in _sets(candidate for _, _, candidates in by_package.values() for candidate in candidates):
        for small, big in _pairs(_units(by_package, names)):
            if big.by and (small.package, big.package) not in told:
                told.add((small.package, big.package))
                yield _finding(market, since, small.price.currency, small, big)


def _sets(candidates: Iterator[Candidate]) -> Iterator[frozenset[str]]:
    """Which promotions are looked at: each alone, and all that go together."""
    every = {own.id: own for own in candidates if own.effect.takes_off or own.effect.bonus is not None}
    yield from (frozenset({name}) for name in sorted(every))
    together = frozenset(name for name, own in every.items() if not own.promoted.terms.exclusive)
    if len(together) > 1:
        yield together


def _units(
    by_package: Mapping[str, tuple[PriceTerms, Regular, list[Candidate]]], names: frozenset[str]
) -> list[PackageUnit]:
    """One unit of each package with these promotions."""
    units = []
    for package, (price, regular, candidates) in by_package.items():
        unit = unit_with(regular, [own for own in candidates if own.id in names])
        units.append(PackageUnit(package, unit.listed_minor, regular.coins + unit.bonus, price, unit.applied))
    return units


def _pairs(units: Sequence[PackageUnit]) -> Iterator[tuple[PackageUnit, PackageUnit]]:
    """Each unit with the cheapest of those that hold more and cost less."""
    cheapest: PackageUnit | None = None
    waiting: list[PackageUnit] = []
    for unit in sorted(units, key=lambda own: (-own.coins, own.minor, own.package)):
        if waiting and unit.coins < waiting[0].coins:
            least = min(waiting, key=lambda own: own.minor)
            cheapest = least if cheapest is None or least.minor < cheapest.minor else cheapest
            waiting = []
        if cheapest is not None and cheapest.minor < unit.minor:
            yield unit, cheapest
        waiting.append(unit)


def _finding(market: MarketKey, since: Instant, currency: Currency, small: PackageUnit, big: PackageUnit) -> Finding:
    beside = f" with {' and '.join(own.id for own in big.by)}" if big.by else ""
    cost, less = Money(small.minor, currency), Money(big.minor, currency)
    place = big.place if big.by else small.place
    other = small.price.listed_stated.place if big.by else big.place
    return Finding(
        guard=CLIFF,
        market=market,
        of=small.package,
        since=since,
        seen=Fraction(small.minor, big.minor) if big.minor else Fraction(small.minor + 1),
        sentence=(
            f"{big.package} in {market.shown}{beside} is {big.coins:,} coins for {less}, and {small.package} is "
            f"{small.coins:,} for {cost}: whoever takes more pays less"
        ),
        place=place,
        hint="take less off, or as much off the smaller package" if big.by else f"write at most {less}",
        notes=(Note(other, f"{small.package if big.by else big.package} costs this"),),
        table=(
            ("package", "coins", "price"),
            (small.package, f"{small.coins:,}", str(cost)),
            (f"{big.package}{beside}", f"{big.coins:,}", str(less)),
        ),
        beside=(big.package,),
        price=big.price.listed_stated.place,
        follows="" if big.by else TRAP,
        question=_question(market, small.package),
    )


def _question(market: MarketKey, package: str) -> str:
    return f"ratecard quote purchase --region {market.region} --platform {market.platform} --package {package}"
