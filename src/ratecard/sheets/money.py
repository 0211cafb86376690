"""The money of a price: its currency from the cell, the sheet or the region, and its amount in minor units."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from ratecard.currency import CURRENCIES, ENDED, Currency
from ratecard.locale.geography import currencies_named, signs_of
from ratecard.money import Money, amount_of
from ratecard.sheets.amounts import MARKS, SPACES, NotAPrice, read_amount
from ratecard.sheets.days import month_named

NAMED_MOST = 4
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
"""Marks without width that turn the direction of writing, which stand around prices in Arabic and Hebrew."""

_NUMBERS = re.compile(rf"[0-9](?:[0-9{MARKS}'\u2019_{SPACES}]*[0-9])?")


Signs = Mapping[str, frozenset[str]]
"""By sign or word, in small letters: the currencies that have it where they are the money of a region of the sheets."""


class WrittenCurrency(msgspec.Struct, frozen=True):
    """A currency as it is written beside a price, and what says it: ("USD", "header")."""

    word: str
    by: str


class Ambiguous(NotAPrice, frozen=True):
    """Why a sign is not one currency: several regions of the sheets have money with it."""


def signs_in(regions: Iterable[tuple[str, str]]) -> Signs:
    """The signs of the money of regions, each with its own currency: {"$": {"USD", "CAD"}, "us$": {"USD"}, …}."""
    signs: dict[str, set[str]] = {}
    for region, own in regions:
        for sign in signs_of(own, region):
            signs.setdefault(sign.casefold(), set()).add(own)
    return {sign: frozenset(codes) for sign, codes in signs.items()}


def money_of(
    text: str, said: Sequence[WrittenCurrency], region: tuple[str, str], signs: Signs, mark: str
) -> Money | NotAPrice:
    """The money of a price's text; `said` is what a sheet says of its currency, `region` has its own currency.

    "1.49 USD" and "US$1.49" are in dollars anywhere, "$1.49" where the region's own money has that sign, and no other
    region of the sheets has other money with it.
    """
    text = text.translate(_DIRECTIONS).strip()
    unread = _not_one_number(text)
    if unread is not None:
        return unread
    beside = _NUMBERS.sub("", text).strip(SPACES + "-−()")
    stated: dict[str, WrittenCurrency] = {}
    every = [saying for saying in (*said, WrittenCurrency(beside, "cell")) if saying.word]
    codes = {word for saying in every if (word := _code(saying.word, region[1]))}
    for saying in every:
        code = _currency(saying.word, region, signs, codes)
        if isinstance(code, NotAPrice):
            return (saying.by == "cell" and _made_a_day(text, beside)) or code
        if code:
            stated.setdefault(code, saying)
    if len(stated) > 1:
        return _contradiction(text, *list(stated.values())[:2])
    currency = CURRENCIES[next(iter(stated), region[1])]
    number = read_amount(text, currency.exponent, mark)
    return number if isinstance(number, NotAPrice) else _amount(text, number, currency)


def _made_a_day(text: str, word: str) -> NotAPrice | None:
    """Why "Jan 39" is not a price: a spreadsheet made a day of one, which was 1.39. None where there is no month."""
    month, number = month_named(word), _NUMBERS.findall(text)[0]
    if month is None:
        return None
    sentence = f"{text} is a day: spreadsheets make one of a price such as {month}.{number}"
    return NotAPrice(sentence, "write the price again into a cell of text, as 13.99")


def _not_one_number(text: str) -> NotAPrice | None:
    """Why a text is not a price that could be in some currency: no number, several, or one that begins with a mark."""
    bare = re.fullmatch(rf"[^0-9{MARKS}]*[{MARKS}]([0-9]+)[^0-9]*", text)
    if bare:
        return NotAPrice(f"{text} has no digit before its mark", f"write 0.{bare[1]}")
    if len(_NUMBERS.findall(text)) != 1:
        return NotAPrice(f"{text} is not a price", "write one number, such as 13.99")
    return None


def _code(word: str, own: str) -> str:
    """The currency whose ISO code a word is, be it one that ended only as the region's own; "" for any other word."""
    code = word.upper()
    return code if code == own or (code in CURRENCIES and code not in ENDED) else ""


def _contradiction(text: str, first: WrittenCurrency, second: WrittenCurrency) -> NotAPrice:
    if second.by == "cell":
        return NotAPrice(f"{text} is not in {first.word}, as its {first.by} says", "write one currency")
    sentence = f"{text} is in {first.word} as its {first.by} says, and in {second.word} as its {second.by} says"
    return NotAPrice(sentence, "write one currency")


def _amount(text: str, number: str, currency: Currency) -> Money | NotAPrice:
    money = amount_of(number, currency)
    if money is None:
        sentence = f"{text} has more decimals than {currency.code}, which has {currency.exponent}"
        return NotAPrice(sentence, "write what people pay")
    if money.minor == 0:
        return NotAPrice(f"{text} is nothing", "leave the cell empty where the package is not sold")
    return money


def _currency(word: str, place: tuple[str, str], signs: Signs, codes: Collection[str]) -> str | NotAPrice:
    """The code of the currency that a word or a sign means in a region, which has its own.

    A sign of several is that of the code in `codes`, which stand beside it: "$" and CAD are CAD.
    """
    region, own = place
    code = _code(word, own)
    if code:
        return code
    beside = [other for other in codes if other in currencies_named(word) or _is_sign_of(word, other, region)]
    if len(beside) == 1:
        return beside[0]
    if _is_sign_of(word, own, region):
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
    if word.upper() in ENDED:
        ended = ENDED[word.upper()]
        sentence = f"{word.upper()} ended on {ended.last_day}, and {ended.successor} followed it"
    return NotAPrice(f"{sentence} ({region} has {own})", f"write the code, such as {own}")


def _is_sign_of(word: str, code: str, region: str) -> bool:
    return word.casefold() in {sign.casefold() for sign in signs_of(code, region)}
