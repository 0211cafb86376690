"""`ratecard init`: a new book, from a few answers, from prices that people have, or from the shipped example."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import rich_click as click

from ratecard.cli.new_book import NewBook, Options
from ratecard.cli.new_values import WrongValue
from ratecard.cli.options import Moment, open_book
from ratecard.cli.tables import counted
from ratecard.diagnostics.text import render_text
from ratecard.files import UnreadableFile
from ratecard.newbooks.folders import NotWritten, check_free, write_whole
from ratecard.newbooks.making import NotSound, Otherwise, contents_of
from ratecard.newbooks.plans import NewBookPlan
from ratecard.newbooks.shipped import copy_of_shipped
from ratecard.sheets.days import DATE_ORDERS
from ratecard.sheets.faults import SheetsRefused
from ratecard.sheets.timelines import values_of

SHIPPED = "shipped"
SHOWN_MOST = 12


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--coin", default=None, metavar="NAME", help="What one coin is called: V-Buck.  [default: coin]")
@click.option("--regions", default=None, metavar="LIST", help="Where the book sells: DE,FR,US, euro, or all.")
@click.option("--platforms", default=None, metavar="LIST", help="Where coins are bought: ios,android,web.")
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="[NAME:]COINS[=PRICES]",
    help='A package, and its prices by currency: 100="1.39 EUR,1.49 USD". With --from, how many coins one holds: '
    "starter:250. May be repeated.",
)
@click.option("--begins", type=Moment(), default=None, help="The day from which it answers.  [default: 1 January]")
@click.option(
    "--payouts", default=None, metavar="METHOD", help="How creators are paid, such as PayPal; needs --diamond."
)
@click.option("--diamond", default=None, metavar="MONEY", help='What a diamond is worth: "0.005 USD each".')
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="FILE",
    help="A sheet of prices as CSV: a table, one price a row, Google Play's list, or coins_100=FILE for the App "
    "Store's export of one product. May be repeated. Or: shipped, for a copy of the example.",
)
@click.option("--decimal-mark", type=click.Choice([".", ","]), default=None, help="The mark before a sheet's decimals.")
@click.option("--starts", default=None, metavar="COLUMN", help="The column of a sheet with the days prices hold from.")
@click.option(
    "--date-order", type=click.Choice(DATE_ORDERS), default=None, help="How a sheet's days such as 03/04/2026 are read."
)
@click.option("--without", default="", metavar="LIST", help="Columns and regions of a sheet to leave out.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is not told has its default.")
def init(folder: Path, sources: tuple[str, ...], begins: date | None, yes: bool, **told: Any) -> None:
    """Make FOLDER a new book that stands on the library of the world, with cases, editor settings and a workflow.

    Nothing is overwritten, and nothing is written unless the whole book is sound and says the prices that were given.
    On a terminal, what is missing is asked.
    """
    try:
        check_free(folder)
        contents, said = _made(sources, begins, Options(**told), asks=not yes and on_a_terminal())
        write_whole(folder, contents)
    except WrongValue as wrong:
        raise click.UsageError(str(wrong)) from None
    except NotSound as unsound:
        lines = {path: text.split("\n") for path, text in unsound.texts.items()}
        click.echo(render_text(unsound.diagnostics, lambda path: lines.get(path, [])), err=True)
        _fail("the book would not be sound")
    except SheetsRefused as refused:
        for fault in refused.faults:
            click.echo(f"error: {fault}", err=True)
        _fail(f"{counted(len(refused.faults), 'mistake')} in the prices")
    except (NotWritten, Otherwise, UnreadableFile) as wrong:
        _fail(f"error: {wrong}")
    _show(folder, contents, said)


def on_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _made(
    sources: tuple[str, ...], begins: date | None, told: Options, *, asks: bool
) -> tuple[dict[str, bytes], list[str]]:
    """The files of the new book, and what to say of it."""
    if SHIPPED not in sources:
        new = NewBook(told, _first_day(begins), asks=asks)
        plan = new.plan(sources)
        return contents_of(plan, new.library), [_summary(plan), *new.left_out]
    if len(sources) > 1 or told != Options() or begins is not None:
        raise WrongValue(f"--from {SHIPPED} copies the example as it is; leave out the other options")
    return copy_of_shipped(open_book(None, "text"), date.today()), ["a copy of the shipped example"]


def _first_day(begins: date | None) -> date:
    """The day on which the book begins: that which was told, else the first of this year."""
    if isinstance(begins, datetime):
        raise click.UsageError(f"--begins is a day, and {begins.isoformat()} is an instant; write {begins.date()}")
    return begins or date(date.today().year, 1, 1)


def _summary(plan: NewBookPlan) -> str:
    prices = sum(len(values_of(line)) for vector in plan.prices.values() for line in vector.values())
    parts = (
        counted(len(plan.regions), "region"),
        counted(len(plan.platforms), "platform"),
        counted(len(plan.packages), "package"),
    )
    stated = counted(prices, "price") if prices else "no prices yet: its files say where to write them"
    return f"{', '.join(parts)}, from {plan.begins}; {stated}"


def _show(folder: Path, contents: dict[str, bytes], said: list[str]) -> None:
    rules = [path for path in contents if path.startswith(("rules/", "regions/"))]
    click.echo(f"{folder}: {said[0]}")
    for sentence in said[1:]:
        click.echo(f"  {sentence}")
    for path in rules[:SHOWN_MOST]:
        click.echo(f"  {path}")
    if len(rules) > SHOWN_MOST:
        click.echo(f"  … and {len(rules) - SHOWN_MOST:,} more")
    click.echo(f"ask it: ratecard check --book {folder}, ratecard test --book {folder}; README.md says more")


def _fail(sentence: str) -> NoReturn:
    click.echo(f"{sentence}; nothing was written", err=True)
    sys.exit(1)
