"""`ratecard halt` and `ratecard halts`: what a running server withholds for a while."""

import getpass
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import rich_click as click

from ratecard.book.rulebook import RuleBook
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default
from ratecard.cli.expiry import Expiry, shown
from ratecard.cli.tables import counted, show_table
from ratecard.diagnostics.text import visible
from ratecard.files import UnwritableFile
from ratecard.instants import Instant
from ratecard.live.halts import (
    HALTED_KINDS,
    REASON_CHARACTERS_MOST,
    StoredHalt,
    UnreadableHalts,
    add_halt,
    end_halt,
    kind_in,
    meant_by,
    read_halts,
    wrong_where,
)
from ratecard.loading import Source, load
from ratecard.loading.guarding import unless_blocked
from ratecard.waves.where import WhereFault

COLUMNS = ("id", "what", "where", "since", "until", "by", "reason")
EVERYWHERE = "everywhere"


def file_option(command: click.decorators.FC) -> click.decorators.FC:
    """`--halts`, which each of these commands has."""
    return click.option(
        "--halts",
        "file",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        envvar="RATECARD_HALTS",
        show_envvar=True,
        help="The file of halts that the server was started with; it is made where there is none.",
    )(command)


@click.command()
@click.argument("what", type=click.Choice(HALTED_KINDS), required=False)
@file_option
@click.option("--book", "source", type=BookSource(), default=None, envvar="RATECARD_BOOK", help=BOOK_HELP)
@click.option(
    "--where",
    default=None,
    help='Which of them: "region = DE and package = coins_1000". What may be compared: region and country; of packages '
    "platform, package and item; of promotions platform and promotion; of payouts method.",
)
@click.option("--everywhere", is_flag=True, help="All of them, in place of --where.")
@click.option(
    "--until",
    type=Expiry(),
    required=True,
    help="When it ends by itself: an instant such as 2027-01-01T09:00+01:00, a day (its first instant in UTC), or a "
    "time from now such as 2 hours.",
)
@click.option("--reason", required=True, help="Why, for whoever looks at it later. The public is not told.")
def halt(
    what: str | None,
    file: Path,
    source: Source | None,
    where: str | None,
    everywhere: bool,
    until: datetime,
    reason: str,
) -> None:
    """Withhold packages, promotions or payouts for a while. A server with --halts does so within a second.

    WHAT may be left out where --where compares package, item, promotion or method. The book says what is meant, and
    nothing is withheld that it does not know.
    """
    if (where is None) is not everywhere:
        raise click.UsageError("say which are withheld: --where EXPRESSION, or --everywhere for all of them")
    what = what or kind_in(where or "")
    if what is None:
        raise click.UsageError(f"say what is withheld: one of {', '.join(HALTED_KINDS)}")
    if not reason.strip() or not reason.isprintable() or len(reason) > REASON_CHARACTERS_MOST:
        raise click.UsageError(f"--reason is a line of 1 to {REASON_CHARACTERS_MOST} characters")
    where = where or ""
    book = unless_blocked(load(book_or_default(source))).book
    things = _unknown(what, where) if book is None else _meant(book, what, where)
    with _problems_told():
        made = add_halt(file, what, where, until, reason, getpass.getuser())
    click.echo(f"{made.id} withholds {things}, until {shown(made.until, time.time())}")


def _unknown(what: str, where: str) -> str:
    """What is withheld while the rule files are broken: names are not known, and it is to stop all the same."""
    click.echo("warning: the rule files are broken, so that names are not checked", err=True)
    problem = wrong_where(what, where)
    if problem is not None:
        click.echo(f"error: --where: {visible(problem)}", err=True)
        sys.exit(1)
    return f"{what} where {visible(where)}" if where else f"all {what}"


def _meant(book: RuleBook, what: str, where: str) -> str:
    """How much an expression means; ends the command where it means nothing."""
    try:
        meant = meant_by(book, what, where)
    except WhereFault as fault:
        caret = " " * fault.start + "^" * max(fault.end - fault.start, 1)
        click.echo(
            f"error: --where: {visible(fault.sentence)}\n  {visible(where)}\n  {caret}\n  = {fault.hint}", err=True
        )
        sys.exit(1)
    if not meant:
        click.echo(f"error: the book has no {what} where {visible(where)}; nothing is withheld", err=True)
        sys.exit(1)
    ids = sorted({thing for _, thing in meant})
    places = len({key for key, _ in meant})
    return f"{', '.join(ids)} in {counted(places, 'market' if meant[0][0].platform else 'region')}"


@click.command()
@file_option
@click.option("--end", "ended", default=None, metavar="ID", help="End this one now, before its time.")
@click.option("--all", "with_past", is_flag=True, help="Also those that are over.")
def halts(file: Path, ended: str | None, with_past: bool) -> None:
    """Show what is withheld by `ratecard halt`, by whom and why; or end it."""
    now = Instant(int(time.time()))
    with _problems_told():
        if ended is not None:
            _end(file, ended)
            return
        every = [own for own in read_halts(file) if with_past or own.end > now]
    if not every:
        click.echo("nothing is withheld")
        return
    show_table(COLUMNS, [_row(own) for own in every])


def _end(file: Path, halt_id: str) -> None:
    found = end_halt(file, halt_id)
    if found is None:
        click.echo(f"error: {file} has no halt {visible(halt_id)} that holds; ratecard halts shows them", err=True)
        sys.exit(1)
    click.echo(f"{found.id} is over")


def _row(own: StoredHalt) -> list[str]:
    ended = own.until if own.ended is None else own.ended
    texts = (own.id, own.what, own.where or EVERYWHERE, shown(own.since, 0), shown(ended, 0), own.by, own.reason)
    return [visible(text) for text in texts]


@contextmanager
def _problems_told() -> Iterator[None]:
    """Ends the command where the file cannot be read or written, with why."""
    try:
        yield
    except (UnreadableHalts, UnwritableFile) as problem:
        click.echo(f"error: {problem}", err=True)
        sys.exit(1)
