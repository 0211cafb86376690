"""What guards know of countries: the taxes of the installed library, and the currencies of CLDR."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from ratecard.book.library import FOLDER
from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.known import Known, KnownTax
from ratecard.keys.registry import KEYS
from ratecard.loading.world import EXCHANGE, STORES, installed_world, state_of_library
from ratecard.locale.geography import currencies_of_late
from ratecard.money import Rate
from ratecard.rulefiles.stated import NONE, KeyPath, Leaf, Stated, StatedTimeLine
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Scalar
from ratecard.rulefiles.text.reading import read
from ratecard.rulefiles.values.scalars import parse_rate

CONVENTIONS = f"{FOLDER}rules/conventions.yaml"
"""What the library states for all regions, of how prices stand to taxes too."""

DISPLAY: KeyPath = ("tax", "display")
LINES: KeyPath = ("tax", "lines")
DEPENDS: KeyPath = ("tax", "depends_on")

PLATFORMS = f"{FOLDER}rules/platforms.yaml"
"""What the library states of stores."""
COMMISSION_LINES: KeyPath = ("commission", "lines")

PLAIN = ("rate", "name", "source", "note")
"""What a line may state so that its rate is of the net, and adds up with the others."""

SharesByDay = dict[date | None, Fraction | None]
"""Shares of the net from a day on, None from ever; a share is None where it is not known."""


def known_world() -> Known:
    """What the installed library and CLDR know."""
    world = installed_world()
    day, rates = _exchange()
    return Known(world.name, world.day, _tax_of, currencies_of_late, day, rates, _stores())


@cache
def _exchange() -> tuple[date, Mapping[str, Fraction]]:
    """The day of the rough rates of exchange, and units of each currency for one euro."""
    said: dict[str, str] = {}
    waiting = [read(EXCHANGE, installed_world().texts[EXCHANGE], _unheard)]
    for node in waiting:
        for key, value in node.entries if type(node) is MappingNode else ():
            if type(value) is Scalar:
                said[key.text] = value.text
            waiting.append(value)
    rates = {code: Fraction(text) for code, text in said.items() if code in CURRENCIES}
    return date.fromisoformat(said["day"]), {said["base"]: Fraction(1), **rates}


@cache
def _stores() -> Mapping[str, tuple[Fraction, ...]]:
    """What each store is known to keep of the net, its standard rate of today first."""
    node = read(STORES, installed_world().texts[STORES], _unheard)
    said = {key.text: value for key, value in node.entries} if type(node) is MappingNode else {}
    file = state_of_library(PLATFORMS, installed_world().texts[PLATFORMS], KEYS)[0]
    found: dict[str, tuple[Fraction, ...]] = {}
    for platform, leaves in file.by_platform.items() if file is not None else ():
        rates = [leaf for path, leaf in leaves.items() if path[:2] == COMMISSION_LINES and path[3:] == ("rate",)]
        standard = [share for leaf in rates for _, share in _shares(leaf) if share is not None]
        others = said.get(platform)
        reduced = [parse_rate(text.strip()) for text in others.text.split(",")] if type(others) is Scalar else []
        if len(rates) == 1 and standard:
            own = (rate.fraction for rate in reduced if isinstance(rate, Rate))
            found[platform] = tuple(dict.fromkeys((standard[-1], *own)))
    return found


def _unheard(_: Diagnostic) -> None:
    """What is wrong in the library is found where its files are read."""


@cache
def _tax_of(region: str) -> KnownTax | None:
    """The taxes of a region by its file in the library, and its country's; None where they are of no use for it."""
    leaves = _leaves_of(region)
    if leaves is None or DEPENDS in leaves:
        return None
    country = _leaves_of(region.partition("-")[0]) if "-" in region else None
    whole = {**(country or {}), **leaves}
    lines: dict[str, SharesByDay] = {}
    for path, leaf in whole.items():
        if path[:2] == LINES and len(path) > len(LINES):
            if path[3:4] == ("rate",):
                lines[path[2]] = dict(_shares(leaf))
            elif path[3:] and path[3] not in PLAIN:
                return None
    has_none = isinstance(whole.get(LINES), Stated) or isinstance(whole.get(LINES[:1]), Stated)
    if not lines and not has_none:
        return None
    display = whole.get(DISPLAY, _leaves_of_file(CONVENTIONS).get(DISPLAY))
    parts = frozenset(share for line in lines.values() for share in line.values() if share) if len(lines) > 1 else ()
    return KnownTax(
        tuple(_added(list(lines.values()))), frozenset(parts), str(display.value) if isinstance(display, Stated) else ""
    )


def _leaves_of(region: str) -> Mapping[KeyPath, Leaf] | None:
    """What the library's file of a region states for all platforms; None where it has none."""
    return _leaves_of_file(f"{FOLDER}regions/{region.lower()}.yaml") or None


@cache
def _leaves_of_file(path: str) -> Mapping[KeyPath, Leaf]:
    """What a file of the library states for all platforms; nothing where there is no such file."""
    content = installed_world().texts.get(path)
    file = None if content is None else state_of_library(path, content, KEYS)[0]
    return {} if file is None else file.plain


def _shares(leaf: Leaf) -> Iterator[tuple[date | None, Fraction | None]]:
    """The shares of a rate over time, in order of date."""
    entries = leaf.entries if isinstance(leaf, StatedTimeLine) else ((None, leaf),)
    for key, stated in entries:
        since = key.value if key is not None and isinstance(key.value, date) else None
        value = stated.value
        known = value.fraction if isinstance(value, Rate) else None
        yield since, Fraction(0) if value is NONE else known


def _added(lines: list[SharesByDay]) -> Iterator[tuple[date | None, Fraction | None]]:
    """The sum of lines from each day on which one of them changes."""
    days = {day for line in lines for day in line if day is not None}
    for day in (None, *sorted(days)):
        total: Fraction | None = Fraction(0)
        for line in lines:
            share = _at(line, day)
            total = None if total is None or share is None else total + share
        yield day, total


def _at(line: SharesByDay, day: date | None) -> Fraction | None:
    past = [since for since in line if since is not None and day is not None and since <= day]
    return line[max(past)] if past else line.get(None, Fraction(0))
