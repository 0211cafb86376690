"""Two texts of one file compared by what they state, wherever in the file it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.rewriting.edits import RuleFile
from ratecard.rulefiles.stated import FREE_TEXT_KEYS, FileStatements, KeyPath, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file

PLATFORMS = "platforms"


class Restated(msgspec.Struct, frozen=True):
    """What a file states, with all that is wrong with it; None where it cannot be read."""

    stated: FileStatements | None
    problems: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What blocks a book."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def state(rule_file: RuleFile, content: bytes) -> Restated:
    """What a text states in the place of a file."""
    problems: list[Diagnostic] = []
    around = Nearby(dates=frozenset(rule_file.dates))
    stated = state_file(rule_file.file, rule_file.kind, content, problems.append, rule_file.grammar, around)
    return Restated(stated, tuple(problems))


def new_errors(before: Restated, after: Restated) -> list[Diagnostic]:
    """The errors that a text has and the one before has not."""
    known = Counter((problem.code, problem.sentence) for problem in before.errors)
    fresh = []
    for problem in after.errors:
        same = (problem.code, problem.sentence)
        if known[same]:
            known[same] -= 1
        else:
            fresh.append(problem)
    return fresh


def differing(before: FileStatements, after: FileStatements, touched: Iterable[KeyPath] = ()) -> list[KeyPath]:
    """The paths of leaves, `platforms` included, that are not the same in two texts, nor below one that is `touched`.

    A source or a note that is touched touches all that stands beside it.
    """
    own = {path[:-1] if path[-1] in FREE_TEXT_KEYS else path for path in touched}
    first, second = dict(_leaves(before)), dict(_leaves(after))
    return [
        path for path in sorted({*first, *second}) if first.get(path) != second.get(path) and not _is_touched(path, own)
    ]


def _is_touched(path: KeyPath, own: set[KeyPath]) -> bool:
    """Whether a leaf stands at, above or below a touched place."""
    above = any(path[:depth] in own for depth in range(len(path) + 1))
    return above or any(place[: len(path)] == path for place in own)


def _leaves(stated: FileStatements) -> Iterator[tuple[KeyPath, object]]:
    for path, leaf in stated.plain.items():
        yield path, _bare(leaf)
    for platform, leaves in stated.by_platform.items():
        for path, leaf in leaves.items():
            yield (PLATFORMS, platform, *path), _bare(leaf)


def _bare(value: object) -> object:
    """A value without its places, and a time line without its order."""
    if isinstance(value, Place):
        return None
    if isinstance(value, StatedTimeLine):
        return "time line", value.sound, frozenset(map(_bare, value.entries))
    if isinstance(value, msgspec.Struct):
        return type(value), *[_bare(getattr(value, name)) for name in value.__struct_fields__]
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if isinstance(value, Mapping):
        return tuple((key, _bare(below)) for key, below in value.items())
    return value
