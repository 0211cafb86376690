"""Money as Python callers state it."""

import re
from decimal import Decimal

from ratecard.currency import currency
from ratecard.money import Money, amount_of
from ratecard.python.asking import DIGITS_MOST

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)


def amount(value: str | int | Decimal, code: str) -> Money:
    """The exact money of an amount in major units: `amount("12.99", "USD")` is 1,299 minor units of USD.

    Raises ValueError for a currency that ISO 4217 does not have, for more decimals than the currency has, and for a
    text that is not a plain decimal. Raises TypeError for a float, which holds no exact amount.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError(f"an amount is a text, an int or a Decimal, and {value!r} is a {type(value).__name__}")
    unit = currency(code)
    if unit is None:
        raise ValueError(f"{code} is not a currency of ISO 4217")
    if _is_too_long(value):
        raise ValueError(f"an amount has up to {DIGITS_MOST} digits, and this one has more")
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{text} is not a plain decimal; write digits with a point, such as 12.99")
    money = amount_of(text, unit)
    if money is None:
        raise ValueError(f"{text} {code} has more decimals than {code} has, which is {unit.exponent}")
    return money


def _is_too_long(value: str | int | Decimal) -> bool:
    """Whether an amount has more digits than are read, written out: 1E+3 has four."""
    if isinstance(value, int):
        return bool(abs(value) >= 10**DIGITS_MOST)
    if isinstance(value, str):
        return len(value) > 2 * DIGITS_MOST
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and (value.adjusted() >= DIGITS_MOST or -exponent > DIGITS_MOST)
