"""Numbers that are not written as rule files write them: with commas, in groups, negative, or with letters for digits.

What to write instead is always the writer's own number. Where it has two readings both are offered, neither as sure.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from ratecard.diagnostics.fixes import POSSIBLE, Suggestion, possible
from ratecard.rulefiles.wrong import Wrong, shown

DIGITS_MOST = 24
"""Digits of one number: far above any amount of money, and few enough to stay quick."""

WHOLE = r"(?:0|[1-9]\d*)"
"""The digits before a point, as a pattern."""

DECIMAL = re.compile(rf"({WHOLE})(?:\.(\d+))?", re.ASCII)

_SEPARATOR = r"[.,'\u2019 _]"
_GROUPS = re.compile(rf"(\d{{1,3}}({_SEPARATOR})\d{{3}}(?:\2\d{{3}})*)(?:([.,])(\d+))?", re.ASCII)
_INDIAN = re.compile(r"(\d{1,2}(,)(?:\d{2},)+\d{3})(?:(\.)(\d+))?", re.ASCII)
_COMMA = re.compile(r"(\d+),(\d+)", re.ASCII)
_EXPONENT = re.compile(r"(\d+(?:[.,]\d+)?)[eE]\+?(\d{1,2})", re.ASCII)
_LETTERS = re.compile(r"[\d.,]*[OoIl][\d.,OoIl]*", re.ASCII)
_DIGIT_OF = str.maketrans("OoIl", "0011")
_SIGNED = re.compile(r"(?P<sign>[-+])\s*(?P<plain>[\d.].*)|(?P<before>.*[\d.])\s*-|\((?P<inside>.*\d.*)\)", re.DOTALL)


def too_long(text: str) -> Wrong | None:
    """What to say of a number that is longer than any can be; None for any other text."""
    if len(text) <= DIGITS_MOST + 8 or not text[:1].isdigit():
        return None
    return Wrong("number-too-long", f"{shown(text)} is longer than any number here can be", "write a shorter number")


def in_groups(text: str) -> tuple[str, str] | None:
    """A number in groups of digits as it is written here, and the sign between the groups; None for any other text.

    1,299.00 and 1.299,00 are 1299.00, and 1,23,456.78, as India writes it, is 123456.78.
    """
    match = _GROUPS.fullmatch(text) or _INDIAN.fullmatch(text)
    if match is None:
        return None
    whole, separator, _, part = match.groups()
    digits = re.sub(r"\D", "", whole)
    return (f"{digits}.{part}" if part else digits), separator


def readings(text: str) -> tuple[str, tuple[Suggestion, ...]] | None:
    """A number written with commas or in groups: the code for it, and its readings. None for any other text.

    "3,950" has two; all others leave no doubt.
    """
    comma = _COMMA.fullmatch(text)
    if comma:
        whole, part = comma.groups()
        if len(part) == 3 and len(whole) <= 3 and not whole.startswith("0"):
            decimal = Suggestion(f"{whole}.{part}", POSSIBLE, "if the comma is for decimals")
            return "decimal-comma", (decimal, Suggestion(whole + part, POSSIBLE, "if it groups digits"))
        return "decimal-comma", (Suggestion(f"{whole}.{part}"),)
    grouped = in_groups(text)
    if grouped is None:
        return None
    code = "decimal-comma" if "," in text else "grouped-digits"
    return code, (Suggestion(grouped[0]),)


def mistyped(text: str) -> tuple[Suggestion, ...]:
    """The number that a text was meant as, where only the way of typing it is odd: `.99`, `12.`, `1E+05`, `1O.99`."""
    if len(text) > DIGITS_MOST + 8:
        return ()
    if re.fullmatch(r"\.\d+", text, re.ASCII):
        return (Suggestion(f"0{text}"),)
    if re.fullmatch(r"\d+(\.\d+)?\.", text, re.ASCII):
        return (Suggestion(text[:-1]),)
    power = _EXPONENT.fullmatch(text)
    if power and int(power[2]) <= DIGITS_MOST // 2:
        exact = Fraction(power[1].replace(",", ".")) * 10 ** int(power[2])
        return possible(str(exact)) if exact.denominator == 1 else ()
    if _LETTERS.fullmatch(text) and re.search(r"\d", text):
        plain = text.translate(_DIGIT_OF)
        mended = readings(plain)
        return possible(*(offer.text for offer in mended[1])) if mended else possible(plain)
    return ()


def signed(text: str) -> tuple[str, str] | None:
    """The sign of a number and the number without it: ("-", "13.99") for -13.99, 13.99- and (13.99).

    Brackets are how accountants write a negative amount. None for a text without a sign.
    """
    match = _SIGNED.fullmatch(text)
    if match is None:
        return None
    return match["sign"] or "-", (match["plain"] or match["before"] or match["inside"]).strip()


def number_mistake_in(text: str, code: str, unit: str = "", written: str = "") -> Wrong | None:
    """The mistakes that any number can have: too long, with a comma, in groups, negative, oddly typed.

    `code` is that of the type, where the mistake has none of its own. `unit` is put behind what to write; `written` is
    the whole text, where `text` is only its number.
    """
    written = written or text
    long = too_long(text)
    if long is not None:
        return long
    sign = signed(text)
    if sign is not None:
        return _signed_mistake(sign[0], sign[1], code, unit, written)
    mended = readings(text)
    if mended is not None:
        how = "with a comma" if mended[0] == "decimal-comma" else "in groups of digits"
        return Wrong(mended[0], f"{shown(written)} is written {how}", offers=with_unit(mended[1], unit))
    meant = mistyped(text)
    if meant:
        how = "has letters where digits should be" if _LETTERS.fullmatch(text) else "is not how a number is written"
        return Wrong(code, f"{shown(written)} {how}", offers=with_unit(meant, unit))
    return None


def comma_mistake(text: str) -> Wrong:
    """What to say of a number with a comma in it, of whatever type, with its unit or without."""
    parts = re.fullmatch(r"([\d.,]*\d)( ?%| [A-Z]{3})?", text, re.ASCII)
    found = number_mistake_in(parts[1], "decimal-comma", parts[2] or "", text) if parts else None
    return found or Wrong("decimal-comma", f"{text} is written with a comma", "write a point for decimals")


def _signed_mistake(sign: str, number: str, code: str, unit: str, written: str) -> Wrong:
    """What to say of a number with a sign, which no value has."""
    offers = plain_readings(number)
    if sign == "+":
        hint = "" if offers else "write the number without the sign"
        return Wrong(code, f"{shown(written)} has a sign", hint, with_unit(offers, unit))
    negative = possible(*(offer.text for offer in offers))
    hint = "" if negative else "write the number without its sign"
    accounting = ", as accountants write it" if written.startswith("(") else ""
    return Wrong("negative-number", f"{shown(written)} is negative{accounting}", hint, with_unit(negative, unit))


def plain_readings(number: str) -> tuple[Suggestion, ...]:
    """The readings of a number without a sign: itself, where it is written rightly; none where it is not a number."""
    if DECIMAL.fullmatch(number):
        return (Suggestion(number),)
    mended = readings(number)
    return mended[1] if mended else mistyped(number)


def with_unit(offers: tuple[Suggestion, ...], unit: str) -> tuple[Suggestion, ...]:
    """The offers with a unit behind each."""
    return tuple(Suggestion(offer.text + unit, offer.certainty, offer.when) for offer in offers)


def readable(
    offers: tuple[Suggestion, ...], reads: Callable[[str], object], or_else: str = ""
) -> tuple[Suggestion, ...]:
    """Those of the offers that are values themselves, or the text that may stand for one."""
    return tuple(offer for offer in offers if offer.text == or_else or type(reads(offer.text)) is not Wrong)
