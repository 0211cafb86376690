"""`ratecard drift`: prices as a store has them, against the book."""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import rich_click as click

from ratecard.book.rulebook import RuleBook
from ratecard.cli.books import book_or_default
from ratecard.cli.clock import now
from ratecard.cli.drift_json import drift_json
from ratecard.cli.drift_text import DriftPage
from ratecard.cli.options import at_option, book_options, instant_for, open_book
from ratecard.drift.comparing import drift_of
from ratecard.drift.findings import KINDS
from ratecard.files import UnreadableFile, read_regular
from ratecard.instants import Instant, instant_of
from ratecard.loading import Source
from ratecard.sheets.days import DATE_ORDERS
from ratecard.sheets.faults import SheetsRefused
from ratecard.sheets.prices import Knowledge
from ratecard.sheets.reading import Sheet
from ratecard.sheets.store_files import StoreFiles, read_store_files
from ratecard.sheets.store_prices import StoreKnowledge
from ratecard.terms.market import Market

NOTHING, WRONG, DIFFERS = 0, 1, 2
BYTES_MOST = 50_000_000
_OF_PRODUCT = re.compile(r"([\w.-]+)=(.+)", re.ASCII | re.DOTALL)


@click.command(name="drift")
@click.argument("files", nargs=-1, required=True, metavar="[PRODUCT=]FILE...")
@partial(at_option, default="now")
@click.option("--platform", default="", metavar="NAME", help="The store's platform, where a file does not say it: ios.")
@click.option(
    "--ignore",
    "ignored",
    type=click.Choice(KINDS),
    multiple=True,
    help="Leave out what is meant to differ: countries that the book does not sell in, say. May be repeated.",
)
@click.option("--decimal-mark", type=click.Choice([".", ","]), default=None, help="The mark before a sheet's decimals.")
@click.option("--starts", default="", metavar="COLUMN", help="The column of a sheet with the days prices hold from.")
@click.option(
    "--date-order", type=click.Choice(DATE_ORDERS), default=None, help="How days such as 03/04/2026 are read."
)
@click.option("--without", default="", metavar="LIST", help="Columns of a sheet to leave out.")
@book_options
def drift_command(
    files: tuple[str, ...],
    platform: str,
    ignored: tuple[str, ...],
    source: Source | None,
    output: str,
    at: date | datetime | None,
    **told: str | None,
) -> None:
    """Compare prices downloaded from a store with the book: which differ, since when, and by how much.

    FILE is Google Play's list of in-app products as CSV, the answer of its API as JSON, App Store Connect's prices of
    one product as CSV or JSON (com.example.coins1000=FILE), or a sheet with columns for country, product and price.

    Exit codes: 0 where nothing differs, 2 where anything does, 1 where a file or the book cannot be read.
    """
    book = open_book(source, output)
    if platform and platform not in book.platforms:
        _fail(f"error: the book does not sell on {platform}; write {' or '.join(sorted(book.platforms))}")
    at_in = _instants(book, at)
    currencies = _currencies(book, at_in)
    if not currencies:
        _fail(f"error: the book begins on {book.begins}, and --at is before")
    sheets = [_sheet(file) for file in files]
    read = _read(sheets, told, StoreKnowledge(currencies, platform, told["decimal_mark"] or ""))
    named = frozenset(sheet.package for sheet in sheets) & {*book.packages, *book.items}
    found = drift_of(book, read.prices, read.listed, named, at_in).without(frozenset(ignored))
    name = f"{book_or_default(source)}"
    page = DriftPage(
        "the book of this folder" if name == "." else f"the book {name}",
        [sheet.name for sheet in sheets],
        now() if at is None else at,
    )
    if output == "json":
        click.echo(drift_json(book, found, read.left_out))
    else:
        click.echo(page.text(book, found, read.left_out))
    sys.exit(NOTHING if found.is_empty else DIFFERS)


def _instants(book: RuleBook, at: date | datetime | None) -> Callable[[str], Instant]:
    """The instant asked about in each region: a day is its first instant there."""
    if at is None:
        present = now()
        return lambda _: present
    if isinstance(at, datetime):
        instant = instant_of(at)
        return lambda _: instant
    return lambda region: instant_for(book, at, region)


def _currencies(book: RuleBook, at_in: Callable[[str], Instant]) -> dict[tuple[str, str], str]:
    """The currency of each market."""
    markets = ((key, book.market(key, at_in(key.region))) for key in book.markets())
    return {(key.region, key.platform): own.currency.code for key, own in markets if isinstance(own, Market)}


def _sheet(file: str) -> Sheet:
    """The sheet of FILE, or of PRODUCT=FILE; ends the command with 1 where it cannot be read."""
    named = _OF_PRODUCT.fullmatch(file)
    product, name = ("", file) if named is None or Path(file).exists() else (named[1], named[2])
    try:
        return Sheet(Path(name).name, read_regular(Path(name), BYTES_MOST), product)
    except UnreadableFile as wrong:
        _fail(f"error: {wrong}")


def _read(sheets: list[Sheet], told: Mapping[str, str | None], stores: StoreKnowledge) -> StoreFiles:
    """The prices of all files, sheets as options tell; ends the command with 1, and all that is wrong in them."""
    known = Knowledge(
        currencies={},
        coins={},
        without=frozenset(word.strip() for word in (told["without"] or "").split(",") if word.strip()),
        starts=told["starts"] or "",
        date_order=told["date_order"] or "",
    )
    try:
        return read_store_files(sheets, known, stores)
    except SheetsRefused as refused:
        _fail("\n".join(f"error: {fault}" for fault in refused.faults))


def _fail(text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(WRONG)
