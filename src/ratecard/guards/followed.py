"""Computed prices that differ between two books though their own statements may not: by what was edited, and how many.

A factor, a rate, a tax, a list of points or the price of another market moves many prices that nobody touched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import SectionTerms, held_terms
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.differing import of_both
from ratecard.guards.findings import Finding, percent
from ratecard.guards.ladders import PRICES
from ratecard.guards.made_of import first_of, made_of
from ratecard.guards.price_moves import MANY_LEAST, PriceMove, moves_told, summary_of
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

TERMS_CHANGED = "terms_changed"


class FollowedMove(NamedTuple):
    """A price that is computed in one of two books, and another one from an instant on; both in minor units."""

    market: MarketKey
    thing: str
    day: str
    since: Instant
    was: PriceTerms
    now: PriceTerms

    @property
    def said(self) -> str:
        """What it was and is: "coins_1000 in TH on web costs 300.00 THB from 2027-01-01 on, and cost 285.00 THB"."""
        is_now, was = (Money(own.listed_minor, own.currency) for own in (self.now, self.was))
        return f"{self.thing} in {self.market.shown} costs {is_now} from {self.day} on, and cost {was}"

    @property
    def finding(self) -> Finding:
        """That the price is another one, at the statement by which it is."""
        region, platform = self.market
        return Finding(
            guard=TERMS_CHANGED,
            market=self.market,
            of=self.thing,
            since=self.since,
            seen=Fraction(0),
            sentence=self.said,
            place=self.now.listed_stated.place,
            hint="look whether it is meant",
            question=f"ratecard prices --region {region} --platform {platform}",
        )

    @property
    def move(self) -> PriceMove:
        """By what share it moved; nothing where it is in another currency, or was free."""
        is_same = self.was.currency == self.now.currency and self.was.listed_minor
        by = Fraction(self.now.listed_minor, self.was.listed_minor) - 1 if is_same else Fraction(0)
        return PriceMove(self.now.currency.code, by, self.finding)


def followed_moves(before: RuleBook, after: RuleBook, now: Instant) -> Iterator[FollowedMove]:
    """Each price that is computed in either book and differs, once: at the first instant at which it does."""
    for old, new in of_both(before, after):
        for section, line in new.sections.items() if new.key.platform else ():
            was = old.sections.get(section)
            if section[0] != PRICES or len(section) != 2 or was is None or was is line:
                continue
            found = next(_differing(was, line, now), None)
            if found is not None:
                at, price, own = found
                yield FollowedMove(new.key, section[1], f"{local_day(at, new.in_zone)}", at, price, own)


def _differing(
    was: Timeline[SectionTerms], line: Timeline[SectionTerms], now: Instant
) -> Iterator[tuple[Instant, PriceTerms, PriceTerms]]:
    later = {start for own in (was, line) for start in own.starts if start > now}
    for at in (now, *sorted(later)):
        cases = zip(*(possible_terms(held_terms(own, at)) for own in (was, line)), strict=False)
        for old, own in cases:
            if not (isinstance(old, PriceTerms) and isinstance(own, PriceTerms)):
                continue
            is_computed = old.derivation is not None or own.derivation is not None
            if is_computed and (old.listed_minor, old.currency) != (own.listed_minor, own.currency):
                yield at, old, own


class Edits(NamedTuple):
    """The places of what is stated otherwise: those of the newer book, and those of the older one."""

    now: Sequence[Place]
    was: Sequence[Place]


def by_edit(moves: Iterator[FollowedMove], edits: Edits) -> Mapping[Place | None, list[FollowedMove]]:
    """The moves by the edited place that they come of: of the newer book, else of the older; None where none is."""
    found: dict[Place | None, list[FollowedMove]] = defaultdict(list)
    for move in moves:
        place = first_of(made_of(move.now), edits.now) or first_of(made_of(move.was), edits.was)
        found[place].append(move)
    return found


class FollowingMoves:
    """Moves of computed prices by the edit that they come of, each told once: with that edit, or by itself."""

    def __init__(self, moves: Mapping[Place | None, list[FollowedMove]]) -> None:
        self._left = dict(moves)

    def told_with(self, finding: Finding, places: Iterable[Place]) -> Finding:
        """What is found of an edit that stands at these places, with what moves by it."""
        moves = [move for place in dict.fromkeys(places) for move in self._left.pop(place, [])]
        return msgspec.structs.replace(finding, sentence=f"{finding.sentence}; {_said(moves)}") if moves else finding

    def left(self) -> Iterator[Finding]:
        """The moves of which no edit was told, as findings of their own."""
        moves = [own.move for moves in self._left.values() for own in moves]
        self._left = {}
        yield from moves_told(moves, "prices that follow")


def _said(moves: Sequence[FollowedMove]) -> str:
    """What moves with an edit: of few each price, of many how many, and by how much."""
    if len(moves) >= MANY_LEAST:
        return f"with it {summary_of([own.move for own in moves])}"
    return "; ".join(f"{own.said}{_much(own.move.by)}" for own in moves)


def _much(by: Fraction) -> str:
    return f": {percent(abs(by))} {'more' if by > 0 else 'less'}" if by else ""
