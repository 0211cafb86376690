"""The four named roundings, on exact integer divisions.

Convention: a rounding never has a default. Callers pass the mode that a rule stated, and every division
that is rounded goes through this module. "Half up" and "up" move away from zero, as invoices do, so that
a refund rounds like the purchase it undoes; "down" moves towards zero.
"""

from collections.abc import Callable
from enum import Enum
from functools import partial

import msgspec


class RoundingMode(Enum):
    """How a fraction becomes a whole number; the value is what a rule file says."""

    HALF_UP = "half up"
    HALF_EVEN = "half even"
    UP = "up"
    DOWN = "down"


class Rounding(msgspec.Struct, frozen=True):
    """A mode and the step it rounds to, in whole minor units (or whole coins).

    `step` is 1 for the smallest unit; `half up to 0.05` in euro is a step of 5.
    """

    mode: RoundingMode
    step: int = 1

    def __str__(self) -> str:
        return self.mode.value if self.step == 1 else f"{self.mode.value} to {self.step}"


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator, halves away from zero: 5 ÷ 2 is 3, −5 ÷ 2 is −3. `denominator` > 0."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def divide_half_even(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator, halves to the even neighbour: 5 ÷ 2 is 2, 7 ÷ 2 is 4. `denominator` > 0."""
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    return quotient + 1 if twice > denominator or (twice == denominator and quotient & 1) else quotient


def divide_up(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator, away from zero: 1 ÷ 3 is 1, −1 ÷ 3 is −1. `denominator` > 0."""
    return -(-numerator // denominator) if numerator >= 0 else numerator // denominator


def divide_down(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator, towards zero: 2 ÷ 3 is 0, −2 ÷ 3 is 0. `denominator` > 0."""
    return numerator // denominator if numerator >= 0 else -(-numerator // denominator)


DIVIDE: dict[RoundingMode, Callable[[int, int], int]] = {
    RoundingMode.HALF_UP: divide_half_up,
    RoundingMode.HALF_EVEN: divide_half_even,
    RoundingMode.UP: divide_up,
    RoundingMode.DOWN: divide_down,
}


def divider(rounding: Rounding) -> Callable[[int, int], int]:
    """The function that divides two integers and rounds as stated: `divider(half up)(1091, 100)` is 11.

    For terms, which keep it, so that no quote looks a mode up.
    """
    if rounding.step == 1:
        return DIVIDE[rounding.mode]
    return partial(round_ratio, rounding=rounding)


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """numerator ÷ denominator as a whole multiple of `rounding.step`. `denominator` > 0.

    round_ratio(1091, 100, half up) is 11; with a step of 5 it is 10.
    """
    step = rounding.step
    if step == 1:
        return DIVIDE[rounding.mode](numerator, denominator)
    return DIVIDE[rounding.mode](numerator, denominator * step) * step


def split_by_largest_remainder(amount: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """`amount` in whole parts proportional to `weights`, which sum to exactly `amount`.

    Each part is first rounded down; what is left goes, one unit each, to the largest remainders, and at a tie to
    the earlier weight. 10 over (1, 1, 1) is (4, 3, 3). `amount` ≥ 0 and weights ≥ 0; weights that are all 0 count as
    equal ones.
    """
    if not any(weights):
        weights = (1,) * len(weights)
    total = sum(weights)
    parts = [amount * weight // total for weight in weights]
    left = amount - sum(parts)
    if left:
        by_remainder = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % total), index))
        for index in by_remainder[:left]:
            parts[index] += 1
    return tuple(parts)
