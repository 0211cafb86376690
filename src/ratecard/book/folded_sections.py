"""The sections of a book as they travel to another process: parts of one key each, by number, made when asked for."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ratecard.book.bundles import SectionPath
from ratecard.book.columns import SectionColumns, Timelines
from ratecard.book.section_terms import Sections, SectionTerms
from ratecard.book.sections_by_key import SectionsByKey
from ratecard.book.statement_columns import NUMBERS

SectionNames = tuple[SectionPath, ...]


class PartTable:
    """All parts of a book by number, each once: the names of its sections, and the number of its first timeline.

    Parts are told apart by identity, so they have to live for as long as others are added.
    """

    def __init__(
        self, timelines: Timelines[SectionTerms] | None = None, names: Sequence[SectionNames] = (), firsts: bytes = b""
    ) -> None:
        self._timelines = Timelines[SectionTerms](SectionColumns.of) if timelines is None else timelines
        self._names, self._firsts = list(names), array(NUMBERS, firsts)
        self._numbers: dict[int, int] = {}
        self._same: dict[tuple[int, ...], int] = {}
        self._known_names: dict[tuple[int, ...], SectionNames] = {}
        self._made: dict[int, Sections] = {}

    def __reduce__(self) -> tuple[type["PartTable"], tuple[object, ...]]:
        return PartTable, (self._timelines, tuple(self._names), self._firsts.tobytes())

    def fold(self, sections: SectionsByKey) -> SectionsByKey:
        """The sections as numbers of this table."""
        if type(sections.parts) is FoldedParts:
            return sections
        parts = sections.parts.values()
        for part in parts:
            if id(part) not in self._numbers:
                same = tuple(map(id, part.values()))
                if same not in self._same:
                    self._same[same] = self._add(part)
                self._numbers[id(part)] = self._same[same]
        numbers = map(self._numbers.__getitem__, map(id, parts))
        return SectionsByKey(FoldedParts(self, array(NUMBERS, numbers).tobytes()))

    def _add(self, part: Sections) -> int:
        identity = tuple(map(id, part))
        self._names.append(self._known_names.setdefault(identity, tuple(part)))
        self._firsts.append(self._timelines.add(part.values()))
        return len(self._names) - 1

    def key(self, number: int) -> str:
        """The key of a part."""
        return self._names[number][0][0]

    def part(self, number: int) -> Sections:
        """A part, made when it is first asked for, and then kept. Two threads may make it at once: equal ones."""
        made = self._made.get(number)
        if made is None:
            names = self._names[number]
            timelines = self._timelines.of(self._firsts[number], len(names))
            made = self._made[number] = dict(zip(names, timelines, strict=True))
        return made


class FoldedParts(Mapping[str, Sections]):
    """The parts of a history by key, each made when it is first asked for."""

    def __init__(self, table: PartTable, numbers: bytes) -> None:
        self._table, self._packed = table, numbers

    def __reduce__(self) -> tuple[type["FoldedParts"], tuple[PartTable, bytes]]:
        return FoldedParts, (self._table, self._packed)

    @cached_property
    def _by_key(self) -> dict[str, int]:
        return {self._table.key(number): number for number in array(NUMBERS, self._packed)}

    def __getitem__(self, key: str) -> Sections:
        return self._table.part(self._by_key[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)
