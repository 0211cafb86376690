"""Changed cells written back: each as a new dated value on the line that states its price, or refused with a reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant, instant_of, local_day
from ratecard.plan.asking import ITEM, PURCHASE
from ratecard.plan.figures import PurchaseFigures
from ratecard.plan.planning import Plan
from ratecard.plan.sales import day_in
from ratecard.rulefiles.rewriting.editor import edited
from ratecard.rulefiles.rewriting.edits import AddDated, EditFault, EditRefused, RuleFile
from ratecard.rulefiles.rewriting.texts import Lines
from ratecard.tables.comparing import ChangedPrice
from ratecard.tables.making import AsOf
from ratecard.tables.price_lines import StatedPriceLine, later_values, line_deciding, readers_of, why_not_stated
from ratecard.tables.read_cells import CellFault
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.prices import PriceTerms

WITHIN = 22 * 3_600
"""A line holds for all its markets so many seconds after their own midnights: a part of a country has that of it."""

NAMED_MOST = 6


class StartDay(msgspec.Struct, frozen=True):
    """From which day on prices change; `written` is how it stands in the rule files: the day, or its name."""

    day: date
    written: str


class PriceEdits(msgspec.Struct, frozen=True):
    """The new texts of the files that change, and remarks for people; with any fault there is no text.

    `changes` are the prices that change: those of cells, and those that are to follow them.
    """

    texts: Mapping[str, bytes]
    lines: int = 0
    changes: tuple[ChangedPrice, ...] = ()
    remarks: tuple[str, ...] = ()
    faults: tuple[CellFault, ...] = ()


def price_edits(
    book: RuleBook,
    files: Iterable[RuleFile],
    changes: Sequence[ChangedPrice],
    as_of: AsOf,
    start: StartDay,
    *,
    for_all: bool = False,
) -> PriceEdits:
    """What the rule files hold after changed prices are stated from a day on, in each region by its own days.

    A line is changed where all of its cells are, or, `for_all`, any: then the price of its other markets follows.
    """
    by_line, places, faults = _lines_of(book, changes, as_of, start)
    readers = readers_of(book, (line.path[-1] for line in by_line), start.day)
    if for_all:
        by_line = {line: [*own, *_following(own, readers[line])] for line, own in by_line.items()}
    faults += _unlike(by_line, readers)
    if faults:
        return PriceEdits({}, faults=tuple(faults))
    texts, faults = _texts({file.file: file for file in files}, by_line, places, start)
    if faults:
        return PriceEdits({}, faults=tuple(faults))
    remarks = tuple(dict.fromkeys(remark for change in changes for remark in _remarks(book, change, start)))
    return PriceEdits(texts, len(by_line), tuple(own for every in by_line.values() for own in every), remarks)


_ByLine = dict[StatedPriceLine, list[ChangedPrice]]


def _lines_of(
    book: RuleBook, changes: Sequence[ChangedPrice], as_of: AsOf, start: StartDay
) -> tuple[_ByLine, dict[StatedPriceLine, Place], list[CellFault]]:
    """The changes by the line that decides each on the first day, where that stands, and the cells that have none."""
    faults: list[CellFault] = []
    by_line: _ByLine = defaultdict(list)
    places: dict[StatedPriceLine, Place] = {}
    for change in changes:
        why = _why_refused(book, change, as_of, start)
        at = day_in(change.key.region, start.day, book)
        decided = None if why or at is None else line_deciding(book.history(change.key), change.thing, at)
        if decided is None:
            faults.append(CellFault(change.where, why or "the price is not stated in this book"))
        else:
            by_line[decided.line].append(change)
            places[decided.line] = decided.place
    return by_line, places, faults


def _texts(
    contents: Mapping[str, RuleFile], by_line: _ByLine, places: Mapping[StatedPriceLine, Place], start: StartDay
) -> tuple[dict[str, bytes], list[CellFault]]:
    """The new text of each file, and the edits that the editor refuses."""
    edits: dict[str, list[AddDated]] = defaultdict(list)
    for line, own in by_line.items():
        value = _value(contents[line.file], places[line], own[0])
        edits[line.file].append(AddDated(line.path, start.written, value))
    texts: dict[str, bytes] = {}
    faults: list[CellFault] = []
    for file, of_file in sorted(edits.items()):
        try:
            texts[file] = edited(contents[file], of_file)
        except (EditRefused, EditFault) as refused:
            faults.append(CellFault(_cells(_changes_in(by_line, file)), str(refused)))
    return texts, faults


def _following(changes: Sequence[ChangedPrice], readers: Iterable[MarketKey]) -> list[ChangedPrice]:
    """The changes of the other markets that read the line of some cells."""
    first, changed = changes[0], {change.key for change in changes}
    return [msgspec.structs.replace(first, key=key) for key in readers if key not in changed]


def _why_refused(book: RuleBook, change: ChangedPrice, as_of: AsOf, start: StartDay) -> str:
    """Why a cell cannot be written at all from that day on; "" where it can."""
    in_zone = book.history(change.key).in_zone
    made_on = local_day(instant_of(as_of), in_zone) if isinstance(as_of, datetime) else as_of
    if start.day < made_on:
        return f"the sheet shows {made_on}, and {start.day} is before that"
    at = day_in(change.key.region, start.day, book)
    return f"{start.day} was skipped in {change.key.region}" if at is None else why_not_stated(book, change, at)


def _unlike(
    by_line: Mapping[StatedPriceLine, Sequence[ChangedPrice]], readers: Mapping[StatedPriceLine, Sequence[MarketKey]]
) -> Iterator[CellFault]:
    """The cells of lines that other markets read too, where not all of their cells were changed, or not alike."""
    for line, changes in sorted(by_line.items()):
        changed = {change.key for change in changes}
        others = [key.shown for key in readers[line] if key not in changed]
        if others:
            more = f" and {len(others) - NAMED_MOST} more" if len(others) > NAMED_MOST else ""
            named = f"{', '.join(others[:NAMED_MOST])}{more}"
            what = "change these cells alike, say --for-all, or state a price of its own"
            why = f"{_shown(line)} is the price of {named} too; {what}"
            yield CellFault(_cells(changes), why)
        elif len({change.now for change in changes}) > 1:
            said = ", ".join(sorted({str(change.now) for change in changes}))
            yield CellFault(_cells(changes), f"{_shown(line)} is one price, and the cells say {said}")


def _shown(line: StatedPriceLine) -> str:
    return f"{'.'.join(line.path)} in {line.file}"


def _changes_in(by_line: Mapping[StatedPriceLine, Sequence[ChangedPrice]], file: str) -> list[ChangedPrice]:
    return [change for line, own in by_line.items() if line.file == file for change in own]


def _cells(changes: Sequence[ChangedPrice]) -> str:
    """The cells of changes: the first with its sheet, and a few more."""
    first, *others = dict.fromkeys(change.where for change in changes)
    more = [where.partition("!")[2] for where in others[: NAMED_MOST - 1]]
    left = len(others) - len(more)
    return ", ".join([first, *more, *([f"and {left} more"] if left else [])])


def _value(file: RuleFile, place: Place, change: ChangedPrice) -> str:
    """A price as its file writes it: with its currency where the one before names it."""
    lines = Lines(file.content.decode())
    start, end = lines.span(place)
    is_named = change.was.currency.code in lines.text[start:end]
    return str(change.now) if is_named else change.now.amount


def _remarks(book: RuleBook, change: ChangedPrice, start: StartDay) -> Iterator[str]:
    """That another price is stated for a later day, until which the cell's holds."""
    at = day_in(change.key.region, start.day, book)
    later = None if at is None else next(later_values(book, change, Instant(at + WITHIN)), None)
    if later is not None:
        day = local_day(later[0], book.history(change.key).in_zone)
        yield f"{change.where}: {change.now} holds until {day}, for which {later[1]} states another value"


def unasked(before: RuleBook, after: RuleBook, plan: Plan, changes: Sequence[ChangedPrice], day: date) -> list[str]:
    """What a book after edits says that no cell asked for, as sentences: none, or the edits are not to be kept.

    Prices that follow others may move with them.
    """
    found = []
    asked = {(change.key, change.thing): change for change in changes}
    for change in asked.values():
        at = day_in(change.key.region, day, before)
        price = None if at is None else _price(after, change.key, change.thing, Instant(at + WITHIN))
        if price is None or (price.listed_minor, price.currency) != (change.now.minor, change.now.currency):
            found.append(f"{change.where}: {change.thing} in {change.key.shown} would not cost {change.now}")
    for planned in plan.changes:
        own = planned.change
        figures = own.was, own.now
        if own.kind in (PURCHASE, ITEM) and (own.key, own.thing) not in asked:
            price = _price(after, own.key, own.thing, own.start)
            regular = {side.regular if isinstance(side, PurchaseFigures) else None for side in figures}
            if len(regular) > 1 and (price is None or price.derivation is None):
                found.append(f"{own.thing} in {own.key.shown} would change from {own.day} on, and no cell says so")
    return found


def _price(book: RuleBook, key: MarketKey, thing: str, at: Instant) -> PriceTerms | None:
    market = book.market(key, at)
    offer = market.sold(thing) if isinstance(market, Market) else None
    return offer.price if offer is not None and isinstance(offer.price, PriceTerms) else None
