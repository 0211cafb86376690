"""Whether the prices of a market are anywhere near those of the others, and not those of another currency."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import held_terms
from ratecard.currency import CURRENCIES, Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, FindingTable, Unproved, off_by, times
from ratecard.guards.known import NOTHING_KNOWN, Known
from ratecard.guards.ladders import Ladder, Ladders
from ratecard.guards.rows import LadderRow, factor_of, logarithm_of, median, rows_of
from ratecard.instants import Instant
from ratecard.keys.factor_tables import FactorTable
from ratecard.money import Money, Rate
from ratecard.rulefiles.stated import Stated
from ratecard.terms.fx import CrossRate, FxTerms, cross_rate
from ratecard.terms.market import MarketKey

Zones = Mapping[str, ZoneInfo]
"""The time zone of each region."""

LEVEL, COPIED = "level", "copied_row"

NEEDED = 3
"""Price lists from which on a median says what is usual."""

ALIKE_LEAST = 2
"""Prices that are equal, digit for digit, from which on a list may be a copy."""


class ExactRates:
    """Exact rates between currencies at an instant, by the rules of the regions that know them."""

    def __init__(self, book: RuleBook, known: Known = NOTHING_KNOWN) -> None:
        self._book, self.known = book, known
        self._terms: dict[tuple[str, Instant], FxTerms | None] = {}
        self._lasting: dict[tuple[int, str, str], Fraction] = {}

    def of(self, region: str, at: Instant) -> FxTerms | None:
        """The exchange terms of a region; None where it has none, or where they vary."""
        if (region, at) not in self._terms:
            timeline = self._book.history((region, "")).sections.get(("fx",))
            terms = None if timeline is None else held_terms(timeline, at)
            self._terms[region, at] = terms if isinstance(terms, FxTerms) else None
        return self._terms[region, at]

    def between(self, region: str, of: Currency, into: Currency, at: Instant) -> Fraction | None:
        """Units of `into` for one of `of`; None where the rules of the region know no rate that may be used."""
        if of == into:
            return Fraction(1)
        terms = self.of(region, at)
        if terms is None:
            return None
        key = (id(terms), of.code, into.code)
        if key in self._lasting:
            return self._lasting[key]
        found = cross_rate(terms, of, into, at)
        if not isinstance(found, CrossRate):
            return None
        if all(rate.expires is None for _, rate in found.rates):
            self._lasting[key] = found.value
        return found.value

    def instants(self, region: str) -> tuple[Instant, ...]:
        """When the exchange terms of a region change."""
        timeline = self._book.history((region, "")).sections.get(("fx",))
        return () if timeline is None else timeline.starts

    def group(self, region: str) -> int:
        """The same number for regions that share their exchange terms at every instant."""
        return id(self._book.history((region, "")).sections.get(("fx",)))

    def about(self, region: str, of: Currency, into: Currency, at: Instant) -> Fraction | None:
        """The same, roughly: where the rules of the region know none, by what is known beside the book."""
        own = self.between(region, of, into, at)
        known = self.known.rates
        if own is None and of.code in known and into.code in known:
            return known[into.code] / known[of.code]
        return own

    @cached_property
    def zones(self) -> Zones:
        """The zone whose days the dates of each region are."""
        return {code: self._book.history((code, "")).in_zone for code in self._book.regions}

    @cached_property
    def edges(self) -> tuple[Instant, ...]:
        """When the exchange terms of the regions begin, and when they last change."""
        timelines = [starts for region in self._book.regions if (starts := self.instants(region))]
        return tuple(sorted({edge for starts in timelines for edge in (starts[0], starts[-1])}))

    def base(self, rows: Sequence[LadderRow], at: Instant) -> Currency | None:
        """The currency that prices are compared in: the base of the rates of the first region that has any."""
        every = (self.of(row.ladder.market.region, at) for row in rows)
        stated = (terms.base for terms in every if terms is not None and terms.base is not None)
        return next(stated, CURRENCIES["EUR"] if "EUR" in self.known.rates else None)


def _weighings(ladders: Ladders, rates: ExactRates, also: Sequence[Instant] = ()) -> Iterator[tuple[date, Instant]]:
    """The days whose prices are compared, and by the rates of when: as they begin, the first, the last, and `also`."""
    days = list(ladders.days.items())
    for (day, instant), following in zip(days, [*days[1:], None], strict=False):
        yield day, instant
        for edge in sorted({*rates.edges, *also}):
            if edge > instant and (following is None or edge < following[1]):
                yield day, edge


def _levels(rows: Sequence[LadderRow], rates: ExactRates, base: Currency, at: Instant) -> dict[int, int]:
    """The logarithm of the price per coin of each row that can be compared, in the base, by its position."""
    rated = [rates.about(row.ladder.market.region, row.currency, base, at) for row in rows]
    return {index: rows[index].level + logarithm_of(rate) for index, rate in enumerate(rated) if rate is not None}


class LevelBounds(msgspec.Struct, frozen=True):
    """How far a market may be off: `beyond` what is usual times its factor; where it has none, `above` or `below`."""

    above: Fraction
    below: Fraction
    beyond: Fraction
    table: FactorTable | None

    def of(self, off: Fraction, factor: Stated[Rate] | None) -> Fraction | None:
        """The bound that prices break which are so many times what is expected; None where they break none."""
        above, below = (self.above, self.below) if factor is None else (self.beyond, 1 / self.beyond)
        return above if off > above else below if off < below else None


class _Weighed(NamedTuple):
    """A price list in one market, with the factor of its region, and the logarithm of its level without that."""

    row: LadderRow
    market: MarketKey
    factor: Stated[Rate] | None
    level: int


def _weighed(
    held: Mapping[MarketKey, Ladder],
    rows: Sequence[LadderRow],
    levels: Mapping[int, int],
    at: Instant,
    zones: Zones,
    table: FactorTable | None,
) -> list[_Weighed]:
    """The price lists that can be compared on a day, each once for each factor by which it is."""
    if table is None:
        return [_Weighed(rows[index], rows[index].ladder.market, None, level) for index, level in levels.items()]
    markets: dict[int, list[MarketKey]] = {}
    for key, ladder in held.items():
        markets.setdefault(id(ladder), []).append(key)
    found: dict[tuple[int, Fraction | None], _Weighed] = {}
    for index, own in levels.items():
        for market in markets[id(rows[index].ladder)]:
            factor = table.of(market.region, at, zones[market.region])
            share = None if factor is None else factor.value.fraction
            level = own if share is None else own - logarithm_of(share)
            found.setdefault((index, share), _Weighed(rows[index], market, factor, level))
    return list(found.values())


def out_of_level(ladders: Ladders, rates: ExactRates, bounds: LevelBounds) -> Iterator[Finding | Unproved]:
    """Each list of a region that is far off what is usual, once; by a table of factors, off that times its factor.

    A list that is computed of one that is far off is not told beside it.
    """
    seen: set[tuple[str, Place]] = set()
    unproved: set[str] = set()
    changing = () if bounds.table is None else bounds.table.all_instants(rates.zones)
    for day, instant in _weighings(ladders, rates, changing):
        rows = rows_of(ladders.distinct_on(day))
        base = rates.base(rows, instant)
        levels = {} if base is None else _levels(rows, rates, base, instant)
        for index, row in enumerate(rows):
            if (index not in levels or len(levels) < NEEDED) and row.currency.code not in unproved:
                unproved.add(row.currency.code)
                why = "no rate of exchange compares it" if index not in levels else f"fewer than {NEEDED} price lists"
                yield Unproved(LEVEL, why, f"prices in {row.currency}")
        if base is None or len(levels) < NEEDED:
            continue
        weighed = _weighed(ladders.on(day), rows, levels, instant, rates.zones, bounds.table)
        usual = median([own.level for own in weighed])
        offs = [(own, off := factor_of(own.level - usual), bounds.of(off, own.factor)) for own in weighed]
        held, lists = ladders.on(day), {id(own.row.ladder) for own, _, bound in offs if bound is not None}
        far = {key for key, ladder in held.items() if id(ladder) in lists}
        for own, off, bound in offs:
            key = (own.market.region, own.row.first.price.listed_stated.place)
            if bound is not None and key not in seen and far.isdisjoint(own.row.sources):
                seen.add(key)
                yield _far_off(own, off, bound, bounds, instant)


def _far_off(weighed: _Weighed, off: Fraction, bound: Fraction, bounds: LevelBounds, since: Instant) -> Finding:
    first = weighed.row.first
    factor, (region, platform), currency = weighed.factor, weighed.market, weighed.row.currency
    usual = Money(max(1, round(first.minor / off)), currency)
    seen = off if off > bound else 1 / off
    expected, beside = "", tuple[Note, ...]()
    hint = "look for prices of another currency, or for a rate that is upside down"
    if factor is not None and bounds.table is not None:
        expected = f" by its factor in {bounds.table.id}, {times(factor.value.fraction).removeprefix('× ')}"
        hint = "look at the prices, and at the factor of the region"
        beside = (Note(factor.place, f"the factor of {region}"),)
    return Finding(
        guard=LEVEL,
        market=weighed.market,
        of="",
        since=since,
        seen=seen,
        sentence=(
            f"the prices of {weighed.market.shown}, in {currency}, are {off_by(off)} for this "
            f"book{expected} (bound {times(max(bound, 1 / bound))}): {first.id} costs "
            f"{Money(first.minor, currency)}, and about {usual} is usual"
        ),
        place=first.price.listed_stated.place,
        hint=hint,
        notes=beside,
        beside=(currency.code,),
        question=f"ratecard prices --region {region} --platform {platform}",
    )


def copied_rows(ladders: Ladders, rates: ExactRates, beyond: Fraction) -> Iterator[Finding | Unproved]:
    """Each price list that equals, digit for digit, one in a currency of another worth; that which is further off."""
    seen: set[tuple[Place, Place]] = set()
    for day, instant in _weighings(ladders, rates):
        rows = rows_of(ladders.distinct_on(day))
        alike: dict[tuple[object, ...], list[LadderRow]] = {}
        for row in rows:
            if len(row.rungs) >= ALIKE_LEAST and not row.follows:
                alike.setdefault(row.digits, []).append(row)
        base = rates.base(rows, instant)
        levels = {} if base is None else _levels(rows, rates, base, instant)
        usual = median(list(levels.values())) if levels else 0
        own = {id(row): abs(levels[index] - usual) for index, row in enumerate(rows) if index in levels}
        for group in alike.values():
            yield from _copies(group, own, rates, beyond, instant, seen)


def _copies(
    group: Sequence[LadderRow],
    off: Mapping[int, int],
    rates: ExactRates,
    beyond: Fraction,
    at: Instant,
    seen: set[tuple[Place, Place]],
) -> Iterator[Finding | Unproved]:
    by_currency = {row.currency.code: row for row in group}
    for code, row in sorted(by_currency.items()):
        for other_code, other in sorted(by_currency.items()):
            lists = (row.first.price.listed_stated.place, other.first.price.listed_stated.place)
            if code >= other_code or lists in seen:
                continue
            rate = rates.about(row.ladder.market.region, row.currency, other.currency, at)
            if rate is None:
                yield Unproved(COPIED, "no rate of exchange compares them", f"equal prices in {code} and {other_code}")
            elif max(rate, 1 / rate) > beyond:
                seen.add(lists)  # and not before: a currency may fall on a later day
                copy, original = (row, other) if off.get(id(row), 0) > off.get(id(other), 0) else (other, row)
                yield _copied(copy, original, max(rate, 1 / rate), at)


def _side_by_side(one: LadderRow, other: LadderRow) -> FindingTable:
    header = ("package", one.ladder.market.shown, other.ladder.market.shown)
    rows = [
        (name, str(Money(rung.minor, one.currency)), str(Money(other.rungs[name].minor, other.currency)))
        for name, rung in one.rungs.items()
    ]
    return (header, *rows)


def _copied(copy: LadderRow, original: LadderRow, rate: Fraction, since: Instant) -> Finding:
    place, first = copy.first.price.listed_stated.place, original.first
    region, platform = copy.ladder.market
    price = Money(copy.rungs[first.id].minor, copy.currency)
    return Finding(
        guard=COPIED,
        market=copy.ladder.market,
        of="",
        since=since,
        seen=rate,
        sentence=(
            f"the prices of {copy.ladder.market.shown} equal those of {original.ladder.market.shown}, digit for digit: "
            f"{first.id} is {price} and {Money(first.minor, original.currency)}, which are {times(rate)} apart"
        ),
        place=place,
        hint="look for a list that was copied into another currency",
        notes=(Note(first.price.listed_stated.place, "the same digits stand here"),),
        table=_side_by_side(copy, original),
        question=f"ratecard prices --region {region} --platform {platform}",
    )
