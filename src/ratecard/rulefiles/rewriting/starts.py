"""The keys of time lines: which mappings are time lines, and which of two starts comes first."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import BEGINS, FREE_TEXT_KEYS, DateName, StatedInstant
from ratecard.rulefiles.stating.edges import start_of
from ratecard.rulefiles.stating.forms import is_time_line, is_wrapped
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar
from ratecard.rulefiles.wrong import Wrong

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
"""Stand before and behind every time."""


class Starts:
    """Reads the keys of time lines. `dates` are the names of dates, each with what it means, or None."""

    def __init__(self, dates: Mapping[str, StatedInstant | None]) -> None:
        self.names = frozenset(dates)
        self._dates = dates
        self._nearby = Nearby(dates=self.names)

    def read(self, text: str) -> object:
        """From when on an entry with this key holds, as it is written: `BEGINS`, a date, an instant, or a name.

        A `Wrong` where it is nothing of these.
        """
        return start_of(text, self._nearby)

    def meant(self, text: str) -> object:
        """The same, with what a name means in its place; None for a name that means no day."""
        start = self.read(text)
        return self._dates.get(start.name) if type(start) is DateName and start != BEGINS else start

    def time(self, text: str) -> datetime | None:
        """By what entries are put in order: an instant, of days their midnight in UTC. None where it is not known."""
        start = self.meant(text)
        if start == BEGINS:
            return FIRST
        if isinstance(start, datetime):
            return start.astimezone(UTC)
        return datetime(start.year, start.month, start.day, tzinfo=UTC) if isinstance(start, date) else None

    def is_name(self, text: str) -> bool:
        """Whether a key is the name of a date."""
        return text in self.names

    def is_right(self, text: str) -> bool:
        """Whether a text is a key of a time line."""
        return type(self.read(text)) is not Wrong

    def is_time_line(self, node: Node) -> bool:
        """Whether a mapping is a time line."""
        return type(node) is MappingNode and not is_wrapped(node) and is_time_line(node, self.names)

    def entries(self, time_line: MappingNode) -> list[tuple[Scalar, Node]]:
        """The entries of a time line, in the order of the file."""
        return [(key, value) for key, value in time_line.entries if key.text not in FREE_TEXT_KEYS]
