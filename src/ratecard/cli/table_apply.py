"""`ratecard table apply`: prices that were changed in a sheet, into the lines of rule files that state them."""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import msgspec
import rich_click as click

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.clock import now
from ratecard.cli.plan_texts import plan_text
from ratecard.cli.rewriting import folder_to_write
from ratecard.cli.tables import counted
from ratecard.diagnostics.text import render_text, visible
from ratecard.files import UnreadableFile, UnwritableFile
from ratecard.instants import YEARS
from ratecard.loading import Folder, Source, date_names_of, load, source_lines
from ratecard.loading.rule_files import rule_files
from ratecard.loading.snapshots import BookMoved, Snapshot, put, snapshot_of
from ratecard.loading.sources import NoBook
from ratecard.plan.parts import Words
from ratecard.plan.planning import Plan, plan
from ratecard.tables.applying import StartDay, price_edits, unasked
from ratecard.tables.comparing import ChangedPrice, compared
from ratecard.tables.files import READ, read_table, why_no_ending
from ratecard.tables.prices import PRICES
from ratecard.tables.read_cells import FAULTS_MOST, CellFault, UnreadableTable
from ratecard.tables.workbooks import SheetsNotInstalled


class AppliedSheet(msgspec.Struct, frozen=True):
    """A sheet applied in memory: the book after it, its plan, and what is to be told of it."""

    after: Snapshot
    plan: Plan
    lines: int
    changes: tuple[ChangedPrice, ...]
    remarks: tuple[str, ...]


@click.command("apply")
@click.argument("sheet", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv|.xlsx")
@click.option(
    "--from",
    "start",
    required=True,
    metavar="DAY",
    help="The day from which changed prices hold, by the calendar of each region: 2027-01-01, or a name of the book.",
)
@click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
@click.option(
    "--for-all",
    is_flag=True,
    help="Where one line is the price of several markets, such as the states of a country: change it for all of them, "
    "though not all of their cells are changed.",
)
@click.option("--write", is_flag=True, help="Write the rule files; without it, nothing is written.")
def table_apply(sheet: Path, start: str, source: Source | None, for_all: bool, write: bool) -> None:
    """Put the prices that were changed in a sheet of `table prices` into the rule files, from a day on.

    Each becomes a new dated value on the line that states the price; the old one stays. The plan is shown first. The
    sheet must be made of the very book, and nothing is written where one cell is wrong. Exit codes: 0, and 1 where the
    sheet or an edit is refused.
    """
    folder = folder_to_write(source, "--write") if write else book_or_default(source)
    why = why_no_ending(sheet, READ)
    if why:
        raise click.UsageError(why)
    if not isinstance(folder, Folder):
        raise click.UsageError(f"table apply edits a folder, and {folder} never changes")
    try:
        before = snapshot_of(folder)
        applied = _applied(before, sheet, start, for_all=for_all)
        if applied is None:
            click.echo(f"{visible(str(sheet))} changes nothing")
            return
        click.echo(plan_text(applied.plan, None, Words(f"{folder}", f"{sheet} from {start}")))
        for remark in applied.remarks:
            click.echo(remark)
        if write:
            put(applied.after, before)
    except (NoBook, BookMoved, UnwritableFile, UnreadableFile, SheetsNotInstalled) as error:
        _fail(str(error))
    except UnreadableTable as error:
        _fail(f"{sheet}: {error}")
    _tell(applied, before, write=write)


def _applied(before: Snapshot, sheet: Path, start: str, *, for_all: bool) -> AppliedSheet | None:
    """The sheet applied in memory; None where it changes nothing. Ends the command where anything is refused."""
    memo = Memo()  # most of both books is the same
    book = _sound(before, memo)
    day = _start_day(before, start)
    found = compared(book, read_table(sheet, PRICES.name))
    if found.faults or found.as_of is None:
        _refuse(found.faults, sheet)
    if not found.changes:
        return None
    edits = price_edits(book, rule_files(before.texts), found.changes, found.as_of, day, for_all=for_all)
    if edits.faults:
        _refuse(edits.faults, sheet)
    after = before.with_texts(edits.texts)
    newer = _sound(after, memo)
    planned = plan(book, newer, now())
    wrong = unasked(book, newer, planned, edits.changes, day.day)
    if wrong:
        _fail(f"these cells cannot be written so; edit the rule files by hand: {'; '.join(wrong[:FAULTS_MOST])}")
    return AppliedSheet(after, planned, edits.lines, edits.changes, edits.remarks)


def _start_day(source: Source, text: str) -> StartDay:
    """The day that a text is, or that the book calls so."""
    named = date_names_of(source).get(text)
    if isinstance(named, date) and not isinstance(named, datetime):
        return StartDay(named, text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or day.year not in YEARS:
        raise click.UsageError(f"--from {text}: write a day, as 2027-01-01, or the name of one in the book")
    return StartDay(day, text)


def _sound(source: Snapshot, memo: Memo) -> RuleBook:
    """The book; its errors, and exit code 1, where it has any."""
    loaded = load(source, memo=memo)
    if loaded.book is None:
        click.echo(render_text(loaded.diagnostics, source_lines(source)), err=True)
        sys.exit(1)
    return loaded.book


def _refuse(faults: Iterable[CellFault], sheet: Path) -> NoReturn:
    """Tells of each cell that is refused, and ends the command."""
    every = list(faults)
    for fault in every[:FAULTS_MOST]:
        click.echo(visible(str(fault)), err=True)
    if len(every) > FAULTS_MOST:
        click.echo(f"and {len(every) - FAULTS_MOST} more", err=True)
    click.echo(f"nothing of {visible(str(sheet))} is applied", err=True)
    sys.exit(1)


def _fail(sentence: str) -> NoReturn:
    click.echo(f"error: {visible(sentence)}", err=True)
    sys.exit(1)


def _tell(applied: AppliedSheet, before: Snapshot, *, write: bool) -> None:
    """One line for people: what changed, where, and whether it is written."""
    files = sorted(applied.after.changed_since(before))
    where = f"{counted(applied.lines, 'line')} of {counted(len(files), 'file')}"
    done = "written" if write else "nothing is written without --write"
    click.echo(f"{counted(len(applied.changes), 'price')} on {where}: {done}", err=True)
    for file in files:
        click.echo(visible(file), err=True)
