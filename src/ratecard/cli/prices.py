"""`ratecard prices`: the price list of one market."""

from datetime import date, datetime
from pathlib import Path

import rich_click as click

from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import format_per_coin, list_json, package_label, to_json
from ratecard.cli.options import (
    answer_options,
    book_options,
    fact_options,
    instant_for,
    market_options,
    open_book,
    refuse,
    typed_facts,
)
from ratecard.cli.tables import show_table
from ratecard.locale.amounts import format_count, format_instant, format_money
from ratecard.money import Money
from ratecard.quotes.purchase import list_prices
from ratecard.quotes.quotes import PriceList, PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.refusals import InvalidFact, UnknownFact


@click.command()
@market_options
@fact_options
@book_options
@answer_options
def prices(
    region: str,
    platform: str,
    facts: tuple[tuple[str, str], ...],
    age: int | None,
    folder: Path | None,
    output: str,
    at: date | datetime | None,
    locale: str | None,
) -> None:
    """Show the price list of a market in the reader's language."""
    book = open_book(folder, output)
    typed = typed_facts(book, facts, age)
    if isinstance(typed, UnknownFact | InvalidFact):
        refuse(typed, output)
    listed = list_prices(book, PriceListRequest(region, platform, instant_for(book, at, region), typed))
    if not isinstance(listed, PriceList):
        refuse(listed, output)
    tag = locale or book.languages[0]
    if output == "json":
        click.echo(to_json(list_json(book, listed, tag)))
        return
    header = ("package", "label", "bonus", "total", "listed", "net", "tax", "gross", "per coin")
    show_table(header, [_row(book, quote, tag) for quote in listed.packages], right=(2, 3, 4, 5, 6, 7, 8))
    click.echo(_validity(book, listed, tag))
    for withheld in listed.withheld:
        click.echo(f"withheld: {withheld.package}: {withheld.refusal.code}")


def _row(book: RuleBook, quote: PurchaseQuote, tag: str) -> list[str]:
    return [
        quote.package.id,
        package_label(book, quote, tag),
        format_count(quote.bonus, tag),
        format_count(quote.total, tag),
        *(
            "-" if minor is None else format_money(Money(minor, quote.currency), tag)
            for minor in (quote.listed_minor, quote.net_minor, quote.tax_minor, quote.gross_minor)
        ),
        format_per_coin(book, quote.per_coin, tag),
    ]


def _validity(book: RuleBook, listed: PriceList, tag: str) -> str:
    zone = book.time_zones[listed.request.region]
    start = format_instant(listed.market.period.start, zone, tag)
    end = listed.market.period.end
    until = f"until {format_instant(end, zone, tag)}" if end is not None else "with no change known"
    statuses = sorted({quote.tax.status.value for quote in listed.packages})
    tax = f"tax {', '.join(statuses)}; " if statuses else ""
    return f"{tax}valid from {start} {until}; book {listed.market.digest}"
