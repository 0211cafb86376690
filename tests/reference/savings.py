"""What a package saves against another one, and which is the best value of a price list."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.rounding import rounded


@dataclass(frozen=True)
class Bought:
    """So many coins, bonus coins counted, for so many minor units."""

    price: int
    coins: int

    @property
    def per_coin(self) -> Fraction:
        """The exact price of one coin."""
        return Fraction(self.price, self.coins)


def saving(this: Bought, other: Bought) -> tuple[int, Fraction] | None:
    """The amount and the rate that this saves against the other; None where it saves nothing.

    1,050 coins for 13.99 against 100 for 1.39: 14.595 − 13.99 is 0.60, and the rate is 1 − 1399/1459.5.
    """
    amount = rounded(other.per_coin * this.coins - this.price, ("down", 1))
    return (amount, 1 - this.per_coin / other.per_coin) if amount > 0 else None


def best_value(packages: Sequence[tuple[str, Bought]]) -> str | None:
    """The package with the least price of one coin; of equals the one with most coins, then the first by id."""
    if not packages:
        return None
    return min(packages, key=lambda each: (each[1].per_coin, -each[1].coins, each[0]))[0]
