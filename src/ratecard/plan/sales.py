"""Files of sales, as CSV: what was bought, sent and paid out, to be replayed through two books.

A header names the columns, in any order: `what` (purchase, item, gift or payout), `region`, `platform` (of all but
payouts), `id` (of the package, item, gift or method), `quantity` (units, gifts or diamonds of one order, 1 where there
is no such column), `count` (how many such orders, 1 where there is none), `creator_region` (of gifts, the sender's
where there is none) and `at` (a day of the region, or an instant with its offset). A column that is named as a fact
says it: `buyer.age`; an empty cell says nothing of it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, first_instant, instant_of, parse_moment, zone
from ratecard.plan.asking import GIFT, ITEM, PAYOUT, PURCHASE
from ratecard.quotes.facts import WrongFact, parse_facts
from ratecard.refusals.refused import Refused
from ratecard.rulefiles.near import nearest
from ratecard.terms.facts import Facts, FactValue

WHAT, REGION, PLATFORM, ID, QUANTITY, COUNT, CREATOR, AT = COLUMNS = (
    "what",
    "region",
    "platform",
    "id",
    "quantity",
    "count",
    "creator_region",
    "at",
)
NEEDED = (WHAT, REGION, ID)
KINDS = (PURCHASE, ITEM, GIFT, PAYOUT)
NUMBER_MOST = 10**15
FAULTS_MOST = 20
"""How many cells that cannot be read are told before the reading ends."""


class Sale(msgspec.Struct, frozen=True):
    """One kind of order, and how many of it: `quantity` units, gifts or diamonds each; `at` None is not told."""

    what: str
    region: str
    platform: str
    id: str
    quantity: int
    creator_region: str
    at: Instant | None
    facts: tuple[tuple[str, FactValue], ...]
    count: int


class SalesFault(NamedTuple):
    """A cell that cannot be read: the file's line, the column, and why."""

    line: int
    column: str
    why: str


class UnreadableSales(Exception):
    """A file of sales cannot be replayed: nothing of it counts."""

    def __init__(self, faults: Sequence[SalesFault]) -> None:
        super().__init__("; ".join(fault.why for fault in faults))
        self.faults = tuple(faults)


class _Unread(Exception):
    """Why one cell cannot be read."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def read_sales(lines: Iterable[str], book: RuleBook) -> Iterator[Sale]:
    """The sales of a file, one a row, when they are asked for. The facts of rows are those of a book.

    Raises `UnreadableSales` where a row cannot be read: after the last row, or at the twentieth such cell.
    """
    rows = csv.reader(lines, strict=True)
    faults: list[SalesFault] = []
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(header, book)
        for row in rows:
            if not row:
                continue
            try:
                yield _sale(header, row, book)
            except _Unread as unread:
                faults.append(SalesFault(rows.line_num, unread.column, str(unread)))
            if len(faults) == FAULTS_MOST:
                break
    except csv.Error as error:
        faults.append(SalesFault(rows.line_num, "", f"not CSV: {error}"))
    if faults:
        raise UnreadableSales(faults)


def _check_header(header: Sequence[str], book: RuleBook) -> None:
    known = (*COLUMNS, *book.facts)
    faults = [SalesFault(1, name, f"there is no column {name}") for name in NEEDED if name not in header]
    for name in header:
        if name not in known:
            near = nearest(name, known)
            meant = f"; did you mean {near[0]}?" if near else ""
            faults.append(SalesFault(1, name, f"{name or 'a column without a name'} is not a column{meant}"))
        elif header.count(name) > 1:
            faults.append(SalesFault(1, name, f"{name} stands there twice"))
    if faults:
        raise UnreadableSales(faults)


def _sale(header: Sequence[str], row: Sequence[str], book: RuleBook) -> Sale:
    if len(row) != len(header):
        raise _Unread("", f"{len(row)} cells, and the header has {len(header)}")
    cells = {name: text.strip() for name, text in zip(header, row, strict=True)}
    what, region, platform = cells[WHAT], cells[REGION], cells.get(PLATFORM, "")
    if what not in KINDS:
        raise _Unread(WHAT, f"{what or 'nothing'} is not one of {', '.join(KINDS)}")
    if region not in book.regions:
        raise _Unread(REGION, f"{region or 'nothing'} is not a region of the older book")
    if what != PAYOUT and platform not in book.platforms:
        raise _Unread(PLATFORM, f"{platform or 'nothing'} is not a platform of the older book")
    if not cells[ID]:
        raise _Unread(ID, "there is nothing")
    return Sale(
        what=what,
        region=region,
        platform="" if what == PAYOUT else platform,
        id=cells[ID],
        quantity=_number(cells, QUANTITY),
        creator_region=(cells.get(CREATOR) or region) if what == GIFT else "",
        at=_instant(cells.get(AT, ""), book.time_zones[region]),
        facts=_facts(cells, book),
        count=_number(cells, COUNT),
    )


def _number(cells: Mapping[str, str], column: str) -> int:
    text = cells.get(column, "") or "1"
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= NUMBER_MOST:
        raise _Unread(column, f"{text} is not a whole number from 1 on, without signs or separators")
    return int(text)


def _facts(cells: Mapping[str, str], book: RuleBook) -> tuple[tuple[str, FactValue], ...]:
    stated = [(name, text) for name, text in cells.items() if name in book.facts and text]
    facts: Facts | WrongFact = parse_facts(book, stated) if stated else {}
    if isinstance(facts, Refused):
        column = getattr(facts, "fact", "")
        raise _Unread(column, facts.message)
    return tuple(sorted(facts.items()))


def _instant(text: str, time_zone: str) -> Instant | None:
    if not text:
        return None
    in_zone = zone(time_zone)
    assert in_zone is not None
    try:
        if "T" in text or " " in text:
            moment = parse_moment(text)
            return instant_of(moment if moment.tzinfo is not None else moment.replace(tzinfo=in_zone))
        found = first_instant(date.fromisoformat(text), in_zone)
    except ValueError:
        found = None
    if found is None:
        raise _Unread(AT, f"{text} is not a day there, as 2026-11-29, nor an instant, as 2026-11-29T12:00:00Z")
    return found


def day_in(region: str, day: date, book: RuleBook) -> Instant | None:
    """The first instant of a day in a region of a book; None where there is no such day."""
    in_zone = zone(book.time_zones[region])
    assert in_zone is not None
    return first_instant(day, in_zone)
