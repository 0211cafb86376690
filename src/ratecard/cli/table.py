"""`ratecard table`: a book as tables for spreadsheets and warehouses."""

import sys
from datetime import date, datetime
from pathlib import Path

import rich_click as click

from ratecard.cli.books import BOOK_HELP, BookSource
from ratecard.cli.clock import now
from ratecard.cli.options import at_option, open_book
from ratecard.cli.table_apply import table_apply
from ratecard.cli.tables import counted
from ratecard.diagnostics.text import visible
from ratecard.files import UnwritableFile
from ratecard.instants import datetime_of
from ratecard.loading import Source
from ratecard.tables.files import CSV, table_bytes, why_no_ending, write_table
from ratecard.tables.making import KINDS, table_of, versions_of
from ratecard.tables.parquet_files import ParquetNotInstalled
from ratecard.tables.workbooks import SheetsNotInstalled

HELPS = {
    "prices": "Prices of packages and items: net, tax, proceeds, price per coin. It can be changed and applied.",
    "tax": "Taxes of every market: each line with its rate, and who pays it over.",
    "gifts": "Gifts of every market: coins, and what a creator of the same region earns.",
    "payouts": "Ways to be paid in every region, and what a round number of diamonds comes to.",
}


@click.group()
def table() -> None:
    """Tables for spreadsheets and warehouses, as CSV, .xlsx or Parquet; and changed prices back into the rule files."""


def _command(name: str) -> click.Command:
    """The command that writes the table of this kind."""

    @click.command(name, help=HELPS[name], short_help=HELPS[name].partition(".")[0])
    @click.option("--book", "source", type=BookSource(), default=None, help=BOOK_HELP)
    @click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        metavar="FILE.csv|.xlsx|.parquet",
        help="Write this file.  [default: CSV to the standard output]",
    )
    @click.option("--versions", is_flag=True, help="One row for each version, with the days and instants it holds.")
    def made(source: Source | None, out: Path | None, versions: bool, at: date | datetime | None) -> None:
        _write(name, source, out, versions, at)

    return at_option(made, "now")


def _write(name: str, source: Source | None, out: Path | None, versions: bool, at: date | datetime | None) -> None:
    """Makes a table, and writes it."""
    if versions and at is not None:
        raise click.UsageError("--versions are of all time, and --at is of one; leave one of the two out")
    why = "" if out is None else why_no_ending(out)
    if why:
        raise click.UsageError(why)
    book = open_book(source, "text")
    kind = KINDS[name]
    found = versions_of(book, kind) if versions else table_of(book, kind, datetime_of(now()) if at is None else at)
    if out is None:
        click.echo(table_bytes(found, CSV).decode(), nl=False)
        return
    try:
        write_table(found, out)
    except (SheetsNotInstalled, ParquetNotInstalled, UnwritableFile) as error:
        click.echo(f"error: {visible(str(error))}", err=True)
        sys.exit(1)
    click.echo(f"{visible(str(out))}: {counted(len(found.rows), 'row')}", err=True)


for kind_name in KINDS:
    table.add_command(_command(kind_name))
table.add_command(table_apply)
