"""How a locale writes an exact number: digits, separators, groups, and what stands before and after.

Patterns and symbols are Babel's, that is CLDR's. The writing is our own, on integers, because Babel's
- rounds to 28 digits, the default decimal context;
- puts ASCII digits between Arabic or Bengali separators;
- writes "-" and "%" as the pattern has them, never the locale's own signs;
- groups four digits in languages that do not ("1.000" for Spanish "1000");
- sets no space between a currency's letters and the number ("CHF12.90"), as CLDR's currency spacing asks.
"""

import unicodedata
from functools import lru_cache

import msgspec
from babel import Locale
from babel.numbers import NumberPattern

from ratecard.locale.tags import digits_asked, locale_of, parent_tags

# The code point of zero in each numbering system that is some locale's default or native one; one to nine follow it.
# Source: CLDR 47, supplemental/numberingSystems. Others are written in the locale's default digits.
ZEROS: dict[str, int] = {
    "adlm": 0x1E950,
    "arab": 0x660,
    "arabext": 0x6F0,
    "beng": 0x9E6,
    "cakm": 0x11136,
    "deva": 0x966,
    "gujr": 0xAE6,
    "guru": 0xA66,
    "hmnp": 0x1E140,
    "khmr": 0x17E0,
    "knda": 0xCE6,
    "laoo": 0xED0,
    "latn": 0x30,
    "mlym": 0xD66,
    "mong": 0x1810,
    "mtei": 0xABF0,
    "mymr": 0x1040,
    "nkoo": 0x7C0,
    "olck": 0x1C50,
    "orya": 0xB66,
    "tamldec": 0xBE6,
    "telu": 0xC66,
    "thai": 0xE50,
    "tibt": 0xF20,
}

# How many digits must stand before the first separator: 2 writes "1000" and "10.000". 1 where not listed; children
# inherit along CLDR's parents, so es-419 and pt-AO state what they do not share.
# Source: CLDR 47, minimumGroupingDigits, which Babel 2.18 leaves out.
MINIMUM_GROUPING_DIGITS: dict[str, int] = {
    tag: least
    for least, tags in {
        1: "es-419 pt-AO",
        2: "be bg es et hu ia ie it ka lv pl pt-PT ru-UA sl sq",
        3: "ee",
    }.items()
    for tag in tags.split()
}

_NO_BREAK_SPACE = "\xa0"


class NumberStyle(msgspec.Struct, frozen=True):
    """All that writing a number of one kind in one locale needs.

    `affixes` are what stands before and after a number from zero up, `affixes_negative` the same below zero.
    Groups have `group_first` digits next to the decimal separator and `group_next` further left; whole parts with
    fewer than `digits_grouped_min` digits are not grouped. `digits` translates ASCII digits; None where they stay.
    """

    affixes: tuple[str, str]
    affixes_negative: tuple[str, str]
    decimal: str
    group: str
    group_first: int
    group_next: int
    digits_grouped_min: int
    digits: dict[int, int] | None


def numbering_system(tag: str) -> str:
    """The numbering system that a tag asks for, else the locale's default where its digits are known here, or "latn".

    "latn" for "ar-EG-u-nu-latn", "arab" for "ar-EG". Raises UnknownLocale.
    """
    system = digits_asked(tag) or locale_of(tag).default_numbering_system
    return system if system in ZEROS else "latn"


def honoured_digits(tag: str, system: str | None) -> str | None:
    """The numbering system that a locale is written in when it is asked for `system`, where that is not its default.

    ("ar-EG", "latn") is "latn", and so is "native" of "hi" "deva". None where nothing changes: ("de", "latn"), or a
    system whose digits are not known here. Raises UnknownLocale.
    """
    locale = locale_of(tag)
    if system == "native":
        system = locale.other_numbering_systems.get("native")
    return system if system in ZEROS and system != numbering_system(tag) else None


@lru_cache(maxsize=64)
def digits_of(system: str) -> dict[int, int] | None:
    """The table that `str.translate` needs to turn ASCII digits into the numbering system's; None for Latin ones."""
    return None if system == "latn" else {ord("0") + digit: ZEROS[system] + digit for digit in range(10)}


def number_style(locale: Locale, tag: str, pattern: NumberPattern, symbol: str = "") -> NumberStyle:
    """The style of a CLDR pattern in a locale. With a currency's `symbol`, separators are those for money."""
    system = numbering_system(tag)
    # What CLDR states for Latin digits alone holds for others too.
    symbols = {**locale.number_symbols["latn"], **locale.number_symbols.get(system, {})}
    decimal, group = symbols.get("decimal", "."), symbols.get("group", ",")
    if symbol:
        decimal, group = symbols.get("currencyDecimal", decimal), symbols.get("currencyGroup", group)
    least = next((MINIMUM_GROUPING_DIGITS[t] for t in parent_tags(tag) if t in MINIMUM_GROUPING_DIGITS), 1)
    minus, percent = symbols.get("minusSign", "-"), symbols.get("percentSign", "%")
    positive, negative = (
        tuple(
            affix.replace("-", minus).replace("%", percent).replace("¤", symbol)
            for affix in _spaced(pattern.prefix[sign], pattern.suffix[sign], symbol)
        )
        for sign in (0, 1)
    )
    group_first, group_next = pattern.grouping
    return NumberStyle(
        affixes=(positive[0], positive[1]),
        affixes_negative=(negative[0], negative[1]),
        decimal=decimal,
        group=group,
        group_first=group_first,
        group_next=group_next,
        digits_grouped_min=group_first + least,
        digits=digits_of(system),
    )


def write_number(style: NumberStyle, scaled: int, decimals: int) -> str:
    """`scaled` ÷ 10^decimals with exactly that many decimals: (1299, 2) is "12,99" between German affixes."""
    whole, part = str(abs(scaled)), ""
    if decimals:
        whole = whole.zfill(decimals + 1)
        whole, part = whole[:-decimals], style.decimal + whole[-decimals:]
    if len(whole) >= style.digits_grouped_min:
        whole = _grouped(whole, style)
    number = whole + part
    if style.digits is not None:
        number = number.translate(style.digits)
    before, after = style.affixes_negative if scaled < 0 else style.affixes
    return before + number + after


def _grouped(whole: str, style: NumberStyle) -> str:
    end = len(whole) - style.group_first
    groups = [whole[end:]]
    while end > 0:
        start = max(end - style.group_next, 0)
        groups.append(whole[start:end])
        end = start
    return style.group.join(reversed(groups))


def _spaced(prefix: str, suffix: str, symbol: str) -> tuple[str, str]:
    """The affixes with a no-break space where a symbol that is not a sign (CHF, not $) would touch the digits.

    Source: UTS 35, part 3, currencySpacing; its values are the same in every locale of CLDR 47.
    """
    if prefix.endswith("¤") and _is_letter_like(symbol[-1:]):
        prefix += _NO_BREAK_SPACE
    if suffix.startswith("¤") and _is_letter_like(symbol[:1]):
        suffix = _NO_BREAK_SPACE + suffix
    return prefix, suffix


def _is_letter_like(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] not in "SZ"
