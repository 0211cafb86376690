"""How far apart the prices of one package are over all markets: proved, exactly, in one reference currency.

Compared is the exact net of one coin, before any rounding, in every market, case of facts and stretch of time, by the
book's own rates of exchange of that instant. What is not known, and what no rate compares, is said to be unproved.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, Unproved, decimal, times
from ratecard.guards.ladders import PACKAGES, PRICES
from ratecard.guards.levels import ExactRates
from ratecard.instants import Instant
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.facts import DeclaredFacts
from ratecard.terms.market import MarketKey
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.tax import TaxStatus, TaxTerms

SPREAD = "spread"

DIGITS = 4
"""Decimals of a coin's price that are shown beyond those of its currency."""


class NetCoin(msgspec.Struct, frozen=True):
    """What one coin of a package costs without tax, exactly, in major units of the price's currency."""

    history: MarketHistory
    price: PriceTerms
    net: Fraction

    @property
    def currency(self) -> Currency:
        """The currency of the price."""
        return self.price.currency


class NetCoins:
    """The net of one coin in each market over time, each distinct triple of price, tax and content once."""

    def __init__(self, declared: DeclaredFacts) -> None:
        self._declared = declared
        self._known: dict[tuple[int, ...], tuple[tuple[PriceTerms, Fraction], ...]] = {}
        self.unproved: dict[Unproved, None] = {}

    def of(self, history: MarketHistory, package: str, at: Instant) -> Iterator[NetCoin]:
        """The least and the most that a coin of a package costs in a market at an instant, of all cases of facts."""
        sections = ((PRICES, package), ("tax",), (PACKAGES, package))
        timelines = [history.sections.get(section) for section in sections]
        terms = [None if timeline is None else held_terms(timeline, at) for timeline in timelines]
        if any(own is None for own in terms) or at < history.begins:
            return
        key = tuple(map(id, terms))
        if key not in self._known:
            self._known[key] = tuple(self._of_terms(history, package, terms))
        for price, net in self._known[key]:
            yield NetCoin(history, price, net)

    def _of_terms(
        self, history: MarketHistory, package: str, terms: Sequence[object]
    ) -> Iterator[tuple[PriceTerms, Fraction]]:
        of = f"{package} in {history.key.shown}"
        try:
            found = [_net_of(*case.terms) for case in cases_of(self._declared, *terms)]
        except TooManyCases as too_many:
            self.unproved[Unproved(SPREAD, f"undecided, {too_many}", of)] = None
            return
        if None in found:
            self.unproved[Unproved(SPREAD, "its price without tax is unknown", of)] = None
        nets = sorted((own for own in found if own), key=lambda own: own[1])
        yield from (*nets[:1], *nets[1:][-1:])


def _net_of(price: object, tax: object, content: object) -> tuple[PriceTerms, Fraction] | tuple[()] | None:
    """A price and the exact net of one of its coins; None where a tax is not known, nothing where nothing is sold."""
    if not (isinstance(price, PriceTerms) and isinstance(tax, TaxTerms) and isinstance(content, PackageTerms)):
        return ()
    net = exact_net(tax, price.listed_minor)
    return None if net is None else (price, net / content.total / 10**price.currency.exponent)


def exact_net(tax: TaxTerms, listed: int) -> Fraction | None:
    """A listed price without tax, in minor units and not rounded; None where the tax is not known."""
    if tax.status is TaxStatus.UNDETERMINED and not tax.net_is_listed:
        return None
    return Fraction(listed * tax.base, tax.base + tax.weight) if tax.status is TaxStatus.INCLUDED else Fraction(listed)


def spreads(
    book: RuleBook, histories: Sequence[MarketHistory], rates: ExactRates, above: Fraction | None
) -> Iterator[Finding | Unproved]:
    """Each package of which a coin costs so many times as much in one market as in another; any, where that is None."""
    coins, unproved = NetCoins(book.facts), dict[Unproved, None]()
    moving = sorted({instant for region in book.regions for instant in rates.instants(region)})
    for package in sorted(book.packages):
        worst: tuple[Fraction, Instant, NetCoin, NetCoin, Currency] | None = None
        groups = Groups(coins, histories, rates, package)
        for start, end in zip(groups.starts, [*groups.starts, None][1:], strict=True):
            extremes = groups.extremes_at(start)
            for at in (start, *(own for own in moving if start < own and (end is None or own < end))):
                base, compared = _in_one_currency(extremes, rates, at, unproved)
                if len(compared) < 2 or base is None:
                    continue
                cheap, dear = min(compared, key=_amount), max(compared, key=_amount)
                if worst is None or dear[0] > worst[0] * cheap[0]:
                    worst = (dear[0] / cheap[0], at, dear[1], cheap[1], base)
        if worst is not None and worst[0] > (1 if above is None else above):
            yield _finding(package, *worst, rates, above)
    yield from coins.unproved
    yield from unproved


Compared = tuple[Fraction, NetCoin]


def _amount(compared: Compared) -> Fraction:
    return compared[0]


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

    def extremes_at(self, start: Instant) -> list[NetCoin]:
        """The cheapest and the dearest coin of each group; to be asked at each of the starts, in order."""
        changed: set[tuple[str, int]] = set()
        for history in self._changing[start]:
            changed |= self._renew(history, start)
        for group in changed:
            every = [coin for coins in self._held[group].values() for coin in coins]
            if every:
                cheap, dear = min(every, key=_net), max(every, key=_net)
                self._extremes[group] = (cheap,) if cheap is dear else (cheap, dear)
            else:
                self._extremes.pop(group, None)
        return [coin for coins in self._extremes.values() for coin in coins]

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


def _finding(
    package: str,
    ratio: Fraction,
    since: Instant,
    dear: NetCoin,
    cheap: NetCoin,
    base: Currency,
    rates: ExactRates,
    above: Fraction | None,
) -> Finding:
    market = dear.history.key
    rows = []
    for coin in (dear, cheap):
        rate = rates.between(coin.history.key.region, coin.currency, base, since)
        assert rate is not None
        own = f"{decimal(coin.net, coin.currency.exponent + DIGITS)} {coin.currency}"
        rows.append((coin.history.key.shown, own, f"{decimal(coin.net * rate, base.exponent + DIGITS)} {base}"))
    bound = "" if above is None else f" (bound {times(above)})"
    return Finding(
        guard=SPREAD,
        market=market,
        of=package,
        since=since,
        seen=ratio,
        sentence=(
            f"a coin of {package} costs {rows[0][2]} without tax in {rows[0][0]}, and {rows[1][2]} in {rows[1][0]}: "
            f"{times(ratio)}{bound}"
        ),
        place=dear.price.listed_stated.place,
        hint="bring both prices nearer, or write a greater bound: countries are often priced by what people earn",
        notes=(Note(cheap.price.listed_stated.place, "the cheapest stands here"),),
        table=(("market", "a coin, net", "in one currency"), *rows),
        beside=(base.code, dear.currency.code, cheap.currency.code),
        question=f"ratecard quote purchase --region {market.region} --platform {market.platform} --package {package}",
    )
