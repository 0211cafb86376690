"""What a market with promotions sells in each of its periods, and by which terms: no more of it than guards look at.

A period that is like an earlier one, as after a sale, is the same object, and so are promotions of markets that share
them: what guards find of one they know of all.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from ratecard.book.markets import MarketHistory
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import VARYING, possible_terms
from ratecard.terms.held import TermsBySection
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import MarketPromotions, Promoted, market_promotions
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms
from ratecard.terms.tax import TaxTerms
from ratecard.terms.ways import WayTerms, in_order, settled

T = TypeVar("T")

WAYS = "ways"
READ = (PRICES, PACKAGES, PROMOTIONS, WAYS, "tax", "commission", "pricing")
"""The keys whose terms make what is sold."""


class Sold(NamedTuple):
    """A package that is sold, by its id: every price and content that it may have, and its promotions.

    `varies`: its price or content depends on facts.
    """

    package: str
    prices: tuple[PriceTerms, ...]
    contents: tuple[PackageTerms, ...]
    promoted: tuple[Promoted, ...]
    varies: bool


class Period(NamedTuple):
    """What is sold in a period, with the taxes and commissions of any case, how prices are rounded, and promotions."""

    sold: tuple[Sold, ...]
    taxes: tuple[TaxTerms, ...]
    commissions: tuple[CommissionTerms, ...]
    pricing: PricingTerms | None
    promotions: MarketPromotions


class Periods:
    """The periods of markets that have promotions."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[tuple[Instant, Period], ...]] = {}
        self._settled: dict[tuple[object, ...], object] = {}
        self._promotions: dict[tuple[object, ...], MarketPromotions | None] = {}

    def of(self, history: MarketHistory) -> tuple[tuple[Instant, Period], ...]:
        """The start of each period in which a promotion is open, or asks for a code, and what is sold in it."""
        if id(history) not in self._of:
            self._of[id(history)] = tuple(self._found(history))
        return self._of[id(history)]

    def _found(self, history: MarketHistory) -> Iterator[tuple[Instant, Period]]:
        sections = {section: own for section, own in history.sections.items() if section[0] in READ}
        promotions = [own for section, own in sections.items() if section[0] == PROMOTIONS and len(section) == 2]
        if not promotions:
            return
        windows = [
            leaf.window
            for timeline in promotions
            for own in timeline.values
            for leaf in possible_terms(own.terms)
            if isinstance(leaf, PromotionTerms)
        ]
        moving = [own for own in sections.values() if len(own.starts) > 1]
        late = [own.starts[0] for own in sections.values() if own.starts[0] > history.begins]
        starts = {start for timeline in sections.values() for start in timeline.starts}
        edges = sorted(starts | {edge for own in windows for edge in (own.opens, own.closes) if edge is not None})
        known: dict[tuple[object, ...], Period | None] = {}
        before, period = -1, None
        for since in history.starts:
            passed = bisect_right(edges, since)
            if passed != before:
                before = passed
                opened = (window.is_open(since) for window in windows)
                state = (*[id(own.at(since)) for own in moving], *[start <= since for start in late], *opened)
                if state not in known:
                    held = ((section, own.at(since)) for section, own in sections.items())
                    terms = {section: own.terms for section, own in held if own is not None}
                    known[state] = self._period(terms, since)
                period = known[state]
            if period is not None:
                yield since, period

    def _period(self, terms: TermsBySection, since: Instant) -> Period | None:
        """What is sold by these terms from an instant on; None where no promotion is of it."""
        if any(type(own) in VARYING for own in terms.values()):
            ways = in_order(own for section, own in terms.items() if section[0] == WAYS and len(section) == 2)
            terms = {section: self._settle(own, ways) for section, own in terms.items()}
        prices = {section[1]: own for section, own in _table(terms, PRICES) if own is not None}
        promotions = self._promotions_of(terms, prices, since)
        if promotions is None:
            return None
        contents = {section[1]: own for section, own in _table(terms, PACKAGES)}
        return Period(
            sold=tuple([_sold(name, price, contents.get(name), promotions) for name, price in prices.items()]),
            taxes=tuple([own for own in possible_terms(terms.get(("tax",))) if isinstance(own, TaxTerms)]),
            commissions=tuple(
                [own for own in possible_terms(terms.get(("commission",))) if isinstance(own, CommissionTerms)]
            ),
            pricing=next(
                (own for own in possible_terms(terms.get(("pricing",))) if isinstance(own, PricingTerms)), None
            ),
            promotions=promotions,
        )

    def _settle(self, terms: object, ways: Mapping[str, WayTerms]) -> object:
        """Terms in which each choice by the way of paying has a case for every way; the same for the same ones."""
        if type(terms) not in VARYING:
            return terms
        key = (id(terms), *map(id, ways.values()))
        if key not in self._settled:
            self._settled[key] = settled(terms, ways)
        return self._settled[key]

    def _promotions_of(
        self, terms: TermsBySection, prices: Mapping[str, object], since: Instant
    ) -> MarketPromotions | None:
        own = {section: held for section, held in terms.items() if section[0] == PROMOTIONS}
        every = (leaf for section, held in own.items() if len(section) == 2 for leaf in possible_terms(held))
        opened = tuple([leaf.window.is_open(since) for leaf in every if isinstance(leaf, PromotionTerms)])
        key = (opened, tuple(prices), *own, *map(id, own.values()))
        if key not in self._promotions:
            self._promotions[key] = market_promotions(own, prices, since)
        return self._promotions[key]


def _table(terms: TermsBySection, key: str) -> Iterable[tuple[KeyPath, object]]:
    """The terms of each identifier of a key."""
    return ((section, own) for section, own in terms.items() if section[0] == key and len(section) == 2)


def _sold(package: str, price: object, content: object, promotions: MarketPromotions) -> Sold:
    """A package that has this price and content."""
    if isinstance(price, PriceTerms) and isinstance(content, PackageTerms):
        return Sold(package, (price,), (content,), promotions.of(package), varies=False)
    prices, contents = _every(PriceTerms, price), _every(PackageTerms, content)
    return Sold(package, prices, contents, promotions.of(package), varies=True)


def _every(kind: type[T], varying: object) -> tuple[T, ...]:
    """All terms of a kind that varying ones can come to."""
    return tuple([own for own in possible_terms(varying) if isinstance(own, kind)])
