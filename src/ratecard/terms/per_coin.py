"""Prices of one coin: one for all coins, or each coin at its own tier. Whole tiers are a choice by purchase.coins."""

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.money import UnitPrice
from ratecard.rounding import Rounding, round_ratio
from ratecard.rulefiles.stated import Stated
from ratecard.terms.given import Input
from ratecard.terms.pricing import PricingTerms


class PriceTier(msgspec.Struct, frozen=True, gc=False):
    """The price of each coin beyond `start` coins, with its statement."""

    start: int
    price: UnitPrice
    stated: Stated[UnitPrice]


class PerCoinTerms(msgspec.Struct, frozen=True):
    """The price of a package by its coins. The first tier is from 0 coins on, and alone where there are none.

    `each`: every coin is at its own tier, as by `tiers:`. It stands in the place of a price until the coins are known.
    """

    tiers: tuple[PriceTier, ...]
    each: bool
    currency: Currency
    stated: Stated[object]

    def parts(self, coins: int) -> Iterator[tuple[PriceTier, int]]:
        """The tiers that so many coins reach, with how many are at each: of 6,000 it is 5,000 and 1,000."""
        ends = [tier.start for tier in self.tiers[1:]]
        for tier, end in zip(self.tiers, [*ends, None], strict=True):
            if coins > tier.start:
                yield tier, (coins if end is None else min(coins, end)) - tier.start

    def exact(self, coins: int) -> Fraction:
        """What so many coins come to, exactly, in minor units: 6,000 at 1.39 and beyond 5,000 at 1.35 are 8,300."""
        parts = self.parts(coins)
        return sum((Fraction(tier.price.minor * count, tier.price.units) for tier, count in parts), Fraction(0))


class PerCoinDerivation(msgspec.Struct, frozen=True):
    """What a price of so many coins is made of: the price of each, the number, and the one rounding."""

    per_coin: PerCoinTerms
    coins: Input
    pricing: PricingTerms

    @property
    def number(self) -> int:
        """The number of coins. Raises TypeError for what is none, which is a fault of the engine."""
        if not isinstance(self.coins.value, int):
            raise TypeError(f"{self.coins.value} is not a number of coins")
        return self.coins.value

    @property
    def exact_minor(self) -> tuple[int, int]:
        """What is rounded, in minor units: numerator and denominator."""
        exact = self.per_coin.exact(self.number)
        return exact.numerator, exact.denominator


def comes_to_nothing(exact: Fraction, pricing: PricingTerms) -> bool:
    """Whether what is above 0 becomes 0 by rounding. Points and bounds have a least, to which it is raised instead."""
    if exact <= 0 or pricing.step is None or (pricing.bounds is not None and pricing.bounds.least.minor > 0):
        return False
    return round_ratio(exact.numerator, exact.denominator, Rounding(pricing.mode, pricing.step)) == 0
