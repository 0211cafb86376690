"""`ratecard check`: whether the book is sound."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import rich_click as click

from ratecard.book.doubtful import UNVERIFIED
from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.book.standing import doubtful_values, woken
from ratecard.cases.lost import lost_cases
from ratecard.cases.reading import cases_in
from ratecard.cli.answers import place_json
from ratecard.cli.books import BOOK_HELP, BookSource, book_or_default, source_of
from ratecard.cli.clock import now
from ratecard.cli.mending import mend_book
from ratecard.cli.rewriting import folder_to_write
from ratecard.cli.tables import counted
from ratecard.cli.watching import watch
from ratecard.diagnostics.diagnostic import Severity, by_place
from ratecard.diagnostics.github import render_github
from ratecard.diagnostics.json import render_json
from ratecard.diagnostics.sarif import render_sarif
from ratecard.diagnostics.text import render_lines, render_text, visible
from ratecard.files import UnwritableFile
from ratecard.loading import Folder, Loaded, Revision, Source, load, source_lines
from ratecard.loading.guarding import with_guards
from ratecard.loading.snapshots import BookMoved
from ratecard.loading.sources import NoBook
from ratecard.rates.in_use import ageless_currencies, doubt_rates
from ratecard.rulefiles.stated import KeyPath

FORMATS = ("text", "lines", "json", "github", "sarif")
WITHHELD: KeyPath = ("payouts", "withholding", "lines")
REGIONS_SHOWN_MOST = 5
WATCHABLE = ("text", "lines")
CLEAR = "\x1b[H\x1b[2J"
"""Moves to the top left and clears what is on the screen; what was scrolled away stays."""


@click.command()
@click.option(
    "--book",
    "source",
    type=BookSource(),
    default=None,
    help=BOOK_HELP,
)
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="With the lines and a caret, one line each, JSON, annotations for GitHub Actions, or SARIF 2.1.0.",
)
@click.option("--watch", "watching", is_flag=True, help="Check again whenever a rule file changes, until Ctrl-C.")
@click.option("--no-guards", is_flag=True, help="Leave out the guards, which look for prices that lose money.")
@click.option(
    "--against",
    default=None,
    metavar="REVISION|BOOK",
    help="Tell what the book takes away against an older one: a git revision of it (HEAD~1), or another book.",
)
@click.option("--fix", "fixing", is_flag=True, help="First write every fix that is sure, and show what it changes.")
@click.option(
    "--diff", "showing", is_flag=True, help="Only show what --fix would change. Exit code 1 where that is anything."
)
def check(
    source: Source | None,
    output: str,
    watching: bool,
    no_guards: bool,
    against: str | None,
    fixing: bool,
    showing: bool,
) -> None:
    """Check a book: every mistake at once, with its line and what to write instead."""
    where = book_or_default(source)
    if against is not None and (watching or no_guards):
        raise click.UsageError(
            f"--against needs the guards, and one check: leave out --{'watch' if watching else 'no-guards'}"
        )
    if fixing or showing:
        _mend(source, output, watching=watching, write=not showing)
    if not watching:
        older = None if against is None else _older(where, against)
        sys.exit(show_check(where, output, guarded=not no_guards, older=older))
    if not isinstance(where, Folder):
        raise click.UsageError(f"--watch waits for changes of a folder, and {where} never changes")
    if output not in WATCHABLE:
        raise click.UsageError(f"--watch shows a person what changed; write --format {' or '.join(WATCHABLE)}")
    memo = Memo()
    sys.exit(
        watch(
            where.path, lambda: show_again(where, output, memo, guarded=not no_guards), _say, datetime.now, time.sleep
        )
    )


def _mend(source: Source | None, output: str, *, watching: bool, write: bool) -> None:
    """Mends what is sure, or shows what would be; the command ends where it was only to show, or where it fails."""
    option = "--fix" if write else "--diff"
    if watching or output != "text":
        raise click.UsageError(f"{option} shows a person what changes: leave out --{'watch' if watching else 'format'}")
    folder = folder_to_write(source, option)
    memo = Memo()
    try:
        changes = mend_book(folder, lambda book: checked(book, memo, guarded=False).diagnostics, write=write)
    except (BookMoved, UnwritableFile) as error:
        click.echo(f"error: {visible(str(error))}", err=True)
        sys.exit(1)
    except NoBook:  # which the check tells
        return
    if not write:
        sys.exit(1 if changes else 0)


def _older(where: Source, against: str) -> Source:
    """The older book that a text names: a book as `--book` takes it, else a git revision of the folder of this one."""
    other = source_of(against)
    if isinstance(other, Folder) and not other.path.exists() and isinstance(where, Folder):
        return Revision(where.path, against)
    return other


def _book_before(older: Source, memo: Memo | None) -> RuleBook:
    """The book to compare with; a usage error where it is not sound."""
    loaded = load(older, memo=memo)
    if loaded.book is None:
        first = next((own for own in loaded.diagnostics if own.severity is Severity.ERROR), None)
        where = "" if first is None or first.place is None else f"{first.place}: "
        why = "" if first is None else f": {where}{first.sentence}"
        raise click.UsageError(f"--against {older}: that is not a sound book{why}")
    return loaded.book


def show_check(
    where: Source, output: str, memo: Memo | None = None, *, guarded: bool = True, older: Source | None = None
) -> int:
    """Checks a book, against an older one where there is one, and prints the result; gives the exit code."""
    loaded = checked(where, memo, guarded=guarded, older=older)
    shown = _rendered(loaded, where, output)
    if shown:
        click.echo(shown)
    return 1 if loaded.book is None else 0


def checked(where: Source, memo: Memo | None = None, *, guarded: bool = True, older: Source | None = None) -> Loaded:
    """The book with all that is wrong with it, its cases and, today, its rates, and what its guards find.

    With an older book, also what it takes away against that. No book where a case is wrong, or where a guard finds what
    the book calls an error.
    """
    if older is not None and memo is None:
        memo = Memo()  # most of both books is the same
    before = None if older is None else _book_before(older, memo)
    loaded, cases = load(where, memo=memo), cases_in(where)
    today = now()
    doubts = doubt_rates(loaded.book, today) if loaded.book is not None else []
    beside = []
    if older is not None and loaded.book is not None:
        place = loaded.book.history((loaded.book.regions[0], "")).place
        beside = list(lost_cases(cases_in(older).cases, cases.cases, today, place))
    whole = with_guards(loaded, today, before, beside) if guarded else loaded
    told = tuple(sorted((*whole.diagnostics, *cases.diagnostics, *doubts), key=by_place))
    return Loaded(None if cases.diagnostics else whole.book, told)


def show_again(where: Source, output: str, memo: Memo, *, guarded: bool = True) -> int:
    """One check while watching, on a clean screen where there is one."""
    if sys.stdout.isatty():
        click.echo(CLEAR, nl=False)
    return show_check(where, output, memo, guarded=guarded)


def _say(line: str) -> None:
    """A line about the watching itself. `echo` flushes: who reads a pipe waits for this line."""
    click.echo(visible(line))


def _rendered(loaded: Loaded, where: Source, output: str) -> str:
    found = loaded.diagnostics
    if output == "json":
        return _as_json(loaded)
    if output == "lines":
        return render_lines(found)
    if output == "github":
        return render_github(found, path_from_checkout(where))
    if output == "sarif":
        return render_sarif(found, path_from_checkout(where))
    parts = [render_text(found, source_lines(where))] if found else []
    if loaded.book is not None:
        book = loaded.book
        things = ((book.regions, "region"), (book.platforms, "platform"), (book.packages, "package"))
        counts = [counted(len(known), noun) for known, noun in things]
        holds = ", ".join([*counts, counted(len(book.items), "item")] if book.items else counts)
        library = f"on the library {book.library.name} of {book.library.day}; " if book.library is not None else ""
        parts += [f"the book is sound: {holds}; {library}digest {book.digest}", *_doubts(book)]
    return "\n".join(parts)


def _as_json(loaded: Loaded) -> str:
    book = loaded.book
    if book is None:
        return render_json(loaded.diagnostics)
    edition = book.library
    return render_json(
        loaded.diagnostics,
        book.digest,
        {
            "library": None if edition is None else {"edition": edition.name, "date": edition.day.isoformat()},
            "unverified": _unverified(book),
            "agelessRates": _ageless(book),
            "woken": [
                {"path": line.path, "regions": line.regions, **place_json(line.place)} for line in woken(book, WITHHELD)
            ],
        },
    )


def _doubts(book: RuleBook) -> Iterator[str]:
    """What people should know of a sound book: withholding by the library's word, unverified values, undated rates."""
    for line in woken(book, WITHHELD):
        yield f"the library withholds too: {line.path} in {_few(line.regions)} ({line.place})"
    number = _unverified(book)
    if number:
        rest, sources = ("rests", "a source") if number == 1 else ("rest", "sources")
        yield f"{counted(number, 'value')} {rest} on {sources} that nobody verified; ratecard library --list names them"
    ageless = _ageless(book)
    if ageless:
        have = "has" if len(ageless) == 1 else "have"
        yield f"{counted(len(ageless), 'exchange rate')} in use {have} no date, and so no age: {', '.join(ageless)}"


def _ageless(book: RuleBook) -> list[str]:
    return ageless_currencies(book, now())


def _unverified(book: RuleBook) -> int:
    return sum(value.why is UNVERIFIED for value in doubtful_values(book))


def _few(regions: Sequence[str]) -> str:
    more = len(regions) - REGIONS_SHOWN_MOST
    return ", ".join(regions[:REGIONS_SHOWN_MOST]) + (f" and {more:,} more" if more > 0 else "")


def path_from_checkout(where: Source) -> str:
    """What stands before a rule file's path where files are named from the checkout: "" or "prices/".

    The checkout is the workspace of GitHub Actions, elsewhere the current folder. A book outside it has no such path;
    its files are then named from the book's own folder, and so are those of a wheel.
    """
    if not isinstance(where, Folder | Revision):
        return ""
    checkout = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    book = (where.path if isinstance(where, Folder) else where.folder).resolve()
    if not book.is_relative_to(checkout) or book == checkout:
        return ""
    return f"{book.relative_to(checkout).as_posix()}/"
