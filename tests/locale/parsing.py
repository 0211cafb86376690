"""Amounts read back from text by Babel's own parser: what the formatting is tested against.

Babel parses numbers, not amounts, and only in the form in which it writes them. So the currency's symbol is taken out
first, as are marks that order right-to-left text; native digits become ASCII ones, the minus sign a hyphen. The
parser is strict: groups must stand where the locale has them.
"""

import unicodedata
from decimal import Decimal, localcontext

from babel import Locale
from babel.numbers import get_currency_symbol, parse_decimal

from ratecard.currency import Currency
from ratecard.locale.tags import locale_of
from ratecard.money import Money

MARKS = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c"))


def parse_money(text: str, currency: Currency, tag: str) -> Money:
    """The money in the text. Raises NumberFormatError where Babel cannot read it; fails where no currency is named."""
    locale = locale_of(tag)
    symbol = get_currency_symbol(currency.code, locale)
    before, found, after = text.partition(symbol if symbol.translate(MARKS) else currency.code)
    assert found, f"{text!r} does not name {currency}"
    number = "".join(part.translate(MARKS).strip() for part in (before, after))
    number = in_ascii_digits(number).replace("\u2212", "-")
    system = system_of_symbols(tag)
    symbols = locale.number_symbols[system]
    if "currencyDecimal" in symbols:  # Swiss French; Babel's parser does not know of it
        number = number.replace(symbols["currencyDecimal"], symbols["decimal"])
    with localcontext() as context:
        context.prec = 80  # Babel quantizes in the context that it finds, and the usual one has 28 digits
        parsed = parse_decimal(number, locale, strict=groups_alike(locale), numbering_system=system)
        minor = parsed.scaleb(currency.exponent)
        assert minor == minor.to_integral_value()
        return Money(int(minor), currency)


def system_of_symbols(tag: str) -> str:
    """The numbering system whose separators a tag is written with; the Latin one's where CLDR states no other."""
    locale = locale_of(tag)
    system = tag.partition("-u-nu-")[2] or locale.default_numbering_system
    return system if locale.number_symbols[system] else "latn"


def groups_alike(locale: Locale) -> bool:
    """Whether amounts and plain numbers have the same groups.

    Where not, the strict parser, which knows plain numbers only, refuses amounts that follow CLDR. Marathi is so:
    1,234,567 in amounts and 12,34,567 elsewhere.
    """
    return bool(locale.currency_formats["standard"].grouping == locale.decimal_formats[None].grouping)


def in_ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script as ASCII digits."""
    return "".join(str(unicodedata.decimal(character, character)) for character in text)


def digits_in(text: str) -> str:
    """The digits of the text alone, as ASCII digits in the order of reading."""
    return "".join(character for character in in_ascii_digits(text) if character in "0123456789")


def as_decimal(money: Money) -> Decimal:
    """The amount in major units, exactly."""
    return Decimal(money.amount)
