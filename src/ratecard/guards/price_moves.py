"""Many prices that move in one change: how many, and by how much in each currency. Each alone may be nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import median
from typing import NamedTuple

import msgspec

from ratecard.guards.findings import Finding, percent

MANY_LEAST = 6
"""From how many prices on that move they are told together, with the middle and the ends of each currency."""

CURRENCIES_MOST = 4
"""Of how many currencies that is told, those first in which a price moves most."""


class PriceMove(NamedTuple):
    """A price that moved by a share of the older one, and what is found of it."""

    currency: str
    by: Fraction
    finding: Finding


def moves_told(moves: Sequence[PriceMove], name: str) -> Iterator[Finding]:
    """What is found of each; of many so that they are told together, by this name."""
    are_many = len(moves) >= MANY_LEAST
    more = f"; {summary_of(moves)}" if are_many else ""
    for move in moves:
        yield msgspec.structs.replace(
            move.finding,
            seen=abs(move.by),
            sentence=f"{move.finding.sentence}{more}",
            together=name if are_many else "",
        )


def summary_of(moves: Sequence[PriceMove]) -> str:
    """How many prices move, and by how much: the middle, and the ends of each currency."""
    by_currency: dict[str, list[Fraction]] = defaultdict(list)
    for move in sorted(moves, key=lambda move: -abs(move.by)):
        by_currency[move.currency].append(move.by)
    parts = [f"{len(own):,} in {code} by {_signed(median(own))}{_ends(own)}" for code, own in by_currency.items()]
    left = len(parts) - CURRENCIES_MOST
    more = f", and others in {left:,} more currencies" if left > 0 else ""
    middle = _signed(median([move.by for move in moves]))
    return f"{len(moves):,} prices move, by {middle} in the middle: {', '.join(parts[:CURRENCIES_MOST])}{more}"


def _ends(moves: Sequence[Fraction]) -> str:
    """The least and the greatest of several moves; nothing where all are alike."""
    least, most = _signed(min(moves)), _signed(max(moves))
    return f", from {least} to {most}" if least != most else ""


def _signed(move: Fraction) -> str:
    """A move for people: "+4 %", "−4 %"."""
    return f"{'+' if move > 0 else '−' if move < 0 else ''}{percent(abs(move))}"
