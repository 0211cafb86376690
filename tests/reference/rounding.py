"""Fractions to whole minor units, and whole amounts shared out. Halves and ups go away from zero."""

from collections.abc import Sequence
from fractions import Fraction

Rounding = tuple[str, int]
"""The words of the mode, and the step in minor units."""


def rounded(exact: Fraction, rounding: Rounding) -> int:
    """The multiple of the step that the mode takes for this amount."""
    mode, step = rounding
    steps = abs(exact) / step
    below = steps.numerator // steps.denominator
    rest = steps - below
    if mode == "half up":
        goes_up = rest >= Fraction(1, 2)
    elif mode == "half even":
        goes_up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    elif mode == "up":
        goes_up = rest > 0
    else:
        assert mode == "down"
        goes_up = False
    size = (below + 1 if goes_up else below) * step
    return size if exact >= 0 else -size


def shared(amount: int, weights: Sequence[Fraction]) -> list[int]:
    """The amount in whole parts by weight, largest remainder first, the earlier one where two are equal.

    Where nothing weighs anything, all weigh the same.
    """
    if not any(weights):
        weights = [Fraction(1)] * len(weights)
    total = sum(weights)
    exact = [amount * weight / total for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    while sum(parts) < amount:
        remainders = [share - part for share, part in zip(exact, parts, strict=True)]
        parts[remainders.index(max(remainders))] += 1
    return parts
