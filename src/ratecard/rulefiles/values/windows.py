"""The windows of limits: a calendar's day, week, month or year, so many hours or days, or one question by itself.

Which questions those are is the key's to say: payouts are limited for each `payout`.
"""

import re
from fractions import Fraction
from functools import cache, partial

from ratecard.diagnostics.fixes import EXAMPLE, Suggestion, possible
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

CALENDAR_WINDOWS = ("calendar day", "calendar week", "calendar month", "calendar year")
"""Those that begin and end with the days of a zone; a week begins on Monday."""

_CALENDAR_DAYS = dict(zip(CALENDAR_WINDOWS, (1, 7, 30, 365), strict=True))

ROLLING_WINDOWS = ("rolling 24 hours", "rolling 30 days")
"""Examples of those that end with each question, and begin so long before it."""

ROLLING_DIGITS_MOST = 4
"""Of the number of hours or days: 9,999 hours are more than a year."""

_ROLLING = re.compile(rf"rolling ([1-9]\d{{0,{ROLLING_DIGITS_MOST - 1}}}) (hour|day)s?", re.ASCII)
_LENGTH = re.compile(rf"(?:rolling )?([1-9]\d{{0,{ROLLING_DIGITS_MOST - 1}}}) ?(hour|day|h|d)s?", re.ASCII)
_MEANT = {
    "daily": "calendar day",
    "weekly": "calendar week",
    "monthly": "calendar month",
    "yearly": "calendar year",
}
_UNITS = {"h": "hour", "d": "day"}
_EITHER = {
    "day": ("calendar day", "rolling 1 day"),
    "week": ("calendar week", "rolling 7 days"),
    "month": ("calendar month", "rolling 30 days"),
    "year": ("calendar year", "rolling 365 days"),
}
"""What a stretch without a word before it may be: of the calendar, or as long before each question."""


def rolling(text: str) -> str | None:
    """A rolling window as it is written here, "rolling 1 day" or "rolling 24 hours"; None for any other text."""
    match = _ROLLING.fullmatch(text)
    return None if match is None else _length(match)


def is_rolling(window: str) -> bool:
    """Whether a window ends with each question."""
    return window.startswith("rolling ")


def window_days(window: str) -> Fraction:
    """About how many days a window is long: 30 for a month, 365 for a year, 0 for one question by itself."""
    match = _ROLLING.fullmatch(window)
    if match is None:
        return Fraction(_CALENDAR_DAYS.get(window, 0))
    return Fraction(int(match[1]), 1 if match[2] == "day" else 24)


def _length(match: re.Match[str]) -> str:
    return f"rolling {match[1]} {_UNITS.get(match[2], match[2])}{'' if match[1] == '1' else 's'}"


def parse_window(alone: tuple[str, ...], text: str) -> str | Wrong:
    """`calendar day`, `rolling 24 hours`, or one of the questions that count alone."""
    words = (*CALENDAR_WINDOWS, *alone)
    found = text if text in words else rolling(text)
    if found is not None:
        return found
    sentence = f"{shown(text)} is not a window of time"
    length = _LENGTH.fullmatch(text)
    if length:
        return Wrong("not-one-of", sentence, offers=(Suggestion(_length(length)),))
    meant = _MEANT.get(text.lower())
    if meant is not None:
        return Wrong("not-one-of", sentence, offers=(Suggestion(meant),))
    either = _EITHER.get(text.lower().removeprefix("rolling "))
    if either is not None:
        return Wrong("not-one-of", sentence, offers=possible(*either))
    near = slips(text, words)
    offers = (Suggestion(near[0]),) if len(near) == 1 else possible(*(near or slips(text, words, short=True)))
    if offers:
        return Wrong("not-one-of", sentence, offers=offers)
    hint = f"write {', '.join(words)}, or so many hours or days"
    return Wrong("not-one-of", sentence, hint, (Suggestion(ROLLING_WINDOWS[0], EXAMPLE),))


@cache
def window_type(*alone: str) -> ValueType:
    """The type of windows, among them those of one question by itself: "payout"."""
    shown_by = (*CALENDAR_WINDOWS, *ROLLING_WINDOWS, *alone)
    return ValueType(
        "a window of time",
        f"{', '.join(shown_by[:-1])} or {shown_by[-1]}",
        partial(parse_window, alone),
        examples=shown_by,
        windows=(*CALENDAR_WINDOWS, *alone),
    )
