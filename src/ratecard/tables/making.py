"""Tables of a whole book: as of a day or an instant, and one row for each version over all time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, datetime_of, instant_of, is_within_years, local_day
from ratecard.plan.sales import day_in
from ratecard.showing import Reader, reader_of
from ratecard.tables.cells import TableCell
from ratecard.tables.gifts import GIFTS
from ratecard.tables.kinds import TableKind, TableRow
from ratecard.tables.payouts import PAYOUTS
from ratecard.tables.prices import PRICES
from ratecard.tables.taxes import TAX
from ratecard.terms.market import MarketKey

KINDS: Mapping[str, TableKind] = {kind.name: kind for kind in (PRICES, TAX, GIFTS, PAYOUTS)}

SINCE, BOOK = "since", "book"
VERSIONS = "versions"
VALIDITY = ("valid_from", "valid_to", "valid_from_utc", "valid_to_utc")

AsOf = date | datetime
"""A day, which begins in each region at its own first instant, or an aware instant, which is the same everywhere."""


class BookTable(msgspec.Struct, frozen=True):
    """A table to be written: the names of its columns, and the cells of each row."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


class MadeOf(msgspec.Struct, frozen=True):
    """What a table is made of: each row says it, so that it can be sorted and split and is still known."""

    table: str
    digest: str
    as_of: str

    def __str__(self) -> str:
        return f"{self.table} {self.digest} {self.as_of}"

    @classmethod
    def read(cls, text: str) -> "MadeOf | None":
        """What such a text says; None for any other text."""
        parts = text.split(" ")
        return cls(*parts) if len(parts) == len(cls.__struct_fields__) else None


def table_of(book: RuleBook, kind: TableKind, as_of: AsOf) -> BookTable:
    """What a book says as of a day or an instant. A region that skipped the day has no rows."""
    origin = str(MadeOf(kind.name, book.digest, as_of_written(as_of)))
    rows: list[tuple[TableCell, ...]] = []
    reader = reader_of(book, None)
    for key in kind.markets(book):
        at = instant_in(book, key.region, as_of)
        zone = book.history(key).in_zone
        for row in () if at is None else kind.rows(reader, key, at):
            rows.append((*row.key, *row.values, local_day(row.since, zone), origin))
    return BookTable(kind.name, header_of(kind), tuple(rows))


def header_of(kind: TableKind) -> tuple[str, ...]:
    """The columns of a table as of one time."""
    return (*kind.keys, *kind.values, SINCE, BOOK)


def versions_of(book: RuleBook, kind: TableKind) -> BookTable:
    """One row for each stretch of time in which a row stays the same, from the book's beginning on."""
    origin = str(MadeOf(kind.name, book.digest, VERSIONS))
    reader = reader_of(book, None)
    rows: list[tuple[TableCell, ...]] = []
    for key in kind.markets(book):
        history = book.history(key)
        for row, start, end in _stretches(reader, kind, key, sorted(set(kind.starts(history)))):
            validity = (*_days((start, end), history.in_zone), *map(_utc, (start, end)))
            rows.append((*row.key, *validity, *row.values, origin))
    return BookTable(kind.name, (*kind.keys, *VALIDITY, *kind.values, BOOK), tuple(rows))


def _stretches(
    reader: Reader, kind: TableKind, key: MarketKey, starts: list[Instant]
) -> Iterator[tuple[TableRow, Instant, Instant | None]]:
    """Each row of a market with the stretch in which its cells stay the same, None as the end for good."""
    running: dict[tuple[str, ...], tuple[TableRow, Instant]] = {}
    found: list[tuple[TableRow, Instant, Instant | None]] = []
    for start in starts:
        now = {row.key: row for row in kind.rows(reader, key, start)}
        for name, (row, since) in list(running.items()):
            if name not in now or now[name].values != row.values:
                found.append((row, since, start))
                del running[name]
        for name, row in now.items():
            running.setdefault(name, (row, start))
    found += [(row, since, None) for row, since in running.values()]
    return iter(sorted(found, key=lambda own: (own[0].key, own[1])))


def _days(instants: tuple[Instant, Instant | None], in_zone: ZoneInfo) -> Iterator[date | None]:
    return (None if instant is None else local_day(instant, in_zone) for instant in instants)


def _utc(instant: Instant | None) -> str | None:
    return None if instant is None else as_of_written(datetime_of(instant))


def as_of_written(as_of: AsOf) -> str:
    """A day, or an instant in UTC, as a text that no spreadsheet takes for anything else in a longer text."""
    return f"{as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(as_of, datetime) else as_of.isoformat()


def as_of_read(text: str) -> AsOf | None:
    """What such a text says; None for any other text."""
    try:
        found = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
    naive = isinstance(found, datetime) and found.tzinfo is None
    return found if not naive and is_within_years(found) else None


def instant_in(book: RuleBook, region: str, as_of: AsOf) -> Instant | None:
    """The instant in a region; None where the region skipped the day."""
    return instant_of(as_of) if isinstance(as_of, datetime) else day_in(region, as_of, book)
