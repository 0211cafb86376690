"""The types that a single value can have: how each is written, and what to say when it is not written so.

A type's `parse` gives the typed value or a `Wrong`, which becomes a diagnostic at the value's place.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

import msgspec

from ratecard.currency import CURRENCIES, CURRENT, currency
from ratecard.instants import YEARS, is_within_years, zone
from ratecard.money import rate
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.characters import look_alike, odd_space
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.stated import StatedMoney, StatedRounding
from ratecard.rulefiles.zeros import leading_zero_in

_Instant = TypeVar("_Instant", date, datetime)

DIGITS_MOST = 24
"""Digits of one number: far above any amount of money, and few enough to stay quick."""


class Wrong(msgspec.Struct, frozen=True):
    """Why a text is not a value of its type: a diagnostic without its place."""

    code: str
    sentence: str
    hint: str


class ValueType(msgspec.Struct, frozen=True):
    """One type of value. `name` has its article; `written` is for hints and editors; `numeric` has a number in it."""

    name: str
    written: str
    parse: Callable[[str], object]
    words: tuple[str, ...] = ()
    numeric: bool = False


def parse_value(kind: ValueType, text: str) -> object:
    """The value of `text` as `kind`, or a `Wrong`. Characters that only look right are named before anything else."""
    value = kind.parse(text)
    if type(value) is not Wrong:
        return value
    odd = odd_space(text)
    if odd:
        plain = (look_alike(odd[1]) or ("", odd[1]))[1]
        again = parse_value(kind, plain)
        hint = again.hint if type(again) is Wrong else f"write {plain}"
        return Wrong("odd-space", f"{shown(text)} holds {odd[0]}", hint)
    alike = look_alike(text)
    if alike:
        alike = (alike[0], alike[1].strip("'\"") or alike[1])
        again = parse_value(kind, alike[1])
        hint = again.hint if type(again) is Wrong else f"write {alike[1]}"
        return Wrong("look-alike", f"{shown(text)} holds {alike[0]}", hint)
    return _without_zeros(kind, text) or value


def _without_zeros(kind: ValueType, text: str) -> Wrong | None:
    """What to say of a number that begins with a zero: that, or what else is wrong with it. None for any other text."""
    begun = leading_zero_in(text) if kind.numeric else None
    if begun is None:
        return None
    again = kind.parse(begun[1])
    if type(again) is Wrong:
        return Wrong(again.code, again.sentence.replace(begun[1], text), again.hint)
    which = text if text.startswith(begun[0]) else f"{begun[0]} in {text}"
    return Wrong("leading-zero", f"{which} begins with a zero", f"write {begun[1]}")


def shown(text: str) -> str:
    """`text` for a sentence: shortened, and in quotes where nothing of it, or not all of it, could be seen."""
    short = text if len(text) <= 60 else text[:57] + "…"
    return short if short.isprintable() and short.strip() == short != "" else json.dumps(short, ensure_ascii=False)


WHOLE = r"(?:0|[1-9]\d*)"
"""The digits before a point, as a pattern."""
_DECIMAL = re.compile(rf"({WHOLE})(?:\.(\d+))?", re.ASCII)
_MONEY = re.compile(rf"({WHOLE})(?:\.(\d+))?(?: ([A-Z]{{3}}))?", re.ASCII)
_RATE = re.compile(rf"({WHOLE})(?:\.(\d+))? ?(%|bps)|({WHOLE})/({WHOLE})", re.ASCII)
_COUNT = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(?:_\d{3})+", re.ASCII)
_GROUPS = r"[1-9]\d{0,2}(?:[.,'\u2019 _]\d{3})+"
_SYMBOL = re.compile(r"[^\w\s.,;:!?%/+'-]+ ?(\d[\d.,'\u2019 _]*)|([\d.,'\u2019 _]*\d) ?[^\w\s.,;:!?%/+'-]+")


def _too_long(text: str) -> Wrong | None:
    if len(text) <= DIGITS_MOST + 8 or not text[:1].isdigit():
        return None
    return Wrong("number-too-long", f"{shown(text)} is longer than any number here can be", "write a shorter number")


def _mended(text: str) -> tuple[str, str] | None:
    """A number written with commas or in groups: the code for it, and how it is written here. None for any other text.

    What has both a comma and a point, or groups of three, leaves little doubt. "1,299" and "0,400" do: both readings
    are given.
    """
    if re.fullmatch(r"\d+,\d+", text):
        whole, part = text.split(",")
        if len(part) == 3 and len(whole) <= 3 and not whole.startswith("0"):
            return "decimal-comma", f"{whole}{part}, or {whole}.{part} if the comma was meant for decimals"
        return "decimal-comma", f"{whole}.{part}"
    grouped = re.fullmatch(rf"({_GROUPS})(?:([.,])(\d+))?", text)
    if grouped is None:
        return None
    whole, mark, part = grouped.groups()
    digits = re.sub(r"\D", "", whole)
    code = "decimal-comma" if mark == "," or "," in whole else "grouped-digits"
    return code, f"{digits}.{part}" if part else digits


def number_mistake_in(text: str, unit: str = "", written: str = "") -> Wrong | None:
    """The mistakes that any number can have: too long, with a comma, in groups, below nothing.

    `unit` is put behind what to write; `written` is the whole text, where `text` is only its number.
    """
    written = written or text
    long = _too_long(text)
    if long is not None:
        return long
    mended = _mended(text)
    if mended is not None:
        code, number = mended
        how = "with a comma" if code == "decimal-comma" else "in groups of digits"
        first, *rest = number.split(", or ")
        hint = f"write {first}{unit}" + "".join(f", or {other}" for other in rest)
        return Wrong(code, f"{written} is written {how}", hint)
    if re.fullmatch(r"-\d.*", text):
        return Wrong("negative-number", f"{written} is below nothing", "write the number without the minus sign")
    return None


def number_mistake(text: str) -> Wrong:
    """What to say of a number with a comma in it, of whatever type, with its unit or without."""
    parts = re.fullmatch(r"([\d.,]*\d)( ?%| [A-Z]{3})?", text)
    found = number_mistake_in(parts[1], parts[2] or "", text) if parts else None
    return found or Wrong("decimal-comma", f"{text} is written with a comma", "write a point for decimals")


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
    return _money_mistake(text)


def _money_mistake(text: str) -> Wrong:
    """What to say of a text that is no money: the number's own mistake first, with the currency where it is named."""
    named = re.fullmatch(r"([\d.,'\u2019 _]*\d)\s*([A-Za-z]{3})|([A-Za-z]{3})\s*(\d[\d.,'\u2019 _]*)", text)
    number, code = (named[1] or named[4], named[2] or named[3]) if named else (text, None)
    if code is not None and code.upper() not in CURRENCIES:
        return unknown_currency(code)
    unit = f" {code.upper()}" if code else ""
    mistake = number_mistake_in(number, unit, text)
    if mistake:
        return mistake
    if named:
        return Wrong("not-money", f"{shown(text)} is not how money is written", f"write {number}{unit}")
    symbol = _SYMBOL.fullmatch(text)
    if symbol:
        inner = symbol[1] or symbol[2]
        mended = _mended(inner)
        plain = mended[1] if mended else inner
        if _DECIMAL.fullmatch(plain.split(", or ")[0]):
            hint = f"write {plain}, or name the currency by its code, as in 12.99 EUR"
            return Wrong("currency-symbol", f"{shown(text)} names its currency by a symbol", hint)
    trailing = re.fullmatch(r"\d+(?:\.\d+)?\s*([A-Za-z]+)", text)
    if trailing:
        return unknown_currency(trailing[1])
    if text.lower() in _NULLS:
        return Wrong("not-money", f"{text} is not an amount of money", "write none where there is none, or 12.99")
    return Wrong("not-money", f"{shown(text)} is not an amount of money", "write 12.99, or 12.99 USD")


_NULLS = ("null", "~", "nil", "n/a", "-")


def unknown_currency(code: str) -> Wrong:
    """What to say of a code that never was a currency."""
    near = nearest(code, CURRENT)
    hint = f"did you mean {near[0]}?" if near else "write an ISO 4217 code, such as EUR"
    return Wrong("unknown-currency", f"{shown(code)} is no currency of ISO 4217", hint)


def parse_rate(text: str) -> object:
    """`19 %`, `1/2` or `40 bps`, as an exact rate."""
    match = _RATE.fullmatch(text)
    if match and len(text) <= DIGITS_MOST + 4:
        whole, part, unit, numerator, denominator = match.groups()
        if numerator is not None:
            if int(denominator) == 0:
                return Wrong("not-a-rate", f"{text} divides by zero", "write a share, such as 1/2")
            return rate(Fraction(int(numerator), int(denominator)))
        scaled = Fraction(int(whole + (part or "")), 10 ** len(part or ""))
        return rate(scaled / (100 if unit == "%" else 10_000))
    bare = _DECIMAL.fullmatch(text)
    if bare and len(text) <= DIGITS_MOST:
        number = Fraction(text)
        if 0 < number < 1:
            percent = StatedMoney(int(bare[1] + bare[2]), max(len(bare[2]) - 2, 0), None) if len(bare[2]) >= 2 else None
            said = f"{percent} %" if percent else f"{int(bare[2]) * 10} %"
            return Wrong("rate-without-unit", f"the rate {text} has no unit", f"write {said}")
        return Wrong("rate-without-unit", f"the rate {text} has no unit", f"write {text} % for {text} per cent")
    mistake = number_mistake_in(text.removesuffix("%").strip(), " %", text)
    if mistake:
        return mistake
    return Wrong("not-a-rate", f"{shown(text)} is not a rate", "write 19 %, 1/2 or 40 bps")


def parse_count(text: str) -> int | Wrong:
    """`5000` or `5_000`."""
    if _COUNT.fullmatch(text) and len(text) <= DIGITS_MOST:
        return int(text)
    long = _too_long(text)
    if long is not None:
        return long
    if re.fullmatch(_GROUPS, text):
        plain = re.sub(r"\D", "", text)
        return Wrong("grouped-digits", f"{text} is written in groups of digits", f"write {plain}, or {int(plain):_}")
    if re.fullmatch(r"\d+[.,]\d+", text, re.ASCII):
        return Wrong("not-a-count", f"{text} is not a whole number", "write a whole number, such as 5000 or 5_000")
    mistake = number_mistake_in(text)
    if mistake:
        return mistake
    return Wrong("not-a-count", f"{shown(text)} is not a whole number", "write a whole number, such as 5000 or 5_000")


def parse_count_or_rate(text: str) -> object:
    """A count, or a rate of something counted."""
    if text.endswith(("%", "bps")) or "/" in text:
        return parse_rate(text)
    bare = parse_rate(text) if re.fullmatch(r"0?\.\d+", text) else None
    if type(bare) is Wrong and bare.code == "rate-without-unit":
        return Wrong(bare.code, bare.sentence, f"{bare.hint}, or a whole number")
    return parse_count(text)


def parse_rounding(text: str) -> StatedRounding | Wrong:
    """`half up`, `half even`, `up` or `down`, each optionally `to 10` or `to 0.05`."""
    words, to, step = text.partition(" to ")
    mode = next((mode for mode in RoundingMode if mode.value == words), None)
    if mode is None:
        near = nearest(words, [mode.value for mode in RoundingMode])
        hint = f"did you mean {near[0]}?" if near else "write half up, half even, up or down"
        return Wrong("not-a-rounding", f"{shown(text)} is not a rounding", hint)
    if not to:
        return StatedRounding(mode)
    number = _DECIMAL.fullmatch(step)
    if number is None or len(step) > DIGITS_MOST or not Fraction(step):
        hint = f"write {mode.value} to 10, or {mode.value} to 0.05"
        return Wrong("not-a-rounding", f"{shown(step)} is no step to round to", hint)
    whole, part = number[1], number[2] or ""
    return StatedRounding(mode, (int(whole + part), len(part)))


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def looks_like_instant(text: str) -> bool:
    """Whether a key was meant as an instant, rightly written or not: it begins like a date."""
    return text[:1].isdigit() and bool(re.match(r"\d{1,4}[-./]\d{1,2}[-./]\d", text))


def _in_range(instant: _Instant, text: str) -> _Instant | Wrong:
    if is_within_years(instant):
        return instant
    hint = "write a day that the rules can mean, as 2026-07-01"
    return Wrong("not-an-instant", f"{text} is not within the years {YEARS[0]} to {YEARS[-1]}", hint)


@lru_cache(maxsize=4096)
def parse_instant(text: str) -> date | datetime | Wrong:
    """`2026-07-01`, or `2025-09-05T22:00-07:00`."""
    if _DATE.fullmatch(text):
        try:
            return _in_range(date.fromisoformat(text), text)
        except ValueError:
            return Wrong(
                "date-does-not-exist", f"{text} is no day of the calendar", "write a day that exists, as 2026-07-01"
            )
    moment = _MOMENT.fullmatch(text)
    if moment:
        if moment[3] is None:
            hint = "add Z for UTC, or the offset that holds there on that day, such as +02:00"
            return Wrong("instant-without-offset", f"{text} does not say how far it is from UTC", hint)
        try:
            return _in_range(datetime.fromisoformat(text), text)
        except ValueError:
            hint = "write a day and a time that exist, as 2025-09-05T22:00-07:00"
            return Wrong("date-does-not-exist", f"{text} is no instant of the calendar", hint)
    if re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", text) or re.fullmatch(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}", text):
        hint = "write year-month-day, as 2026-07-01"
        return Wrong("not-an-instant", f"{text} is a date in another order or with other signs", hint)
    return Wrong("not-an-instant", f"{shown(text)} is not an instant", "write 2026-07-01, or 2025-09-05T22:00-07:00")


def parse_currency(text: str) -> object:
    """An ISO 4217 code."""
    return currency(text) or unknown_currency(text)


def parse_zone(text: str) -> str | Wrong:
    """A name of the tz database, such as Europe/Berlin."""
    if zone(text) is not None:
        return text
    hint = "write a name of the tz database, such as Europe/Berlin"
    return Wrong("unknown-time-zone", f"{shown(text)} is no time zone of the tz database", hint)


def parse_region(text: str) -> str | Wrong:
    """`DE`, or a subdivision: `US-NY`."""
    if re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", text):
        return text
    if re.fullmatch(r"[A-Za-z]{2}([-_][A-Za-z0-9]{1,3})?", text):
        hint = f"write {text.upper().replace('_', '-')}"
        return Wrong("not-a-region", f"{text} is not how a region is written", hint)
    return Wrong("not-a-region", f"{shown(text)} is no region code", "write an ISO 3166 code, such as DE or US-NY")


def parse_identifier(text: str) -> str | Wrong:
    """Lower-case letters, digits and underscores, a letter first: coins_1000."""
    if re.fullmatch(r"[a-z][a-z0-9_]{0,63}", text):
        return text
    simple = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")
    fits = re.fullmatch(r"[a-z][a-z0-9_]{0,63}", simple)
    hint = f"write {simple}" if fits else "write lower-case letters, digits and underscores, a letter first"
    return Wrong("not-an-identifier", f"{shown(text)} is no identifier", hint)


def parse_fact_name(text: str) -> str | Wrong:
    """`buyer.age`: what it is about, a point, an identifier."""
    if re.fullmatch(r"(buyer|creator|purchase|lot)\.[a-z][a-z0-9_]{0,63}", text):
        return text
    hint = "write buyer., creator., purchase. or lot. and an identifier, as in buyer.age"
    return Wrong("not-a-fact-name", f"{shown(text)} is no name of a fact", hint)


def parse_language(text: str) -> str | Wrong:
    """The form of a BCP 47 tag; whether CLDR knows it is asked when the book is put together."""
    if re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", text):
        return text
    hint = "write a BCP 47 tag, such as en, pt-BR or zh-Hant"
    return Wrong("not-a-language", f"{shown(text)} is no language tag", hint)


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
        near = nearest(text, words)
        hint = f"did you mean {near[0]}?" if near else f"write {listed}"
        return Wrong("not-one-of", f"{shown(text)} is not {listed}", hint)

    return ValueType(f"one of {listed}", listed, parse, words=words)


MONEY = ValueType("an amount of money", "12.99, or 12.99 USD", parse_money, numeric=True)
RATE = ValueType("a rate", "19 %, 1/2 or 40 bps", parse_rate, numeric=True)
COUNT = ValueType("a count", "5000 or 5_000", parse_count, numeric=True)
COUNT_OR_RATE = ValueType("a count or a rate", "50 or 5 %", parse_count_or_rate, numeric=True)
ROUNDING = ValueType("a rounding", "half up, half even, up or down, or half up to 0.05", parse_rounding, numeric=True)
INSTANT = ValueType("an instant", "2026-07-01, or 2025-09-05T22:00-07:00", parse_instant)
CURRENCY = ValueType("a currency", "EUR", parse_currency)
ZONE = ValueType("a time zone", "Europe/Berlin", parse_zone)
REGION = ValueType("a region", "DE or US-NY", parse_region)
IDENTIFIER = ValueType("an identifier", "coins_1000", parse_identifier)
FACT_NAME = ValueType("a fact", "buyer.age", parse_fact_name)
LANGUAGE = ValueType("a language", "en or pt-BR", parse_language)
TEXT = ValueType("a text", "Rose", parse_text)
