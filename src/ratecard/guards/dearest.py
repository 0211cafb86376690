"""What a coin is worth at most to any creator: in a market, at an instant, by each way of sending gifts."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.currency import Currency
from ratecard.guards.findings import Unproved
from ratecard.guards.levels import ExactRates
from ratecard.guards.money_worth import MoneyWorths
from ratecard.guards.offers import MARGIN
from ratecard.instants import Instant
from ratecard.keys.sending import Sending
from ratecard.keys.worth import GreatestWorth, Worths


class Way(NamedTuple):
    """One way of sending gifts, what coins are then worth, and whether promotions with a limit are among it."""

    sending: Sending
    worths: Worths
    is_limited: bool


class Worthy(NamedTuple):
    """What a coin is worth in a market at an instant: by each way that brings another amount than the one before.

    The greatest amounts are beside it as pairs of integers: of any way, of those without a limit, and of those in which
    no promotion of gifts is; in minor units. They are None of no way.
    """

    by_way: tuple[tuple[Fraction, GreatestWorth, bool], ...]
    most: tuple[int, int] | None
    unlimited: tuple[int, int] | None
    plain: tuple[int, int] | None


class Dearest:
    """The worth of coins in markets over time. `unproved` says what of it is not known."""

    def __init__(self, ways: Sequence[Way], money: MoneyWorths, rates: ExactRates) -> None:
        self.ways, self.money, self.rates = ways, money, rates
        said = ways[0].worths.unproved()
        self.unproved: dict[Unproved, None] = {Unproved(MARGIN, why, of): None for why, of in said}
        self._worthy: dict[tuple[object, ...], Worthy] = {}

    def instants_of(self, history: MarketHistory) -> set[Instant]:
        """When what a coin is worth in a market may change."""
        also = {*self.rates.instants(history.key.region), *self.money.instants_of(history)}
        return also | {instant for way in self.ways for instant in way.worths.instants}

    def of(self, history: MarketHistory, at: Instant, into: Currency) -> Worthy:
        """What a coin is worth at most by each way, in minor units of a currency by the market's rates."""
        region = history.key.region
        every = [(way, self.money.at(history, at, way.sending)) for way in self.ways]
        key = (region, at, into, *(id(worth) for _, of_money in every for worth in of_money))
        if key not in self._worthy:
            by_way: list[tuple[Fraction, GreatestWorth, bool]] = []
            for way, of_money in every:
                dearest = self._dearest(region, (*way.worths.at(at).values(), *of_money), at, into)
                if dearest is not None and (not by_way or dearest[0] != by_way[-1][0]):
                    by_way.append((*dearest, way.is_limited))
            self._worthy[key] = _worthy(by_way)
        return self._worthy[key]

    def _dearest(
        self, region: str, worths: Iterable[GreatestWorth], at: Instant, into: Currency
    ) -> tuple[Fraction, GreatestWorth] | None:
        """What a coin is worth at most, of several worths; None where nothing is earned."""
        every: list[tuple[Fraction, GreatestWorth]] = []
        for worth in worths:
            rate = self.rates.between(region, worth.currency, into, at)
            if rate is not None:
                every.append((worth.each * rate * 10**into.exponent, worth))
            else:
                why = "no rate of exchange compares them"
                self.unproved[Unproved(MARGIN, why, f"{worth.currency} and {into}")] = None
        return max(every, key=lambda entry: entry[0], default=None)


def _worthy(by_way: Sequence[tuple[Fraction, GreatestWorth, bool]]) -> Worthy:
    """What a coin is worth by these ways, with the greatest amounts."""
    unlimited = [amount for amount, _, is_limited in by_way if not is_limited]
    plain = [amount for amount, worth, _ in by_way if worth.by is None]
    most, of_unlimited, of_plain = (
        None if not amounts else (max(amounts).numerator, max(amounts).denominator)
        for amounts in ([amount for amount, _, _ in by_way], unlimited, plain)
    )
    return Worthy(tuple(by_way), most, of_unlimited, of_plain)
