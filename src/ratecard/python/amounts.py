"""Money as Python callers state it."""

import re
from decimal import Decimal

from ratecard.currency import currency
from ratecard.money import Money, amount_of

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
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{text} is not a plain decimal; write digits with a point, such as 12.99")
    money = amount_of(text, unit)
    if money is None:
        raise ValueError(f"{text} {code} has more decimals than {code} has, which is {unit.exponent}")
    return money
