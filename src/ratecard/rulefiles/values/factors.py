"""Factors: by how much one thing may be more than another. `2.5`, or as a rate, `40 %`."""

from fractions import Fraction

from ratecard.diagnostics.fixes import POSSIBLE, Suggestion, examples, possible
from ratecard.money import Rate, decimal_text, rate
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.values.numbers import DECIMAL, DIGITS_MOST
from ratecard.rulefiles.values.scalars import parse_rate, parse_region
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
    if text.startswith("-") and isinstance(parse_factor(text[1:]), Rate):
        return Wrong("not-a-factor", f"{text} is not above zero", offers=examples(*FACTOR_EXAMPLES))
    with_point = text.replace(",", ".")
    if with_point != text and DECIMAL.fullmatch(with_point) and len(text) <= DIGITS_MOST:
        return Wrong("not-a-factor", f"{shown(text)} is written with a comma", offers=possible(with_point))
    return Wrong("not-a-factor", f"{shown(text)} is not a factor", offers=found.offers or examples(*FACTOR_EXAMPLES))


def parse_factor_above_one(text: str) -> Rate | Wrong:
    """A factor by which something may be more, or less: 1.35. A share such as 35 % would allow nothing."""
    found = parse_factor(text)
    if isinstance(found, Rate) and found.numerator <= found.denominator:
        meant = 1 + found.fraction if found.fraction < 1 else Fraction(2)
        offers = (Suggestion(decimal_text(round(meant * 100), 2), POSSIBLE, "if it may be so much more"),)
        return Wrong("not-a-factor", f"{text} is not above 1, and so allows nothing", offers=offers)
    return found


BARE_MOST = 10


def parse_move(text: str) -> Rate | Wrong:
    """A factor by which something moves: 40 %, or 2.5. A bare number of ten and more is probably meant in percent."""
    found = parse_factor(text)
    if isinstance(found, Rate) and "%" not in text and found.fraction >= BARE_MOST:
        return Wrong("not-a-factor", f"{text} is {text} times as much", offers=possible(f"{text} %"))
    return found


def parse_part(text: str) -> Rate | Wrong:
    """A factor below 1: 0.12, or 12 %."""
    found = parse_factor(text)
    if isinstance(found, Rate) and found.numerator >= found.denominator:
        return Wrong("not-a-factor", f"{text} is not below 1", offers=examples("0.12", "12 %"))
    return found


FACTOR_MOST = 10
"""The greatest factor of a region: one above it is a digit too many, or a rate without its sign."""


def parse_factor_of_region(text: str) -> Rate | Wrong:
    """By how much what is usual in one region is more than elsewhere: 0.35, or 35 %; at most 10."""
    found = parse_factor(text)
    if isinstance(found, Rate) and found.fraction > FACTOR_MOST:
        share = examples(f"{text} %") if found.fraction <= 100 * FACTOR_MOST and DECIMAL.fullmatch(text) else ()
        sentence = f"{text} is above {FACTOR_MOST}, more than any region is off"
        return Wrong("not-a-factor", sentence, offers=share or examples("0.35", "35 %"))
    return found


ABOVE_ONE = ValueType("a factor above 1", "1.35", parse_factor_above_one, examples=("1.35",), numeric=True)
PART = ValueType("a factor below 1", "0.12, or 12 %", parse_part, examples=("0.12", "12 %"), numeric=True)

MOVE = ValueType("a share or a factor", "40 %, or 2.5", parse_move, examples=("40 %", "2.5"), numeric=True)
FACTOR = ValueType("a factor", "2.5, or 40 %", parse_factor, examples=FACTOR_EXAMPLES, numeric=True)
OF_REGION = ValueType(
    "a factor of at most 10", "0.35, or 35 %", parse_factor_of_region, examples=("0.35", "35 %"), numeric=True
)

OTHER = "other"


def parse_region_or_other(text: str) -> str | Wrong:
    """`DE` or `US-NY`, or `other` for all that are not named."""
    if text == OTHER:
        return text
    if slips(text, (OTHER,)):
        return Wrong("not-a-region", f"{shown(text)} is not a region code", offers=possible(OTHER))
    return parse_region(text)


REGION_OR_OTHER = ValueType("a region, or other", "DE, US-NY or other", parse_region_or_other, examples=("DE", OTHER))
