"""What a single value means, from the way it is written."""

from fractions import Fraction
from typing import Any, get_type_hints

from ratecard.money import Money
from tests.reference.reading import Tree, unwrapped
from tests.reference.rounding import Rounding

# ISO 4217 list one: all currencies have two decimals, except these.
NO_DECIMALS = (
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF "
    "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL"
)
THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
FOUR_DECIMALS = "CLF UYW"


def decimals_of(currency: str) -> int:
    """The exponent of a currency."""
    if currency in NO_DECIMALS.split():
        return 0
    return 3 if currency in THREE_DECIMALS.split() else 4 if currency in FOUR_DECIMALS.split() else 2


def text(written: Tree) -> str:
    """The scalar that is written."""
    bare = unwrapped(written)
    assert isinstance(bare, str)
    return bare


def rate(written: str) -> Fraction:
    """`19 %`, `1/2` or `40 bps`."""
    if written.endswith("%"):
        return Fraction(written[:-1].strip()) / 100
    if written.endswith("bps"):
        return Fraction(written[:-3].strip()) / 10_000
    assert "/" in written
    return Fraction(written)


def count(written: str) -> int:
    """`5000` or `5_000`."""
    return int(written.replace("_", ""))


def coins(written: str, of: int) -> int:
    """A count, or a rate of other coins, rounded down."""
    if written[-1] in "%s" or "/" in written:
        exact = Fraction(of) * rate(written)
        return int(exact.numerator // exact.denominator)
    return count(written)


def minor_units(written: str, currency: str) -> int:
    """`12.99` as whole minor units. Digits that the currency does not have are none of a valid book's."""
    scale: int = 10 ** decimals_of(currency)
    exact = Fraction(written) * scale
    assert exact.denominator == 1, f"{written} {currency}"
    return exact.numerator


def rounding(written: str, currency: str) -> Rounding:
    """`half up`, or `half up to 0.05`, whose step is in minor units of the currency."""
    mode, _, step = written.partition(" to ")
    return mode, minor_units(step, currency) if step else 1


def money_text(minor: int, currency: str) -> Any:
    """Minor units as `12.99 USD`. In a refusal it stands where the engine puts money; they are compared as text."""
    digits, decimals = str(minor).rjust(decimals_of(currency) + 1, "0"), decimals_of(currency)
    return f"{digits[:-decimals]}.{digits[-decimals:]} {currency}" if decimals else f"{digits} {currency}"


def money_of(minor: int, currency: str) -> Money:
    """Minor units as the engine writes money, to stand among facts."""
    kind: Any = get_type_hints(Money)["currency"]
    return Money(minor, kind(currency, decimals_of(currency)))


def unit_price(written: str) -> tuple[Fraction, str]:
    """`0.005 USD each` or `1 USD per 200`: the exact minor units of one, and the currency."""
    number, currency, *rest = written.split(" ")
    units = int(rest[1]) if rest[0] == "per" else 1
    return Fraction(number) / units * 10 ** decimals_of(currency), currency


def per_coin(written: str) -> Fraction:
    """`1 per 2` or `0.5 each`."""
    number, *rest = written.split(" ")
    return Fraction(number) / (int(rest[1]) if rest[0] == "per" else 1)


def same(value: int) -> Any:
    """An int where a refusal has an instant or a number of diamonds, which are ints with a name."""
    return value
