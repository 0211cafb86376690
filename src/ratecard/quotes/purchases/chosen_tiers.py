"""The tiers of a number that is chosen, as a price list tells them, and its bonus.

A regular price of n coins is n × the price of the last tier that begins at n or below, and what that tier adds,
rounded once.
"""

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.money import Coins, ExactMoney, Rate, UnitPrice
from ratecard.ranges import Range
from ratecard.refusals import FactNeeded
from ratecard.rulefiles.keys.facts import COINS
from ratecard.terms.chosen import ChosenOffer, stretches_of
from ratecard.terms.facts import Facts, choose
from ratecard.terms.packages import ChosenCoins
from ratecard.terms.per_coin import PerCoinTerms

NO_RATE = Rate(0, 1)


class ListedTier(msgspec.Struct, frozen=True):
    """From `start` coins on, n of them cost n × `price` + `plus`; without a price such a number is not sold.

    With `each` the price is that of the coins beyond `start` alone, as by `tiers:`, and `plus` is what those below cost
    more or less: of 0.0139 EUR each and beyond 5,000 of 0.0135 EUR each it is 2.00 EUR. Else all coins are at it, and
    `plus` is 0.
    """

    start: int
    price: UnitPrice | None
    plus: ExactMoney
    each: bool


class ListedBonus(msgspec.Struct, frozen=True):
    """From `start` coins on, n of them come with n × `rate`, rounded down, and with `coins` more; one of both is 0."""

    start: int
    rate: Rate
    coins: Coins


def tiers_of(
    chosen: ChosenOffer, within: Range, currency: Currency, facts: Facts
) -> tuple[ListedTier, ...] | FactNeeded:
    """The tiers that a number of the range reaches, in rising order; neighbours of which none has a price are one.

    A stretch may end for another reason than the price, such as a bonus: then that of the next one is the same.
    """
    priced: list[tuple[PerCoinTerms | None, int, int]] = []
    for first, last in stretches_of(within, (chosen.price,)):
        price = choose(chosen.price, {**facts, COINS: first}, [])
        if isinstance(price, FactNeeded):
            return price
        own = price if isinstance(price, PerCoinTerms) else None
        start = priced.pop()[1] if priced and priced[-1][0] == own else first
        priced.append((own, start, last))
    is_all, tiers = len(priced) == 1, list[ListedTier]()
    for own, first, last in priced:
        none = ListedTier(first, None, ExactMoney(0, 1, currency), each=False)
        tiers += [none] if own is None else _of_price(own, first, last, is_all=is_all)
    return tuple(tiers)


def _of_price(price: PerCoinTerms, first: int, last: int, *, is_all: bool) -> Iterator[ListedTier]:
    """The tiers of one price that numbers from one to another reach; of `is_all` as they are written."""
    if not price.each:
        yield ListedTier(first, price.tiers[0].price, ExactMoney(0, 1, price.currency), each=False)
        return
    ends = [tier.start for tier in price.tiers[1:]]
    for tier, end in zip(price.tiers, [*ends, None], strict=True):
        if tier.start < last and (is_all or end is None or end > first or end >= last):
            plus = price.exact(tier.start) - Fraction(tier.price.minor * tier.start, tier.price.units)
            start = tier.start if is_all else max(tier.start, first)
            exact = ExactMoney(plus.numerator, plus.denominator, price.currency)
            yield ListedTier(start, tier.price, exact, each=True)


def bonuses_of(chosen: ChosenOffer, within: Range, facts: Facts) -> tuple[ListedBonus, ...]:
    """The bonus of numbers of the range, in rising order of those from which it counts."""
    bonuses: list[ListedBonus] = []
    for first, _ in stretches_of(within, (chosen.package,)):
        case = choose(chosen.package, {**facts, COINS: first}, [])
        stated = case.like.bonus_stated if isinstance(case, ChosenCoins) else None
        rate, coins = NO_RATE, 0
        if stated is not None and isinstance(stated.value, Rate):
            rate = stated.value
        elif stated is not None:
            coins = int(str(stated.value))
        if not bonuses or (bonuses[-1].rate, bonuses[-1].coins) != (rate, coins):
            bonuses.append(ListedBonus(first, rate, Coins(coins)))
    return tuple(bonuses)
