"""Exact amounts: money in minor units, exact rates, prices per coin. No float anywhere.

Convention: an `int` named `…_minor` counts a currency's smallest units; `Money` is that count with its currency.
Where a rim needs a decimal it is a string, made by integer arithmetic.
"""

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from ratecard.currency import Currency

if TYPE_CHECKING:

    class Coins(int):
        """The bought unit, counted. An int at run time; for the type checker it adds to coins only."""

        def __add__(self, other: "Coins", /) -> "Coins": ...  # type: ignore[override]
        def __sub__(self, other: "Coins", /) -> "Coins": ...  # type: ignore[override]
        def __mul__(self, times: int, /) -> "Coins": ...

    class Diamonds(int):
        """The earned unit, counted. An int at run time; for the type checker it adds to diamonds only."""

        def __add__(self, other: "Diamonds", /) -> "Diamonds": ...  # type: ignore[override]
        def __sub__(self, other: "Diamonds", /) -> "Diamonds": ...  # type: ignore[override]
        def __mul__(self, times: int, /) -> "Diamonds": ...
else:
    Coins = int
    Diamonds = int


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added, subtracted or compared: a wrong call, not wrong data."""


class Money(msgspec.Struct, frozen=True, gc=False):
    """An amount of one currency in its minor units: `Money(1299, USD)` is 12.99 US dollars."""

    minor: int
    currency: Currency

    def _same(self, other: "Money") -> None:
        if self.currency.code != other.currency.code:
            raise CurrencyMismatch(f"{self} and {other} are in different currencies")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __str__(self) -> str:
        return f"{decimal_text(self.minor, self.currency.exponent)} {self.currency.code}"

    @property
    def amount(self) -> str:
        """The plain decimal in major units with all the exponent's digits: "12.99", "1200", "-0.005"."""
        return decimal_text(self.minor, self.currency.exponent)


def decimal_text(scaled: int, exponent: int) -> str:
    """`scaled` ÷ 10^exponent as a plain decimal with exactly `exponent` decimals: (−5, 3) is "-0.005"."""
    if exponent == 0:
        return str(scaled)
    sign, digits = ("-", str(-scaled)) if scaled < 0 else ("", str(scaled))
    digits = digits.zfill(exponent + 1)
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"


AMOUNT_IN_FRACTIONS = re.compile(r"(?<![\d/.])(\d+)/(\d+)(?= [A-Z]{3}\b)")
DECIMALS_SHOWN = 6


def decimals_of_fractions(text: str) -> str:
    """A text in which amounts that are fractions stand as their first decimals: "10/3 EUR" is "3.333333… EUR"."""

    def decimals(amount: re.Match[str]) -> str:
        scaled = int(amount[1]) * 10**DECIMALS_SHOWN // int(amount[2])
        return f"{decimal_text(scaled, DECIMALS_SHOWN)}…"

    return AMOUNT_IN_FRACTIONS.sub(decimals, text)


def amount_of(text: str, currency: Currency) -> Money | None:
    """The money of a plain decimal in major units; None where it has more decimals than the currency: ("1.5", JPY)."""
    whole, _, part = text.partition(".")
    decimals = part.rstrip("0")
    if len(decimals) > currency.exponent:
        return None
    return Money(int(whole + decimals.ljust(currency.exponent, "0")), currency)


class Rate(msgspec.Struct, frozen=True, gc=False):
    """An exact share in lowest terms: 19 % is 19/100. Made by `rate`."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        """As a percentage where that ends ("9.975 %"), else as a fraction ("1/3")."""
        percent = Fraction(self.numerator, self.denominator) * 100
        for digits in range(13):
            scaled = percent * 10**digits
            if scaled.denominator == 1:
                return f"{decimal_text(scaled.numerator, digits)} %"
        return f"{self.numerator}/{self.denominator}"

    @property
    def fraction(self) -> Fraction:
        """The rate as a Fraction."""
        return Fraction(self.numerator, self.denominator)


def rate(value: Fraction) -> Rate:
    """The rate of this fraction, in lowest terms."""
    return Rate(value.numerator, value.denominator)


class ExactMoney(msgspec.Struct, frozen=True, gc=False):
    """An amount that is not rounded yet: `numerator` ÷ `denominator` minor units, `denominator` > 0."""

    numerator: int
    denominator: int
    currency: Currency

    def __str__(self) -> str:
        """In major units, as a decimal where that ends within nine more digits, else as a fraction: "10/3 EUR"."""
        value = self.fraction
        for digits in range(self.currency.exponent, self.currency.exponent + 10):
            scaled = value * 10**digits
            if scaled.denominator == 1:
                return f"{decimal_text(scaled.numerator, digits)} {self.currency.code}"
        return f"{value} {self.currency.code}"

    @property
    def fraction(self) -> Fraction:
        """The amount in major units."""
        return Fraction(self.numerator, self.denominator * 10**self.currency.exponent)

    @property
    def readable(self) -> str:
        """As text for people: a fraction as its first decimals, marked as going on: "3.333333… EUR"."""
        return decimals_of_fractions(str(self))


class PerCoin(msgspec.Struct, frozen=True, gc=False):
    """Diamonds for each coin, exactly and in lowest terms: `PerCoin(1, 2)` is one diamond for two coins."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        return f"{self.numerator} per {self.denominator}"


class ExchangeRate(msgspec.Struct, frozen=True, gc=False):
    """Units of one currency for one of another, exactly, in lowest terms: 1.1606 is 5803/5000, 1 per 0.96 is 25/24."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        """As a decimal where that ends ("1.1606"), else as a fraction ("10/3")."""
        scaled = self.numerator
        for digits in range(25):
            if scaled % self.denominator == 0:
                return decimal_text(scaled // self.denominator, digits)
            scaled *= 10
        return f"{self.numerator}/{self.denominator}"

    @property
    def fraction(self) -> Fraction:
        """The rate as a Fraction."""
        return Fraction(self.numerator, self.denominator)


class PairRate(msgspec.Struct, frozen=True, gc=False):
    """How many of one currency one of another is, exactly and in lowest terms: 1.95583 BGN per EUR.

    It is stated in one direction and used in both: what is in `one` is multiplied, what is in `many` is divided.
    """

    numerator: int
    denominator: int
    many: Currency
    one: Currency

    def __str__(self) -> str:
        return f"{ExchangeRate(self.numerator, self.denominator)} {self.many.code} per {self.one.code}"

    @property
    def fraction(self) -> Fraction:
        """Units of `many` for one of `one`."""
        return Fraction(self.numerator, self.denominator)

    def is_between(self, this: Currency, other: Currency) -> bool:
        """Whether it converts one of these two currencies into the other."""
        return {this.code, other.code} == {self.many.code, self.one.code}


class UnitPrice(msgspec.Struct, frozen=True, gc=False):
    """An exact price of one unit: `minor` minor units for `units` of them. 6.49 USD for 525 is (649, 525, USD).

    Not reduced, so that the two numbers can be found again in the price list; compare by `fraction`. What is stated for
    one unit with more decimals than the currency has is of as many units: 0.005 USD each is (5, 10, USD).
    """

    minor: int
    units: int
    currency: Currency

    @property
    def fraction(self) -> Fraction:
        """The price of one unit in major units: 649/52500 for 6.49 USD over 525 coins."""
        return Fraction(self.minor, self.units * 10**self.currency.exponent)

    def __str__(self) -> str:
        """As rule files write it: "0.005 USD each" where `units` is a power of ten, else "6.49 USD per 525"."""
        zeros = str(self.units)
        if zeros.strip("0") == "1":
            each = decimal_text(self.minor, self.currency.exponent + len(zeros) - 1)
            return f"{each} {self.currency.code} each"
        return f"{Money(self.minor, self.currency)} per {self.units}"
