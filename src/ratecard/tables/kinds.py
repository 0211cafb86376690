"""What a table is of: its columns, and the rows of one market at one instant."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath
from ratecard.showing import Reader
from ratecard.tables.cells import ExactNumber, TableCell
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms


class TableRow(NamedTuple):
    """What is known of one thing: the cells that name it, since when it is so, and the cells of its values."""

    key: tuple[str, ...]
    since: Instant
    values: tuple[TableCell, ...]


class TableKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of table. `keys` name what a row is of, `values` are the columns of its cells.

    `of_regions` have no platform. `starts` are the instants at which rows of a market may become others.
    """

    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    of_regions: bool = False
    starts: Callable[[MarketHistory], Iterable[Instant]]
    rows: Callable[[Reader, MarketKey, Instant], Iterable[TableRow]]

    def markets(self, book: RuleBook) -> tuple[MarketKey, ...]:
        """The markets of a book, or its regions, that have rows."""
        return tuple(MarketKey(region, "") for region in book.regions) if self.of_regions else book.markets()


def since_of(history: MarketHistory, section: KeyPath, at: Instant) -> Instant:
    """From when on the terms of a section are what they are at an instant; of prices only the amount counts."""
    timeline = history.sections.get(section)
    if timeline is None:
        return history.begins
    position = max(bisect_right(timeline.starts, at) - 1, 0)
    what = _told(timeline.values[position])
    while position and _told(timeline.values[position - 1]) == what:
        position -= 1
    return max(timeline.starts[position], history.begins)


def _told(terms: object) -> object:
    return Money(terms.listed_minor, terms.currency) if isinstance(terms, PriceTerms) else terms


def count_cell(number: int | None) -> ExactNumber | None:
    """The cell of a count; nothing for what is not known."""
    return None if number is None else ExactNumber(int(number), 0)
