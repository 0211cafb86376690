"""The number of a price as people write it, with the sign or code of a currency before or behind it.

A comma or a point with three digits behind it may be for thousands or for decimals. Nothing is guessed: such a number
is refused, unless the decimal mark is stated or the currency has no decimals.
"""

import re

import msgspec

SPACES = "\u0020\u00a0\u2007\u2009\u202f"
GROUPING_ONLY = frozenset(SPACES + "'\u2019_")
MARKS = ".,"
DIGITS_MOST = 15
THOUSAND_DIGITS = 3
NOT_SOLD = frozenset({"", "-", "–", "—", "n/a"})
"""What a cell holds where there is no price."""

_NUMBER = re.compile(rf"[0-9](?:[0-9.,'\u2019_{SPACES}]*[0-9])?")


class NotAPrice(msgspec.Struct, frozen=True):
    """Why a text is not a price, and what to do."""

    sentence: str
    advice: str


def read_amount(text: str, decimals: int, mark: str = "") -> str | NotAPrice:
    """The price that a text writes, as a plain decimal; `decimals` are its currency's, `mark` is "" or the known one.

    "1.299,00 €" is 1299.00 and "1'299.5 CHF" is 1299.5. "1,299" is either 1299 or 1.299, and so it is neither.
    """
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        return NotAPrice(f"{text} is not a price", "write one number, such as 13.99")
    number = numbers[0]
    before, behind = text[: number.start()].strip(SPACES), text[number.end() :].strip(SPACES)
    if before.startswith(("-", "−", "(")) or before.endswith(("-", "−")) or behind.startswith(("-", "−")):
        return NotAPrice(f"{text} is negative", "write what people pay")
    if before and behind:
        return NotAPrice(f"{text} has something on both sides of its number", "write one currency, on one side")
    return _plain(number[0], decimals, mark)


def mark_in(text: str, decimals: int) -> str:
    """The mark before the decimals of a price's text, as it is read where none is told; "" where it has none."""
    number = _NUMBER.search(text)
    mark = "" if number is None else _decimal_mark(number[0], decimals, "")
    return mark if isinstance(mark, str) else ""


def _plain(number: str, decimals: int, mark: str) -> str | NotAPrice:
    """A number as a plain decimal."""
    decimal = _decimal_mark(number, decimals, mark)
    if isinstance(decimal, NotAPrice):
        return decimal
    whole, _, part = number.partition(decimal) if decimal else (number, "", "")
    digits = re.sub(r"[^0-9]", "", whole)
    wrong = NotAPrice(f"{number} is not how a number is written", "write it without marks between thousands")
    other = MARKS.replace(mark, "") if mark else ""
    if other and number.count(other) == 1 and decimal == "" and len(number.partition(other)[2]) != THOUSAND_DIGITS:
        return NotAPrice(
            f"{number} is not how a number is written with {mark} for decimals",
            f"write {number.replace(other, mark)}, or --decimal-mark {other}",
        )
    if not part.isascii() or (part and not part.isdigit()) or not _well_grouped(whole):
        return wrong
    if len(digits) > DIGITS_MOST or (len(digits) > 1 and digits.startswith("0")):
        return wrong
    return f"{digits}.{part}" if part else digits


def _decimal_mark(number: str, decimals: int, mark: str) -> str | NotAPrice:
    """The mark before the decimals of a number; "" where it has none."""
    used = [character for character in number if character in MARKS]
    if mark:
        return mark if mark in used else ""
    if not used:
        return ""
    if len(set(used)) == 2 or GROUPING_ONLY & set(number):
        return used[-1] if used.count(used[-1]) == 1 else ""
    if len(used) > 1:
        return ""
    whole, _, part = number.partition(used[0])
    if len(part) != 3 or len(whole) > 3 or whole == "0":
        return used[0]
    if decimals == 0:
        return ""
    sentence = f"{number} is either {whole}{part} or {whole}.{part}"
    return NotAPrice(sentence, "say which mark is for decimals, --decimal-mark . or --decimal-mark ,")


def _well_grouped(whole: str) -> bool:
    """Whether digits are in groups of three, or as in India of two with three at the end, by one kind of mark.

    No locale of CLDR has points between groups of two: 1.29.900 is a slip.
    """
    marks = {character for character in whole if not character.isdigit()}
    if not marks:
        return True
    if len(marks) > 1:
        return False
    grouping = marks.pop()
    first, *others = whole.split(grouping)
    if not others or len(others[-1]) != 3 or not 1 <= len(first) <= 3:
        return False
    inner = {len(group) for group in others[:-1]}
    return inner <= {3} or (grouping != "." and inner <= {2} and len(first) <= 2)
