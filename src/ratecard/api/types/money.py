"""Amounts of money, and exact prices of one coin."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.scalars import BigInt, CurrencyCode, Decimal
from ratecard.locale.amounts import format_money
from ratecard.money import ExactMoney as Unrounded
from ratecard.money import Money as Amount
from ratecard.money import UnitPrice as ExactUnitPrice
from ratecard.showing import Reader
from ratecard.terms.price_points import PriceBounds as BoundsOfPrices


@api_type
class Money:
    """An exact amount of one currency."""

    exact: strawberry.Private[Amount]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def amount(self) -> Decimal:
        """The amount in major units, with all the decimals that ISO 4217 gives the currency: "12.99", "1200"."""
        return Decimal(self.exact.amount)

    @field(Audience.PUBLIC)
    def minor_units(self) -> BigInt:
        """The amount as a count of the currency's smallest unit: 1299 for 12.99 EUR."""
        return BigInt(self.exact.minor)

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency."""
        return CurrencyCode(self.exact.currency.code)

    @field(Audience.PUBLIC)
    def exponent(self) -> int:
        """How many decimals ISO 4217 gives the currency: 2 for EUR, 0 for JPY, 3 for KWD."""
        return self.exact.currency.exponent

    @field(Audience.PUBLIC)
    def formatted(self) -> str:
        """The amount for people, in CLDR's format for the locale. No digit other than zero is ever left out."""
        return format_money(self.exact, self.reader.locale)


@api_type
class ExactMoney:
    """An amount of one currency that is not rounded: numerator ÷ denominator, in major units and in lowest terms."""

    exact: strawberry.Private[Unrounded]

    @field(Audience.PUBLIC)
    def numerator(self) -> BigInt:
        """The numerator; below 0 where the amount is."""
        return BigInt(self.exact.fraction.numerator)

    @field(Audience.PUBLIC)
    def denominator(self) -> BigInt:
        """The denominator; above 0."""
        return BigInt(self.exact.fraction.denominator)

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency."""
        return CurrencyCode(self.exact.currency.code)


@api_type
class PriceBounds:
    """The least and the most that a price of a market may be: none is stated or computed outside of them."""

    bounds: strawberry.Private[BoundsOfPrices]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def least(self) -> Money:
        """The least price."""
        return Money(exact=self.bounds.least, reader=self.reader)

    @field(Audience.PUBLIC)
    def most(self) -> Money:
        """The greatest price."""
        return Money(exact=self.bounds.most, reader=self.reader)


def price_bounds(bounds: BoundsOfPrices | None, reader: Reader) -> PriceBounds | None:
    """The bounds as the API shows them; None where there are none."""
    return None if bounds is None else PriceBounds(bounds=bounds, reader=reader)


@api_type
class UnitPrice:
    """The price of one coin: exact as numerator ÷ denominator, and rounded for showing. 6.49 over 525 never ends."""

    exact: strawberry.Private[ExactUnitPrice]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def numerator(self) -> BigInt:
        """The numerator of the exact price in major units, in lowest terms."""
        return BigInt(self.exact.fraction.numerator)

    @field(Audience.PUBLIC)
    def denominator(self) -> BigInt:
        """The denominator of the exact price in major units, in lowest terms; above zero."""
        return BigInt(self.exact.fraction.denominator)

    @field(Audience.PUBLIC)
    def amount(self) -> Decimal:
        """The price in major units, rounded as `rounding` says. Compute with the exact one."""
        return Decimal(self.reader.unit_price_amount(self.exact))

    @field(Audience.PUBLIC)
    def currency(self) -> CurrencyCode:
        """The currency."""
        return CurrencyCode(self.exact.currency.code)

    @field(Audience.PUBLIC)
    def rounding(self) -> str:
        """How `amount` and `formatted` are rounded, in the words of the rules: "half up to 0.00001"."""
        return self.reader.unit_price_rounding(self.exact)

    @field(Audience.PUBLIC)
    def formatted(self) -> str:
        """The rounded price for people, in CLDR's format for the locale."""
        return self.reader.unit_price_formatted(self.exact)
