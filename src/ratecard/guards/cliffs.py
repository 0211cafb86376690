"""Whether a bigger package ever costs less than a smaller one: proved for regular prices and with promotions.

What is proved: with regular prices, with each promotion alone, and with all that go together, no package that holds
more coins costs less than one that holds fewer. Promotions with a limit that lets nobody have them often are left out:
a first purchase may be cheap. So are packages whose price or content depends on facts; of a promotion that varies by
facts, that case counts which gives most. Coins are bought in packages alone, so that these are all amounts there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.bulk import TRAP
from ratecard.guards.deals import deepest, identity_of, is_limited_much
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.ladders import Ladder
from ratecard.guards.offers import place_of
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.purchases.choice import Candidate, Regular, unit_with
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promotions import PROMOTIONS

CLIFF = "no_cliff"


class Bought(msgspec.Struct, frozen=True):
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
    book: RuleBook, histories: Sequence[MarketHistory], ladders: Sequence[Ladder]
) -> Iterator[Finding | Unproved]:
    """Each package than which one that holds more coins costs less, beside the cheapest such one."""
    for ladder in ladders:
        units = [Bought(rung.id, rung.minor, rung.coins, rung.price) for rung in ladder.rungs]
        for small, big in _pairs(units):
            yield _finding(ladder.market, ladder.since, ladder.currency, small, big)
        if ladder.varying:
            of = f"{', '.join(ladder.varying)} in {ladder.market.shown}"
            yield Unproved(CLIFF, "their price or content depends on facts", of)
    seen: set[tuple[object, ...]] = set()
    for history in histories:
        if not any(section[0] == PROMOTIONS for section in history.sections):
            continue
        for since in history.starts:
            market = book.market(history.key, since)
            if isinstance(market, Market):
                yield from _with_promotions(market, since, seen)


def _with_promotions(market: Market, since: Instant, seen: set[tuple[object, ...]]) -> Iterator[Finding]:
    """The same of one period of a market with what its promotions take off, once for the same terms."""
    sold = _sold(market)
    promotions = market.promotions
    if promotions is None or len(sold) < 2:
        return
    key = tuple(
        [(id(price.listed_stated), price.listed_minor, content.coins, content.bonus) for price, content in sold]
        + [tuple(map(identity_of, promotions.of(content.id))) for _, content in sold]
        + [id(own) for own in possible_terms(market.pricing)]
    )
    if key in seen:
        return
    seen.add(key)
    pricing = next((own for own in possible_terms(market.pricing) if isinstance(own, PricingTerms)), None)
    by_package: dict[str, tuple[PriceTerms, Regular, list[Candidate]]] = {}
    for price, content in sold:
        regular = Regular(price.listed_minor, content.coins, content.bonus, pricing)
        every = [own for own in promotions.of(content.id) if not is_limited_much(own)]
        by_package[content.id] = (price, regular, [Candidate(own, deepest(own, regular)) for own in every])
    told = {(small.package, big.package) for small, big in _pairs(_units(by_package, frozenset()))}
    for names in _sets(candidate for _, _, candidates in by_package.values() for candidate in candidates):
        for small, big in _pairs(_units(by_package, names)):
            if big.by and (small.package, big.package) not in told:
                told.add((small.package, big.package))
                yield _finding(market.key, since, market.currency, small, big)


def _sold(market: Market) -> list[tuple[PriceTerms, PackageTerms]]:
    """The price and the content of each package that varies by no fact."""
    both = ((offer.price, offer.package) for offer in market.offers.values())
    return [
        (price, content)
        for price, content in both
        if isinstance(price, PriceTerms) and isinstance(content, PackageTerms)
    ]


def _sets(candidates: Iterator[Candidate]) -> Iterator[frozenset[str]]:
    """Which promotions are looked at: each alone, and all that go together."""
    every = {own.id: own for own in candidates if own.effect.takes_off or own.effect.bonus is not None}
    yield from (frozenset({name}) for name in sorted(every))
    together = frozenset(name for name, own in every.items() if not own.promoted.terms.exclusive)
    if len(together) > 1:
        yield together


def _units(
    by_package: Mapping[str, tuple[PriceTerms, Regular, list[Candidate]]], names: frozenset[str]
) -> list[Bought]:
    """One unit of each package with these promotions."""
    units = []
    for package, (price, regular, candidates) in by_package.items():
        unit = unit_with(regular, [own for own in candidates if own.id in names])
        units.append(Bought(package, unit.listed_minor, regular.coins + unit.bonus, price, unit.applied))
    return units


def _pairs(units: Sequence[Bought]) -> Iterator[tuple[Bought, Bought]]:
    """Each unit with the cheapest of those that hold more and cost less."""
    cheapest: Bought | None = None
    waiting: list[Bought] = []
    for unit in sorted(units, key=lambda own: (-own.coins, own.minor, own.package)):
        if waiting and unit.coins < waiting[0].coins:
            least = min(waiting, key=lambda own: own.minor)
            cheapest = least if cheapest is None or least.minor < cheapest.minor else cheapest
            waiting = []
        if cheapest is not None and cheapest.minor < unit.minor:
            yield unit, cheapest
        waiting.append(unit)


def _finding(market: MarketKey, since: Instant, currency: Currency, small: Bought, big: Bought) -> Finding:
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
        follows="" if big.by else TRAP,
        question=_question(market, small.package),
    )


def _question(market: MarketKey, package: str) -> str:
    return f"ratecard quote purchase --region {market.region} --platform {market.platform} --package {package}"
