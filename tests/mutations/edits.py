"""Edits of texts at spots, and the registry of kinds of mistakes.

An `Edit` says which span of which file is replaced, and where in the new text the mistake must be reported.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import yaml

from tests.mutations.sources import Source, Spot

SIGNIFICANT = ("rules/", "regions/")


@dataclass(frozen=True)
class Edit:
    """One span of a file replaced. `at` is the offset in `new` where the mistake shows.

    `more` are whole files added, replaced or (None) taken away; `where` is a file and a text in it, or an offset, when
    the mistake shows elsewhere than in `new`.
    """

    file: str
    span: tuple[int, int]
    new: str
    at: int = 0
    more: Mapping[str, str | bytes | None] = field(default_factory=dict)
    where: tuple[str, int] | None = None

    def apply(self, source: Source) -> dict[str, str | bytes]:
        """The texts of the book after the edit."""
        files: dict[str, str | bytes] = dict(source.files)
        if self.file:
            text = source.files[self.file]
            files[self.file] = text[: self.span[0]] + self.new + text[self.span[1] :]
        for path, content in self.more.items():
            if content is None:
                del files[path]
            else:
                files[path] = content
        return files

    def place(self, files: Mapping[str, str | bytes]) -> tuple[str, int, int]:
        """The file, line and column at which the mistake must be reported, counted in characters from 1."""
        file, offset = self.where or (self.file, self.span[0] + self.at)
        content = files[file]
        text = content if isinstance(content, str) else content.decode(errors="replace")
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        return file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


Sites = Callable[[Source], Iterable[Edit]]


@dataclass(frozen=True)
class Kind:
    """A kind of mistake: its code, how exact its column is known, and the codes of warnings that may stand beside it.

    `inexact` is empty, or says why the column is not asked for.
    """

    name: str
    code: str
    sites: Sites
    inexact: str = ""
    beside: tuple[str, ...] = ()
    warning: bool = False

    @property
    def sentence(self) -> str:
        """What went wrong."""
        return (self.sites.__doc__ or "").strip()


KINDS: dict[str, Kind] = {}
"""Every kind of mistake, by name."""


def mistake(
    code: str, inexact: str = "", beside: tuple[str, ...] = (), warning: bool = False
) -> Callable[[Sites], Sites]:
    """Registers a function that finds every place where a mistake can be made, with the code that must be reported."""

    def register(sites: Sites) -> Sites:
        name = sites.__name__
        assert name not in KINDS, name
        KINDS[name] = Kind(name, code, sites, inexact, beside, warning)
        return sites

    return register


def replaced(spots: Iterable[Spot], new: Callable[[str], str] | str, at: int = 0) -> list[Edit]:
    """The value of each spot written in another way; the mistake shows where the value begins, or `at` into it."""
    return [Edit(s.file, s.value, new if isinstance(new, str) else new(s.text), at) for s in spots]


def renamed(spots: Iterable[Spot], new: Callable[[str], str]) -> list[Edit]:
    """The key of each spot written in another way; the mistake shows at the key."""
    return [Edit(s.file, s.key, new(s.path[-1])) for s in spots if s.key is not None]


def inserted(source: Source, file: str, mapping: yaml.Node, entry: str, at: int = 0) -> Edit:
    """An entry put before all others of a mapping; the mistake shows `at` into the entry."""
    assert isinstance(mapping, yaml.MappingNode)
    first = mapping.value[0][0].start_mark
    column = _column(source.files[file], first.index)
    end = ", " if mapping.flow_style else f"{source.newline(file)}{' ' * column}"
    return Edit(file, (first.index, first.index), entry + end, at)


def appended(source: Source, spot: Spot, entry: str, at: int = 0) -> Edit | None:
    """An entry put right behind a spot whose value is a scalar or in braces; None where that cannot be done."""
    if spot.key is None or not (spot.is_one_line or spot.is_braced):
        return None
    text = source.files[spot.file]
    if spot.in_flow:
        start = ", "
        end = spot.value[1]
    else:
        end = text.find("\n", spot.value[1])
        end = len(text) if end < 0 else end
        if text[end - 1 : end] == "\r":
            end -= 1
        start = f"{source.newline(spot.file)}{' ' * _column(text, spot.key[0])}"
    return Edit(spot.file, (end, end), start + entry, at + len(start))


def removed(source: Source, spot: Spot) -> tuple[int, int] | None:
    """The span to cut so that an entry is gone; None where it is the only one, or goes on over lines of its own."""
    assert isinstance(spot.parent, yaml.MappingNode)
    entries = spot.parent.value
    index = next(n for n, (key, _) in enumerate(entries) if spot.key and key.start_mark.index == spot.key[0])
    if len(entries) == 1 or spot.key is None:
        return None
    if spot.in_flow:
        if index:
            return entries[index - 1][1].end_mark.index, spot.value[1]
        return spot.key[0], entries[1][0].start_mark.index
    text = source.files[spot.file]
    if index + 1 < len(entries):
        return spot.key[0], entries[index + 1][0].start_mark.index
    if not spot.is_one_line:
        return None
    line = text.find("\n", spot.value[1])
    return text.rfind("\n", 0, spot.key[0]) + 1, len(text) if line < 0 else line + 1


def line_start(source: Source, file: str, offset: int) -> int:
    """Where the line of an offset begins."""
    return source.files[file].rfind("\n", 0, offset) + 1


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)
