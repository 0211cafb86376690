"""Prices that are computed from others: what each is made of, and the exact steps to it before its one rounding.

A derived price is another market's regular price: its tax taken out, exchanged, times a factor, and with the tax of
this market put in. A price `as` another package's is so many coins at the price of one paid coin of that one.
"""

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from ratecard.currency import Currency
from ratecard.money import Rate
from ratecard.rulefiles.stated import Stated
from ratecard.terms.fx import CrossRate
from ratecard.terms.given import Input
from ratecard.terms.prices import PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.tax_lines import TaxInside

SOURCE, NET, EXCHANGED, PER_COIN, OF_COINS, FACTOR, TAXED = (
    "source",
    "net",
    "exchanged",
    "per coin",
    "coins",
    "factor",
    "taxed",
)
"""The names of the steps to a computed price, in major units; the last one is rounded onto what is allowed."""


class Whose(msgspec.Struct, frozen=True, gc=False):
    """Whose price: of a package in a market."""

    region: str
    platform: str
    package: str

    def __str__(self) -> str:
        return f"{self.package} in {self.region} on {self.platform}"


class NoPrice(msgspec.Struct, frozen=True, gc=False):
    """That a computed price is not there, because the last one that it follows is not sold."""

    source: Whose


class Derivation(msgspec.Struct, frozen=True):
    """What a computed price is made of: the `price` of its `source`, and what becomes of that.

    `stated` is the derive, or the price as that of another package. `taken_out` and `put_in` are the taxes inside the
    prices of both sides where they are swapped, `cross` the rate where money is exchanged. `coins` are those of the
    other package and of this one, of a price as another's alone. `source_currency` is the statement of the source's,
    which answers depend on too.
    """

    source: Whose
    price: PriceTerms
    stated: Stated[object]
    currency: Currency
    pricing: PricingTerms
    taken_out: TaxInside | None = None
    cross: CrossRate | None = None
    factor: Input | None = None
    put_in: TaxInside | None = None
    coins: tuple[Input, Input] | None = None
    source_currency: Stated[object] | None = None

    def steps(self) -> Iterator[tuple[str, Fraction]]:
        """Each step that is taken with the exact amount after it, in major units; the first is the source's price.

        9.99 USD at 1.1606 with 19 % put in: 9.99, 8.6076…, 10.2431….
        """
        amount = Fraction(self.price.listed_minor, 10**self.price.currency.exponent)
        yield SOURCE, amount
        if self.taken_out is not None:
            amount /= self.taken_out.of_net
            yield NET, amount
        if self.cross is not None or self.price.currency != self.currency:
            amount *= Fraction(1) if self.cross is None else self.cross.value
            yield EXCHANGED, amount
        if self.coins is not None:
            theirs, own = (_count(coins) for coins in self.coins)
            amount /= theirs
            yield PER_COIN, amount
            amount *= own
            yield OF_COINS, amount
        if self.factor is not None:
            assert isinstance(self.factor.value, Rate)
            amount *= self.factor.value.fraction
            yield FACTOR, amount
        if self.put_in is not None:
            amount *= self.put_in.of_net
            yield TAXED, amount

    @property
    def exact_minor(self) -> Fraction:
        """What is rounded, in minor units of the currency in which it is sold."""
        amount = Fraction(0)
        for _, after in self.steps():
            amount = after
        return amount * Fraction(10**self.currency.exponent)


def _count(coins: Input) -> int:
    assert isinstance(coins.value, int)
    return coins.value


def computed_price(derivation: Derivation) -> PriceTerms | None:
    """The regular price that comes of it; None where no price is allowed that it could become."""
    exact = derivation.exact_minor
    minor = derivation.pricing.rounded(exact.numerator, exact.denominator)
    if minor is None:
        return None
    return PriceTerms(minor, derivation.currency, derivation.stated, derivation)
