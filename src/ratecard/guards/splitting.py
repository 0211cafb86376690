"""Whether gifts in pieces bring a creator more than at once: proved, for all gifts that can be sent at the same time.

Where each gift is rounded by itself, a gift is compared with all bundles of smaller ones that cost no more coins. Where
all gifts of a question are rounded together, so many of one gift in one question are compared with as many questions.
The gain is a share: a tenth more is 0.1. Gifts whose coins depend on facts are left out, and said to be unproved.
Payouts in pieces are another module's: `payout_splits`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.guards.bulk import NODES_MOST, cheapest_bundle
from ratecard.guards.findings import Finding, Unproved, percent
from ratecard.instants import Instant
from ratecard.keys.worth import EARNINGS, diamonds_of_gift, share_of
from ratecard.terms.earnings import COINS, EarningsTerms
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import MarketKey

SPLITTING = "splitting"

PERIOD_MOST = 2_000
"""After how many gifts roundings repeat, at most, for a guard to look at all of them."""

FRONT_MOST = 5_000
"""How many bundles of one size are looked at for the shortest split."""


ANYWHERE = MarketKey("", "")
"""What stands for a market where it does not matter which it is."""


class Gift(msgspec.Struct, frozen=True, order=True):
    """One gift: what it costs in coins, and its id."""

    coins: int
    id: str


class GiftsAtOnce(msgspec.Struct, frozen=True):
    """The gifts of one kind of spending that a market has at the same time, from `start` up to, and without, `end`."""

    market: MarketKey
    kind: str
    gifts: tuple[Gift, ...]
    start: Instant
    end: Instant | None


class Split(msgspec.Struct, frozen=True):
    """So many gifts at once, what they bring, and what pieces that cost no more coins bring."""

    whole: tuple[int, Gift]
    at_once: int
    pieces: tuple[tuple[int, Gift], ...]
    in_pieces: int
    gain: Fraction

    @property
    def number(self) -> int:
        """How many pieces there are."""
        return sum(number for number, _ in self.pieces)


def splits(
    book: RuleBook, markets: Sequence[MarketHistory], creators: Iterable[MarketHistory], above: Fraction | None
) -> Iterator[Finding | Unproved]:
    """Each earning of which pieces bring more, by a greater share than a bound; by any where that is None."""
    unproved: dict[Unproved, None] = {}
    sold = list(_sold(book, markets, unproved))
    seen: set[tuple[object, ...]] = set()
    for history, start, end, terms in _earnings(creators):
        for gifts in sold:
            key = (id(terms), gifts.gifts)
            if gifts.kind == terms.kind and _meet(start, end, gifts) and key not in seen:
                seen.add(key)
                yield from _of_terms(history, max(start, gifts.start), terms, gifts, above)
    yield from unproved


Earning = tuple[MarketHistory, Instant, Instant | None, EarningsTerms]


def _earnings(creators: Iterable[MarketHistory]) -> Iterator[Earning]:
    """Each earning of coins of each region, in each case of facts, with the stretch in which it holds."""
    for history in creators:
        for timeline in (own for section, own in history.sections.items() if section[0] == EARNINGS):
            for (start, stated), end in zip(timeline, [*timeline.starts[1:], None], strict=True):
                every = (terms for terms in possible_terms(stated.terms) if isinstance(terms, EarningsTerms))
                yield from ((history, start, end, own) for own in every if own.base == COINS and not own.amount_unknown)


def _meet(start: Instant, end: Instant | None, gifts: GiftsAtOnce) -> bool:
    """Whether gifts are sold at any instant of a stretch."""
    return (end is None or gifts.start < end) and (gifts.end is None or start < gifts.end)


def _sold(book: RuleBook, markets: Sequence[MarketHistory], unproved: dict[Unproved, None]) -> Iterator[GiftsAtOnce]:
    """The gifts of each market in each of its periods, each distinct set once for each stretch of time."""
    seen: set[GiftsAtOnce] = set()
    for history in markets:
        for catalogue in book.catalogue_periods(history.key):
            plain = [gift for gift in catalogue.gifts.values() if isinstance(gift, GiftTerms) and gift.coins]
            for name, varying in catalogue.gifts.items():
                if varying is not None and not isinstance(varying, GiftTerms):
                    unproved[Unproved(SPLITTING, "its coins depend on facts", f"{name} in {history.key.shown}")] = None
            for kind in sorted({kind for gift in plain for kind in gift.kinds}):
                gifts = tuple(sorted(Gift(int(gift.coins), gift.id) for gift in plain if kind in gift.kinds))
                first = GiftsAtOnce(history.key, kind, gifts, catalogue.period.start, catalogue.period.end)
                key = msgspec.structs.replace(first, market=ANYWHERE)
                if key not in seen:
                    seen.add(key)
                    yield first


def _of_terms(
    history: MarketHistory, since: Instant, terms: EarningsTerms, sold: GiftsAtOnce, above: Fraction | None
) -> Iterator[Finding | Unproved]:
    """The worst split of gifts under one earning, and the shortest one."""
    of = f"{'.'.join((EARNINGS, terms.kind))} in {history.key.region}"
    each = {gift: diamonds_of_gift(terms, Fraction(gift.coins)) for gift in sold.gifts}
    found = _together(terms, each) if terms.by_total else _apart(each)
    if found is None:
        yield Unproved(SPLITTING, f"undecided after {NODES_MOST:,} bundles of gifts", of)
        return
    if not found:
        return
    worst = max(found, key=lambda split: (split.gain, -split.number))
    if worst.gain > (above or 0):
        shortest = min(found, key=lambda split: (split.number, -split.gain))
        yield _finding(history, since, terms, sold, worst, shortest, above)


def _apart(each: Mapping[Gift, int]) -> list[Split] | None:
    """Each gift of which smaller ones bring more: by the bundle that brings most, and by the shortest.

    None where that takes too many bundles.
    """
    found: list[Split] = []
    for whole, at_once in each.items():
        smaller = [(gift, diamonds) for gift, diamonds in each.items() if gift.coins < whole.coins and diamonds]
        most = max((Fraction(diamonds, gift.coins) for gift, diamonds in smaller), default=Fraction(0))
        low, high = at_once, int(whole.coins * most)
        best: tuple[int, ...] = ()
        while low < high:  # the most that pieces bring lies from `low` to `high`
            middle = (low + high + 1) // 2
            things = [(gift.coins, diamonds) for gift, diamonds in smaller]
            bundle = cheapest_bundle(things, whole.coins + 1, middle)
            if bundle is None:
                return None
            low, high, best = (middle, high, bundle) if sum(bundle) else (low, middle - 1, best)
        if low > at_once:
            pieces = [(number, gift) for number, (gift, _) in zip(best, smaller, strict=True) if number]
            found.append(_split(whole, at_once, pieces, each))
            found.append(_split(whole, at_once, _shortest(whole.coins, at_once, smaller) or pieces, each))
    return found


def _split(whole: Gift, at_once: int, pieces: Sequence[tuple[int, Gift]], each: Mapping[Gift, int]) -> Split:
    in_pieces = sum(number * each[gift] for number, gift in pieces)
    return Split((1, whole), at_once, tuple(pieces), in_pieces, gain_of(in_pieces, at_once))


def gain_of(in_pieces: int, at_once: int) -> Fraction:
    """By what share pieces bring more; where at once brings nothing, what they bring."""
    return Fraction(in_pieces - at_once, at_once) if at_once else Fraction(in_pieces)


def _shortest(coins: int, at_once: int, smaller: Sequence[tuple[Gift, int]]) -> list[tuple[int, Gift]] | None:
    """The fewest pieces that bring more than a gift of so many coins; None where that takes too many bundles."""
    front: dict[int, tuple[int, tuple[Gift, ...]]] = {0: (0, ())}
    while front and len(front) <= FRONT_MOST:
        longer: dict[int, tuple[int, tuple[Gift, ...]]] = {}
        for spent, (brought, gifts) in front.items():
            for gift, diamonds in smaller:
                paid, total = spent + gift.coins, brought + diamonds
                if paid <= coins and (paid not in longer or longer[paid][0] < total):
                    longer[paid] = (total, (*gifts, gift))
        best = max(longer.values(), key=lambda entry: entry[0], default=None)
        if best is not None and best[0] > at_once:
            return [(best[1].count(gift), gift) for gift in sorted(set(best[1]))]
        front = longer
    return None


def _together(terms: EarningsTerms, each: Mapping[Gift, int]) -> list[Split] | None:
    """Each gift of which many questions bring more than one question of as many; None where there are too many.

    Roundings repeat after `period` gifts: from there on the gain of a gift grows only where one alone is above its
    exact share, by as much as it is above.
    """
    share = share_of(terms)
    period = lcm(terms.denominator, *(own.rate.denominator for own in terms.split if own.rate is not None))
    period *= terms.denominator if terms.split else 1
    if period > PERIOD_MOST:
        return None
    found: list[Split] = []
    for gift, alone in each.items():
        above = Fraction(alone) / (share * gift.coins) - 1 if share else Fraction(0)
        for number in range(2, period + 1) if alone else ():
            at_once = diamonds_of_gift(terms, Fraction(number * gift.coins))
            if number * alone > at_once:
                gain = max(gain_of(number * alone, at_once), above)
                found.append(Split((number, gift), at_once, ((number, gift),), number * alone, gain))
    return found


def _finding(
    history: MarketHistory,
    since: Instant,
    terms: EarningsTerms,
    sold: GiftsAtOnce,
    worst: Split,
    shortest: Split,
    above: Fraction | None,
) -> Finding:
    region, market = history.key.region, sold.market
    number, gift = worst.whole
    bound = "" if above is None else f" (bound {percent(above)})"
    rounded = "each question" if terms.by_total else "each gift"
    rows = [
        (f"{name}: {_named(split.whole)}", f"{_named(*split.pieces)}", f"{split.at_once:,}", f"{split.in_pieces:,}")
        for name, split in (("worst", worst), ("shortest", shortest))
    ]
    counted = f" --count {number}" if number > 1 else ""
    return Finding(
        guard=SPLITTING,
        market=history.key,
        of=terms.kind,
        since=since,
        seen=worst.gain,
        sentence=(
            f"{_named(worst.whole)} brings a creator in {region} {worst.at_once:,} diamonds at once, and "
            f"{worst.in_pieces:,} as {_named(*worst.pieces)}: up to {percent(worst.gain)} more{bound}; the shortest "
            f"such split has {shortest.number} pieces"
        ),
        place=terms.stated.place if terms.rounding_stated is None else terms.rounding_stated.place,
        hint=f"round down; {rounded} is rounded by itself",
        table=(("at once", "in pieces", "diamonds at once", "in pieces"), *rows),
        question=(
            f"ratecard quote gift --region {market.region} --platform {market.platform} --creator-region {region} "
            f"--gift {gift.id} --kind {terms.kind}{counted}"
        ),
    )


def _named(*pieces: tuple[int, Gift]) -> str:
    """Gifts for people: "3 × rose and 1 × star"."""
    return " and ".join(f"{number} × {gift.id}" for number, gift in pieces)
