"""`ratecard shadow`: what another service charged, line by line, beside what this book charges."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NoReturn

import rich_click as click

from ratecard.cli.answers import to_json
from ratecard.cli.books import book_or_default
from ratecard.cli.options import FactPair, at_option, book_options, open_book
from ratecard.cli.plan import PlanCommand
from ratecard.cli.shadow_texts import shadow_json, shadow_page
from ratecard.diagnostics.text import visible
from ratecard.loading import Source
from ratecard.shadow.causes import FIGURES
from ratecard.shadow.comparing import Shadow
from ratecard.shadow.logged import FIELDS, LINE_BYTES_MOST, LogForm

SAME, WRONG, DIFFERS = 0, 1, 2


@click.command(name="shadow", cls=PlanCommand)
@click.option(
    "--requests",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A log of purchases, one JSON object a line: docs/trust-in-a-day.md says which fields it has.",
)
@click.option(
    "--expect", "charged", required=True, metavar="FIELD", help="The field with what was charged for all units."
)
@click.option("--currency", default="currency", show_default=True, metavar="FIELD", help="The field with its currency.")
@click.option("--minor", is_flag=True, help="What was charged is in minor units: 1399 is 13.99 EUR.")
@click.option(
    "--figure", type=click.Choice([*FIGURES]), default="gross", show_default=True, help="The figure that it is of."
)
@click.option(
    "--field",
    "names",
    type=FactPair(),
    multiple=True,
    metavar="OURS=THEIRS",
    help="The log's own name of a field: package=sku. May be repeated.",
)
@click.option("--ignore", "ignored", multiple=True, metavar="FIELD", help="A field of the log that is not asked for.")
@partial(at_option, default="each line says it")
@book_options
def shadow(
    requests: Path,
    charged: str,
    currency: str,
    minor: bool,
    figure: str,
    names: tuple[tuple[str, str], ...],
    ignored: tuple[str, ...],
    at: date | datetime | None,
    source: Source | None,
    output: str,
) -> None:
    """Ask this book what another service was asked, and compare what it charged: differences are told by their cause.

    Exit codes, as of `plan`: 0 where every line agrees, 2 where one differs, is refused here or cannot be read, 1 where
    the file or the book cannot be used.
    """
    unknown = [name for name, _ in names if name not in FIELDS]
    if unknown:
        raise click.UsageError(f"--field {visible(unknown[0])}: write one of {', '.join(FIELDS)}")
    form = LogForm(charged, currency, minor, dict(names), frozenset(ignored), at)
    book = open_book(source, output)
    beside = Shadow(book, form, figure)
    try:
        with requests.open("rb") as log:
            beside.read(_lines(log))
    except OSError as error:
        _fail(f"{requests} cannot be read: {error.strerror}")
    if not beside.asked:
        first = f": line {beside.unread.first[0][0]}: {beside.unread.first[0][1]}" if beside.unread.count else ""
        _fail(f"no line of {requests} is a question{first}")
    name = f"{book_or_default(source)}"
    against = "the book of this folder" if name == "." else f"the book {name}"
    click.echo(to_json(shadow_json(beside)) if output == "json" else shadow_page(beside, requests.name, against))
    sys.exit(SAME if beside.is_same else DIFFERS)


def _lines(log: BinaryIO) -> Iterator[bytes]:
    """The lines of a log. Of one that is too long no more than its beginning is in memory, and it stays too long."""
    while line := log.readline(LINE_BYTES_MOST + 2):
        rest = line
        while len(rest) > LINE_BYTES_MOST and not rest.endswith(b"\n"):
            rest = log.readline(LINE_BYTES_MOST + 2)
        yield line


def _fail(sentence: str) -> NoReturn:
    click.echo(f"error: {visible(sentence)}", err=True)
    sys.exit(WRONG)
