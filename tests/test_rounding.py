"""Division with rounding, beside Python's decimal module, over every small fraction."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from itertools import product

import pytest

from ratecard.rounding import DIVIDE, RoundingMode

MODES = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.UP: ROUND_UP,
    RoundingMode.DOWN: ROUND_DOWN,
}


@pytest.mark.parametrize("mode", list(RoundingMode))
def test_small_fractions_are_rounded_as_decimal_rounds_them(mode: RoundingMode) -> None:
    for numerator, denominator in product(range(-40, 41), (1, 2, 4, 5, 8, 10, 20)):
        exact = Decimal(numerator) / denominator
        expected = int(exact.quantize(Decimal(1), MODES[mode]))
        assert DIVIDE[mode](numerator, denominator) == expected, (numerator, denominator)
