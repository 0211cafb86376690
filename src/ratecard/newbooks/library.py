"""What a new book has to know of the installed library of the world: regions with their currencies, and groups."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

from ratecard.currency import Currency
from ratecard.keys.registry import KEYS
from ratecard.loading.cldr import CLDR
from ratecard.loading.world import installed_world, library_kind
from ratecard.newbooks.plans import LibraryFacts
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import FileKind, FileStatements, Leaf, Stated, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file
from ratecard.sheets.timelines import BEGINS, Dated, Line, line_of, values_of


@lru_cache(maxsize=8)
def library_facts(begins: date) -> LibraryFacts:
    """The library as of a day: BG has euros and is of the euro area from 2026-01-01."""
    files = list(_files())
    regions = {file.name: file for file in files if file.kind is FileKind.REGION}
    lines = {code: _texts_from(_of(regions, code, ("currency",)), begins, "currency", code) for code in regions}
    currencies = {code: _first(line) for code, line in lines.items()}
    with_currency = [file.name for file in files if file.kind is FileKind.GROUP and ("currency",) in file.plain]
    groups = {
        group: frozenset(code for code, file in regions.items() if group in _groups(file, begins))
        for group in with_currency
    }
    joining = {
        group: frozenset(code for code, file in regions.items() if group in _groups_later(file, begins)) - members
        for group, members in groups.items()
    }
    rules = [file for file in files if file.kind is FileKind.RULES]
    platforms = tuple(dict.fromkeys(platform for file in rules for platform in file.platform_places))
    return LibraryFacts(
        installed_world().edition,
        currencies,
        groups,
        platforms,
        currency_lines={code: line for code, line in lines.items() if isinstance(line, Dated)},
        joining=joining,
        zones={code: _first(_texts_from(_of(regions, code, ("time_zone",)), begins, "zone", code)) for code in regions},
    )


def _files() -> Iterator[FileStatements]:
    for path, content in installed_world().texts.items():
        kind = library_kind(path)
        file = state_file(path, kind, content, _unheard, KEYS.grammar, Nearby(geography=CLDR)) if kind else None
        if file is not None:
            yield file


def _unheard(_: object) -> None:
    """What is wrong in the library is said where books are loaded on it."""


def _of(regions: Mapping[str, FileStatements], code: str, path: tuple[str, ...]) -> Leaf | None:
    """What a region's file states, else that of its country."""
    return regions[code].plain.get(path) or regions[code.partition("-")[0]].plain.get(path)


def _texts_from(leaf: Leaf | None, begins: date, what: str, code: str) -> Line[str]:
    """A currency or a zone as a text over time, from the day on which a book begins."""
    days = {day for day in _days(leaf) if day > begins}
    values = {BEGINS: _at(leaf, begins), **{day: _at(leaf, day) for day in days}}
    texts = {day: value.code if isinstance(value, Currency) else value for day, value in values.items()}
    line = line_of({day: text for day, text in texts.items() if isinstance(text, str)})
    assert line is not None, f"the library says no {what} of {code}"
    return line


def _first(line: Line[str]) -> str:
    return values_of(line)[0]


def _days(leaf: Leaf | None) -> list[date]:
    """The days on which a leaf changes."""
    starts = [start.value for start, _ in leaf.entries] if isinstance(leaf, StatedTimeLine) else []
    return [_day(start) for start in starts if isinstance(start, date)]


def _at(leaf: Leaf | None, day: date) -> object:
    """The value of a leaf on a day; None where there is none yet."""
    if not isinstance(leaf, StatedTimeLine):
        return leaf.value if leaf is not None else None
    found: object = None
    for start, stated in leaf.entries:
        if not isinstance(start.value, date) or _day(start.value) <= day:
            found = stated.value
    return found


def _day(start: date) -> date:
    return start.date() if isinstance(start, datetime) else start


def _groups(file: FileStatements, day: date) -> set[str]:
    value = _at(file.plain.get(("groups",)), day)
    return {str(item.value) for item in value if isinstance(item, Stated)} if isinstance(value, tuple) else set()


def _groups_later(file: FileStatements, begins: date) -> set[str]:
    """The groups in which a region is at some time after a book begins."""
    days = [day for day in _days(file.plain.get(("groups",))) if day > begins]
    return {group for day in days for group in _groups(file, day)}
