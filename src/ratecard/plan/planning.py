"""The plan of a change: all answers that differ between two books, each with the edits that it comes of."""

from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.plan.asking import TwoBooks
from ratecard.plan.edits import Causes, Edit, edits_between
from ratecard.plan.figures import NoAnswer
from ratecard.plan.walking import AnswerChange, changes_between


class PlannedChange(NamedTuple):
    """An answer that differs, and the numbers of the edits that it comes of."""

    change: AnswerChange
    causes: tuple[int, ...]

    @property
    def is_new(self) -> bool:
        """Whether the thing is there in the newer book alone."""
        return isinstance(self.change.was, NoAnswer) and self.change.was.is_absence

    @property
    def is_gone(self) -> bool:
        """Whether the thing is there in the older book alone."""
        return isinstance(self.change.now, NoAnswer) and self.change.now.is_absence


class Plan(msgspec.Struct, frozen=True):
    """What a newer book changes against an older one, looked at from `now`.

    `edits` are in the order of files and lines; `changes` in that of markets, regions, things and time.
    """

    before: str
    after: str
    now: Instant
    edits: tuple[Edit, ...]
    changes: tuple[PlannedChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that counts differs: both mean the same, or only names that people read are others."""
        return not self.edits and not self.changes

    @property
    def is_of_names(self) -> bool:
        """Whether only names that people read differ."""
        return self.is_empty and self.before != self.after

    @property
    def without_effect(self) -> list[Edit]:
        """The edits that no answer comes of: those of what no question asks, such as a limit that nobody reaches."""
        known = {number for own in self.changes for number in own.causes}
        return [edit for number, edit in enumerate(self.edits) if number not in known]


def plan(before: RuleBook, after: RuleBook, now: Instant) -> Plan:
    """The plan of going from one book to another.

    It says the same as asking both books at the start of every period of either for every package, item, gift and way
    to be paid. In two books of one digest only what looks at the whole book can differ, such as its guards.
    """
    books = TwoBooks(before, after)
    edits = edits_between(books, now)
    if before.digest == after.digest:
        return Plan(before.digest, after.digest, now, tuple(edits), ())
    causes = Causes(books, edits)
    changes = [PlannedChange(change, causes.of(change)) for change in changes_between(books)]
    return Plan(before.digest, after.digest, now, tuple(edits), tuple(changes))
