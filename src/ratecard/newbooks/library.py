"""What a new book has to know of the installed library of the world: regions with their currencies, and groups."""

from collections.abc import Iterator
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


@lru_cache(maxsize=8)
def library_facts(begins: date) -> LibraryFacts:
    """The library as of a day: BG has euros and is of the euro area from 2026-01-01."""
    files = list(_files())
    regions = {file.name: file for file in files if file.kind is FileKind.REGION}
    currencies: dict[str, str] = {}
    for code, file in regions.items():
        own = _at(file.plain.get(("currency",)) or regions[code.partition("-")[0]].plain[("currency",)], begins)
        assert isinstance(own, Currency), f"the library says no currency of {code}"
        currencies[code] = own.code
    with_currency = [file.name for file in files if file.kind is FileKind.GROUP and ("currency",) in file.plain]
    groups = {
        group: frozenset(code for code, file in regions.items() if group in _groups(file, begins))
        for group in with_currency
    }
    rules = [file for file in files if file.kind is FileKind.RULES]
    platforms = tuple(dict.fromkeys(platform for file in rules for platform in file.platform_places))
    return LibraryFacts(installed_world().edition, currencies, groups, platforms)


def _files() -> Iterator[FileStatements]:
    for path, content in installed_world().texts.items():
        kind = library_kind(path)
        file = state_file(path, kind, content, _unheard, KEYS.grammar, Nearby(geography=CLDR)) if kind else None
        if file is not None:
            yield file


def _unheard(_: object) -> None:
    """What is wrong in the library is said where books are loaded on it."""


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
