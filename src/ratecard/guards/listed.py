"""Whether a region that has prices left the list of regions to sell in: its file sells there all the same."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding
from ratecard.guards.ladders import PRICES
from ratecard.rulefiles.stated import KeyPath, Leaf, Stated
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

UNLISTED = "unlisted"

SELLS_IN: KeyPath = ("sells_in",)


def unlisted_regions(kept: Mapping[KeyPath, Leaf], markets: Iterable[MarketHistory]) -> Iterator[Finding]:
    """Each country with a file and prices that the list leaves out, where it has more of those that have files.

    Nothing is said where the list names groups, or all: who lists what has no file means all others to be sold in.
    """
    leaf = kept.get(SELLS_IN)
    if not isinstance(leaf, Stated) or not isinstance(leaf.value, tuple):
        return
    listed = {str(item.value) for item in leaf.value}
    if not all(code.isupper() for code in listed):
        return
    selling: dict[str, MarketHistory] = {}
    for history in markets:
        if not is_of_library(history.place) and _sells(history):
            selling.setdefault(history.key.region, history)
    own = {code: history for code, history in selling.items() if history.place.file.startswith("regions/")}
    left_out = [code for code in own if not {code, code.partition("-")[0]} & listed]
    if len(own) > 2 * len(left_out):
        yield from (_finding(own[code], leaf) for code in left_out)


def _sells(history: MarketHistory) -> bool:
    """Whether anything ever has a price."""
    return any(
        isinstance(terms, PriceTerms)
        for section, timeline in history.sections.items()
        if section[0] == PRICES and len(section) == 2
        for own in timeline.values
        for terms in possible_terms(own.terms)
    )


def _finding(history: MarketHistory, leaf: Stated[object]) -> Finding:
    region, file = history.key.region, history.place.file
    return Finding(
        guard=UNLISTED,
        market=MarketKey(region, ""),
        of="",
        since=history.begins,
        seen=Fraction(1),
        sentence=f"sells_in does not list {region}, and {file} has prices, so that {region} is sold in",
        place=leaf.place,
        hint=f"add {region}, or delete {file} too; to end it on a day, write prices: none from that day on",
        notes=(Note(history.place, "its file"),),
    )
