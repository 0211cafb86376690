"""Which packages a market with promotions sells in each of its periods, and by which terms, as far as guards look.

A period that is like an earlier one, as after a sale, is the same object, and so are promotions of markets that share
them: what guards find of one they know of all.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import VARYING, possible_terms
from ratecard.terms.held import TermsBySection
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.promoted import MarketPromotions, Promoted, market_promotions, thing_of
from ratecard.terms.promotions import PROMOTIONS, PromotionTerms, Thing
from ratecard.terms.tax import TaxTerms
from ratecard.terms.ways import WayTerms, in_order, settled

T = TypeVar("T")

ITEMS, WAYS = "items", "ways"
READ = (PRICES, PACKAGES, PROMOTIONS, WAYS, "tax", "commission", "pricing")
"""The keys whose terms make what is sold."""


class SoldPackage(NamedTuple):
    """A package that is sold, by its id: every price and content that it may have, and its promotions.

    `varies`: its price or content depends on facts.
    """

    package: str
    prices: tuple[PriceTerms, ...]
    contents: tuple[PackageTerms, ...]
    promoted: tuple[Promoted, ...]
    varies: bool


class SalePeriod(NamedTuple):
    """What is sold in a period, with the taxes and commissions of any case, how prices are rounded, and promotions.

    `by` is the same in periods of the same tax, commission and rounding of prices.
    """

    sold: tuple[SoldPackage, ...]
    taxes: tuple[TaxTerms, ...]
    commissions: tuple[CommissionTerms, ...]
    pricing: PricingTerms | None
    promotions: MarketPromotions
    by: tuple[int, int, int]


class SalePeriods:
    """The periods of markets that have promotions."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[tuple[Instant, SalePeriod], ...]] = {}
        self._settled: dict[tuple[object, ...], object] = {}
        self._known: dict[tuple[int, int, int], SoldPackage] = {}
        self._promotions: dict[tuple[object, ...], MarketPromotions | None] = {}

    def of(self, history: MarketHistory) -> tuple[tuple[Instant, SalePeriod], ...]:
        """The start of each period in which a promotion is open, or asks for a code, and what is sold in it."""
        if id(history) not in self._of:
            self._of[id(history)] = tuple(self._found(history))
        return self._of[id(history)]

    def _found(self, history: MarketHistory) -> Iterator[tuple[Instant, SalePeriod]]:
        read = PromotionReads(history)
        known: dict[tuple[object, ...], SalePeriod | None] = {}
        before, period = -1, None
        for since in history.starts if read.promotions else ():
            passed = bisect_right(read.edges, since)
            if passed != before:
                before = passed
                state = read.state(since)
                if state not in known:
                    known[state] = self._period(read, since)
                period = known[state]
            if period is not None:
                yield since, period

    def _period(self, read: "PromotionReads", since: Instant) -> SalePeriod | None:
        """What is sold from an instant on; None where no promotion is of it."""
        terms = read.at(since)
        if read.varies:
            ways = in_order(way for section, way in terms.items() if section[0] == WAYS and len(section) == 2)
            terms = {section: self._settle(own, ways) for section, own in terms.items()}
        prices = {section[1]: price for section in read.prices if (price := terms[section]) is not None}
        things = {name: thing_of(terms.get((PACKAGES, name))) for name in prices}
        promotions = self._promotions_of({section: terms[section] for section in read.promotions}, things, since)
        if promotions is None:
            return None
        tax, commission, pricing = (terms.get((key,)) for key in ("tax", "commission", "pricing"))
        contents = ((name, price, terms.get((PACKAGES, name))) for name, price in prices.items())
        return SalePeriod(
            tuple([self._sold(name, price, content, promotions) for name, price, content in contents]),
            _every(TaxTerms, tax),
            _every(CommissionTerms, commission),
            next(iter(_every(PricingTerms, pricing)), None),
            promotions,
            (id(tax), id(commission), id(pricing)),
        )

    def _sold(self, package: str, price: object, content: object, promotions: MarketPromotions) -> SoldPackage:
        """A package that has this price and content."""
        promoted = promotions.of(package)
        key = (id(price), id(content), id(promoted))
        if key not in self._known:
            if isinstance(price, PriceTerms) and isinstance(content, PackageTerms):
                self._known[key] = SoldPackage(package, (price,), (content,), promoted, False)
            else:
                prices, contents = _every(PriceTerms, price), _every(PackageTerms, content)
                self._known[key] = SoldPackage(package, prices, contents, promoted, varies=True)
        return self._known[key]

    def _settle(self, terms: object, ways: Mapping[str, WayTerms]) -> object:
        """Terms in which each choice by the way of paying has a case for every way; the same for the same ones."""
        if type(terms) not in VARYING:
            return terms
        key = (id(terms), *map(id, ways.values()))
        if key not in self._settled:
            self._settled[key] = settled(terms, ways)
        return self._settled[key]

    def _promotions_of(
        self, terms: TermsBySection, things: Mapping[str, Thing], since: Instant
    ) -> MarketPromotions | None:
        every = (leaf for section, own in terms.items() if len(section) == 2 for leaf in possible_terms(own))
        opened = tuple([leaf.window.is_open(since) for leaf in every if isinstance(leaf, PromotionTerms)])
        key = (opened, tuple(things.items()), *terms, *map(id, terms.values()))
        if key not in self._promotions:
            self._promotions[key] = market_promotions(terms, things, since)
        return self._promotions[key]


class PromotionReads:
    """What of a market guards read that look at promotions, and when any of it may change: at its `edges`."""

    def __init__(self, history: MarketHistory) -> None:
        self.sections = {section: own for section, own in history.sections.items() if section[0] in READ}
        self.promotions = [section for section in self.sections if section[0] == PROMOTIONS]
        if not any(len(section) == 2 for section in self.promotions):
            self.promotions = []
            return
        of_packages = (s for s in self.sections if s[0] == PRICES and (ITEMS, s[1]) not in history.sections)
        self.prices = [section for section in of_packages if len(section) == 2]
        self.varies = any(type(own.terms) in VARYING for timeline in self.sections.values() for own in timeline.values)
        every = (own.terms for section in self.promotions for own in self.sections[section].values)
        leaves = (leaf for terms in every for leaf in possible_terms(terms) if isinstance(leaf, PromotionTerms))
        self._windows = [leaf.window for leaf in leaves]
        begins = history.starts[0]
        self._moving = {
            section: own for section, own in self.sections.items() if own.starts[1:] or own.starts[0] > begins
        }
        self._terms = {section: held_terms(own, begins) for section, own in self.sections.items()}
        starts = {start for timeline in self.sections.values() for start in timeline.starts}
        edges = {edge for own in self._windows for edge in (own.opens, own.closes) if edge is not None}
        self.edges = sorted(starts | edges)

    def at(self, at: Instant) -> dict[KeyPath, Any]:
        """The terms of each section at an instant; None where it has none."""
        return self._terms | {section: held_terms(timeline, at) for section, timeline in self._moving.items()}

    def state(self, at: Instant) -> tuple[object, ...]:
        """What is the same in periods that are alike."""
        return (*[id(own.at(at)) for own in self._moving.values()], *[own.is_open(at) for own in self._windows])


def _every(kind: type[T], varying: object) -> tuple[T, ...]:
    """All terms of a kind that varying ones can come to."""
    if isinstance(varying, kind):
        return (varying,)
    return tuple([own for own in possible_terms(varying) if isinstance(own, kind)])
