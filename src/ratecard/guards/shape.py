"""Whether each price is in line with the others: a lost digit, a shifted row, two prices swapped.

What a market's prices have in common, and what those of a package have in common over all markets, is taken out by
medians of logarithms; what is left of a price is how far it is off. Where there are fewer than three price lists, or
packages, a price is compared with the others of its own list, per coin.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, FindingTable, off_by
from ratecard.guards.ladders import Ladder, Ladders, Rung
from ratecard.guards.rows import LadderRow, factor_of, logarithm, logarithm_of, median, rows_of
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.stated import Stated
from ratecard.terms.market import MarketKey

SHAPE = "shape"

NEEDED = 3
"""Price lists, and packages of one, from which on medians say what is usual."""

COARSE = Fraction(16, 10)
"""The bound where prices have few steps: in a currency without decimals, or of under ten smallest units."""
STEPS_FEW = 10

ALONE = Fraction(18, 10)
"""The bound within one list: bigger packages are cheaper per coin, and never by that much of the middle one."""


def out_of_line(ladders: Ladders, beyond: Fraction) -> Iterator[Finding]:
    """Each price that is off by more than a factor, at the first instant at which it is."""
    seen: set[tuple[int, int, str]] = set()
    contents: set[str] = set()
    elsewhere: set[tuple[Place, str]] = set()
    for day, instant in ladders.days.items():
        rows = rows_of(ladders.distinct_on(day))
        shapes, selling = _shapes(rows), ladders.on(day)
        usual = _usual_of(selling)
        for name, off in _odd_contents(shapes, usual, max(ALONE, beyond)):
            if name not in contents:
                contents.add(name)
                yield _of_content(selling, usual[name], factor_of(off), instant)
        for finding in _of_platforms(selling, usual, beyond, instant):
            if finding.of not in contents and (finding.place, finding.of) not in elsewhere:
                elsewhere.add((finding.place, finding.of))
                yield finding
        for row in rows:
            for name, off in _off(row, shapes, beyond):
                rung = row.rungs[name]
                key = (id(rung.price.listed_stated), rung.price.listed_minor, name)
                if key not in seen:
                    seen.add(key)
                    yield _finding(row.ladder, rung, factor_of(off), instant, row)


def _usual_of(selling: Mapping[MarketKey, Ladder]) -> dict[str, Rung]:
    """Each package as it is in the first market in which it holds the middle of all numbers of coins."""
    every: dict[str, list[Rung]] = {}
    for ladder in selling.values():
        for rung in ladder.rungs:
            every.setdefault(rung.id, []).append(rung)
    middle = {name: sorted(rung.coins for rung in own)[(len(own) - 1) // 2] for name, own in every.items()}
    return {name: next(rung for rung in own if rung.coins == middle[name]) for name, own in every.items()}


def _odd_contents(shapes: Mapping[str, int], usual: Mapping[str, Rung], bound: Fraction) -> Iterator[tuple[str, int]]:
    """The packages that cost too much or too little per coin, by their usual shape and what they usually hold."""
    each = {name: shape - logarithm(usual[name].coins) for name, shape in shapes.items()}
    if len(each) >= NEEDED:
        level = median(list(each.values()))
        yield from ((name, log - level) for name, log in each.items() if abs(log - level) > logarithm_of(bound))


def _of_platforms(
    selling: Mapping[MarketKey, Ladder], usual: Mapping[str, Rung], beyond: Fraction, since: Instant
) -> Iterator[Finding]:
    """The packages that hold other coins in a market than in most, and by which a coin costs too much or too little.

    Markets that share their prices are one row, whatever their packages hold.
    """
    for ladder in {id(own): own for own in selling.values()}.values():
        other = [rung for rung in ladder.rungs if rung.coins != usual[rung.id].coins]
        if not other:
            continue
        each = {own.id: logarithm(own.minor) - logarithm(own.coins) for own in ladder.rungs if own.minor and own.coins}
        if len(each) < NEEDED:
            continue
        level = median(list(each.values()))
        for rung in (own for own in other if own.id in each):
            factor, off = Fraction(rung.coins, usual[rung.id].coins), each[rung.id] - level
            if max(factor, 1 / factor) > beyond and abs(off) > logarithm_of(beyond) and (off < 0) == (factor > 1):
                yield _of_platform(ladder, rung, usual[rung.id], factor_of(off), since)


def _of_platform(ladder: Ladder, rung: Rung, usual: Rung, factor: Fraction, since: Instant) -> Finding:
    region, platform = ladder.market
    return Finding(
        guard=SHAPE,
        market=ladder.market,
        of=rung.id,
        since=since,
        seen=max(factor, 1 / factor),
        sentence=(
            f"{rung.id} holds {rung.coins:,} coins in {ladder.market.shown}, and {usual.coins:,} in most: its price "
            f"per coin is {off_by(factor)} beside the other packages"
        ),
        place=_stated(rung, usual).place,
        hint="look for a lost or doubled digit",
        of_content=True,
        question=f"ratecard prices --region {region} --platform {platform}",
    )


def _stated(rung: Rung, usual: Rung | None = None) -> Stated[object]:
    """What of a content may be wrong: its bonus where that is more than its coins, or where those are the usual."""
    package = rung.package
    is_of_bonus = package.bonus > package.coins or (usual is not None and package.coins == usual.package.coins)
    return package.bonus_stated if package.bonus_stated is not None and is_of_bonus else package.coins_stated


def _of_content(selling: Mapping[MarketKey, Ladder], rung: Rung, factor: Fraction, since: Instant) -> Finding:
    """A package whose content is off, and not the price of one market; in the first of those in which it holds this."""
    name, stated = rung.id, _stated(rung)
    is_everywhere = all(
        own.coins == rung.coins for ladder in selling.values() for own in ladder.rungs if own.id == name
    )
    ladder = next(ladder for ladder in selling.values() if any(own is rung for own in ladder.rungs))
    others = [own for own in ladder.rungs if own.id != name and own.minor > 0]
    near = sorted(others, key=lambda own: abs(own.coins - rung.coins))[:1]
    region, platform = ladder.market
    return Finding(
        guard=SHAPE,
        market=ladder.market,
        of=name,
        since=since,
        seen=max(factor, 1 / factor),
        sentence=(
            f"{name} holds {rung.coins:,} coins, and its price per coin is {off_by(factor)} beside the other packages, "
            f"in {ladder.market.shown} and {'elsewhere' if is_everywhere else 'in most markets'}"
        ),
        place=stated.place,
        hint="look for a lost or doubled digit",
        notes=tuple(Note(own.package.coins_stated.place, f"{own.id} holds {own.coins:,}") for own in near),
        everywhere=True,
        question=f"ratecard prices --region {region} --platform {platform}",
    )


def _shapes(rows: Sequence[LadderRow]) -> dict[str, int]:
    """How much more than its market's level each package usually costs, of those that are in enough of the rows."""
    wide = [row for row in rows if len(row.logs) >= NEEDED]
    levels = [median(list(row.logs.values())) for row in wide]
    for _ in range(2):
        shapes = _medians_of(wide, levels)
        levels = [
            median([log - shapes[name] for name, log in row.logs.items() if name in shapes] or [0]) for row in wide
        ]
    return _medians_of(wide, levels)


def _medians_of(rows: Sequence[LadderRow], levels: Sequence[int]) -> dict[str, int]:
    apart: dict[str, list[int]] = {}
    for row, level in zip(rows, levels, strict=True):
        for name, log in row.logs.items():
            apart.setdefault(name, []).append(log - level)
    return {name: median(every) for name, every in apart.items() if len(every) >= NEEDED}


def _off(row: LadderRow, shapes: Mapping[str, int], beyond: Fraction) -> Iterator[tuple[str, int]]:
    """The packages of a row that are off, and by how much, as logarithms."""
    usual = {name: log - shapes[name] for name, log in row.logs.items() if name in shapes}
    if len(usual) >= NEEDED:
        level = median(list(usual.values()))
        for name, log in usual.items():
            if abs(log - level) > logarithm_of(_bound(row, row.rungs[name], beyond)):
                yield name, log - level
        return
    alone = {name: log - logarithm(row.rungs[name].coins) for name, log in row.logs.items()}
    if len(alone) < 2:
        return
    level = median(list(alone.values()))
    bound = logarithm_of(max(ALONE, beyond))
    off = [(name, log - level) for name, log in alone.items()]
    if len(alone) == 2:
        (one, low), (other, high) = sorted(off, key=lambda entry: entry[1])
        off = [(other, high - low)] if high - low > bound else []
        del one
    yield from ((name, by) for name, by in off if abs(by) > bound)


def _bound(row: LadderRow, rung: Rung, beyond: Fraction) -> Fraction:
    """By how much a price may be off: more where its smallest unit is a large part of it."""
    is_coarse = row.currency.exponent == 0 or rung.minor < STEPS_FEW
    return max(beyond, COARSE) if is_coarse else beyond


def _table(row: LadderRow) -> FindingTable:
    """The whole price list."""
    prices = [(own.id, f"{own.coins:,}", str(Money(own.minor, row.currency))) for own in row.rungs.values()]
    return (("package", "coins", "price"), *prices)


def _finding(ladder: Ladder, rung: Rung, factor: Fraction, since: Instant, row: LadderRow) -> Finding:
    price = Money(rung.minor, ladder.currency)
    meant = Money(max(1, round(rung.minor / factor)), ladder.currency)
    region, platform = ladder.market
    near = min(
        (other for other in row.rungs.values() if other.id != rung.id), key=lambda other: abs(other.coins - rung.coins)
    )
    return Finding(
        guard=SHAPE,
        market=ladder.market,
        of=rung.id,
        since=since,
        seen=max(factor, 1 / factor),
        sentence=(
            f"{price} for {rung.id} in {ladder.market.shown} is {off_by(factor)}: the other prices say about {meant}"
        ),
        place=rung.price.listed_stated.place,
        hint="look for a lost or doubled digit, or for the price of another package",
        notes=(Note(near.price.listed_stated.place, f"{near.id} costs this, for {near.coins:,} coins"),),
        question=f"ratecard prices --region {region} --platform {platform}",
        together=f"{ladder.market.shown}@{ladder.since}",
        table=_table(row),
    )
