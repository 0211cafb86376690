"""The rule files of a book one by one, as whoever writes them anew needs them: with what names of dates mean."""

from collections.abc import Iterator, Mapping
from datetime import date

from ratecard.book.named_dates import DATES, declared_in
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.keys.registry import KEYS
from ratecard.loading.books import kind_of
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.rewriting.edits import RuleFile
from ratecard.rulefiles.stated import FileKind, Stated, StatedInstant
from ratecard.rulefiles.stating.files import state_file


def rule_files(texts: Mapping[str, bytes]) -> Iterator[RuleFile]:
    """The files of a book that state rules, in order of their paths, from its texts by path."""
    kinds = {path: kind for path in sorted(texts) if (kind := kind_of(path)) is not None}
    dates = _dates({path: texts[path] for path, kind in kinds.items() if kind is FileKind.RULES})
    for path, kind in kinds.items():
        yield RuleFile(file=path, kind=kind, content=texts[path], grammar=KEYS.grammar, dates=dates)


def _dates(rules: Mapping[str, bytes]) -> dict[str, StatedInstant | None]:
    """The names of dates that files under `rules/` declare, with what they mean; None for one that means none."""
    names = declared_in(rules)
    dates: dict[str, StatedInstant | None] = dict.fromkeys(names)
    for path, content in rules.items() if names else ():
        stated = state_file(path, FileKind.RULES, content, _told_by_check, KEYS.grammar, Nearby(dates=names))
        for name, leaf in stated.plain.items() if stated is not None else ():
            if name[0] == DATES and isinstance(leaf, Stated) and isinstance(leaf.value, date):
                dates[name[-1]] = leaf.value
    return dates


def _told_by_check(_: Diagnostic) -> None:
    """What is wrong with the dates is told when the book is checked."""
