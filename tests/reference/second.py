"""A second currency: an amount multiplied or divided by the stated rate, never by an inverse, and rounded once."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.reading import Path
from tests.reference.rounding import rounded
from tests.reference.writing import decimals_of, rounding

KEY = "second_currency"


@dataclass(frozen=True)
class Second:
    """The currency that is shown beside the market's, None while none is; how many of `many` one of `one` is."""

    currency: str | None
    rate: Fraction
    many: str
    one: str
    rounding: str

    def converts(self, this: str, other: str) -> bool:
        """Whether the rate is between these two currencies."""
        return {this, other} == {self.many, self.one}

    def converted(self, minor: int, this: str, other: str) -> int:
        """The amount in the other of the two currencies: 1.39 EUR at 1.95583 BGN per EUR is 2.72 BGN."""
        assert self.converts(this, other)
        major = Fraction(minor, 10 ** decimals_of(this))
        exact = major * self.rate if this == self.one else major / self.rate
        return rounded(exact * 10 ** decimals_of(other), rounding(self.rounding, other))


def second_of(says: Mapping[Path, str]) -> Second | None:
    """What is stated of a second currency; None where there is no rate. `says` has what each path says."""
    rate, currency = says.get((KEY, "rate"), "none"), says.get((KEY, "currency"), "none")
    if rate == "none":
        return None
    number, many, per, one = rate.split(" ")
    assert per == "per"
    return Second(None if currency == "none" else currency, Fraction(number), many, one, says[KEY, "rounding"])
