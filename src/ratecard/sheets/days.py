"""The days of a column, as people and spreadsheets write them.

03/04/2026 is in March or in April. Nothing is guessed: such a day is read only where another cell of its column, with
the same marks, can be in one order alone. With points the day comes first, as in every locale of CLDR that does not
begin with the year. A time of day is refused, for a price of a sheet holds from the first instant of a day.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec
from babel import Locale

from ratecard.instants import YEARS
from ratecard.sheets.amounts import NotAPrice
from ratecard.sheets.countries import LANGUAGES

_WRITE = "write days as 2026-07-01"
_MIDNIGHT = re.compile(r"(.*\S)[T ]\s*0?0:00(?::00(?:[.,]0+)?)?(?: ?AM)?|(.*\S) 12:00(?::00)? ?AM", re.IGNORECASE)
"""How spreadsheets save a day that they hold as a moment."""

_TIME = re.compile(r"\d{1,2}:\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[.日일]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})\.?")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/. ]\s*(?:\d{1,2}|[^\W\d_]+\.?)\s*[-/. ]\s*'?\d{2}")
_WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er|º)?\.?[\s-]*(?:de )?)?([^\W\d_]{3,})\.?[\s,-]*(.*)")
_BEHIND_MONTH = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+|(?:de )?)(\d{4})\.?")
MONTHS = range(1, 13)
NEVER = date.max
"""The day 9999-12-31, which lists have for a price without an end."""


class Numbers(msgspec.Struct, frozen=True):
    """A day of numbers alone whose order is not known yet: ("/", 3, 4, 2026)."""

    mark: str
    first: int
    second: int
    year: int


DAY_FIRST = "day/month"
DATE_ORDERS = (DAY_FIRST, "month/day")

Day = date | NotAPrice
"""A day that a cell writes, or why it is not one."""


def are_days(texts: Iterable[str]) -> bool:
    """Whether all of these are days in numbers, in whatever order; empty ones do not count, and there is one."""
    written = [text.strip() for text in texts if text.strip()]
    return bool(written) and all(_YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text) for text in written)


def days_in(texts: Iterable[str], order: str = "") -> Mapping[str, Day]:
    """The days of a column by the texts of its cells, empty ones left out; `order` is one of DATE_ORDERS, if told.

    With 13/07/2026 beside it 03/04/2026 is the third of April; alone it is not read, unless the order is told.
    """
    found = {text: _read(text) for text in texts if text}
    numbers = [day for day in found.values() if isinstance(day, Numbers)]
    day_first = {day.mark for day in numbers if day.first not in MONTHS}
    month_first = {day.mark for day in numbers if day.second not in MONTHS}
    if order:
        found |= {text: _told(text, day, order) for text, day in found.items() if isinstance(day, Numbers)}
    return {
        text: _ordered(text, day, day.mark in day_first, day.mark in month_first) if isinstance(day, Numbers) else day
        for text, day in found.items()
    }


def _told(text: str, day: Numbers, order: str) -> Day:
    """The day of numbers whose order is told; NotAPrice where there is no such month."""
    number, month = (day.first, day.second) if order == DAY_FIRST else (day.second, day.first)
    if month not in MONTHS:
        return NotAPrice(f"{text} has no month in the order {order}", _WRITE)
    return _day(text, day.year, month, number)


def _ordered(text: str, day: Numbers, day_first: bool, month_first: bool) -> Day:
    if day_first != month_first or day.first == day.second:
        number, month = (day.first, day.second) if day_first else (day.second, day.first)
        return _day(text, day.year, month, number)
    if day_first:
        sentence = f"{text} has its day and its month in another order than other cells of its column"
        return NotAPrice(sentence, _WRITE)
    either = f"{day.year}-{day.first:02}-{day.second:02}", f"{day.year}-{day.second:02}-{day.first:02}"
    orders = " or ".join(f"--date-order {order}" for order in DATE_ORDERS)
    return NotAPrice(f"{text} is either {either[0]} or {either[1]}", f"say which comes first, {orders}")


def _read(text: str) -> Day | Numbers:
    """One cell by itself."""
    midnight = _MIDNIGHT.fullmatch(text)
    bare = (midnight[1] or midnight[2]) if midnight else text
    if _TIME.search(bare):
        sentence = f"{text} is a time of day, and a price of a sheet begins with a day of its region"
        return NotAPrice(sentence, "write the day alone, as 2026-07-01, and put the time into the book")
    year_first = _YEAR_FIRST.fullmatch(bare)
    if year_first:
        return _day(text, int(year_first[1]), int(year_first[2]), int(year_first[3]))
    year_last = _YEAR_LAST.fullmatch(bare)
    if year_last and year_last[2] == ".":
        return _day(text, int(year_last[4]), int(year_last[3]), int(year_last[1]))
    if year_last:
        return Numbers(year_last[2], int(year_last[1]), int(year_last[3]), int(year_last[4]))
    if _SHORT_YEAR.fullmatch(bare):
        return NotAPrice(f"{text} has two digits for its year", _WRITE)
    return _worded(text, bare)


def _worded(text: str, bare: str) -> Day:
    """The day of "1 July 2026", "July 1, 2026" and "1. Juli 2026"."""
    unread = NotAPrice(f"{text} is not a day", _WRITE)
    words = _WORDED.fullmatch(bare)
    behind = _BEHIND_MONTH.fullmatch(words[3]) if words else None
    if words is None or behind is None or (words[1] is None) == (behind[1] is None):
        return unread
    month = _months().get(_folded(words[2]))
    return unread if month is None else _day(text, int(behind[2]), month, int(words[1] or behind[1]))


def _day(text: str, year: int, month: int, number: int) -> Day:
    if year not in YEARS and year != NEVER.year:
        return NotAPrice(f"{text} is in the year {year}", f"write a day from {YEARS[0]} to {YEARS[-1]}")
    try:
        return date(year, month, number)
    except ValueError:
        last = f", for that month has {monthrange(year, month)[1]} days" if month in MONTHS else ""
        return NotAPrice(f"{text} is not in the calendar{last}", _WRITE)


def month_named(word: str) -> int | None:
    """The number of a month by its name, whole or short, in any language of LANGUAGES; None for any other word."""
    return _months().get(_folded(word)) if word else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The months by their folded names in LANGUAGES, whole and short; a name of two months is left out."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for kind in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[kind][width].items():
                    found.setdefault(_folded(str(name)), set()).add(int(number))
    found["sept"] = {9}
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _folded(name: str) -> str:
    """A name without case, accents and points: "marz" for "März"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalpha() and not unicodedata.combining(letter))
