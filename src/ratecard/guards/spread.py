"""How far apart the prices of one package are over all markets: proved, exactly, in one reference currency.

Compared is the exact net of one coin, before any rounding, in every market, case of facts and stretch of time, by the
book's own rates of exchange of that instant. What is not known, and what no rate compares, is said to be unproved.
Where the book states a bound, each price that is too far from any other is told with the one that it is farthest from:
what is accepted of one hides no other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, Unproved, decimal, times
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.guards.levels import ExactRates
from ratecard.guards.net_coins import SPREAD, NetCoin, NetCoins
from ratecard.instants import Instant
from ratecard.terms.market import MarketKey

DIGITS = 4
"""Decimals of a coin's price that are shown beyond those of its currency."""


class Spread(msgspec.Struct, frozen=True):
    """How many times as much a coin of a package costs at a price, or by another one, in one currency, since when.

    `coin` is of the price that is told, dear or cheap, and `other` of the one that it is farthest from.
    """

    ratio: Fraction
    since: Instant
    coin: NetCoin
    other: NetCoin
    base: Currency
    is_dear: bool


def spreads(
    book: RuleBook, histories: Sequence[MarketHistory], rates: ExactRates, above: Fraction | None
) -> Iterator[Finding | Unproved]:
    """Each price at which a coin costs so many times as much as in another market, or by so many times less.

    Where the bound is None, of each package the two that are farthest from each other, however near they are.
    """
    coins, unproved = NetCoins(book.facts), dict[Unproved, None]()
    moving = sorted({instant for region in book.regions for instant in rates.instants(region)})
    for package in sorted(book.packages):
        worst: dict[LineOfPrice | None, Spread] = {}
        groups = Groups(coins, histories, rates, package)
        for start, end in zip(groups.starts, [*groups.starts, None][1:], strict=True):
            extremes = groups.extremes_at(start)
            for at in (start, *(own for own in moving if start < own and (end is None or own < end))):
                base, compared = _in_one_currency(extremes, rates, at, unproved)
                if len(compared) < 2 or base is None:
                    continue
                cheap, dear = min(compared, key=_amount), max(compared, key=_amount)
                if dear[0] <= (1 if above is None else above) * cheap[0]:
                    continue
                if above is None:
                    own = Spread(dear[0] / cheap[0], at, dear[1], cheap[1], base, is_dear=True)
                    worst[None] = max(worst.get(None, own), own, key=_ratio)
                    continue
                for own in _far_apart(groups, Extremes(cheap, dear, base, at), rates, above):
                    line = _line_of(own.coin)
                    worst[line] = max(worst.get(line, own), own, key=_ratio)
        for own in sorted(worst.values(), key=_ratio, reverse=True):
            yield _finding(package, own, rates, above)
    yield from coins.unproved
    yield from unproved


LineOfPrice = tuple[Place, str, int]
"""Where a price stands, its currency, and how much it is: of one line that is computed, or bound, it may be several."""


def _line_of(coin: NetCoin) -> LineOfPrice:
    return coin.price.listed_stated.place, coin.currency.code, coin.price.listed_minor


def _ratio(own: Spread) -> tuple[Fraction, bool]:
    return own.ratio, own.is_dear


Compared = tuple[Fraction, NetCoin]


def _amount(compared: Compared) -> Fraction:
    return compared[0]


class Extremes(msgspec.Struct, frozen=True):
    """The cheapest and the dearest coin of a package at an instant, each with its amount in one currency."""

    cheap: Compared
    dear: Compared
    base: Currency
    at: Instant


class Groups:
    """The coins of a package by currency and rates of exchange, instant by instant: only what changes is found anew."""

    def __init__(self, coins: NetCoins, histories: Sequence[MarketHistory], rates: ExactRates, package: str) -> None:
        self._coins, self._rates, self._package = coins, rates, package
        self._changing: dict[Instant, list[MarketHistory]] = {}
        for history in histories:
            sections = ((PRICES, package), ("tax",), (PACKAGES, package))
            timelines = [own for section in sections if (own := history.sections.get(section)) is not None]
            starts = {history.begins, *(start for own in timelines for start in own.starts)}
            for start in starts if len(timelines) == len(sections) else ():
                self._changing.setdefault(start, []).append(history)
        self.starts = sorted(self._changing)
        self._held: dict[tuple[str, int], dict[MarketKey, tuple[NetCoin, ...]]] = {}
        self._of: dict[int, tuple[str, int]] = {}
        self._extremes: dict[tuple[str, int], tuple[NetCoin, ...]] = {}
        self._in_order: dict[tuple[str, int], list[NetCoin]] = {}

    def extremes_at(self, start: Instant) -> list[NetCoin]:
        """The cheapest and the dearest coin of each group; to be asked at each of the starts, in order."""
        changed: set[tuple[str, int]] = set()
        for history in self._changing[start]:
            changed |= self._renew(history, start)
        for group in changed:
            self._in_order.pop(group, None)
            every = [coin for coins in self._held[group].values() for coin in coins]
            if every:
                cheap, dear = min(every, key=_net), max(every, key=_net)
                self._extremes[group] = (cheap,) if cheap is dear else (cheap, dear)
            else:
                self._extremes.pop(group, None)
        return [coin for coins in self._extremes.values() for coin in coins]

    def in_order(self) -> Iterator[Sequence[NetCoin]]:
        """The coins of each group, the cheapest first; what markets share is there once, of the first of them."""
        for group in self._extremes:
            if group not in self._in_order:
                every = (coin for coins in self._held[group].values() for coin in coins)
                distinct: dict[tuple[int, int], NetCoin] = {}
                for coin in every:
                    distinct.setdefault((id(coin.price), id(coin.net)), coin)
                self._in_order[group] = sorted(distinct.values(), key=_net)
            yield self._in_order[group]

    def _renew(self, history: MarketHistory, at: Instant) -> set[tuple[str, int]]:
        """Takes in what the coins of a market cost from an instant on; the groups that it was or is in."""
        coins = tuple([coin for coin in self._coins.of(history, self._package, at) if coin.net > 0])
        before = self._of.pop(id(history), None)
        changed = set() if before is None else {before}
        if before is not None:
            del self._held[before][history.key]
        if coins:
            group = (coins[0].currency.code, self._rates.group(history.key.region))
            self._held.setdefault(group, {})[history.key] = coins
            self._of[id(history)] = group
            changed.add(group)
        return changed


def _net(coin: NetCoin) -> Fraction:
    return coin.net


def _in_one_currency(
    extremes: Sequence[NetCoin], rates: ExactRates, at: Instant, unproved: dict[Unproved, None]
) -> tuple[Currency | None, list[Compared]]:
    """Coins in the base of the rates at an instant or, where there is none, in the one currency that all have."""
    bases = {terms.base for coin in extremes if (terms := rates.of(coin.history.key.region, at)) is not None}
    base = min((own for own in bases if own is not None), key=str, default=None)
    if base is None:
        currencies = {coin.currency for coin in extremes}
        base = currencies.pop() if len(currencies) == 1 else None
    compared: list[Compared] = []
    for coin in extremes:
        rate = None if base is None else rates.between(coin.history.key.region, coin.currency, base, at)
        if rate is None:
            unproved[Unproved(SPREAD, "no rate of exchange compares it", f"prices in {coin.currency}")] = None
        else:
            compared.append((coin.net * rate, coin))
    return base, compared


def _far_apart(groups: "Groups", of: Extremes, rates: ExactRates, above: Fraction) -> Iterator[Spread]:
    """Each coin that is too far from the cheapest or from the dearest, with that one.

    A group has one rate, so it is asked of its coins in order which are above a net, and which below.
    """
    (least, cheapest), (most, dearest) = of.cheap, of.dear
    for coins in groups.in_order():
        region = coins[0].history.key.region
        rate = rates.between(region, coins[0].currency, of.base, of.at)
        if rate is None:
            continue
        for coin in coins[: bisect_left(coins, most / above / rate, key=_net)]:
            yield Spread(most / (coin.net * rate), of.at, coin, dearest, of.base, is_dear=False)
        for coin in coins[bisect_right(coins, least * above / rate, key=_net) :]:
            yield Spread(coin.net * rate / least, of.at, coin, cheapest, of.base, is_dear=True)


def _finding(package: str, spread: Spread, rates: ExactRates, above: Fraction | None) -> Finding:
    coin, other, base = spread.coin, spread.other, spread.base
    market, beside = coin.history.key, other.history.key
    rows = []
    for own in (coin, other):
        rate = rates.between(own.history.key.region, own.currency, base, spread.since)
        assert rate is not None
        net = f"{decimal(own.net, own.currency.exponent + DIGITS)} {own.currency}"
        rows.append((own.history.key.shown, net, f"{decimal(own.net * rate, base.exponent + DIGITS)} {base}"))
    bound = "" if above is None else f" (bound {times(above)})"
    farthest = "the cheapest stands here" if spread.is_dear else "the dearest stands here"
    return Finding(
        guard=SPREAD,
        market=market,
        of=package,
        since=spread.since,
        seen=spread.ratio,
        sentence=(
            f"a coin of {package} costs {rows[0][2]} without tax in {rows[0][0]}, and {rows[1][2]} in {rows[1][0]}: "
            f"{times(spread.ratio)}{bound}"
        ),
        place=coin.price.listed_stated.place,
        hint="bring both prices nearer, or write a greater bound: countries are often priced by what people earn",
        notes=(Note(other.price.listed_stated.place, farthest),),
        table=(("market", "a coin, net", "in one currency"), *rows),
        beside=(base.code, coin.currency.code, other.currency.code),
        question=coin.question(package),
        together=package,
        other=beside,
    )
