"""The money of a price: its currency from the cell, the sheet or the region, and its amount in minor units."""

import re

from ratecard.currency import CURRENCIES, ENDED, Currency
from ratecard.locale.geography import currencies_named, signs_of
from ratecard.money import Money, amount_of
from ratecard.sheets.amounts import MARKS, SPACES, Unread, read_amount

NAMED_MOST = 4
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
"""Marks without width that turn the direction of writing, which stand around prices in Arabic and Hebrew."""

_NUMBERS = re.compile(rf"[0-9](?:[0-9{MARKS}'\u2019_{SPACES}]*[0-9])?")


def money_of(text: str, column: str, region: str, own: str, mark: str) -> Money | Unread:
    """The money of a price's text; `column` is what a column says of its currency, `own` the region's currency.

    "1.49 USD" and "US$1.49" are in dollars anywhere, "$1.49" where the region's own money has that sign.
    """
    text = text.translate(_DIRECTIONS).strip()
    beside = _NUMBERS.sub("", text).strip(SPACES + "-−()")
    stated = [_currency(word, region, own) for word in (column, beside) if word]
    unread = [code for code in stated if isinstance(code, Unread)]
    if unread:
        return unread[0]
    codes = {code for code in stated if isinstance(code, str)}
    if len(codes) > 1:
        return Unread(f"{text} is not in {column}, as its row says", "write one currency")
    currency = CURRENCIES[codes.pop() if codes else own]
    written = read_amount(text, currency.exponent, mark)
    return written if isinstance(written, Unread) else _amount(text, written.number, currency)


def _amount(text: str, number: str, currency: Currency) -> Money | Unread:
    money = amount_of(number, currency)
    if money is None:
        sentence = f"{text} has more decimals than {currency.code}, which has {currency.exponent}"
        return Unread(sentence, "write what people pay")
    if money.minor == 0:
        return Unread(f"{text} is nothing", "leave the cell empty where the package is not sold")
    return money


def _currency(word: str, region: str, own: str) -> str | Unread:
    """The code of the currency that a word or a sign means in a region."""
    code = word.upper()
    if code in CURRENCIES and code not in ENDED:
        return code
    if word.casefold() in {sign.casefold() for sign in signs_of(own, region)}:
        return own
    named = currencies_named(word)
    if len(named) == 1:
        return named[0]
    listed = ", ".join(named[:NAMED_MOST]) + ", …" * (len(named) > NAMED_MOST)
    sentence = f"{word} is the sign of several currencies: {listed}" if named else f"{word} is not a currency"
    return Unread(f"{sentence} ({region} has {own})", "write the code, such as USD")
