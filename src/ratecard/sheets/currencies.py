"""The currency that a text of a sheet says beside what it names: "100 EUR" and "Price (USD)"."""

import re
from collections.abc import Iterator

import msgspec

from ratecard.currency import CURRENCIES, ENDED
from ratecard.locale.geography import currencies_named

WORDS_MOST = 3
_ALSO_WORDS = frozenset(["all", "bam", "bob", "cop", "cup", "gel", "mad", "mop", "pen", "ron", "sos", "top", "try"])
"""Codes that are words too: "TOP 100" says no currency, and "100 TOP" and "Price TRY" do."""

_NAMES = frozenset(("euro", "euros", "dollar", "dollars", "pound", "pounds", "yen"))
_IN_BRACKETS = re.compile(r"\s*[(\[{]\s*([^()\[\]{}]+?)\s*[)\]}]\s*")
_WORD = re.compile(r"[^\s_,:;/|-]+")
_BETWEEN = " \t\n\u00a0\u202f_,:;/|-"
_SIGN_BEHIND = re.compile(r"(.*\d)([^\w\s.,%]+)")
_IN = re.compile(r"\bin$", re.IGNORECASE)


class Parted(msgspec.Struct, frozen=True):
    """A text without the currency in it, and the currency as it is written: ("100", "EUR"); "" where it says none."""

    rest: str
    currency: str


def parted(text: str) -> Parted:
    """What a text says beside its currency, and the currency: in brackets, at an end, or in capital letters between.

    A text that is nothing but a currency says none.
    """
    for before, currency, behind in _candidates(text):
        rest = f"{before} {behind}".strip(_BETWEEN)
        rest = _IN.sub("", rest).strip(_BETWEEN)
        if rest and is_currency(currency):
            return Parted(rest, currency)
    return Parted(text, "")


def is_currency(text: str) -> bool:
    """Whether a text is a code, a sign or a plain English name of currencies in use: "EUR", "eur", "US$", "euros".

    One word that coins may be called by as well, such as gold or mark, is not.
    """
    code = text.upper()
    if code in CURRENCIES and code not in ENDED:
        return text == code or text.casefold() not in _ALSO_WORDS
    return (not text.isalpha() or text.casefold() in _NAMES) and bool(currencies_named(text))


def _candidates(text: str) -> Iterator[tuple[str, str, str]]:
    """What may be a currency, with what stands before and behind it."""
    for match in _IN_BRACKETS.finditer(text):
        yield text[: match.start()], match[1], text[match.end() :]
    words = list(_WORD.finditer(text))
    for count in range(min(WORDS_MOST, len(words)), 0, -1):
        first, last = words[-count].start(), words[count - 1].end()
        yield text[:first], text[first : words[-1].end()], text[words[-1].end() :]
        leading = text[words[0].start() : last]
        if leading.casefold() not in _ALSO_WORDS:
            yield text[: words[0].start()], leading, text[last:]
    attached = _SIGN_BEHIND.fullmatch(text)
    if attached:
        yield attached[1], attached[2], ""
    for word in words[1:-1]:
        if word[0] == word[0].upper() and word[0].casefold() not in _ALSO_WORDS:
            yield text[: word.start()], word[0], text[word.end() :]
