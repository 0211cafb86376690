"""What guards know of countries: the taxes of the installed library, and the currencies of CLDR."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from ratecard.book.library import FOLDER
from ratecard.guards.known import Known, KnownTax
from ratecard.keys.registry import KEYS
from ratecard.loading.world import installed_world, state_of_library
from ratecard.locale.geography import currencies_of_late
from ratecard.money import Rate
from ratecard.rulefiles.stated import NONE, KeyPath, Leaf, Stated, StatedTimeLine

DISPLAY: KeyPath = ("tax", "display")
LINES: KeyPath = ("tax", "lines")
DEPENDS: KeyPath = ("tax", "depends_on")

PLAIN = ("rate", "name", "source", "note")
"""What a line may state so that its rate is of the net, and adds up with the others."""

Dated = dict[date | None, Fraction | None]
"""Shares of the net from a day on, None from ever; a share is None where it is not known."""


def known_world() -> Known:
    """What the installed library and CLDR know."""
    world = installed_world()
    return Known(world.name, world.day, _tax_of, currencies_of_late)


@cache
def _tax_of(region: str) -> KnownTax | None:
    """The taxes of a region by its file in the library, and its country's; None where they are of no use for it."""
    leaves = _leaves_of(region)
    if leaves is None or DEPENDS in leaves:
        return None
    country = _leaves_of(region.partition("-")[0]) if "-" in region else None
    whole = {**(country or {}), **leaves}
    lines: dict[str, Dated] = {}
    for path, leaf in whole.items():
        if path[:2] == LINES and len(path) > len(LINES):
            if path[3:4] == ("rate",):
                lines[path[2]] = dict(_shares(leaf))
            elif path[3:] and path[3] not in PLAIN:
                return None
    has_none = isinstance(whole.get(LINES), Stated) or isinstance(whole.get(LINES[:1]), Stated)
    if not lines and not has_none:
        return None
    display = whole.get(DISPLAY)
    parts = frozenset(share for line in lines.values() for share in line.values() if share) if len(lines) > 1 else ()
    return KnownTax(
        tuple(_added(list(lines.values()))), frozenset(parts), str(display.value) if isinstance(display, Stated) else ""
    )


def _leaves_of(region: str) -> Mapping[KeyPath, Leaf] | None:
    """What the library's file of a region states for all platforms; None where it has none."""
    path = f"{FOLDER}regions/{region.lower()}.yaml"
    content = installed_world().texts.get(path)
    file = None if content is None else state_of_library(path, content, KEYS)[0]
    return None if file is None else file.plain


def _shares(leaf: Leaf) -> Iterator[tuple[date | None, Fraction | None]]:
    """The shares of a rate over time, in order of date."""
    entries = leaf.entries if isinstance(leaf, StatedTimeLine) else ((None, leaf),)
    for key, stated in entries:
        since = key.value if key is not None and isinstance(key.value, date) else None
        value = stated.value
        known = value.fraction if isinstance(value, Rate) else None
        yield since, Fraction(0) if value is NONE else known


def _added(lines: list[Dated]) -> Iterator[tuple[date | None, Fraction | None]]:
    """The sum of lines from each day on which one of them changes."""
    days = {day for line in lines for day in line if day is not None}
    for day in (None, *sorted(days)):
        total: Fraction | None = Fraction(0)
        for line in lines:
            share = _at(line, day)
            total = None if total is None or share is None else total + share
        yield day, total


def _at(line: Dated, day: date | None) -> Fraction | None:
    past = [since for since in line if since is not None and day is not None and since <= day]
    return line[max(past)] if past else line.get(None, Fraction(0))
