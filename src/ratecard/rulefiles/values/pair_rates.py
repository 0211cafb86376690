"""The type of a rate between two currencies, `1.95583 BGN per EUR`, and what to say of a text that is not one."""

import re
from fractions import Fraction

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import EXAMPLE, Suggestion, examples
from ratecard.money import PairRate
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.values.measure_mistakes import TEXT_MOST
from ratecard.rulefiles.values.money_mistakes import unknown_currency
from ratecard.rulefiles.values.numbers import DECIMAL, DIGITS_MOST, WHOLE, number_mistake_in, plain_readings
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

PAIR_RATE_EXAMPLES = ("1.95583 BGN per EUR",)
CODE = "not-a-pair-rate"

_PAIR_RATE = re.compile(rf"({WHOLE}(?:\.\d+)?) ([A-Z]{{3}}) per ([A-Z]{{3}})", re.ASCII)
_BETWEEN = re.compile(r"(\S+?) ?([A-Za-z]{3})(?: ?(?:per|/|=|for|to|:) ?)(?:1 ?)?([A-Za-z]{3})", re.ASCII)
_FROM_ONE = re.compile(r"1 ?([A-Za-z]{3}) ?= ?(\S+?) ?([A-Za-z]{3})", re.ASCII)


def parse_pair_rate(text: str) -> PairRate | Wrong:
    """`1.95583 BGN per EUR`: one euro is 1.95583 lev. It is written in the direction in which it is published."""
    match = _PAIR_RATE.fullmatch(text)
    if match and len(match[1]) <= DIGITS_MOST and Fraction(match[1]):
        number, many, one = match.groups()
        for code in (many, one):
            if code not in CURRENCIES:
                return _with_known(number, many, one, code)
        if many != one:
            exact = Fraction(number)
            return PairRate(exact.numerator, exact.denominator, CURRENCIES[many], CURRENCIES[one])
    return pair_rate_mistake(text)


def _with_known(number: str, many: str, one: str, code: str) -> Wrong:
    """What to say of a code that is not a currency, with the whole rate in what is offered."""
    wrong = unknown_currency(code)
    offers = tuple(
        Suggestion(f"{number} {many.replace(code, o.text)} per {one.replace(code, o.text)}", o.certainty, o.when)
        for o in wrong.offers
        if o.certainty is not EXAMPLE
    )
    return Wrong(wrong.code, wrong.sentence, "" if offers else "write a code of ISO 4217", offers)


def pair_rate_mistake(text: str, _: Nearby | None = None) -> Wrong:
    """What to say of a text that is not a rate between two currencies: its number's mistake, or its form."""
    sentence = f"{shown(text)} is not a rate between two currencies"
    if len(text) > TEXT_MOST:
        return Wrong(CODE, sentence, offers=examples(*PAIR_RATE_EXAMPLES))
    turned = _FROM_ONE.fullmatch(text)
    meant = (turned[2], turned[3], turned[1]) if turned else None
    between = _BETWEEN.fullmatch(text)
    number, many, one = meant or (between.groups() if between else (text.partition(" ")[0], "", ""))
    if not DECIMAL.fullmatch(number):
        behind = f" {many} per {one}" if many else text[len(number) :]
        mistake = number_mistake_in(number, CODE, behind, text)
        return mistake or Wrong(CODE, sentence, offers=examples(*PAIR_RATE_EXAMPLES))
    if not Fraction(number):
        return Wrong(CODE, f"{shown(text)} makes every amount nothing", "write how many units one is")
    many, one = many.upper(), one.upper()
    if many and many == one:
        return Wrong(CODE, f"{shown(text)} is between {many} and itself", "name two currencies")
    if many in CURRENCIES and one in CURRENCIES:
        return Wrong(CODE, sentence, offers=(Suggestion(f"{number} {many} per {one}"),))
    named = tuple(o for o in plain_readings(text) if DECIMAL.fullmatch(o.text))
    if named:
        shown_by = examples(f"{named[0].text} BGN per EUR")
        return Wrong(CODE, f"{sentence}: it does not name them", "name both currencies", shown_by)
    return Wrong(CODE, sentence, offers=examples(*PAIR_RATE_EXAMPLES))


PAIR_RATE = ValueType(
    "a rate between two currencies",
    PAIR_RATE_EXAMPLES[0],
    parse_pair_rate,
    examples=PAIR_RATE_EXAMPLES,
    explain=pair_rate_mistake,
    numeric=True,
)
