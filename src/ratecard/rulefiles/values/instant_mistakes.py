"""What to say of a text that is not an instant: the writer's own date in the right order, or how one is written."""

import re
from calendar import monthrange
from datetime import date, timedelta

from ratecard.diagnostics.fixes import POSSIBLE, SURE, Suggestion, examples, possible
from ratecard.instants import YEARS, is_within_years, parse_moment, zone
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.wrong import Wrong, shown

DAY_EXAMPLE, MOMENT_EXAMPLE = "2026-07-01", "2025-09-05T22:00-07:00"

FROM_WORDS = r"(?:from|since|as of|starting|effective)"
"""Words before a date that say what every date here says."""

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_DIGIT_OF = str.maketrans("OoIl", "0011")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?P<mark>T| +)(?P<time>\d{2}:\d{2}(?::\d{2})?)(?P<fraction>\.0+)?"
    r"(?P<offset> ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?",
    re.ASCII,
)


_LIKE_DATE = re.compile(r"[\dOoIl]{1,5}[-./][\dOoIl]{1,2}[-./][\dOoIl]|(?:19|20)\d\d(?:[-./]\d{1,2})?$", re.ASCII)
_FROM_DATE = re.compile(rf"{FROM_WORDS} \d{{4}}-\d{{2}}-\d{{2}}$", re.ASCII)
_DAY_NUMBER = re.compile(r"[3-5]\d{4}", re.ASCII)
_DAY_NUMBERS_FROM = date(1899, 12, 30)
_DAY_NUMBERS_YEARS = range(2000, 2051)
"""Years whose days a spreadsheet numbers so that they are taken for days: 45658 is 2025-01-01."""


def like_instant(text: str) -> bool:
    """Whether a text was meant as an instant: it begins like a date, is a month or a year, or a spreadsheet's day."""
    if not text[:1].isdigit():
        return bool(_FROM_DATE.match(text))
    return bool(_LIKE_DATE.match(text) or _numbered(text) or (" " in text and _in_words(text)))


def _numbered(text: str) -> date | None:
    """The day that a spreadsheet shows as a number, where one forgot to format it; or None."""
    day = _DAY_NUMBERS_FROM + timedelta(days=int(text)) if _DAY_NUMBER.fullmatch(text) else None
    return day if day is not None and day.year in _DAY_NUMBERS_YEARS else None


def _is_day(text: str) -> bool:
    year, month, number = text.split("-")
    return _day(int(year), int(month), int(number)) is not None


def _mistyped_days(text: str) -> tuple[str, ...]:
    """The days of a date with letters for digits or a digit too many in its year: 2026-O7-01, 20226-07-01."""
    plain = text.translate(_DIGIT_OF)
    if plain != text:
        match = _DATE.fullmatch(plain)
        return (plain,) if match and _is_day(plain) else ()
    year, _, rest = text.partition("-")
    if not re.fullmatch(r"\d{5}-\d{2}-\d{2}", text, re.ASCII):
        return ()
    shorter = {year[:index] + year[index + 1 :] for index in range(len(year))}
    days = sorted(f"{candidate}-{rest}" for candidate in shorter if int(candidate) in _DAY_NUMBERS_YEARS)
    return tuple(day for day in days if _is_day(day))


def instant_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not an instant."""
    stated = _DATE.fullmatch(text)
    if stated:
        return _no_such_day(text, *(int(part) for part in stated.groups()))
    moment = _MOMENT.fullmatch(text)
    if moment:
        return _moment_mistake(text, moment, nearby)
    days = _days_meant(text)
    if days:
        return Wrong("not-an-instant", f"{text} is a date in another order or with other signs", offers=days)
    mistyped = _mistyped_days(text)
    if mistyped:
        return Wrong("not-an-instant", f"{text} is not a date as it is typed", offers=possible(*mistyped))
    numbered = _numbered(text)
    if numbered:
        sentence = f"{text} is not an instant, but how a spreadsheet numbers a day"
        return Wrong("not-an-instant", sentence, offers=(Suggestion(f"{numbered}", POSSIBLE),))
    first = re.fullmatch(r"(\d{4})(?:[-./](\d{1,2}))?", text, re.ASCII)
    day = _day(int(first[1]), int(first[2] or 1), 1) if first else None
    if first and day:
        what = "a month" if first[2] else "a year"
        offers = (Suggestion(f"{day}", POSSIBLE, "for its first day"),)
        return Wrong("not-an-instant", f"{text} is {what}, and not an instant", offers=offers)
    return Wrong("not-an-instant", f"{shown(text)} is not an instant", offers=examples(DAY_EXAMPLE, MOMENT_EXAMPLE))


def _no_such_day(text: str, year: int, month: int, number: int) -> Wrong:
    """What to say of a date that has the right form: the calendar has no such day, or the year is far away."""
    if _day(year, month, number, any_year=True):
        hint = f"write a day that the rules can mean, within {YEARS[0]} to {YEARS[-1]}"
        return Wrong("not-an-instant", f"{text} is not within the years {YEARS[0]} to {YEARS[-1]}", hint)
    sentence = f"{text} is not a day of the calendar"
    last = _last_day(year, month) if 28 < number <= 31 else None
    if last:
        offers = (
            Suggestion(f"{last}", POSSIBLE, "for the last day of that month"),
            Suggestion(f"{last + timedelta(days=1)}", POSSIBLE, "for the day after it"),
        )
        return Wrong("date-does-not-exist", sentence, offers=offers)
    swapped = _day(year, number, month)
    if swapped:
        return Wrong("date-does-not-exist", sentence, offers=(Suggestion(f"{swapped}", POSSIBLE),))
    return Wrong("date-does-not-exist", sentence, "write a day that exists", examples(DAY_EXAMPLE))


def _last_day(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if _day(year, month, 1) else None


def _day(year: int, month: int, number: int, any_year: bool = False) -> date | None:
    """The day of the calendar, or None where there is none or its year is far away."""
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return day if any_year or is_within_years(day) else None


def _moment_mistake(text: str, moment: re.Match[str], nearby: Nearby) -> Wrong:
    """What to say of a day with a time: one does not exist, it is written in another way, or it has no offset."""
    offset = (moment["offset"] or "").strip()
    offset = "Z" if offset in ("Z", "UTC", "GMT") else re.sub(r"(\d{2}):?(\d{2})$", r"\1:\2", offset)
    plain = f"{moment['day']}T{moment['time']}"
    try:
        there = parse_moment(plain + offset)
    except ValueError:
        hint = "write a day and a time that exist"
        return Wrong("date-does-not-exist", f"{text} is not an instant of the calendar", hint, examples(MOMENT_EXAMPLE))
    if not is_within_years(there if there.tzinfo else there.date()):
        hint = f"write a day that the rules can mean, within {YEARS[0]} to {YEARS[-1]}"
        return Wrong("not-an-instant", f"{text} is not within the years {YEARS[0]} to {YEARS[-1]}", hint)
    if offset:
        return Wrong("not-an-instant", f"{text} is not how an instant is written", offers=(Suggestion(plain + offset),))
    sentence = f"{text} does not say how far it is from UTC"
    code = "instant-without-offset" if text == plain else "not-an-instant"
    in_zone = zone(nearby.time_zone) if nearby.time_zone else None
    utc = Suggestion(f"{plain}Z", POSSIBLE, "for UTC")
    if in_zone is None:
        return Wrong(code, sentence, "else write the offset that holds there on that day", (utc,))
    local = there.replace(tzinfo=in_zone).strftime("%z")
    own = Suggestion(f"{plain}{local[:3]}:{local[3:5]}", POSSIBLE, f"for {nearby.time_zone}")
    return Wrong(code, sentence, offers=(own, utc))


def _days_meant(text: str) -> tuple[Suggestion, ...]:
    """The days that a date in another order can mean: one that is sure, or two where day and month could be either."""
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        day = _day(int(first[1]), int(first[3]), int(first[4]))
        return (Suggestion(f"{day}"),) if day else ()
    last = _YEAR_LAST.fullmatch(text)
    if last is None:
        return _in_words(text)
    one, two, three = int(last[1]), int(last[3]), int(last[4])
    year = three if len(last[4]) == 4 else 2000 + three
    readings = {"if the day comes first": _day(year, two, one)}
    if last[2] != ".":
        readings["if the month comes first"] = _day(year, one, two)
        readings["if the year comes first"] = _day(2000 + one, two, three) if len(last[1] + last[4]) == 4 else None
    meant = {day: when for when, day in reversed(readings.items()) if day}
    if len(meant) == 1:
        certainty = SURE if three == year else POSSIBLE
        return tuple(Suggestion(f"{day}", certainty) for day in meant)
    return tuple(Suggestion(f"{day}", POSSIBLE, meant[day]) for day in sorted(meant))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII
)
_MONTH_IN_WORDS = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?, (?P<year>\d{4})", re.ASCII)


def _in_words(text: str) -> tuple[Suggestion, ...]:
    """The day of "1 July 2026" and of "from 2026-07-01"."""
    plain = re.sub(f"^{FROM_WORDS} ", "", text)
    stated = _DATE.fullmatch(plain) if plain != text else None
    if stated:
        return (Suggestion(plain),) if _day(int(stated[1]), int(stated[2]), int(stated[3])) else ()
    match = _DAY_IN_WORDS.fullmatch(text) or _MONTH_IN_WORDS.fullmatch(text)
    month = match["month"][:3].lower() if match else ""
    if match is None or month not in _MONTHS:
        return ()
    day = _day(int(match["year"]), _MONTHS.index(month) + 1, int(match["day"]))
    return (Suggestion(f"{day}"),) if day else ()
