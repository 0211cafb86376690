"""Whether bigger packages are worth it: proved, for every ladder of the book, in whole minor units.

`bulk_is_better`: no package costs more per coin than a smaller one. `bundle_trap`: no packages together give at least
the coins of another one for less money. Of packages whose price or content depends on facts nothing is said.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter

import msgspec

from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, FindingTable, Unproved
from ratecard.guards.ladders import VARIES, WITH_UNITS, Ladder, Rung
from ratecard.money import Money, decimal_text

BULK, TRAP = "bulk_is_better", "bundle_trap"

SLIGHT = Fraction(102, 100)
SLIGHTLY = "slightly"
"""By how much more a coin costs where price endings alone may do it: all such packages are told at once."""

MANY = 6
"""In how many price lists, and in most, a package is dearer where what it holds is wrong, and not a price."""

DEPTH_MOST = 400
"""How many packages a bundle may be chosen of; of more the guard says that it is undecided."""

NODES_MOST = 20_000
"""How many bundles of one package are looked at before the guard says that it is undecided."""


def bulk_is_better(ladders: Sequence[Ladder]) -> Iterator[Finding | Unproved]:
    """Each package that costs more per coin than a smaller one, beside the cheapest of these that is not free."""
    dearer = [(ladder, *pair) for ladder in ladders for pair in _dearer_in(ladder)]
    broken = Counter((rung.id, best.id) for _, rung, best in dearer)
    sold = [{rung.id for rung in ladder.rungs} for ladder in ladders] if dearer else []
    usual = {
        pair for pair, number in broken.items() if number >= MANY and 2 * number > sum({*pair} <= own for own in sold)
    }
    for ladder in ladders:
        yield from _unproved(BULK, ladder)
        yield from _of_units(BULK, ladder)
    for ladder, rung, best in dearer:
        finding = _dearer(ladder, rung, best)
        yield _of_content(finding, ladder, rung, best) if (rung.id, best.id) in usual else finding


def _dearer_in(ladder: Ladder) -> Iterator[tuple[Rung, Rung]]:
    """Each rung that costs more per coin than a smaller one, and the cheapest of these that is not free."""
    if is_cheaper_in_bulk(ladder):
        return
    best: Rung | None = None
    for _, alike in groupby(ladder.rungs, key=attrgetter("coins")):
        own = list(alike)
        yield from (
            (rung, best) for rung in own if best is not None and not rung.brings_units and _is_dearer(rung, best)
        )
        paid = [rung for rung in own if rung.minor]
        if paid and (best is None or _is_dearer(best, paid[0])):
            best = paid[0]


def _of_content(finding: Finding, ladder: Ladder, rung: Rung, best: Rung) -> Finding:
    """What most markets break alike, told where it is stated what a package holds: of that which is more off the rest.

    How much a package holds beside its plain coins grows with it. Of two between which it falls that one is more off
    which is further from the most of the others. At the price where neither holds anything beside.
    """
    shares = {own.id: Fraction(own.coins, own.package.coins) for own in ladder.rungs if own.package.coins}
    most = max((share for name, share in shares.items() if name not in (rung.id, best.id)), default=Fraction(1))
    off = {own.id: max(shares[own.id] / most, most / shares[own.id]) for own in (rung, best)}
    if shares[rung.id] >= shares[best.id]:
        return finding
    guilty = best if off[best.id] > off[rung.id] else rung
    price, place = rung.price.listed_stated.place, _held(guilty).place
    return msgspec.structs.replace(
        finding,
        place=place,
        price=price,
        notes=(Note(price, f"{rung.id} costs this"), *finding.notes),
        holds=tuple(note for note in finding.holds if note.place != place),
    )


def is_cheaper_in_bulk(ladder: Ladder) -> bool:
    """Whether each rung costs no more per coin than the one before it, and no less in all.

    Then nothing is dearer in bulk, and no bundle is cheaper: what costs less than a rung stands before it, and so each
    coin of it costs at least as much.
    """
    units = [(rung.minor, rung.coins) for rung in ladder.rungs]
    return all(
        minor <= greater and minor * more >= greater * coins for (minor, coins), (greater, more) in pairwise(units)
    )


def _of_units(guard: str, ladder: Ladder) -> Iterator[Unproved]:
    """The packages of a ladder of which nothing is proved, because other units come with them."""
    if not is_cheaper_in_bulk(ladder):
        yield from (Unproved(guard, WITH_UNITS, _shown(ladder, rung.id)) for rung in ladder.rungs if rung.brings_units)


def _is_dearer(one: Rung, other: Rung) -> bool:
    """Whether a coin of the one costs more than a coin of the other."""
    return one.minor * other.coins > other.minor * one.coins


def _dearer(ladder: Ladder, rung: Rung, best: Rung) -> Finding:
    seen = Fraction(rung.minor * best.coins, rung.coins * best.minor) if best.minor else Fraction(rung.minor + 1)
    number = rung.coins // best.coins
    alone = f"; {number} × {best.id} give {number * best.coins:,} coins for {_money(ladder, number * best.minor)}"
    sentence = (
        f"{rung.id} in {ladder.market.shown} costs more per coin than {best.id}: {rung.coins:,} coins for "
        f"{_money(ladder, rung.minor)}, and {best.coins:,} for {_money(ladder, best.minor)}"
        f"{alone if number > 1 and number * best.minor < rung.minor else ''}"
    )
    most = best.minor * rung.coins // best.coins
    return Finding(
        guard=BULK,
        market=ladder.market,
        of=rung.id,
        since=ladder.since,
        seen=seen,
        sentence=sentence,
        place=rung.price.listed_stated.place,
        hint=f"write at most {_money(ladder, most)}, or give it more coins",
        together=SLIGHTLY if seen <= SLIGHT else f"{ladder.market.shown}@{ladder.since}",
        table=_table(ladder, [(1, best), (1, rung)]),
        beside=(best.id,),
        notes=(Note(best.price.listed_stated.place, f"{best.id} costs this"),),
        holds=(_held(rung), _held(best)),
        question=_question(ladder, rung),
    )


def bundle_trap(ladders: Sequence[Ladder]) -> Iterator[Finding | Unproved]:
    """Each package of which others give at least the coins for less, with the cheapest such bundle.

    Of a bundle of smaller packages one at least is cheaper per coin, so that `bulk_is_better` finds it too.
    """
    for ladder in ladders:
        yield from _unproved(TRAP, ladder)
        if is_cheaper_in_bulk(ladder):
            continue
        yield from _of_units(TRAP, ladder)
        for rung in (own for own in ladder.rungs if not own.brings_units):
            others = [other for other in ladder.rungs if other.id != rung.id]
            bundle = cheapest_bundle([(other.minor, other.coins) for other in others], rung.minor, rung.coins)
            if bundle is None:
                yield Unproved(TRAP, f"undecided after {NODES_MOST:,} bundles", _shown(ladder, rung.id))
            elif sum(bundle):
                yield _trap(ladder, rung, [(number, other) for number, other in zip(bundle, others, strict=True)])


def _trap(ladder: Ladder, rung: Rung, bundle: Sequence[tuple[int, Rung]]) -> Finding:
    used = [(number, other) for number, other in bundle if number]
    cost = sum(number * other.minor for number, other in used)
    coins = sum(number * other.coins for number, other in used)
    named = " and ".join(f"{number} × {other.id}" for number, other in used)
    return Finding(
        guard=TRAP,
        market=ladder.market,
        of=rung.id,
        since=ladder.since,
        seen=Fraction(rung.minor, cost) if cost else Fraction(rung.minor + 1),
        sentence=(
            f"{rung.id} in {ladder.market.shown} is {rung.coins:,} coins for {_money(ladder, rung.minor)}, and {named} "
            f"{'is' if len(used) == 1 and used[0][0] == 1 else 'are'} {coins:,} for {_money(ladder, cost)}"
        ),
        place=rung.price.listed_stated.place,
        hint=f"write at most {_money(ladder, cost)}, or give it more coins",
        notes=tuple(Note(other.price.listed_stated.place, f"{other.id} costs this") for _, other in used),
        holds=(_held(rung), *(_held(other) for _, other in used)),
        table=_table(ladder, [*used, (1, rung)]),
        beside=tuple(other.id for _, other in used),
        follows=BULK if all(other.coins < rung.coins for _, other in used) else "",
        question=_question(ladder, rung),
    )


def _held(rung: Rung) -> Note:
    """Where it is stated what a package holds beside its plain coins, or these."""
    package = rung.package
    stated = package.coins_stated if package.bonus_stated is None else package.bonus_stated
    return Note(stated.place, f"{rung.id} holds {rung.coins:,} coins by this")


class _Search:
    """A branch and bound over numbers of packages, the cheapest per coin first."""

    def __init__(self, things: list[tuple[int, int]], best: int) -> None:
        self.things = things
        self.best = best
        self.found: tuple[int, ...] = ()
        self.nodes = 0

    def go(self, position: int, cost: int, coins: int, taken: tuple[int, ...]) -> bool:
        """Looks for a bundle of the things from a position on with so many more coins; False where it gives up."""
        self.nodes += 1
        if self.nodes > NODES_MOST or position > DEPTH_MOST:
            return False
        if coins <= 0:
            if cost < self.best:
                self.best, self.found = cost, taken
            return True
        if self._least(position, cost, coins) >= self.best:
            return True
        minor, each = self.things[position]
        most = -(-coins // each)
        affordable = most if minor == 0 else min(most, (self.best - 1 - cost) // minor)
        for number in range(affordable, -1, -1):
            paid, left = cost + number * minor, coins - number * each
            # Fewer of this one are made up for by dearer ones: the least cost only grows.
            if left > 0 and self._least(position + 1, paid, left) >= self.best:
                break
            if not self.go(position + 1, paid, left, (*taken, number)):
                return False
        return True

    def _least(self, position: int, cost: int, coins: int) -> int:
        """What so many more coins cost at least, by the things from a position on; `best` where there is none left."""
        if position == len(self.things):
            return self.best
        minor, each = self.things[position]
        return cost - (-minor * coins // each)


def cheapest_bundle(things: Sequence[tuple[int, int]], price: int, coins: int) -> tuple[int, ...] | None:
    """How many of each of these (price, coins) are the cheapest that give at least so many coins for less than a price.

    Zeros where nothing does; None where that is not decided within `NODES_MOST` bundles. Of equally cheap ones it is
    any. What one more coin costs at least is the bound: the price per coin of the cheapest thing that is left.
    """
    cheaper = [(minor, content) for minor, content in things if minor < price]
    if all(minor * coins > (price - 1) * content for minor, content in cheaper):
        return (0,) * len(things)  # so many coins of any of them cost no less
    order = sorted(
        (index for index, (minor, _) in enumerate(things) if minor < price),
        key=lambda index: (Fraction(things[index][0], things[index][1]), -things[index][1]),
    )
    search = _Search([things[index] for index in order], price)
    if not search.go(0, 0, coins, ()):
        return None
    numbers = [0] * len(things)
    for index, number in zip(order, search.found, strict=False):
        numbers[index] = number
    return tuple(numbers)


def _unproved(guard: str, ladder: Ladder) -> Iterator[Unproved]:
    if ladder.varying:
        yield Unproved(
            guard,
            VARIES,
            _shown(ladder, ", ".join(ladder.varying)),
        )


def _shown(ladder: Ladder, of: str) -> str:
    return f"{of} in {ladder.market.shown}"


def _table(ladder: Ladder, used: Sequence[tuple[int, Rung]]) -> FindingTable:
    """Packages with what they hold and cost, and what a hundred coins then cost, to four digits more than money has."""
    rows = [("package", "coins", "price", "100 coins")]
    for number, rung in used:
        minor, coins = number * rung.minor, number * rung.coins
        each = decimal_text(minor * 100 * 10**4 // coins, ladder.currency.exponent + 4)
        name = rung.id if number == 1 else f"{number} × {rung.id}"
        rows.append((name, f"{coins:,}", str(_money(ladder, minor)), each))
    return tuple(rows)


def _question(ladder: Ladder, rung: Rung) -> str:
    region, platform = ladder.market
    return f"ratecard quote purchase --region {region} --platform {platform} --package {rung.id}"


def _money(ladder: Ladder, minor: int) -> Money:
    return Money(minor, ladder.currency)
