"""The money of a price: its currency from the cell, the sheet or the region, and its amount in minor units."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ratecard.currency import CURRENCIES, ENDED, Currency
from ratecard.locale.geography import currencies_named, signs_of
from ratecard.money import Money, amount_of
from ratecard.sheets.amounts import MARKS, SPACES, Unread, read_amount

NAMED_MOST = 4
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
"""Marks without width that turn the direction of writing, which stand around prices in Arabic and Hebrew."""

_NUMBERS = re.compile(rf"[0-9](?:[0-9{MARKS}'\u2019_{SPACES}]*[0-9])?")


Signs = Mapping[str, frozenset[str]]
"""By sign or word, in small letters: the currencies that have it where they are the money of a region of the sheets."""


class Said(msgspec.Struct, frozen=True):
    """A currency as it is written beside a price, and what says it: ("USD", "header")."""

    word: str
    by: str


class Ambiguous(Unread, frozen=True):
    """Why a sign is not one currency: several regions of the sheets have money with it."""


def signs_in(regions: Iterable[tuple[str, str]]) -> Signs:
    """The signs of the money of regions, each with its own currency: {"$": {"USD", "CAD"}, "us$": {"USD"}, …}."""
    signs: dict[str, set[str]] = {}
    for region, own in regions:
        for sign in signs_of(own, region):
            signs.setdefault(sign.casefold(), set()).add(own)
    return {sign: frozenset(codes) for sign, codes in signs.items()}


def money_of(text: str, said: Sequence[Said], region: tuple[str, str], signs: Signs, mark: str) -> Money | Unread:
    """The money of a price's text; `said` is what a sheet says of its currency, `region` has its own currency.

    "1.49 USD" and "US$1.49" are in dollars anywhere, "$1.49" where the region's own money has that sign, and no other
    region of the sheets has other money with it.
    """
    text = text.translate(_DIRECTIONS).strip()
    beside = _NUMBERS.sub("", text).strip(SPACES + "-−()")
    stated: dict[str, Said] = {}
    for saying in (*said, Said(beside, "cell")):
        code = _currency(saying.word, region, signs) if saying.word else ""
        if isinstance(code, Unread):
            return code
        if code:
            stated.setdefault(code, saying)
    if len(stated) > 1:
        return _contradiction(text, *list(stated.values())[:2])
    currency = CURRENCIES[next(iter(stated), region[1])]
    number = read_amount(text, currency.exponent, mark)
    return number if isinstance(number, Unread) else _amount(text, number, currency)


def _contradiction(text: str, first: Said, second: Said) -> Unread:
    if second.by == "cell":
        return Unread(f"{text} is not in {first.word}, as its {first.by} says", "write one currency")
    sentence = f"{text} is in {first.word} as its {first.by} says, and in {second.word} as its {second.by} says"
    return Unread(sentence, "write one currency")


def _amount(text: str, number: str, currency: Currency) -> Money | Unread:
    money = amount_of(number, currency)
    if money is None:
        sentence = f"{text} has more decimals than {currency.code}, which has {currency.exponent}"
        return Unread(sentence, "write what people pay")
    if money.minor == 0:
        return Unread(f"{text} is nothing", "leave the cell empty where the package is not sold")
    return money


def _currency(word: str, place: tuple[str, str], signs: Signs) -> str | Unread:
    """The code of the currency that a word or a sign means in a region, which has its own."""
    region, own = place
    code = word.upper()
    if code in CURRENCIES and code not in ENDED:
        return code
    if word.casefold() in {sign.casefold() for sign in signs_of(own, region)}:
        sharing = sorted(signs.get(word.casefold(), ()))
        if len(sharing) > 1:
            listed = f"{', '.join(sharing[:-1])} or {sharing[-1]}"
            sentence = f"{word} may be {listed}, for regions of the sheet have each of them"
            return Ambiguous(sentence, f"write the ISO code, such as {own}, at each price or in a column currency")
        return own
    named = currencies_named(word)
    if len(named) == 1:
        return named[0]
    listed = ", ".join(named[:NAMED_MOST]) + ", …" * (len(named) > NAMED_MOST)
    sentence = f"{word} is the sign of several currencies: {listed}" if named else f"{word} is not a currency"
    return Unread(f"{sentence} ({region} has {own})", "write the code, such as USD")
