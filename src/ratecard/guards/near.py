"""Where a line that a new book no longer has would stand: at the key that held it, and never at another one's line."""

from typing import NamedTuple

from ratecard.book.key_places import KeyPlaces
from ratecard.book.library import is_of_library
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.rulefiles.stated import KeyPath

PLATFORMS = "platforms"


class NearLines(NamedTuple):
    """Where the keys of an older book and a newer one stand."""

    was: KeyPlaces
    now: KeyPlaces

    @classmethod
    def of(cls, before: RuleBook, after: RuleBook) -> "NearLines":
        """Those of two books."""
        return cls(before.key_places, after.key_places)

    def near(self, path: KeyPath, was: Place, other: Place) -> Place:
        """The mapping in which something stood, or the nearest one above it that is left; else the file's first line.

        `other` is taken where the file is gone, and where it is that file's own line; a file of the library is nobody's
        to mend.
        """
        left = self.now.mappings.get(was.file)
        if left is None or is_of_library(was):
            return other
        above = _above(path, was, self.was.mappings.get(was.file, {}))
        stands = (left.get(above[:depth]) for depth in range(len(above), 0, -1))
        first = other if other.file == was.file else Place(was.file, 1, 1, 1, 2)
        return next((place for place in stands if place is not None), first)

    def membership(self, file: str, region: str) -> Place | None:
        """The list by which a region joined the group of a file, or left it; None where it did neither."""
        was, now = (places.naming(file, region) for places in self)
        if (was is None) is (now is None):
            return None
        return now or self.now.list_of(file, region)

    def is_member_of(self, file: str, region: str) -> bool:
        """Whether a region is a member of the group of a file in the newer book."""
        return self.now.naming(file, region) is not None

    def of_gone(self, path: KeyPath, was: Place, region: str, other: Place) -> Place:
        """Where it ended that a region reads a statement: the list of a group that it left, or `near` it."""
        return self.membership(was.file, region) or self.near(path, was, other)


def _above(path: KeyPath, was: Place, mappings: dict[KeyPath, Place]) -> KeyPath:
    """The mapping that held a statement at a path: of those above that path, for a platform too, the last before it."""
    heads = {path[:depth] for depth in range(1, len(path))}
    before = [
        (place.line, place.column, own)
        for own, place in mappings.items()
        if (own[2:] if own[0] == PLATFORMS else own) in heads and (place.line, place.column) <= (was.line, was.column)
    ]
    return max(before, default=(0, 0, ()))[2]
