"""Where the number of something is chosen: in which market, and when."""

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import possible_terms
from ratecard.terms.packages import ChosenCoins
from ratecard.terms.prices import ChosenAmount

CHOSEN = (ChosenCoins, ChosenAmount)
OF_A_NUMBER = ("packages", "prices")
"""The tables that say whether the number is chosen: the coins of a package, the price of an item."""


def cases_at(history: MarketHistory, section: KeyPath, at: Instant) -> list[object]:
    """All terms that a section may have at an instant; none where it has none."""
    timeline = history.sections.get(section)
    return [] if timeline is None else possible_terms(held_terms(timeline, at))


def ever_chosen(history: MarketHistory) -> frozenset[str]:
    """The packages and items of which the number is chosen at any time."""
    return frozenset(
        section[1]
        for table in OF_A_NUMBER
        for section, timeline in history.sections.of(table).items()
        if len(section) == 2
        if any(type(case) in CHOSEN for own in timeline.values for case in possible_terms(own.terms))
    )


def is_chosen_at(history: MarketHistory, thing: str, at: Instant) -> bool:
    """Whether the number of something is chosen at an instant, in any case."""
    return any(type(case) in CHOSEN for table in OF_A_NUMBER for case in cases_at(history, (table, thing), at))


def chosen_place(history: MarketHistory, thing: str) -> Place | None:
    """Where it first says that the number of something may be chosen; None where nothing does."""
    for table in OF_A_NUMBER:
        timeline = history.sections.get((table, thing))
        for own in () if timeline is None else timeline.values:
            for case in possible_terms(own.terms):
                if isinstance(case, ChosenCoins):
                    return case.like.coins_stated.place
                if isinstance(case, ChosenAmount):
                    return case.stated.place
    return None
