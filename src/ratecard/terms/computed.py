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


class PriceConversion(msgspec.Struct, frozen=True):
    """What becomes of any price of a source: the same for all packages of a market, until something of it changes.

    `stated` is the derive, or the price as that of another package. `taken_out` and `put_in` are the taxes inside the
    prices of both sides where they are swapped, `cross` the rate where money is exchanged. `source_currency` is the
    statement of the source's, which answers depend on too. Minor units `of` the source are times `ratio` in `currency`.
    """

    stated: Stated[object]
    of: Currency
    currency: Currency
    pricing: PricingTerms
    taken_out: TaxInside | None
    cross: CrossRate | None
    factor: Input | None
    put_in: TaxInside | None
    source_currency: Stated[object] | None
    ratio: Fraction


def conversion_of(
    stated: Stated[object],
    currencies: tuple[Currency, Currency],
    pricing: PricingTerms,
    taxes: tuple[TaxInside | None, TaxInside | None] = (None, None),
    cross: CrossRate | None = None,
    factor: Input | None = None,
    source_currency: Stated[object] | None = None,
) -> PriceConversion:
    """The conversion from one currency into the other: the tax that is taken out, the rate, the factor, the tax put in.

    1.1606 dollars for a euro and 19 % put in are a ratio of 1.19 ÷ 1.1606.
    """
    (of, currency), (taken_out, put_in) = currencies, taxes
    ratio = Fraction(10**currency.exponent, 10**of.exponent)
    ratio /= 1 if taken_out is None else taken_out.of_net
    ratio *= 1 if cross is None else cross.value
    ratio *= 1 if factor is None else _rate(factor)
    ratio *= 1 if put_in is None else put_in.of_net
    return PriceConversion(
        stated=stated,
        of=of,
        currency=currency,
        pricing=pricing,
        taken_out=taken_out,
        cross=cross,
        factor=factor,
        put_in=put_in,
        source_currency=source_currency,
        ratio=ratio,
    )


class Derivation(msgspec.Struct, frozen=True):
    """What a computed price is made of: the `price` of its `source`, and what becomes of that.

    `coins` are those of the other package and of this one, of a price as another's alone.
    """

    source: Whose
    price: PriceTerms
    by: PriceConversion
    coins: tuple[Input, Input] | None = None

    def steps(self) -> Iterator[tuple[str, Fraction]]:
        """Each step that is taken with the exact amount after it, in major units; the first is the source's price.

        9.99 USD at 1.1606 with 19 % put in: 9.99, 8.6076…, 10.2431….
        """
        by, amount = self.by, Fraction(self.price.listed_minor, 10**self.by.of.exponent)
        yield SOURCE, amount
        if by.taken_out is not None:
            amount /= by.taken_out.of_net
            yield NET, amount
        if by.cross is not None or by.of != by.currency:
            amount *= 1 if by.cross is None else by.cross.value
            yield EXCHANGED, amount
        if self.coins is not None:
            theirs, own = (_count(coins) for coins in self.coins)
            amount /= theirs
            yield PER_COIN, amount
            amount *= own
            yield OF_COINS, amount
        if by.factor is not None:
            amount *= _rate(by.factor)
            yield FACTOR, amount
        if by.put_in is not None:
            amount *= by.put_in.of_net
            yield TAXED, amount

    @property
    def exact_minor(self) -> tuple[int, int]:
        """What is rounded, in minor units of the currency in which it is sold: numerator and denominator."""
        ratio = self.by.ratio
        numerator, denominator = self.price.listed_minor * ratio.numerator, ratio.denominator
        if self.coins is None:
            return numerator, denominator
        theirs, own = self.coins
        return numerator * _count(own), denominator * _count(theirs)


def _count(coins: Input) -> int:
    if not isinstance(coins.value, int):
        raise TypeError(f"{coins.value} is not a number of coins")
    return coins.value


def _rate(factor: Input) -> Fraction:
    if not isinstance(factor.value, Rate):
        raise TypeError(f"{factor.value} is not a factor")
    return factor.value.fraction


def computed_price(derivation: Derivation) -> PriceTerms | None:
    """The regular price that comes of it; None where no price is allowed that it could become."""
    by = derivation.by
    minor = by.pricing.rounded(*derivation.exact_minor)
    return None if minor is None else PriceTerms(minor, by.currency, by.stated, derivation)
