"""What is earned is shared out in whole parts, which sum to the whole."""

from ratecard.diagnostics.diagnostic import Place
from ratecard.money import Rate
from ratecard.rounding import DIVIDE, RoundingMode
from ratecard.rulefiles.measures import REST
from ratecard.rulefiles.stated import Stated
from ratecard.terms.earnings import Recipient, share_out
from ratecard.terms.given import Input

PLACE = Place("rules/earnings.yaml", 3, 5, 3, 9)
DOWN = DIVIDE[RoundingMode.DOWN]


def recipient(name: str, rate: Rate | None) -> Recipient:
    return Recipient(name, rate, Stated(rate or REST, PLACE), Input(name, rate or REST, PLACE))


def test_named_parts_are_rounded_and_the_rest_is_what_they_leave() -> None:
    split = (recipient("agency", Rate(3, 10)), recipient("creator", None))
    assert share_out(split, 100, DOWN) == (30, 70)
    assert share_out(split, 101, DOWN) == (30, 71)
    assert share_out(split, 0, DOWN) == (0, 0)


def test_the_rest_may_stand_anywhere_among_the_parts() -> None:
    split = (recipient("agency", Rate(1, 3)), recipient("creator", None), recipient("label", Rate(1, 3)))
    assert share_out(split, 100, DOWN) == (33, 34, 33)
