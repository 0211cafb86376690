"""How sources write days and instants: `YYYY-MM-DD`, `D Month YYYY`, `instant`, `unix`."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from ratecard.instants import YEARS, is_within_years, parse_moment
from ratecard.rates.quotations import NotRates
from ratecard.rulefiles.wrong import shown

INSTANT, UNIX = "instant", "unix"
"""Formats that are instants already: 2026-02-20T16:00:00+01:00, and seconds since 1970."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "Month": rf"(?P<name>{'|'.join(MONTHS)})",
    "Mon": rf"(?P<name>{'|'.join(_SHORT_MONTHS)})",
}
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


class Published(msgspec.Struct, frozen=True):
    """The hour of the day at which a source publishes, there: from then on the day's rates hold."""

    at: time
    zone: ZoneInfo

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.zone.key}"


@lru_cache(maxsize=64)
def pattern_of(form: str) -> re.Pattern[str] | None:
    """The pattern of a form such as `DD.MM.YYYY`; None for one that does not say year, month and day once each."""
    parts = _PART.findall(form)
    names = sorted("month" if part in ("Month", "Mon") else part[0] for part in parts)
    if names not in (["D", "M", "Y"], ["D", "Y", "month"]):
        return None
    between = _PART.split(form)
    if any(re.search(r"[A-Za-z0-9]", text) for text in between):
        return None
    return re.compile(
        "".join(re.escape(text) + _PARTS.get(part, "") for text, part in zip(between, [*parts, ""], strict=True)),
        re.ASCII,
    )


def day_in(text: str, forms: Sequence[str], where: str) -> date | datetime:
    """The day, or the aware instant, that a text is in one of these forms.

    Raises NotRates for any other text, and for one that is another day in another of the forms: 03/04/2026 is in April
    as DD/MM/YYYY, and in March as MM/DD/YYYY. `where` is its place, for the sentence.
    """
    read = {form: _moment(text, form) for form in forms}
    moments = {moment: form for form, moment in reversed(read.items()) if moment is not None}
    if not moments:
        raise NotRates(f"{where} has {shown(text)}, which is not a day written {' or '.join(forms)}")
    if len(moments) > 1:
        said = " and ".join(f"{moment.isoformat()} as {form}" for moment, form in reversed(moments.items()))
        raise NotRates(f"{where} has {shown(text)}, which is {said}; state one date_form: for such days")
    return next(iter(moments))


def start_of(moment: date | datetime, published: Published | None) -> datetime:
    """The instant from which the rates of a day or an instant hold, with the offset of its place."""
    if isinstance(moment, datetime):
        return moment
    assert published is not None, "a source of days says when it publishes"
    local = datetime.combine(moment, published.at, published.zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def _moment(text: str, form: str) -> date | datetime | None:
    read = {INSTANT: _instant, UNIX: _unix}.get(form)
    moment = read(text) if read else _day(text, form)
    return moment if moment is not None and is_within_years(moment) else None


def _day(text: str, form: str) -> date | None:
    pattern = pattern_of(form)
    match = pattern.fullmatch(text) if pattern else None
    if match is None:
        return None
    parts = match.groupdict()
    name = parts.get("name")
    month = (MONTHS if name in MONTHS else _SHORT_MONTHS).index(name) + 1 if name else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return parse_moment(text).replace(microsecond=0)
    except ValueError:
        return None


def _unix(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{1,11}", text, re.ASCII):
        return None
    last = datetime(YEARS[-1], 12, 31, 23, 59, 59, tzinfo=UTC)
    seconds = int(text)
    return datetime.fromtimestamp(seconds, UTC) if seconds <= last.timestamp() else None
