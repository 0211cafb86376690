"""How spreadsheets and people spell numbers and days, and what to say of a spelling that is not read."""

import re
from datetime import date

_NUMBERS = re.compile(r"\d+")
_COMMA = re.compile(r"\d+,\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[,.' \u00a0\u202f\u2019]\d{3})+(?:[.,]\d+)?")
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|[^\W\d]{3,}\.?[ -]\d{2,4}|\d{1,2}[ .-]+[^\W\d]{3,}.*")


def why_no_number(text: str) -> str:
    """Why a text is not a price, and what to write."""
    if text.startswith("#"):
        return f"{text} is an error of a formula"
    if text.startswith("="):
        return f"{text} is a formula; put its value there"
    if _GROUPED.fullmatch(text):
        return f"{text} may be read in two ways; write it without marks between thousands, as 1299.50"
    if _COMMA.fullmatch(text):
        return f"{text} has a comma; write {text.replace(',', '.')}"
    if _EXPONENT.fullmatch(text):
        return f"{text} is rounded by a spreadsheet; write all digits"
    if _DATE.fullmatch(text):
        return f"{text} is a day, as which a spreadsheet may have read a number; write the price again"
    return f"{text} is not a number; write one as 13.99, without a currency"


def same_day(text: str, day: date) -> bool:
    """Whether a text is this day in whatever order its numbers stand, for a day that is not read: 1.7.2026, 7/1/26."""
    numbers = sorted(map(int, _NUMBERS.findall(text)[:3]))
    return numbers in (sorted((day.year, day.month, day.day)), sorted((day.year % 100, day.month, day.day)))
