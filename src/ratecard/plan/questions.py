"""What is asked of two books at one instant: each thing of a market, or a region, of which not all terms are equal."""

from collections.abc import Iterator
from typing import NamedTuple

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.plan.asking import (
    CHOSEN,
    EXCHANGE,
    GIFT,
    ITEM,
    PAYOUT,
    PURCHASE,
    WORTH,
    ThingAsked,
    TwoBooks,
    chosen_numbers,
    differing,
    paid_things,
    terms_of,
)
from ratecard.terms.conditions import ConditionTerms
from ratecard.terms.earnings import COINS, EarningsTerms
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Catalogue, Market, MarketKey
from ratecard.terms.offers import Offer, VaryingOffer
from ratecard.terms.packages import PackageTerms
from ratecard.terms.region import Region

OF_BUYING = (
    "currency",
    "pricing",
    "eligibility",
    "limits",
    "ways",
    "savings",
    "lowest_price",
    "second_currency",
    "price_bounds",
    "enclosing",
)
"""What of a market counts for every purchase in it, beside offers and promotions."""

OF_PAYOUTS = ("value_currency", "payouts", "diamond", "hold", "exchanges", "eligibility", "in_zone")
"""What of a region counts for every payout in it, beside the methods."""


class _ToldWorth(NamedTuple):
    """The package that tells the worth of coins: its id, what it holds, and its price."""

    name: str
    package: object
    price: object


def market_at(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """What is sold in a market and answered otherwise at an instant, and what coins are worth there."""
    yield from _purchases(books, key, at)
    yield from _chosen(books, key, at)
    yield from _exchanges(books, key, at)
    yield from _worths(books, key, at)


def _market(book: RuleBook, key: MarketKey, at: Instant) -> Market | None:
    found = book.market(key, at)
    return found if isinstance(found, Market) else None


def _purchases(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """The packages and items of which one unit is answered otherwise at an instant."""
    both = was, now = tuple(_market(book, key, at) for book in books)
    is_alike = _commons(both[0]) == _commons(both[1])
    things = {name: kind for own in both if own is not None for kind, name in _sold(own)}
    for name, kind in sorted(things.items()):
        offers = [None if own is None else own.sold(name) for own in both]
        promoted = [() if own is None or own.promotions is None else own.promotions.of(name) for own in both]
        if is_alike and offers[0] == offers[1] and promoted[0] == promoted[1] and was is not None and now is not None:
            continue
        terms = [own for offer in offers for own in terms_of(offer)]
        terms += [own.terms.when for every in promoted for own in every]
        terms += _where_differing(*([*_required(own), *_whens(offer)] for own, offer in zip(both, offers, strict=True)))
        yield from differing(books, kind, key, name, at, *terms)


def _where_differing(was: list[ConditionTerms], now: list[ConditionTerms]) -> list[ConditionTerms]:
    """The requirements of both where they are not the same: whoever does not meet the same ones is refused by both."""
    return [] if was == now else [*was, *now]


def _required(market: Market | None) -> list[ConditionTerms]:
    buyer = None if market is None or market.eligibility is None else market.eligibility.buyer
    return [] if buyer is None else [buyer]


def _whens(offer: Offer | VaryingOffer | None) -> list[ConditionTerms]:
    packages = () if offer is None else possible_terms(offer.package)
    return [own.when for own in packages if isinstance(own, PackageTerms) and own.when is not None]


def _creators(region: Region | None) -> list[ConditionTerms]:
    creator = None if region is None or region.eligibility is None else region.eligibility.creator
    return [] if creator is None else [creator]


def _chosen(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """The packages and items of which a number is chosen: the numbers that are answered otherwise."""
    both = [_market(book, key, at) for book in books]
    is_alike = _commons(both[0]) == _commons(both[1])
    for name in sorted({name for own in both if own is not None for name in own.chosen}):
        offers = [None if own is None else own.chosen.get(name) for own in both]
        if is_alike and offers[0] == offers[1]:
            continue
        terms = [term for own in offers if own is not None for term in (own.tax, own.commission, own.pricing)]
        for number in chosen_numbers(offers):
            yield from differing(books, CHOSEN, key, f"{name} {number}", at, *terms)


def _exchanges(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """The units that give something else at an instant."""
    both = [_market(book, key, at) for book in books]
    for unit in sorted({unit for own in both if own is not None for unit in own.exchange}):
        terms = [None if own is None else own.exchange.get(unit) for own in both]
        if terms[0] != terms[1]:
            yield from differing(books, EXCHANGE, key, unit, at, *terms)


def _commons(market: Market | None) -> list[object] | None:
    """What counts for every purchase in a market."""
    return None if market is None else [getattr(market, name) for name in OF_BUYING]


def _worths(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """What coins are worth in money, where it is told otherwise at an instant."""
    both = [_worth_of(_market(book, key, at)) for book in books]
    if both[0] != both[1]:
        named = both[1] or both[0]
        terms = [own for worth in both if worth is not None for own in (worth.package, worth.price)]
        yield from differing(books, WORTH, key, "" if named is None else named.name, at, *terms)


def _worth_of(market: Market | None) -> _ToldWorth | None:
    """The package that tells the worth of coins in a market, with what it holds and its price."""
    name = None if market is None or market.worth is None else market.worth.package
    offer = None if market is None or name is None else market.offers.get(name)
    return None if offer is None or name is None else _ToldWorth(name, offer.package, offer.price)


def _sold(market: Market) -> Iterator[tuple[str, str]]:
    yield from ((PURCHASE, name) for name in market.offers)
    yield from ((ITEM, name) for name in market.items)


def gifts_at(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """The gifts of which one, sent to a creator of the same region, is answered otherwise at an instant."""
    catalogues: list[Catalogue | None] = []
    regions: list[Region] = []
    required: list[list[ConditionTerms]] = []
    commons: list[tuple[object, ...] | None] = []
    for book in books:
        market, region = _market(book, key, at), book.region(key.region, at)
        catalogues.append(None if market is None else book.catalogue(market, at))
        commons.append(None)
        required.append([*_required(market), *_creators(region if isinstance(region, Region) else None)])
        if market is not None and catalogues[-1] is not None and isinstance(region, Region):
            regions.append(region)
            commons[-1] = _of_gifts(market, catalogues[-1], region)
    was, now = ({} if own is None else own.gifts for own in catalogues)
    is_alike = commons[0] == commons[1]
    for gift in sorted({*was, *now}):
        both = was.get(gift), now.get(gift)
        if not (is_alike and both[0] == both[1]):
            every = [own for terms in both for own in possible_terms(terms) if isinstance(own, GiftTerms)]
            kinds = {own.kinds[0] for own in every}
            earned = [region.earnings.get(kind) for region in regions for kind in kinds]
            whens = [[own.when for own in possible_terms(of) if isinstance(own, GiftTerms) and own.when] for of in both]
            terms = _where_differing(*(own + more for own, more in zip(required, whens, strict=True)))
            yield from differing(books, GIFT, key, gift, at, *both, *terms, *earned)


def _of_gifts(market: Market, catalogue: Catalogue, region: Region) -> tuple[object, ...]:
    """What counts for every gift."""
    earned = (own for terms in region.earnings.values() for own in possible_terms(terms))
    by_money = any(isinstance(own, EarningsTerms) and own.base != COINS for own in earned)
    worth = None if market.worth is None or market.worth.package is None else market.sold(market.worth.package)
    of_money = (market.currency, worth, market.tax, market.commission, region.fx) if by_money else ()
    promotions = () if market.promotions is None else market.promotions.of_gifts
    of_creators = (region.diamond, region.eligibility, region.earnings_unknown)
    return (promotions, market.eligibility, catalogue.limits, of_money, of_creators, region.earnings)


def payouts_at(books: TwoBooks, key: MarketKey, at: Instant) -> Iterator[ThingAsked]:
    """The ways to be paid by which the same diamonds come to something else at an instant."""
    regions = [book.region(key.region, at) for book in books]
    both = [region if isinstance(region, Region) else None for region in regions]
    commons = [None if own is None else [getattr(own, name) for name in OF_PAYOUTS] for own in both]
    for method in sorted({name for own in both if own is not None for name in own.ways}):
        ways = [None if own is None else own.ways.get(method) for own in both]
        if commons[0] == commons[1] and ways[0] == ways[1]:
            continue
        terms = [own for way in ways if way is not None for own in way.sections]
        terms += [own.diamond for own in both if own is not None]
        terms += _where_differing(*map(_creators, both))
        for thing in paid_things(books, key.region, method, at, ways):
            yield from differing(books, PAYOUT, key, str(thing), at, *terms)
