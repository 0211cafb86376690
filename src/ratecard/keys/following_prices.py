"""Prices that follow other prices, each computed after the one that it follows: at an instant, package by package.

Whom a price follows may change with time, and differ by package: two markets may follow each other, and it is a circle
only where a price leads back to itself at one instant.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from ratecard.book.beginning import LONG_AGO
from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.book.starts import bind_instant
from ratecard.book.varying import split_by_facts
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.deriving import Deriving
from ratecard.keys.price_parts import Here, PriceTrouble
from ratecard.keys.price_standing import PRICES, Derive, PriceStanding, Said, Standings
from ratecard.rulefiles.stated import BROKEN, Stated, StatedInstant, Word
from ratecard.terms.computed import NoPrice
from ratecard.terms.facts import possible_terms
from ratecard.terms.lifting import lifted
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceAs, PriceTerms, price_terms
from ratecard.terms.resolved import Reads, Resolved
from ratecard.terms.values import Values

CHAIN_MOST = 8
"""Over so many steps a price may follow others."""

ARROW = " → "


class PriceNode(NamedTuple):
    """The price of a package in a market at an instant."""

    market: MarketKey
    package: str
    at: Instant

    @property
    def name(self) -> str:
        """How a circle shows it: "DE/ios/coins_100"."""
        return f"{self.market.region}/{self.market.platform}/{self.package}"


class Followed(msgspec.Struct, frozen=True):
    """The terms of a price, with `NoPrice` where that which it follows is not there, and how many steps lie behind it.

    `stated` is the statement by which it is what it is, a price or a derive; None where nothing is said of it.
    """

    terms: object
    steps: int = 0
    stated: Stated[object] | None = None


UNSAID = Followed(None)
TellTrouble = Callable[[PriceTrouble, MarketKey, str], None]
"""Is told what is wrong, in which market and of which package."""


class FollowingPrices:
    """Computes prices of markets, each once. `begins` is the book's own beginning."""

    def __init__(
        self,
        histories: Mapping[MarketKey, MarketHistory],
        deriving: Deriving,
        standings: Standings,
        begins: StatedInstant | None,
        tell: TellTrouble,
    ) -> None:
        self._histories = histories
        self._deriving = deriving
        self._standings = standings
        self._begins = begins
        self._tell = tell
        self._found: dict[PriceNode, Followed] = {}
        self._behind: list[tuple[PriceNode, Place]] = []

    def price(self, node: PriceNode) -> Followed:
        """The price of a package in a market at an instant, whatever it follows."""
        known = self._found.get(node)
        if known is None:
            known = self._found[node] = self._price(node)
        return known

    def _price(self, node: PriceNode) -> Followed:
        history = self._histories[node.market]
        found: PriceStanding = self._standings.standing(history, node.package, node.at)
        if found.broken:
            return Followed(BROKEN)
        if found.derive is not None:
            return self._derived(node, Here(history, node.at), found.derive)
        if found.price is None:
            return UNSAID
        terms = self._stated(node, history, found.price, wins=found.wins)
        return self._as_others(node, Here(history, node.at), terms, found.price[1])

    def _stated(self, node: PriceNode, history: MarketHistory, price: Said, *, wins: bool) -> object:
        """The terms of a stated price: those that the market has by its layers, or of a statement that comes before."""
        section = (*PRICES, node.package)
        if wins:
            timeline = history.sections.get(section)
            return None if timeline is None else held_terms(timeline, node.at)
        if price[1].value is BROKEN:
            return BROKEN
        reads = frozenset({Reads.CURRENCY})
        currency = history.currency_at(node.at)

        def build(paths: dict[tuple[str, ...], Resolved[object]]) -> object:
            return price_terms(Values(paths, currency, False, history.in_zone, reads=reads), node.package)

        return split_by_facts({section: Resolved(price[1], node.at, price[0])}, build)

    def _as_others(self, node: PriceNode, here: Here, terms: object, stated: Stated[object]) -> Followed:
        """A stated price, in which each case at the price of another package is computed."""
        if terms is BROKEN or not any(isinstance(case, PriceAs) for case in possible_terms(terms)):
            return Followed(terms, 0, stated)
        steps = 0

        def computed(case: object) -> object:
            nonlocal steps
            if not isinstance(case, PriceAs):
                return case
            source = self._source(node, PriceNode(node.market, case.package, node.at), case.stated.place)
            steps = max(steps, source.steps + 1)
            return self._deriving.as_another(here, node.package, case, source.terms)

        found = lifted(computed, terms)
        return self._checked(node, Followed(found, steps, stated))

    def _derived(self, node: PriceNode, here: Here, derive: Derive) -> Followed:
        """The price of a source, as the derive of a market makes it its own."""
        there = self._histories.get(derive.source)
        if there is None:
            return Followed(BROKEN)  # that there is no such market is reported
        if node.at < there.begins and there.begins != self._beginning_of_book(there):
            nothing = NoPrice(Here(there, node.at).whose(node.package))
            return Followed(nothing, 1, derive.stated)
        then = max(node.at, there.begins)  # where the first day begins later there, its first prices hold
        source = self._source(node, PriceNode(derive.source, node.package, then), derive.stated.place)
        terms = self._deriving.derived(here, Here(there, then), node.package, derive, source.terms)
        return self._checked(node, Followed(terms, source.steps + 1, derive.stated))

    def _beginning_of_book(self, history: MarketHistory) -> Instant | None:
        return LONG_AGO if self._begins is None else bind_instant(self._begins, history.in_zone)

    def _source(self, node: PriceNode, source: PriceNode, place: Place) -> Followed:
        """The price that one follows by the statement at a place; broken where that leads back, or too far."""
        known = self._found.get(source)
        if known is not None:
            return known
        self._behind.append((node, place))
        try:
            whose = [behind[:2] for behind, _ in self._behind]
            if source[:2] in whose:
                self._tell_circle(whose.index(source[:2]))
                return Followed(BROKEN)
            if len(self._behind) > CHAIN_MOST:
                self._tell_chain(*self._behind[0])
                return Followed(BROKEN)
            return self.price(source)
        finally:
            self._behind.pop()

    def _checked(self, node: PriceNode, found: Followed) -> Followed:
        """What was computed, if nothing is wrong with it in any case; what is wrong is told."""
        if type(found.terms) is PriceTerms and found.steps <= CHAIN_MOST:
            return found
        cases = possible_terms(found.terms)
        troubles = [case for case in cases if isinstance(case, PriceTrouble)]
        for trouble in dict.fromkeys(troubles):
            self._tell(trouble, node.market, node.package)
        if troubles or any(isinstance(case, Word) for case in cases):
            return Followed(BROKEN, found.steps, found.stated)
        if found.steps > CHAIN_MOST and found.stated is not None:
            self._tell_chain(node, found.stated.place)
            return Followed(BROKEN, found.steps, found.stated)
        return found

    def _tell_chain(self, node: PriceNode, place: Place) -> None:
        reason = f"it follows others over more than {CHAIN_MOST} steps"
        hint = "derive it from a market that is nearer to the stated price"
        self._tell(PriceTrouble("chain-too-long", reason, place, hint), node.market, node.package)

    def _tell_circle(self, first: int) -> None:
        """Tells of a circle at the first of its prices by name, and shows all of it."""
        circle = self._behind[first:]
        least = circle.index(min(circle, key=lambda link: link[0].name))
        circle = [*circle[least:], *circle[:least]]
        shown = ARROW.join([node.name for node, _ in (*circle, circle[0])])
        places = list(dict.fromkeys(place for _, place in circle))
        notes = tuple([Note(place, "and by this") for place in places[1:]])
        trouble = PriceTrouble(
            "price-circle", f"it follows itself: {shown}", places[0], "state the price of one of them", notes
        )
        self._tell(trouble, circle[0][0].market, circle[0][0].package)
