"""The price lists of a book as rows: what is stated of one list of prices, however many markets have it.

Logarithms are whole numbers of millionths, so that every machine finds the same.
"""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

import msgspec

from ratecard.currency import Currency
from ratecard.guards.ladders import Ladder, Rung
from ratecard.terms.computed import Derivation
from ratecard.terms.market import MarketKey

MILLION = 10**6

DIGITS = Context(prec=6)

REMEMBERED = 50_000
"""Logarithms that are kept: a book has few different prices and numbers of coins."""


class LadderRow(msgspec.Struct, frozen=True):
    """The prices above zero of one ladder, by package, and the logarithms of them in major units."""

    ladder: Ladder
    rungs: dict[str, Rung]
    logs: dict[str, int]

    @property
    def currency(self) -> Currency:
        """What all of them are in."""
        return self.ladder.currency

    @property
    def level(self) -> int:
        """The median logarithm of the price per coin."""
        return median([self.logs[name] - logarithm(rung.coins) for name, rung in self.rungs.items()])

    @property
    def follows(self) -> bool:
        """Whether all of them are computed of other prices: then they are as far off those as somebody stated."""
        return all(isinstance(rung.price.derivation, Derivation) for rung in self.rungs.values())

    @property
    def sources(self) -> frozenset[MarketKey]:
        """The markets of whose prices all of them are computed; none where anything is stated."""
        if not self.follows:
            return frozenset()
        derivations = [rung.price.derivation for rung in self.rungs.values()]
        sources = [own.source for own in derivations if isinstance(own, Derivation)]
        return frozenset(MarketKey(own.region, own.platform) for own in sources)

    @property
    def first(self) -> Rung:
        """The price that stands first."""
        return min(self.rungs.values(), key=lambda rung: rung.price.listed_stated.place)

    @property
    def digits(self) -> tuple[object, ...]:
        """Every package with its price in billionths of a major unit, by which lists in other currencies are equal."""
        scale = 10 ** (9 - self.currency.exponent)  # no currency has more decimals
        return tuple(sorted([(name, rung.minor * scale) for name, rung in self.rungs.items()]))


def rows_of(ladders: Iterable[Ladder]) -> list[LadderRow]:
    """The rows of ladders, each once: markets that share their prices are one row."""
    found: dict[tuple[object, ...], LadderRow] = {}
    for ladder in ladders:
        rungs = {rung.id: rung for rung in ladder.rungs if rung.price.listed_minor > 0}
        prices = [(name, rung.price) for name, rung in rungs.items()]
        key = tuple(sorted([(name, id(price.listed_stated), price.listed_minor) for name, price in prices]))
        if rungs and key not in found:
            unit = logarithm(10**ladder.currency.exponent)
            logs = {name: logarithm(price.listed_minor) - unit for name, price in prices}
            found[key] = LadderRow(ladder, rungs, logs)
    return list(found.values())


@lru_cache(maxsize=REMEMBERED)
def logarithm(number: int) -> int:
    """The natural logarithm of a whole number above zero, in millionths."""
    return round(Decimal(number).ln() * MILLION)


def logarithm_of(factor: Fraction) -> int:
    """That of a fraction."""
    return logarithm(factor.numerator) - logarithm(factor.denominator)


def factor_of(millionths: int) -> Fraction:
    """The factor of which this is the logarithm, to six digits: for people and for bounds, never for money."""
    return Fraction(DIGITS.plus((Decimal(millionths) / MILLION).exp()))


def median(numbers: Sequence[int]) -> int:
    """The middle one of some numbers, of two middle ones the mean, rounded down."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
