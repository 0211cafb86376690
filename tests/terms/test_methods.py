"""What it costs to be paid, worked out by hand."""

import pytest

from ratecard.diagnostics.diagnostic import Place
from ratecard.money import Rate
from ratecard.rounding import Rounding, RoundingMode, divider
from ratecard.rulefiles.stated import Stated
from ratecard.terms.methods import NO_RATE, FeeTerms, fee_of

HALF_UP = Rounding(RoundingMode.HALF_UP)
STATED: Stated[object] = Stated(None, Place("rules/payouts.yaml", 3, 5, 3, 9))


def fee(fixed: int = 0, rate: Rate = NO_RATE, floor: int = 0, cap: int | None = None) -> FeeTerms:
    return FeeTerms(
        fixed=fixed,
        rate=rate,
        floor=floor,
        cap=cap,
        rounding=HALF_UP,
        divide=divider(HALF_UP),
        stated=STATED,
        rounding_stated=STATED,
        inputs=(),
    )


@pytest.mark.parametrize(
    ("terms", "left", "expected"),
    [
        (None, 5_000, 0),
        (fee(rate=Rate(2, 100), floor=25), 5_000, 100),
        (fee(rate=Rate(2, 100), floor=25), 1_000, 25),
        (fee(rate=Rate(2, 100), cap=2_000), 200_000, 2_000),
        (fee(rate=Rate(1, 100)), 50, 1),
        (fee(rate=Rate(1, 100)), 49, 0),
        (fee(fixed=30, rate=Rate(29, 1_000)), 10_000, 320),
        (fee(fixed=500), 300, 300),
        (fee(floor=500, cap=500), 300, 300),
    ],
)
def test_a_fee_is_its_parts_rounded_within_floor_and_cap_and_never_more_than_is_left(
    terms: FeeTerms | None, left: int, expected: int
) -> None:
    assert fee_of(terms, left) == expected
