"""What is on sale in markets at regular prices, with what tax and commission leave of it, over all time."""

from collections.abc import Iterator

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.guards.chosen_cases import BETWEEN
from ratecard.guards.findings import Unproved
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.guards.offers import MARGIN, AllTermCases, TermCases
from ratecard.instants import Instant
from ratecard.keys.chosen_things import ever_chosen
from ratecard.terms.chosen import is_chosen

PRICING = ("pricing",)


class AllOnSale:
    """The regular prices of markets: what is on sale without promotions."""

    def __init__(self, groups: AllTermCases) -> None:
        self._groups = groups
        self._told: set[int] = set()
        self._met: set[tuple[int, ...]] = set()
        self.unproved: dict[Unproved, None] = {}

    def of(self, history: MarketHistory, also: set[Instant]) -> Iterator[tuple[str, Instant, TermCases]]:
        """Each package from each instant on at which anything of it may change; `also` are instants that count too."""
        taken, taxed = history.sections.get(("commission",)), history.sections.get(("tax",))
        if taken is None or taxed is None:
            return
        common = {start for start in (*taken.starts, *taxed.starts, *also) if start >= history.begins}
        shared = sorted(common)
        both = {since: (held_terms(taxed, since), held_terms(taken, since)) for since in shared}
        groups, odd, chosen = self._groups.of, self._groups.odd, ever_chosen(history)
        for section, priced in history.sections.items():
            held = history.sections.get((PACKAGES, section[1])) if section[0] == PRICES and len(section) == 2 else None
            if held is None:
                continue
            rounded = history.sections.get(PRICING) if section[1] in chosen else None
            changes = (*priced.starts, *held.starts, *(() if rounded is None else rounded.starts))
            own = {start for start in changes if start >= history.begins}
            for since in shared if own <= common else sorted(common | own):
                if since not in both:
                    both[since] = (held_terms(taxed, since), held_terms(taken, since))
                tax, commission = both[since]
                price, content = priced.at(since), held.at(since)
                if price is None or content is None or None in (price.terms, content.terms, tax, commission):
                    continue
                pricing = None
                if rounded is not None and is_chosen(content.terms, price.terms):
                    pricing = held_terms(rounded, since)
                    self._tell_chosen(history, section[1], (id(price.terms), id(content.terms), id(pricing)))
                group = groups(price.terms, tax, commission, content.terms, pricing)
                if id(group) in odd and id(group) not in self._told:
                    self._tell(group, history, section[1])
                yield section[1], since, group

    def _tell_chosen(self, history: MarketHistory, package: str, terms: tuple[int, ...]) -> None:
        """Notes that not all numbers of a package are looked at, where its terms are first met."""
        if terms not in self._met:
            self._met.add(terms)
            self.unproved[Unproved(MARGIN, BETWEEN, f"{package} in {history.key.shown}")] = None

    def _tell(self, group: TermCases, history: MarketHistory, package: str) -> None:
        """Notes what of a group was not looked at, where it is first met."""
        self._told.add(id(group))
        if group.undecided:
            self.unproved[Unproved(MARGIN, group.undecided, f"{package} in {history.key.shown}")] = None
        if group.is_open:
            of = f"what tax and commission leave in {history.key.shown}"
            self.unproved[Unproved(MARGIN, "it is unknown", of)] = None
