"""Values that change on days: 1.39 from the beginning of the book and 1.49 from 2026-07-01 on.

A value that never changes is itself. A day is the first of its value, in the region's own time zone.
"""

from collections.abc import Mapping
from datetime import date
from typing import Generic, TypeAlias, TypeVar

import msgspec

from ratecard.money import Money

BEGINS = date.min
"""Stands for the day on which the book begins, which comes before every other one."""

Value = TypeVar("Value")


class Dated(msgspec.Struct, Generic[Value], frozen=True):
    """A value by the day from which it holds, in the order of days; None is "not sold". It may begin after BEGINS."""

    changes: tuple[tuple[date, Value | None], ...]

    def __str__(self) -> str:
        return ", ".join(f"{value or 'none'} from {_day(day)}" for day, value in self.changes)


Line: TypeAlias = Value | Dated[Value]
"""A value at all times, or by days."""

Price: TypeAlias = Line[Money]


def line_of(values: Mapping[date, Value | None]) -> Line[Value] | None:
    """The line of values by day, without those that change nothing; None where no day has a value.

    One that is the same from the beginning on is that value itself.
    """
    changes: list[tuple[date, Value | None]] = []
    for day, value in sorted(values.items(), key=lambda change: change[0]):
        if not changes or changes[-1][1] != value:
            changes.append((day, value))
    if all(value is None for _, value in changes):
        return None
    day, first = changes[0]
    return first if len(changes) == 1 and day == BEGINS else Dated(tuple(changes))


def value_on(line: Line[Value] | None, day: date) -> Value | None:
    """The value that holds on a day; None where there is none."""
    if not isinstance(line, Dated):
        return line
    return next((value for first, value in reversed(line.changes) if first <= day), None)


def days_of(*lines: Line[Value] | None) -> list[date]:
    """The days on which any of these lines changes, BEGINS first."""
    changes = (day for line in lines if isinstance(line, Dated) for day, _ in line.changes)
    return sorted({BEGINS, *changes})


def changes_of(line: Line[Value] | None) -> tuple[tuple[date, Value | None], ...]:
    """The values of a line by the day from which each holds."""
    return line.changes if isinstance(line, Dated) else ((BEGINS, line),)


def values_of(line: Line[Value] | None) -> list[Value]:
    """The values that a line has at some time, in their order."""
    return [value for _, value in changes_of(line) if value is not None]


def over(below: Line[Value] | None, above: Line[Value] | None) -> Line[Value] | None:
    """The line that is `above` from the first day that it states, and `below` until then."""
    if above is None or not isinstance(above, Dated):
        return below if above is None else above
    first = above.changes[0][0]
    earlier = {day: value_on(below, day) for day in days_of(below) if day < first}
    return line_of({**earlier, **dict(above.changes)})


def since_they_differ(wanted: Line[Value] | None, below: Line[Value] | None) -> Line[Value] | None:
    """The least to state over `below` for `wanted`: its changes from the first day on which the two differ.

    1.39 and 1.49 from July on, over 1.39, is 1.49 from July on; over nothing it is stated whole. What never changes is
    dated over what does, for without a day it looks as if the change had been forgotten: 1.39 over 1.39 and 1.49 from
    July on is 1.39 from July on, and 1.19 is stated for both days.
    """
    if wanted is None or below is None or not (isinstance(wanted, Dated) or isinstance(below, Dated)):
        return wanted
    days = days_of(wanted, below)
    known = bool(values_of(below))
    first = next((day for day in days if known and value_on(wanted, day) != value_on(below, day)), BEGINS)
    later = [change for change in changes_of(wanted) if change[0] > first]
    if first == BEGINS and not later:
        later = [(days[1], value_on(wanted, days[1]))]
    return Dated(((first, value_on(wanted, first)), *later))


def in_another_zone(line: Line[Value] | None) -> Line[Value] | None:
    """A line that changes on days of another time zone, of which nothing holds from the first instant of a day here."""
    return Dated(tuple((day, None) for day, _ in line.changes)) if isinstance(line, Dated) else line


def _day(day: date) -> str:
    return "the beginning" if day == BEGINS else str(day)
