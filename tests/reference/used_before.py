"""Limits, and what the caller says was used of them: one form for promotions, packages and buyers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference.dates import day_at, first_second, month_end
from tests.reference.facts import cases
from tests.reference.reading import Tree, unwrapped
from tests.reference.writing import minor_units

COUNTED = ("coin", "unit", "item", "purchase", "gift", "grant", "diamond", "payout")


@dataclass(frozen=True)
class Used:
    """What was used of a limit: its name, whole or without leading parts; an amount; of which package or way."""

    limit: str
    amount: str
    package: str | None = None
    way: str | None = None


@dataclass(frozen=True)
class Quantity:
    """An amount of a limit: a count of a unit (singular), or minor units of a currency."""

    number: int
    unit: str


def quantity(written: str, currency: str) -> Quantity:
    """`1 unit`, `10_000 units` or `50 EUR`; a bare amount is in the market's currency."""
    number, _, unit = written.partition(" ")
    singular = unit.removesuffix("s")
    if singular in COUNTED:
        return Quantity(int(number.replace("_", "")), singular)
    code = unit or currency
    return Quantity(minor_units(number.replace("_", ""), code), code)


def largest(says: Tree, currency: str) -> Quantity | None:
    """The largest `most` of all cases of a choice; None where one of them limits nothing, or they are of two units."""
    choice = unwrapped(says)
    assert isinstance(choice, dict)
    values = [str(unwrapped(value)) for value in cases(choice.get("is") or choice["from"]).values()]
    if "none" in values:
        return None
    quantities = [quantity(value, currency) for value in values]
    of_one_unit = len({each.unit for each in quantities}) == 1
    return max(quantities, key=lambda each: each.number) if of_one_unit else None


def short(limit: str) -> str:
    """The name of a limit without the word `limits`: promotions.first.limits.each is promotions.first.each."""
    return ".".join(part for part in limit.split(".") if part != "limits")


def named_by(name: str, limits: Iterable[str]) -> list[str]:
    """The limits that a name may mean: the one that it is whole, or those that end with it."""
    listed = list(limits)
    whole = [limit for limit in listed if short(limit) == short(name)]
    return whole or [limit for limit in listed if short(limit).endswith(f".{short(name)}")]


def used_of(
    limit: str,
    of: Sequence[str],
    package: str,
    used: Sequence[Used],
    limits: Iterable[str],
    thing: str = "package",
    way: str | None = None,
) -> list[str]:
    """The amounts that count for a limit, a package or gift, and a way; none where nothing says what was used.

    A limit kept for each package counts what was used of that package, or else what is said of all; so for each way.
    """
    about = [each for each in used if named_by(each.limit, limits) == [limit]]
    if thing in of:
        about = _of_one(about, "package", package)
    if "way" in of:
        about = _of_one(about, "way", way)
    return [each.amount for each in about]


def _of_one(about: Sequence[Used], thing: str, own: str | None) -> list[Used]:
    """What is said of one package or way itself, or else of all."""
    said = [each for each in about if own is not None and getattr(each, thing) == own]
    return said or [each for each in about if getattr(each, thing) is None]


def window_end(per: str | None, at: int, zone: str) -> int | None:
    """The first second after a calendar window; None where there is none, or another kind of window."""
    if per is None or not per.startswith("calendar "):
        return None
    day = day_at(at, zone)
    unit = per.removeprefix("calendar ")
    next_day: date = {
        "day": day + timedelta(days=1),
        "week": day + timedelta(days=7 - day.weekday()),
        "month": month_end(day) + timedelta(days=1),
        "year": date(day.year + 1, 1, 1),
    }[unit]
    return first_second(next_day, zone)
