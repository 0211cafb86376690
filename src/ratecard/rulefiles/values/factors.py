"""Factors: by how much one thing may be more than another. `2.5`, or as a rate, `40 %`."""

from fractions import Fraction

from ratecard.diagnostics.fixes import examples, possible
from ratecard.money import Rate, rate
from ratecard.rulefiles.values.numbers import DECIMAL, DIGITS_MOST
from ratecard.rulefiles.values.scalars import parse_rate
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

FACTOR_EXAMPLES = ("2.5", "40 %")


def parse_factor(text: str) -> Rate | Wrong:
    """`2.5` is two and a half times, and `40 %` two fifths; above zero."""
    if DECIMAL.fullmatch(text) and len(text) <= DIGITS_MOST:
        found: object = rate(Fraction(text))
    else:
        found = parse_rate(text)
    if isinstance(found, Rate):
        if found.numerator > 0:
            return found
        return Wrong("not-a-factor", f"{text} is not above zero", offers=examples(*FACTOR_EXAMPLES))
    assert isinstance(found, Wrong)
    with_point = text.replace(",", ".")
    if with_point != text and DECIMAL.fullmatch(with_point) and len(text) <= DIGITS_MOST:
        return Wrong("not-a-factor", f"{shown(text)} is written with a comma", offers=possible(with_point))
    return Wrong("not-a-factor", f"{shown(text)} is not a factor", offers=found.offers or examples(*FACTOR_EXAMPLES))


FACTOR = ValueType("a factor", "2.5, or 40 %", parse_factor, examples=FACTOR_EXAMPLES, numeric=True)
