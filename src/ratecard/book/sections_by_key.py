"""The terms of all sections of a market over time, in parts of one key each: markets share most of these parts."""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from itertools import chain
from typing import TypeVar, overload

from ratecard.book.bundles import SectionPath
from ratecard.book.section_terms import Sections, SectionTerms
from ratecard.book.timeline import Timeline

T = TypeVar("T")

SectionParts = Mapping[str, Sections]
"""Sections by their key, none of which is without any."""


class SectionsByKey(Mapping[SectionPath, Timeline[SectionTerms]]):
    """Sections in the order of `parts`; two are equal where they hold the same, as dicts are."""

    __slots__ = ("parts",)

    def __init__(self, parts: SectionParts) -> None:
        self.parts = parts

    def __reduce__(self) -> tuple[type["SectionsByKey"], tuple[SectionParts]]:
        return SectionsByKey, (self.parts,)

    def __getitem__(self, section: SectionPath) -> Timeline[SectionTerms]:
        return self.parts[section[0]][section]

    def __contains__(self, section: object) -> bool:
        return isinstance(section, tuple) and section in self.of(section[0])

    @overload
    def get(self, section: SectionPath, /) -> Timeline[SectionTerms] | None: ...

    @overload
    def get(self, section: SectionPath, /, default: Timeline[SectionTerms] | T) -> Timeline[SectionTerms] | T: ...

    def get(
        self, section: SectionPath, /, default: Timeline[SectionTerms] | T | None = None
    ) -> Timeline[SectionTerms] | T | None:
        """The terms of a section; the default where it has none."""
        part = self.parts.get(section[0])  # no call of `of`: loads and first questions ask often
        return default if part is None else part.get(section, default)

    def __iter__(self) -> Iterator[SectionPath]:
        return chain.from_iterable(self.parts.values())

    def __len__(self) -> int:
        return sum(map(len, self.parts.values()))

    def items(self) -> ItemsView[SectionPath, Timeline[SectionTerms]]:
        """Each section with its terms."""
        return _Items(self)

    def values(self) -> ValuesView[Timeline[SectionTerms]]:
        """The terms of each section."""
        return _Values(self)

    def of(self, key: str) -> Sections:
        """The sections of one key; none where it has none."""
        return self.parts.get(key, {})

    def replaced(self, key: str, sections: Sections) -> "SectionsByKey":
        """With these sections of a key in the place of its own of the same names."""
        part = dict(sorted({**self.of(key), **sections}.items()))
        return SectionsByKey(dict(sorted({**self.parts, key: part}.items())) if part else self.parts)


class _Items(ItemsView[SectionPath, Timeline[SectionTerms]]):
    """Goes through the parts themselves: a view that asks for each section by its name takes five times as long."""

    _mapping: SectionsByKey

    def __iter__(self) -> Iterator[tuple[SectionPath, Timeline[SectionTerms]]]:
        return chain.from_iterable([part.items() for part in self._mapping.parts.values()])


class _Values(ValuesView[Timeline[SectionTerms]]):
    """Goes through the parts themselves."""

    _mapping: SectionsByKey

    def __iter__(self) -> Iterator[Timeline[SectionTerms]]:
        return chain.from_iterable([part.values() for part in self._mapping.parts.values()])
