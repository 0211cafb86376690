"""Who may see what: of a rule book, of an answer, of the facts of a refusal. One order, from the widest on.

What each key, part of a key and refusal is for stands in its own record.
"""

from enum import Enum


class Audience(Enum):
    """From the widest to the narrowest; each sees what the one before it sees, too."""

    PUBLIC = "public"
    SERVICE = "service"
    FINANCE = "finance"

    @property
    def rank(self) -> int:
        """The place from the widest, 0, on."""
        return _WIDEST_FIRST.index(self)

    def sees(self, meant_for: "Audience") -> bool:
        """Whether this audience may see what is meant for another one, and for all narrower ones."""
        return meant_for.rank <= self.rank


_WIDEST_FIRST = tuple(Audience)
