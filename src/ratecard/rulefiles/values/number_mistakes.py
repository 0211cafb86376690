"""What to say of a text that is neither a rate nor a count: the writer's own number, as it is written here."""

import re
from fractions import Fraction

from ratecard.diagnostics.fixes import POSSIBLE, SURE, Suggestion, examples, possible
from ratecard.rulefiles.values.numbers import (
    DECIMAL,
    DIGITS_MOST,
    in_groups,
    number_mistake_in,
    plain_readings,
    signed,
    too_long,
    with_unit,
)
from ratecard.rulefiles.wrong import Wrong, shown

RATE_EXAMPLES = ("19 %", "1/2", "40 bps")
COUNT_EXAMPLES = ("5000", "5_000")

_PER_CENT = re.compile(
    r"(?P<number>[\d.,]+) ?(?:percent|per cent|pct|prozent|procent|pour cent|por ciento|por cento|per cento)",
    re.IGNORECASE | re.ASCII,
)
_PER_MILLE = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?:\u2030|per mille)", re.ASCII)
_BASIS_POINTS = re.compile(r"(?P<number>[\d.]+) ?(?:bp|basis points?)", re.IGNORECASE | re.ASCII)
_SIGN_FIRST = re.compile(r"% ?(?P<number>[\d.,]+)", re.ASCII)
_SHARE = re.compile(r"(\d+) ?/ ?(\d+)", re.ASCII)
_COUNTED = re.compile(r"(?P<number>\d[\d.,'_ ]*) ?(?P<unit>[A-Za-z]+)", re.ASCII)
_THOUSANDS = {"k": 1_000, "m": 1_000_000}


def rate_mistake(text: str) -> Wrong:
    """What to say of a text that is not a rate."""
    if DECIMAL.fullmatch(text) and len(text) <= DIGITS_MOST:
        return Wrong("rate-without-unit", f"the rate {text} has no unit", offers=_units_meant(text))
    for pattern, unit in ((_PER_CENT, " %"), (_SIGN_FIRST, " %"), (_BASIS_POINTS, " bps")):
        match = pattern.fullmatch(text)
        offers = plain_readings(match["number"]) if match and len(text) <= DIGITS_MOST + 20 else ()
        if offers:
            return Wrong("not-a-rate", f"{shown(text)} is not how a rate is written", offers=with_unit(offers, unit))
    thousandth = _PER_MILLE.fullmatch(text)
    if thousandth and len(text) <= DIGITS_MOST:
        offers = (Suggestion(f"{_decimal(Fraction(thousandth['number']) / 10)} %"),)
        return Wrong("not-a-rate", f"{text} is not how a rate is written", offers=offers)
    bare = plain_readings(text)
    if len(bare) == 1 and bare[0].certainty is SURE and len(text) <= DIGITS_MOST:
        mistake = number_mistake_in(text, "not-a-rate")
        assert mistake is not None
        return Wrong(mistake.code, mistake.sentence, offers=_units_meant(bare[0].text))
    share = _SHARE.fullmatch(text) if len(text) <= DIGITS_MOST else None
    if share and int(share[2]):
        offers = (Suggestion(f"{share[1]}/{share[2]}"),)
        return Wrong("not-a-rate", f"{shown(text)} is not how a share is written", offers=offers)
    sign = signed(text)
    number = (sign[1] if sign else text).removesuffix("%").strip()
    written = f"{sign[0]}{number}" if sign else number
    mistake = number_mistake_in(written, "not-a-rate", " %", text)
    return mistake or Wrong("not-a-rate", f"{shown(text)} is not a rate", offers=examples(*RATE_EXAMPLES))


def _units_meant(text: str) -> tuple[Suggestion, ...]:
    """The units of a bare number: 19 is 19 %; below one, and at one, it may be per cent or a share of the whole."""
    number = Fraction(text)
    if number == 0 or 1 < number <= 100:
        return (Suggestion(f"{text} %"),)
    per_cent = Suggestion(f"{text} %", POSSIBLE, "if it is per cent")
    if number > 100:
        return per_cent, Suggestion(f"{text} bps", POSSIBLE, "if it is basis points")
    return Suggestion(f"{_decimal(number * 100)} %", POSSIBLE, "if it is a share of one"), per_cent


def _decimal(number: Fraction) -> str:
    """A number as a decimal without needless zeros: 19.5."""
    whole, rest = divmod(number, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)


def count_mistake(text: str) -> Wrong:
    """What to say of a text that is not a whole number."""
    long = too_long(text)
    if long is not None:
        return long
    grouped = in_groups(text)
    if grouped is not None and grouped[0].isdigit():
        return Wrong("grouped-digits", f"{text} is written in groups of digits", offers=(Suggestion(grouped[0]),))
    sentence = f"{shown(text)} is not a whole number"
    if re.fullmatch(r"\d+\.0+", text, re.ASCII):
        return Wrong("not-a-count", f"{shown(text)} has decimals, and this is a whole number", offers=_whole(text))
    if re.fullmatch(r"[1-9]\d*(_\d+)+", text, re.ASCII):
        return Wrong("not-a-count", sentence, offers=(Suggestion(text.replace("_", "")),))
    if not re.fullmatch(r"\d+[.,]\d+", text, re.ASCII):
        mistake = number_mistake_in(text, "not-a-count")
        if mistake is not None:
            return mistake
        counted = _counted(text)
        if counted:
            return Wrong("not-a-count", sentence, offers=counted)
    return Wrong("not-a-count", sentence, "write a whole number", examples(*COUNT_EXAMPLES))


def _whole(text: str) -> tuple[Suggestion, ...]:
    return (Suggestion(str(int(text.partition(".")[0]))),)


def _counted(text: str) -> tuple[Suggestion, ...]:
    """The number of "50 coins", and of "5k"."""
    match = _COUNTED.fullmatch(text)
    numbers = plain_readings(match["number"].strip()) if match and len(text) <= DIGITS_MOST else ()
    if match is None or len(numbers) != 1:
        return ()
    number = Fraction(numbers[0].text) * _THOUSANDS.get(match["unit"].lower(), 1)
    return possible(str(number)) if number.denominator == 1 else ()
