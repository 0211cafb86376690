"""A rate as a source publishes it, and how it becomes a rate of the book's base without a division.

No number is ever a float: a rate is kept as the decimals that were published. What other numbers it is made of, is
multiplied exactly.
"""

import re
from datetime import datetime

import msgspec

from ratecard.money import ExchangeRate, decimal_text
from ratecard.rulefiles.values.measures import parse_exchange_rate
from ratecard.rulefiles.values.numbers import DIGITS_MOST
from ratecard.rulefiles.wrong import shown


class NotRates(Exception):
    """A file is not what it is said to be, or contradicts what is known; the message says where and why."""


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """`units` of the currency `code` are `base` of the source's base currency, from `at` on; both are plain decimals.

    `day` is as the source dates it, and `where` says where it stands: "rates.csv:3:2".
    """

    code: str
    at: datetime
    day: str
    units: str
    base: str
    where: str

    @property
    def ratio(self) -> tuple[str, str]:
        """Units of the currency, and of the base."""
        return self.units, self.base


class DatedRate(msgspec.Struct, frozen=True, kw_only=True):
    """A rate of the book's base as a rule file writes it: "1.1606" or "1 per 0.8616"; and who said so."""

    written: str
    rate: ExchangeRate
    source: str = ""
    where: str = ""


Rates = dict[str, dict[datetime, DatedRate]]
"""Rates by currency code and the instant, in UTC, from which each holds."""

CODE = re.compile(r"[A-Z]{3}", re.ASCII)
"""How the code of a currency is written, known or not."""

_EXPONENT = re.compile(r"(0|[1-9]\d*)(?:\.(\d+))?[eE]([+-]?\d{1,2})", re.ASCII)
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def plain_decimal(text: str, mark: str = ".", groups: str = "") -> str | None:
    """A number as a plain decimal, digit by digit: "1.234,50" with mark "," and groups "." is "1234.50".

    None for what is not a number above or equal to zero in that form. "6.7e-05" is "0.000067".
    """
    number = text.strip()
    whole, _, part = number.partition(mark)
    if groups and groups in whole:
        if not re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(groups)}\d{{3}})+", whole, re.ASCII):
            return None
        whole = whole.replace(groups, "")
    if (mark in number and not part) or "." in whole + part:
        return None
    number = f"{whole or '0'}.{part}" if part else whole
    exponent = _EXPONENT.fullmatch(number)
    if exponent:
        digits, shift = exponent[1] + (exponent[2] or ""), int(exponent[3]) - len(exponent[2] or "")
        number = decimal_text(int(digits), -shift) if shift < 0 else str(int(digits) * 10**shift)
    return number if _PLAIN.fullmatch(number) else None


def rate_in(text: str, where: str, what: str, mark: str = ".", groups: str = "") -> str:
    """A rate that a file holds, as a plain decimal above zero. Raises NotRates."""
    number = plain_decimal(text, mark, groups)
    if number is None:
        negative = plain_decimal(text.strip().lstrip("-\u2212"), mark, groups) is not None
        reason = "is negative" if negative else "is not a number as this source writes them"
        raise NotRates(f"{where} has {shown(text)} for {what}, which {reason}")
    if not number.strip("0."):
        raise NotRates(f"{where} has {shown(text)} for {what}, and no rate is 0")
    if len(number) > DIGITS_MOST:
        raise NotRates(f"{where} has {shown(text)} for {what}, of more than {DIGITS_MOST} characters")
    return number


def dated_rate(quotation: Quotation, of_base: Quotation | None, source: str) -> DatedRate:
    """A quotation as a rate of the book's base; `of_base` is what the same source says of that, None where it is its.

    149.2 yen for a dollar and 0.9231 euros for a dollar are "149.2 per 0.9231" for the base euro.
    """
    units, base = quotation.ratio
    if of_base is not None:
        units, base = product(units, of_base.base), product(base, of_base.units)
    written = units if is_one(base) else f"{units} per {base}"
    rate = parse_exchange_rate(written)
    if not isinstance(rate, ExchangeRate):
        raise NotRates(f"{quotation.where} makes {written}, which has too many digits")
    return DatedRate(written=written, rate=rate, source=source, where=quotation.where)


def product(first: str, second: str) -> str:
    """Two plain decimals multiplied, exactly; a factor of one leaves the other as it is written."""
    if is_one(first) or is_one(second):
        return second if is_one(first) else first
    decimals = sum(len(number.partition(".")[2]) for number in (first, second))
    return decimal_text(int(first.replace(".", "")) * int(second.replace(".", "")), decimals)


def is_one(number: str) -> bool:
    """Whether a plain decimal is one: 1, 1.0."""
    return number.partition(".")[0] == "1" and not number.partition(".")[2].strip("0")
