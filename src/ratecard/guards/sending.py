"""How gifts can be sent: what each costs its sender, and the coins that its creator earns of, with promotions too.

Three ways are kept apart, each with all that the one before has: regular gifts, of any market and time; with the
promotions that nobody is limited in, while they are open; and with all promotions.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.guards.deals import deepest, identity_of, is_limited_much
from ratecard.guards.offers import place_of
from ratecard.guards.periods import SalePeriods
from ratecard.instants import Instant
from ratecard.keys.sending import OnSale, Sending, Sent, regular_gifts
from ratecard.quotes.gifts.promotions import WHOLE_COINS, borne_by_creators
from ratecard.quotes.purchases.choice import Candidate, Regular, listed_with, unit_with
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.promoted import MarketPromotions

GIFTS = "gifts"

FREE = Fraction(1, 1000)
"""What a gift that costs nothing counts as in coins: so little that whatever it brings is too much."""


def ways_of_sending(markets: Sequence[MarketHistory], periods: SalePeriods) -> list[tuple[Sending, bool]]:
    """The ways of sending gifts, and whether one of them has promotions that are limited; the regular one first."""
    regular = regular_gifts(markets)
    sales = list(dict.fromkeys(_sales(markets, periods)))
    ways = [(Sending(regular, ()), False)]
    unlimited = [own for own in sales if not own.is_limited]
    if unlimited:
        ways.append((Sending(regular, unlimited), False))
    if len(unlimited) < len(sales):
        ways.append((Sending(regular, sales), True))
    return ways


def _sales(markets: Iterable[MarketHistory], periods: SalePeriods) -> Iterator[OnSale]:
    """Each gift with the promotions of gifts that go together, and with each exclusive one, in each market."""
    known: dict[tuple[object, ...], tuple[tuple[str, Sent, bool], ...]] = {}
    met: set[tuple[tuple[object, ...], Instant, Instant | None]] = set()
    for history in markets:
        over_time = {since: period.promotions for since, period in periods.of(history)}
        if not any(promotions.of_gifts for promotions in over_time.values()):
            continue
        starts = sorted({*history.starts, *(start for start in history.own_starts if start >= history.starts[0])})
        promotions, of_market, of_gifts = None, set(history.starts), {*history.own_starts, starts[0]}
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            if start in of_market:
                promotions = over_time.get(start)
            if start in of_gifts:
                varying = _catalogue(history, start)
            if promotions is None or not promotions.of_gifts:
                continue
            key = (*map(id, varying), *map(identity_of, promotions.of_gifts))
            if (key, start, end) in met:
                continue
            met.add((key, start, end))
            if key not in known:
                gifts = [own for terms in varying for own in possible_terms(terms) if isinstance(own, GiftTerms)]
                known[key] = tuple(_of_gifts(gifts, promotions))
            yield from (OnSale(kind, sent, is_limited, start, end) for kind, sent, is_limited in known[key])


def _catalogue(history: MarketHistory, at: Instant) -> list[object]:
    """The gifts of a market at an instant, of which each may vary by facts."""
    timelines = (own for section, own in history.sections.items() if section[0] == GIFTS and len(section) == 2)
    return [own.terms for timeline in timelines if (own := timeline.at(at)) is not None]


def _of_gifts(gifts: Iterable[GiftTerms], promotions: MarketPromotions) -> Iterator[tuple[str, Sent, bool]]:
    for gift in gifts:
        coins = int(gift.coins)
        regular = Regular(coins, coins, 0, WHOLE_COINS)
        for kind in gift.kinds:
            candidates = [Candidate(own, deepest(own, regular)) for own in promotions.of_gift(gift.id, kind)]
            together = [own for own in candidates if not own.promoted.terms.exclusive]
            sets = [together, [own for own in together if not is_limited_much(own.promoted)]]
            sets += [[own] for own in candidates if own.promoted.terms.exclusive]
            for chosen in {tuple(own.id for own in own_set): own_set for own_set in sets if own_set}.values():
                yield kind, _sent(regular, chosen), any(is_limited_much(own.promoted) for own in chosen)


def _sent(regular: Regular, chosen: Sequence[Candidate]) -> Sent:
    """A gift with these promotions: what is paid after all of them, and what is left of those that creators bear."""
    unit = unit_with(regular, chosen)
    most = max(chosen, key=lambda own: (Fraction(*own.effect.off(regular.minor)), own.id))
    return Sent(
        paid=Fraction(unit.listed_minor) or FREE,
        earning=listed_with(regular, borne_by_creators(unit.applied)),
        promotions=tuple(own.id for own in unit.applied),
        by=place_of(most.promoted, most.effect),
    )
