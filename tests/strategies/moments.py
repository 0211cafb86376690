"""Dates and instants whose second is known by arithmetic: a small calendar of our own, with no tz database behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.strategies.drawing import Drawer

EPOCH = date(1970, 1, 1)
DAY = 86_400


def sunday(year: int, month: int, nth: int) -> date:
    """The nth Sunday of a month; −1 is the last one."""
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == 6][nth - 1 if nth > 0 else nth]


@dataclass(frozen=True)
class Summer:
    """From which Sunday to which other one clocks are ahead, by how many minutes.

    At the first moment of the first Sunday they are not yet; on the last one they still are, unless clocks go back at
    midnight (Beirut).
    """

    minutes: int
    first: tuple[int, int]
    last: tuple[int, int]
    back_at_midnight: bool = False

    def holds(self, day: date) -> bool:
        """Whether the day begins in summer time."""
        first, last = sunday(day.year, *self.first), sunday(day.year, *self.last)
        begun, gone = day > first, day >= last if self.back_at_midnight else day > last
        return begun and not gone if first < last else begun or not gone


EUROPE, AMERICA = ((3, -1), (10, -1)), ((3, 2), (11, 1))
ZONES: dict[str, tuple[int, Summer | None]] = {
    "Europe/Berlin": (60, Summer(60, *EUROPE)),
    "Europe/Sofia": (120, Summer(60, *EUROPE)),
    "America/New_York": (-300, Summer(60, *AMERICA)),
    "America/St_Johns": (-210, Summer(60, *AMERICA)),
    "Asia/Beirut": (120, Summer(60, *EUROPE, back_at_midnight=True)),  # a day begins at one o’clock
    "Pacific/Chatham": (765, Summer(60, (9, -1), (4, 1))),
    "Australia/Lord_Howe": (630, Summer(30, (10, 1), (4, 1))),
    "Asia/Kathmandu": (345, None),
    "Australia/Eucla": (525, None),
    "Pacific/Marquesas": (-570, None),
    "Pacific/Kiritimati": (840, None),
    "Pacific/Pago_Pago": (-660, None),
    "Asia/Tokyo": (540, None),
    "Asia/Kuwait": (180, None),
}


def first_second(day: date, zone: str) -> int:
    """The first second of a day in one of these zones."""
    minutes, summer = ZONES[zone]
    ahead = summer.minutes if summer is not None and summer.holds(day) else 0
    return (day - EPOCH).days * DAY - (minutes + ahead) * 60


@dataclass(frozen=True)
class Moment:
    """A date, or an instant with its offset, as written. Of two moments the earlier `day` is earlier in every zone."""

    day: date
    text: str
    exact: int | None = None

    def second(self, zone: str) -> int:
        """The instant that is meant, where days are this zone's."""
        return first_second(self.day, zone) if self.exact is None else self.exact


def dated(day: date) -> Moment:
    """A date alone."""
    return Moment(day, day.isoformat())


def timed(day: date, second: int, offset_minutes: int) -> Moment:
    """An instant, written with an offset."""
    local = datetime(1970, 1, 1) + timedelta(seconds=second + offset_minutes * 60)
    sign, minutes = "-" if offset_minutes < 0 else "+", abs(offset_minutes)
    offset = "Z" if offset_minutes == 0 else f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    clock = f"{local:%H:%M}" if local.second == 0 else f"{local:%H:%M:%S}"
    return Moment(day, f"{local:%Y-%m-%d}T{clock}{offset}", second)


BEGINS = Moment(date(1, 1, 1), "begins", -(10**12))
"""The key that stands before every date."""

BEGINNINGS = (date(2025, 1, 1), date(2025, 3, 30))
# At least three days apart, so that their order is the same everywhere on earth; some are days on which clocks change.
DAYS = (
    date(2025, 7, 1), date(2026, 1, 1), date(2024, 6, 1), date(2025, 10, 26), date(2025, 11, 2), date(2026, 2, 28),
    date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 7, 1), date(2026, 7, 15), date(2026, 10, 4),
    date(2026, 10, 25), date(2026, 12, 31), date(2027, 9, 26), date(2028, 2, 29), date(2023, 1, 15),
)  # fmt: skip
OFFSETS = (0, 60, -420, 345, 840, -570, 525)


def moments(drawer: Drawer, days: Sequence[date], most: int) -> list[Moment]:
    """Some moments in order of time, most of them dates."""
    found = []
    for day in sorted(drawer.some(days, 1, most)):
        if drawer.maybe(25):
            second = (day - EPOCH).days * DAY + drawer.one((79_200, 0, 43_215, 86_399))
            found.append(timed(day, second, drawer.one(OFFSETS)))
        else:
            found.append(dated(day))
    return found
