"""The types that a single value can have: how each is written, and what to say when it is not written so.

A type's `parse` gives the typed value or a `Wrong`, which becomes a diagnostic at the value's place.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

import msgspec

from ratecard.currency import CURRENCIES, currency
from ratecard.diagnostics.fixes import POSSIBLE, SURE, Offer, examples, possible
from ratecard.instants import is_within_years, parse_moment, zone
from ratecard.money import rate
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.characters import look_alike, odd_space
from ratecard.rulefiles.instant_mistakes import DAY_EXAMPLE, MOMENT_EXAMPLE, instant_mistake, like_instant
from ratecard.rulefiles.money_mistakes import (
    MONEY_EXAMPLES,
    OF_ITS_CURRENCY,
    fits,
    fitting,
    money_mistake,
    unknown_currency,
)
from ratecard.rulefiles.name_mistakes import (
    fact_name_mistake,
    identifier_mistake,
    language_mistake,
    region_mistake,
    zone_mistake,
)
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.number_mistakes import COUNT_EXAMPLES, RATE_EXAMPLES, count_mistake, rate_mistake
from ratecard.rulefiles.numbers import DECIMAL, DIGITS_MOST, WHOLE, plain_readings, readable
from ratecard.rulefiles.rows import FAILED, columns_in, failed_formula
from ratecard.rulefiles.stated import StatedMoney, StatedRounding
from ratecard.rulefiles.wrong import Wrong, shown
from ratecard.rulefiles.zeros import leading_zero_in

COLUMNS_OFFERED = 3
NONE = "none"
"""May be offered for a value of any type: whether it may stand there, the key knows."""


class ValueType(msgspec.Struct, frozen=True):
    """One type of value. `name` has its article; `written` says how it is written, for editors.

    `examples` show it in hints; a type that has none has just the `words`. `explain` says what is wrong with a text
    where that depends on what lies nearby: which currency was meant depends on the region. `numeric` ones hold numbers.
    """

    name: str
    written: str
    parse: Callable[[str], object]
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    explain: Callable[[str, Nearby], Wrong] | None = None
    numeric: bool = False

    @property
    def hint(self) -> str:
        """What to write, where that is one of a few words; else examples say it."""
        return "" if self.examples else f"write {self.written}"

    @property
    def offers(self) -> tuple[Offer, ...]:
        """How such a value is written, as examples."""
        return examples(*self.examples)


def parse_value(kind: ValueType, text: str, nearby: Nearby = NOWHERE) -> object:
    """The value of `text` as `kind`, or a `Wrong`. Characters that only look right are named before anything else."""
    value = kind.parse(text)
    if type(value) is not Wrong:
        return value
    wrong = _explained(kind, text, value, nearby)
    readable_offers = readable(wrong.offers, kind.parse, or_else=NONE)
    read = [(offer, kind.parse(offer.text)) for offer in readable_offers]
    fit = [(offer, value) for offer, value in read if fits(value, nearby)]
    offers = tuple(fitting(offer, value, nearby) for offer, value in fit or read)
    if offers or wrong.hint:
        return Wrong(wrong.code, wrong.sentence, wrong.hint, offers)
    return Wrong(wrong.code, wrong.sentence, kind.hint or f"write {kind.name}", kind.offers)


def _explained(kind: ValueType, text: str, wrong: Wrong, nearby: Nearby) -> Wrong:
    """The best that can be said of a text that is not a value of this type."""
    if not text.isascii():
        odd = odd_space(text)
        if odd:
            plain = (look_alike(odd[1]) or ("", odd[1]))[1]
            return _meant_as(kind, plain, Wrong("odd-space", f"{shown(text)} holds {odd[0]}"), nearby)
        alike = look_alike(text)
        if alike:
            plain = alike[1].strip("'\"") or alike[1]
            return _meant_as(kind, plain, Wrong("look-alike", f"{shown(text)} holds {alike[0]}"), nearby)
    begun = leading_zero_in(text) if kind.numeric else None
    if begun is not None:
        return _without_zeros(kind, text, *begun, nearby)
    if failed_formula(text):
        sentence = f"{shown(text)} is {FAILED}, and not {kind.name}"
        return Wrong(wrong.code, sentence, "write what the cell should have held", kind.offers)
    mark = _MARKS.get(text[-1:], "") if len(text) > 1 and kind.parse is not parse_identifier else ""
    if mark:
        return _without_mark(kind, text, Wrong(wrong.code, f"{shown(text)} ends with {mark}"), nearby)
    columns, between = columns_in(text)
    if columns and kind.parse is not parse_identifier:
        return _of_a_row(kind, wrong, columns, between)
    return kind.explain(text, nearby) if kind.explain is not None else wrong


def _without_zeros(kind: ValueType, text: str, number: str, plain: str, nearby: Nearby) -> Wrong:
    """What to say of a text with a number that begins with a zero: that, or what else is wrong with it.

    `plain` is the text without the zeros. It is sure only where the number has its decimals: 010.50 is 10.50, but 099
    may have lost its point.
    """
    again = parse_value(kind, plain, nearby)
    which = text if text.startswith(number) else f"{number} in {text}"
    wrong = Wrong("leading-zero", f"{which} begins with a zero", offers=(Offer(plain),))
    if type(again) is Wrong:
        wrong = Wrong(again.code, again.sentence.replace(plain, text), again.hint, again.offers)
    if "." in text or "," in text:
        return wrong
    offers = (Offer(o.text, POSSIBLE if o.certainty is SURE else o.certainty, o.when) for o in wrong.offers)
    return Wrong(wrong.code, wrong.sentence, wrong.hint, tuple(offers))


_MARKS = {";": "a semicolon", ",": "a comma"}
"""Marks that other files have at the end of a line or a column."""


def _without_mark(kind: ValueType, text: str, wrong: Wrong, nearby: Nearby) -> Wrong:
    """What to say of a text that a mark ends: the text before it. Of `13,` it is not sure that no digits are lost."""
    meant = _meant_as(kind, text.rstrip("; ,"), wrong, nearby)
    lost = text.endswith(",") and text[-2:-1].isdigit() and "." not in text
    offers = tuple(Offer(o.text, POSSIBLE, o.when) if lost and o.certainty is SURE else o for o in meant.offers)
    return Wrong(meant.code, meant.sentence, meant.hint, offers)


def _meant_as(kind: ValueType, plain: str, wrong: Wrong, nearby: Nearby) -> Wrong:
    """What to say of a text that was meant as another one: that one, or what is wrong with it in its turn."""
    again = parse_value(kind, plain, nearby)
    if type(again) is not Wrong:
        named = type(again) is StatedMoney and again.currency not in (None, nearby.own)
        offer = Offer(plain, POSSIBLE, OF_ITS_CURRENCY) if named else Offer(plain)
        return Wrong(wrong.code, wrong.sentence, offers=(offer,))
    return Wrong(wrong.code, wrong.sentence, again.hint, again.offers)


def _of_a_row(kind: ValueType, wrong: Wrong, columns: tuple[str, ...], between: str) -> Wrong:
    """What to say of several values in one place, as they come out of a spreadsheet."""
    row = shown(" ".join(column for column in columns if column))
    sentence = f"{row} is a row of {len(columns)} columns with {between} between them, and not {kind.name}"
    fitting = tuple(dict.fromkeys(column for column in columns if type(kind.parse(column)) is not Wrong))
    return Wrong(wrong.code, sentence, "keep the one value that belongs here", possible(*fitting[:COLUMNS_OFFERED]))


_MONEY = re.compile(rf"({WHOLE})(?:\.(\d+))?(?: ([A-Z]{{3}}))?", re.ASCII)
_RATE = re.compile(rf"({WHOLE})(?:\.(\d+))? ?(%|bps)|({WHOLE})/({WHOLE})", re.ASCII)
_COUNT = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(?:_\d{3})+", re.ASCII)


def parse_money(text: str) -> StatedMoney | Wrong:
    """`12.99` or `12.99 USD`."""
    match = _MONEY.fullmatch(text)
    if match and len(text) <= DIGITS_MOST + 5:
        whole, part, code = match.groups()
        if code is not None and code not in CURRENCIES:
            return unknown_currency(code)
        if part is None:
            return StatedMoney(int(whole), 0, code)
        return StatedMoney(int(whole + part), len(part), code)
    return money_mistake(text)


def parse_rate(text: str) -> object:
    """`19 %`, `1/2` or `40 bps`, as an exact rate."""
    match = _RATE.fullmatch(text)
    if match and len(text) <= DIGITS_MOST + 4:
        whole, part, unit, numerator, denominator = match.groups()
        if numerator is not None:
            if int(denominator) == 0:
                return Wrong("not-a-rate", f"{text} divides by zero", offers=examples("1/2"))
            return rate(Fraction(int(numerator), int(denominator)))
        scaled = Fraction(int(whole + (part or "")), 10 ** len(part or ""))
        return rate(scaled / (100 if unit == "%" else 10_000))
    return rate_mistake(text)


def parse_count(text: str) -> int | Wrong:
    """`5000` or `5_000`."""
    if _COUNT.fullmatch(text) and len(text) - text.count("_") <= DIGITS_MOST:
        return int(text)
    return count_mistake(text)


def parse_count_or_rate(text: str) -> object:
    """A count, or a rate of something counted."""
    if text.endswith(("%", "bps")) or "/" in text:
        return parse_rate(text)
    if re.fullmatch(r"0\.\d+", text, re.ASCII):
        wrong = rate_mistake(text)
        return Wrong(wrong.code, wrong.sentence, "or a whole number", wrong.offers)
    count = parse_count(text)
    if type(count) is Wrong and re.search(r"[A-Za-z%\u2030]", text):
        wrong = rate_mistake(text)
        return count if examples(*RATE_EXAMPLES) == wrong.offers else wrong
    return count


def parse_rounding(text: str) -> StatedRounding | Wrong:
    """`half up`, `half even`, `up` or `down`, each optionally `to 10` or `to 0.05`."""
    words, to, step = text.partition(" to ")
    mode = next((mode for mode in RoundingMode if mode.value == words), None)
    if mode is None:
        near = slips(words, [mode.value for mode in RoundingMode])
        steps = plain_readings(step) if to else (Offer(""),)
        certainty = SURE if len(near) == len(steps) == 1 else POSSIBLE
        offers = tuple(Offer(f"{name}{to}{size.text}", certainty, size.when) for name in near for size in steps)
        offers = readable(offers, parse_rounding)
        hint = "" if offers else "write half up, half even, up or down"
        return Wrong("not-a-rounding", f"{shown(text)} is not a rounding", hint, offers)
    if not to:
        return StatedRounding(mode)
    number = DECIMAL.fullmatch(step)
    if number is None or len(step) > DIGITS_MOST or not Fraction(step):
        sentence = f"{shown(step)} is no step to round to"
        steps = () if number is not None else plain_readings(step)
        meant = readable(tuple(Offer(f"{words} to {offer.text}", offer.certainty) for offer in steps), parse_rounding)
        return Wrong("not-a-rounding", sentence, offers=meant or examples(f"{words} to 10", f"{words} to 0.05"))
    whole, part = number[1], number[2] or ""
    return StatedRounding(mode, (int(whole + part), len(part)))


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


def looks_like_instant(text: str) -> bool:
    """Whether a key was meant as an instant, rightly written or not: it begins like a date, maybe after "from"."""
    if not text.isascii():
        text = (look_alike(text) or ("", text))[1]
    return like_instant(text)


@lru_cache(maxsize=4096)
def parse_instant(text: str) -> date | datetime | Wrong:
    """`2026-07-01`, or `2025-09-05T22:00-07:00`."""
    with suppress(ValueError):
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return day if is_within_years(day) else instant_mistake(text)
        if _MOMENT.fullmatch(text):
            instant = parse_moment(text)
            return instant if is_within_years(instant) else instant_mistake(text)
    return instant_mistake(text)


def parse_currency(text: str) -> object:
    """An ISO 4217 code."""
    return currency(text) or unknown_currency(text)


def parse_zone(text: str) -> str | Wrong:
    """A name of the tz database, such as Europe/Berlin."""
    return text if zone(text) is not None else zone_mistake(text)


_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def parse_region(text: str) -> str | Wrong:
    """`DE`, or a subdivision: `US-NY`."""
    return text if _REGION.fullmatch(text) else region_mistake(text)


def parse_identifier(text: str) -> str | Wrong:
    """Lower-case letters, digits and underscores, a letter first: coins_1000."""
    return text if _IDENTIFIER.fullmatch(text) else identifier_mistake(text)


_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,63}")
_FACT_NAME = re.compile(r"(buyer|creator|purchase|lot)\.[a-z][a-z0-9_]{0,63}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")


def parse_fact_name(text: str) -> str | Wrong:
    """`buyer.age`: what it is about, a point, an identifier."""
    return text if _FACT_NAME.fullmatch(text) else fact_name_mistake(text)


def parse_language(text: str) -> str | Wrong:
    """The form of a BCP 47 tag; whether CLDR knows it is asked when the book is put together."""
    return text if _TAG.fullmatch(text) else language_mistake(text)


def parse_text(text: str) -> str:
    """Text for people, or text that the engine passes through."""
    return text


def one_of(*words: str) -> ValueType:
    """A type whose values are just these words."""

    named = [f"“{word}”" if any(" " in each for each in words) else word for word in words]
    listed = ", ".join(named[:-1]) + " or " + named[-1] if len(words) > 1 else words[0]

    def parse(text: str) -> object:
        if text in words:
            return text
        near = slips(text, words)
        offers = (Offer(near[0]),) if len(near) == 1 else possible(*(near or slips(text, words, short=True)))
        return Wrong("not-one-of", f"{shown(text)} is not {listed}", "" if offers else f"write {listed}", offers)

    return ValueType(f"one of {listed}", listed, parse, words=words)


def _type(
    name: str,
    parse: Callable[[str], object],
    shown_by: tuple[str, ...],
    explain: Callable[[str, Nearby], Wrong] | None = None,
    written: str = "",
    numeric: bool = False,
) -> ValueType:
    """A type whose values are shown by examples; `written` is what editors say, where that is more than these."""
    return ValueType(name, written or " or ".join(shown_by), parse, examples=shown_by, explain=explain, numeric=numeric)


MONEY = _type("an amount of money", parse_money, MONEY_EXAMPLES, money_mistake, "12.99, or 12.99 USD", numeric=True)
RATE = _type("a rate", parse_rate, RATE_EXAMPLES, written="19 %, 1/2 or 40 bps", numeric=True)
COUNT = _type("a count", parse_count, COUNT_EXAMPLES, numeric=True)
COUNT_OR_RATE = _type("a count or a rate", parse_count_or_rate, ("50", "5 %"), numeric=True)
ROUNDING = ValueType("a rounding", "half up, half even, up or down, or half up to 0.05", parse_rounding, numeric=True)
INSTANT = _type(
    "an instant",
    parse_instant,
    (DAY_EXAMPLE, MOMENT_EXAMPLE),
    instant_mistake,
    "2026-07-01, or 2025-09-05T22:00-07:00",
)
CURRENCY = _type("a currency", parse_currency, ("EUR",), unknown_currency)
ZONE = _type("a time zone", parse_zone, ("Europe/Berlin",), zone_mistake)
REGION = _type("a region", parse_region, ("DE", "US-NY"), region_mistake)
IDENTIFIER = _type("an identifier", parse_identifier, ("coins_1000",))
FACT_NAME = _type("a fact", parse_fact_name, ("buyer.age",))
LANGUAGE = _type("a language", parse_language, ("en", "pt-BR"))
TEXT = _type("a text", parse_text, ("Rose",))
