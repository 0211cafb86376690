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
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.differing import of_both
from ratecard.guards.findings import Finding, percent
from ratecard.guards.joint_cases import joint_cases, where_said
from ratecard.guards.ladders import PRICES
from ratecard.guards.made_of import first_of, made_of
from ratecard.guards.price_moves import MANY_LEAST, PriceMove, moves_told, summary_of
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.terms.facts import Facts, choose, possible_terms
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

TERMS_CHANGED = "terms_changed"
NEVER: Timeline[SectionTerms] = Timeline((), ())


class FollowedMove(NamedTuple):
    """A price that is computed in one of two books, and another one from an instant on; None where there is none."""

    market: MarketKey
    thing: str
    day: str
    since: Instant
    was: PriceTerms | None
    now: PriceTerms | None
    facts: Facts

    @property
    def said(self) -> str:
        """What it was and is: "coins_1000 in TH on web costs 300.00 THB from 2027-01-01 on, and cost 285.00 THB"."""
        of = f"{self.thing} in {self.market.shown}{where_said(self.facts)}"
        if self.now is None:
            return f"{of} is not sold from {self.day} on, and cost {_money(self.was)}"
        if self.was is None:
            return f"{of} is sold for {_money(self.now)} from {self.day} on, and was not"
        return f"{of} costs {_money(self.now)} from {self.day} on, and cost {_money(self.was)}{_much(self.by)}"

    @property
    def by(self) -> Fraction:
        """By what share it moved; nothing where it is in another currency, or was free, or there is none."""
        if self.was is None or self.now is None or self.was.currency != self.now.currency or not self.was.listed_minor:
            return Fraction(0)
        return Fraction(self.now.listed_minor, self.was.listed_minor) - 1

    @property
    def places(self) -> tuple[list[Place], list[Place]]:
        """What makes it what it is and was: in the newer book, and in the older one."""
        now, was = (([] if price is None else list(made_of(price))) for price in (self.now, self.was))
        return now, was

    @property
    def move(self) -> PriceMove:
        """The same as a move of a price, told at the statement by which it is, or else was."""
        price = self.now or self.was
        assert price is not None
        region, platform = self.market
        finding = Finding(
            guard=TERMS_CHANGED,
            market=self.market,
            of=self.thing,
            since=self.since,
            seen=Fraction(0),
            sentence=self.said,
            place=price.listed_stated.place,
            hint="look whether it is meant",
            question=f"ratecard prices --region {region} --platform {platform}",
        )
        return PriceMove(price.currency.code, self.by, finding)


def _money(price: PriceTerms | None) -> str:
    assert price is not None
    return str(Money(price.listed_minor, price.currency))


def followed_moves(before: RuleBook, after: RuleBook, now: Instant) -> Iterator[FollowedMove]:
    """Each price that is computed in either book and differs, once a case: at the first instant at which it does."""
    for old, new in of_both(before, after):
        if not new.key.platform:
            continue
        sections = dict.fromkeys(own for own in (*old.sections, *new.sections) if own[0] == PRICES and len(own) == 2)
        for section in sections:
            was, line = (history.sections.get(section, NEVER) for history in (old, new))
            seen: set[str] = set()
            for at, facts, price, own in () if was is line else _differing(before, after, (was, line), now):
                if where_said(facts) not in seen:
                    seen.add(where_said(facts))
                    day = f"{local_day(at, new.in_zone)}"
                    yield FollowedMove(new.key, section[1], day, at, price, own, facts)


def _differing(
    before: RuleBook, after: RuleBook, lines: tuple[Timeline[SectionTerms], Timeline[SectionTerms]], now: Instant
) -> Iterator[tuple[Instant, Facts, PriceTerms | None, PriceTerms | None]]:
    later = {start for own in lines for start in own.starts if start > now}
    for at in (now, *sorted(later)):
        was, is_now = (held_terms(own, at) for own in lines)
        if was is is_now or not (_is_computed(was) or _is_computed(is_now)):
            continue
        for facts in joint_cases(before, after, was, is_now):
            old, new = (_price(choose(terms, facts, [])) for terms in (was, is_now))
            if (None if old is None else _amount(old)) != (None if new is None else _amount(new)):
                yield at, facts, old, new


def _is_computed(terms: object) -> bool:
    prices = (own for own in possible_terms(terms) if isinstance(own, PriceTerms))
    return any(price.derivation is not None for price in prices)


def _price(terms: object) -> PriceTerms | None:
    return terms if isinstance(terms, PriceTerms) else None


def _amount(price: PriceTerms) -> tuple[int, Currency]:
    return price.listed_minor, price.currency


class Edits(NamedTuple):
    """The places of what is stated otherwise: those of the newer book, and those of the older one."""

    now: Sequence[Place]
    was: Sequence[Place]


def by_edit(moves: Iterator[FollowedMove], edits: Edits) -> Mapping[Place | None, list[FollowedMove]]:
    """The moves by the edited place that they come of: of the newer book, else of the older; None where none is."""
    found: dict[Place | None, list[FollowedMove]] = defaultdict(list)
    for move in moves:
        now, was = move.places
        found[first_of(now, edits.now) or first_of(was, edits.was)].append(move)
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
    """What moves with an edit: of few each price, of many how many and by how much; what is sold, and not any more."""
    if len(moves) < MANY_LEAST:
        return "; ".join(own.said for own in moves)
    both = [own.move for own in moves if own.was is not None and own.now is not None]
    parts = [f"with it {summary_of(both)}"] if both else []
    gone, new = [own for own in moves if own.now is None], [own for own in moves if own.was is None]
    for kind, words in ((gone, "are not sold any more"), (new, "are sold that were not")):
        if kind:
            parts.append(f"{len(kind):,} things that follow {words}, {kind[0].thing} in {kind[0].market.shown} first")
    return "; ".join(parts)


def _much(by: Fraction) -> str:
    return f": {percent(abs(by))} {'more' if by > 0 else 'less'}" if by else ""
